"""The lines of a text, and which of the breaks between them part what they stand between.

A break parts at a blank line, before an item, a time stamp or a row, and behind a line that was not full.
Every other break only wraps a line that had become too long, and stands for a space. Whether a line was full
depends on the width at which the text was wrapped; the breaks inside a sentence show it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractor.layout.characters import NOTABLE_GAP, SOFT_HYPHEN, columns, line_ends
from extractor.lexicon import word_set

Known = Callable[[str], bool]
"""Whether a lower-case word is one of the language."""

PARAGRAPH, LINE, SPACE, NOTHING = "\n\n", "\n", " ", ""
"""What a break stands for in the plain text."""

_BULLET = re.compile(r"^([-–—*+•·▪▫‣⁃∙◦●○■□◆◇➢➤►▶▸✓✔♦›»])\s+(?=\S)")
_NUMBERED = re.compile(r"(?:\(?(\d{1,3})[.)]|\(?([a-z])\))\s+(?=\S)")
_STAMP = re.compile(
    r"[\[(]?\d{1,2}(?:[:.h]\d\d){1,2}[\])]?\s*"
    r"(?:[ap]\.?m\b\.?|gmt|utc|hrs?\b|hours\b|local time)?\s*(?:[-–—:|]\s|$)"
    r"|[\[(]\d{1,2}[:.]\d\d[\])]\s",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^\W\d_][^:.!?,]{0,40}:(?:\s|$)")
_SPEAKER = re.compile(r"[A-Z][\w.]*(?: [A-Z][\w.]*)?: ")
_VALUE = re.compile(r"[^\W\d_][^:.!?,]{0,40}: *\d[\d,. ]*")
_DATELINE = re.compile(r"[A-Z][A-Z'’ -]+(?:, [\w .]{2,30})?(?: ?\([^)]{2,30}\))? ?[-–—]{1,2} ")
_MARKS = re.compile(r"[\W_]+")
_FINAL = (".", "!", "?", "…", ":")
_CLOSERS = "\"'”’»)]"
_GOES_ON = re.compile(r"[(\[\"'“‘«]?[^\W\d_]|[,;)\]%]")
_HYPHENS = ("-", "‐", "\u2011")
_FIRST_WORD = re.compile(r"[^\W\d_]+")

# Of 833 texts wrapped at 60 to 100 columns 814 come back whole: at 0.3 as many, at 0.9 one more.
_AGREE = 0.6
"""The part of the certain wraps that one width must explain; below it lines are ragged, as out of a PDF."""
# Wrapped texts that come back whole (814): narrow at 15 814, at 60 812; wide at 60 808, at 140 820.
_NARROW, _WIDE = 30, 90
"""Columns of usual texts; narrower and wider ones are wrapped where words say so."""
# At 0.5 one of 833 texts differs, at 0.9 none.
_RAGGED = 0.75
"""A ragged line of this part of the usual width is full."""


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a line, which stand at ``[start, end)``.

    ``indent`` counts the columns before them, ``ends`` the lines that end between it and the line before.
    ``soft``: a soft hyphen stands behind them.
    """

    text: str
    start: int
    end: int
    indent: int = 0
    ends: int = 0
    soft: bool = False

    @property
    def width(self) -> int:
        """Columns up to the last word."""
        return self.indent + len(self.text)

    @property
    def mark(self) -> str:
        """What may make it an item: its bullet, ``:`` for a time stamp; else empty."""
        return _mark(self.text)

    @property
    def number(self) -> int:
        """Its number, from 1, where one with a point or a bracket opens it ("2.", "(b)"); else 0."""
        mark = _NUMBERED.match(self.text)
        if not mark:
            return 0
        return int(mark[1]) if mark[1] else ord(mark[2]) - ord("a") + 1

    @property
    def is_rule(self) -> bool:
        """Whether it holds no word: a rule between parts of the text."""
        return bool(_MARKS.fullmatch(self.text))

    @property
    def is_label(self) -> bool:
        """Whether it opens with a name and a colon: "Killed: 14"."""
        return _is_label(self.text)

    @property
    def is_speaker(self) -> bool:
        """Whether a name of one or two words and a colon open it: "Q: ", "Ada Brill: "."""
        return bool(_SPEAKER.match(self.text))

    @property
    def is_value(self) -> bool:
        """Whether it is a name with a number and nothing else: "Ostra: 4"."""
        return bool(_VALUE.fullmatch(self.text))

    @property
    def is_dateline(self) -> bool:
        """Whether a place in capitals and a dash open it: "OSTRA, Pell (Agency) - "."""
        return bool(_DATELINE.match(self.text)) and not self.is_heading

    @property
    def is_heading(self) -> bool:
        """Whether it is written in capitals."""
        return self.text.isupper()

    @property
    def first_word(self) -> str:
        """What stands before its first space."""
        return self.text.partition(" ")[0]

    @property
    def last_word(self) -> str:
        """What stands behind its last space."""
        return self.text.rpartition(" ")[2]

    @property
    def is_shortened(self) -> bool:
        """Whether it ends in a shortened word: "Mr.", "Feb."."""
        return _is_shortened(self.last_word)

    @property
    def is_final(self) -> bool:
        """Whether it ends as a sentence does, or as what announces a list."""
        return self.last_word.rstrip(_CLOSERS).endswith(_FINAL) and not self.is_shortened

    @property
    def is_open(self) -> bool:
        """Whether its last word cannot be the last: "in", "the", "Mr.", a word before a comma or a hyphen."""
        if self.soft or self.is_shortened or self.text.endswith(","):
            return True
        word = self.last_word
        return word.lower() in word_set("never_last") or (word.endswith(_HYPHENS) and word[-2:-1].isalnum())


