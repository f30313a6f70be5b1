"""Where words stand: by an offset among those of all, in rising order, and by their form."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence


def place_of(offsets: Sequence[int], offset: int) -> int | None:
    """Where an offset stands among others in rising order; None where it does not.

    It searches without a table, which would take ten times the memory of the offsets.
    """
    at = bisect_left(offsets, offset)
    return at if at < len(offsets) and offsets[at] == offset else None


def where(words: Iterable[str], wanted: Container[str]) -> list[int]:
    """The places of the words that are wanted, in order: where a rule begins that is about certain words."""
    return [i for i, word in enumerate(words) if word in wanted]
