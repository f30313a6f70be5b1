"""Whether a passage can speak of an event: type, day and place of both agree, or nothing sets them apart."""

from __future__ import annotations

from math import acos, cos, radians, sin

from extractor.events.days import can_be_one, first_day
from extractor.events.draft import Draft
from extractor.events.passages import Passage
from extractor.lexicon.event_types import related
from extractor.records import Place

MOVEMENT = "movement"
WIDE = frozenset({"nature", "weather", "disease", "hunger", "movement"})
"""Families whose events are of many places at once."""
FAR = 60
"""Kilometres between two settlements that one attack or accident does not span."""
EARTH_RADIUS = 6371


def is_one(passage: Passage, draft: Draft) -> bool:
    """True when type, day and place of a passage and an event can agree."""
    return _types_agree(passage, draft) and _days_agree(passage, draft) and _places_agree(passage, draft)


def _types_agree(passage: Passage, draft: Draft) -> bool:
    """Families that can be one happening agree; with people who move a cause does, in one paragraph."""
    family = passage.anchor.family if passage.anchor is not None else None
    if not family or not draft.families:
        return True
    if draft.families == {MOVEMENT} != {family}:
        return passage.position.paragraph == draft.passages[-1].position.paragraph or _same_day(
            passage, draft
        )
    return any(related(family, other) for other in draft.families)


def _days_agree(passage: Passage, draft: Draft) -> bool:
    """Days agree when they overlap, or when people die or move after the event."""
    timing, known = passage.timing, draft.timing
    if timing is None or not timing.own:
        return True
    if known is None or not known.own:
        return not passage.long_ago or retells(passage, draft)
    if can_be_one(timing.value, known.value):
        return True
    later, earlier = first_day(timing.value), first_day(known.value)
    return _follows(passage, draft) and later is not None and earlier is not None and later > earlier


def _follows(passage: Passage, draft: Draft) -> bool:
    """True for words that tell what came of an event: deaths, flight, "the blast" again."""
    anchor = passage.anchor
    return anchor is None or anchor.rank == 0 or anchor.family == MOVEMENT or retells(passage, draft)


def retells(passage: Passage, draft: Draft) -> bool:
    """True for "the blast" where the event is one."""
    anchor = passage.anchor
    return anchor is not None and anchor.definite and bool(set(anchor.types) & draft.types)


def _same_day(passage: Passage, draft: Draft) -> bool:
    """Whether both give a time, and one that they share."""
    given = passage.timing is not None and passage.timing.own and draft.date is not None
    return given and passage.timing is not None and can_be_one(passage.timing.value, draft.date)


def _places_agree(passage: Passage, draft: Draft) -> bool:
    """False for two countries, and for settlements far apart, where the event is one of a single place."""
    here, there = passage.where, draft.where
    families = draft.families | (
        {passage.anchor.family} if passage.anchor and passage.anchor.family else set()
    )
    if here is None or there is None or not families or families & WIDE or retells(passage, draft):
        return True
    if here.country and there.country and here.country != there.country:
        return False
    return _kilometres(here, there) <= FAR


def _kilometres(a: Place, b: Place) -> float:
    """Great-circle distance of two settlements, 0 where one has no coordinates or is an area."""
    if a.precision != "point" or b.precision != "point":
        return 0
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0
    lats, lons = (radians(a.lat), radians(b.lat)), (radians(a.lon), radians(b.lon))
    cosine = sin(lats[0]) * sin(lats[1]) + cos(lats[0]) * cos(lats[1]) * cos(lons[0] - lons[1])
    return EARTH_RADIUS * acos(min(1.0, max(-1.0, cosine)))
