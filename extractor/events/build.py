"""Events of a text as records: type, place, day and figures of each group of passages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from extractor.events.draft import Draft
from extractor.events.kind import type_of
from extractor.events.passages import Background
from extractor.events.relation import relations_of
from extractor.events.sides import Sides
from extractor.events.tally import Tally
from extractor.events.whereabouts import whereabouts
from extractor.frames.place import Scene
from extractor.frames.time import Timing
from extractor.language.syntax import evidence_of, sentence_of
from extractor.records import Event, EventRelation, Evidence, Place, Summary

if TYPE_CHECKING:
    from extractor.language.doc import Doc


def event_records(
    doc: Doc,
    drafts: Sequence[Draft],
    totals: Sequence[Tally],
    summaries: Sequence[Summary],
    sides: Sequence[Sides],
    background: Background,
) -> tuple[Event, ...]:
    """Return one record per event.

    Args:
        doc: the annotated text.
        drafts: the events with their passages.
        totals: the figures of each.
        summaries: the headline figures of each.
        sides: who acts in each, and against whom.
        background: the dates and places of the text, and its day of publication.
    """
    relations = relations_of(drafts, background.published)
    known = map(_Known, drafts, relations, totals, summaries, sides)
    return tuple(_record(doc, event, background) for event in known)


class _Known(NamedTuple):
    """What is known of one event."""

    draft: Draft
    relation: EventRelation
    tally: Tally
    summary: Summary
    sides: Sides


def _record(doc: Doc, event: _Known, background: Background) -> Event:
    draft, relation, tally, summary, sides = event
    place, timing = draft.place, draft.timing
    trigger = _trigger(doc, draft)
    return Event(
        type=type_of(draft),
        name=draft.name,
        relation=relation,
        trigger=trigger,
        sentence=sentence_of(doc, trigger),
        place=_where(draft, place, background) if place else None,
        place_evidence=evidence_of(place.span) if place else None,
        date=_date(timing, relation, background.published),
        date_evidence=timing.evidence if timing else None,
        casualties=tally.indexes("casualties"),
        displaced=tally.indexes("displaced"),
        victims=tuple(i for i, _ in tally.victims),
        summary=summary,
        perpetrators=sides.perpetrators,
        targets=sides.targets,
    )


def _where(draft: Draft, scene: Scene, background: Background) -> Place:
    """The place of an event as a record: that of the passage that gives it, else of the sentences around."""
    known = (passage.where for passage in draft.passages if passage.place is scene)
    return next(filter(None, known), None) or whereabouts(background.places, scene)


def _date(timing: Timing | None, relation: EventRelation, published: date | None) -> str | None:
    """The time of an event; that of a sum over the year of publication ends with that day."""
    if timing is None:
        return None
    this_year = published is not None and timing.value == f"{published:%Y}"
    if relation == "aggregate" and this_year and published is not None:
        return f"{published:%Y}-01-01/{published:%Y-%m-%d}"
    return timing.value


def _trigger(doc: Doc, draft: Draft) -> Evidence:
    """The first word that names a type, else one that retells, else the first figure, else a word of harm."""
    retold = [mention for mention in draft.mentions if not mention.harm]
    named = [mention for mention in retold if mention.rank] or retold
    if not named and not draft.figures:
        named = draft.mentions
    if named:
        return evidence_of(doc.span(named[0].start, named[0].end))
    if not draft.figures:  # a person who came to harm without a word for it in the person's clause
        tokens = draft.passages[0].stretch.tokens
        return evidence_of(doc.span(tokens[0], tokens[-1] + 1))
    start, end = draft.figures[0].count.phrase.chars
    return Evidence.of(doc.text, start, end)
