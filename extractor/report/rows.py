"""Events and figures of a run as the rows of the page's tables, marks and bars.

Nothing is added up over articles: two of them may report the same event, and inside one the figures
overlap, totals with their parts and new tolls with old ones. What is drawn of an event is its headline
figure (``Summary``), which is a stated total or a sum of figures that exclude each other, and bars count
events, not people. This follows the Standards for Casualty Recording (Every Casualty Counts, 2016): a number
is shown with its source and its bounds, and one that could be counted twice is not summed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from extractor.articles.sanitize import one_line
from extractor.display.tables import count_cells
from extractor.display.words import FIGURES, Count, bounds, kind_of, sentence_span, short
from extractor.lexicon.countries import country_name
from extractor.lexicon.event_types import event_types
from extractor.records import CasualtyCount, Event, Evidence, Extraction, Summary, SummaryFigure
from extractor.records.event_rows import EVENT_COLUMNS, event_rows
from extractor.records.rows import COLUMNS, figure_rows

Family = Literal["violence", "disaster", "accident", "movement", "open"]
Passage = tuple[str, str, str]
"""What stands before the words in their sentence, the words, what stands behind them."""
_REACH = 100
"""Characters of a sentence on either side of the words: three lines of the table."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline figure: as worded, its number, and the anchor of the record that it stands on."""

    text: str
    bounds: str
    best: int | None
    low: int | None
    high: int | None
    at: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event; ``cells`` are its values by ``EVENT_COLUMNS``, ``figures`` its rows among all figures."""

    article: int
    anchor: str
    cells: tuple[object, ...]
    family: Family
    passage: Passage
    headlines: Mapping[str, Headline]
    figures: tuple[int, ...]
    sources: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One count; ``cells`` are its values by ``COLUMNS``, ``event`` its row among all events."""

    article: int
    event: int | None
    anchor: str
    cells: tuple[object, ...]
    kind: str
    outcome: str
    source: str
    groups: tuple[str, ...]
    text: str
    bounds: str
    passage: Passage
    who: str
    stated: str


def counts_of(extraction: Extraction) -> list[tuple[str, Count]]:
    """The counts of an article with their anchors, in the order of the text."""
    named = [(f"casualties-{i}", record) for i, record in enumerate(extraction.casualties)]
    moved = [(f"displaced-{i}", record) for i, record in enumerate(extraction.displaced)]
    found: list[tuple[str, Count]] = [*named, *moved]
    return sorted(found, key=lambda row: row[1].evidence.start)


def figures_of(extraction: Extraction, text: str, article: int, first_event: int) -> list[FigureRow]:
    """The figures of an article, in the order of its text.

    Args:
        extraction: its records.
        text: its text, empty where that is not at hand.
        article: its row among all articles.
        first_event: the row of its first event among all events.
    """
    values = {f"{row['list']}-{row['index']}": row for row in figure_rows(extraction)}
    rows = []
    for anchor, record in counts_of(extraction):
        said = count_cells(record)
        group = one_line(record.group.text or "")
        rows.append(
            FigureRow(
                article=article,
                event=None if record.event is None else first_event + record.event,
                anchor=anchor,
                cells=harmless(values[anchor], COLUMNS),
                kind=kind_of(record).replace("_", " "),
                outcome=_outcome(record),
                source=one_line(record.source or ""),
                groups=tuple(_groups(record)),
                text=short(record.quantity),
                bounds=bounds(record.quantity),
                passage=passage(text, record.evidence),
                who=" · ".join(filter(None, (group, said["who"]))),
                stated=said["stated"],
            )
        )
    return rows


