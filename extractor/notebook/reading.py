"""A data frame of articles read: what they say beside its own columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.articles.article import as_article
from extractor.notebook.frame import typed_frame
from extractor.pipeline import extract_many, text_of
from extractor.runs.tables import TableName, table_of

if TYPE_CHECKING:
    import pandas

_OF_INPUT = ("article", "title", "url")
"""Columns of a table that the frame has, where it has them at all."""


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
        ImportError: pandas is not installed.
        TypeError: ``frame`` is no pandas frame, or a text is none.
        ValueError: it has no such column, or a day in it is none; the message names the row.
    """
    try:
        import pandas as pd
    except ImportError:
        raise ImportError("extract_frame needs pandas; pip install pandas") from None
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"extract_frame takes a pandas.DataFrame, and this is {type(frame).__name__}")
    for name in (text, published):
        if name is not None and name not in frame.columns:
            there = ", ".join(map(str, frame.columns[:6]))
            raise ValueError(f"the frame has no column {name!r} (it has {there}); name another")
    days = frame[published] if published is not None else [None] * len(frame)
    articles = [
        as_article(text_of(words, f"row {label}"), article_id=str(label), published=day, place=f"row {label}")
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
    kept, new = frame.iloc[positions], typed_frame("pandas", columns, cells)
    new.index = kept.index
    new = new.rename(columns=lambda name: f"{name}_found" if name in kept else name)
    together: pandas.DataFrame = pd.concat([kept, new], axis=1)
    return together
