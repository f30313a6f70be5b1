"""Figures in tables: a number under a heading that says what became of whom, in a row that says where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.frames.attachment import link_by
from extractor.frames.constructions import TABLE_CELL
from extractor.frames.count import Count, TableRow
from extractor.frames.cues import Cue
from extractor.layout.tables import Cell, Row, Table
from extractor.lexicon import Event, count_nouns, word_set
from extractor.lexicon.countries import countries_in
from extractor.lexicon.people import Unit
from extractor.numbers import NumberMention
from extractor.numbers.phrases import Phrase
from extractor.records import Role, Scope

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What the headings of a column or row say of its numbers."""

    cue: Cue
    event: Event
    unit: Unit
    group: str | None = None
    role: Role = "unspecified"
    total: bool = False


def table_counts(
    doc: Doc, tables: Sequence[Table], numbers: Sequence[NumberMention], cues: Sequence[Cue]
) -> list[Count]:
    """The figures of a text's tables, row by row.

    Args:
        doc: the annotated text.
        tables: its tables.
        numbers: its numbers, in order.
        cues: its event words, in order.
    """
    lookup = _Lookup(doc, numbers, cues)
    return [count for table in tables for count in _counts(lookup, table)]


def _core_start(number: NumberMention) -> int:
    return number.core_start


def _start(cue: Cue) -> int:
    return cue.start


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Numbers and event words of a text by their place."""

    doc: Doc
    numbers: Sequence[NumberMention]
    cues: Sequence[Cue]

    def numbers_in(self, cell: Cell) -> Sequence[NumberMention]:
        """The numbers of a cell."""
        first, last = (bisect_left(self.numbers, at, key=_core_start) for at in (cell.start, cell.end))
        return self.numbers[first:last]

    def cues_in(self, cell: Cell) -> Sequence[Cue]:
        """The event words of a cell."""
        span = self.span(cell)
        first, last = (bisect_left(self.cues, at, key=_start) for at in (span.start, span.end))
        return self.cues[first:last]

    def span(self, cell: Cell | NumberMention) -> Span:
        """The tokens of a cell or number."""
        found = self.doc.span_at(cell.start, cell.end)
        assert found is not None  # offsets of the text itself
        return found


def _counts(lookup: _Lookup, table: Table) -> Iterator[Count]:
    columns = [_reading(lookup, headings, table.caption) for headings in table.headings]
    part = _scope_of_parts(lookup, table)
    for row in table.rows:
        by_row = _reading(lookup, (row.heading,), table.caption) if row.heading and not any(columns) else None
        for cell, headings, column in zip(row.cells, table.headings, columns, strict=True):
            reading = column or by_row
            number = _figure(lookup, cell)
            if reading is None or number is None:
                continue
            names = row.heading if column else next(iter(reversed(headings)), None)
            scope: Scope | None = "cumulative" if _is_total(row.heading) or reading.total else part
            yield _count(lookup, reading, number, names, row, scope)


def _scope_of_parts(lookup: _Lookup, table: Table) -> Scope | None:
    """The scope of the rows beside a total, which stands in a row of its own or in a heading."""
    heads = [cell for headings in table.headings for cell in headings]
    stated = any(number.reason is None for cell in heads for number in lookup.numbers_in(cell))
    return "subset" if stated or any(_is_total(row.heading) for row in table.rows) else None


def _figure(lookup: _Lookup, cell: Cell | None) -> NumberMention | None:
    """The number of a cell that holds one and nothing else."""
    numbers = lookup.numbers_in(cell) if cell and cell.is_number else ()
    return numbers[0] if len(numbers) == 1 and numbers[0].quantity.best is not None else None


def _reading(lookup: _Lookup, headings: Sequence[Cell], caption: Cell | None) -> Reading | None:
    """What a column's headings say, the innermost first; a bare one ("Number") leaves it to the caption."""
    words = [word for cell in headings for word in _words(cell)]
    if not headings or word_set("no_figures") & set(words) or "%" in "".join(words):
        return None
    cues = _cues_of(lookup, headings)
    if not cues and caption and all(map(_is_bare, words)):
        cues = _cues_of(lookup, (caption,))
        words += caption.text.lower().split()
    unit = _unit_of(words)
    cue, event = _event_of(cues, unit)
    if cue is None or event is None:
        return None
    total = bool(word_set("total_rows") & set(words)) and len(headings) > 1
    return Reading(cue, event, unit, *_people(headings, cue, lookup), total)


def _cues_of(lookup: _Lookup, headings: Sequence[Cell]) -> list[Cue]:
    """The event words of headings, those of the innermost first."""
    return [cue for cell in reversed(headings) for cue in lookup.cues_in(cell)]


def _event_of(cues: Sequence[Cue], unit: Unit) -> tuple[Cue | None, Event | None]:
    """The first event word that can happen to what the column counts: "destroyed" in "Houses destroyed"."""
    readings = ((cue, event) for cue in cues for event in cue.readings)
    return next(((c, e) for c, e in readings if e.is_housing == (unit == "homes")), (None, None))


def _words(cell: Cell) -> list[str]:
    return cell.text.lower().replace("/", " ").split()


def _unit_of(words: Sequence[str]) -> Unit:
    """What headings count: the last noun that is none for people, else people."""
    nouns = (count_nouns().get(word.strip("():,")) for word in reversed(words))
    return next((noun.unit for noun in nouns if noun is not None and noun.unit != "people"), "people")


def _is_bare(word: str) -> bool:
    word = word.strip("():,.#")
    return not word or word in word_set("bare_headings") or word in count_nouns()


def _people(headings: Sequence[Cell], cue: Cue, lookup: _Lookup) -> tuple[str | None, Role]:
    """The heading that names people, and their role."""
    for cell in reversed(headings):
        span = lookup.span(cell)
        noun = count_nouns().get(cell.text.lower())
        if noun and not span.start <= cue.start < span.end:
            return cell.text, noun.role
    return None, "unspecified"


def _is_total(heading: Cell | None) -> bool:
    return heading is not None and heading.text.lower().strip(" :.") in word_set("total_rows")


def _count(
    lookup: _Lookup,
    reading: Reading,
    number: NumberMention,
    names: Cell | None,
    row: Row,
    scope: Scope | None,
) -> Count:
    span = lookup.span(number)
    noun = count_nouns().get(names.text.lower()) if names else None
    group = names.text if names and noun else reading.group
    phrase = Phrase(
        span.start,
        span.end,
        span.end - 1,
        number.quantity,
        reading.unit,
        noun.role if noun else reading.role,
        group,
        countries_in(group) if group else (),
        number,
        (number.start, span.end_char),
    )
    words = tuple((cell.start, cell.end) for cell in (row.heading, *row.cells) if cell and not cell.is_number)
    heading = lookup.span(names) if names and noun is None and _is_name(names) else None
    link = link_by(TABLE_CELL, reading.cue, reading.event)
    return Count(phrase, link, "reported", scope, row=TableRow(heading, words))


def _is_name(heading: Cell) -> bool:
    """Whether a heading names a place, a day or anything else than a number or a sum."""
    return not (heading.is_number or _is_total(heading) or ": " in heading.text)
