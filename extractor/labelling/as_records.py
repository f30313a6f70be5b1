"""Gold records as the extractor would write them, so that labels can stand on the predicted side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from extractor.gold import (
    Gold,
    GoldActor,
    GoldCount,
    GoldDate,
    GoldEvent,
    GoldItem,
    GoldLedgerLine,
    GoldRecord,
    GoldSummary,
    GoldVictim,
    locate,
)
from extractor.gold.scoring.events import MEMBERS, event_of
from extractor.gold.scoring.matching import actor_spans, plain
from extractor.labelling.keys import LEAST, nest
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
    LedgerLine,
    Place,
    Quantity,
    Record,
    Summary,
    SummaryFigure,
    Victim,
)
from extractor.records.fields import Leaf, Mark, leaves

R = TypeVar("R", bound=Record)
C = TypeVar("C", CasualtyCount, DisplacementCount)


def as_extraction(gold: Gold, text: str) -> Extraction:
    """The labels of an article as typed records with offsets; left-out keys at rest.

    A record without a quote stands on the whole text, one without a kind has the least specific one. A side
    of an event that is no labelled actor, and a sum of words that are no labelled figure, are left out.
    """
    return Extraction(
        article=ArticleInfo(id=gold.article, published=gold.published),
        actors=tuple(_actor(actor, text) for actor in gold.actors),
        dates=tuple(_date(mention, text) for mention in gold.dates),
        casualties=tuple(_count(CasualtyCount, count, gold, text) for count in gold.casualties),
        displaced=tuple(_count(DisplacementCount, count, gold, text) for count in gold.displaced),
        summary=_summary(gold.summary),
        ledger=tuple(line for label in gold.ledger if (line := _line(label, gold))),
        events=tuple(_event(event, index, gold, text) for index, event in enumerate(gold.events)),
        victims=tuple(_victim(victim, gold, text) for victim in gold.victims),
    )


def _made(kind: type[R], label: GoldItem, apart: Mapping[str, Any]) -> R:
    """A record from its label; ``apart`` holds the fields that are not labelled as they are recorded."""
    unlabelled = {Mark.TRACE, Mark.EVIDENCE}
    own = (leaf for leaf in leaves(kind) if leaf.path[0] not in apart and not leaf.marks & unlabelled)
    return kind.model_validate(nest({leaf.key: _value(kind, leaf, label) for leaf in own}) | {**apart})


def _value(kind: type[Record], leaf: Leaf, label: GoldItem) -> Any:
    """What a label says of a field, its quote where that is the field, else the least specific value."""
    if Mark.QUOTED in leaf.marks:
        own = leaf.of(label) if leaf.path[0] in type(label).model_fields else None
        return own or (label.quote if isinstance(label, GoldRecord) else None) or ""
    value = leaf.of(label)
    return LEAST[kind].get(leaf.key, leaf.default) if value is None else value


def _evidence(span: tuple[int, int] | None, text: str) -> Evidence:
    start, end = span or (0, len(text))
    return Evidence(start=start, end=end, text=text[start:end])


def _quantity(best: int) -> Quantity:
    return Quantity(text=str(best), low=best, best=best, high=best, qualifier="exact")


def _date(mention: GoldDate, text: str) -> DateMention:
    return _made(DateMention, mention, {"evidence": _evidence(locate(mention, text), text)})


def _count(kind: type[C], count: GoldCount, gold: Gold, text: str) -> C:
    at = _evidence(locate(count, text), text)
    return _made(kind, count, {"evidence": at, "event": event_of(count, gold.events)})


def _actor(actor: GoldActor, text: str) -> Actor:
    spans = actor_spans(actor, text)
    return _made(Actor, actor, {"mentions": tuple(_evidence(span, text) for span in spans)})


def _event(event: GoldEvent, index: int, gold: Gold, text: str) -> Event:
    members = {
        name: tuple(
            i for i, record in enumerate(getattr(gold, name)) if event_of(record, gold.events) == index
        )
        for name in MEMBERS
    }
    apart = {
        "trigger": _evidence(locate(event, text), text),
        "place": Place(text=event.places[0], country=event.country) if event.places else None,
        "perpetrators": _sides(event.perpetrators, gold),
        "targets": _sides(event.targets, gold),
        "summary": _summary(event.summary),
    }
    return _made(Event, event, apart | members)


def _sides(names: Sequence[str], gold: Gold) -> tuple[EventActor, ...]:
    """The labelled actors of these names or quotes."""
    wanted = {plain(name) for name in names}
    known = [{plain(name) for name in (actor.name, *actor.quotes)} for actor in gold.actors]
    return tuple(EventActor(actor=i) for i, naming in enumerate(known) if wanted & naming)


def _victim(victim: GoldVictim, gold: Gold, text: str) -> Victim:
    quotes = [count.quote for count in gold.casualties]
    names = [plain(actor.name) for actor in gold.actors]
    named = plain(victim.name) if victim.name else None
    apart = {
        "actor": names.index(named) if named in names else None,
        "event": event_of(victim, gold.events),
        "counted_in": quotes.index(victim.counted_in) if victim.counted_in in quotes else None,
        "evidence": _evidence(locate(victim, text), text),
    }
    return _made(Victim, victim, apart)


def _line(line: GoldLedgerLine, gold: Gold) -> LedgerLine | None:
    for name in (line.list,) if line.list else ("casualties", "displaced"):
        records: Sequence[GoldCount] = getattr(gold, name)
        quotes = [record.quote for record in records]
        if all(quote in quotes for quote in (line.total, *line.parts)):
            parts = tuple(quotes.index(quote) for quote in line.parts)
            apart = {"list": name, "total": quotes.index(line.total), "parts": parts, "event": None}
            summed = {"sum": sum(records[part].quantity.best or 0 for part in parts)}
            return _made(LedgerLine, line, apart | summed)
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
