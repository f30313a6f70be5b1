"""One headline figure: the widest cumulative total, the sum of disjoint parts, or the largest figure."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.events.tally import Entry
from extractor.records import Quantity, SummaryFigure

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


def headline(
    entries: list[Entry], *, largest: bool = False, disjoint: Sequence[Entry] = ()
) -> SummaryFigure | None:
    """The widest cumulative total, else the sum of disjoint parts, else the largest figure."""
    told = [e for e in entries if e.record.status != "previous"]
    usable = [e for e in told if e.record.scope != "subset"]
    usable = [e for e in usable if e.record.status != "unconfirmed"] or usable
    usable = _without_earlier(usable)
    if not usable:  # parts of a figure for another outcome ("26 wounded, three of whom died")
        return _figure([max(told, key=lambda e: e.best)]) if told else None
    cumulative = [e for e in usable if e.record.scope == "cumulative" and not _outdone(e, usable)]
    if cumulative:
        return _figure([max(cumulative, key=lambda e: e.best)])
    if disjoint:
        return _figure(list(disjoint))
    if largest:
        return _figure([max(usable, key=lambda e: e.best)])
    totals = [_distinct(group) for group in _by_statement(usable)]
    totals.sort(key=lambda group: -sum(e.best for e in group))
    kept = list(totals[0])
    for group in totals[1:]:
        if _adds(group, kept):
            kept += group
    return _figure(sorted(kept, key=lambda e: e.index))


def _without_earlier(entries: list[Entry]) -> list[Entry]:
    """The figures but those of a time that was over when the first dated figure's event began.

    A cumulative total stays: its date may be the day since which it runs.
    """
    main = next((e.record.date for e in entries if e.record.date), None)
    if main is None:
        return entries
    start = main.split("/")[0]
    return [
        e
        for e in entries
        if e.record.date is None
        or e.record.scope == "cumulative"
        or not _is_over(e.record.date.split("/")[-1], start)
    ]


def _is_over(end: str, start: str) -> bool:
    """True when one EDTF date lies before another; an open one and one that holds the other do not."""
    return "X" not in end + start and ".." not in (end, start) and end < start[: len(end)]


def _outdone(total: Entry, entries: list[Entry]) -> bool:
    """True when a larger figure shows a total to be of something less: of a part of the day, of one side."""
    return any(e.best > total.best and _is_wider(e, total) for e in entries)


def _is_wider(figure: Entry, total: Entry) -> bool:
    """One day tells both, or the figure is of people in general and the total of soldiers, say."""
    days = figure.record.date, total.record.date
    if None not in days:
        return days[0] == days[1]
    return total.record.group.role != "unspecified" and figure.record.group.role == "unspecified"


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
    days = {e.record.date for e in group}, {e.record.date for e in kept}
    if None not in days[0] | days[1] and not days[0] & days[1]:
        return False  # another day is another event
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
