"""The tokens of one text as plain lists, and the words that stand beside the names of places."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, TypeVar

from extractor.lexicon.loader import load_toml

if TYPE_CHECKING:
    from extractor.language.doc import Doc

T = TypeVar("T")
HYPHENS = frozenset({"-", "‐", "‑", "–"})
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
NO_PLACE_LABELS = frozenset(
    {"DATE", "TIME", "MONEY", "CARDINAL", "ORDINAL", "PERCENT", "QUANTITY", "LANGUAGE", "EVENT"}
)
# At 0.4 one of 359 texts changes, at 0.95 none.
_LOUD = 0.8
"""Share of words in capitals that makes a sentence one in capitals."""
_LEAST = 3
"""So many words in capitals it has at least."""


@dataclass(slots=True)
class Words:
    """Tokens of a text: those of ``doc`` that are no white space, ``kept``.

    ``ents`` gives for each token the name of the recogniser around it, ``loud`` whether its sentence is in
    capitals, ``stop`` whether it is a function word; ``heads`` are the tokens with a capital,
    ``person_words`` the words of the full names of persons.
    """

    doc: Doc
    kept: list[int]
    text: str
    raw: list[str]
    lower: list[str]
    starts: list[int]
    ends: Sequence[int]
    sents: list[int]
    ents: list[tuple[int, int, str] | None]
    loud: list[bool]
    stop: list[bool]
    capitals: list[bool]
    heads: list[int]
    person_words: frozenset[str]

    def __len__(self) -> int:
        return len(self.raw)

    def where(self, words: AbstractSet[str]) -> list[int]:
        """The tokens whose lower-case form is one of the words, in order."""
        found = self.doc.where(words)
        return found if len(self.kept) == len(self.doc) else [bisect_left(self.kept, i) for i in found]

    def slice(self, first: int, end: int) -> str:
        """The text of a stretch of tokens."""
        return self.text[self.starts[first] : self.ends[end - 1]]

    def low(self, i: int) -> str:
        """Lower-case word at ``i``, empty outside the text."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def label(self, i: int) -> str:
        """The recogniser's label at ``i``, empty where there is none."""
        ent = self.ents[i] if 0 <= i < len(self.ents) else None
        return ent[2] if ent else ""

    def capital(self, i: int) -> bool:
        """Whether the word at ``i`` begins with a capital that means something."""
        return 0 <= i < len(self.raw) and self.capitals[i]

    def opens(self, i: int) -> bool:
        """Whether a sentence begins at ``i``."""
        return i == 0 or self.sents[i] != self.sents[i - 1] or self.raw[i - 1] in {'"', "“", "•", "*"}

    def glued(self, i: int) -> bool:
        """Whether a hyphen without spaces joins tokens ``i - 1`` and ``i``, or is one of them."""
        return (
            0 < i < len(self.raw)
            and self.ends[i - 1] == self.starts[i]
            and (self.raw[i] in HYPHENS or self.raw[i - 1] in HYPHENS)
        )


def read_words(doc: Doc) -> Words:
    """Read a Doc with names and sentence starts; white space is no word."""
    kept = doc.solid
    raw = _picked(doc.words, kept)
    sents = _picked([start for sent in doc.sents for start in [sent.start] * len(sent)], kept)
    capitals = _picked(doc.capital, kept)
    heads = list(compress(range(len(raw)), capitals))
    return Words(
        doc=doc,
        kept=kept,
        text=doc.text,
        raw=raw,
        lower=_picked(doc.lower, kept),
        starts=_picked(doc.starts, kept),
        ends=doc.ends if len(kept) == len(doc) else [doc.ends[i] for i in kept],
        sents=sents,
        ents=_ents(doc, kept),
        loud=_loud(raw, sents, heads),
        stop=_picked([token.is_stop for token in doc], kept),
        capitals=capitals,
        heads=heads,
        person_words=frozenset(_person_words(doc)),
    )


def _picked(column: list[T], kept: list[int]) -> list[T]:
    """What a column holds for some tokens; the column itself where they are all."""
    return column if len(kept) == len(column) else [column[i] for i in kept]


def _ents(doc: Doc, kept: list[int]) -> list[tuple[int, int, str] | None]:
    """For each kept token the name around it, counted in kept tokens."""
    ents: list[tuple[int, int, str] | None] = [None] * len(kept)
    for ent in doc.ents:
        words = doc.words[ent.start : ent.end]
        end = ent.start + words.index("(") if "(" in words else ent.end
        first, last = ent.start, end
        if len(kept) < len(doc):
            first, last = bisect_left(kept, ent.start), bisect_left(kept, end)
        ents[first:last] = [(first, last, ent.label_)] * (last - first)
    return ents


def _person_words(doc: Doc) -> Iterator[str]:
    """The words of names of two words and more that the recogniser takes for persons."""
    for ent in doc.ents:
        if ent.label_ == "PERSON" and len(ent) > 1:
            yield from (token.lower_ for token in ent if token.text[:1].isupper())


def _loud(raw: list[str], sents: list[int], heads: list[int]) -> list[bool]:
    """Whether the sentence of each word is in capitals: more than two words and nearly all."""
    upper = [sents[i] for i in heads if raw[i].isupper() and _is_long(raw[i])]
    if len(upper) < _LEAST:
        return [False] * len(raw)
    many = {sent: count for sent, count in Counter(upper).items() if count >= _LEAST}
    words = Counter(s for word, s in zip(raw, sents, strict=True) if s in many and _is_long(word))
    loud = {sent for sent, count in many.items() if count >= _LOUD * words[sent]}
    return [sent in loud for sent in sents]


def _is_long(word: str) -> bool:
    return len(word) > 1 and word[0].isalpha()


@cache
def short_name_openings() -> frozenset[str]:
    """What a short form may begin with: every first part of one."""
    return frozenset(form[:end] for form in short_names() for end in range(1, len(form) + 1))


@cache
def short_names() -> dict[str, str]:
    """Short forms of divisions ("Ga.", "NSW") and the ISO 3166-2 codes that they stand for."""
    return {
        form: iso
        for iso, forms in load_toml("lexicon/division_names")["short_names"].items()
        for form in forms
    }
