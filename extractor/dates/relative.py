"""Grammar of periods picked by a pointing word: "last week", "earlier this month", "the end of 2023"."""

from __future__ import annotations

from dataclasses import replace

from extractor.dates import words
from extractor.dates.counted import anchor_at, counted, event_words, unit_at
from extractor.dates.named import named, ordinal, weekday, weekday_name, year_number
from extractor.dates.pieces import (
    Again,
    Calendar,
    Duration,
    Frame,
    Offset,
    Part,
    Piece,
    Relative,
    Vague,
    YearAgo,
)
from extractor.dates.tokens import Tokens

_SIMPLE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_RECENT = frozenset({"recent", "coming", "past", "future", "previous", "earlier", "later", "these", "those"})
_QUOTES = frozenset({'"', "“", "``", "'", "‘"})
_PERIOD_WORDS = frozenset({"quarter", "period"})


def simple_day(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "today", "yesterday evening", "tomorrow", "the day before yesterday"."""
    word = t.low[i]
    if word in _SIMPLE:
        j = i + 1
        return Relative("day", _SIMPLE[word]), j + (t.low[j] in words.PARTS_OF_DAY)
    if word == "the" and t.low[i + 1] == "day" and t.low[i + 2] in ("before", "after"):
        if t.low[i + 3] in ("yesterday", "tomorrow"):
            return Relative("day", -2 if t.low[i + 3] == "yesterday" else 2), i + 4
    return None


def _own_part(t: Tokens, j: int, year_shift: int) -> tuple[Piece, int] | None:
    """ "'s third quarter" behind "this year", and "last year's quarter"."""
    if t.low[j] != "'s":
        return None
    hit = named(t, j + 1)
    if hit and isinstance(hit[0], Calendar) and hit[0].quarter:
        return replace(hit[0], year_shift=year_shift), hit[1]
    if t.low[j + 1] in _PERIOD_WORDS:
        return Again("quarter", year_shift=year_shift), j + 2
    return None


def shifted(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "last week", "next Friday", "this September", "the past three months", "the following day"."""
    start = i + 1 if t.low[i] in ("the", "its", "their") else i
    word = t.low[start]
    if word not in words.SHIFTS:
        return _latest(t, start) if start > i else None
    j = start + 1
    if word == "this" and t.low[j] in ("coming", "past", "current"):
        word = t.low[j] if t.low[j] != "current" else "this"
        j += 1
    shift = words.SHIFTS[word]
    frame: Frame = "text" if word in words.TEXT_SHIFTS else "published"
    target = t.low[j]
    if target in ("fiscal", "financial", "full", "calendar") and t.low[j + 1] in ("year", "quarter"):
        j += 1
        target = t.low[j]
    if weekday_name(t, j) is not None:
        hit = weekday(t, j)
        if hit and isinstance(hit[0], Calendar):
            return replace(hit[0], how=shift, frame=frame), hit[1]
        return None
    if target in words.SEASONS:
        if target == "fall" and t.low[j + 1] in ("in", "of", "was", "is", "has", "from"):
            return None
        return Calendar(season=words.SEASONS[target], how=shift, frame=frame), j + 1
    if target in words.MONTHS or target in ("christmas", "new"):
        hit = named(t, j)
        if hit and isinstance(hit[0], Calendar) and hit[0].year is None:
            return replace(hit[0], how=shift, frame=frame), hit[1]
        return hit
    if target in words.PARTS_OF_DAY and word in ("last", "this", "next", "following", "previous", "same"):
        if word == "last" and target != "night":
            return None
        return Relative("day", 1 if word == "next" else shift, "text" if word == "next" else frame), j + 1
    if target in words.UNITS and target not in words.PLURALS:
        return _shifted_unit(t, start, j, word, shift, frame, the=start > i)
    if word in ("last", "past", "next", "coming", "previous", "following", "preceding", "this", "same"):
        return _shifted_count(t, j, word)
    return None


def _shifted_unit(
    t: Tokens, start: int, j: int, word: str, shift: int, frame: Frame, *, the: bool
) -> tuple[Piece, int] | None:
    unit = words.UNITS[t.low[j]]
    if unit == "hour" or (t.capital(j) and t.low[start - 1] in _QUOTES):
        return None
    j += 1
    if t.low[j] == "or" and t.low[j + 1] == "so":
        j += 2
    if word == "next" and unit == "day":
        return Relative("day", 1, "text"), j
    if word == "last" and unit == "day" and t.low[j] == "of":
        return None
    if word == "past" or (the and word in ("last", "next", "coming") and unit != "weekend"):
        if unit == "weekend":
            return Relative(unit, -1), j
        return Duration(1, unit), j
    if unit == "year" and (own := _own_part(t, j, shift)):
        return own
    if unit == "quarter" and word in ("that", "same"):
        return Again(unit), j
    return Relative(unit, shift, frame), j


def _shifted_count(t: Tokens, j: int, word: str) -> tuple[Piece, int] | None:
    """ "(the past) three months", "(the next) couple of years", "(the last) few weeks"."""
    if t.low[j] == "half" and t.low[j + 1] in ("-", "century", "decade", "year"):
        hit = counted(t, j) or _half(t, j)
    else:
        hit = counted(t, j + (t.low[j] in ("a", "the") and t.low[j + 1] == "few"))
    if hit and isinstance(hit[0], Duration | Vague):
        return hit[0], hit[1]
    if word in ("first", "final", "opening", "initial"):
        return None
    if t.low[j] in words.PLURALS and t.low[j] not in ("hours",):
        return Vague(), j + 1
    if hit and isinstance(hit[0], Offset) and isinstance(hit[0].count, int):
        return Duration(hit[0].count, hit[0].unit), hit[1]
    return None


def _half(t: Tokens, j: int) -> tuple[Piece, int] | None:
    k = j + 2 if t.low[j + 1] == "-" else j + 1
    lengths = {"century": Duration(50, "year"), "decade": Duration(5, "year"), "year": Duration(6, "month")}
    return (lengths[t.low[k]], k + 1) if t.low[k] in lengths else None


def _latest(t: Tokens, j: int) -> tuple[Piece, int] | None:
    """Behind "the": "latest quarter", "first nine months", "year-ago quarter", "1988 period"."""
    word = t.low[j]
    if word in ("comparable", "corresponding", "similar"):
        j += 1
        word = t.low[j]
    if word == "year" and t.low[j + 1] in ("-", "ago", "earlier"):
        k = j + 2 if t.low[j + 1] == "-" else j + 1
        if t.low[k] in ("ago", "earlier"):
            return _year_ago(t, k + 1)
    if word in ("latest", "current", "recent") or word in _PERIOD_WORDS:
        k = j if word in _PERIOD_WORDS else j + 1
        if t.low[k] in ("fiscal", "financial"):
            k += 1
        if t.low[k] == "year" and word != "recent":
            return Relative("year", 0), k + 1
        if t.low[k] == "quarter" or (t.low[k] == "period" and k > j):
            if t.low[k + 1] == "of" and not year_number(t, k + 2):
                return None
            return Again("quarter", ended=_ended(t, k + 1)), k + 1
        if k > j and word != "current" and (hit := _shifted_count(t, k, word)):
            return hit
        if t.low[k] == "period" and t.low[k + 1] in ("last", "a"):
            return YearAgo("quarter"), k + (3 if t.low[k + 1] == "last" else 1)
        return None
    if word in ("first", "final", "opening", "initial"):
        return _shifted_count(t, j + 1, word)
    year = year_number(t, j)
    if year and 1500 <= year[0] < 2200:
        k = year[1] + (t.low[year[1]] == "fiscal")
        if t.low[k] in _PERIOD_WORDS:
            return Again("quarter", year=year[0]), k + 1
        if (own := named(t, k)) and isinstance(own[0], Calendar) and own[0].quarter and not own[0].year:
            return replace(own[0], year=year[0]), own[1]
    return None


def _ended(t: Tokens, k: int) -> Piece | None:
    """The day in "ended Sept. 30" behind a period."""
    hit = named(t, k + 1) if t.low[k] in ("ended", "ending") else None
    return hit[0] if hit else None


def _year_ago(t: Tokens, k: int) -> tuple[Piece, int]:
    hit = named(t, k)
    if hit and isinstance(hit[0], Calendar) and hit[0].quarter:
        return replace(hit[0], year_shift=-1), hit[1]
    if t.low[k] in _PERIOD_WORDS:
        return YearAgo("quarter"), k + 1
    return YearAgo(), k


def year_ago(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "year-ago (quarter)", "year-earlier (profit)", "year-end", "year's end"."""
    if t.low[i] not in ("year", "month"):
        return None
    k = i + 2 if t.low[i + 1] in ("-", "'s") else i + 1
    if t.low[k] == "end" and (
        k > i + 1 or t.low[i - 1] in ("around", "by", "at", "since", "before", "until")
    ):
        return Part("late", Relative(t.low[i], 0)), k + 1
    if t.low[i] == "year" and t.low[i + 1] == "-" and t.low[k] in ("ago", "earlier"):
        return _year_ago(t, k + 1)
    return None


def vague_period(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "recent weeks", "coming months", "the past few years", "these days"."""
    word = t.low[i]
    j = i + 1
    if word not in _RECENT:
        return None
    if t.low[j] in words.PLURALS and t.low[j] != "hours":
        if t.low[j + 1] == "and" and t.low[j + 2] in words.PLURALS:
            return Vague(), j + 3
        return Vague(), j + 1
    if word in ("recent", "past") and t.low[j] in words.VAGUE_COUNTS:
        hit = unit_at(t, j + 1)
        if hit and hit[0] != "hour":
            return Vague(), hit[1]
    return None


def _portion_word(t: Tokens, i: int) -> tuple[str, int] | None:
    """A fuzzy part and the index of what it is a part of: "the end of", "mid-", "late on", "earlier"."""
    j = i + 1 if t.low[i] == "the" else i
    word = t.low[j]
    if word in ("first", "second", "last", "latter") and t.low[j + 1] in ("half", "-"):
        k = j + 2 if t.low[j + 1] == "half" else j + 3
        if t.low[k - 1] == "half" and t.low[k] == "of":
            return ("half1" if word == "first" else "half2"), k + 1
        return None
    which = words.PORTIONS.get(word)
    if which is None:
        if word in ("earlier", "later", "more") and j == i:
            return "", j + 1 + (t.low[j + 1] in ("on", "in"))
        return None
    j += 1
    if word in ("early", "late", "mid"):
        if t.low[j] in ("-", "on", "in", "into") or (word != "mid" and t.low[j] == "the"):
            j += 1
        return which, j
    if word == "middle" and t.low[j] == "-":
        return which, j + 1
    return (which, j + 1) if t.low[j] == "of" else None


def portion(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "mid-October", "late on Friday", "the end of 2023", "earlier this month", "the first half of 2014"."""
    start = _portion_word(t, i)
    if not start:
        return None
    which, j = start
    k = j + 1 if t.low[j] in ("the", "its", "their") else j
    hit = simple_day(t, j) or shifted(t, j) or shifted(t, k) or named(t, k)
    if not hit and t.low[k] in words.UNITS and t.low[k] not in words.PLURALS and k > i + 1:
        unit = words.UNITS[t.low[k]]
        anchored: Frame = "text" if unit == "day" else "published"
        hit = (Relative(unit, 0, anchored), k + 1) if unit != "hour" else None
    if not hit or isinstance(hit[0], Vague | Duration | YearAgo | Again):
        return None
    if not which and t.low[i] == "more":
        return None
    return (Part(which, hit[0]) if which else hit[0]), hit[1]


def day_around(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "the day before the call", "the day after", "the week after the quake", "the night of March 3"."""
    if t.low[i] != "the":
        return None
    unit = words.UNITS.get(t.low[i + 1])
    if t.low[i + 1] in words.PARTS_OF_DAY and t.low[i + 2] in ("of", "after", "before"):
        if t.low[i + 2] == "of":
            return named(t, i + 3)
        unit = "day"
    if not unit or t.low[i + 1] in words.PLURALS or unit == "hour":
        return None
    if t.low[i + 2] in ("before", "after"):
        sign = -1 if t.low[i + 2] == "before" else 1
        first, last = event_words(t, i + 3)
        event = (t.start[first], t.end[last - 1]) if last > first else None
        return Offset(1, unit, sign, "text", anchor_at(t, i + 3, last - first), event), i + 3
    return None


def bare_unit(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "the weekend", "the year", "the quarter": periods that the context must tell."""
    if t.low[i] not in ("the", "this"):
        return None
    j = i + 1
    if t.low[j] in ("fiscal", "financial", "full") and t.low[j + 1] == "year":
        j += 1
    word = t.low[j]
    if word == "weekend":
        return Relative("weekend", 0, "text"), j + 1
    if word == "quarter" and t.low[j + 1] not in ("of", "-"):
        return Again("quarter", ended=_ended(t, j + 1)), j + 1
    if word == "year" and (t.low[j + 1] in ("ended", "ending") or t.low[j + 2] == "ended"):
        return Duration(1, "year"), j + 1
    if word == "year" and (j > i + 1 or t.low[i - 1] in ("for", "of", "during")):
        if t.low[j + 1] in ("-", "before", "after", "of"):
            return None
        return Relative("year", 0), j + 1
    return None


def nth_of_month(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "on the 12th of this month", "the 3rd of last month"."""
    start = i + 1 if t.low[i] == "the" else i
    hit = ordinal(t, start)
    if hit and t.low[hit[1]] == "of" and t.low[hit[1] + 1] in ("this", "last", "next"):
        if t.low[hit[1] + 2] == "month":
            return Calendar(day=hit[0], how=words.SHIFTS[t.low[hit[1] + 1]]), hit[1] + 3
    return None
