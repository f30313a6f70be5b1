"""The dateline of a story ("GENEVA, 12 March 2024 (AFP) -") or stamp of a report ("As of 3 May 2019")."""

from __future__ import annotations

import re
from datetime import date

from extractor.dates import periods
from extractor.dates.days import day, numeric, weekday
from extractor.dates.pieces import Calendar
from extractor.dates.tokens import Tokens
from extractor.dates.words import MONTHS
from extractor.lexicon import word_set

# At 6 and at 24 no date of 278 labelled texts changes.
_LINES = 12  # a dateline stands in the head of a story
# At 750 and at 3,000 no date of 278 labelled texts changes.
_HEAD = 1500
# At 60 seven dates of 278 labelled texts are lost, at 240 none changes.
_WIDTH = 120
_PLACE_WORDS = frozenset({"of", "de", "la", "le", "el", "al", "and", "the", "du", "da"})
# At 7 four dates of 278 labelled texts are lost, at 28 none changes.
_PLACE_LENGTH = 14
"""Words and marks that a place and an agency may take up in front of the date."""
# At 6 and at 24 no date of 278 labelled texts changes; a longer one is running text.
_STAMP_INDENT = 12
"""Characters that may stand in front of the word of a stamp ("First published")."""
_MARKS = frozenset({"-", "–", "—", ":", "_", "|"})
"""Marks between a dateline and the text."""
_INITIALS = "".join(sorted({name[0].upper() for name in MONTHS}))
_STEMS = "|".join(sorted({name[1:3] for name in MONTHS}))
_MONTH_OR_DIGITS = re.compile(rf"[{_INITIALS}](?i:{_STEMS})|\d[-/.]\d")
"""The beginning of a month with its capital, or two numbers of a date: no full date is without."""
_CLOSERS = frozenset({"(", ")", "-", "–", "—", ",", ":", "_", "/", ""})
# At 30 and at 120 no date of 278 labelled texts changes; beyond is the text itself.
_STAMP_REACH = 60
"""Characters from the word of a stamp to the end of its date, where text runs on in the same line."""


def dateline_date(text: str) -> tuple[int, int, date] | None:
    """Offsets of the date in a story's dateline or stamp, and the date; None without a full one.

    >>> dateline_date("SEOUL, Dec 14 , 2006 (AFP)")
    (7, 20, datetime.date(2006, 12, 14))
    """
    offset = 0
    for line in text[:_HEAD].splitlines(keepends=True)[:_LINES]:
        hit = _opening(line) if _MONTH_OR_DIGITS.search(line) else None
        if hit:
            return hit[0] + offset, hit[1] + offset, hit[2]
        offset += len(line)
    return None


def _opening(line: str) -> tuple[int, int, date] | None:
    head = Tokens(line[:_WIDTH])
    return _leading(head) or _placed(head) or _stamped(line)


def _full_date(t: Tokens, i: int) -> tuple[int, int, date] | None:
    """A full date at the token: its offsets and the day."""
    hit = weekday(t, i) or day(t, i) or numeric(t, i)
    piece = hit[0] if hit else None
    if hit is None or not isinstance(piece, Calendar) or piece.swappable:
        return None
    at = periods.valid(piece.year or 0, piece.month or 0, piece.day or 0)
    return (t.start[i], t.end[hit[1] - 1], at) if at else None


def _placed(t: Tokens) -> tuple[int, int, date] | None:
    """A date behind the name of a place at the start of a line: "GENEVA, 12 March 2024 (Agency)".

    A name in capitals is sign enough; any other ("New York, 17 May 2024 –") asks for a dash or colon behind.
    """
    if not t.size or not t.raw[0][0].isupper() or len(t.raw[0]) < 2:
        return None
    closers = _CLOSERS if t.raw[0].isupper() else _MARKS
    for i in range(1, min(t.size, _PLACE_LENGTH)):
        hit = _full_date(t, i)
        if hit:
            return hit if t.low[_behind(t, hit)] in closers else None
        word = t.raw[i]
        if word.isalpha() and not word[0].isupper() and word not in _PLACE_WORDS:
            return None
    return None


def _leading(t: Tokens) -> tuple[int, int, date] | None:
    """A date that opens a line and is set off: "May 4, 2022 - ", "Oct. 9, 2023, 5:04 PM"."""
    hit = _full_date(t, 0) if t.size else None
    if not hit:
        return None
    k = _behind(t, hit)
    if t.low[k] in _MARKS or k >= t.size:
        return hit
    k += t.low[k] == ","
    clock = t.low[k].isdecimal() and t.low[k + 1] == ":" and t.low[k + 2].isdecimal()
    return hit if clock else None


def _behind(t: Tokens, hit: tuple[int, int, date]) -> int:
    """The token behind a date."""
    return next((k for k in range(t.size) if t.start[k] >= hit[1]), t.size)


def _stamped(line: str) -> tuple[int, int, date] | None:
    """A date behind the word that stamps a report: "As of ...", "Position at 6 pm, ...", "Published: ...".

    A word of that kind inside running text is none: it stands at the head of its line, or alone in it.
    """
    low = line.lower()
    stamp = min((at for word in word_set("stamps") if (at := low.find(word)) >= 0), default=-1)
    heads = 0 <= stamp <= _STAMP_INDENT and low.startswith(tuple(word_set("running_stamps")), stamp)
    running = len(line) > _WIDTH or line.rstrip().endswith((".", "?", "!"))
    if stamp < 0 or (running and not heads):
        return None
    t = Tokens(line[stamp : stamp + (_STAMP_REACH if running else _WIDTH)])
    hits = (hit for i in range(t.size) if (hit := _full_date(t, i)))
    return next(((start + stamp, end + stamp, day) for start, end, day in hits), None)
