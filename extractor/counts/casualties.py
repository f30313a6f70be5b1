"""Counts of harmed people become ``CasualtyCount`` records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.frames.count import Count
from extractor.language.syntax import sentence_of
from extractor.lexicon.traits import traits_of
from extractor.numbers.phrases import Phrase
from extractor.records import CasualtyCount, Evidence, Group, Side

if TYPE_CHECKING:
    from extractor.counts.context import Setting
    from extractor.language.doc import Doc


def casualty_records(
    doc: Doc,
    counts: tuple[Count, ...],
    settings: list[Setting],
    attackers: frozenset[int],
    events: Sequence[int],
) -> tuple[CasualtyCount, ...]:
    """Return one record per casualty count, in text order.

    Args:
        doc: the annotated text.
        counts: all counts of the text.
        settings: what surrounds each.
        attackers: numbers of the counts whose people are the attackers themselves.
        events: the event of each casualty count.
    """
    harmed = [number for number, count in enumerate(counts) if count.event.is_casualty]
    return tuple(
        _record(doc, counts[number], settings[number], "perpetrator" if number in attackers else None, event)
        for number, event in zip(harmed, events, strict=True)
    )


def group_of(phrase: Phrase, side: Side | None = None) -> Group:
    """Who was counted: the noun phrase, and what it says of role, nationality, sex and age."""
    sex, age = traits_of(phrase.group or "")
    return Group(text=phrase.group, role=phrase.role, countries=phrase.countries, sex=sex, age=age, side=side)


def _record(doc: Doc, count: Count, setting: Setting, side: Side | None, event: int) -> CasualtyCount:
    start, end = count.phrase.chars
    evidence = Evidence.of(doc.text, start, end)
    return CasualtyCount(
        outcome=count.event.meaning,
        quantity=count.phrase.quantity,
        group=group_of(count.phrase, side),
        source=setting.source,
        place=setting.place_text,
        date=setting.date,
        scope=count.scope,
        status=count.status,
        rule=count.link.rule.name,
        event=event,
        evidence=evidence,
        sentence=sentence_of(doc, evidence),
    )
