"""How the counts of one article add up, and one headline figure per outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from extractor.records import (
    CasualtyCount,
    DisplacementCount,
    LedgerLine,
    Outcome,
    Quantity,
    Summary,
    SummaryFigure,
)

GENERIC = frozenset(
    {
        None,
        "people",
        "persons",
        "person",
        "others",
        "other",
        "victims",
        "individuals",
        "dead",
        "bodies",
        "more",
        "other people",
        "more people",
        "deaths",
        "fatalities",
        "lives",
        "casualties",
        "injuries",
        "wounded",
        "injured",
    }
)


def build_ledger(
    casualties: Sequence[CasualtyCount], displaced: Sequence[DisplacementCount]
) -> tuple[tuple[LedgerLine, ...], Summary]:
    """Return the ledger lines and the summary of one article."""
    figures = {
        outcome: _headline([(i, r) for i, r in enumerate(casualties) if r.outcome == outcome])
        for outcome in get_args(Outcome)
    }
    moved = [
        (i, r)
        for i, r in enumerate(displaced)
        if r.unit == "people" and r.term != "returned" and not r.term.startswith("housing_")
    ]
    return (), Summary(**figures, displaced=_headline(moved, largest=True))


def _headline(
    records: Sequence[tuple[int, CasualtyCount | DisplacementCount]], *, largest: bool = False
) -> SummaryFigure | None:
    usable = [
        (i, r)
        for i, r in records
        if r.scope != "subset" and r.status != "previous" and r.quantity.best is not None
    ]
    if not usable:
        return None
    distinct: list[tuple[int, CasualtyCount | DisplacementCount]] = []
    for i, record in usable:
        if not any(_same(record, other) for _, other in distinct):
            distinct.append((i, record))
    cumulative = [(i, r) for i, r in distinct if r.scope == "cumulative"]
    if cumulative:
        i, record = max(cumulative, key=lambda item: item[1].quantity.best or 0)
        return SummaryFigure(quantity=record.quantity, from_=(i,))
    top_i, top = max(distinct, key=lambda item: item[1].quantity.best or 0)
    generic = [(i, r) for i, r in distinct if _generic(r) and r.scope != "incremental"]
    parts = [(i, r) for i, r in distinct if not (_generic(r) and r.scope != "incremental")]
    if largest or not parts:
        return SummaryFigure(quantity=top.quantity, from_=(top_i,))
    total = sum(r.quantity.best or 0 for _, r in parts)
    if generic:
        best_i, best = max(generic, key=lambda item: item[1].quantity.best or 0)
        if (best.quantity.best or 0) >= total:
            return SummaryFigure(quantity=best.quantity, from_=(best_i,))
        parts = [(best_i, best), *parts] if any(r.scope == "incremental" for _, r in parts) else parts
    return _sum(sorted(parts))


def _sum(parts: Sequence[tuple[int, CasualtyCount | DisplacementCount]]) -> SummaryFigure:
    if len(parts) == 1:
        return SummaryFigure(quantity=parts[0][1].quantity, from_=(parts[0][0],))
    lows = [r.quantity.low for _, r in parts]
    highs = [r.quantity.high for _, r in parts]
    best = sum(r.quantity.best or 0 for _, r in parts)
    low = None if None in lows else sum(v for v in lows if v is not None)
    high = None if None in highs else sum(v for v in highs if v is not None)
    qualifier = "exact" if low == best == high else "at_least" if low == best else "about"
    text = " + ".join(r.quantity.text for _, r in parts)
    quantity = Quantity(text=text, low=low, best=best, high=high, qualifier=qualifier)  # type: ignore[arg-type]
    return SummaryFigure(quantity=quantity, from_=tuple(i for i, _ in parts))


def _same(a: CasualtyCount | DisplacementCount, b: CasualtyCount | DisplacementCount) -> bool:
    """The same figure told twice: equal numbers whose groups can be the same people."""
    if a.quantity.best != b.quantity.best or a.scope == "incremental":
        return False
    return _generic(a) or _generic(b) or _noun(a) == _noun(b)


def _noun(record: CasualtyCount | DisplacementCount) -> str:
    return (record.group.text or "").lower().split()[-1]


def _generic(record: CasualtyCount | DisplacementCount) -> bool:
    return (record.group.text or "").lower() in GENERIC or record.group.text is None
