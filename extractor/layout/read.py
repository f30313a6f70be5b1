"""An article's text becomes plain text."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.layout.case import restore_case
from extractor.layout.characters import NOTABLE_GAP, forms, line_ends, space
from extractor.layout.debris import find_debris
from extractor.layout.lines import Known, Line, breaks, bullet, read_lines
from extractor.layout.plain import Edit, PlainText
from extractor.layout.rows import find_rows, row_edits


def plain_text(text: str, known: Known) -> PlainText:
    """The text without its layout: a line for each paragraph, item, row or heading, single spaces.

    Args:
        text: an article as it was read.
        known: whether a lower-case word is one of the language; it settles hyphens at line ends.

    >>> plain_text("  Some 1\\u200b2 were dis-\\r\\n  placed.", {"displaced"}.__contains__).text
    'Some 12 were displaced.'
    """
    plain = PlainText(text, text).edited(_layout_edits(text, known))
    plain = plain.without(find_debris(plain.text))
    return plain.written(restore_case(plain.text, known))


def _layout_edits(text: str, known: Known) -> Iterator[Edit]:
    """What makes plain text of a text with layout, in order."""
    lines = read_lines(text)
    rows = find_rows(lines)
    lines = [line for line in lines if line.start not in rows or rows[line.start].cells]
    edits = [*_edges(text, lines), *breaks(lines, rows, known), *_in_lines(text), *forms(text)]
    for row in rows.values():
        edits += row_edits(row)
    edits.sort(key=lambda edit: (edit[0], -edit[1], edit[2]))
    return _apart(edits)


def _edges(text: str, lines: list[Line]) -> list[Edit]:
    """White space before the first line and behind the last, and the first line's bullet."""
    if not lines:
        return [(0, len(text), "")]
    return [(0, lines[0].start, ""), *bullet(lines[0]), (lines[-1].end, len(text), "")]


def _in_lines(text: str) -> Iterator[Edit]:
    for gap in NOTABLE_GAP.finditer(text):
        if not line_ends(gap[0]):
            yield gap.start(), gap.end(), space(text, gap.start(), gap.end())


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """Edits, of those at one place the longest, without those inside one that begins before them."""
    at = 0
    for edit in edits:
        if edit[0] >= at:
            at = edit[1]
            yield edit
