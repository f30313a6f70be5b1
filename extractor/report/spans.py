"""A text cut at the ends of its spans, so that overlapping ones can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """Words to mark: the list they belong to, how they fared, a short label, what is known of them."""

    start: int
    end: int
    list: str
    state: str
    label: str
    title: str


class Piece(NamedTuple):
    """A stretch of text under the same spans; ``opening`` are those that begin with it."""

    text: str
    spans: tuple[Span, ...]
    opening: tuple[Span, ...]


def cut(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """The text in pieces, in order; together they are the text.

    >>> [(p.text, [s.label for s in p.spans]) for p in cut("abcd", [Span(1, 3, "", "", "x", "")])]
    [('a', []), ('bc', ['x']), ('d', [])]
    """
    told = sorted({span for span in spans if 0 <= span.start < span.end <= len(text)})
    bounds = sorted({0, len(text)} | {s.start for s in told} | {s.end for s in told})
    open_now: list[Span] = []
    following = iter(told)
    coming = next(following, None)
    for start, end in pairwise(bounds):
        opening = []
        while coming is not None and coming.start == start:
            opening.append(coming)
            coming = next(following, None)
        open_now = [span for span in open_now if span.end > start] + opening
        yield Piece(text[start:end], tuple(open_now), tuple(opening))
