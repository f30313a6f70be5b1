"""Grammar of periods picked by a pointing word: "last week", "next Friday", "the past three months"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.dates import words
from extractor.dates.counted import counted
from extractor.dates.days import day_month, weekday, weekday_name
from extractor.dates.named import named
from extractor.dates.pieces import Again, Calendar, Duration, Frame, Offset, Piece, Relative, Vague
from extractor.dates.reports import own_part, reported
from extractor.dates.tokens import Tokens
from extractor.lexicon import word_set

_SIMPLE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_QUOTES = frozenset({'"', "“", "``", "'", "‘"})
_NO_SEASON = frozenset({"in", "of", "was", "is", "has", "from"})
"""Behind "this fall" these say that something falls."""
_COUNTING = frozenset(
    {"last", "past", "next", "coming", "previous", "following", "preceding", "this", "same"}
)


def simple_day(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "today", "yesterday evening", "tomorrow", "the day before yesterday"."""
    word = t.low[i]
    if word in _SIMPLE:
        j = i + 1
        if t.capital(i) and t.capital(i - 1) and not t.line_break(i) and i:
            return None  # a title: "USA Today", "Russia Today"
        return Relative("day", _SIMPLE[word]), j + (t.low[j] in words.PARTS_OF_DAY)
    if t.low[i : i + 4] == ["the", "day", "before", "yesterday"]:
        return Relative("day", -2), i + 4
    if t.low[i : i + 4] == ["the", "day", "after", "tomorrow"]:
        return Relative("day", 2), i + 4
    return None


@dataclass(frozen=True, slots=True)
class _Pointer:
    """A pointing word: its shift, what it counts from, and whether "the" or a quote stands before it."""

    word: str
    the: bool
    quoted: bool

    @property
    def shift(self) -> int:
        return words.SHIFTS[self.word]

    @property
    def frame(self) -> Frame:
        return "text" if self.word in words.TEXT_SHIFTS else "published"

    @property
    def gives_length(self) -> bool:
        """Whether a bare unit behind it is a length up to publication or from it: "the past year"."""
        return self.word == "past" or (self.the and self.word in ("last", "next", "coming"))


