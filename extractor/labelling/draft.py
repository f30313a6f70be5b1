"""A pre-labelled gold file from an extraction, for a human to correct."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from extractor.articles.article import Article
from extractor.gold import GoldSummary, occurrences
from extractor.records import (
    Actor,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    EventActor,
    Evidence,
    Extraction,
    LedgerLine,
    Summary,
    Victim,
)

DRAFT_NOTE = "draft: correct every record, then remove this note"
ARTICLE_SUMMARY = tuple(key for key in GoldSummary.model_fields if key != "perpetrators_killed")
"""The headline figures of an article; those of an event have the attackers among the killed beside them."""


def draft(article: Article, extraction: Extraction) -> dict[str, Any]:
    """The extraction as a gold file: quotes instead of offsets, every key there to be judged.

    The note marks it as a draft until somebody has read it; ``extractor gold check`` asks for that.
    """
    text = article.text
    return {
        "article": article.id,
        "published": extraction.article.published,
        "labelled": ["actors", "dates", "casualties", "displaced", "summary", "events", "victims", "ledger"],
        "note": DRAFT_NOTE,
        "actors": [_actor(actor) for actor in extraction.actors],
        "dates": [_date(mention, text) for mention in extraction.dates],
        "casualties": [_casualty(count, text) for count in extraction.casualties],
        "displaced": [_displacement(count, text) for count in extraction.displaced],
        "events": [_event(index, extraction, text) for index in range(len(extraction.events))],
        "victims": [_victim(victim, extraction, text) for victim in extraction.victims],
        "summary": _headlines(extraction.summary, ARTICLE_SUMMARY),
        "ledger": [_ledger(line, extraction) for line in extraction.ledger],
    }


def empty_draft(article: Article) -> dict[str, Any]:
    """A gold file without records, for those who label without seeing the extractor's answer."""
    return {
        "article": article.id,
        "published": article.published.isoformat() if article.published else None,
        "labelled": ["actors", "dates", "casualties", "displaced", "summary", "events", "victims"],
        "note": DRAFT_NOTE,
        "actors": [],
        "dates": [],
        "casualties": [],
        "displaced": [],
        "events": [],
        "victims": [],
        "summary": dict.fromkeys(ARTICLE_SUMMARY),
    }


def quote_keys(evidence: Evidence, text: str) -> dict[str, Any]:
    """``quote``, and ``nth`` where the words stand more than once."""
    spans = occurrences(text, evidence.text)
    nth = spans.index((evidence.start, evidence.end)) + 1
    return {"quote": evidence.text} | ({"nth": nth} if nth > 1 else {})


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "name": actor.name,
        "kind": actor.kind,
        "countries": list(actor.countries),
        "titles": list(actor.titles),
        "quotes": list(dict.fromkeys(mention.text for mention in actor.mentions)),
    }


def _date(mention: DateMention, text: str) -> dict[str, Any]:
    keys = mention.model_dump(include={"kind", "value", "granularity", "start", "end", "basis"})
    return quote_keys(mention.evidence, text) | keys


def _shared(count: CasualtyCount | DisplacementCount) -> dict[str, Any]:
    return {
        "quantity": count.quantity.model_dump(include={"low", "best", "high", "qualifier"}),
        "group": count.group.model_dump(mode="json"),
        "source": count.source,
        "place": count.place,
    }


def _casualty(count: CasualtyCount, text: str) -> dict[str, Any]:
    return (
        quote_keys(count.evidence, text)
        | {"outcome": count.outcome}
        | _shared(count)
        | {"date": count.date, "scope": count.scope, "status": count.status}
        | {"event": _event_id(count.event)}
    )


def _displacement(count: DisplacementCount, text: str) -> dict[str, Any]:
    keys = ("origin", "destination", "date", "scope", "status", "measure")
    equivalent = count.people_equivalent
    return (
        quote_keys(count.evidence, text)
        | {"term": count.term, "unit": count.unit}
        | _shared(count)
        | {key: getattr(count, key) for key in keys}
        | ({} if equivalent is None else {"people_equivalent": equivalent})
        | {"event": _event_id(count.event)}
    )


def _event(index: int, extraction: Extraction, text: str) -> dict[str, Any]:
    event = extraction.events[index]
    place = event.place
    names = (place.text, place.name) if place else ()
    return {
        "id": _event_id(index),
        **quote_keys(event.trigger, text),
        "type": event.type,
        "relation": event.relation,
        "name": event.name,
        "places": list(dict.fromkeys(name for name in names if name)),
        "country": place.country if place else None,
        "date": event.date,
        "perpetrators": _sides(event.perpetrators, extraction),
        "targets": _sides(event.targets, extraction),
        "summary": _headlines(event.summary, GoldSummary.model_fields),
    }


def _event_id(index: int | None) -> str | None:
    return None if index is None else f"e{index + 1}"


def _sides(sides: Iterable[EventActor], extraction: Extraction) -> list[str]:
    return [extraction.actors[side.actor].name for side in sides]


def _victim(victim: Victim, extraction: Extraction, text: str) -> dict[str, Any]:
    keys = ("name", "description", "age", "sex", "role", "outcome")
    counted = victim.counted_in
    return (
        quote_keys(victim.evidence, text)
        | {key: getattr(victim, key) for key in keys}
        | {
            "countries": list(victim.countries),
            "event": _event_id(victim.event),
            "counted_in": None if counted is None else extraction.casualties[counted].evidence.text,
        }
    )


def _headlines(summary: Summary, keys: Iterable[str]) -> dict[str, int | None]:
    figures = {key: getattr(summary, key) for key in keys}
    return {key: figure.quantity.best if figure else None for key, figure in figures.items()}


def _ledger(line: LedgerLine, extraction: Extraction) -> dict[str, Any]:
    records = extraction.casualties if line.list == "casualties" else extraction.displaced
    quotes = [record.evidence.text for record in records]
    return {
        "list": line.list,
        "total": quotes[line.total],
        "parts": _texts(line.parts, quotes),
        "sum": line.sum,
        "relation": line.relation,
        "event": _event_id(line.event),
        "basis": line.basis,
    }


def _texts(indexes: Iterable[int], quotes: list[str]) -> list[str]:
    return [quotes[index] for index in indexes]