# A line is asked for these while it is the latest; kept beside it they would take three times as much.
@lru_cache(maxsize=256)
def _mark(text: str) -> str:
    if bullet := _BULLET.match(text):
        return bullet[1]
    return ":" if _STAMP.match(text) else ""


@lru_cache(maxsize=256)
def _is_label(text: str) -> bool:
    return bool(_LABEL.match(text)) and not text[0].islower()


@lru_cache(maxsize=256)
def _is_shortened(word: str) -> bool:
    return word.endswith(".") and word[:-1].lower() in word_set("shortened")


def read_lines(text: str) -> list[Line]:
    """The lines of a text that hold words, in order.

    >>> [(line.text, line.indent, line.ends) for line in read_lines("One\\r\\n\\r\\n  two\\nthree ")]
    [('One', 0, 0), ('two', 2, 2), ('three', 0, 1)]
    """
    lines: list[Line] = []
    start, indent, ends = len(text) - len(text.lstrip(" ")), 0, 0
    for gap in NOTABLE_GAP.finditer(text):
        here = line_ends(gap[0])
        if here or gap.end() == len(text):
            if gap.start() > start:
                soft = gap[0][0] == SOFT_HYPHEN
                lines.append(Line(text[start : gap.start()], start, gap.start(), indent, ends, soft))
                ends = 0
            ends += here
        if here or gap.start() == 0 or gap.end() == len(text):
            start, indent = gap.end(), columns(gap[0])
    if words := text[start:].rstrip():
        lines.append(Line(words, start, start + len(words), indent, ends))
    return lines


class _Break(NamedTuple):
    """Two lines without a blank line between them."""

    before: Line
    after: Line

    @property
    def widths(self) -> tuple[int, int]:
        """The smallest and the largest width at which the first line is full."""
        width = self.before.width
        return width, width + len(self.after.first_word)

    @property
    def parts(self) -> bool:
        """Whether a line stands for itself: a rule, a heading in capitals, a label, a dateline."""
        return (
            self.before.is_rule
            or self.after.is_rule
            or (self.after.is_label and self.before.is_label)
            or (self.after.is_speaker and self.before.is_final)
            or (self.after.is_dateline and not self.before.is_open)
            or (self.after.is_value and not self.before.is_open)
            or (self.before.is_heading and any(map(str.islower, self.after.first_word)))
        )

    def is_certain(self, *, cased: bool) -> bool:
        """Whether a sentence goes over without doubt."""
        if self.before.is_open:
            return True
        goes_on = _GOES_ON.match(_BULLET.sub("", self.after.text))
        if goes_on is None or goes_on[0] != goes_on[0].lower():
            return False
        return cased or not goes_on[0][-1].isalpha()


