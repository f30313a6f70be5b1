"""The headline figures of each event, and of the article."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from extractor.events.headline import Headline, headline, sum_of
from extractor.events.tally import AnyCount, Entry, Tally
from extractor.records import (
    CasualtyCount,
    DisplacementCount,
    Event,
    LedgerLine,
    Outcome,
    Quantity,
    Summary,
    SummaryFigure,
)

NAMES: tuple[str, ...] = get_args(Outcome)


def event_summaries(tallies: Sequence[Tally], lines: Sequence[LedgerLine]) -> tuple[list[Summary], list[str]]:
    """The headline figures of each event, and warnings of rival accounts."""
    own: dict[int | None, list[LedgerLine]] = {}
    for line in lines:
        own.setdefault(line.event, []).append(line)
    found = [event_summary(tally, own.get(tally.event, ())) for tally in tallies]
    return [summary for summary, _ in found], [line for _, warnings in found for line in warnings]


def event_summary(tally: Tally, lines: Sequence[LedgerLine]) -> tuple[Summary, list[str]]:
    """The headline figures of one event, and a warning for each that rival accounts dispute.

    Args:
        tally: the figures of the event.
        lines: its ledger.
    """
    harmed = _by_outcome(tally)
    found = _headlines(tally, harmed, lines)
    figures = {name: head.figure for name, head in found.items()}
    for name, entries in harmed.items():
        if own := _attackers(entries):
            figures[name] = _added_to(figures.get(name), own)
    for name in NAMES if tally.victims else ():
        if who := _beside(figures.get(name), tally, name):
            figures[name] = _with_victims(figures.get(name), who)
    warnings = [_dispute(name, head) for name, head in found.items() if head.rivals]
    killed = _perpetrators(tally, harmed.get("killed", ()))
    return Summary(**figures, housing=_housing(tally), perpetrators_killed=killed), warnings


def _beside(figure: SummaryFigure | None, tally: Tally, outcome: str) -> tuple[int, ...]:
    """The single victims of an outcome whom no figure counts."""
    who = tally.uncounted(outcome)
    apart = tuple(i for i in who if i not in tally.attackers)
    if figure is None or len(apart) == len(who):
        return who
    without = (figure.quantity.best or 0) - (len(who) - len(apart))
    return apart if without in _numbers_without_attackers(tally, outcome) else who


def _numbers_without_attackers(tally: Tally, outcome: str) -> set[int]:
    """How many an attacker is said to have harmed, by figures and by single victims.

    "Four people are dead. A clerk killed three guests and then himself": the three show that the four hold
    the clerk. "Two bodies were found: he had shot his wife and himself": the wife shows it.
    """
    whole = (e for e in tally.casualties if _outcome(e.record) == outcome and e.record.scope is None)
    alone = (i for i, v in tally.victims if v.outcome in (outcome, "casualties") and v.counted_in is None)
    done = {e.best for e in whole if e.record.rule == "active_object" and e.record.status == "reported"}
    return done or {sum(i not in tally.attackers for i in alone)} - {0}


def _by_outcome(tally: Tally) -> dict[str, list[Entry]]:
    """The figures of each outcome that the casualties of an event have, in the order of ``NAMES``."""
    found: dict[str, list[Entry]] = {}
    for entry in tally.casualties:
        found.setdefault(_outcome(entry.record), []).append(entry)
    return {name: found[name] for name in NAMES if name in found}


def _headlines(
    tally: Tally, harmed: Mapping[str, Sequence[Entry]], lines: Sequence[LedgerLine]
) -> dict[str, Headline]:
    """The headline of each outcome and movement that the figures of an event give, attackers apart."""
    found: dict[str, Headline | None] = {}
    for name, figures in harmed.items():
        if entries := [e for e in figures if not _is_attacker(e)]:
            found[name] = headline(_without_parts(entries, lines), _shown_disjoint(lines, tally, name))
    for name, belongs in MOVED.items() if tally.displaced else ():
        found[name] = headline([e for e in tally.displaced if belongs(e.record)], adding=False)
    return {name: head for name, head in found.items() if head}


def _without_parts(entries: Sequence[Entry], lines: Sequence[LedgerLine]) -> list[Entry]:
    """ "63 died: 41 in A. Another 15 died in B and 7 in C": the parts of a figure add nothing to it."""
    known = {entry.index for entry in entries}
    sums = [line for line in lines if line.list == "casualties" and line.relation != "mismatch"]
    parts = {part for line in sums if line.total in known for part in line.parts}
    return [entry for entry in entries if entry.index not in parts]


def article_summary(events: Sequence[Event]) -> tuple[Summary, list[str]]:
    """That of the main event; of a digest the sum over its current events; else that of the aggregates.

    Returns:
        the summary, and a warning where an aggregate had to stand in.
    """
    main = next((event for event in events if event.relation == "main"), None)
    if main is not None:
        return main.summary, []
    current = [event.summary for event in events if event.relation == "other"]
    if current:
        return _added(current), []
    sums = [event.summary for event in events if event.relation == "aggregate"]
    if sums:
        return sums[0], [
            "the headline figures are those of many events together: the text reports no single one"
        ]
    return Summary(), []


def _moved(*, returned: bool, unit: str) -> Callable[[AnyCount], bool]:
    def belongs(record: AnyCount) -> bool:
        assert isinstance(record, DisplacementCount)
        housing = record.term.startswith("housing_")
        return not housing and record.unit == unit and (record.term == "returned") == returned

    return belongs


MOVED: dict[str, Callable[[AnyCount], bool]] = {
    "displaced": _moved(returned=False, unit="people"),
    "returned": _moved(returned=True, unit="people"),
    "households": _moved(returned=False, unit="households"),
}


def _with_victims(figure: SummaryFigure | None, victims: tuple[int, ...]) -> SummaryFigure:
    """The figure with the single victims whom it does not count."""
    one = Quantity(text="", low=len(victims), best=len(victims), high=len(victims), qualifier="exact")
    if figure is None:
        return SummaryFigure(
            quantity=one.model_copy(update={"text": str(one.best)}), from_=(), victims=victims
        )
    return SummaryFigure(quantity=sum_of([figure.quantity, one]), from_=figure.from_, victims=victims)


def _outcome(record: AnyCount) -> str:
    assert isinstance(record, CasualtyCount)
    return record.outcome


def _housing(tally: Tally) -> SummaryFigure | None:
    """Homes of each term, added up."""
    terms: dict[str, list[Entry]] = {}
    for entry in tally.displaced:
        assert isinstance(entry.record, DisplacementCount)
        if entry.record.unit == "homes":
            terms.setdefault(entry.record.term, []).append(entry)
    heads = [head.figure for entries in terms.values() if (head := headline(entries))]
    return _sum(heads) if heads else None


def _attackers(entries: Sequence[Entry]) -> SummaryFigure | None:
    """The attackers among the figures of one outcome whom the text counts apart from the others.

    A part of another figure is in it already.
    """
    apart = [e for e in entries if _is_attacker(e) and e.record.scope != "subset"]
    tolls = [e.index for e in entries if _is_toll_of_all(e)] if apart else []
    if tolls:  # it holds the attackers too, but not in "the toll is 13; two raiders also died"
        apart = [e for e in apart if e.statement.also and e.index > max(tolls)]
    head = headline(apart)
    return head.figure if head else None


def _is_toll_of_all(entry: Entry) -> bool:
    standing = entry.record.scope == "cumulative" and entry.record.status != "previous"
    return standing and not _is_attacker(entry)


def _added_to(figure: SummaryFigure | None, attackers: SummaryFigure) -> SummaryFigure:
    """ "At least 45 people were killed. Five attackers also died": both, and the five are known apart."""
    if figure is None:
        return attackers
    indexes = tuple(sorted({*figure.from_, *attackers.from_}))
    return SummaryFigure(quantity=sum_of([figure.quantity, attackers.quantity]), from_=indexes)


def _perpetrators(tally: Tally, killed: Sequence[Entry]) -> SummaryFigure | None:
    """The attackers among the killed of an event."""
    head = headline([e for e in killed if _is_attacker(e)])
    figure = head.figure if head else None
    lone = tuple(i for i in tally.uncounted("killed") if i in tally.attackers)
    return _with_victims(figure, lone) if lone else figure


def _is_attacker(entry: Entry) -> bool:
    return entry.record.group.side == "perpetrator"


def _shown_disjoint(lines: Sequence[LedgerLine], tally: Tally, outcome: str) -> list[Entry]:
    """The figures of one outcome that a total of all casualties shows to be parts beside each other."""
    entries = {entry.index: entry for entry in tally.casualties}
    for line in lines:
        total = entries.get(line.total)
        usable = line.list == "casualties" and line.relation != "mismatch"
        if usable and total is not None and _outcome(total.record) != outcome:
            parts = [entries[i] for i in line.parts if i in entries]
            return [entry for entry in parts if _outcome(entry.record) == outcome]
    return []


def _added(summaries: Sequence[Summary]) -> Summary:
    """The figures of several events, each outcome added up over those that state it."""
    figures: dict[str, SummaryFigure] = {}
    for name in Summary.model_fields:
        stated = [figure for summary in summaries if (figure := getattr(summary, name))]
        if stated:
            figures[name] = _sum(stated)
    return Summary(**figures)


def _sum(figures: Sequence[SummaryFigure]) -> SummaryFigure:
    quantity: Quantity = sum_of([figure.quantity for figure in figures])
    return SummaryFigure(
        quantity=quantity,
        from_=tuple(i for figure in figures for i in figure.from_),
        victims=tuple(i for figure in figures for i in figure.victims),
    )


def _dispute(name: str, head: Headline) -> str:
    others = ", ".join(f"{sum(e.best for e in group):,} ({group[0].record.source})" for group in head.rivals)
    return f"{name}: accounts differ; {head.figure.quantity.best:,} is taken, others give {others}"
