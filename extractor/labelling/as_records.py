"""Gold records as the extractor would write them, so that labels can stand on the predicted side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from extractor.gold import Gold, GoldActor, GoldCasualty, GoldCount, GoldDate, GoldDisplacement, locate
from extractor.gold.scoring.errors import AnyRecord
from extractor.gold.scoring.matching import actor_spans
from extractor.records import (
    Actor,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    Evidence,
    Group,
    Quantity,
)


def as_records(gold: Gold, name: str, text: str) -> list[AnyRecord]:
    """The labelled records of the list ``name`` as typed records with offsets; left-out keys at rest.

    A record without a quote stands on the whole text, one without a kind on the least telling kind.
    """
    make = _MAKERS[name]
    labelled: Sequence[Any] = getattr(gold, name)
    return [make(record, text) for record in labelled]


def _evidence(span: tuple[int, int] | None, text: str) -> Evidence:
    start, end = span or (0, len(text))
    return Evidence(start=start, end=end, text=text[start:end])


def _shared(count: GoldCount, text: str) -> dict[str, Any]:
    evidence = _evidence(locate(count, text), text)
    q, group = count.quantity, count.group
    return {
        "quantity": Quantity(
            text=q.text or count.quote or "",
            low=q.low,
            best=q.best,
            high=q.high,
            qualifier=q.qualifier or "exact",
        ),
        "group": Group(
            text=group.text, role=group.role or "unspecified", countries=tuple(group.countries or ())
        ),
        "source": count.source,
        "place": count.place,
        "date": count.date,
        "scope": count.scope,
        "status": count.status or "reported",
        "evidence": evidence,
    }


def _casualty(count: GoldCasualty, text: str) -> CasualtyCount:
    return CasualtyCount(outcome=count.outcome or "casualties", **_shared(count, text))


def _displacement(count: GoldDisplacement, text: str) -> DisplacementCount:
    return DisplacementCount(
        term=count.term or "displaced",
        unit=count.unit or "people",
        people_equivalent=count.people_equivalent,
        origin=count.origin,
        destination=count.destination,
        measure=count.measure,
        **_shared(count, text),
    )


def _date(mention: GoldDate, text: str) -> DateMention:
    return DateMention(
        text=mention.quote or "",
        kind=mention.kind or "date",
        value=mention.value,
        granularity=mention.granularity,
        start=mention.start,
        end=mention.end,
        basis=mention.basis,
        evidence=_evidence(locate(mention, text), text),
    )


def _actor(actor: GoldActor, text: str) -> Actor:
    return Actor(
        name=actor.name,
        kind=actor.kind or "other",
        countries=tuple(actor.countries or ()),
        titles=tuple(actor.titles or ()),
        mentions=tuple(_evidence(span, text) for span in actor_spans(actor, text)),
    )


_MAKERS: Mapping[str, Callable[[Any, str], AnyRecord]] = {
    "casualties": _casualty,
    "displaced": _displacement,
    "dates": _date,
    "actors": _actor,
}
