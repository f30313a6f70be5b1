"""Why a figure was missed or invented: each error with its sentence and the likely cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from extractor.display.words import sentence_at
from extractor.gold import GoldActor, GoldCasualty, GoldCount, GoldDate, GoldDisplacement, GoldRecord, locate
from extractor.gold.scoring.matching import actor_spans, key_of, overlaps, same_best, same_kind
from extractor.records import (
    Actor,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    Evidence,
    Extraction,
    Record,
)

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


def _first_evidence(record: AnyRecord) -> Evidence | None:
    """Where a record stands in the text."""
    if isinstance(record, Actor):
        return record.mentions[0] if record.mentions else None
    return record.evidence


class Case(NamedTuple):
    """One list of one article while it is scored; no extraction means that the article crashed."""

    article: str
    list: str
    text: str
    extraction: Extraction | None


def explain_key(case: Case, wanted: AnyGold, got: AnyRecord, key: str) -> Finding:
    """The error of a matched record whose ``key`` is wrong."""
    return Finding(
        article=case.article,
        list=case.list,
        error="key",
        cause=f"wrong {key.rpartition('.')[2]}",
        wanted=f"{key} = {wanted.labelled_keys()[key]!r}",
        got=f"{key_of(got, key)!r} in {tell(got)}",
        sentence=_sentence_of(got, case.text),
    )


def explain_unmatched(case: Case, missed: Sequence[AnyGold], spare: Sequence[AnyRecord]) -> Iterator[Finding]:
    """Each miss with its cause, then each false record; one that explains a miss shares its cause."""
    explained: dict[int, str] = {}
    for wanted in missed:
        cause, instead = _cause_of_miss(wanted, spare, case)
        if instead is not None:
            explained[id(instead)] = cause
        spans = actor_spans(wanted, case.text) if isinstance(wanted, GoldActor) else []
        at = spans[0] if spans else locate(wanted, case.text)
        yield Finding(
            article=case.article,
            list=case.list,
            error="miss",
            cause=cause,
            wanted=tell_gold(wanted),
            got=None if instead is None else tell(instead),
            sentence=sentence_at(case.text, *at) if at else "",
        )
    for record in spare:
        yield Finding(
            article=case.article,
            list=case.list,
            error="false",
            cause=explained.get(id(record), "spurious"),
            got=tell(record),
            sentence=_sentence_of(record, case.text),
        )


def _sentence_of(record: AnyRecord, text: str) -> str:
    evidence = _first_evidence(record)
    return sentence_at(text, evidence.start, evidence.end) if evidence else ""


def _cause_of_miss(gold: AnyGold, spare: Sequence[AnyRecord], case: Case) -> tuple[str, AnyRecord | None]:
    """The likely cause of a miss, and the predicted record that stands where the gold one should."""
    if case.extraction is None:
        return "crash", None
    near = [record for record in spare if _touches(gold, record, case.text)]
    if isinstance(gold, GoldActor):
        return "missed name", None
    if isinstance(gold, GoldDate):
        return ("wrong value", near[0]) if near else ("missed date", None)
    return _cause_of_missed_count(gold, near, case.extraction, case.text)


def _cause_of_missed_count(
    gold: GoldCasualty | GoldDisplacement, near: Sequence[AnyRecord], extraction: Extraction, text: str
) -> tuple[str, AnyRecord | None]:
    counts = [r for r in near if isinstance(r, CasualtyCount | DisplacementCount)]
    same_value = [r for r in counts if same_best(gold, r)]
    other_list = extraction.displaced if isinstance(gold, GoldCasualty) else extraction.casualties
    same_value += [r for r in other_list if _touches(gold, r, text) and same_best(gold, r)]
    if same_value:
        return "wrong outcome", same_value[0]
    # Without a quote nothing says that a record of another value was meant for this figure.
    if gold.quote is not None and counts:
        return "wrong value", next((r for r in counts if same_kind(gold, r)), counts[0])
    return "missed number" + _reason(gold, extraction, text), None


def _touches(gold: GoldRecord, record: AnyRecord, text: str) -> bool:
    if isinstance(gold, GoldActor):
        spans = actor_spans(gold, text)
        mentions = record.mentions if isinstance(record, Actor) else ()
        return any(overlaps(span, mention) for span in spans for mention in mentions)
    evidence = _first_evidence(record)
    return evidence is not None and overlaps(locate(gold, text), evidence)


def _reason(gold: GoldCount, extraction: Extraction, text: str) -> str:
    """What the extractor said of the number it left out, in brackets."""
    span = locate(gold, text)
    if span is None:
        return ""
    reasons = [u.reason for u in extraction.unused_numbers if overlaps(span, u.evidence)]
    return f" ({reasons[0]})" if reasons else ""
