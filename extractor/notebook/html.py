"""An extraction as a piece of HTML for a notebook: no script, no request, no style beyond its own box.

The template engine escapes every value. All rules of the style sheet are nested under the class of the
box, and colours are either the notebook's own or translucent, so that light and dark themes both read well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from extractor.articles.sanitize import one_line
from extractor.display.markup import Piece, body, record_spans, render
from extractor.display.words import FIGURES, Count, bounds, headline, judgement, kind_of, short
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
        figures=[(key, told) for key in FIGURES if (told := headline(extraction, key))],
        ledger=[(line.relation, judgement(extraction, line)) for line in extraction.ledger],
        tables=list(_tables(extraction)),
        max_rows=MAX_ROWS,
        warnings=[one_line(warning) for warning in extraction.warnings],
    )


def _pieces(extraction: Extraction) -> tuple[Piece, ...]:
    return body((extraction.text or "")[:LONGEST], record_spans(extraction))


def _tables(extraction: Extraction) -> Iterator[Table]:
    counts: tuple[Count, ...] = (*extraction.casualties, *extraction.displaced)
    columns = ("what", "value", "low..high", "words", "who", "source", "place", "date", "scope", "status")
    yield _table("Counts", columns, counts, map(_count, counts), open_=True)
    dates = ((d.evidence.text, d.kind, d.value, d.basis) for d in extraction.dates)
    yield _table("Dates", ("words", "kind", "value", "basis"), extraction.dates, dates)
    actors = (
        (a.name, a.kind, " ".join(a.countries), ", ".join(a.titles), str(len(a.mentions)))
        for a in extraction.actors
    )
    yield _table("Actors", ("name", "kind", "countries", "titles", "mentions"), extraction.actors, actors)
    unused = ((u.evidence.text, u.reason) for u in extraction.unused_numbers)
    yield _table("Numbers that became no record", ("words", "reason"), extraction.unused_numbers, unused)


def _count(record: Count) -> tuple[str | None, ...]:
    group = record.group
    who = " ".join([group.role if group.role != "unspecified" else "", *group.countries]).strip()
    status = record.status if record.status != "reported" else None
    about = (kind_of(record), short(record.quantity), bounds(record.quantity), record.evidence.text, who)
    return (*about, record.source, record.place, record.date, record.scope, status)


def _table(
    title: str,
    columns: tuple[str, ...],
    records: Sequence[object],
    rows: Iterable[tuple[str | None, ...]],
    *,
    open_: bool = False,
) -> Table:
    shown = [tuple(one_line(cell or "") for cell in row) for row in islice(rows, MAX_ROWS)]
    filled = [i for i in range(len(columns)) if any(row[i] for row in shown)]
    return Table(
        title,
        tuple(columns[i] for i in filled),
        [tuple(row[i] for i in filled) for row in shown],
        len(records),
        open_,
    )
