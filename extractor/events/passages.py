"""Passages: the stretches of text that each speak of one happening, with their event words and figures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from extractor.events.asides import with_asides
from extractor.events.days import last_day
from extractor.events.mentions import Mention
from extractor.events.whereabouts import whereabouts
from extractor.frames.place import Scene, place_of
from extractor.frames.stretches import Stretch, stretches_of
from extractor.frames.time import Timing, timing_of
from extractor.places import Places
from extractor.records import DateMention, Place

if TYPE_CHECKING:
    from extractor.counts.context import Setting
    from extractor.frames.count import Count
    from extractor.language.doc import Doc, Span


# At 30 and at 120 days no record of 403 texts changes.
LONG = timedelta(days=60)
"""An event that ended so long before publication is not what the article reports, if it reports another."""

SPOKEN = frozenset({"date", "interval"})
"""Kinds of mentions that say when what follows happened."""
ADDRESSED = frozenset({"you", "your"})
# At 1 and at 6 no record of 80 texts changes.
FRONT = 3
"""Words before a place that opens a sentence: "Meanwhile, in Pell"."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with its number in the order of all counts, and what its own sentence says around it."""

    index: int
    count: Count
    setting: Setting


class Position(NamedTuple):
    """Where a passage stands: its paragraph, whether it is the title, whether it is in an item of a list.

    ``answer`` is set in a paragraph behind one that asks somebody. ``heading`` is the day on a line
    of its own over an item of a log.
    """

    paragraph: int = 0
    title: bool = False
    item: bool = False
    answer: bool = False
    heading: DateMention | None = None


FIRST = Position()
"""In the first paragraph, as plain text."""


@dataclass(frozen=True)
class Passage:
    """A stretch of one sentence that speaks of one happening, and where and when that was.

    ``spoken`` is the time that its paragraph named last, for a passage that gives none.
    """

    stretch: Stretch
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]
    place: Scene | None = None
    where: Place | None = None
    timing: Timing | None = None
    position: Position = FIRST
    long_ago: bool = False
    spoken: str | None = None

    @property
    def fronted(self) -> bool:
        """Whether the place opens the passage: "In Pell, gunmen shot ..."."""
        return self.place is not None and self.place.span.start - self.stretch.tokens[0] <= FRONT

    @cached_property
    def returns(self) -> bool:
        """Whether its figures are of people who came back."""
        return _are_of_return(self.figures)

    @property
    def harms(self) -> bool:
        """Whether its figures count people who came to harm."""
        return any(figure.count.event.is_casualty for figure in self.figures)

    @cached_property
    def anchor(self) -> Mention | None:
        """The event word that says most."""
        return anchor_of(self.mentions)


def anchor_of(mentions: tuple[Mention, ...]) -> Mention | None:
    """The first of the firmest event words.

    Asserted ones come first, of those the ones that name a type ("Cyclone Elba left 29 dead" is of the
    cyclone), of those the ones that are no mere attribute.
    """
    asserted = [m for m in mentions if m.asserted] or list(mentions)
    return max(asserted, key=lambda m: (bool(m.types), not m.attribute, m.rank), default=None)


@dataclass(frozen=True, slots=True)
class Background:
    """The background mentions and the places of a text, and its day of publication."""

    dates: tuple[DateMention, ...]
    places: Places
    published: date | None = None


def figures_of(counts: tuple[Count, ...], settings: list[Setting]) -> tuple[Figure, ...]:
    """The counts of a text with their settings, by the place of what they count."""
    figures = (Figure(i, c, s) for i, (c, s) in enumerate(zip(counts, settings, strict=True)))
    return tuple(sorted(figures, key=lambda figure: figure.count.phrase.head))


def find_passages(
    doc: Doc, mentions: tuple[Mention, ...], figures: tuple[Figure, ...], background: Background
) -> tuple[Passage, ...]:
    """The passages of a text in order: one a stretch that has an event word or a figure."""
    starts = [mention.start for mention in mentions]
    heads = [figure.count.phrase.head for figure in figures]
    found: list[Passage] = []
    begins: dict[int, int] = {}
    days = [(d.evidence.start, d.value) for d in background.dates if d.value and d.kind in SPOKEN]
    for sent, position in under_days(placed_sentences(doc), background.dates):
        begins.setdefault(position.paragraph, sent.start_char)
        here = mentions[bisect_left(starts, sent.start) : bisect_left(starts, sent.end)]
        own = figures[bisect_left(heads, sent.start) : bisect_left(heads, sent.end)]
        if here or own:
            spoken = _spoken(days, begins[position.paragraph], sent.start_char)
            passages = _of_sentence(sent, here, own, background, position)
            found += [replace(passage, spoken=spoken) for passage in passages]
    return tuple(found)


