"""Where a span of an annotation tool stands in the article, whatever way the tool counts characters."""

from __future__ import annotations

from extractor.gold import GoldError, occurrences


def first_span(text: str, quote: str, nth: int, *, whole_words: bool = False) -> tuple[int, int]:
    """The span of a gold quote; with ``whole_words``, the first one that is not inside a word."""
    spans = occurrences(text, quote)
    if whole_words:
        spans = [span for span in spans if not _inside_word(text, span)] or spans
    if len(spans) < nth:
        raise GoldError(f"quote {quote!r} number {nth} is not in the article; quote it verbatim")
    return spans[nth - 1]


def anchor(text: str, start: int, end: int, words: str | None) -> tuple[int, int] | None:
    """The span in Python offsets; None where the words are nowhere.

    Browser tools may count UTF-16 units, in which a character beyond the basic plane is two. The words
    decide: as given, then as UTF-16 offsets, then the nearest place where they stand.

    >>> anchor("ab 12 dead", 3, 5, "12"), anchor("\\U0001f6a8 12 dead", 3, 5, "12")
    ((3, 5), (2, 4))
    """
    if words is None or text[start:end] == words:
        return (start, end) if 0 <= start < end <= len(text) else None
    units = text.encode("utf-16-le")
    before = units[: 2 * start].decode("utf-16-le", "ignore")
    at = len(before)
    if text[at : at + len(words)] == words:
        return at, at + len(words)
    spans = occurrences(text, words)
    return min(spans, key=lambda span: abs(span[0] - start), default=None)


def _inside_word(text: str, span: tuple[int, int]) -> bool:
    start, end = span
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return before or after
