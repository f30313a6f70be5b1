"""Figures as a data frame of pandas or polars, one row a casualty or displacement count."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from extractor.records import Extraction
from extractor.records.rows import COLUMNS
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
    chosen = library or _installed()
    if chosen not in get_args(Library):
        raise ValueError(f"no data frames of {chosen!r}: choose pandas or polars")
    if find_spec(chosen) is None:
        raise ImportError(f"this data frame needs {chosen}; pip install {chosen}")
    columns = _columns([extractions] if isinstance(extractions, Extraction) else extractions)
    return _pandas(columns) if chosen == "pandas" else _polars(columns)


def _installed() -> Library:
    for name in get_args(Library):
        if find_spec(name):
            found: Library = name
            return found
    raise ImportError("a data frame needs pandas or polars; pip install pandas")


def _columns(extractions: Iterable[Extraction]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for extraction in extractions:
        for row in extraction.to_rows():
            for name, column in columns.items():
                column.append(int64(row[name]) if COLUMNS[name] is int else row[name])
    return columns


def _pandas(columns: dict[str, list[Any]]) -> pandas.DataFrame:
    import pandas as pd

    types = {str: "string", int: "Int64", float: "Float64"}
    return pd.DataFrame(
        {name: pd.Series(values, dtype=types[COLUMNS[name]]) for name, values in columns.items()}
    )


def _polars(columns: dict[str, list[Any]]) -> polars.DataFrame:
    import polars as pl

    types = {str: pl.String, int: pl.Int64, float: pl.Float64}
    return pl.DataFrame(columns, schema={name: types[kind] for name, kind in COLUMNS.items()})
