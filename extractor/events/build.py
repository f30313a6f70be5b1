"""Events of a text as records: type, place, day and figures of each group of passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from extractor.events.grouping import Draft
from extractor.events.mentions import Mention
from extractor.records import CasualtyCount, DisplacementCount, Event, EventType, Evidence, Place, Victim

if TYPE_CHECKING:
    from spacy.tokens import Doc

R = TypeVar("R", CasualtyCount, DisplacementCount)


def with_event(records: Sequence[R], events: Sequence[int]) -> tuple[R, ...]:
    """The records with the index of the event of each."""
    pairs = zip(records, events, strict=True)
    return tuple(record.model_copy(update={"event": event}) for record, event in pairs)


def event_records(
    doc: Doc,
    drafts: Sequence[Draft],
    casualties: Sequence[CasualtyCount],
    displaced: Sequence[DisplacementCount],
    victims: Sequence[Victim],
) -> tuple[Event, ...]:
    """Return one record per event; the figures name theirs already."""
    return tuple(
        _record(
            doc,
            draft,
            tuple(i for i, record in enumerate(casualties) if record.event == index),
            tuple(i for i, record in enumerate(displaced) if record.event == index),
            tuple(i for i, victim in enumerate(victims) if victim.event == index),
        )
        for index, draft in enumerate(drafts)
    )


def _record(
    doc: Doc,
    draft: Draft,
    casualties: tuple[int, ...],
    displaced: tuple[int, ...],
    victims: tuple[int, ...],
) -> Event:
    place = next((f.setting.place for f in draft.figures if f.setting.place), None)
    return Event(
        type=type_of(draft.mentions),
        relation=draft.relation,
        trigger=_trigger(doc, draft),
        place=Place(text=place) if place else None,
        date=next(iter(draft.dates), None),
        casualties=casualties,
        displaced=displaced,
        victims=victims,
    )


def type_of(mentions: Sequence[Mention]) -> EventType | None:
    """The type that the first of the firmest event words names."""
    named = [mention for mention in mentions if mention.types]
    return max(named, key=lambda mention: mention.rank).types[0] if named else None


def _trigger(doc: Doc, draft: Draft) -> Evidence:
    """The first event word, else the words of the first figure."""
    named = [mention for mention in draft.mentions if mention.rank] or draft.mentions
    if named:
        span = doc[named[0].start : named[0].end]
        return Evidence(start=span.start_char, end=span.end_char, text=span.text)
    start, end = draft.figures[0].count.phrase.chars
    return Evidence(start=start, end=end, text=doc.text[start:end])
