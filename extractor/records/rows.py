"""Figures as flat rows, one casualty or displacement count a row: the columns of every table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from extractor.records import ArticleInfo, CasualtyCount, DisplacementCount, Extraction, Record
from extractor.records.fields import Leaf, Mark, leaves

ColumnType = type[str] | type[int] | type[float]

INHERITED = ("place", "date")
"""What a figure has from its event where its own sentence does not say it; NAME_basis says which it is."""
ABOUT: Mapping[str, ColumnType] = {"article": str, "title": str, "url": str, "published": str}
"""The columns at the head of every table: of which article a row is."""
TYPES: Mapping[str, ColumnType] = {"integer": int, "real": float}
"""The column types of the kinds of fields that are no text."""


@cache
def merged(*kinds: type[Record]) -> tuple[Leaf, ...]:
    """The leaves of one or several record types, one for each column.

    Fields that only one type has stand where that type has them, before the next one that is shared.
    """
    found: list[Leaf] = []
    for kind in kinds:
        at = len(found)
        for leaf in reversed([leaf for leaf in leaves(kind) if not _is_offset(leaf)]):
            names = [other.column for other in found]
            if leaf.column in names:
                at = names.index(leaf.column)
            else:
                found.insert(at, leaf)
    return tuple(found)


def _is_quoted(leaf: Leaf) -> bool:
    """Whether it belongs to words beside the record's own, of which a table has the text alone."""
    return Mark.EVIDENCE in leaf.marks and Mark.INLINE not in leaf.marks


def _is_offset(leaf: Leaf) -> bool:
    return _is_quoted(leaf) and leaf.path[-1] != "text"


def columns(*kinds: type[Record]) -> Mapping[str, ColumnType]:
    """The columns of a table of records of one or several types, and the types of their values."""
    return {leaf.column: TYPES.get(leaf.kind, str) for leaf in merged(*kinds)}


def cells(record: Record) -> dict[str, Any]:
    """A record's values by column."""
    values = ((leaf, leaf.cell(record)) for leaf in merged(type(record)))
    return {leaf.column: unbroken(value) if _is_quoted(leaf) else value for leaf, value in values}


def unbroken(text: str | None) -> str | None:
    """Words of the article without the line breaks that only wrap them."""
    return text and " ".join(text.split())


def _with_basis(names: Mapping[str, ColumnType]) -> Iterator[tuple[str, ColumnType]]:
    for name, kind in names.items():
        yield name, kind
        if name in INHERITED:
            yield f"{name}_basis", str


COLUMNS: Mapping[str, ColumnType] = {
    **ABOUT,
    "list": str,
    "index": int,
    **dict(_with_basis(columns(CasualtyCount, DisplacementCount))),
}
"""The columns of ``Extraction.to_rows`` in their order, and the types of their values."""


def about_article(article: ArticleInfo) -> dict[str, Any]:
    """The cells of ``ABOUT``."""
    return {"article": article.id, "title": article.title, "url": article.url, "published": article.published}


def figure_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """A row of ``COLUMNS`` for each figure, casualties first; a casualty count counts people."""
    about = about_article(extraction.article)
    lists: Mapping[str, Sequence[CasualtyCount | DisplacementCount]]
    lists = {"casualties": extraction.casualties, "displaced": extraction.displaced}
    for name, records in lists.items():
        for index, record in enumerate(records):
            row = dict.fromkeys(COLUMNS) | {"unit": "people"} | about | {"list": name, "index": index}
            yield _inherit(row | cells(record), record, extraction)


def _inherit(
    row: dict[str, Any], record: CasualtyCount | DisplacementCount, extraction: Extraction
) -> dict[str, Any]:
    """The row with the place and the day of the event where the figure has none of its own."""
    event = None if record.event is None else extraction.events[record.event]
    of_event = {"place": event and event.place and event.place.text, "date": event and event.date}
    for name in INHERITED:
        own, inherited = row[name], of_event[name]
        row[name] = own or inherited
        row[f"{name}_basis"] = "own" if own else "event" if inherited else None
    return row
