"""A text cut at the ends of its spans, so that overlapping ones can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from extractor.articles.sanitize import one_line, safe
from extractor.display.words import details, evidence_of, kind_of, short
from extractor.records import Extraction

LISTS = ("casualties", "displaced", "dates", "actors")


class Span(NamedTuple):
    """Words to mark: the list they belong to, how they fared, a short label, what is known of them.

    ``anchor`` is the id of the mark in the page, for links that lead to it.
    """

    start: int
    end: int
    list: str
    state: str
    label: str
    title: str
    anchor: str = ""


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
    valid = sorted({span for span in spans if 0 <= span.start < span.end <= len(text)})
    bounds = sorted({0, len(text)} | {s.start for s in valid} | {s.end for s in valid})
    open_now: list[Span] = []
    following = iter(valid)
    coming = next(following, None)
    for start, end in pairwise(bounds):
        opening = []
        while coming is not None and coming.start == start:
            opening.append(coming)
            coming = next(following, None)
        open_now = [span for span in open_now if span.end > start] + opening
        yield Piece(text[start:end], tuple(open_now), tuple(opening))


def body(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The pieces of a text made harmless, without the blank that front matter has left at its top."""
    first, *rest = cut(safe(text), spans) if text else (Piece("", (), ()),)
    return (first._replace(text=first.text.lstrip()), *rest)


def record_spans(extraction: Extraction, *, anchor: str = "") -> list[Span]:
    """A span for every place where a record stands; a number that became none carries the reason.

    Args:
        extraction: the records.
        anchor: where given, the first place of each record gets ``{anchor}-{list}-{index}`` as its anchor.
    """
    spans = []
    for name in LISTS:
        for index, record in enumerate(getattr(extraction, name)):
            count = name in ("casualties", "displaced")
            label = f"{kind_of(record)} {short(record.quantity)}" if count else ""
            title = "; ".join(f"{key}: {value}" for key, value in details(record))
            for nth, at in enumerate(evidence_of(record)):
                mark = f"{anchor}-{name}-{index}" if anchor and not nth else ""
                spans.append(Span(at.start, at.end, name, "", label, title, mark))
    for number in extraction.unused_numbers:
        at = number.evidence
        title = f"no record: {one_line(number.reason)}"
        spans.append(Span(at.start, at.end, "unused", "", "", title))
    return spans
