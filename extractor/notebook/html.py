"""An extraction as a piece of HTML for a notebook: no script, no request, no style beyond its own box.

The template engine escapes every value. All rules of the style sheet are nested under the class of the
box, and colours are either the notebook's own or translucent, so that light and dark themes both read well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.articles.sanitize import one_line
from extractor.display.markup import Piece, body, record_spans, render
from extractor.display.tables import filled, listings
from extractor.display.words import FIGURES, headline, judgement
from extractor.records import Extraction

LONGEST = 20_000
"""Characters of a text that are shown; a notebook file keeps every output that it shows."""
MAX_ROWS = 200
"""Rows of a table that are shown."""


class Table(NamedTuple):
    """A list of the extraction, cut to what is shown of it, without columns that would be empty."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    total: int
    open: bool = False


def article_html(extraction: Extraction) -> str:
    """What a notebook shows of an extraction: its text with the spans marked, its figures and its lists.

    Without the text (``Extraction.with_text`` gives it back) the lists show the words of each record.
    """
    info = extraction.article
    published = f"{info.published} ({info.published_basis})" if info.published else "publication day unknown"
    return render(
        "extractor.notebook",
        "article.html.j2",
        head=[one_line(value) for value in (info.title, info.source, published) if value],
        id=one_line(info.id),
        pieces=_pieces(extraction),
        length=len(extraction.text or ""),
        longest=LONGEST,
        figures=[(key, figure) for key in FIGURES if (figure := headline(extraction, key))],
        ledger=[(line.relation, judgement(extraction, line)) for line in extraction.ledger],
        tables=list(_tables(extraction)),
        max_rows=MAX_ROWS,
        warnings=[one_line(warning) for warning in extraction.warnings],
    )


def _pieces(extraction: Extraction) -> tuple[Piece, ...]:
    return body((extraction.text or "")[:LONGEST], record_spans(extraction))


def _tables(extraction: Extraction) -> Iterator[Table]:
    for title, columns, rows in listings(extraction):
        first = rows[:MAX_ROWS]
        kept = filled(columns, first)
        yield Table(
            title,
            tuple(columns[i] for i in kept),
            [tuple(row[i] for i in kept) for row in first],
            len(rows),
            open=title == "Counts",
        )
