"""The dateline of a wire story: "GENEVA, 12 March 2024 (AFP) -", "LONDON, Nov. 27, 2006 (Xinhua) --"."""

from __future__ import annotations

from datetime import date

from extractor.dates import periods
from extractor.dates.days import day, numeric
from extractor.dates.pieces import Calendar
from extractor.dates.tokens import Tokens

_LINES = 12  # a dateline stands in the head of a story
_HEAD = 1500


def dateline_date(text: str) -> tuple[int, int, date] | None:
    """Offsets of the date in a story's dateline, and the date; None without a full one.

    >>> dateline_date("SEOUL, Dec 14 , 2006 (AFP)")
    (7, 20, datetime.date(2006, 12, 14))
    """
    offset = 0
    for line in text[:_HEAD].splitlines(keepends=True)[:_LINES]:
        hit = _in_line(line)
        if hit:
            return hit[0] + offset, hit[1] + offset, hit[2]
        offset += len(line)
    return None


def _in_line(line: str) -> tuple[int, int, date] | None:
    head = line[:120]
    t = Tokens(head)
    if not t.size or not t.raw[0].isupper() or len(t.raw[0]) < 2:
        return None
    for i in range(1, min(t.size, 14)):
        if t.low[i - 1] not in (",", "(", "-", "–", "—") and not t.raw[i - 1].isalpha():
            continue
        hit = day(t, i) or numeric(t, i)
        if not hit:
            continue
        piece, j = hit
        if not isinstance(piece, Calendar) or not (piece.year and piece.month and piece.day):
            return None
        closed = t.low[j] in ("(", ")", "-", "–", "—", ",", ":", "_", "/", "") or t.line_break(j)
        at = periods.valid(piece.year, piece.month, piece.day)
        if closed and at:
            return t.start[i], t.end[j - 1], at
        return None
    return None
