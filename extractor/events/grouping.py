"""Which passages speak of one event: own words first, then the event under discussion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.events.days import can_be_one
from extractor.events.mentions import Mention
from extractor.events.passages import Figure, Passage
from extractor.frames.count import Count
from extractor.records import EventRelation


@dataclass(slots=True)
class Draft:
    """An event while its passages are gathered."""

    passages: list[Passage] = field(default_factory=list)
    relation: EventRelation = "other"

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
    def dates(self) -> list[str]:
        """The days that its figures' own sentences give."""
        return [figure.setting.date for figure in self.figures if figure.setting.date]


def group(passages: tuple[Passage, ...]) -> list[Draft]:
    """The events of a text in the order in which it first speaks of them, each with its passages."""
    drafts: list[Draft] = []
    for passage in passages:
        draft = _draft_of(passage, drafts)
        if draft is not None:
            draft.passages.append(passage)
        elif passage.figures or not drafts:
            drafts.append(Draft([passage]))
    if drafts:
        drafts[0].relation = "main"
    return drafts


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
    """Index of the event that the text speaks of at a token: that of the last passage; null without any."""
    begun = [
        (passage.start, index)
        for index, draft in enumerate(drafts)
        for passage in draft.passages
        if passage.start <= token
    ]
    return max(begun)[1] if begun else None


def _draft_of(passage: Passage, drafts: list[Draft]) -> Draft | None:
    """The event that a passage speaks of again; null where it opens another one."""
    anchor = passage.anchor
    dates = [figure.setting.date for figure in passage.figures if figure.setting.date]
    for draft in reversed(drafts):
        fits = anchor is None or anchor.family is None or anchor.family in draft.families
        if fits and all(can_be_one(a, b) for a in dates for b in draft.dates):
            return draft
    return None
