"""Why a figure was missed or invented: each error with its sentence and the likely cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from extractor.display.words import sentence_at
from extractor.gold import (
    GoldActor,
    GoldCasualty,
    GoldCount,
    GoldDate,
    GoldDisplacement,
    GoldEvent,
    GoldItem,
    GoldLedgerLine,
    GoldVictim,
    locate,
)
from extractor.gold.scoring.keys import got_value, wanted_keys
from extractor.gold.scoring.matching import actor_spans, overlaps, same_best, same_kind
from extractor.records import (
    Actor,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    Event,
    Evidence,
    Extraction,
    LedgerLine,
    Record,
    Victim,
)

AnyGold = GoldCasualty | GoldDisplacement | GoldDate | GoldActor | GoldVictim | GoldEvent | GoldLedgerLine
AnyRecord = CasualtyCount | DisplacementCount | DateMention | Actor | Victim | Event | LedgerLine


class Finding(Record):
    """One error: a ``miss``, a ``false`` record, a matched record with a wrong ``key``, a ``summary``."""

    article: str
    list: str
    error: Literal["miss", "false", "key", "summary"]
    cause: str
    wanted: str | None = None
    got: str | None = None
    sentence: str = ""


def describe_label(gold: AnyGold) -> str:
    """A gold record in a few words."""
    if isinstance(gold, GoldActor):
        return f"{gold.name} ({gold.kind or '?'})"
    if isinstance(gold, GoldDate):
        return f"{gold.value} “{gold.quote}”"
    if isinstance(gold, GoldEvent):
        place = gold.places[0] if gold.places else None
        return _tell_event(gold.relation, gold.type, gold.quote, place, gold.date)
    if isinstance(gold, GoldVictim):
        return f"{gold.outcome} {gold.name or gold.description} “{gold.quote}”"
    if isinstance(gold, GoldLedgerLine):
        return f"“{gold.total}” = {' + '.join(f'“{part}”' for part in gold.parts)}"
    kind = gold.outcome if isinstance(gold, GoldCasualty) else f"{gold.term} {gold.unit}"
    return f"{kind} {gold.quantity.best}" + (f" “{gold.quote}”" if gold.quote else "")


def describe(record: AnyRecord) -> str:
    """A predicted record in a few words."""
    if isinstance(record, Actor):
        return f"{record.name} ({record.kind})"
    if isinstance(record, DateMention):
        return f"{record.value} “{record.text}”"
    if isinstance(record, Event):
        place = record.place.text if record.place else None
        return _tell_event(record.relation, record.type, record.trigger.text, place, record.date)
    if isinstance(record, Victim):
        return f"{record.outcome} {record.name or record.description} “{record.evidence.text}”"
    if isinstance(record, LedgerLine):
        return record.note or f"{record.list} {record.total} = {' + '.join(map(str, record.parts))}"
    kind = record.outcome if isinstance(record, CasualtyCount) else f"{record.term} {record.unit}"
    return f"{kind} {record.quantity.best} “{record.evidence.text}”"


def _tell_event(
    relation: str | None, kind: str | None, trigger: str | None, place: str | None, date: str | None
) -> str:
    return f"{relation} {kind or 'event'} “{trigger}” ({place or 'no place'}, {date or 'no date'})"


def evidence_of(record: AnyRecord, extraction: Extraction | None = None) -> Evidence | None:
    """Where a record stands in the text; a sum stands where its total does."""
    if isinstance(record, Actor):
        return record.mentions[0] if record.mentions else None
    if isinstance(record, Event):
        return record.trigger
    if isinstance(record, LedgerLine):
        return total.evidence if extraction and (total := _total(record, extraction)) else None
    return record.evidence


def _total(line: LedgerLine, extraction: Extraction) -> CasualtyCount | DisplacementCount | None:
    records: Sequence[CasualtyCount | DisplacementCount] = getattr(extraction, line.list)
    return records[line.total] if line.total < len(records) else None


def span_of(gold: AnyGold, text: str) -> tuple[int, int] | None:
    """Where a label stands in the text, as (start, end)."""
    if isinstance(gold, GoldActor):
        spans = actor_spans(gold, text)
        return spans[0] if spans else None
    if isinstance(gold, GoldLedgerLine):
        at = text.find(gold.total)
        return (at, at + len(gold.total)) if at >= 0 else None
    return locate(gold, text)


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
        wanted=f"{key} = {label_of(case.list, wanted, key)!r}",
        got=f"{described_value(got, key, case.extraction)!r} in {describe(got)}",
        sentence=_sentence_of(got, case),
    )


def label_of(name: str, wanted: GoldItem, key: str) -> object:
    """The label under a key of the list ``name``, by the name that the scores have for it."""
    keys = wanted_keys(name, wanted)
    return keys[key] if key in keys else getattr(wanted, key)


def described_value(got: Record, key: str, extraction: Extraction | None) -> object:
    """What a record says under a key; words where it holds an index."""
    value = got_value(got, key, extraction)
    if extraction and isinstance(value, int) and key == "event":
        return extraction.events[value].trigger.text
    if extraction and isinstance(value, int) and key == "counted_in":
        return extraction.casualties[value].evidence.text
    return value


def explain_unmatched(case: Case, missed: Sequence[AnyGold], spare: Sequence[AnyRecord]) -> Iterator[Finding]:
    """Each miss with its cause, then each false record; one that explains a miss shares its cause."""
    explained: dict[int, str] = {}
    for wanted in missed:
        cause, instead = _cause_of_miss(wanted, spare, case)
        if instead is not None:
            explained[id(instead)] = cause
        at = span_of(wanted, case.text)
        yield Finding(
            article=case.article,
            list=case.list,
            error="miss",
            cause=cause,
            wanted=describe_label(wanted),
            got=None if instead is None else describe(instead),
            sentence=sentence_at(case.text, *at) if at else "",
        )
    for record in spare:
        yield Finding(
            article=case.article,
            list=case.list,
            error="false",
            cause=explained.get(id(record), "spurious"),
            got=describe(record),
            sentence=_sentence_of(record, case),
        )


def _sentence_of(record: AnyRecord, case: Case) -> str:
    evidence = evidence_of(record, case.extraction)
    return sentence_at(case.text, evidence.start, evidence.end) if evidence else ""


def _cause_of_miss(gold: AnyGold, spare: Sequence[AnyRecord], case: Case) -> tuple[str, AnyRecord | None]:
    """The likely cause of a miss, and the predicted record that stands where the gold one should."""
    if case.extraction is None:
        return "crash", None
    near = [record for record in spare if _touches(gold, record, case.text)]
    missed = {
        GoldActor: "missed name",
        GoldEvent: "missed event",
        GoldLedgerLine: "missed sum",
        GoldDate: "missed date",
        GoldVictim: "missed victim",
    }
    if isinstance(gold, GoldDate | GoldVictim) and near:
        return ("wrong value" if isinstance(gold, GoldDate) else "wrong outcome"), near[0]
    if type(gold) in missed:
        return missed[type(gold)], None
    assert isinstance(gold, GoldCasualty | GoldDisplacement)
    return _cause_of_missed_count(gold, near, case.extraction, case.text)


def _cause_of_missed_count(
    gold: GoldCasualty | GoldDisplacement, near: Sequence[AnyRecord], extraction: Extraction, text: str
) -> tuple[str, AnyRecord | None]:
    counts = [r for r in near if isinstance(r, CasualtyCount | DisplacementCount)]
    same = next((r for r in (*counts, *_of_other_list(gold, extraction, text)) if same_best(gold, r)), None)
    if same:
        return "wrong outcome", same
    # Without a quote nothing says that a record of another value was meant for this figure.
    if gold.quote is not None and counts:
        return "wrong value", next((r for r in counts if same_kind(gold, r)), counts[0])
    return "missed number" + _reason(gold, extraction, text), None


def _of_other_list(
    gold: GoldCasualty | GoldDisplacement, extraction: Extraction, text: str
) -> list[CasualtyCount | DisplacementCount]:
    """The counts of the other list that stand at the place of a label."""
    records = extraction.displaced if isinstance(gold, GoldCasualty) else extraction.casualties
    return [record for record in records if _touches(gold, record, text)]


def _touches(gold: AnyGold, record: AnyRecord, text: str) -> bool:
    if isinstance(gold, GoldLedgerLine):
        return False
    if isinstance(gold, GoldActor):
        spans = actor_spans(gold, text)
        mentions = record.mentions if isinstance(record, Actor) else ()
        return any(overlaps(span, mention) for span in spans for mention in mentions)
    evidence = evidence_of(record)
    return evidence is not None and overlaps(locate(gold, text), evidence)


def _reason(gold: GoldCount, extraction: Extraction, text: str) -> str:
    """What the extractor said of the number it left out, in brackets."""
    span = locate(gold, text)
    if span is None:
        return ""
    reasons = [u.reason for u in extraction.unused_numbers if overlaps(span, u.evidence)]
    return f" ({reasons[0]})" if reasons else ""
