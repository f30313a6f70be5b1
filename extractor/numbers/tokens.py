"""Text to tokens: digit clumps, words, single symbols and paragraph breaks, in one linear pass."""

from __future__ import annotations

import re
from array import array
from typing import NamedTuple

# A digit clump is taken whole, well formed or not: a malformed one ("1,2,3") is never read in parts.
_TOKEN = re.compile(
    r"(?P<n>\d+(?:[.,'’]\d+)*[¼½¾]?|[¼½¾])"
    r"|(?P<w>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<b>(?:\r?\n[ \t]*){2,})"
    r"|(?P<s>\S)"
)


class Token(NamedTuple):
    """One token: ``kind`` is ``n`` (digits), ``w`` (word), ``s`` (symbol), ``b`` (blank line)."""

    start: int
    end: int
    kind: str
    raw: str
    low: str


_EDGE = Token(-1, -1, "b", "", "")


class Tokens:
    """The tokens of a text; looking past either end gives a break token instead of an error.

    Only those that somebody looks at are made: of most texts they stand around a few numbers.
    """

    __slots__ = ("_ends", "_kinds", "_made", "_size", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts, self._ends = array("i"), array("i")
        self._kinds: list[str] = []
        for match in _TOKEN.finditer(text):
            self._starts.append(match.start())
            self._ends.append(match.end())
            self._kinds.append(match.lastgroup or "")
        self._size = len(self._kinds)
        self._made: dict[int, Token] = {}

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: int) -> Token:
        token = self._made.get(index)
        if token is None:
            if not 0 <= index < self._size:
                return _EDGE
            raw = self._raw(index)
            token = Token(self._starts[index], self._ends[index], self._kinds[index], raw, raw.lower())
            self._made[index] = token
        return token

    def _raw(self, index: int) -> str:
        return self.text[self._starts[index] : self._ends[index]]

    def candidates(self, words: frozenset[str]) -> list[int]:
        """The indexes of digit clumps and of ``words``."""
        return [i for i, kind in enumerate(self._kinds) if kind == "n" or self._raw(i).lower() in words]

    def glued(self, index: int) -> bool:
        """Whether no space stands between token ``index`` and the one before it."""
        return 0 < index < self._size and self._starts[index] == self._ends[index - 1]

    def gap(self, index: int) -> str:
        """The text between token ``index`` and the one before it."""
        if not 0 < index < self._size:
            return "\n"
        return self.text[self._ends[index - 1] : self._starts[index]]

    def words(self, first: int, last: int) -> tuple[str, ...]:
        """The lower-case forms of the tokens ``first`` to ``last``, end exclusive."""
        return tuple([self[index].low for index in range(*slice(max(first, 0), last).indices(self._size))])
