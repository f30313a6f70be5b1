"""Records in a few words, for every page, table and terminal that shows them."""

from __future__ import annotations

import re
from functools import cache

from extractor.articles.sanitize import one_line
from extractor.records import (
    Actor,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    Event,
    Evidence,
    Extraction,
    LedgerLine,
    Quantity,
    Record,
    Summary,
    SummaryFigure,
)
from extractor.records.fields import Leaf, labelled

Count = CasualtyCount | DisplacementCount

FIGURES = tuple(Summary.model_fields)
"""The keys of the headline figures."""

_RELATIONS = {"equal": "=", "consistent": "≈", "mismatch": "≠"}
_SIGNS = {
    "at_least": "≥ {best:,}",
    "more_than": "> {best:,}",
    "at_most": "≤ {best:,}",
    "less_than": "< {best:,}",
    "nearly": "nearly {best:,}",
    "about": "about {best:,}",
    "vague": "{best:,}+ ({text})",
}
_BOUNDARY = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+")
_LONGEST_SENTENCE = 320


def short(quantity: Quantity) -> str:
    """A quantity in a few characters: ``31``, ``≥ 96``, ``20-30``, ``12+ (dozens)``."""
    if quantity.qualifier == "range" and quantity.low is not None and quantity.high is not None:
        return f"{quantity.low:,}-{quantity.high:,}"
    if quantity.best is None:
        return one_line(quantity.text)
    form = _SIGNS.get(quantity.qualifier, "{best:,}")
    return form.format(best=quantity.best, text=one_line(quantity.text))


def bounds(quantity: Quantity) -> str:
    """The bounds that the words state, ``?`` where they leave one open: ``31``, ``96..?``, ``20..30``."""
    low, high = ("?" if value is None else f"{value:,}" for value in (quantity.low, quantity.high))
    return low if low == high != "?" else f"{low}..{high}"


def headline(extraction: Extraction, key: str) -> str:
    """A summary figure in a few characters, empty where the article gives none."""
    return _headline(extraction.summary, key)


def event_figures(event: Event) -> str:
    """The headline figures of one event on one line: ``killed ≥ 58, injured 130``."""
    return ", ".join(f"{key} {value}" for key in FIGURES if (value := _headline(event.summary, key)))


def _headline(summary: Summary, key: str) -> str:
    figure: SummaryFigure | None = getattr(summary, key)
    return short(figure.quantity) if figure else ""


def kind_of(record: Count) -> str:
    """What was counted: the outcome, or the term with its unit."""
    return record.outcome if isinstance(record, CasualtyCount) else f"{record.term} {record.unit}"


@cache
def shown(kind: type[Record]) -> tuple[Leaf, ...]:
    """The fields of a record type that are shown by their names; of a count all but its kind and value."""
    first = {"outcome", "term", "unit", "quantity"} if issubclass(kind, Count) else set()
    return tuple(leaf for leaf in labelled(kind, apart=first) if not leaf.pointer)


def details(record: Record) -> list[tuple[str, str]]:
    """What is known of a record, as pairs of name and value; what the article leaves open is not there."""
    rows: list[tuple[str, object]] = []
    if isinstance(record, Count):
        rows = [("what", kind_of(record)), ("value", short(record.quantity))]
        rows.append(("qualifier", record.quantity.qualifier))
    rows += [(leaf.column, leaf.cell(record)) for leaf in shown(type(record)) if leaf.set_in(record)]
    return [(name, one_line(value)) for name, value in rows if value not in (None, "")]


def addition(extraction: Extraction, line: LedgerLine) -> str:
    """A line of the ledger as a sum: ``23 + 1 + 41 + 31 = 96``, and what the text says where that differs."""
    records: tuple[Count, ...] = getattr(extraction, line.list)
    parts = " + ".join(short(records[part].quantity) for part in line.parts)
    rows = f"{parts} = {line.sum:,}"
    total = records[line.total].quantity
    if total.best == line.sum:
        return rows
    return f"{rows}, {'but' if line.relation == 'mismatch' else 'and'} the text says {short(total)}"


def judgement(extraction: Extraction, line: LedgerLine) -> str:
    """A line of the ledger in full: ``= equal: 23 + 1 + 41 + 31 = 96 (casualties)``."""
    return f"{_RELATIONS[line.relation]} {line.relation}: {addition(extraction, line)} ({line.list})"


def evidence_of(record: Count | DateMention | Actor) -> tuple[Evidence, ...]:
    """Where a record stands in the text."""
    return record.mentions if isinstance(record, Actor) else (record.evidence,)


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentence around a span: from the last end of a sentence or line to the next."""
    left = max((m.end() for m in _BOUNDARY.finditer(text, 0, start + 1) if m.end() <= start), default=0)
    match = _BOUNDARY.search(text, end)
    return left, match.start() if match else len(text)


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around a span, on one line, cut to a readable length."""
    left, right = sentence_span(text, start, end)
    words = " ".join(text[left:right].split())
    if len(words) <= _LONGEST_SENTENCE:
        return words
    return " ".join(text[max(left, start - 120) : end + 120].split())
