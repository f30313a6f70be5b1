"""Batches of texts that pass through a model together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

BATCH_CHARS = 1 << 16
"""Most characters of several texts of a batch: enough to keep the model busy, little to try again."""

T = TypeVar("T")


def in_batches(items: Iterable[T], most: int, length: Callable[[T], int]) -> Iterator[list[T]]:
    """The items in order, at most ``most`` together, and ``BATCH_CHARS`` characters where they are several.

    Args:
        items: texts, or what holds them.
        most: items of a batch.
        length: the characters of an item.
    """
    batch: list[T] = []
    total = 0
    for item in items:
        size = length(item)
        if batch and (len(batch) == most or total + size > BATCH_CHARS):
            yield batch
            batch, total = [], 0
        batch.append(item)
        total += size
    if batch:
        yield batch
