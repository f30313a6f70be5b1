"""Characters that a page or a file puts into words: invisible ones, full-width forms, ligatures."""

from __future__ import annotations

import re

# Zero-width spaces and joiners, soft hyphens, byte order and direction marks and the like: seen by nobody.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
SOFT_HYPHEN = "\u00ad"
BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
NOTABLE_GAP = re.compile(rf"[\s{INVISIBLE}]{{2,}}|[^\S ]|[{INVISIBLE}]")
"""White space, invisible characters or both, where it is more than one plain space."""
_LINE_END = re.compile(rf"\r\n|[{BREAKS}]")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FORMS = re.compile("[\uff01-\uff5e" + "".join(_LIGATURES) + "]")
_DIGIT_SPACES = "\u00a0\u2009\u202f"


def forms(text: str) -> list[tuple[int, int, str]]:
    """Full-width forms and ligatures with what they stand for, as (start, end, plain characters).

    >>> forms("１，２"), forms("ﬁve")
    ([(0, 1, '1'), (1, 2, ','), (2, 3, '2')], [(0, 1, 'fi')])
    """
    if text.isascii():
        return []
    return [(match.start(), match.end(), _plain(match[0])) for match in _FORMS.finditer(text)]


def _plain(char: str) -> str:
    return chr(ord(char) - 0xFEE0) if ord(char) in _FULL_WIDTH else _LIGATURES[char]


def line_ends(gap: str) -> int:
    """How many lines end in a gap.

    >>> line_ends(" \\r\\n\\t\\r\\n"), line_ends("  ")
    (2, 0)
    """
    if gap == " ":
        return 0
    if not gap.strip("\n"):
        return len(gap)
    return len(_LINE_END.findall(gap)) + gap.count("\u2029")


def space(text: str, start: int, end: int) -> str:
    """What a gap inside a line stands for: nothing where it is invisible, else one space.

    A no-break space between digits stays: it groups them ("9\\u00a0300").
    """
    gap = text[start:end]
    seen = [char for char in gap if char.isspace()]
    if not seen:
        return ""
    grouped = len(seen) == 1 and seen[0] in _DIGIT_SPACES
    if grouped and text[start - 1 : start].isdigit() and text[end : end + 1].isdigit():
        return seen[0]
    return " "


def columns(gap: str) -> int:
    """The columns by which a gap indents the line behind it.

    >>> columns("\\n\\t"), columns(" \\n  "), columns("\\n")
    (8, 2, 0)
    """
    return 0 if gap == "\n" else len(_LINE_END.split(gap)[-1].expandtabs())
