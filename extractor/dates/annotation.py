"""What the annotated article holds beside its words: sentences, entities, part-of-speech tags."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractor.dates.tense import Words, plain_words

if TYPE_CHECKING:
    from extractor.language.doc import Doc

# At 7 four dates of 278 labelled texts are lost, at 30 one is gained.
_REACH = 15  # words on each side of a date that may hold its verb


@dataclass(frozen=True)
class Annotation:
    """An article's text with its sentences and entities by character offset."""

    doc: Doc

    @property
    def text(self) -> str:
        """The text of the article."""
        return self.doc.text

    @cached_property
    def sentences(self) -> list[int]:
        """The offsets where sentences begin."""
        return [self.doc.starts[sent.start] for sent in self.doc.sents]

    @cached_property
    def entity_starts(self) -> list[int]:
        """The offsets where entities begin."""
        return [self.doc.starts[ent.start] for ent in self.doc.ents]

    def sentence(self, at: int) -> tuple[int, int]:
        """First and last offset of the sentence that holds the character."""
        index = bisect_right(self.sentences, at) - 1
        low = self.sentences[index] if index >= 0 else 0
        high = self.sentences[index + 1] if index + 1 < len(self.sentences) else len(self.text)
        return low, high

    def label(self, start: int, end: int) -> str | None:
        """The label of the entity that overlaps the span, if any."""
        index = bisect_right(self.entity_starts, end - 1) - 1
        entity = self.doc.ents[index] if index >= 0 else None
        return entity.label_ if entity and entity.end_char > start else None

    def words(self, start: int, end: int) -> Words:
        """The words around a span inside its sentence, tagged where the sentence has been parsed."""
        doc, (low, high) = self.doc, self.sentence(start)
        first, last = bisect_left(doc.starts, start), bisect_left(doc.starts, end)
        if first >= len(doc) or not doc[first].tag_:
            return plain_words(doc.text, start, end, low, high)
        before = slice(max(first - _REACH, bisect_left(doc.starts, low)), first)
        after = slice(last, min(last + _REACH, bisect_left(doc.starts, high)))
        return Words(doc.words[before], doc.words[after], doc.tags[before], doc.tags[after])
