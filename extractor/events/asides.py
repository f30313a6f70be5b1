"""Clauses that tell of another event inside a sentence: "the group was behind a 2013 raid that killed 67"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.events.days import can_be_one
from extractor.events.mentions import Mention
from extractor.frames.stretches import Stretch
from extractor.language.syntax import climb

if TYPE_CHECKING:
    from extractor.events.passages import Figure
    from extractor.language.doc import Doc


def with_asides(
    doc: Doc, stretch: Stretch, mentions: Sequence[Mention], figures: Sequence[Figure]
) -> Iterator[Stretch]:
    """A stretch without the clauses that have a day, an event word and a figure of their own, then these.

    Args:
        doc: the annotated text.
        stretch: the tokens of a sentence that speak of one event, as far as its markers say.
        mentions: the event words of the sentence.
        figures: its figures.
    """
    firm = [mention.start for mention in mentions if mention.rank and mention.start in stretch]
    dated = [figure for figure in figures if figure.count.phrase.head in stretch and _day_of(doc, figure)]
    inside = next(filter(None, (_aside(doc, figure, firm, dated) for figure in dated)), None)
    if inside is None:
        yield stretch
        return
    rest = tuple(i for i in stretch.tokens if i not in inside)
    yield Stretch(rest, stretch.category, cut=stretch.cut)
    apart = Stretch(tuple(i for i in stretch.tokens if i in inside), stretch.category, cut=True)
    yield from with_asides(doc, apart, mentions, figures)


def _aside(doc: Doc, figure: Figure, firm: Sequence[int], dated: Sequence[Figure]) -> range | None:
    """The clause of a dated figure, where the words before it speak of another day or of an event too."""
    day = _day_of(doc, figure)
    clause = next((span for span in _clauses(doc, figure.count.phrase.head) if day in span), None)
    if clause is None or not any(at in clause for at in firm):
        return None
    event_before = any(at < clause.start for at in firm)
    days_before = (f for f in dated if f.count.phrase.head < clause.start)
    return clause if event_before or not all(_may_be_one(figure, other) for other in days_before) else None


def _day_of(doc: Doc, figure: Figure) -> int | None:
    """The first token of the time that the clause of a figure gives to harm."""
    timing = figure.setting.timing if figure.count.event.is_casualty else None
    span = doc.span_at(timing.evidence.start, timing.evidence.end) if timing and timing.own else None
    return span.start if span is not None else None


def _may_be_one(figure: Figure, other: Figure) -> bool:
    here, there = figure.setting.timing, other.setting.timing
    return here is None or there is None or can_be_one(here.value, there.value)


def _clauses(doc: Doc, head: int) -> Iterator[range]:
    """The words that hang on a figure's noun, then on each of the words above it."""
    for token in climb(doc[head]):
        yield range(token.left_edge.i, token.right_edge.i + 1)
