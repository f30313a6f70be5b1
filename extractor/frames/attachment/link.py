"""A phrase tied to an event word by a construction, and the sentence that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from extractor.frames.constructions import STRENGTH, Construction, Via
from extractor.frames.cues import Cue
from extractor.lexicon import Event
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from extractor.language.doc import Doc

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


def clause_of(doc: Doc, cues: list[Cue], phrases: list[Phrase]) -> Clause:
    """The lookups of a sentence from its event words and counted phrases."""
    cue_at = {i: cue for cue in cues for i in range(cue.start, cue.end)}
    counted = frozenset(i for phrase in phrases if phrase.number for i in range(phrase.start, phrase.end))
    return Clause(doc, cue_at, counted)


@dataclass(frozen=True, slots=True)
class Link:
    """A phrase tied to an event word: the reading chosen, the construction, part-of-another marking.

    ``via`` is how directly the phrase is tied: as the construction says, or less where only the order of the
    words speaks for it.
    """

    cue: Cue
    event: Event
    rule: Construction
    via: Via
    subset: bool = False
    earlier: bool = False
    total: bool = False
    breakdown: bool = False

    @property
    def strength(self) -> int:
        """Higher wins; a weak event word ("shot", "moved") loses to a plain one."""
        return 2 * STRENGTH[self.via] - (5 if self.event.weak else 15 if self.event.beside else 0)

    def by(self, rule: Construction, *, subset: bool | None = None) -> Link:
        """The link as another construction makes it."""
        return replace(self, rule=rule, via=rule.via, subset=self.subset if subset is None else subset)


def link_by(rule: Construction, cue: Cue, event: Event, *, subset: bool = False, total: bool = False) -> Link:
    """A link as the construction makes it."""
    return Link(cue, event, rule, rule.via, subset, total=total)


def links(
    cue: Cue, tag: str, *rules: Construction, subset: bool = False, total: bool = False
) -> Iterator[Link]:
    """The readings of an event word that one of the rules accepts, each by the first that does."""
    for event in cue.readings:
        rule = next((rule for rule in rules if rule.accepts(event, tag)), None)
        if rule is not None:
            yield link_by(rule, cue, event, subset=subset, total=total)
