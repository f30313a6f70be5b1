"""Whether a passage can speak of an event: type and day of both agree, or nothing sets them apart."""

from __future__ import annotations

from datetime import timedelta

from extractor.events.days import can_be_one, first_day, last_day
from extractor.events.draft import MOVEMENT, Draft
from extractor.events.elsewhere import Apart, apart
from extractor.events.mentions import Mention
from extractor.events.passages import Passage
from extractor.frames.time import Timing
from extractor.lexicon.event_types import narrower, related

UPROOTING = frozenset({"nature", "weather"})
"""Families of the events that people flee or lose their homes by."""
# At 15 and at 60 days no record of 80 texts changes.
BEFORE = timedelta(days=30)
"""A paragraph about a time so long before an event speaks of another one."""
WIDE = frozenset({"disease", "hunger", "nature", "weather", MOVEMENT})
"""Families whose events reach many places."""
# At 60 and at 240 days no record of 80 texts changes.
AFTERMATH = timedelta(days=120)
"""So long after an event people still die of it; those who move are counted for years."""
REPORTED = timedelta(days=7)
"""A figure a week before the day that stands near an event, and of another size, is of another event: that
day may be the one of a report, which comes sooner."""
# At 0.5 and at 0.95 no record of 95 articles changes.
NEAR = 0.8
"""Two numbers of one harm are of one event where the smaller is so large a share of the larger."""


def is_one(passage: Passage, draft: Draft) -> bool:
    """True when type, country and day of a passage and an event can agree."""
    questions = (_names_agree, _ways_agree, _types_agree, _places_agree, _days_agree, _goes_on)
    return all(agree(passage, draft) for agree in questions)


def _names_agree(passage: Passage, draft: Draft) -> bool:
    """Two names are two events: "Cyclone Imelda" and "Cyclone Dalia"."""
    given = next((mention.name for mention in passage.mentions if mention.name), None)
    return given is None or draft.name is None or given.split()[-1].lower() == draft.name.split()[-1].lower()


def _ways_agree(passage: Passage, draft: Draft) -> bool:
    """Leaving and coming back are two events."""
    if passage.returns:
        return draft.returns or not draft.types or "return" in draft.types
    return not (passage.figures and draft.returns)


def _places_agree(passage: Passage, draft: Draft) -> bool:
    """False for an event word in a paragraph or behind a place of its own, and elsewhere than the event.

    A place that may be another one sets off another kind of event only. Storms and quakes reach many places.
    """
    anchor = passage.anchor
    if anchor is None or not anchor.firm or not _stands_alone(passage, draft):
        return True
    other_kind = bool(draft.types) and not _may_be_kind(anchor, draft)
    if anchor.family in WIDE:
        return not (other_kind and _lies_abroad(passage, draft))
    if anchor.definite and not other_kind:
        return True
    far = _how_far(passage, draft)
    return far < (Apart.PERHAPS if other_kind else Apart.YES)


def _goes_on(passage: Passage, draft: Draft) -> bool:
    """False behind "the same day", "hours later" for a firm event word of another kind or another place."""
    anchor = passage.anchor
    if passage.stretch.category != "beside" or anchor is None or not anchor.firm or anchor.definite:
        return True
    if not _may_be_kind(anchor, draft):
        return anchor.family in WIDE and bool(draft.families & WIDE)
    return anchor.family in WIDE or _how_far(passage, draft) is Apart.NO


def _may_be_kind(anchor: Mention, draft: Draft) -> bool:
    """Whether an event word can name an event: its type, or another word for it: "the attack"."""
    near = {name for own in anchor.types for name in narrower(own)} if anchor.definite else set()
    general = {name for name in draft.types if anchor.definite and set(anchor.types) & narrower(name)}
    return bool((set(anchor.types) | near | general) & draft.types)


def _lies_abroad(passage: Passage, draft: Draft) -> bool:
    here, there = passage.where, draft.countries
    return here is not None and bool(here.country and there) and here.country not in there


def _how_far(passage: Passage, draft: Draft) -> Apart:
    """How surely the place of a passage is none of those of an event."""
    if passage.where is None or passage.place is None or not passage.place.named:
        return Apart.NO
    return min((apart(passage.where, place) for place in draft.named_places), default=Apart.NO)


def _stands_alone(passage: Passage, draft: Draft) -> bool:
    """Whether a passage opens with its place, or stands in a paragraph that has said nothing of the event."""
    return passage.fronted or passage.position.paragraph not in draft.paragraphs


def _types_agree(passage: Passage, draft: Draft) -> bool:
    """Families that can be one happening agree; with people who move a cause does, in one paragraph."""
    family = passage.anchor.family if passage.anchor is not None else None
    if not family or not draft.families:
        return True
    if _is_uprooted(passage, draft):
        return True
    if draft.families == {MOVEMENT} != {family}:
        return passage.position.paragraph == draft.passages[-1].position.paragraph or _same_day(
            passage, draft
        )
    return all(related(family, other) for other in draft.families)


