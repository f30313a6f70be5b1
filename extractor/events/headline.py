"""One headline figure of one event: its latest total, the sum of its disjoint parts, or the largest figure.

Nothing is corrected. Rival accounts are never added: the reported one comes before the unconfirmed one, among
equals the one that is given first, and the bounds span them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from extractor.events.days import last_day
from extractor.events.gathered import Gathered, Wider
from extractor.events.tally import Entry
from extractor.records import Quantity, SummaryFigure

PARTIAL = frozenset({"incremental", "subset"})
"""Scopes of figures that are not the whole of an event."""
# At 0.6 one of 403 texts changes, at 0.9 none.
NEAR = 0.8
"""A title's round figure and the body's exact one differ by less than this share of the larger."""

OLDER = 100
"""An addition may have raised one of so many replaced figures: more than an article has, a bound of cost."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The figure of one outcome of one event, and the rival accounts that its bounds span."""

    figure: SummaryFigure
    rivals: tuple[tuple[Entry, ...], ...] = ()


def headline(
    entries: Sequence[Entry], disjoint: Sequence[Entry] = (), *, adding: bool = True
) -> Headline | None:
    """The headline figure of one outcome.

    Args:
        entries: the figures of one outcome of one event, in text order.
        disjoint: those of them that a total of all casualties shows to lie beside each other.
        adding: whether figures of several statements may be added up; people who moved are counted again and
            again, in wider areas and longer times.
    """
    if not entries:
        return None
    if len(entries) == 1 and not disjoint:
        return Headline(_figure(entries))
    current = _current(entries)
    whole = [e for e in current if e.record.scope != "subset"]
    if not whole:  # parts of a figure for another outcome ("26 wounded, three of whom died")
        return Headline(_figure([max(current, key=lambda e: e.best)]))
    body = _chosen([e for e in whole if not e.title], disjoint, adding=adding)
    title = _chosen([e for e in whole if e.title], adding=adding)
    chosen = _body_or_title(body, title)
    taken = Gathered.of(chosen)
    statements = map(Gathered.of, _by_statement(whole))
    rivals = tuple(tuple(group.entries) for group in statements if _is_rival(group, taken))
    return Headline(_figure(chosen, rivals), rivals)


def _current(entries: Sequence[Entry]) -> list[Entry]:
    """The figures that no other replaces: "initially 10" stands alone, and before "two more"."""
    whole = {e.best for e in entries if e.record.status != "previous" and e.record.scope != "incremental"}
    older = list(dict.fromkeys(e.best for e in entries if e.record.status == "previous"))[:OLDER]
    most, last = max(whole, default=0), None
    current: list[Entry] = []
    for entry in entries:
        if entry.record.status != "previous" and not _has_raised(entry, last, most, older, whole):
            current.append(entry)
        last = last if entry.record.scope in PARTIAL else entry
    if all(e.record.scope == "incremental" for e in current if e.record.group.side is None):
        return list(entries)
    return current


def _has_raised(entry: Entry, last: Entry | None, most: int, older: Sequence[int], whole: Set[int]) -> bool:
    """ "The toll of 14, which stood at 11, rose after three more": an addition that the total holds.

    So is one right behind an older figure ("had put it at 14 before six more were found").
    """
    if entry.record.scope != "incremental":
        return False
    if last is not None and last.record.status == "previous":
        return last.best + entry.best <= most
    return any(best + entry.best in whole for best in older)


def _body_or_title(body: list[Entry], title: list[Entry]) -> list[Entry]:
    """The body's figure, hedged and dated, comes before the title's bare one, unless it is a part of it."""
    if not body or not title:
        return body or title
    return title if _total(body) < NEAR * _total(title) else body


def _chosen(entries: list[Entry], disjoint: Sequence[Entry] = (), *, adding: bool) -> list[Entry]:
    """The figures that make the headline, in text order."""
    usable = [e for e in entries if e.record.status != "unconfirmed"] or entries
    if not usable:
        return []
    if totals := _standing_totals(usable):
        return _total_or_rival(_latest(totals), usable)
    if disjoint and _total(disjoint) >= max(e.best for e in usable):
        return list(disjoint)
    groups = _statements([e for e in usable if e.record.scope != "cumulative"])
    account = _first_account(Gathered.of(groups[0]), groups)
    return _in_order(_added_up(account, groups).entries) if adding else account


def _standing_totals(usable: list[Entry]) -> list[Entry]:
    """The running totals that no larger figure shows to be of something less."""
    wider = Wider(usable)
    return [e for e in usable if e.record.scope == "cumulative" and not wider.outdo(e)]


def _total_or_rival(latest: Entry, usable: list[Entry]) -> list[Entry]:
    """A total, unless an account before it disputes it; one that moves the toll is disputed by none."""
    if latest.statement.moved:
        return [latest]
    return _first_account(Gathered.of([latest]), _statements(usable))


def _statements(entries: list[Entry]) -> list[list[Entry]]:
    """The figures of each event word, the largest sum first."""
    return sorted(map(_distinct, _by_statement(entries)), key=lambda group: -_total(group))


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda e: e.record.evidence.start)


def _added_up(account: list[Entry], groups: list[list[Entry]]) -> Gathered:
    """An account with the statements that add people to it, and no rival of it."""
    kept, first = Gathered.of(account), Gathered.of(account)
    for group in groups:
        further = Gathered.of(group)
        if (
            further.indexes.isdisjoint(kept.indexes)
            and not _is_rival(further, first)
            and _adds(further, kept)
        ):
            for entry in group:
                kept.add(entry)
    return kept


