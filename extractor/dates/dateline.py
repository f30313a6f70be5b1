"""The dateline of a story ("GENEVA, 12 March 2024 (AFP) -") or stamp of a report ("As of 3 May 2019")."""

from __future__ import annotations

from datetime import date

from extractor.dates import periods
from extractor.dates.days import day, numeric, weekday
from extractor.dates.pieces import Calendar
from extractor.dates.tokens import Tokens

_LINES = 12  # a dateline stands in the head of a story
_HEAD = 1500
_WIDTH = 120
_PLACE_WORDS = frozenset({"of", "de", "la", "le", "el", "al", "and", "the", "du", "da"})
_CLOSERS = frozenset({"(", ")", "-", "–", "—", ",", ":", "_", "/", ""})
_STAMPS = ("as of", "as at", "position at", "date:", "issued", "published", "posted", "updated")


def dateline_date(text: str) -> tuple[int, int, date] | None:
    """Offsets of the date in a story's dateline or stamp, and the date; None without a full one.

    >>> dateline_date("SEOUL, Dec 14 , 2006 (AFP)")
    (7, 20, datetime.date(2006, 12, 14))
    """
    offset = 0
    for line in text[:_HEAD].splitlines(keepends=True)[:_LINES]:
        hit = _placed(line) or _stamped(line)
        if hit:
            return hit[0] + offset, hit[1] + offset, hit[2]
        offset += len(line)
    return None


def _full_date(t: Tokens, i: int) -> tuple[int, int, date] | None:
    """A full date at the token: its offsets and the day."""
    hit = weekday(t, i) or day(t, i) or numeric(t, i)
    piece = hit[0] if hit else None
    if hit is None or not isinstance(piece, Calendar):
        return None
    at = periods.valid(piece.year or 0, piece.month or 0, piece.day or 0)
    return (t.start[i], t.end[hit[1] - 1], at) if at else None


def _placed(line: str) -> tuple[int, int, date] | None:
    """A date behind the name of a place in capitals at the start of a line."""
    t = Tokens(line[:_WIDTH])
    if not t.size or not t.raw[0].isupper() or len(t.raw[0]) < 2:
        return None
    for i in range(1, min(t.size, 14)):
        hit = _full_date(t, i)
        if hit:
            after = next((k for k in range(i, t.size) if t.start[k] >= hit[1]), t.size)
            return hit if t.low[after] in _CLOSERS else None
        word = t.raw[i]
        if word.isalpha() and not word[0].isupper() and word not in _PLACE_WORDS:
            return None
    return None


def _stamped(line: str) -> tuple[int, int, date] | None:
    """A date in a line that stamps a report: "As of ...", "Position at 6 pm, ...", or stands alone."""
    if len(line) > _WIDTH or line.rstrip().endswith((".", "?", "!")):
        return None
    low = line.lower()
    stamp = min((at for word in _STAMPS if (at := low.find(word)) >= 0), default=-1)
    t = Tokens(line)
    for i in range(t.size):
        if t.start[i] >= stamp >= 0 or i == 0:
            hit = _full_date(t, i)
            if hit and (stamp >= 0 or not line[hit[1] :].strip()):
                return hit
    return None