def _days_agree(passage: Passage, draft: Draft) -> bool:
    """Days agree when they overlap, or when people die or move after the event."""
    timing, known = passage.timing, draft.timing
    if timing is None or not timing.own:
        return not _is_of_another_time(passage, draft)
    if known is None or not known.own:
        return _may_be_of_its_day(passage, draft, timing, known)
    if can_be_one(timing.value, known.value):
        return True
    later, earlier = first_day(timing.value), first_day(known.value)
    if later is None or earlier is None or later <= earlier:
        return False
    if not _follows(passage, draft):
        return False
    return later - earlier <= AFTERMATH or (draft.apart is None and not passage.harms)


def _may_be_of_its_day(passage: Passage, draft: Draft, timing: Timing, known: Timing | None) -> bool:
    """For an event without a day of its own: false for another toll from well before, or long ago."""
    if known is not None and _is_before(timing.value, known.value) and _counts_others(passage, draft):
        return False
    return not passage.long_ago or _retells_its_toll(passage, draft)


def _counts_others(passage: Passage, draft: Draft) -> bool:
    """Whether a figure is none of those of an event: a toll is revised on later days, not on earlier ones."""
    counts = (figure.count for figure in passage.figures)
    return any(
        count.phrase.quantity.best != draft.largest[count.event.meaning]
        for count in counts
        if count.event.meaning in draft.largest
    )


def _is_before(day: str, known: str) -> bool:
    """Whether a time ends days before another one."""
    end, begins = last_day(day), first_day(known)
    return end is not None and begins is not None and end < begins - REPORTED


def _retells_its_toll(passage: Passage, draft: Draft) -> bool:
    """True for "the 2013 attack" where it is the event, as far as the numbers of both say."""
    return retells(passage, draft) and not _has_another_toll(passage, draft)


def _has_another_toll(passage: Passage, draft: Draft) -> bool:
    """ "The group was behind the 2013 assault, in which 67 died" of a siege in which 21 died: another one."""
    pairs = (
        (figure.count.phrase.quantity.best or 0, draft.largest[figure.count.event.meaning])
        for figure in passage.figures
        if figure.count.event.meaning in draft.largest
    )
    return any(min(pair) < NEAR * max(pair) for pair in pairs)


def _is_of_another_time(passage: Passage, draft: Draft) -> bool:
    """True for a new event word of another kind in a paragraph about a time well before the event."""
    anchor = passage.anchor
    if anchor is None or not anchor.firm or anchor.definite or _may_be_kind(anchor, draft):
        return False
    then, began = last_day(passage.spoken), first_day(draft.date)
    return then is not None and began is not None and then < began - BEFORE


def _follows(passage: Passage, draft: Draft) -> bool:
    """True for what came of an event: deaths, flight, "the blast" again."""
    anchor = passage.anchor
    return anchor is None or anchor.rank == 0 or anchor.family == MOVEMENT or retells(passage, draft)


def retells(passage: Passage, draft: Draft) -> bool:
    """True for "the blast" where the event is one, and for its proper name."""
    anchor = passage.anchor
    if anchor is None or not set(anchor.types) & draft.types:
        return False
    return anchor.definite or _has_its_name(passage, draft)


def _has_its_name(passage: Passage, draft: Draft) -> bool:
    """ "Cyclone Belna", "Tropical Cyclone Belna": the words of one name hold those of the other."""
    known = _words_of(draft.name)
    given = (_words_of(mention.name) for mention in passage.mentions if mention.name)
    return bool(known) and any(name <= known or known <= name for name in given)


def _words_of(name: str | None) -> set[str]:
    return set((name or "").lower().split())


def spreads(passage: Passage, draft: Draft) -> bool:
    """True for "Flooding in Korda" where the event is a flood: it reaches many places, and moves people."""
    anchor = passage.anchor
    same = anchor is not None and anchor.family in WIDE and bool(set(anchor.types) & draft.types)
    return same or _is_uprooted(passage, draft)


def _is_uprooted(passage: Passage, draft: Draft) -> bool:
    """ "24,600 people are displaced in four districts" of a flood: it moved them."""
    anchor = passage.anchor
    moved = anchor is not None and anchor.family == MOVEMENT and not passage.returns
    return moved and draft.apart is None and bool(draft.families & UPROOTING)


def _same_day(passage: Passage, draft: Draft) -> bool:
    """Whether both give a time, and begin on the same day."""
    given = first_day(passage.timing.value) if passage.timing and passage.timing.own else None
    return given is not None and given == first_day(draft.date)
