"""Grammar of parts and edges of periods: "the end of 2023", "mid-October", "the day before the call"."""

from __future__ import annotations

from extractor.dates import words
from extractor.dates.counted import anchor_at, event_words, unit_at
from extractor.dates.named import named
from extractor.dates.numerals import ordinal
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
from extractor.dates.relative import shifted, simple_day
from extractor.dates.reports import ended, same_year_ago
from extractor.dates.tokens import Tokens
from extractor.lexicon import word_set

_RECENT = frozenset({"recent", "coming", "past", "future", "previous", "earlier", "later", "these", "those"})


def year_ago(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "year-ago (quarter)", "year-earlier (profit)", "year-end", "year's end"."""
    if t.low[i] not in ("year", "month"):
        return None
    k = i + 2 if t.low[i + 1] in ("-", "'s") else i + 1
    if t.low[k] == "end" and (
        k > i + 1 or t.low[i - 1] in ("around", "by", "at", "since", "before", "until")
    ):
        return Part("late", Relative(t.low[i], 0)), k + 1
    if t.low[i] == "year" and t.low[i + 1] == "-" and t.low[k] in ("ago", "earlier"):
        return same_year_ago(t, k + 1)
    return None


def vague_period(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "recent weeks", "coming months", "the past few years", "these days"."""
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
    """Reads "mid-October", "late on Friday", "the end of 2023", "earlier this month", "the first half of"."""
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
    """Reads "the day before the call", "the day after", "the week after", "the night of March 3"."""
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
    """Reads "the weekend", "the year", "the quarter": periods that the context must tell."""
    if t.low[i] not in ("the", "this"):
        return None
    j = i + 1
    if t.low[j] in word_set("kinds_of_year") and t.low[j + 1] == "year":
        j += 1
    word = t.low[j]
    if word == "weekend":
        return Relative("weekend", 0, "text"), j + 1
    if word == "quarter" and t.low[j + 1] not in ("of", "-"):
        return Again("quarter", ended=ended(t, j + 1)), j + 1
    if word == "year" and (t.low[j + 1] in ("ended", "ending") or t.low[j + 2] == "ended"):
        return Duration(1, "year"), j + 1
    if word == "year" and (j > i + 1 or t.low[i - 1] in ("for", "of", "during")):
        if t.low[j + 1] in ("-", "before", "after", "of"):
            return None
        return Relative("year", 0), j + 1
    return None


def nth_of_month(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "the 12th of this month", "the 3rd of last month", "on the 18th their officer came"."""
    start = i + 1 if t.low[i] == "the" else i
    hit = ordinal(t, start)
    if (
        hit
        and start > i
        and t.low[i - 1] == "on"
        and hit[0] <= 31
        and t.low[hit[1]] in word_set("clause_starts")
    ):
        return Calendar(day=hit[0], frame="text"), hit[1]
    if not hit or t.low[hit[1]] != "of" or t.low[hit[1] + 2] != "month":
        return None
    neighbour = t.low[hit[1] + 1]
    if neighbour not in ("this", "last", "next"):
        return None
    return Calendar(day=hit[0], how=words.SHIFTS[neighbour]), hit[1] + 3
