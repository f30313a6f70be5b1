"""Which passages speak of one event: own words first, then the event under discussion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from extractor.events.days import can_be_one, first_day
from extractor.events.mentions import Mention
from extractor.events.passages import Figure, Passage
from extractor.frames.count import Count
from extractor.frames.place import Scene
from extractor.frames.time import Timing
from extractor.lexicon.event_markers import Category
from extractor.lexicon.event_types import related
from extractor.records import EventType

SAME = timedelta(days=1)
"""A sum that begins so long before an event is not the toll of that event."""
MOVEMENT = "movement"
LASTING = frozenset({"disease", "hunger", "weather"})
"""Families whose events last: their sum over a time is the event."""


@dataclass(slots=True)
class Draft:
    """An event while its passages are gathered; ``apart`` is what sets it off from the article's own.

    ``place_around`` and ``timing_around`` stand in where no passage gives a place or a time.
    """

    passages: list[Passage] = field(default_factory=list)
    apart: Category | None = None
    place_around: Scene | None = None
    timing_around: Timing | None = None

    @property
    def figures(self) -> list[Figure]:
        """Its figures in text order."""
        return [figure for passage in self.passages for figure in passage.figures]

    @property
    def mentions(self) -> list[Mention]:
        """Its event words in text order."""
        return [mention for passage in self.passages for mention in passage.mentions]

    @property
    def families(self) -> set[str]:
        """The families of its event words."""
        return {family for mention in self.mentions if (family := mention.family)}

    @property
    def types(self) -> set[EventType]:
        """The types that its event words name."""
        return {name for mention in self.mentions for name in mention.types}

    @property
    def timing(self) -> Timing | None:
        """The first time that a passage gives to its event word, else to anything in it."""
        given = [passage.timing for passage in self.passages if passage.timing]
        return next((timing for timing in given if timing.own), given[0] if given else self.timing_around)

    @property
    def place(self) -> Scene | None:
        """The first place that has a name, else the first."""
        given = [passage.place for passage in self.passages if passage.place]
        named = next((place for place in given if place.named), self.place_around)
        return named or (given[0] if given else None)

    @property
    def date(self) -> str | None:
        """The first time, in EDTF."""
        return self.timing.value if self.timing else None


def group(passages: tuple[Passage, ...]) -> list[Draft]:
    """The events of a text in the order in which it first speaks of them, each with its passages."""
    drafts: list[Draft] = []
    current: Draft | None = None
    paragraph = -1
    for passage in passages:
        if passage.position.paragraph != paragraph:
            current, paragraph = None, passage.position.paragraph
        apart = apart_of(passage, drafts)
        draft = next((d for d in _candidates(apart, drafts, current) if _is_one(passage, d)), None)
        if draft is not None:
            draft.passages.append(passage)
        elif passage.figures or _opens(passage, drafts):
            draft = Draft([passage], apart or ("earlier" if drafts and passage.long_ago else None))
            drafts.append(draft)
        if draft is not None and not passage.stretch.cut:
            current = draft
    return drafts


def _candidates(apart: Category | None, drafts: list[Draft], current: Draft | None) -> Iterator[Draft]:
    """The events that a passage may speak of again, the likeliest first."""
    if apart is not None:
        yield from (draft for draft in drafts if draft.apart == apart)
        return
    if current is not None:
        yield current
    yield from (draft for draft in drafts if draft.apart is None)
    yield from (draft for draft in reversed(drafts) if draft.apart is not None)


def apart_of(passage: Passage, drafts: Sequence[Draft]) -> Category | None:
    """What sets a passage off from the events before it."""
    category = passage.stretch.category
    lasting = passage.anchor is not None and passage.anchor.family in LASTING
    if category is not None and not (category == "period" and lasting):
        return category
    return "period" if passage.figures and _runs_on(passage, drafts) else None


def _runs_on(passage: Passage, drafts: Sequence[Draft]) -> bool:
    """True for a sum over a time: "have been killed since March", of no one event or from before this one."""
    if passage.timing is None or not passage.timing.value.endswith("/.."):
        return False
    anchor, begins = passage.anchor, first_day(passage.timing.value)
    event = next((day for draft in drafts if draft.apart is None and (day := first_day(draft.date))), None)
    if event is not None and begins is not None:
        return begins < event - SAME
    return anchor is None or not anchor.rank or anchor.plural


def _is_one(passage: Passage, draft: Draft) -> bool:
    """True when type and day of a passage and an event can agree."""
    return _types_agree(passage, draft) and _days_agree(passage, draft)


def _types_agree(passage: Passage, draft: Draft) -> bool:
    """Families that can be one happening agree; with people who move a cause does, in one paragraph."""
    family = passage.anchor.family if passage.anchor is not None else None
    if not family or not draft.families:
        return True
    if draft.families == {MOVEMENT} != {family}:
        return passage.position.paragraph == draft.passages[-1].position.paragraph
    return any(related(family, other) for other in draft.families)


def _days_agree(passage: Passage, draft: Draft) -> bool:
    """Days agree when they overlap, or when people die or move after the event."""
    timing, known = passage.timing, draft.timing
    if timing is None or not timing.own:
        return True
    if known is None or not known.own:
        return not passage.long_ago or _retells(passage, draft)
    if can_be_one(timing.value, known.value):
        return True
    later, earlier = first_day(timing.value), first_day(known.value)
    return _follows(passage, draft) and later is not None and earlier is not None and later > earlier


def _follows(passage: Passage, draft: Draft) -> bool:
    """True for words that tell what came of an event: deaths, flight, "the blast" again."""
    anchor = passage.anchor
    return anchor is None or anchor.rank == 0 or anchor.family == MOVEMENT or _retells(passage, draft)


def _retells(passage: Passage, draft: Draft) -> bool:
    """True for "the blast" where the event is one."""
    anchor = passage.anchor
    return anchor is not None and anchor.definite and bool(set(anchor.types) & draft.types)


def _opens(passage: Passage, drafts: list[Draft]) -> bool:
    """True for words without a figure that open an event: the first, one with a day or harm of its own."""
    anchor = passage.anchor
    if anchor is None or anchor.attribute or not anchor.asserted or not (anchor.types or anchor.harm):
        return False
    if not drafts:
        return True
    told = passage.timing is not None or any(mention.harm for mention in passage.mentions)
    return anchor.rank == 2 and told and not passage.stretch.cut


@dataclass(frozen=True, slots=True)
class FigureEvents:
    """Index of the event of each figure, in the order of the casualty and of the displacement counts."""

    casualties: tuple[int, ...]
    displaced: tuple[int, ...]


def events_of(drafts: Sequence[Draft], counts: Sequence[Count]) -> FigureEvents:
    """The event of each count of a text."""
    event = {figure.index: i for i, draft in enumerate(drafts) for figure in draft.figures}
    casualties = tuple(event[i] for i, count in enumerate(counts) if count.event.is_casualty)
    return FigureEvents(casualties, tuple(event[i] for i, c in enumerate(counts) if not c.event.is_casualty))


def event_at(drafts: Sequence[Draft], token: int) -> int | None:
    """Index of the event that the text speaks of at a token: that of the passage there or before it."""
    begun = [
        (token in passage.stretch, passage.stretch.tokens[0], index)
        for index, draft in enumerate(drafts)
        for passage in draft.passages
        if passage.stretch.tokens[0] <= token
    ]
    return max(begun)[2] if begun else None
