"""A pre-labelled gold file from an extraction, for a human to correct."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from extractor.articles.article import Article
from extractor.gold import DRAFT_NOTE, GoldSummary, occurrences
from extractor.labelling.keys import nest
from extractor.records import (
    Actor,
    CasualtyCount,
    DisplacementCount,
    EventActor,
    Evidence,
    Extraction,
    LedgerLine,
    Record,
    Summary,
    Victim,
)
from extractor.records.fields import labelled

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
        "labelled": ["actors", "dates", "casualties", "displaced", "summary", "ledger", "events", "victims"],
        "note": DRAFT_NOTE,
        "actors": [_actor(actor) for actor in extraction.actors],
        "dates": [quote_keys(mention.evidence, text) | _keys(mention) for mention in extraction.dates],
        "casualties": [_count(count, text) for count in extraction.casualties],
        "displaced": [_count(count, text) for count in extraction.displaced],
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


def _keys(record: Record, *, apart: Container[str] = ()) -> dict[str, Any]:
    """Every key of a record that is to be judged, but for the fields of ``apart``."""
    own = [leaf for leaf in labelled(type(record), apart=apart) if not leaf.pointer]
    return nest({leaf.key: list(leaf.of(record)) if leaf.many else leaf.of(record) for leaf in own})


def _actor(actor: Actor) -> dict[str, Any]:
    return _keys(actor) | {"quotes": list(dict.fromkeys(mention.text for mention in actor.mentions))}


def _count(count: CasualtyCount | DisplacementCount, text: str) -> dict[str, Any]:
    return quote_keys(count.evidence, text) | _keys(count) | {"event": _event_id(count.event)}


def _event(index: int, extraction: Extraction, text: str) -> dict[str, Any]:
    event = extraction.events[index]
    place = event.place
    names = (place.text, place.name) if place else ()
    return {
        "id": _event_id(index),
        **quote_keys(event.trigger, text),
        **_keys(event, apart={"place", "summary"}),
        "places": list(dict.fromkeys(name for name in names if name)),
        "country": place.country if place else None,
        "perpetrators": _sides(event.perpetrators, extraction),
        "targets": _sides(event.targets, extraction),
        "summary": _headlines(event.summary, GoldSummary.model_fields),
    }


def _event_id(index: int | None) -> str | None:
    return None if index is None else f"e{index + 1}"


def _sides(sides: Iterable[EventActor], extraction: Extraction) -> list[str]:
    return [extraction.actors[side.actor].name for side in sides]


def _victim(victim: Victim, extraction: Extraction, text: str) -> dict[str, Any]:
    counted = victim.counted_in
    apart = {
        "event": _event_id(victim.event),
        "counted_in": None if counted is None else extraction.casualties[counted].evidence.text,
    }
    return quote_keys(victim.evidence, text) | _keys(victim) | apart


def _headlines(summary: Summary, keys: Iterable[str]) -> dict[str, int | None]:
    figures = {key: getattr(summary, key) for key in keys}
    return {key: figure.quantity.best if figure else None for key, figure in figures.items()}


def _ledger(line: LedgerLine, extraction: Extraction) -> dict[str, Any]:
    records = extraction.casualties if line.list == "casualties" else extraction.displaced
    quotes = [record.evidence.text for record in records]
    sums = {"total": quotes[line.total], "parts": _texts(line.parts, quotes)}
    return {"list": line.list} | sums | _keys(line) | {"event": _event_id(line.event)}


def _texts(indexes: Iterable[int], quotes: list[str]) -> list[str]:
    return [quotes[index] for index in indexes]
