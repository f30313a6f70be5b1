"""Cuts a text into the small words that the date grammar reads."""

from __future__ import annotations

import re
from array import array

from extractor.lexicon import word_set
from extractor.numbers.counted import REACH, counted_noun_at

_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{4}/\d{1,2}/\d{1,2}(?!\d)"
    r"|\d{1,2}/\d{1,2}/\d{4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)"
    r"|\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+(?:st|nd|rd|th|s)\b|\d+|['’]s\b|[^\W\d_]+|\S"
)


class Tokens:
    """The words of a text: ``low`` lower-cased, ``raw`` as written, ``start`` and ``end`` offsets.

    Reading beyond either end gives empty words, so that rules need no bounds checks.
    """

    __slots__ = ("end", "low", "raw", "size", "start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.raw: list[str] = []
        self.low: list[str] = []
        self.start, self.end = array("i"), array("i")  # a list of numbers takes ten times the memory
        forms: dict[str, tuple[str, str]] = {}
        for match in _TOKEN.finditer(text):
            word = match[0]
            known = forms.get(word)
            if known is None:
                known = forms[word] = (word, word.lower().replace("’", "'"))
            self.raw.append(known[0])
            self.low.append(known[1])
            self.start.append(match.start())
            self.end.append(match.end())
        self.size = len(self.raw)
        # Padding for look-ahead and, through negative indexes, look-behind.
        self.low += [""] * 12
        self.raw += [""] * 12
        self.start.extend([len(text)] * 12)
        self.end.extend([len(text)] * 12)

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
