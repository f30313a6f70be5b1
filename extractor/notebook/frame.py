"""Data frames of pandas or polars: figures, headline figures, and what the articles of a frame say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from extractor.articles.article import as_article, is_missing
from extractor.records import Extraction
from extractor.records.article_rows import ARTICLE_COLUMNS, article_rows
from extractor.records.rows import COLUMNS, ColumnType
from extractor.runs.flat import int64
from extractor.runs.tables import TableName, table_of

if TYPE_CHECKING:
    import pandas
    import polars

Library = Literal["pandas", "polars"]
_OF_INPUT = ("article", "title", "url")
"""Columns of a table that the frame has, where it has them at all."""


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
    return _frame(chosen, COLUMNS, rows)


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
    return _frame(chosen, ARTICLE_COLUMNS, rows)


def extract_frame(
    frame: pandas.DataFrame,
    text: str = "text",
    published: str | None = None,
    *,
    rows: TableName = "articles",
    workers: int = 1,
    codebook: str = "acled",
) -> pandas.DataFrame:
    """Read the articles in a column of a pandas frame, and put what they say beside its own columns.

    Index and columns are kept. With ``rows="articles"`` there is one row an article, with its headline
    figures; with ``figures``, ``events``, ``victims`` or ``sources`` one row for each of them, under the
    index of its article. A column that the frame has already is called ``NAME_found``. A missing text is an
    empty one, a missing day an unknown one.

    Args:
        frame: the articles.
        text: name of the column of the texts.
        published: name of the column of the days of publication; relative dates need it.
        rows: the table whose rows are wanted; its columns are those of the CSV files.
        workers: as in ``extract_many``.
        codebook: as in ``extract_many``.

    Raises:
        TypeError: ``frame`` is no pandas frame, or a text is none.
        ValueError: it has no such column, or a day in it is none; the message names the row.
    """
    import pandas as pd

    from extractor.pipeline import extract_many

    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"extract_frame takes a pandas.DataFrame, and this is {type(frame).__name__}")
    for name in (text, published):
        if name is not None and name not in frame.columns:
            there = ", ".join(map(str, frame.columns[:6]))
            raise ValueError(f"the frame has no column {name!r} (it has {there}); name another")
    days = frame[published] if published is not None else [None] * len(frame)
    articles = [
        as_article(
            "" if is_missing(words) else words, article_id=str(label), published=day, place=f"row {label}"
        )
        for label, words, day in zip(frame.index, frame[text], days, strict=True)
    ]
    table = table_of(rows)
    positions: list[int] = []
    cells: list[dict[str, Any]] = []
    found = extract_many(articles, workers=workers, codebook=codebook)
    for position, extraction in enumerate(found):
        for row in table.rows_of(extraction):
            positions.append(position)
            cells.append(row)
    columns = {name: kind for name, kind in table.columns.items() if name not in _OF_INPUT}
    kept, new = frame.iloc[positions], _frame("pandas", columns, cells)
    new.index = kept.index
    new = new.rename(columns=lambda name: f"{name}_found" if name in kept else name)
    together: pandas.DataFrame = pd.concat([kept, new], axis=1)
    return together


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


def _frame(library: Library, columns: Mapping[str, ColumnType], rows: Iterable[Mapping[str, Any]]) -> Any:
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
