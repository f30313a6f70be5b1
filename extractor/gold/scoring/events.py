"""Which predicted event answers which labelled one, and which event each matched record belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.gold import Gold, GoldCount, GoldEvent, GoldVictim, locate
from extractor.gold.scoring.keys import ROW, judged_keys
from extractor.gold.scoring.matching import Judged, overlaps
from extractor.gold.scoring.report import BCubed
from extractor.records import Event, Extraction

MEMBERS = ("casualties", "displaced", "victims")
"""The lists whose records belong to events."""
OPEN = ("background", "aggregate")
"""Relations that count only where an event of the relation is labelled."""

Name = tuple[str, str, int]
"""A record that belongs to an event: its list, ``wanted`` or ``got``, its index there."""


class Candidate(NamedTuple):
    """A labelled and a predicted event that may be one, the likeliest with the highest rank."""

    share: float
    agreed: int
    wanted: int
    got: int


def judge_events(gold: Gold, extraction: Extraction | None, text: str, lists: Mapping[str, Judged]) -> Judged:
    """Pair the labelled events with the predicted ones, one to one.

    First those that share most of their figures, victims and trigger (twice the shared over all of both),
    then those of which two of type, place and date are the same.
    """
    got = extraction.events if extraction else ()
    pairs: dict[int, int] = {}
    for found in sorted(_candidates(gold, extraction, text, lists), key=lambda c: (-c.share, -c.agreed)):
        if found.wanted not in pairs and found.got not in pairs.values():
            pairs[found.wanted] = found.got
    used, labelled = set(pairs.values()), {event.relation for event in gold.events}
    return Judged(
        pairs=pairs,
        keys={g: judged_keys("events", gold.events[g], got[p], extraction) for g, p in sorted(pairs.items())},
        missed=tuple(g for g in range(len(gold.events)) if g not in pairs),
        spare=tuple(
            p
            for p, event in enumerate(got)
            if p not in used and (event.relation not in OPEN or event.relation in labelled)
        ),
    )


def event_of(record: GoldCount | GoldVictim, events: Sequence[GoldEvent]) -> int | None:
    """Index of the event that a label names, else of the one that holds all figures; null where none does."""
    if record.event is None:
        return next((i for i, event in enumerate(events) if event.figures == "all"), None)
    return next((i for i, event in enumerate(events) if event.id == record.event), None)


def with_event(
    judged: Judged, events: Judged, wanted: Sequence[int | None], got: Sequence[int | None]
) -> Judged:
    """The verdicts on a list with the key ``event`` beside the others, where it is labelled.

    Args:
        judged: the verdicts without it.
        events: the verdicts on the events.
        wanted: the event of each label.
        got: the event of each predicted record.
    """
    keys = dict(judged.keys)
    for g, p in judged.pairs.items():
        event = wanted[g]
        if event is not None:
            keys[g] = {**keys[g], "event": got[p] is not None and events.pairs.get(event) == got[p]}
    return judged._replace(keys=keys)


def b_cubed(pairs: Sequence[tuple[object, object]]) -> BCubed:
    """B-cubed precision and recall of a grouping (Bagga and Baldwin 1998).

    Args:
        pairs: for each record its labelled and its predicted group.
    """
    precision = recall = 0.0
    for wanted, got in pairs:
        both = pairs.count((wanted, got))
        precision += both / sum(other == got for _, other in pairs)
        recall += both / sum(other == wanted for other, _ in pairs)
    return BCubed(items=len(pairs), precision_sum=precision, recall_sum=recall)


def _candidates(
    gold: Gold, extraction: Extraction | None, text: str, lists: Mapping[str, Judged]
) -> Iterator[Candidate]:
    wanted, got = _members_wanted(gold), _members_got(extraction, lists)
    for g, label in enumerate(gold.events):
        for p, event in enumerate(extraction.events if extraction else ()):
            both = len(wanted[g] & got[p])
            if label.quote is not None and overlaps(locate(label, text), event.trigger):
                both += 1
            agreed = _agreed(label, event, extraction)
            if both or agreed > 1:
                yield Candidate(2 * both / (len(wanted[g]) + len(got[p]) + 2), agreed, g, p)


def _members_wanted(gold: Gold) -> list[set[Name]]:
    members: list[set[Name]] = [set() for _ in gold.events]
    for name in MEMBERS:
        for index, record in enumerate(getattr(gold, name)):
            event = event_of(record, gold.events)
            if event is not None:
                members[event].add((name, "wanted", index))
    return members


def _members_got(extraction: Extraction | None, lists: Mapping[str, Judged]) -> list[set[Name]]:
    """The records of each predicted event; a matched one under the name of its label."""
    members: list[set[Name]] = [set() for _ in (extraction.events if extraction else ())]
    for name in MEMBERS:
        owner = {p: g for g, p in lists[name].pairs.items()}
        for index, record in enumerate(getattr(extraction, name) if extraction else ()):
            if record.event is not None:
                shared = index in owner
                members[record.event].add((name, "wanted", owner[index]) if shared else (name, "got", index))
    return members


def _agreed(wanted: GoldEvent, got: Event, extraction: Extraction | None) -> int:
    """How many of type, place and date both give and are the same."""
    verdicts = judged_keys("events", wanted, got, extraction, only=ROW[:3])
    values = {"type": wanted.type, "place": wanted.places, "date": wanted.date}
    return sum(right for key, right in verdicts.items() if values.get(key))
