"""How the counts of one article add up, and one headline figure per outcome.

Counts that one event word governs are one statement ("23 soldiers and one civilian were killed"): their
parts are disjoint. Statements of the same outcome are then the same figure told again, a total and its
parts, disjoint parts, or rival figures of which the largest is kept. Nothing is corrected: what does not
add up is told.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import get_args

from extractor.records import (
    CasualtyCount,
    DisplacementCount,
    LedgerLine,
    ListName,
    Outcome,
    Quantity,
    Relation,
    Summary,
    SummaryFigure,
)

AnyCount = CasualtyCount | DisplacementCount
OTHER_EVENT = timedelta(days=10)
"""A figure whose time ended this much before the first dated figure of the article is another event's."""
BACKGROUND = timedelta(days=60)
"""A figure for an event that ended longer before publication belongs to another event."""
MAX_PARTS = 12
ROUNDING = 0.02
"""Approximate figures agree when they differ by no more than this share of the total."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record with its place in the list and the event word that governs it."""

    index: int
    record: AnyCount
    statement: int
    also: bool = False
    breakdown: bool = False

    @property
    def best(self) -> int:
        """The best value; entries without one never get here."""
        return self.record.quantity.best or 0


def build_ledger(
    casualties: Sequence[CasualtyCount],
    displaced: Sequence[DisplacementCount],
    *,
    statements: Sequence[tuple[int, bool, bool]] = (),
    moves: Sequence[tuple[int, bool, bool]] = (),
    published: date | None = None,
) -> tuple[tuple[LedgerLine, ...], Summary]:
    """Return the ledger lines and the summary of one article.

    Args:
        casualties: the casualty records in text order.
        displaced: the displacement records in text order.
        statements: for each casualty record, the token of the event word that governs it, whether its
            sentence adds it to what was told before ("also", "separately"), and whether it belongs to a
            list that breaks another figure down.
        moves: the same for the displacement records.
        published: publication day; older events make no headline beside newer ones.
    """
    harmed = _entries(casualties, statements)
    moved = _entries(displaced, moves)
    current = _without_background([*harmed, *moved], published)
    figures = {
        outcome: _headline([e for e in harmed if e in current and _outcome(e.record) == outcome])
        for outcome in get_args(Outcome)
    }
    people = [e for e in moved if e in current and _counts_people(e.record)]
    lines = (*_lines("casualties", harmed), *_lines("displaced", moved))
    return lines, Summary(**figures, displaced=_headline(people, largest=True))


def _entries(records: Sequence[AnyCount], statements: Sequence[tuple[int, bool, bool]]) -> list[Entry]:
    places = statements or [(record.evidence.start, False, False) for record in records]
    return [
        Entry(i, record, *place)
        for i, (record, place) in enumerate(zip(records, places, strict=True))
        if record.quantity.best is not None
    ]


def _outcome(record: AnyCount) -> str | None:
    return record.outcome if isinstance(record, CasualtyCount) else None


def _counts_people(record: AnyCount) -> bool:
    assert isinstance(record, DisplacementCount)
    return record.unit == "people" and record.term != "returned" and not record.term.startswith("housing_")


def _without_background(entries: list[Entry], published: date | None) -> list[Entry]:
    """Leave out events that ended long before publication or the article's own event, and whole years.

    An article that tells of nothing newer keeps its old event.
    """
    ends = [_last_day(e.record.date) for e in entries]
    harmed = [
        end for e, end in zip(entries, ends, strict=True) if isinstance(e.record, CasualtyCount) and end
    ]
    told = harmed[0] if harmed else None
    current = [
        e
        for e, end in zip(entries, ends, strict=True)
        if not (end and published and end < published - BACKGROUND)
        and not (end and told and isinstance(e.record, CasualtyCount) and end < told - OTHER_EVENT)
        and not _is_year(e.record)
    ]
    return current or entries


def _is_year(record: AnyCount) -> bool:
    return record.date is not None and len(record.date) == 4 and record.scope != "cumulative"


