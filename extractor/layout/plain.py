"""The plain text of an article and the way back to the article's own offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from extractor.records import Evidence, Record

AnyRecord = TypeVar("AnyRecord", bound=Record)
Edit = tuple[int, int, str]
"""Characters ``[start, end)`` of the article, and what the plain text has in their place."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without its layout.

    ``text`` is made of pieces: the ``k``-th begins at ``plain[k]`` in it and stands for the characters
    ``[first[k], last[k])`` of ``article``.
    """

    article: str
    text: str
    plain: tuple[int, ...] = (0,)
    first: tuple[int, ...] = (0,)
    last: tuple[int, ...] = (0,)

    @property
    def is_article(self) -> bool:
        """Whether the article was plain already, so that offsets need no way back."""
        return self.text is self.article

    def start(self, at: int) -> int:
        """Where the character of the plain text begins in the article."""
        if self.is_article:
            return at
        piece = bisect_right(self.plain, at) - 1
        return min(self.first[piece] + at - self.plain[piece], self.last[piece] - 1)

    def end(self, at: int) -> int:
        """Where a stretch of the plain text that ends before ``at`` ends in the article."""
        if self.is_article or at <= 0:
            return at
        piece = bisect_right(self.plain, at - 1) - 1
        return min(self.first[piece] + at - self.plain[piece], self.last[piece])

    def evidence(self, found: Evidence) -> Evidence:
        """The article's own words for an evidence in the plain text."""
        start, end = self.start(found.start), self.end(found.end)
        return Evidence(start=start, end=end, text=self.article[start:end])

    def located(self, record: AnyRecord) -> AnyRecord:
        """A record of the plain text with every evidence in it moved to the article."""
        if self.is_article:
            return record
        moved: AnyRecord = self._moved(record)
        return moved

    def _moved(self, value: Any) -> Any:
        if isinstance(value, Evidence):
            return self.evidence(value)
        if isinstance(value, tuple):
            return tuple([self._moved(item) for item in value])
        if isinstance(value, Record):
            fields = {name: getattr(value, name) for name in type(value).model_fields}
            moved = {name: self._moved(held) for name, held in fields.items() if _may_hold(held)}
            changed = {name: held for name, held in moved.items() if held is not fields[name]}
            return value.model_copy(update=changed) if changed else value
        return value


def _may_hold(value: Any) -> bool:
    return isinstance(value, Record) or (isinstance(value, tuple) and bool(value))


def edited(article: str, edits: Iterable[Edit]) -> PlainText:
    """The article with edits made, in order and without overlap.

    >>> plain = edited("at least\\r\\n14", [(8, 10, " ")])
    >>> plain.text, plain.start(9), plain.end(11)
    ('at least 14', 10, 12)
    """
    out: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = at = 0
    for start, end, words in edits:
        if article[start:end] == words:
            continue
        for first, last, piece in ((at, start, article[at:start]), (start, end, words)):
            if piece:
                pieces.append((length, first, last))
                out.append(piece)
                length += len(piece)
        at = end
    if not at:
        return PlainText(article, article)
    if at < len(article):
        pieces.append((length, at, len(article)))
        out.append(article[at:])
    pieces = pieces or [(0, 0, 0)]
    return PlainText(
        article,
        "".join(out),
        tuple([plain for plain, _, _ in pieces]),
        tuple([first for _, first, _ in pieces]),
        tuple([last for _, _, last in pieces]),
    )
