"""Stretches of tokens that name places, and which names of the gazetteer stand where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extractor.lexicon import word_set
from extractor.places.gazetteer import Gazetteer
from extractor.places.words import HYPHENS, Words

Wording = Literal[
    "again", "behind_in", "behind_preposition", "between", "bracket", "container", "country", "dateline",
    "hit", "labelled", "list", "noun_before", "noun_behind", "noun_of", "organisation", "pair", "party_seat",
    "person", "short_name", "unknown",
]  # fmt: skip
"""The rules that find mentions, by their names."""
LONGEST = 7
"""Tokens of the longest name that is looked up; hyphens count."""


@dataclass(slots=True)
class Mention:
    """Tokens ``start`` to ``end`` name a place, ``first`` to ``last`` of them are the bare name.

    ``rule`` is the name of the rule that found it, ``noun`` the word that says what it is ("town"), ``code``
    the country or division that a word of the lexicons stands for, ``held`` the country that it is known to
    be a part of. A ``weak`` mention is a place only if the text determines where it lies.
    """

    start: int
    end: int
    first: int
    last: int
    rule: Wording
    noun: str = ""
    code: str = ""
    weak: bool = False
    held: str = ""


def bare(
    first: int, last: int, rule: Wording, *, noun: str = "", code: str = "", weak: bool = False
) -> Mention:
    """A mention that is no more than the name."""
    return Mention(first, last, first, last, rule, noun, code, weak)


class Finder:
    """The words of one text, the names of the gazetteer in them, and the mentions found so far."""

    def __init__(self, words: Words, gazetteer: Gazetteer) -> None:
        self.words, self.gazetteer = words, gazetteer
        self.found: list[Mention] = []
        self.at: list[Mention | None] = [None] * len(words)
        self.names = dict(self._names())
        """First token and end of every name of the gazetteer, the longest from left to right."""
        self.ends = {end: first for first, end in self.names.items()}

    def add(self, mention: Mention) -> None:
        """Take a mention whose tokens are free."""
        if not any(self.at[mention.start : mention.end]):
            self.found.append(mention)
            self.at[mention.start : mention.end] = [mention] * (mention.end - mention.start)

    def free(self) -> Iterator[tuple[int, int]]:
        """The names of the gazetteer that no mention has yet."""
        return ((first, last) for first, last in self.names.items() if not any(self.at[first:last]))

    def _names(self) -> Iterator[tuple[int, int]]:
        w, behind = self.words, 0
        for i in w.heads:
            opens = i >= behind and not w.glued(i) and not (w.stop[i] and (w.loud[i] or w.opens(i)))
            if not opens:
                continue
            behind = self._longest(i)
            if behind > i and not (behind == i + 1 and w.lower[i] in word_set("place_openers")):
                yield i, behind

    def _longest(self, i: int) -> int:
        w, ends = self.words, []
        for j in range(i, min(i + LONGEST, len(w))):
            if j > i and (w.sents[j] != w.sents[i] or not continues(w, j)):
                break
            if w.capital(j) or (w.glued(j) and w.raw[j] not in HYPHENS):
                ends.append(j + 1)
        for end in reversed(ends):
            if not (w.glued(end) and w.capital(end + 1)) and self.gazetteer.find(w.slice(i, end)):
                return end
        return i


def continues(w: Words, k: int) -> bool:
    """Whether a name goes on with the token at ``k``: a capital, a hyphen inside a word, a particle."""
    if w.capital(k):
        return True
    if w.glued(k) and (w.raw[k - 1] in HYPHENS or w.glued(k + 1)):
        return True
    return w.low(k) in word_set("place_particles") and (w.capital(k + 1) or w.raw[k + 1 : k + 2] == ["-"])


def run_end(w: Words, i: int) -> int:
    """The end of the run of capitals that begins at ``i``."""
    k, limit = i + 1, min(len(w), i + LONGEST)
    while k < limit and w.sents[k] == w.sents[i] and continues(w, k) and w.low(k) != "of":
        k += 1
    return k


def run_start(w: Words, i: int) -> int:
    """The first token of the run of capitals that ends at ``i``; no more than four words."""
    k = i
    while k > 0 and i - k < 4 and w.sents[k - 1] == w.sents[k]:
        if w.capital(k - 1) and not (w.opens(k - 1) and w.stop[k - 1]) and w.low(k - 1) != "the":
            k -= 1
        elif w.raw[k - 1] in HYPHENS and w.glued(k) and w.capital(k - 2):
            k -= 2
        else:
            break
    return k
