"""The lists of an extraction as tables for the eye, alike in terminal, notebook and report.

The columns are made from the record types: what is labelled of a record is a column of its list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from extractor.articles.sanitize import one_line
from extractor.display.words import Count, bounds, event_figures, kind_of, short, shown
from extractor.records import Actor, CasualtyCount, DateMention, DisplacementCount, Extraction, Record, Victim
from extractor.records.event_rows import event_rows
from extractor.records.fields import Leaf, Mark
from extractor.records.rows import merged


class Listing(NamedTuple):
    """A list of an extraction: its title, its columns, a row of cells for each record."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def listings(extraction: Extraction) -> Iterator[Listing]:
    """Every list of records but the sums, empty ones included."""
    counts: tuple[Count, ...] = (*extraction.casualties, *extraction.displaced)
    several = len(extraction.events) > 1
    head = ("event", "what", "value", "low..high", "words")
    figures = [
        (_event_of(record) if several else "", *_figure(record), *count_cells(record).values())
        for record in counts
    ]
    yield Listing("Counts", (*head, *count_columns()), figures)
    events = [tuple(one_line(cell or "") for cell in _event(row)) for row in event_rows(extraction)]
    yield Listing(
        "Events",
        (*_EVENT, "figures"),
        [(*cells, event_figures(event)) for cells, event in zip(events, extraction.events, strict=True)],
    )
    victims = [
        (_event_of(victim), *_cells(victim), one_line(victim.evidence.text)) for victim in extraction.victims
    ]
    yield Listing("Victims", ("event", *_columns(Victim), "words"), victims)
    dates = [(one_line(record.evidence.text), *_cells(record)) for record in extraction.dates]
    yield Listing("Dates", ("words", *_columns(DateMention)), dates)
    actors = [(*_cells(record), str(len(record.mentions))) for record in extraction.actors]
    yield Listing("Actors", (*_columns(Actor), "mentions"), actors)
    unused = [(one_line(u.evidence.text), one_line(u.reason)) for u in extraction.unused_numbers]
    yield Listing("Numbers that became no record", ("words", "reason"), unused)


_EVENT = ("event", "type", "relation", "date", "place", "country", "perpetrators", "targets", "trigger")
"""The columns of an event for the eye, by their names in ``Extraction.to_events``."""


def _event(row: Mapping[str, object]) -> Iterator[str | None]:
    return (None if row[name] is None else str(row[name]) for name in _EVENT)


def _event_of(record: Count | Victim) -> str:
    """The index of a record's event, as the tables of events count them."""
    return "" if record.event is None else str(record.event)


@cache
def count_columns() -> tuple[str, ...]:
    """What is said of a figure beside its kind, value and words.

    Who was counted is one column, and so are the closed words (scope, status, ...), which say themselves
    what they are of: a table with a column for each is too wide for a terminal.
    """
    kinds = (CasualtyCount, DisplacementCount)
    known = {leaf.column for kind in kinds for leaf in _in_tables(kind) if not _together(leaf)}
    return ("who", *(leaf.column for leaf in merged(*kinds) if leaf.column in known), "stated")


def count_cells(record: Count) -> Mapping[str, str]:
    """The cells of a figure by ``count_columns``; empty where it is like any other."""
    own = [leaf for leaf in _in_tables(type(record)) if leaf.key != "group.text"]  # that is in the words
    texts = {leaf.column: _cell(leaf, record) for leaf in own}
    for name in ("who", "stated"):
        texts[name] = " ".join(filter(None, (texts[leaf.column] for leaf in own if _together(leaf) == name)))
    return {name: texts.get(name, "") for name in count_columns()}


def _together(leaf: Leaf) -> str:
    """The column in which a field of a count stands with others."""
    if leaf.path[0] == "group":
        return "who"
    return "stated" if leaf.choices else ""


def filled(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[int]:
    """The indexes of the columns in which some row has something."""
    return [i for i in range(len(columns)) if any(row[i] for row in rows)]


def _figure(record: Count) -> tuple[str, ...]:
    quantity = record.quantity
    return kind_of(record), short(quantity), bounds(quantity), one_line(record.evidence.text)


def _in_tables(kind: type[Record]) -> list[Leaf]:
    return [leaf for leaf in shown(kind) if Mark.DETAIL not in leaf.marks]


def _columns(kind: type[Record]) -> tuple[str, ...]:
    return tuple(leaf.column for leaf in _in_tables(kind))


def _cells(record: Record) -> tuple[str, ...]:
    return tuple(_cell(leaf, record) for leaf in _in_tables(type(record)))


def _cell(leaf: Leaf, record: Record) -> str:
    value = leaf.cell(record)
    return one_line(value) if leaf.set_in(record) and value is not None else ""
