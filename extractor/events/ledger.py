"""How the counts of one event add up.

Counts that one event word governs are one statement ("23 soldiers and one civilian were killed"): their
parts are disjoint. Statements of the same outcome are then the same figure repeated, a total and its
parts, disjoint parts, or rival figures of which the largest is kept. Nothing is corrected: what does not
add up is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import get_args

from extractor.events.tally import AnyCount, Entry, Tally
from extractor.frames.constructions import TABLE_CELL
from extractor.records import CasualtyCount, DisplacementCount, LedgerLine, ListName, Relation

# Of 40 labelled articles, with sets on one side of the total: at 5 and at 12 one false line more.
NEAREST = 8
"""So many figures around a stated total may be its parts where nothing ties them to it."""
# At 5 and at 20 no record of 403 texts changes.
SMALLEST_OPEN = 10
"""Undifferentiated casualties below this add up by chance too often."""
REACH = 100
"""A total and its parts stand within so many figures: more than an article has, a bound for the cost."""
# At 0.01 no sum of 403 texts changes, at 0.04 one.
ROUNDING = 0.02
"""Approximate figures agree when they differ by no more than this share of the total."""


def ledger_of(tallies: Sequence[Tally]) -> tuple[LedgerLine, ...]:
    """The ledger lines of an article: those of each event, casualties first."""
    names: tuple[ListName, ...] = get_args(ListName)
    return tuple(
        line for name in names for tally in tallies for line in lines_of(name, tally.event, tally.of(name))
    )


def lines_of(name: ListName, event: int | None, entries: Sequence[Entry]) -> list[LedgerLine]:
    """Totals of the figures of one event whose parts the article gives."""
    lines: list[LedgerLine] = []
    known: set[tuple[int, ...]] = set()
    for place, total in enumerate(entries):
        parts = _parts(total, entries[max(place - REACH, 0) : place + REACH])
        line = _line(name, event, total, parts) if len(parts) >= 2 else None
        if line is not None and line.parts not in known:
            known.add(line.parts)
            lines.append(line)
    return [line for line in lines if not _is_within_another(line, lines)]


def _is_within_another(line: LedgerLine, lines: Sequence[LedgerLine]) -> bool:
    """Whether a sum that is only found takes its parts out of a longer one: of 14, 22 and 5 the 14 and 5."""
    parts = set(line.parts)
    longer = (other for other in lines if len(other.parts) > len(parts))
    return line.basis == "found" and any(parts < set(other.parts) for other in longer)


def _parts(total: Entry, entries: Sequence[Entry]) -> list[Entry]:
    """Counts that the text sets against a total: its breakdown, or what adds up to it."""
    if total.record.scope in ("subset", "incremental") or total.record.status == "previous":
        return []
    compatible = [e for e in entries if e.index != total.index and _part_of(e.record, total.record)]
    broken_down = _first_that_add_up(total, [e for e in compatible if _breaks_down(e, total)])
    if len(broken_down) >= 2 and not _is_row(total):
        return broken_down
    if total.record.status == "unconfirmed" or total.title or _is_row(total):
        return []
    return _loose_parts(total, compatible)


def _is_row(entry: Entry) -> bool:
    """Whether a figure is a row beside others, and no total of the rows behind it."""
    return (
        entry.statement.breakdown or entry.record.rule == TABLE_CELL.name
    ) and entry.record.scope != "cumulative"


def _first_that_add_up(total: Entry, parts: list[Entry]) -> list[Entry]:
    """The parts as far as they reach the total: "Of the 40, 25 are women and 15 men. Nine were minors"."""
    for end in range(2, len(parts)):
        if _sum(parts[:end]) == total.best:
            return parts[:end]
    return parts


def _loose_parts(total: Entry, compatible: list[Entry]) -> list[Entry]:
    """Smaller figures that add up to a total though nothing ties them to it; else shares that do."""
    loose = [e for e in compatible if _is_smaller(e, total) and _may_be_part(e, total)]
    shares = [e for e in loose if e.record.scope == "subset"]
    beside = [e for e in loose if e not in shares]
    return _added_up(total, beside) or _added_up(total, shares) or _opened_by_a_share(total, loose)


def _opened_by_a_share(total: Entry, loose: list[Entry]) -> list[Entry]:
    """ "2,738 houses, of which 894 were destroyed and 1,844 damaged": right behind it, and exactly."""
    behind = [e for e in loose if e.index > total.index]
    if not behind or behind[0].record.scope != "subset":
        return []
    parts = _first_that_add_up(total, [e for e in behind if e.record.sentence == behind[0].record.sentence])
    exact = total.record.quantity.qualifier == "exact" and _sum(parts) == total.best
    return parts if len(parts) > 1 and exact else []


def _sum(entries: Sequence[Entry]) -> int:
    return sum(entry.best for entry in entries)


def _breaks_down(part: Entry, total: Entry) -> bool:
    """Whether a figure behind a total is of its breakdown: "12 dead, four of them women"."""
    return part.statement.breakdown and part.cue == total.cue and part.index > total.index


def _is_smaller(part: Entry, total: Entry) -> bool:
    firm = part.record.quantity.qualifier != "vague" and part.record.status != "previous"
    return firm and 0 < part.best < total.best and not part.title


def _added_up(total: Entry, loose: list[Entry]) -> list[Entry]:
    """What adds up to a total: figures beside each other, or shares, never both ("40, two of them ...")."""
    if total.record.scope == "cumulative":
        parts = _adding_up(total, loose)
    elif _is_open(total.record) and total.best < SMALLEST_OPEN:
        return []
    else:
        parts = _run_adding_up(total, loose)
    return parts if _says_something(parts) else []


def _says_something(parts: list[Entry]) -> bool:
    """False for ones alone, which add up to something everywhere, unless they are shares."""
    return any(e.best > 1 or e.record.scope == "subset" for e in parts)


def _may_be_part(part: Entry, total: Entry) -> bool:
    """No total itself, but that of one side ("the army put its dead at 28 soldiers") beside one of people."""
    if part.record.scope != "cumulative":
        return True
    return part.record.group.role != "unspecified" and total.record.group.role == "unspecified"


def _adding_up(total: Entry, loose: list[Entry]) -> list[Entry]:
    """The largest set of the nearest figures that adds up to a stated total, where no other set does."""
    near = sorted(loose, key=lambda e: abs(e.index - total.index))[:NEAREST]
    for size in range(len(near), 1, -1):
        sets = combinations(sorted(near, key=lambda e: e.index), size)
        found = [list(parts) for parts in sets if _relation(total, list(parts)) != "mismatch"]
        if found:
            return found[0] if len(found) == 1 else []
    return []


def _run_adding_up(total: Entry, loose: list[Entry]) -> list[Entry]:
    """Figures given one after the other that add up exactly: "Forty died. 25 died in A and 15 in B."."""
    for start in range(len(loose)):
        added = 0
        for end in range(start, len(loose)):
            added += loose[end].best
            parts = loose[start : end + 1]
            if end > start and added == total.best and _may_sum(total, parts):
                return parts
            if added > total.best:
                break
    return []


def _may_sum(total: Entry, parts: list[Entry]) -> bool:
    """Whether figures of one side of a total may add up to it: it counts anybody, or any harm."""
    return _on_one_side(parts, total) and (_general(total.record) or _is_open(total.record))


def _on_one_side(parts: list[Entry], total: Entry) -> bool:
    """Whether all parts stand before a total, or all behind it."""
    return len({part.index < total.index for part in parts}) == 1


def _is_open(record: AnyCount) -> bool:
    """Undifferentiated casualties, whose parts are given under other outcomes."""
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
    added = _sum(parts)
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


def _line(name: ListName, event: int | None, total: Entry, parts: list[Entry]) -> LedgerLine:
    added = _sum(parts)
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
        event=event,
        basis="stated" if _stated(total, parts) else "found",
    )


def _stated(total: Entry, parts: list[Entry]) -> bool:
    """True for shares, and for parts that one speaker gives right behind the total."""
    if all(e.statement.breakdown or e.record.scope == "subset" for e in parts):
        return True
    behind = [e.index for e in parts] == list(range(total.index + 1, total.index + 1 + len(parts)))
    return behind and len({e.record.source for e in (total, *parts)} - {None}) <= 1
