"""A counted phrase and the event word that governs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from extractor.frames.attachment import Link
from extractor.lexicon import Event
from extractor.numbers.phrases import Phrase
from extractor.records import Scope, Status

if TYPE_CHECKING:
    from extractor.language.doc import Span


class Statement(NamedTuple):
    """How a figure stands to the figures beside it."""

    cue: int
    """Token of the event word: figures of one event word are one statement."""
    also: bool
    """Its sentence adds it to what was reported before ("also", "separately")."""
    breakdown: bool
    """It belongs to a list that breaks another figure down."""
    elsewhere: bool
    """It is a figure of another event."""
    moved: bool
    """It is a toll that takes the place of the one before it ("rose to 40", "was later put at 40")."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The row of a table: its heading where that may name a place, and where its cells of words stand."""

    heading: Span | None
    words: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A phrase and the event that it counts: what ``casualties`` and ``displacement`` make records of."""

    phrase: Phrase
    link: Link
    status: Status
    scope: Scope | None

    also: bool = False
    elsewhere: bool = False
    moved: bool = False
    row: TableRow | None = None
    """The row that the figure stands in, null outside tables."""

    @property
    def statement(self) -> Statement:
        """How the figure stands to those beside it."""
        return Statement(self.link.cue.start, self.also, self.link.breakdown, self.elsewhere, self.moved)

    @property
    def event(self) -> Event:
        """The lexicon entry that was read."""
        return self.link.event
