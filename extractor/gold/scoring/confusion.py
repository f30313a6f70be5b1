"""Which outcome a figure was given instead of its own: gold and predicted counts over the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.gold import Gold, GoldCasualty, GoldCount, GoldDisplacement, locate
from extractor.gold.scoring.matching import family, maximum_matching, overlaps, same_best, same_kind
from extractor.records import CasualtyCount, DisplacementCount, Extraction, Record

NOTHING = "nothing"
KINDS = ("killed", "injured", "missing", "captured", "casualties", "movement", "returned", "housing", NOTHING)
"""The outcomes, the families of displacement terms, and the absence of a record."""


class Pair(NamedTuple):
    """A labelled figure and what came out for it, with their kinds; ``NOTHING`` and None where one lacks."""

    wanted: str
    got: str
    label: GoldCasualty | GoldDisplacement | None
    record: CasualtyCount | DisplacementCount | None


class Confusion(Record):
    """How often each labelled kind came out as each kind; absent pairs are zero."""

    counts: Mapping[str, Mapping[str, int]]

    def of(self, wanted: str, got: str) -> int:
        """How many figures of the kind ``wanted`` came out as ``got``."""
        return self.counts.get(wanted, {}).get(got, 0)


def confusion(scored: Iterable[tuple[Extraction | None, str, Gold]]) -> Confusion:
    """Pair figures of equal value over the same words, whatever their outcome, and count the pairs."""
    pairs = Counter((pair.wanted, pair.got) for case in scored for pair in confused(*case))
    counts: dict[str, dict[str, int]] = {}
    for (a, b), count in sorted(pairs.items()):
        counts.setdefault(a, {})[b] = count
    return Confusion(counts=counts)


def confused(extraction: Extraction | None, text: str, gold: Gold) -> Iterator[Pair]:
    """The pairs of one article, over its labelled lists."""
    wanted: list[GoldCasualty | GoldDisplacement] = []
    got: list[CasualtyCount | DisplacementCount] = []
    if "casualties" in gold.labelled:
        wanted += gold.casualties
        got += extraction.casualties if extraction else ()
    if "displaced" in gold.labelled:
        wanted += gold.displaced
        got += extraction.displaced if extraction else ()
    paired = _paired(wanted, got, text)
    for n, label in enumerate(wanted):
        record = got[paired[n]] if n in paired else None
        yield Pair(_wanted_kind(label), _got_kind(record) if record else NOTHING, label, record)
    for i, record in enumerate(got):
        if i not in paired.values():
            yield Pair(NOTHING, _got_kind(record), None, record)


def _paired(
    wanted: Sequence[GoldCasualty | GoldDisplacement],
    got: Sequence[CasualtyCount | DisplacementCount],
    text: str,
) -> dict[int, int]:
    """Labels and records by index: first those of one kind, then those over the same words."""
    right = maximum_matching(
        [[i for i, r in enumerate(got) if same_kind(g, r) and _same_words(g, r, text)] for g in wanted]
    )
    free = set(range(len(got))) - set(right.values())
    edges = [
        [] if n in right else [i for i in sorted(free) if _same_words(g, got[i], text)]
        for n, g in enumerate(wanted)
    ]
    return right | maximum_matching(edges)


def _same_words(gold: GoldCount, record: CasualtyCount | DisplacementCount, text: str) -> bool:
    return same_best(gold, record) and overlaps(locate(gold, text), record.evidence)


def _wanted_kind(gold: GoldCasualty | GoldDisplacement) -> str:
    if isinstance(gold, GoldCasualty):
        return gold.outcome or "casualties"
    return family(gold.term or "displaced")


def _got_kind(record: CasualtyCount | DisplacementCount) -> str:
    return record.outcome if isinstance(record, CasualtyCount) else family(record.term)
