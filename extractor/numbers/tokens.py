"""Text to tokens: digit clumps, words, single symbols and paragraph breaks, in one linear pass."""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

# The first line reads most words by itself, a fifth faster. A digit clump is taken whole, well formed or not:
# a malformed one ("1,2,3") is never read in parts.
_TOKEN = re.compile(
    r"([A-Za-z]+(?=[ .,])"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"
    r"|\d+(?:[.,'’]\d+)*[¼½¾]?|[¼½¾]"
    r"|(?:\r?\n[ \t]*){2,}"
    r"|\S)"
)
# More than any rule looks past the last token, or before the first.
_MARGIN = 32


class Token(NamedTuple):
    """One token: ``kind`` is ``n`` (digits), ``w`` (word), ``s`` (symbol), ``b`` (blank line)."""

    kind: str
    raw: str
    low: str


_EDGE = Token("b", "", "")


class Tokens(list[Token]):
    """The tokens of a text, one object for all that are written alike; ``start`` and ``end`` say where.

    ``low`` are their lower-case forms.
    ``size`` of them are the text's. Behind these stand breaks, so that looking past either end (with a
    negative index before the first) gives a break instead of an error.
    """

    __slots__ = ("end", "low", "size", "start", "text")

    def __init__(self, text: str) -> None:
        parts = _TOKEN.split(text)  # what stands between two tokens, a token, and so on
        edges = array("i", accumulate(map(len, parts)))
        written = parts[1::2]
        super().__init__(map(_token, written))
        self.text, self.size = text, len(written)
        self.start, self.end = edges[:-1:2], edges[1::2]
        self += [_EDGE] * _MARGIN
        self.low = [token.low for token in self]

    def candidates(self, words: frozenset[str]) -> list[int]:
        """The indexes of digit clumps and of ``words``."""
        return [i for i, token in enumerate(self) if token.kind == "n" or token.low in words]

    def glued(self, index: int) -> bool:
        """Whether no space stands between token ``index`` and the one before it."""
        return 0 < index < self.size and self.start[index] == self.end[index - 1]

    def gap(self, index: int) -> str:
        """The text between token ``index`` and the one before it."""
        if not 0 < index < self.size:
            return "\n"
        return self.text[self.end[index - 1] : self.start[index]]

    def words(self, first: int, last: int) -> tuple[str, ...]:
        """The lower-case forms of the tokens ``first`` to ``last``, end exclusive."""
        return tuple(self.low[max(first, 0) : max(last, 0)])


@lru_cache(maxsize=1 << 13)
def _token(raw: str) -> Token:
    return Token(_kind(raw[0]), raw, raw.lower())


def _kind(first: str) -> str:
    """The kind of a token by its first character."""
    if first.isdecimal() or first in "¼½¾":
        return "n"
    if first.isalnum():
        return "w"
    return "b" if first.isspace() else "s"