def _latest(totals: list[Entry]) -> Entry:
    """The total of the latest day, where days are given; else the largest of the first speaker."""
    days = [last_day(e.record.date) for e in totals]
    if len({day for day in days if day}) > 1 and all(days):
        latest = max(day for day in days if day)
        totals = [e for e, day in zip(totals, days, strict=True) if day == latest]
    first = min(totals, key=lambda e: e.record.evidence.start)
    if first.record.source is not None:
        totals = [e for e in totals if e.record.source in (first.record.source, None)]
    return max(totals, key=lambda e: e.best)


def _first_account(kept: Gathered, groups: list[list[Entry]]) -> list[Entry]:
    """The account that is given first, where others of equal standing give another number."""
    rivals = [group for group in groups if _is_rival(Gathered.of(group), kept)]
    accounts = [sorted(group, key=lambda e: e.record.evidence.start) for group in (kept.entries, *rivals)]
    return min(accounts, key=lambda group: group[0].record.evidence.start)


def _is_rival(group: Gathered, chosen: Gathered) -> bool:
    """True for another speaker's number of the same people: of all, and no part, addition or denial.

    "Police said 40 people died. Two drivers were among the dead, the mayor said": the drivers are a part.
    """
    if None in group.sources or None in chosen.sources or not group.sources.isdisjoint(chosen.sources):
        return False
    if group.ends < chosen.moved:
        return False  # a toll has left it behind
    known = group.total in (0, chosen.total) or group.total in chosen.nouns
    if known or not group.indexes.isdisjoint(chosen.indexes) or not _count_the_same(group, chosen):
        return False
    # "drivers" beside "people": a kind of people beside anybody
    return group.total > chosen.total or not (group.special and chosen.general)


def _count_the_same(group: Gathered, chosen: Gathered) -> bool:
    """Whether two groups of figures count whole numbers of people of one role, as far as the words go."""
    roles = group.roles | chosen.roles
    scopes = group.scopes | chosen.scopes
    return scopes.isdisjoint({"subset", "incremental"}) and (len(roles) == 1 or "unspecified" in roles)


def _by_statement(entries: list[Entry]) -> list[list[Entry]]:
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.cue, []).append(entry)
    return list(groups.values())


def _distinct(group: list[Entry]) -> list[Entry]:
    kept: dict[tuple[int, int], Entry] = {}
    for entry in group:
        kept.setdefault((entry.record.evidence.start, entry.record.evidence.end), entry)
    return list(kept.values())


def _adds(group: Gathered, kept: Gathered) -> bool:
    """True when a statement counts other people than those already kept."""
    added = "incremental" in kept.scopes
    # of two additions the same number is told again; of a figure and an addition it is not
    if any(kept.holds_twin(e) and (added or e.record.scope != "incremental") for e in group.entries):
        return False
    if added or "incremental" in group.scopes:
        return True  # an addition, or the largest figure itself is given as one
    if _all_apart(group.days, kept.days, None):
        return False
    general = "unspecified" in kept.roles
    if any(
        e.statement.also and not (general and e.record.group.role == "armed_group") for e in group.entries
    ):
        return True  # "people" may hold the attackers already
    return _countries_apart(group, kept) or _all_apart(group.roles, kept.roles, "unspecified")


def _countries_apart(group: Gathered, kept: Gathered) -> bool:
    return bool(group.countries and kept.countries) and group.countries.isdisjoint(kept.countries)


def _all_apart(here: Set[str | None], there: Set[str | None], unknown: str | None) -> bool:
    """Whether two groups have no value in common, and know theirs of each of their figures."""
    return unknown not in here and unknown not in there and here.isdisjoint(there)


def _total(entries: Iterable[Entry]) -> int:
    return sum(e.best for e in entries)


def _figure(entries: Sequence[Entry], rivals: Sequence[Sequence[Entry]] = ()) -> SummaryFigure:
    quantity = sum_of([e.record.quantity for e in entries])
    if rivals:
        quantity = _spanning(quantity, [sum_of([e.record.quantity for e in group]) for group in rivals])
    return SummaryFigure(quantity=quantity, from_=tuple(e.index for e in entries))


def sum_of(quantities: Sequence[Quantity]) -> Quantity:
    """Several quantities added up, with their bounds; one is left as it is."""
    if len(quantities) == 1:
        return quantities[0]
    lows = [q.low for q in quantities if q.low is not None]
    highs = [q.high for q in quantities if q.high is not None]
    best = sum(q.best or 0 for q in quantities)
    low = sum(lows) if len(lows) == len(quantities) else None
    high = sum(highs) if len(highs) == len(quantities) else None
    return _worded(" + ".join(q.text for q in quantities), low, best, high)


def _spanning(quantity: Quantity, rivals: Sequence[Quantity]) -> Quantity:
    """The chosen quantity with bounds that reach over the rival ones."""
    ends = [value for q in (quantity, *rivals) for value in (q.low, q.best, q.high) if value is not None]
    open_end = any(q.high is None and q.low is not None for q in (quantity, *rivals))
    return _worded(quantity.text, min(ends), quantity.best or 0, None if open_end else max(ends))


def _worded(text: str, low: int | None, best: int, high: int | None) -> Quantity:
    if low == best == high:
        return Quantity(text=text, low=low, best=best, high=high, qualifier="exact")
    if low is not None and high is not None:
        return Quantity(text=text, low=low, best=best, high=high, qualifier="range")
    qualifier = "at_least" if low is not None else "at_most" if high is not None else "about"
    return Quantity(text=text, low=low, best=best, high=high, qualifier=qualifier)
