"""Counts of moved people and lost homes become ``DisplacementCount`` records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.counts.casualties import group_of
from extractor.frames.count import Count
from extractor.language.syntax import sentence_of
from extractor.lexicon import word_set
from extractor.records import DisplacementCount, Evidence, Measure, Unit

if TYPE_CHECKING:
    from extractor.counts.context import Setting
    from extractor.language.doc import Doc


def displacement_records(
    doc: Doc, counts: tuple[Count, ...], settings: list[Setting], events: Sequence[int]
) -> tuple[DisplacementCount, ...]:
    """Return one record per displacement or housing count, in text order; ``events`` are theirs."""
    moved = [pair for pair in zip(counts, settings, strict=True) if not pair[0].event.is_casualty]
    return tuple(_record(doc, *pair, event) for pair, event in zip(moved, events, strict=True))


def _record(doc: Doc, count: Count, setting: Setting, event: int) -> DisplacementCount:
    start, end = count.phrase.chars
    evidence = Evidence.of(doc.text, start, end)
    unit: Unit = "people"
    if count.event.is_housing:
        unit = "homes"
    elif count.phrase.unit in ("households", "homes"):
        unit = "households"
    return DisplacementCount(
        term=count.event.meaning,
        unit=unit,
        quantity=count.phrase.quantity,
        group=group_of(count.phrase),
        source=setting.source,
        place=setting.place_text,
        origin=setting.origin,
        destination=setting.destination,
        date=setting.date,
        measure=_measure(doc, count),
        scope=count.scope,
        status=count.status,
        rule=count.link.rule.name,
        event=event,
        evidence=evidence,
        sentence=sentence_of(doc, evidence),
    )


STOCK_WORDS = word_set("stock_words")
STOCK_TERMS = frozenset({"in_camp", "sheltered", "refugees"})


def _measure(doc: Doc, count: Count) -> Measure | None:
    """Stock (people who are displaced now) or flow (people who were displaced), from tense and aspect."""
    if count.link.via == "self":
        return "stock"
    cue = doc[count.link.cue.start]
    around = {cue.lower_} | {
        child.lower_ for child in cue.children if child.dep_ in ("aux", "auxpass", "advmod")
    }
    if cue.dep_ in ("xcomp", "acomp", "oprd", "prep", "attr") and cue.head.i != cue.i:
        around |= {cue.head.lower_} | {
            child.lower_ for child in cue.head.children if child.dep_ in ("aux", "advmod")
        }
    if around & STOCK_WORDS and "been" not in around:
        return "stock"
    if count.event.meaning in STOCK_TERMS and cue.tag_ in ("VBG", "IN", "VBP", "VBZ", "NN", "NNS"):
        return "stock"
    return "flow"
