"""Counts of harmed people become ``CasualtyCount`` records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.frames.count import Count
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
    attackers: frozenset[int] = frozenset(),
) -> tuple[CasualtyCount, ...]:
    """Return one record per casualty count, in text order.

    Args:
        doc: the annotated text.
        counts: all counts of the text.
        settings: what surrounds each.
        attackers: numbers of the counts whose people are the attackers themselves.
    """
    text = doc.text
    return tuple(
        _record(text, count, setting, "perpetrator" if number in attackers else None)
        for number, (count, setting) in enumerate(zip(counts, settings, strict=True))
        if count.event.is_casualty
    )


def group_of(phrase: Phrase) -> Group:
    """Who was counted: the noun phrase, and what it says of role, nationality, sex and age."""
    sex, age = traits_of(phrase.group or "")
    return Group(text=phrase.group, role=phrase.role, countries=phrase.countries, sex=sex, age=age)


def _record(text: str, count: Count, setting: Setting, side: Side | None) -> CasualtyCount:
    start, end = count.phrase.chars
    return CasualtyCount(
        outcome=count.event.meaning,
        quantity=count.phrase.quantity,
        group=group_of(count.phrase).model_copy(update={"side": side}),
        source=setting.source,
        place=setting.place_text,
        date=setting.date,
        scope=count.scope,
        status=count.status,
        rule=count.link.rule.name,
        evidence=Evidence(start=start, end=end, text=text[start:end]),
    )
