"""Headline figures and sums of an article whose records were corrected.

What a reviewer wrote stands. Where the records of an event are the run's, so is its headline. Elsewhere the
figures that the run took are taken again with their new values; where one of them is gone or another was
added, the widest cumulative total is taken, else the largest figure, and a warning says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from extractor.events.headline import sum_of
from extractor.events.summaries import MOVED, article_summary
from extractor.labelling.review.edits import Labels
from extractor.records import (
    CasualtyCount,
    DisplacementCount,
    Event,
    Extraction,
    LedgerLine,
    Quantity,
    Summary,
    SummaryFigure,
    Victim,
)

AnyCount = CasualtyCount | DisplacementCount


class Totals(NamedTuple):
    """What the headlines of a corrected article are made from, beside its records.

    ``moved`` gives the index now of each record of the run that is still there, list by list; ``labels`` are
    the reviewer's, ``drafted`` the run's records as labels; ``touched`` are the lists that were corrected.
    """

    run: Extraction
    moved: Mapping[str, Mapping[int, int]]
    labels: Labels
    drafted: Labels
    touched: set[str]


def with_totals(
    extraction: Extraction, made: Extraction, events: Sequence[Labels], totals: Totals
) -> Extraction:
    """A corrected extraction with its headlines and its sums.

    Args:
        extraction: the corrected records.
        made: the same from the labels alone, for what no record of the run holds.
        events: the label of each event.
        totals: what the run had, and what was changed.
    """
    warnings: list[str] = []
    done = []
    for index, event in enumerate(extraction.events):
        summary, chosen = _event_summary(extraction, index, events[index], totals)
        done.append(event.model_copy(update={"summary": summary}))
        if chosen:
            where = event.place.text if event.place else event.trigger.text
            names = ", ".join(chosen)
            warnings.append(f"corrected: the headline of {names} of the event “{where}” was chosen again")
    return extraction.model_copy(
        update={
            "events": tuple(done),
            "summary": _article(extraction, done, totals),
            "ledger": _ledger(extraction, made, totals),
            "warnings": (*extraction.warnings, *warnings),
        }
    )


def _event_summary(
    extraction: Extraction, index: int, label: Labels, totals: Totals
) -> tuple[Summary, list[str]]:
    """The headlines of an event, and the names of those that were chosen again."""
    back = {now: before for before, now in totals.moved["events"].items()}
    before = totals.run.events[back[index]] if index in back else None
    drafted = totals.drafted["events"][back[index]].get("summary", {}) if index in back else {}
    figures: dict[str, SummaryFigure | None] = {}
    chosen: list[str] = []
    for name in Summary.model_fields:
        written = label.get("summary", {})
        old: SummaryFigure | None = getattr(before.summary, name) if before else None
        if name in written and written[name] != drafted.get(name):
            figures[name] = _written(written[name])
        elif _same_members(extraction, index, before, name, totals):
            figures[name] = old and _moved(old, name, totals)
        else:
            figures[name], again = _again(extraction, index, old, name, totals)
            chosen += [name] if again and figures[name] != old else []
    return Summary(**figures), chosen


def _written(best: int | None) -> SummaryFigure | None:
    if best is None:
        return None
    exact = Quantity(text=str(best), low=best, best=best, high=best, qualifier="exact")
    return SummaryFigure(quantity=exact, from_=())


def _list_of(name: str) -> str:
    return "displaced" if name in ("displaced", "returned", "households", "housing") else "casualties"


def _belongs(record: AnyCount, name: str) -> bool:
    """Whether a figure is one of those that a headline is chosen from."""
    if isinstance(record, CasualtyCount):
        if name == "perpetrators_killed":
            return record.outcome == "killed" and record.group.side == "perpetrator"
        return record.outcome == name
    return record.unit == "homes" if name == "housing" else name in MOVED and MOVED[name](record)


def _members(extraction: Extraction, index: int, name: str) -> dict[int, AnyCount]:
    records: Sequence[AnyCount] = getattr(extraction, _list_of(name))
    return {i: r for i, r in enumerate(records) if r.event == index and _belongs(r, name)}


def _alone(extraction: Extraction, index: int, name: str) -> dict[int, Victim]:
    """The single victims of an event whom no figure counts."""
    found = enumerate(extraction.victims)
    return {i: v for i, v in found if v.event == index and v.outcome == name and v.counted_in is None}


def _same_members(
    extraction: Extraction, index: int, before: Event | None, name: str, totals: Totals
) -> bool:
    """Whether the figures and victims of a headline are those of the run."""
    if before is None:
        return False
    was = totals.run.events.index(before)
    for kind, now, then in (
        (_list_of(name), _members(extraction, index, name), _members(totals.run, was, name)),
        ("victims", _alone(extraction, index, name), _alone(totals.run, was, name)),
    ):
        moved = {totals.moved[kind].get(i): _plain(record) for i, record in then.items()}
        if moved != {i: _plain(record) for i, record in now.items()}:
            return False
    return True


def _plain(record: AnyCount | Victim) -> tuple[Any, ...]:
    """What a headline depends on."""
    if isinstance(record, Victim):
        return (record.outcome,)
    q = record.quantity
    return q.low, q.best, q.high, record.scope, record.status


def _moved(figure: SummaryFigure, name: str, totals: Totals) -> SummaryFigure:
    """A headline with the indexes that its records have now."""
    there = {"from_": figure.from_, "victims": figure.victims}
    kinds = {"from_": _list_of(name), "victims": "victims"}
    update = {
        key: tuple(totals.moved[kinds[key]][i] for i in indexes if i in totals.moved[kinds[key]])
        for key, indexes in there.items()
    }
    return figure.model_copy(update=update)


def _again(
    extraction: Extraction, index: int, old: SummaryFigure | None, name: str, totals: Totals
) -> tuple[SummaryFigure | None, bool]:
    """A headline from the corrected records, and whether other records had to be chosen."""
    members, alone = _members(extraction, index, name), _alone(extraction, index, name)
    taken = tuple(
        i for b in (old.from_ if old else ()) if (i := totals.moved[_list_of(name)].get(b)) in members
    )
    whole = old is not None and bool(old.from_) and len(taken) == len(old.from_)
    if not whole:
        taken = _widest(members)
    quantities = [members[i].quantity for i in taken]
    if alone:
        number = len(alone)
        quantities.append(Quantity(text=str(number), low=number, best=number, high=number, qualifier="exact"))
    if not quantities:
        return None, old is not None
    figure = SummaryFigure(quantity=sum_of(quantities), from_=taken, victims=tuple(alone))
    return figure, not whole


def _widest(members: Mapping[int, AnyCount]) -> tuple[int, ...]:
    """The widest cumulative total, else the largest figure; what was replaced or is a part only at need."""
    current = {i: r for i, r in members.items() if r.status != "previous"}
    whole = {i: r for i, r in current.items() if r.scope != "subset"} or current
    total = {i: r for i, r in whole.items() if r.scope == "cumulative"} or whole
    return (max(total, key=lambda i: total[i].quantity.best or 0),) if total else ()


def _article(extraction: Extraction, events: Sequence[Event], totals: Totals) -> Summary:
    """The headlines of the article: as they were written, else those of its events."""
    found, _ = article_summary(events)
    drafted = totals.drafted["summary"]
    written = {
        key: _written(value)
        for key, value in totals.labels.get("summary", {}).items()
        if value != drafted.get(key)
    }
    return found.model_copy(update=written)


def _ledger(extraction: Extraction, made: Extraction, totals: Totals) -> tuple[LedgerLine, ...]:
    """The sums: those of the run whose figures are all there, and those that a reviewer labelled."""
    if "ledger" in totals.touched:
        return made.ledger
    lines = []
    for line in totals.run.ledger:
        moved = totals.moved[line.list]
        if all(i in moved for i in (line.total, *line.parts)):
            now = {"total": moved[line.total], "parts": tuple(moved[i] for i in line.parts)}
            event = None if line.event is None else totals.moved["events"].get(line.event)
            there = line.model_copy(update=now | {"event": event})
            same = _values(line, totals.run) == _values(there, extraction)
            lines.append(there if same else _judged_again(there, extraction))
    return tuple(lines)


def _values(line: LedgerLine, extraction: Extraction) -> list[tuple[Any, ...]]:
    """What a sum depends on: the total and its parts."""
    records: Sequence[AnyCount] = getattr(extraction, line.list)
    return [_plain(records[i]) for i in (line.total, *line.parts)]


def _judged_again(line: LedgerLine, extraction: Extraction) -> LedgerLine:
    """A sum with the values that its figures have now."""
    records: Sequence[AnyCount] = getattr(extraction, line.list)
    total = records[line.total].quantity
    added = sum(records[i].quantity.best or 0 for i in line.parts)
    low = total.low if total.low is not None else 0
    within = low <= added and (total.high is None or added <= total.high)
    relation = "equal" if added == total.best else "consistent" if within else "mismatch"
    return line.model_copy(update={"sum": added, "relation": relation, "note": None})
