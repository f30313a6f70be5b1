"""Cuts a text into the small words that the date grammar reads."""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from itertools import accumulate

from extractor.lexicon import word_set
from extractor.numbers.counted import REACH, counted_noun_at

_IN_DIGITS = (
    r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{4}/\d{1,2}/\d{1,2}(?!\d)|\d{1,2}/\d{1,2}/\d{4}(?!\d)"
    r"|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)|\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+(?:st|nd|rd|th|s)\b|\d+"
)
# The look ahead passes over all of them at once where no digit stands.
_TOKEN = re.compile(rf"([^\W\d_]+|(?=\d)(?:{_IN_DIGITS})|['’]s\b|\S)")
# More than any rule looks past the last word, or before the first.
_MARGIN = 12


@lru_cache(maxsize=1 << 13)
def _low(word: str) -> str:
    return word.lower().replace("’", "'")


class Tokens:
    """The words of a text: ``low`` lower-cased, ``raw`` as written, ``start`` and ``end`` offsets.

    Reading beyond either end gives empty words, so that rules need no bounds checks.
    """

    __slots__ = ("end", "low", "raw", "size", "start", "text")

    def __init__(self, text: str) -> None:
        parts = _TOKEN.split(text)  # what stands between two words, a word, and so on
        edges = array("i", accumulate(map(len, parts)))
        self.text, self.raw, self.size = text, parts[1::2], len(parts) // 2
        self.low = [*map(_low, self.raw), *[""] * _MARGIN]
        self.raw += [""] * _MARGIN
        behind = array("i", [len(text)] * _MARGIN)
        self.start, self.end = edges[:-1:2] + behind, edges[1::2] + behind

    def glued(self, i: int) -> bool:
        """Whether token ``i`` follows its predecessor without a space."""
        return 0 < i < self.size and self.start[i] == self.end[i - 1]

    def counted(self, i: int) -> bool:
        """Whether token ``i`` begins what a number in front of it counts or measures."""
        return self.low[i] in word_set("measured") or counted_noun_at(self.raw[i : i + REACH])

    def line_break(self, i: int) -> bool:
        """Whether a line ends between token ``i - 1`` and token ``i``."""
        return 0 < i < self.size and "\n" in self.text[self.end[i - 1] : self.start[i]]

    def capital(self, i: int) -> bool:
        """Whether the token is written with a capital letter."""
        return self.raw[i][:1].isupper()
