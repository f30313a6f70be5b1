"""Passages: the stretches of text that each speak of one happening, with their event words and figures."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.events.mentions import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from extractor.counts.context import Setting
    from extractor.frames.count import Count


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with its number in the order of all counts, and what its own sentence says around it."""

    index: int
    count: Count
    setting: Setting


@dataclass(frozen=True, slots=True)
class Passage:
    """Tokens ``[start, end)`` of one sentence that speak of one happening."""

    start: int
    end: int
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]

    @property
    def anchor(self) -> Mention | None:
        """The event word that says most: the first that settles the type, else the first that names one."""
        told = [m for m in self.mentions if m.asserted and not m.attribute] or list(self.mentions)
        return max(told, key=lambda mention: mention.rank, default=None)


def find_passages(
    doc: Doc, mentions: tuple[Mention, ...], counts: tuple[Count, ...], settings: list[Setting]
) -> tuple[Passage, ...]:
    """The passages of a text in order, one a sentence that has an event word or a figure."""
    starts = [mention.start for mention in mentions]
    figures = [Figure(i, c, s) for i, (c, s) in enumerate(zip(counts, settings, strict=True))]
    found = []
    for sent in doc.sents:
        here = mentions[bisect_left(starts, sent.start) : bisect_left(starts, sent.end)]
        own = tuple(f for f in figures if sent.start <= f.count.phrase.head < sent.end)
        if here or own:
            found.append(Passage(sent.start, sent.end, here, own))
    return tuple(found)
