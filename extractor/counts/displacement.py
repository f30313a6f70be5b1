"""Counts of moved people and lost homes become ``DisplacementCount`` records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.counts.casualties import group_of
from extractor.frames.count import Count
from extractor.lexicon import word_set
from extractor.records import DisplacementCount, Evidence, Measure, Unit

if TYPE_CHECKING:
    from extractor.counts.context import Setting
    from extractor.language.doc import Doc


def displacement_records(
    doc: Doc, counts: tuple[Count, ...], settings: list[Setting]
) -> tuple[DisplacementCount, ...]:
    """Return one record per displacement or housing count, in text order."""
    text = doc.text
    pairs = zip(counts, settings, strict=True)
    return tuple(
        _record(doc, text, count, setting) for count, setting in pairs if not count.event.is_casualty
    )


def _record(doc: Doc, text: str, count: Count, setting: Setting) -> DisplacementCount:
    start, end = count.phrase.chars
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
        evidence=Evidence(start=start, end=end, text=text[start:end]),
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
