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

    __slots__ = ("_tokens", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = [
            Token(match.start(), match.end(), str(match.lastgroup), match[0], match[0].lower())
            for match in _TOKEN.finditer(text)
        ]

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, index: int) -> Token:
        return self._tokens[index] if 0 <= index < len(self._tokens) else _EDGE

    def glued(self, index: int) -> bool:
        """Whether no space stands between token ``index`` and the one before it."""
        return 0 < index < len(self._tokens) and self._tokens[index].start == self._tokens[index - 1].end

    def gap(self, index: int) -> str:
        """The text between token ``index`` and the one before it."""
        if not 0 < index < len(self._tokens):
            return "\n"
        return self.text[self._tokens[index - 1].end : self._tokens[index].start]

    def words(self, first: int, last: int) -> tuple[str, ...]:
        """The lower-case forms of the tokens ``first`` to ``last``, end exclusive."""
        return tuple(self[index].low for index in range(first, last))
