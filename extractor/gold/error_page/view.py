"""What the page shows of each article: both sides with their spans, and a row for every record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.articles.sanitize import safe
from extractor.display.markup import Piece, Span, body
from extractor.gold import (
    GoldActor,
    GoldCasualty,
    GoldDisplacement,
    GoldEvent,
    GoldLedgerLine,
    locate,
)
from extractor.gold.evaluation import Evaluated
from extractor.gold.scoring import score_set
from extractor.gold.scoring.errors import (
    AnyGold,
    AnyRecord,
    Finding,
    describe,
    describe_label,
    evidence_of,
    label_of,
)
from extractor.gold.scoring.judge import LISTS, judge_article
from extractor.gold.scoring.matching import Judged, actor_spans
from extractor.records import Actor, CasualtyCount, DisplacementCount, Event, Extraction, LedgerLine


class Row(NamedTuple):
    """One record, or one pair of records, in the table below the text."""

    list: str
    state: str
    wanted: str
    got: str
    why: str


class Panel(NamedTuple):
    """One article of the page."""

    id: str
    title: str
    failure: str
    gold: tuple[Piece, ...]
    got: tuple[Piece, ...]
    rows: tuple[Row, ...]

    @property
    def errors(self) -> int:
        """How many rows are not right."""
        return sum(row.state != "right" for row in self.rows)


def panel(evaluated: Evaluated) -> Panel:
    """An evaluated article as it is shown; after a failure the predicted side is empty."""
    article, gold, extraction = evaluated.article, evaluated.gold, evaluated.extraction
    text = article.text
    gold_spans: list[Span] = []
    got_spans: list[Span] = []
    rows: list[Row] = []
    verdicts = judge_article(gold, extraction, text)
    for name in LISTS:
        if name in gold.labelled:
            spans, more, right = _list(name, evaluated, verdicts[name])
            gold_spans += spans
            got_spans += more
            rows += right
    findings = score_set([(extraction, text, gold)]).findings
    rows += [_row(finding) for finding in findings if finding.error != "key"]
    order = {name: i for i, name in enumerate((*LISTS, "summary"))}
    rows.sort(key=lambda row: order[row.list])
    return Panel(
        id=safe(article.id),
        title=safe(article.title or ""),
        failure="" if extraction else safe(str(evaluated.result)),
        gold=body(text, gold_spans),
        got=body(text, got_spans) if extraction else (),
        rows=tuple(Row(*map(safe, row)) for row in rows),
    )


def _row(finding: Finding) -> Row:
    state = {"miss": "missed", "false": "false", "summary": "summary"}[finding.error]
    return Row(finding.list, state, finding.wanted or "", finding.got or "", finding.cause)


def _list(name: str, evaluated: Evaluated, judged: Judged) -> tuple[list[Span], list[Span], list[Row]]:
    """The spans of both sides of one list, and a row for each matched pair."""
    extraction, text = evaluated.extraction, evaluated.article.text
    wanted: Sequence[AnyGold] = getattr(evaluated.gold, name)
    got: Sequence[AnyRecord] = getattr(extraction, name) if extraction else ()
    rows = [_pair_row(name, wanted[g], got[p], judged.keys[g]) for g, p in judged.pairs.items()]
    states = {g: row.state for g, row in zip(judged.pairs, rows, strict=True)}
    owner = {p: states[g] for g, p in judged.pairs.items()}
    gold_spans = [
        Span(start, end, name, states.get(i, "missed"), _label(record), safe(describe_label(record)))
        for i, record in enumerate(wanted)
        for start, end in _gold_places(record, text)
    ]
    got_spans = [
        Span(start, end, name, owner.get(i, "false"), _label(record), safe(describe(record)))
        for i, record in enumerate(got)
        for start, end in _got_places(record, extraction)
    ]
    return gold_spans, got_spans, rows


def _pair_row(name: str, wanted: AnyGold, got: AnyRecord, keys: Mapping[str, bool]) -> Row:
    """A label with the record that was matched to it, and which of its keys are wrong."""
    wrong = [key for key, right in keys.items() if not right and key != "row"]
    why = "; ".join(f"{key} should be {label_of(name, wanted, key)!r}" for key in wrong)
    return Row(name, "key" if wrong else "right", describe_label(wanted), describe(got), why)


def _label(record: AnyGold | AnyRecord) -> str:
    """The kind and number of a count; dates and names speak for themselves."""
    if isinstance(record, GoldCasualty | CasualtyCount):
        return f"{record.outcome} {record.quantity.best}"
    if isinstance(record, GoldDisplacement | DisplacementCount):
        return f"{record.term} {record.quantity.best}"
    if isinstance(record, GoldEvent | Event):
        return record.type or "event"
    return ""


def _gold_places(record: AnyGold, text: str) -> Iterator[tuple[int, int]]:
    """Where a label stands; a sum has no words of its own."""
    if isinstance(record, GoldActor):
        yield from actor_spans(record, text)
    elif not isinstance(record, GoldLedgerLine) and (span := locate(record, text)):
        yield span


def _got_places(record: AnyRecord, extraction: Extraction | None) -> Iterator[tuple[int, int]]:
    if isinstance(record, LedgerLine):
        return
    evidence = record.mentions if isinstance(record, Actor) else (evidence_of(record, extraction),)
    yield from ((at.start, at.end) for at in evidence if at)
