"""Offsets of words in rising order, searched without a table, which would take ten times their memory."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def place_of(offsets: Sequence[int], offset: int) -> int | None:
    """Where an offset stands among others in rising order; None where it does not."""
    at = bisect_left(offsets, offset)
    return at if at < len(offsets) and offsets[at] == offset else None
