"""Text to tokens: digit clumps, words, single symbols and paragraph breaks, in one linear pass."""

from __future__ import annotations

import re
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
    """The tokens of a text; looking past either end gives a break token instead of an error."""

    __slots__ = ("_size", "_tokens", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = [
            Token(match.start(), match.end(), match.lastgroup or "", raw := match[0], raw.lower())
            for match in _TOKEN.finditer(text)
        ]
        self._size = len(self._tokens)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: int) -> Token:
        return self._tokens[index] if 0 <= index < self._size else _EDGE

    def candidates(self, words: frozenset[str]) -> list[int]:
        """The indexes of digit clumps and of ``words``."""
        return [index for index, token in enumerate(self._tokens) if token[2] == "n" or token[4] in words]

    def glued(self, index: int) -> bool:
        """Whether no space stands between token ``index`` and the one before it."""
        return 0 < index < self._size and self._tokens[index].start == self._tokens[index - 1].end

    def gap(self, index: int) -> str:
        """The text between token ``index`` and the one before it."""
        if not 0 < index < self._size:
            return "\n"
        return self.text[self._tokens[index - 1].end : self._tokens[index].start]

    def words(self, first: int, last: int) -> tuple[str, ...]:
        """The lower-case forms of the tokens ``first`` to ``last``, end exclusive."""
        return tuple([token[4] for token in self._tokens[max(first, 0) : last]])