class Wrapping:
    """Which breaks of a text only wrap its lines."""

    def __init__(self, lines: Sequence[Line], rows: Container[int]) -> None:
        self._rows = rows
        self._cased = _has_case(lines)
        self._items = _items(lines)
        self._even: set[int] = set()
        certain: list[tuple[int, int]] = []
        for block in _blocks(lines):
            breaks = [found for pair in pairwise(block) if not self._parts(found := _Break(*pair))]
            if _is_even(block, breaks):
                self._even.update(found.before.start for found in breaks)
            certain += [found.widths for found in breaks if self._is_certain(found)]
        self._full = _width(certain)

    def wraps(self, before: Line, after: Line) -> bool:
        """Whether the break between two lines stands for a space."""
        found = _Break(before, after)
        if after.ends > 1 or self._parts(found):
            return False
        if self._is_certain(found):
            return True
        low, high = found.widths
        return self._full is not None and low <= self._full[1] and high >= self._full[0]

    def _parts(self, found: _Break) -> bool:
        """A dash or an hour opens an item beside others of its kind, or where no sentence goes over to it."""
        item = found.after.start in self._items or bool(found.after.mark and found.before.is_final)
        row = found.before.start in self._rows or found.after.start in self._rows
        return item or row or found.parts

    def _is_certain(self, found: _Break) -> bool:
        even = found.before.start in self._even and not found.before.is_final
        return even or found.is_certain(cased=self._cased)


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines between blank lines."""
    block: list[Line] = []
    for line in lines:
        if line.ends > 1 and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_even(block: Sequence[Line], breaks: Sequence[_Break]) -> bool:
    """Whether a block looks like wrapped sentences: one ends, and each line in which none ends is full."""
    widest = max(line.width for line in block)
    cut = [found for found in breaks if not found.before.is_final]
    usual = _NARROW <= widest <= _WIDE and any(line.is_final for line in block)
    return usual and all(found.widths[1] >= widest for found in cut)


def _has_case(lines: Sequence[Line]) -> bool:
    """Whether capitals mean anything: neither all letters are capitals nor none is."""
    sample = "".join([line.text for line in lines[:50]])
    letters = set(sample)
    capitals = sum(map(sample.count, filter(str.isupper, letters)))
    return 0 < capitals < sum(map(sample.count, filter(str.islower, letters)))


def _items(lines: Sequence[Line]) -> set[int]:
    """Where items begin: lines with the same mark in one block, and lines numbered one after the other."""
    items: set[int] = set()
    block: dict[str, list[int]] = {}
    reached = 0
    for line in lines:
        if line.ends > 1:
            block = {}
        if line.mark:
            block.setdefault(line.mark, []).append(line.start)
            if len(block[line.mark]) > 1:
                items.update(block[line.mark])
        elif line.number and line.number in (1, reached + 1):
            reached = line.number
            items.add(line.start)
    return items


def _width(certain: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The range in which the width of the text lies; null where nothing is wrapped."""
    if not certain:
        return None
    ends = sorted([(low, 0) for low, _ in certain] + [(high, 1) for _, high in certain])
    best = reached = 0
    found = certain[0]
    for (at, closes), (following, _) in pairwise([*ends, (ends[-1][0] + 1, 0)]):
        reached += -1 if closes else 1
        if reached > best:
            best, found = reached, (at, following)
    if best >= _AGREE * len(certain):
        return found
    return int(_RAGGED * median(low for low, _ in certain)), 10**9


def breaks(lines: Sequence[Line], rows: Container[int], known: Known) -> Iterator[tuple[int, int, str]]:
    """What stands between the lines in the plain text, as edits of the text.

    Args:
        lines: the lines of the text.
        rows: where lines begin that are rows of a table.
        known: whether a lower-case word is one of the language.
    """
    if len(lines) < 2:
        return
    wrapping = Wrapping(lines, rows)
    for before, after in pairwise(lines):
        if wrapping.wraps(before, after):
            hyphens, glue = (0, NOTHING) if before.soft else _seam(before.text, after.text, known)
            yield before.end - hyphens, after.start, glue
        else:
            yield before.end, after.start, PARAGRAPH if after.ends > 1 else LINE
            yield from bullet(after)


def bullet(line: Line) -> Iterator[tuple[int, int, str]]:
    """The bullet that opens an item, as a hyphen: all are alike."""
    if line.mark and line.mark != ":":
        yield line.start, line.start + 1, "-"


def _seam(before: str, after: str, known: Known) -> tuple[int, str]:
    """How many hyphens go, and what comes between the last word of a line and the first of the next.

    >>> words = {"displaced"}.__contains__
    >>> _seam("were dis-", "placed", words), _seam("a well-", "known man", words), _seam("the", "man", words)
    ((1, ''), (0, ''), (0, ' '))
    """
    head, word = before.rpartition(" ")[2], _FIRST_WORD.match(after)
    if not word or not head.endswith(_HYPHENS) or not head[-2:-1].isalnum():
        return 0, SPACE
    whole = (head[:-1] + word[0]).lower()
    return int(word[0][0].islower() and known(whole)), NOTHING
