"""Which predicted line of the ledger is a labelled one: the same total and the same parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping

from extractor.gold import Gold, GoldCasualty, GoldCount, GoldDisplacement, GoldLedgerLine
from extractor.gold.scoring.keys import judged_keys
from extractor.gold.scoring.matching import Judged, family, maximum_matching
from extractor.records import Extraction, LedgerLine

Sum = tuple[Hashable, frozenset[tuple[Hashable, int]]]
"""A total and how often each part stands in its sum."""


def judge_ledger(gold: Gold, extraction: Extraction | None, lists: Mapping[str, Judged]) -> Judged:
    """Pair the labelled lines with the predicted ones.

    A figure that the text says again (same outcome, value and event) is the same total or part.
    """
    wanted = [_wanted_sum(gold, line) for line in gold.ledger]
    lines = extraction.ledger if extraction else ()
    got = [_got_sum(gold, line, lists[line.list]) for line in lines]
    pairs = maximum_matching([[p for p, line in enumerate(got) if line == label] for label in wanted])
    used = set(pairs.values())
    return Judged(
        pairs=pairs,
        keys={
            g: judged_keys("ledger", gold.ledger[g], lines[p], extraction) for g, p in sorted(pairs.items())
        },
        missed=tuple(g for g in range(len(wanted)) if g not in pairs),
        spare=tuple(p for p in range(len(got)) if p not in used),
    )


def _wanted_sum(gold: Gold, line: GoldLedgerLine) -> Sum:
    records: tuple[GoldCount, ...] = (*gold.casualties, *gold.displaced)
    if line.list is not None:
        records = getattr(gold, line.list)
    figures = {record.quote: _figure(record) for record in reversed(records)}
    return figures.get(line.total, line.total), _counted([figures.get(quote, quote) for quote in line.parts])


def _got_sum(gold: Gold, line: LedgerLine, judged: Judged) -> Sum:
    """The sum in the figures of the labels; one that matches no label is a figure of its own."""
    records: tuple[GoldCount, ...] = getattr(gold, line.list)
    figures = {p: _figure(records[g]) for g, p in judged.pairs.items()}
    parts = [figures.get(part, (line.list, part)) for part in line.parts]
    return figures.get(line.total, (line.list, line.total)), _counted(parts)


def _counted(parts: list[Hashable]) -> frozenset[tuple[Hashable, int]]:
    return frozenset(Counter(parts).items())


def _figure(record: GoldCount) -> Hashable:
    kind: Hashable = None
    if isinstance(record, GoldCasualty):
        kind = record.outcome
    elif isinstance(record, GoldDisplacement):
        kind = (family(record.term) if record.term else None, record.unit)
    return kind, record.quantity.best, record.event
