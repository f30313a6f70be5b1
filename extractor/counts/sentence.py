"""One sentence with its counted phrases and event words, and the links between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.frames.attachment import Clause, Link, clause_of
from extractor.frames.frame import Frame
from extractor.frames.modality import Assertion
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span


@dataclass(frozen=True, slots=True)
class Tie:
    """The link of a phrase, and whether the text asserts the event."""

    link: Link
    judged: Assertion


Ties = dict[int, Tie]
"""By position of the phrase in its sentence."""
Refused = dict[tuple[int, int], str]
"""Why the phrase at these characters gives no record."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the stages of one sentence read: its counted phrases in order, and a frame an event word."""

    doc: Doc
    span: Span
    phrases: list[Phrase]
    clause: Clause
    frames: dict[int, Frame]
    """By the first token of the event word."""

    def between(self, i: int, j: int) -> list[str]:
        """The words between two of the phrases, lower case."""
        first, second = self.phrases[min(i, j)], self.phrases[max(i, j)]
        return [token.lower_ for token in self.doc[first.end : second.start] if not token.is_space]

    def behind(self, i: int) -> str:
        """The word behind a phrase, lower case."""
        end = self.phrases[i].end
        return self.doc[end].lower_ if end < len(self.doc) else ""

    def best(self, i: int) -> int:
        """The best value of a phrase."""
        return self.phrases[i].quantity.best or 0


def sentence_of(doc: Doc, phrases: list[Phrase], frames: Sequence[Frame]) -> Sentence:
    """The sentence of these phrases, with the frames of the event words in it."""
    clause = clause_of(doc, [frame.cue for frame in frames], phrases)
    by_start = {frame.cue.start: frame for frame in frames}
    return Sentence(doc, doc[phrases[0].head].sent, phrases, clause, by_start)
