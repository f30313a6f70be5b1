"""A phrase tied to an event word, and the sentence that they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from extractor.frames.cues import Cue
from extractor.lexicon import Event

if TYPE_CHECKING:
    from spacy.tokens import Doc

Via = Literal["own", "predicate", "noun", "clause", "neighbour", "list", "modifier", "self"]
STRENGTH: dict[Via, int] = {
    "own": 10,
    "predicate": 9,
    "noun": 8,
    "clause": 7,
    "neighbour": 6,
    "list": 5,
    "modifier": 4,
    "self": 3,
}
Slot = Literal["subject", "passive", "object", "attribute"]


@dataclass(frozen=True, slots=True)
class Clause:
    """What the readers of one sentence look things up in.

    ``cue_at`` maps token positions to the event word there; ``counted`` holds the positions inside counted
    phrases.
    """

    doc: Doc
    cue_at: dict[int, Cue]
    counted: frozenset[int]


@dataclass(frozen=True, slots=True)
class Link:
    """A phrase tied to an event word: the reading chosen, how it was found, part-of-another marking."""

    cue: Cue
    event: Event
    via: Via
    subset: bool = False
    earlier: bool = False
    total: bool = False
    breakdown: bool = False

    @property
    def strength(self) -> int:
        """Higher wins; a weak event word ("shot") loses to a plain one at the same place."""
        return 2 * STRENGTH[self.via] - (5 if self.event.weak else 0)
