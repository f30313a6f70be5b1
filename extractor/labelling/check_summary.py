"""Labelled headline figures and sums against the labelled records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.gold import Gold, GoldCasualty, GoldCount, GoldDisplacement, GoldLedgerLine
from extractor.gold.scoring.matching import family
from extractor.labelling.check_quantity import Remark

OUTCOMES = ("killed", "injured", "missing", "captured", "casualties")
LARGEST = 100_000_000
"""Headline figures up to this are held against every sum of the records."""


def check_summary(gold: Gold) -> Iterator[Remark]:
    """Headline figures that no record and no sum of records gives; totals that were passed over."""
    if "summary" not in gold.labelled:
        return
    for key in gold.summary.model_fields_set:
        name = "displaced" if key == "displaced" else "casualties"
        if name not in gold.labelled:
            continue
        counts = [count for count in _of_key(gold, key) if count.quantity.best is not None]
        eligible = [c for c in counts if c.status != "previous" and c.scope != "subset"]
        bests = [count.quantity.best or 0 for count in eligible]
        wanted: int | None = getattr(gold.summary, key)
        if wanted is not None and not is_sum(wanted, bests):
            yield Remark(
                key,
                f"{wanted:,} is neither a labelled figure nor a sum of such figures",
                "mend it, or label the record it comes from (previous and subset figures make no headline)",
            )
            continue
        totals = [c.quantity.best or 0 for c in eligible if c.scope == "cumulative"]
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


def _of_key(gold: Gold, key: str) -> list[GoldCasualty] | list[GoldDisplacement]:
    if key == "displaced":
        return [d for d in gold.displaced if d.unit == "people" and d.term and family(d.term) == "movement"]
    return [c for c in gold.casualties if c.outcome == key]


def check_ledger(gold: Gold, line: GoldLedgerLine) -> Iterator[Remark]:
    """A sum that its parts do not give, or a relation that the numbers do not bear out."""
    lists: list[Sequence[GoldCount]] = [gold.casualties, gold.displaced]
    if line.list is not None:
        lists = [getattr(gold, line.list)]
    by_quote = {r.quote: r.quantity.best for records in lists for r in records if r.quote is not None}
    for quote in (line.total, *line.parts):
        if quote not in by_quote:
            yield Remark(
                "parts" if quote in line.parts else "total",
                f"“{quote}” is the quote of no labelled record",
                "write the record's own quote",
            )
            return
    parts, total = [by_quote[quote] or 0 for quote in line.parts], by_quote[line.total] or 0
    if line.sum is not None and line.sum != sum(parts):
        yield Remark("sum", f"{line.sum:,}, but the parts add up to {sum(parts):,}", f"write {sum(parts)}")
    if line.relation is not None and (line.relation == "equal") != (sum(parts) == total):
        right = "equal" if sum(parts) == total else "consistent or mismatch"
        yield Remark(
            "relation", f"{line.relation}, but {sum(parts):,} stands against {total:,}", f"write {right}"
        )