def events_of(extraction: Extraction, article: int, first_figure: int) -> Iterator[EventRow]:
    """The events of an article, in the order of its text.

    Args:
        extraction: its records.
        article: its row among all articles.
        first_figure: the row of its first figure among all figures.
    """
    order = [record for _, record in counts_of(extraction)]
    for index, (event, row) in enumerate(zip(extraction.events, event_rows(extraction), strict=True)):
        own = [(i, record) for i, record in enumerate(order) if record.event == index]
        yield EventRow(
            article=article,
            anchor=f"events-{index}",
            cells=harmless(row, EVENT_COLUMNS),
            family=family_of(event),
            passage=_sentence(event),
            headlines=headlines_of(event.summary),
            figures=tuple(first_figure + i for i, _ in own),
            sources=_distinct(one_line(record.source or "") for _, record in own),
            groups=_distinct(name for _, record in own for name in _groups(record)),
        )


def headlines_of(summary: Summary) -> dict[str, Headline]:
    """The headline figures that are given, each with the anchor of its first record."""
    given = ((key, getattr(summary, key)) for key in FIGURES)
    return {key: _headline(key, figure) for key, figure in given if figure}


def _headline(key: str, figure: SummaryFigure) -> Headline:
    quantity = figure.quantity
    listed = "displaced" if key in ("displaced", "returned", "households", "housing") else "casualties"
    records = [f"{listed}-{i}" for i in figure.from_] + [f"victims-{i}" for i in figure.victims]
    at = records[0] if records else ""
    return Headline(short(quantity), bounds(quantity), quantity.best, quantity.low, quantity.high, at)


@cache
def _families() -> Mapping[str, Family]:
    """The family of each type, by what EM-DAT calls it: natural, technological, or nothing."""
    groups: Mapping[str, Family] = {"nat": "disaster", "tec": "accident"}
    return {
        name: "movement"
        if entry.family == "movement"
        else groups.get((entry.codes.emdat or "")[:3], "violence")
        for name, entry in event_types().items()
    }


def family_of(event: Event) -> Family:
    """Violence, disaster, accident or movement; ``open`` for an event without a type."""
    return _families()[event.type] if event.type else "open"


def passage(text: str, at: Evidence) -> Passage:
    """A record's words in their sentence, which is cut where it is long; the words alone without a text."""
    words = one_line(at.text)
    if not text:
        return "", words, ""
    return _cut(text, sentence_span(text, at.start, at.end), at.start, at.end)


def _sentence(event: Event) -> Passage:
    """The words that name an event in their sentence, which the record itself holds."""
    at, around = event.trigger, event.sentence
    if not around or not around.start <= at.start <= at.end <= around.end:
        return "", one_line(at.text), ""
    return _cut(around.text, (0, len(around.text)), at.start - around.start, at.end - around.start)


def _cut(text: str, sentence: tuple[int, int], start: int, end: int) -> Passage:
    first, last = sentence
    left, right = max(first, start - _REACH), min(last, end + _REACH)
    before, after = text[left:start], text[end:right]
    if left > first:
        before = "… " + before[before.find(" ") + 1 :]
    if right < last:
        after = after[: after.rfind(" ") + 1].rstrip() + " …"
    return _spaced(before), one_line(text[start:end]), _spaced(after)


def _spaced(part: str) -> str:
    """A part of a sentence on one line, with the blanks at its ends that keep it off the rest."""
    head, tail = part[:1].isspace(), part[-1:].isspace()
    return f"{' ' * head}{one_line(part)}{' ' * tail}" if part.strip() else " " * (head or tail)


def _outcome(record: Count) -> str:
    """The headline figure that a count could be part of."""
    if isinstance(record, CasualtyCount):
        return record.outcome
    if record.term == "returned":
        return "returned"
    return {"people": "displaced", "households": "households", "homes": "housing"}[record.unit]


def _groups(record: Count) -> list[str]:
    """Who was counted: the role, and each stated nationality."""
    group = record.group
    role = [group.role.replace("_", " ")] if group.role != "unspecified" else []
    return [*role, *(f"from {country_name(code)}" for code in group.countries)]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def harmless(row: Mapping[str, Any], columns: Iterable[str]) -> tuple[object, ...]:
    """The values of a flat row by some columns, each on one line."""
    values: Sequence[object] = [row[name] for name in columns]
    return tuple(one_line(value) if isinstance(value, str) else value for value in values)