def _last_day(value: str | None) -> date | None:
    """Last day of an EDTF value with a known year; null for open ends and unknown years."""
    parts = [int(part) for part in (value or "").split("/")[-1].split("-") if part.isdigit()]
    if not parts or "X" in (value or ""):
        return None
    year, month, day = (*parts, 12, 31)[:3] if len(parts) == 1 else (*parts, 31)[:3]
    month = min(month, 12)
    return date(year, month, min(day, monthrange(year, month)[1])) if 1 <= year <= 9999 and month else None


# ------------------------------------------------------------------------------------------- headline


def _headline(entries: list[Entry], *, largest: bool = False) -> SummaryFigure | None:
    """The widest cumulative total, else the sum of disjoint parts, else the largest figure."""
    told = [e for e in entries if e.record.status != "previous"]
    usable = [e for e in told if e.record.scope != "subset"]
    if not usable:  # parts of a figure for another outcome ("26 wounded, three of whom died")
        return _figure([max(told, key=lambda e: e.best)]) if told else None
    cumulative = [e for e in usable if e.record.scope == "cumulative"]
    if cumulative:
        return _figure([max(cumulative, key=lambda e: e.best)])
    if largest:
        return _figure([max(usable, key=lambda e: e.best)])
    totals = [_distinct(group) for group in _by_statement(usable)]
    totals.sort(key=lambda group: -sum(e.best for e in group))
    kept = list(totals[0])
    for group in totals[1:]:
        if _adds(group, kept):
            kept += group
    return _figure(sorted(kept, key=lambda e: e.index))


def _by_statement(entries: list[Entry]) -> list[list[Entry]]:
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.statement, []).append(entry)
    return list(groups.values())


def _distinct(group: list[Entry]) -> list[Entry]:
    kept: list[Entry] = []
    for entry in group:
        if not any(other.record.evidence == entry.record.evidence for other in kept):
            kept.append(entry)
    return kept


def _adds(group: list[Entry], kept: list[Entry]) -> bool:
    """True when a statement tells of other people than those already kept."""
    for entry in group:
        twin = any(entry.best == other.best and _alike(entry, other) for other in kept)
        told_again = any(other.record.scope == "incremental" for other in kept)
        if twin and (entry.record.scope != "incremental" or told_again):
            return False
    if any(e.record.scope == "incremental" for e in group):
        return True
    others = {e.record.group.role for e in kept}
    general = "unspecified" in others
    if any(e.also and not (general and e.record.group.role == "armed_group") for e in group):
        return True  # "people" may hold the attackers already
    if any(e.record.scope == "incremental" for e in kept):
        return True  # the largest figure itself is told as an addition
    here = {c for e in group for c in e.record.group.countries}
    there = {c for e in kept for c in e.record.group.countries}
    if here and there and not here & there:
        return True
    roles = {e.record.group.role for e in group}
    return "unspecified" not in roles | others and not roles & others


def _alike(a: Entry, b: Entry) -> bool:
    """True when two figures can be the same people: one noun, or one so general that it fits any."""
    first, second = ((entry.record.group.text or "").lower().split()[-1:] for entry in (a, b))
    return first == second or not first or not second or bool({*first, *second} & GENERAL)


GENERAL = frozenset(
    {
        "people",
        "persons",
        "person",
        "others",
        "victims",
        "victim",
        "individuals",
        "dead",
        "wounded",
        "injured",
    }
)


def _figure(entries: list[Entry]) -> SummaryFigure:
    return SummaryFigure(
        quantity=_sum([e.record.quantity for e in entries]), from_=tuple(e.index for e in entries)
    )


def _sum(quantities: list[Quantity]) -> Quantity:
    if len(quantities) == 1:
        return quantities[0]
    lows = [q.low for q in quantities if q.low is not None]
    highs = [q.high for q in quantities if q.high is not None]
    best = sum(q.best or 0 for q in quantities)
    low = sum(lows) if len(lows) == len(quantities) else None
    high = sum(highs) if len(highs) == len(quantities) else None
    if low == best == high:
        qualifier = "exact"
    elif low is not None and high is not None:
        qualifier = "range"
    else:
        qualifier = "at_least" if low is not None else "at_most" if high is not None else "about"
    text = " + ".join(q.text for q in quantities)
    return Quantity(text=text, low=low, best=best, high=high, qualifier=qualifier)


