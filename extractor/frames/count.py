"""A counted phrase and the event word that governs it."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.frames.attachment import Link
from extractor.lexicon import Event
from extractor.numbers.phrases import Phrase
from extractor.records import Scope, Status


@dataclass(frozen=True, slots=True)
class Count:
    """A phrase and the event that it counts: what ``casualties`` and ``displacement`` make records of."""

    phrase: Phrase
    link: Link
    status: Status
    scope: Scope | None

    also: bool = False
    elsewhere: bool = False

    @property
    def statement(self) -> tuple[int, bool, bool, bool]:
        """What the ledger asks: event word, told in addition, part of a breakdown, of another event."""
        return self.link.cue.start, self.also, self.link.breakdown, self.elsewhere

    @property
    def event(self) -> Event:
        """The lexicon entry that was read."""
        return self.link.event