def _spoken(days: Sequence[tuple[int, str]], start: int, end: int) -> str | None:
    """The last of some dates, each behind its offset, between two offsets."""
    at = bisect_left(days, (end,)) - 1
    return days[at][1] if at >= 0 and days[at][0] >= start else None


def placed_sentences(doc: Doc) -> Iterator[tuple[Span, Position]]:
    """The sentences of a text with their place in its layout."""
    paragraph, item, answer, asked = -1, False, False, False
    sents = list(doc.sents)
    opening = [sent.start == 0 or _begins_a_line(doc, sent) for sent in sents]
    labelled = _labelled(sents, opening)
    for k, (sent, fresh) in enumerate(zip(sents, opening, strict=True)):
        opens = fresh and (k in labelled or (_is_item(sent) and not _is_numbered_prose(sents, opening, k)))
        item = opens or (item and not fresh)
        paragraph += fresh
        answer = asked if fresh else answer
        asked = _is_asked(sent) or (asked and not fresh)
        yield sent, Position(paragraph, sent.start == 0 and _is_title(sent), item, answer)


LABELS = 3
"""So many paragraphs that each open with a name and a colon are items, one of a place each: as many as are a
digest."""
_LABEL = re.compile(r"([A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3}):(?=\s)")


def _labelled(sents: Sequence[Span], opening: Sequence[bool]) -> frozenset[int]:
    """Which sentences open the items of a round-up: "Ostra: A man was stabbed", each label once.

    The labels of an interview return, and so do those of a form.
    """
    labels = {
        k: found[1] for k, sent in enumerate(sents) if opening[k] and (found := _LABEL.match(sent.text))
    }
    several = len(labels) >= LABELS and len(set(labels.values())) == len(labels)
    return frozenset(labels) if several else frozenset()


PROSE = 2
"""Sentences of a numbered paragraph that goes on as prose, that of a cable or a report; an item has one."""


def _is_numbered_prose(sents: Sequence[Span], opening: Sequence[bool], k: int) -> bool:
    """ "2. Gunmen attacked Ostra. The prefect said ...": a numbered paragraph of several sentences."""
    if not sents[k].text[:1].isdigit():
        return False
    end = next((j for j in range(k + 1, len(sents)) if opening[j]), len(sents))
    return sum(len(sent) > _SHORT for sent in sents[k:end]) >= PROSE


_SHORT = 4
"""Words of what is no sentence: "2.", "(U) SUMMARY."."""


# At 1 and at 4 no record of 80 texts changes.
DAYS = 2
"""A text with so many days on lines of their own lists what happened on each; one is where it was written."""


def under_days(
    sentences: Iterable[tuple[Span, Position]], dates: tuple[DateMention, ...]
) -> Iterator[tuple[Span, Position]]:
    """The sentences of a police log, each paragraph an item under the day that heads it."""
    placed = list(sentences)
    headings = {sent.start: day for sent, _ in placed if (day := _day_alone(sent, dates)) is not None}
    if len(headings) < DAYS:
        yield from placed
        return
    heading: DateMention | None = None
    for sent, position in placed:
        heading = headings.get(sent.start, heading)
        under = heading is not None and sent.start not in headings
        yield sent, position._replace(item=True, heading=heading) if under else position


def _day_alone(sent: Span, dates: tuple[DateMention, ...]) -> DateMention | None:
    """The day that is all that a line says."""
    at = bisect_left(dates, sent.start_char, key=lambda mention: mention.evidence.start)
    if at == len(dates) or dates[at].granularity != "day":
        return None
    return dates[at] if dates[at].evidence.text == sent.text.strip().rstrip(":.") else None


def _is_asked(sent: Span) -> bool:
    """ "Do you have anything on the strike?": a question to somebody, not one that a writer puts."""
    return not ADDRESSED.isdisjoint(sent.forms) and sent.text.rstrip().endswith("?")


def _begins_a_line(doc: Doc, sent: Span) -> bool:
    """Whether a line ends in the white space before a sentence or inside its first tokens."""
    first, last = sent.start, sent.start
    while first and doc[first - 1].is_space:
        first -= 1
    while last < sent.end and doc[last].is_space:
        last += 1
    return any("\n" in token.text for token in doc[first:last])


