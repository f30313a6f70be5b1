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
from extractor.gold.scoring.confusion import confused
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
    """One record, or one pair of records, in the table of errors.

    ``keys`` are the keys that are wrong, ``cells`` those of the confusion that count it (``killed>injured``),
    ``wanted_at`` and ``got_at`` the anchors of its words in the two texts.
    """

    list: str
    state: str
    wanted: str
    got: str
    why: str
    keys: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    wanted_at: str = ""
    got_at: str = ""


class Panel(NamedTuple):
    """One article of the page."""

    id: str
    anchor: str
    title: str
    failure: str
    gold: tuple[Piece, ...]
    got: tuple[Piece, ...]
    rows: tuple[Row, ...]

    @property
    def errors(self) -> int:
        """How many rows are not right."""
        return sum(row.state != "right" for row in self.rows)


class _Part(NamedTuple):
    """One list of an article: both sides, the verdicts, and the cells of the confusion."""

    name: str
    anchor: str
    wanted: Sequence[AnyGold]
    got: Sequence[AnyRecord]
    judged: Judged
    cells: Mapping[int, str]

    def wrong(self, g: int) -> tuple[str, ...]:
        """The keys of a matched label that are wrong; that of the whole row is none."""
        return tuple(key for key, right in self.judged.keys[g].items() if not right and key != "row")

    def state(self, g: int) -> str:
        """How a matched label fared."""
        return "key" if self.wrong(g) else "right"

    def cells_of(self, *records: AnyGold | AnyRecord) -> tuple[str, ...]:
        """The cells that count one of these records."""
        return tuple(dict.fromkeys(self.cells[id(record)] for record in records if id(record) in self.cells))

    def wanted_at(self, index: int) -> str:
        """The anchor of a label in the left text."""
        return f"{self.anchor}-wanted-{self.name}-{index}"

    def got_at(self, index: int) -> str:
        """The anchor of a record in the right text."""
        return f"{self.anchor}-got-{self.name}-{index}"


def panel(evaluated: Evaluated, anchor: str) -> Panel:
    """An evaluated article as it is shown; after a failure the predicted side is empty.

    Args:
        evaluated: the article, its labels and what came out.
        anchor: what the anchors of its words begin with.
    """
    article, gold, extraction = evaluated.article, evaluated.gold, evaluated.extraction
    findings = score_set([(extraction, article.text, gold)]).findings
    parts = _parts(evaluated, anchor)
    rows = [row for part in parts for row in _rows(part, findings)]
    rows += map(_headline_row, (finding for finding in findings if finding.error == "summary"))
    gold_spans = [span for part in parts for span in _gold_spans(part, article.text)]
    got_spans = [span for part in parts for span in _got_spans(part, extraction)]
    return Panel(
        id=safe(article.id),
        anchor=anchor,
        title=safe(article.title or ""),
        failure="" if extraction else safe(str(evaluated.result)),
        gold=body(article.text, gold_spans),
        got=body(article.text, got_spans) if extraction else (),
        rows=tuple(map(_harmless, rows)),
    )


def _parts(evaluated: Evaluated, anchor: str) -> list[_Part]:
    """The labelled lists of an article."""
    gold, extraction = evaluated.gold, evaluated.extraction
    verdicts, cells = judge_article(gold, extraction, evaluated.article.text), _cells(evaluated)
    return [
        _Part(name, anchor, getattr(gold, name), _records(extraction, name), verdicts[name], cells)
        for name in LISTS
        if name in gold.labelled
    ]


def _harmless(row: Row) -> Row:
    return row._replace(wanted=safe(row.wanted), got=safe(row.got), why=safe(row.why))


def _records(extraction: Extraction | None, name: str) -> Sequence[AnyRecord]:
    return getattr(extraction, name) if extraction else ()


def _cells(evaluated: Evaluated) -> dict[int, str]:
    """The cell of the confusion for each label and record, by identity."""
    pairs = confused(evaluated.extraction, evaluated.article.text, evaluated.gold)
    return {
        id(side): f"{pair.wanted}>{pair.got}" for pair in pairs for side in (pair.label, pair.record) if side
    }


def _rows(part: _Part, findings: Sequence[Finding]) -> Iterator[Row]:
    """A row for each pair, each miss and each false record of a list."""
    yield from (_pair_row(part, g, p) for g, p in part.judged.pairs.items())
    yield from _unmatched(part, [finding for finding in findings if finding.list == part.name])


def _pair_row(part: _Part, g: int, p: int) -> Row:
    """A label with the record that was matched to it, and which of its keys are wrong."""
    wanted, got, wrong = part.wanted[g], part.got[p], part.wrong(g)
    return Row(
        part.name,
        part.state(g),
        describe_label(wanted),
        describe(got),
        "; ".join(f"{key} should be {label_of(part.name, wanted, key)!r}" for key in wrong),
        wrong,
        part.cells_of(wanted, got),
        part.wanted_at(g),
        part.got_at(p),
    )


def _unmatched(part: _Part, findings: Sequence[Finding]) -> Iterator[Row]:
    """A row for each label that was missed and each record that is false, with its cause."""
    missed = [finding for finding in findings if finding.error == "miss"]
    for index, finding in zip(part.judged.missed, missed, strict=True):
        cells = part.cells_of(part.wanted[index])
        at = part.wanted_at(index)
        yield Row(part.name, "missed", finding.wanted or "", finding.got or "", finding.cause, (), cells, at)
    false = [finding for finding in findings if finding.error == "false"]
    for index, finding in zip(part.judged.spare, false, strict=True):
        cells = part.cells_of(part.got[index])
        at = part.got_at(index)
        yield Row(part.name, "false", "", finding.got or "", finding.cause, (), cells, "", at)


def _headline_row(finding: Finding) -> Row:
    return Row(finding.list, "summary", finding.wanted or "", finding.got or "", finding.cause)


def _gold_spans(part: _Part, text: str) -> Iterator[Span]:
    states = {g: part.state(g) for g in part.judged.pairs}
    for i, record in enumerate(part.wanted):
        state, title = states.get(i, "missed"), safe(describe_label(record))
        for nth, (start, end) in enumerate(_gold_places(record, text)):
            anchor = "" if nth else part.wanted_at(i)
            yield Span(start, end, part.name, state, _label(record), title, anchor)


def _got_spans(part: _Part, extraction: Extraction | None) -> Iterator[Span]:
    states = {p: part.state(g) for g, p in part.judged.pairs.items()}
    for i, record in enumerate(part.got):
        state, title = states.get(i, "false"), safe(describe(record))
        for nth, (start, end) in enumerate(_got_places(record, extraction)):
            anchor = "" if nth else part.got_at(i)
            yield Span(start, end, part.name, state, _label(record), title, anchor)


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
