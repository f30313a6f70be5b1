"""Counts of moved people and lost homes become ``DisplacementCount`` records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.counts import Count
from extractor.records import DisplacementCount, Evidence, Group, Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from extractor.context import Setting


def displacement_records(doc: Doc, counts: tuple[Count, ...], settings: list[Setting]) -> tuple[DisplacementCount, ...]:
    """Return one record per displacement or housing count, in text order."""
    pairs = zip(counts, settings, strict=True)
    return tuple(_record(doc, count, setting) for count, setting in pairs if not count.event.is_casualty)


def _record(doc: Doc, count: Count, setting: Setting) -> DisplacementCount:
    start, end = count.phrase.chars
    unit: Unit = (
        "homes" if count.event.is_housing else "households" if count.phrase.unit == "households" else "people"
    )
    return DisplacementCount(
        term=count.event.meaning,  # type: ignore[arg-type]
        unit=unit,
        quantity=count.phrase.quantity,
        group=Group(text=count.phrase.group, role=count.phrase.role, countries=count.phrase.countries),
        source=setting.source,
        place=setting.place,
        origin=setting.origin,
        destination=setting.destination,
        date=setting.date,
        scope=count.scope,
        status=count.status,
        evidence=Evidence(start=start, end=end, text=doc.text[start:end]),
    )
