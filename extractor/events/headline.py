"""One headline figure of one event: its latest total, the sum of its disjoint parts, or the largest figure.

Nothing is corrected. Rival accounts are never added: the reported one comes before the unconfirmed one, among
equals the one that is given first, and the bounds span them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile

from extractor.events.days import last_day
from extractor.events.tally import Entry
from extractor.lexicon import word_set
from extractor.records import Quantity, SummaryFigure

# At 0.6 one of 403 texts changes, at 0.9 none.
NEAR = 0.8
"""A title's round figure and the body's exact one differ by less than this share of the larger."""


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
    current = _current(entries)
    if not current:
        return None
    whole = [e for e in current if e.record.scope != "subset"]
    if not whole:  # parts of a figure for another outcome ("26 wounded, three of whom died")
        return Headline(_figure([max(current, key=lambda e: e.best)]))
    body = _chosen([e for e in whole if not e.title], disjoint, adding=adding)
    title = _chosen([e for e in whole if e.title], adding=adding)
    chosen = _body_or_title(body, title)
    rivals = tuple(tuple(group) for group in _by_statement(whole) if _is_rival(group, chosen))
    return Headline(_figure(chosen, rivals), rivals)


def _current(entries: Sequence[Entry]) -> list[Entry]:
    """The figures that no other replaces: "initially 10" stands alone, and before "two more"."""
    current = [e for e in entries if e.record.status != "previous" and not _has_raised(e, entries)]
    if all(e.record.scope == "incremental" for e in current if e.record.group.side is None):
        return list(entries)
    return current


def _has_raised(entry: Entry, entries: Sequence[Entry]) -> bool:
    """ "The toll of 14, which stood at 11, rose after three more": an addition that the total holds."""
    if entry.record.scope != "incremental":
        return False
    whole = {e.best for e in entries if e.record.status != "previous" and e.record.scope != "incremental"}
    return any(e.record.status == "previous" and e.best + entry.best in whole for e in entries)


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
    falling = sorted(usable, key=lambda e: -e.best)
    totals = [e for e in usable if e.record.scope == "cumulative" and not _outdone(e, falling)]
    if totals:
        return [_latest(totals)]
    if disjoint and _total(disjoint) >= max(e.best for e in usable):
        return list(disjoint)
    groups = sorted(map(_distinct, _by_statement(usable)), key=lambda group: -_total(group))
    return _first_account(_added_up(groups) if adding else list(groups[0]), groups)


def _added_up(groups: list[list[Entry]]) -> list[Entry]:
    """The largest statement with those that add people to it."""
    kept = list(groups[0])
    for group in groups[1:]:
        if _adds(group, kept):
            kept += group
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


def _first_account(kept: list[Entry], groups: list[list[Entry]]) -> list[Entry]:
    """The account that is given first, where others of equal standing give another number."""
    rivals = [group for group in groups if _is_rival(group, kept)]
    accounts = sorted([kept, *rivals], key=lambda group: min(e.record.evidence.start for e in group))
    return sorted(accounts[0], key=lambda e: e.record.evidence.start)


def _is_rival(group: list[Entry], chosen: list[Entry]) -> bool:
    """True for another speaker's number of the same people: of all, and no part, addition or denial.

    "Police said 40 people died. Two drivers were among the dead, the mayor said": the drivers are a part.
    """
    here, there = ({e.record.source for e in side} for side in (group, chosen))
    if None in here | there or here & there or any(e in chosen for e in group):
        return False
    number, known = _total(group), {0, _total(chosen), *(e.best for e in chosen)}
    if number in known or not _count_the_same(group, chosen):
        return False
    return number > _total(chosen) or not _narrower(group, chosen)


def _count_the_same(group: list[Entry], chosen: list[Entry]) -> bool:
    """Whether two groups of figures count whole numbers of people of one role, as far as the words go."""
    scopes = {e.record.scope for e in chain(group, chosen)}
    roles = _roles(chain(group, chosen))
    return scopes.isdisjoint({"subset", "incremental"}) and (len(roles) == 1 or "unspecified" in roles)


def _narrower(group: list[Entry], whole: list[Entry]) -> bool:
    """True when a group counts a kind of people ("drivers") and the whole counts anybody ("people")."""
    return all(_noun(e) and not _noun(e) & _anybody() for e in group) and any(
        _noun(e) & _anybody() for e in whole
    )


def _outdone(total: Entry, falling: list[Entry]) -> bool:
    """True when a larger figure shows a total to be of something less: of a part of the day, of one side."""
    return any(_is_wider(e, total) for e in takewhile(lambda e: e.best > total.best, falling))


def _is_wider(figure: Entry, total: Entry) -> bool:
    """Another speaker or the same day gives it, or it is of people in general and the total of soldiers."""
    days = figure.record.date, total.record.date
    if None not in days:
        return days[0] == days[1]
    if figure.record.source != total.record.source and total.record.source is not None:
        return figure.record.evidence.start < total.record.evidence.start
    return total.record.group.role != "unspecified" and figure.record.group.role == "unspecified"


def _by_statement(entries: list[Entry]) -> list[list[Entry]]:
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.cue, []).append(entry)
    return list(groups.values())


def _distinct(group: list[Entry]) -> list[Entry]:
    kept: list[Entry] = []
    for entry in group:
        if not any(other.record.evidence == entry.record.evidence for other in kept):
            kept.append(entry)
    return kept


def _adds(group: list[Entry], kept: list[Entry]) -> bool:
    """True when a statement counts other people than those already kept."""
    if any(_told_before(entry, kept) for entry in group):
        return False
    if any(e.record.scope == "incremental" for e in chain(group, kept)):
        return True  # an addition, or the largest figure itself is given as one
    if _days_apart(group, kept):
        return False
    others = _roles(kept)
    general = "unspecified" in others
    if any(e.statement.also and not (general and e.record.group.role == "armed_group") for e in group):
        return True  # "people" may hold the attackers already
    return _countries_apart(group, kept) or _roles_apart(_roles(group), others)


def _told_before(entry: Entry, kept: list[Entry]) -> bool:
    """True for the same number of people who can be the same; of two additions too."""
    twin = any(entry.best == other.best and _alike(entry, other) for other in kept)
    added = any(other.record.scope == "incremental" for other in kept)
    return twin and (entry.record.scope != "incremental" or added)


def _days_apart(group: list[Entry], kept: list[Entry]) -> bool:
    days = {e.record.date for e in group}, {e.record.date for e in kept}
    return None not in days[0] | days[1] and not days[0] & days[1]


def _countries_apart(group: list[Entry], kept: list[Entry]) -> bool:
    here, there = ({c for e in side for c in e.record.group.countries} for side in (group, kept))
    return bool(here and there and not here & there)


def _roles(entries: Iterable[Entry]) -> set[str]:
    return {e.record.group.role for e in entries}


def _roles_apart(here: set[str], there: set[str]) -> bool:
    return "unspecified" not in here | there and not here & there


def _alike(a: Entry, b: Entry) -> bool:
    """True when two figures can be the same people: one noun, or one so general that it fits any."""
    first, second = _noun(a), _noun(b)
    return first == second or not first or not second or bool((first | second) & _anybody())


def _noun(entry: Entry) -> set[str]:
    """The noun that is counted, as a set of one word, or of none."""
    return set((entry.record.group.text or "").lower().split()[-1:])


def _anybody() -> frozenset[str]:
    return word_set("anybody")


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
