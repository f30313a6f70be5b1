"""Text of unknown origin made harmless for a terminal, character by character, so that offsets stay."""

from __future__ import annotations

import re

# Control characters (C0, DEL, C1) start escape sequences; direction marks make a text read otherwise
# than it is stored; separators break lines where no line ends.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def safe(text: str) -> str:
    """The text with each character that could steer a terminal as U+FFFD."""
    return _CONTROL.sub("\ufffd", text)


def one_line(text: object) -> str:
    """The text, safe, on a single line."""
    return safe(_SPACE.sub(" ", str(text)).strip())
