"""The tokens of one text as plain lists, and the words that stand beside the names of places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicon.loader import load_toml

if TYPE_CHECKING:
    from spacy.tokens import Doc

HYPHENS = frozenset({"-", "‐", "‑", "–"})
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_LETTERS = re.compile(r"[^\W\d_]")
_LOUD = 0.8
"""Share of words in capitals that makes a sentence one in capitals."""


@dataclass(slots=True)
class Words:
    """Tokens of a text: ``ents`` gives for each the name of the recogniser around it, ``loud`` whether
    its sentence is in capitals."""

    text: str
    raw: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    sents: list[int]
    ents: list[tuple[int, int, str] | None]
    loud: list[bool]

    def __len__(self) -> int:
        return len(self.raw)

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
        return 0 <= i < len(self.raw) and self.raw[i][:1].isupper()

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
    """Read a Doc with names and sentence starts."""
    tokens = list(doc)
    raw = [token.text for token in tokens]
    starts = [token.idx for token in tokens]
    ents: list[tuple[int, int, str] | None] = [None] * len(raw)
    for ent in doc.ents:
        ents[ent.start : ent.end] = [(ent.start, ent.end, ent.label_)] * (ent.end - ent.start)
    sents: list[int] = []
    for i, token in enumerate(tokens):
        sents.append((sents[-1] + 1 if sents else 0) if i == 0 or token.is_sent_start else sents[-1])
    ends = [start + len(word) for start, word in zip(starts, raw, strict=True)]
    return Words(doc.text, raw, [w.lower() for w in raw], starts, ends, sents, ents, _loud(raw, sents))


def _loud(raw: list[str], sents: list[int]) -> list[bool]:
    upper: dict[int, list[int]] = {}
    for word, sent in zip(raw, sents, strict=True):
        if len(word) > 1 and _LETTERS.match(word):
            counts = upper.setdefault(sent, [0, 0])
            counts[0] += word.isupper()
            counts[1] += 1
    return [(c := upper.get(sent, [0, 0]))[1] > 2 and c[0] >= _LOUD * c[1] for sent in sents]


@cache
def short_names() -> dict[str, str]:
    """Short forms of divisions ("Ga.", "NSW") and the ISO 3166-2 codes that they stand for."""
    return {
        form: iso
        for iso, forms in load_toml("lexicon/division_names")["short_names"].items()
        for form in forms
    }
