"""Why a figure was missed or invented: each error with its sentence and the likely cause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from extractor.gold import GoldActor, GoldCasualty, GoldCount, GoldDate, GoldDisplacement, GoldRecord, locate
from extractor.records import (
    Actor,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    Evidence,
    Extraction,
    Record,
)
from extractor.scoring.matching import actor_spans, overlaps, same_best, same_kind

_BOUNDARY = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+")
_LONGEST_SENTENCE = 320

AnyGold = GoldCasualty | GoldDisplacement | GoldDate | GoldActor
AnyRecord = CasualtyCount | DisplacementCount | DateMention | Actor


class Finding(Record):
    """One error: a ``miss``, a ``false`` record, a matched record with a wrong ``key``, a ``summary``."""

    article: str
    list: str
    error: Literal["miss", "false", "key", "summary"]
    cause: str
    wanted: str | None = None
    got: str | None = None
    sentence: str = ""


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around a span, on one line, cut to a readable length."""
    left = max((m.end() for m in _BOUNDARY.finditer(text, 0, start + 1) if m.end() <= start), default=0)
    match = _BOUNDARY.search(text, end)
    right = match.start() if match else len(text)
    words = " ".join(text[left:right].split())
    return (
        words
        if len(words) <= _LONGEST_SENTENCE
        else " ".join(text[max(left, start - 120) : end + 120].split())
    )


def tell_gold(gold: AnyGold) -> str:
    """A gold record in a few words."""
    if isinstance(gold, GoldActor):
        return f"{gold.name} ({gold.kind or '?'})"
    if isinstance(gold, GoldDate):
        return f"{gold.value} “{gold.quote}”"
    kind = gold.outcome if isinstance(gold, GoldCasualty) else f"{gold.term} {gold.unit}"
    return f"{kind} {gold.quantity.best}" + (f" “{gold.quote}”" if gold.quote else "")


def tell(record: AnyRecord) -> str:
    """A predicted record in a few words."""
    if isinstance(record, Actor):
        return f"{record.name} ({record.kind})"
    if isinstance(record, DateMention):
        return f"{record.value} “{record.text}”"
    kind = record.outcome if isinstance(record, CasualtyCount) else f"{record.term} {record.unit}"
    return f"{kind} {record.quantity.best} “{record.evidence.text}”"


def first_evidence(record: AnyRecord) -> Evidence | None:
    """Where a record stands in the text."""
    if isinstance(record, Actor):
        return record.mentions[0] if record.mentions else None
    return record.evidence


def cause_of_miss(
    gold: AnyGold, candidates: Iterable[AnyRecord], extraction: Extraction | None, text: str
) -> tuple[str, AnyRecord | None]:
    """The likely cause of a miss, and the predicted record that stands where the gold one should."""
    if extraction is None:
        return "crash", None
    near = [record for record in candidates if _touches(gold, record, text)]
    if isinstance(gold, GoldActor):
        return "missed name", near[0] if near else None
    if isinstance(gold, GoldDate):
        return ("wrong value", near[0]) if near else ("missed date", None)
    counts = [r for r in near if isinstance(r, CasualtyCount | DisplacementCount)]
    right_value = [r for r in counts if same_best(gold, r)]
    if right_value:
        return "wrong outcome", right_value[0]
    other = [r for r in _other_list(gold, extraction) if _touches(gold, r, text) and same_best(gold, r)]
    if other:
        return "wrong outcome", other[0]
    # Without a quote nothing says that a record of another value was meant for this figure.
    right_kind = [r for r in counts if gold.quote is not None and same_kind(gold, r)]
    if right_kind:
        return "wrong value", right_kind[0]
    return "missed number" + _reason(gold, extraction, text), None


def _other_list(gold: GoldCount, extraction: Extraction) -> tuple[CasualtyCount | DisplacementCount, ...]:
    return extraction.displaced if isinstance(gold, GoldCasualty) else extraction.casualties


def _touches(gold: GoldRecord, record: AnyRecord, text: str) -> bool:
    if isinstance(gold, GoldActor):
        spans = actor_spans(gold, text)
        mentions = record.mentions if isinstance(record, Actor) else ()
        return any(overlaps(span, mention) for span in spans for mention in mentions)
    evidence = first_evidence(record)
    return evidence is not None and overlaps(locate(gold, text), evidence)


def _reason(gold: GoldCount, extraction: Extraction, text: str) -> str:
    """What the extractor said of the number it left out, in brackets."""
    span = locate(gold, text)
    if span is None:
        return ""
    reasons = [u.reason for u in extraction.unused_numbers if overlaps(span, u.evidence)]
    return f" ({reasons[0]})" if reasons else ""
