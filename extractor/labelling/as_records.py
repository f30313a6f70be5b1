"""Gold records as the extractor would write them, so that labels can stand on the predicted side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractor.gold import (
    Gold,
    GoldActor,
    GoldCasualty,
    GoldCount,
    GoldDate,
    GoldDisplacement,
    GoldEvent,
    GoldGroup,
    GoldLedgerLine,
    GoldSummary,
    GoldVictim,
    locate,
)
from extractor.gold.scoring.events import MEMBERS, event_of
from extractor.gold.scoring.matching import actor_spans, plain
from extractor.records import (
    Actor,
    ArticleInfo,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    Event,
    EventActor,
    Evidence,
    Extraction,
    Group,
    LedgerLine,
    Place,
    Quantity,
    Summary,
    SummaryFigure,
    Victim,
)


def as_extraction(gold: Gold, text: str) -> Extraction:
    """The labels of an article as typed records with offsets; left-out keys at rest.

    A record without a quote stands on the whole text, one without a kind on the least telling kind. A side of
    an event that is no labelled actor, and a sum of words that are no labelled figure, are left out.
    """
    return Extraction(
        article=ArticleInfo(id=gold.article, published=gold.published),
        actors=tuple(_actor(actor, text) for actor in gold.actors),
        dates=tuple(_date(mention, text) for mention in gold.dates),
        casualties=tuple(_casualty(count, gold, text) for count in gold.casualties),
        displaced=tuple(_displacement(count, gold, text) for count in gold.displaced),
        summary=_summary(gold.summary),
        ledger=tuple(line for label in gold.ledger if (line := _line(label, gold))),
        events=tuple(_event(event, index, gold, text) for index, event in enumerate(gold.events)),
        victims=tuple(_victim(victim, gold, text) for victim in gold.victims),
    )


def _evidence(span: tuple[int, int] | None, text: str) -> Evidence:
    start, end = span or (0, len(text))
    return Evidence(start=start, end=end, text=text[start:end])


def _quantity(best: int) -> Quantity:
    return Quantity(text=str(best), low=best, best=best, high=best, qualifier="exact")


def _shared(count: GoldCount, gold: Gold, text: str) -> dict[str, Any]:
    q = count.quantity
    return {
        "quantity": Quantity(
            text=q.text or count.quote or "",
            low=q.low,
            best=q.best,
            high=q.high,
            qualifier=q.qualifier or "exact",
        ),
        "group": _group(count.group),
        "source": count.source,
        "place": count.place,
        "date": count.date,
        "scope": count.scope,
        "status": count.status or "reported",
        "evidence": _evidence(locate(count, text), text),
        "event": event_of(count, gold.events),
    }


def _group(group: GoldGroup) -> Group:
    return Group(
        text=group.text,
        role=group.role or "unspecified",
        countries=tuple(group.countries or ()),
        sex=group.sex,
        age=group.age,
        side=group.side,
    )


def _casualty(count: GoldCasualty, gold: Gold, text: str) -> CasualtyCount:
    return CasualtyCount(outcome=count.outcome or "casualties", **_shared(count, gold, text))


def _displacement(count: GoldDisplacement, gold: Gold, text: str) -> DisplacementCount:
    return DisplacementCount(
        term=count.term or "displaced",
        unit=count.unit or "people",
        people_equivalent=count.people_equivalent,
        origin=count.origin,
        destination=count.destination,
        measure=count.measure,
        **_shared(count, gold, text),
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


def _event(event: GoldEvent, index: int, gold: Gold, text: str) -> Event:
    members = {
        name: tuple(
            i for i, record in enumerate(getattr(gold, name)) if event_of(record, gold.events) == index
        )
        for name in MEMBERS
    }
    return Event(
        type=event.type,
        name=event.name,
        relation=event.relation or "other",
        trigger=_evidence(locate(event, text), text),
        place=Place(text=event.places[0], country=event.country) if event.places else None,
        date=event.date,
        perpetrators=_sides(event.perpetrators, gold),
        targets=_sides(event.targets, gold),
        summary=_summary(event.summary),
        **members,
    )


def _sides(names: Sequence[str], gold: Gold) -> tuple[EventActor, ...]:
    """The labelled actors of these names or quotes."""
    wanted = {plain(name) for name in names}
    known = [{plain(name) for name in (actor.name, *actor.quotes)} for actor in gold.actors]
    return tuple(EventActor(actor=i) for i, told in enumerate(known) if wanted & told)


def _victim(victim: GoldVictim, gold: Gold, text: str) -> Victim:
    quotes = [count.quote for count in gold.casualties]
    names = [plain(actor.name) for actor in gold.actors]
    named = plain(victim.name) if victim.name else None
    return Victim(
        name=victim.name,
        description=victim.description,
        actor=names.index(named) if named in names else None,
        age=victim.age,
        sex=victim.sex,
        role=victim.role or "unspecified",
        countries=tuple(victim.countries or ()),
        outcome=victim.outcome or "casualties",
        event=event_of(victim, gold.events),
        counted_in=quotes.index(victim.counted_in) if victim.counted_in in quotes else None,
        evidence=_evidence(locate(victim, text), text),
    )


def _line(line: GoldLedgerLine, gold: Gold) -> LedgerLine | None:
    for name in (line.list,) if line.list else ("casualties", "displaced"):
        records: Sequence[GoldCount] = getattr(gold, name)
        quotes = [record.quote for record in records]
        if all(quote in quotes for quote in (line.total, *line.parts)):
            parts = tuple(quotes.index(quote) for quote in line.parts)
            return LedgerLine(
                list=name,
                total=quotes.index(line.total),
                parts=parts,
                sum=sum(records[part].quantity.best or 0 for part in parts),
                relation=line.relation or "equal",
                basis=line.basis,
            )
    return None


def _summary(summary: GoldSummary) -> Summary:
    figures = {key: getattr(summary, key) for key in GoldSummary.model_fields}
    return Summary(
        **{
            key: SummaryFigure(quantity=_quantity(best), from_=())
            for key, best in figures.items()
            if best is not None
        }
    )
