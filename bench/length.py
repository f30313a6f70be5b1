"""The cost of a text as it grows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from measure import TextSet, seconds, table

from extractor.pipeline import extract

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)


def growth(sets: Sequence[TextSet], model: str | None) -> str:
    """The cost of a character in texts from 1 KB to 1 MB, as a multiple of that in a text of 10 KB."""
    words = "\n\n".join(text.strip() for each in sets for text in each.texts)
    words *= 1 + LENGTHS[-1] // len(words)
    extract(words[:1000], model=model)
    cost: dict[int, float] = {}
    for length in LENGTHS:
        job = partial(extract, words[:length], model=model)
        cost[length] = min(seconds(job) for _ in range(3 if length < 100_000 else 1)) / length
    rows = [(f"{length:,}", f"{cost[length] / cost[10_000]:.2f}") for length in LENGTHS]
    return table(("characters", "cost of a character against 10,000"), rows)
