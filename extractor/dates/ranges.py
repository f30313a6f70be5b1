"""Grammar of ranges: "between 23 December and 28 January", "Monday to Friday", "from 2013 to 2015"."""

from __future__ import annotations

from collections.abc import Callable

from extractor.dates.days import day_month
from extractor.dates.doubts import bare_year
from extractor.dates.pieces import Calendar, Part, Piece, Relative, Span
from extractor.dates.tokens import Tokens
from extractor.lexicon import word_set

Hit = tuple[Piece | None, int]
Reader = Callable[[Tokens, int], Hit | None]
_LINKS = frozenset({"to", "until", "till", "through"})
_DASHES = frozenset({"-", "–", "—", "to", "through"})


def opened(t: Tokens, i: int, first: Hit | None, read_at: Reader) -> tuple[Piece, int] | None:
    """The range that "between" or "from" opens; ``first`` is the reading of what stands behind it."""
    between = t.low[i] == "between"
    days = day_month(t, i + 1)
    if days and isinstance(days[0], Span):
        return days
    if first and isinstance(first[0], Span):
        return first[0], first[1]
    if not between and any(word in word_set("moved_days") for word in t.low[max(i - 4, 0) : i]):
        return None
    if not first or not _can_end(first[0]):
        return None
    if t.low[first[1]] not in (("and",) if between else _LINKS):
        return None
    return _span(first, read_at(t, first[1] + 1))


def linked(t: Tokens, hit: Hit, read_at: Reader) -> tuple[Piece, int] | None:
    """The range that a dash or "to" makes of a date that has been read: "March 30 - April 2"."""
    piece, j = hit
    if t.low[j] not in _DASHES or not isinstance(piece, Calendar) or bare_year(piece):
        return None
    last = read_at(t, j + 1)
    if not last or not isinstance(last[0], Calendar) or _shape(piece) != _shape(last[0]):
        return None
    return _span(hit, last)


def _shape(piece: Calendar) -> tuple[bool, bool, bool]:
    return piece.month is not None, piece.day is not None, piece.month is None and piece.weekday is not None


def _can_end(piece: Piece | None) -> bool:
    """Whether a piece can be an end of a range."""
    if isinstance(piece, Part):
        return _can_end(piece.whole)
    return isinstance(piece, Calendar) or (isinstance(piece, Relative) and piece.unit != "weekend")


def _span(first: Hit, last: Hit | None) -> tuple[Piece, int] | None:
    if first[0] is None or last is None or last[0] is None or not _can_end(last[0]):
        return None
    if last[0] == Relative("day", 0) and isinstance(first[0], Calendar) and first[0].day is None:
        return Span(first[0], None), last[1]
    if bare_year(first[0]) != bare_year(last[0]) and not (isinstance(last[0], Calendar) and last[0].year):
        return None
    return Span(first[0], last[0]), last[1]