def shifted(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "last week", "next Friday", "this September", "the past three months", "the following day"."""
    start = i + 1 if t.low[i] in ("the", "its", "their") else i
    word = t.low[start]
    j = start + 1
    if word not in words.SHIFTS:
        return _unshifted(t, start) if start > i else None
    if word == "this" and t.low[j] in ("coming", "past"):
        word, j = t.low[j], j + 1
    if word == "following" and start == i and not _is_plain_unit(t, j):
        return None  # a preposition: "following Monday's attack"
    return _pointed(t, j, _Pointer(word, start > i, t.low[start - 1] in _QUOTES))


def _unshifted(t: Tokens, start: int) -> tuple[Piece, int] | None:
    """Reads, behind "the", what no pointing word opens: "first three days", "latest quarter"."""
    if t.low[start] in word_set("edges_of_series"):
        return _counted_part(t, start + 1, t.low[start])
    return reported(t, start) or _recent(t, start)


def _pointed(t: Tokens, j: int, pointer: _Pointer) -> tuple[Piece, int] | None:
    """Reads what a pointing word points to: a unit, a part of the day, a named part, a counted time."""
    j += t.low[j] in word_set("kinds_of_year") and t.low[j + 1] in words.UNITS
    target = t.low[j]
    if target in words.UNITS and target not in words.PLURALS:
        return _unit(t, j, pointer)
    if target in words.PARTS_OF_DAY:
        return _part_of_day(target, j, pointer)
    hit = _named(t, j, pointer)
    return _counted_part(t, j, pointer.word) if hit is None and pointer.word in _COUNTING else hit


def _is_plain_unit(t: Tokens, j: int) -> bool:
    return t.low[j] in words.UNITS or t.low[j] in words.PARTS_OF_DAY


def _named(t: Tokens, j: int, pointer: _Pointer) -> tuple[Piece, int] | None:
    """Reads "(last) Friday", "(this) spring", "(next) June", "(last) Christmas"."""
    target = t.low[j]
    if target in words.SEASONS:
        if target == "fall" and t.low[j + 1] in _NO_SEASON:
            return None
        season = Calendar(season=words.SEASONS[target], how=pointer.shift, frame=pointer.frame)
        return season, j + 1
    if weekday_name(t, j) is not None:
        hit = weekday(t, j)
    elif target[:1].isdecimal():
        hit = day_month(t, j)
    elif target in words.MONTHS or target in ("christmas", "new"):
        hit = named(t, j)
    else:
        return None
    if hit and isinstance(hit[0], Calendar) and hit[0].year is None:
        return replace(hit[0], how=pointer.shift, frame=pointer.frame), hit[1]
    return hit


def _part_of_day(target: str, j: int, pointer: _Pointer) -> tuple[Piece, int] | None:
    """Reads "(last) night", "(this) morning", "(the next) day's" parts."""
    if pointer.word == "next":
        return Relative("day", 1, "text"), j + 1
    last_night = pointer.word == "last" and target == "night"
    if last_night or pointer.word in ("this", "that", "following", "previous", "same"):
        return Relative("day", pointer.shift, pointer.frame), j + 1
    return None


def _unit(t: Tokens, j: int, pointer: _Pointer) -> tuple[Piece, int] | None:
    """Reads "(last) week", "(the past) year", "(this) year's third quarter", "(the following) day"."""
    unit, word = words.UNITS[t.low[j]], pointer.word
    after = j + 3 if t.low[j + 1 : j + 3] == ["or", "so"] else j + 1
    if _names_no_period(t, j, after, pointer):
        return None
    if unit == "day" and word == "next":
        return Relative("day", 1, "text"), after
    if unit != "weekend" and pointer.gives_length:
        return Duration(1, unit, pointed=True), after
    if unit == "year" and (own := own_part(t, after, pointer.shift)):
        return own
    if unit == "quarter" and word in ("that", "same"):
        return Again(unit), after
    return Relative(unit, pointer.shift, pointer.frame), after


def _names_no_period(t: Tokens, j: int, after: int, pointer: _Pointer) -> bool:
    """Whether a unit is too short, part of a title in quotes, or "the last day of" something."""
    last_of = t.low[j] == "day" and pointer.word == "last" and t.low[after] == "of"
    return words.UNITS[t.low[j]] == "hour" or (t.capital(j) and pointer.quoted) or last_of


def _counted_part(t: Tokens, j: int, word: str) -> tuple[Piece, int] | None:
    """Reads "(the past) three months", "(the next) couple of years", "(the last) few weeks"."""
    pointed = word not in word_set("edges_of_series")
    if t.low[j] == "half" and t.low[j + 1] in ("-", "century", "decade", "year"):
        hit: tuple[Piece | None, int] | None = _half(t, j)
    else:
        hit = counted(t, j + (t.low[j] == "a" and t.low[j + 1] == "few"))
    if hit and isinstance(hit[0], Duration | Vague):
        return replace(hit[0], pointed=pointed), hit[1]
    if hit and isinstance(hit[0], Offset) and hit[0].event and hit[0].count:
        # "the first five days after the quake": a length, and "after" is no part of it.
        return Duration(hit[0].count, hit[0].unit, pointed=pointed), hit[1] - 1
    if pointed and t.low[j] in words.PLURALS and t.low[j] != "hours":
        return Vague(), j + 1
    return None


def _recent(t: Tokens, start: int) -> tuple[Piece, int] | None:
    """Reads "(the) latest nine months", "(the) recent weeks"."""
    return _counted_part(t, start + 1, t.low[start]) if t.low[start] in ("latest", "recent") else None


def _half(t: Tokens, j: int) -> tuple[Piece, int] | None:
    k = j + 2 if t.low[j + 1] == "-" else j + 1
    lengths = {"century": Duration(50, "year"), "decade": Duration(5, "year"), "year": Duration(6, "month")}
    return (lengths[t.low[k]], k + 1) if t.low[k] in lengths else None
