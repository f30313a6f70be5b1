"""Figures, and headline figures, as data frames of pandas or polars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from extractor.records import Extraction
from extractor.records.article_rows import ARTICLE_COLUMNS, article_rows
from extractor.records.rows import COLUMNS, ColumnType
from extractor.runs.flat import int64

if TYPE_CHECKING:
    import pandas
    import polars

Library = Literal["pandas", "polars"]


@overload
def to_frame(
    extractions: Extraction | Iterable[Extraction], *, library: Literal["pandas"]
) -> pandas.DataFrame: ...
@overload
def to_frame(
    extractions: Extraction | Iterable[Extraction], *, library: Literal["polars"]
) -> polars.DataFrame: ...
@overload
def to_frame(extractions: Extraction | Iterable[Extraction], *, library: Library | None = None) -> Any: ...


def to_frame(extractions: Extraction | Iterable[Extraction], *, library: Library | None = None) -> Any:
    """The figures of one or many extractions as a data frame, in their order.

    A row is a casualty or displacement count, the columns are those of ``Extraction.to_rows`` and of
    ``figures.csv``; they and their types are the same for any input, also for none. Bounds, indexes and
    offsets are whole numbers with gaps (``Int64``), ``confidence`` is a number with gaps, the rest is text.
    So are ``published``, an ISO date, and ``date``, which is EDTF and may be a month, an interval or a day
    of an unknown year: no type for days holds it without adding what the text does not say.

    Args:
        extractions: one extraction, or any iterable of them, which is read once.
        library: ``pandas`` or ``polars``; without it pandas where it is installed, else polars.

    Raises:
        ImportError: the library is not installed; the message says how to install it.
        ValueError: the library is neither of the two.
    """
    chosen = _chosen(library)
    rows = (row for extraction in _many(extractions) for row in extraction.to_rows())
    return typed_frame(chosen, COLUMNS, rows)


def summary_frame(extractions: Extraction | Iterable[Extraction], *, library: Library | None = None) -> Any:
    """The headline figures of one or many extractions as a data frame, one row an article, in their order.

    The columns are those of ``articles.csv``: what is known of the article, its main event, each headline
    figure with its bounds (``killed_low``, ``killed_best``, ``killed_high``), how many records it has.

    Args:
        extractions: as in ``to_frame``.
        library: as in ``to_frame``.

    Raises:
        ImportError: as in ``to_frame``.
        ValueError: as in ``to_frame``.
    """
    chosen = _chosen(library)
    rows = (row for extraction in _many(extractions) for row in article_rows(extraction))
    return typed_frame(chosen, ARTICLE_COLUMNS, rows)


def _many(extractions: Extraction | Iterable[Extraction]) -> Iterable[Extraction]:
    return [extractions] if isinstance(extractions, Extraction) else extractions


def _chosen(library: Library | None) -> Library:
    chosen = library or _installed()
    if chosen not in get_args(Library):
        raise ValueError(f"no data frames of {chosen!r}: choose pandas or polars")
    if find_spec(chosen) is None:
        raise ImportError(f"this data frame needs {chosen}; pip install {chosen}")
    return chosen


def _installed() -> Library:
    for name in get_args(Library):
        if find_spec(name):
            found: Library = name
            return found
    raise ImportError("a data frame needs pandas or polars; pip install pandas")


def typed_frame(
    library: Library, columns: Mapping[str, ColumnType], rows: Iterable[Mapping[str, Any]]
) -> Any:
    """Rows under typed columns."""
    values: dict[str, list[Any]] = {name: [] for name in columns}
    for row in rows:
        for name, column in values.items():
            column.append(int64(row[name]) if columns[name] is int else row[name])
    return _pandas(values, columns) if library == "pandas" else _polars(values, columns)


def _pandas(values: dict[str, list[Any]], columns: Mapping[str, ColumnType]) -> pandas.DataFrame:
    import pandas as pd

    types = {str: "string", int: "Int64", float: "Float64"}
    return pd.DataFrame(
        {name: pd.Series(cells, dtype=types[columns[name]]) for name, cells in values.items()}
    )


def _polars(values: dict[str, list[Any]], columns: Mapping[str, ColumnType]) -> polars.DataFrame:
    import polars as pl

    types = {str: pl.String, int: pl.Int64, float: pl.Float64}
    return pl.DataFrame(values, schema={name: types[kind] for name, kind in columns.items()})