# ---------------------------------------------------------------------------------------------- lines


def _lines(name: ListName, entries: list[Entry]) -> list[LedgerLine]:
    """Totals of the list whose parts the article gives."""
    lines: list[LedgerLine] = []
    for total in entries:
        parts = _parts(total, entries)
        if len(parts) >= 2:
            lines.append(_line(name, total, parts))
    return lines


def _parts(total: Entry, entries: list[Entry]) -> list[Entry]:
    """Counts that the text sets against a total: its breakdown, or what adds up to it."""
    if total.record.scope in ("subset", "incremental") or total.record.status == "previous":
        return []
    compatible = [e for e in entries if e.index != total.index and _part_of(e.record, total.record)]
    broken_down = [
        e for e in compatible if e.breakdown and e.statement == total.statement and e.index > total.index
    ]
    if len(broken_down) >= 2:
        return broken_down
    loose = [e for e in compatible if e.record.scope != "cumulative" and 0 < e.best < total.best]
    if total.record.scope == "cumulative" or _is_open(total.record):
        return _adding_up(total, loose[:MAX_PARTS])
    return _run_adding_up(total, loose)


def _adding_up(total: Entry, loose: list[Entry]) -> list[Entry]:
    """The largest set of figures that adds up to a stated total."""
    for size in range(len(loose), 1, -1):
        for parts in combinations(loose, size):
            if _relation(total, list(parts)) != "mismatch":
                return list(parts)
    return []


def _run_adding_up(total: Entry, loose: list[Entry]) -> list[Entry]:
    """Figures told one after the other that add up exactly: "Forty died. 25 were killed in A and 15 in B."."""
    for start in range(len(loose)):
        added = 0
        for end in range(start, len(loose)):
            added += loose[end].best
            if end > start and added == total.best and _general(total.record):
                return loose[start : end + 1]
            if added > total.best:
                break
    return []


def _is_open(record: AnyCount) -> bool:
    """Undifferentiated casualties, whose parts are told under other outcomes."""
    return isinstance(record, CasualtyCount) and record.outcome == "casualties"


def _general(record: AnyCount) -> bool:
    return record.group.role == "unspecified" or record.group.text is None


def _part_of(part: AnyCount, total: AnyCount) -> bool:
    if isinstance(part, CasualtyCount) and isinstance(total, CasualtyCount):
        return part.outcome == total.outcome or (
            total.outcome == "casualties" and part.outcome in ("killed", "injured", "casualties")
        )
    if isinstance(part, DisplacementCount) and isinstance(total, DisplacementCount):
        housing = part.term.startswith("housing_"), total.term.startswith("housing_")
        returned = part.term == "returned", total.term == "returned"
        return part.unit == total.unit and housing[0] == housing[1] and returned[0] == returned[1]
    return False


def _relation(total: Entry, parts: list[Entry]) -> Relation:
    added = sum(e.best for e in parts)
    if added == total.best:
        return "equal"
    quantity = total.record.quantity
    if quantity.qualifier in ("at_least", "more_than") and added > total.best:
        return "consistent"
    if quantity.qualifier in ("at_most", "less_than") and added < total.best:
        return "consistent"
    words = [quantity, *(e.record.quantity for e in parts)]
    rounded = any(q.qualifier not in ("exact", "at_least") for q in words)
    close = abs(added - total.best) <= ROUNDING * max(total.best, 1)
    return "consistent" if rounded and close else "mismatch"


def _line(name: ListName, total: Entry, parts: list[Entry]) -> LedgerLine:
    added = sum(e.best for e in parts)
    relation = _relation(total, parts)
    sign = {"equal": "=", "consistent": "≈", "mismatch": "≠"}[relation]
    note = f"{' + '.join(f'{e.best:,}' for e in parts)} = {added:,} {sign} {total.record.quantity.text}"
    return LedgerLine(
        list=name,
        total=total.index,
        parts=tuple(e.index for e in parts),
        sum=added,
        relation=relation,
        note=note,
    )
