"""Labelled headline figures and sums against the labelled records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.gold import (
    Gold,
    GoldCasualty,
    GoldCount,
    GoldDisplacement,
    GoldEvent,
    GoldLedgerLine,
    GoldSummary,
    GoldVictim,
)
from extractor.gold.scoring.matching import family
from extractor.labelling.check_quantity import Remark

OUTCOMES = ("killed", "injured", "missing", "captured", "casualties")
_OF_DISPLACED = ("displaced", "returned", "households", "housing")
LARGEST = 100_000_000
"""Headline figures up to this are held against every sum of the records."""


def check_summary(gold: Gold) -> Iterator[Remark]:
    """Headline figures of the article that no record and no sum of records gives; totals passed over."""
    if "summary" not in gold.labelled:
        return
    yield from _check_headlines(gold, gold.summary, None)
    for event in gold.events:
        for key in event.summary.model_fields_set & gold.summary.model_fields_set:
            own, main = getattr(gold.summary, key), getattr(event.summary, key)
            if event.relation == "main" and own != main:
                message = f"{own}, but the main event has {main}"
                yield Remark(key, message, f"write {main}, or mend the event", doubt=True)


def check_event_summary(gold: Gold, event: GoldEvent) -> Iterator[Remark]:
    """The same for the headline figures of one event, from its own records."""
    for remark in _check_headlines(gold, event.summary, event.id):
        yield remark._replace(key=f"summary.{remark.key}")


def _check_headlines(gold: Gold, summary: GoldSummary, event: str | None) -> Iterator[Remark]:
    for key in GoldSummary.model_fields:
        name = "displaced" if key in _OF_DISPLACED else "casualties"
        if key in summary.model_fields_set and name in gold.labelled:
            yield from _check_headline(gold, key, getattr(summary, key), event)


def _check_headline(gold: Gold, key: str, wanted: int | None, event: str | None) -> Iterator[Remark]:
    """A figure that no record of its key gives, and one that a wider total overrules."""
    counts = [count for count in _of_key(gold, key) if event in {None, count.event}]
    eligible = [c for c in counts if c.status != "previous" and c.scope != "subset"]
    # A part may be the only figure of its outcome ("26 wounded, three of whom died") or of its event.
    bests = _bests(counts if gold.events else eligible or counts)
    bests += [1] * len(_victims_of_key(gold, key, event))
    if wanted is not None and not is_sum(wanted, bests):
        yield Remark(
            key,
            f"{wanted:,} is neither a labelled figure nor a sum of such figures",
            "mend it, or label the record it comes from (previous and subset figures make no headline)",
        )
    elif event or not gold.events:
        yield from _check_totals(key, wanted, eligible)


def _bests(counts: Sequence[GoldCount]) -> list[int]:
    return [count.quantity.best or 0 for count in counts]


def _check_totals(key: str, wanted: int | None, counts: Sequence[GoldCount]) -> Iterator[Remark]:
    """A headline figure that is not the widest of the totals that the article states."""
    totals = _bests([count for count in counts if count.scope == "cumulative"])
    if totals and max(totals) != (wanted or 0):
        said = "null" if wanted is None else f"{wanted:,}"
        yield Remark(
            key,
            f"{said}, while a cumulative record says {max(totals):,}",
            "take the widest total, unless it is of a background event",
            doubt=True,
        )


def is_sum(wanted: int, values: Sequence[int]) -> bool:
    """Whether a number is the sum of one or more of the values; over ``LARGEST``, any up to the sum of all.

    Bit ``n`` of a whole number stands for the sum ``n``, so that a table of many towns costs no more than the
    size of its total, where a list of all sums would double with every town.

    >>> [number for number in range(10) if is_sum(number, [2, 3, 3])]
    [2, 3, 5, 6, 8]
    """
    if not 0 <= wanted <= sum(values):
        return False
    if wanted > LARGEST:
        return True
    within = (1 << (wanted + 1)) - 1
    sums = 0
    for value in values:
        if value <= wanted:
            sums |= ((sums | 1) << value) & within
    return bool(sums >> wanted & 1)


def _of_key(gold: Gold, key: str) -> Sequence[GoldCasualty | GoldDisplacement]:
    """The labelled counts with a best value that a headline figure may come from."""
    return [count for count in _labelled(gold, key) if count.quantity.best is not None]


def _labelled(gold: Gold, key: str) -> Sequence[GoldCasualty | GoldDisplacement]:
    if key in _OF_DISPLACED:
        return [count for count in gold.displaced if key in _keys_of(count)]
    if key == "perpetrators_killed":
        return [c for c in gold.casualties if c.outcome == "killed" and c.group.side == "perpetrator"]
    return [c for c in gold.casualties if c.outcome == key]


def _keys_of(count: GoldDisplacement) -> tuple[str, ...]:
    """The headline figures that a count of displacement may enter: movements by their unit."""
    kind = family(count.term) if count.term else None
    if kind == "movement":
        return {"people": ("displaced",), "households": ("households",)}.get(count.unit or "", ())
    return (kind,) if kind else ()


def _victims_of_key(gold: Gold, key: str, event: str | None) -> list[GoldVictim]:
    """The single victims that may be added; which of them are attackers no key says."""
    outcome = "killed" if key == "perpetrators_killed" else key
    return [victim for victim in gold.victims if victim.outcome == outcome and event in {None, victim.event}]


def check_ledger(gold: Gold, line: GoldLedgerLine) -> Iterator[Remark]:
    """A sum that its parts do not give, or a relation that the numbers do not bear out."""
    lists: list[Sequence[GoldCount]] = [gold.casualties, gold.displaced]
    if line.list is not None:
        lists = [getattr(gold, line.list)]
    by_quote = {r.quote: r.quantity.best or 0 for records in lists for r in records if r.quote is not None}
    unknown = next((quote for quote in (line.total, *line.parts) if quote not in by_quote), None)
    if unknown is not None:
        yield Remark(
            "parts" if unknown in line.parts else "total",
            f"“{unknown}” is the quote of no labelled record",
            "write the record's own quote",
        )
    else:
        yield from _check_sum(line, sum(by_quote[quote] for quote in line.parts), by_quote[line.total])


def _check_sum(line: GoldLedgerLine, added: int, total: int) -> Iterator[Remark]:
    """The stated sum and relation of a line against what its parts add up to."""
    if line.sum not in (None, added):
        yield Remark("sum", f"{line.sum:,}, but the parts add up to {added:,}", f"write {added}")
    if line.relation is not None and (line.relation == "equal") != (added == total):
        right = "equal" if added == total else "consistent or mismatch"
        yield Remark("relation", f"{line.relation}, but {added:,} stands against {total:,}", f"write {right}")