def _is_item(sent: Span) -> bool:
    """A bullet or a number at the head of a line.

    A clock time heads an entry of a running report, most of which go on with one event.
    """
    first = next((token for token in sent if not token.is_space), None)
    if first is None:
        return False
    behind = sent.doc[first.i + 1].text if first.i + 1 < len(sent.doc) else ""
    numbered = first.text.rstrip(".)").isdigit() and (first.text[-1] in ".)" or behind in (".", ")"))
    return first.text in ("-", "*", "•", "–", "·", "—", "o") or numbered


def _is_title(sent: Span) -> bool:
    """A first line without a full stop."""
    text = sent.text.rstrip()
    ends = sent.doc.text[sent.end_char :].lstrip(" ")[:1]
    return bool(text) and text[-1] not in ".!?:”\"'" and ("\n" in sent.text or ends in ("\n", "\r"))


def _of_sentence(
    sent: Span,
    mentions: tuple[Mention, ...],
    figures: tuple[Figure, ...],
    background: Background,
    at: Position,
) -> Iterator[Passage]:
    stretches = stretches_of(sent) if mentions or figures else ()
    parts = (with_asides(sent.doc, stretch, mentions, figures) for stretch in stretches)
    for stretch in sorted(chain.from_iterable(parts), key=lambda part: part.tokens[:1]):
        here = tuple(m for m in mentions if m.start in stretch)
        own = tuple(f for f in figures if f.count.phrase.head in stretch)
        if here or own:
            yield passage_of(sent, stretch, (*_coming_back(own), *here), own, background, at)


def passage_of(
    sent: Span,
    stretch: Stretch,
    mentions: tuple[Mention, ...],
    figures: tuple[Figure, ...],
    background: Background,
    at: Position,
) -> Passage:
    """A stretch of a sentence with its place and time."""
    place, timing = _setting(sent, stretch, mentions, figures, background)
    timing = None if timing is not None and _is_as_of(sent, timing) else timing
    where = whereabouts(background.places, place) if place else None
    long_ago = _is_long_ago(timing, background.published)
    timing = timing or _timing_of_heading(at)
    return Passage(stretch, mentions, figures, place, where, timing, at, long_ago)


def _is_as_of(sent: Span, timing: Timing) -> bool:
    """ "Flash Update 3 (as of 27 June)": the day of the count, which is not that of the event."""
    before = sent.text[: max(timing.evidence.start - sent.start_char, 0)].lower().split()
    return before[-2:] in (["as", "of"], ["(as", "of"], ["as", "at"])


def _timing_of_heading(at: Position) -> Timing | None:
    heading = at.heading
    return Timing(heading.value, heading.evidence, own=True) if heading and heading.value else None


def _coming_back(figures: tuple[Figure, ...]) -> Iterator[Mention]:
    """The word that counts people who came back: "340 families have returned"."""
    if _are_of_return(figures):
        cue = figures[0].count.link.cue
        yield Mention(cue.start, cue.end, ("return",), 1, noun=False)


def _are_of_return(figures: tuple[Figure, ...]) -> bool:
    return {figure.count.event.meaning for figure in figures} == {"returned"}


def _is_long_ago(timing: Timing | None, published: date | None) -> bool:
    """True for a time long before publication; where that is unknown, for a bare year."""
    end = last_day(timing.value) if timing is not None and timing.own else None
    if end is None or timing is None:
        return False
    return end < published - LONG if published else len(timing.value) == len("1997")


def _setting(
    sent: Span,
    stretch: Stretch,
    mentions: tuple[Mention, ...],
    figures: tuple[Figure, ...],
    background: Background,
) -> tuple[Scene | None, Timing | None]:
    """Place and time of a stretch: those of its firmest event word, else those of its figures."""
    anchor = anchor_of(mentions)
    place = next((f.setting.place for f in figures if f.setting.place), None)
    timing = next((f.setting.timing for f in figures if f.setting.timing), None)
    if anchor is None:
        return place, timing
    at = (anchor.head,)
    own = timing_of(sent, at, stretch, background.dates, background.published)
    place = place_of(sent, at, stretch, background.places, care=False, of_event=True) or place
    if own is not None and own.own:
        return place, own
    return place, replace(timing, own=False) if timing and anchor.types else own or timing
