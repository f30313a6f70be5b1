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
from extractor.dates.reports import same_year_ago
from extractor.dates.tokens import Tokens
from extractor.lexicon import word_set

_RECENT = frozenset({"recent", "coming", "past", "future", "previous", "earlier", "later", "these", "those"})


def year_ago(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "year-ago (quarter)", "year-earlier (profit)", "year-end", "year's end", also of a month."""
    joined = t.low[i + 1] in ("-", "'s")
    k = i + 2 if joined else i + 1
    if t.low[k] == "end" and (joined or t.low[i - 1] in _BEFORE_END):
        return Part("late", Relative(t.low[i], 0)), k + 1
    if t.low[i] == "year" and t.low[i + 1] == "-" and t.low[k] in ("ago", "earlier"):
        return same_year_ago(t, k + 1)
    return None


_BEFORE_END = frozenset({"around", "by", "at", "since", "before", "until"})


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
    word, behind = t.low[j], t.low[j + 1]
    if word in ("first", "second", "last", "latter") and behind in ("half", "-"):
        return _half_of(t, j)
    if word in ("earlier", "later") and j == i:
        return "", j + 1 + (behind in ("on", "in"))
    which = words.PORTIONS.get(word)
    if which is None:
        return None
    if word in ("early", "late", "mid"):
        return which, j + 1 + (behind in ("-", "on", "in", "into") or (word != "mid" and behind == "the"))
    if behind == "of" or (word == "middle" and behind == "-"):
        return which, j + 2
    return None


def _half_of(t: Tokens, j: int) -> tuple[str, int] | None:
    """Reads "first half of", "second-half of" and gives the half and the index of what it is half of."""
    k = j + 2 if t.low[j + 1] == "half" else j + 3
    if t.low[k - 1] == "half" and t.low[k] == "of":
        return ("half1" if t.low[j] == "first" else "half2"), k + 1
    return None


def portion(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "mid-October", "late on Friday", "the end of 2023", "earlier this month", "the first half of"."""
    start = _portion_word(t, i)
    if not start:
        return None
    which, j = start
    k = j + 1 if t.low[j] in ("the", "its", "their") else j
    hit = simple_day(t, j) or shifted(t, j) or shifted(t, k) or named(t, k) or _running_unit(t, i, k)
    if not hit or isinstance(hit[0], Vague | Duration | YearAgo | Again):
        return None
    return (Part(which, hit[0]) if which else hit[0]), hit[1]


def _running_unit(t: Tokens, i: int, k: int) -> tuple[Piece, int] | None:
    """The running unit in "the end of the week", "later in the year"."""
    unit = words.UNITS.get(t.low[k])
    if unit is None or unit == "hour" or t.low[k] in words.PLURALS or k <= i + 1:
        return None
    anchored: Frame = "text" if unit == "day" else "published"
    return Relative(unit, 0, anchored), k + 1


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
    """Reads "the weekend", "the (fiscal) year": periods that the context must give."""
    if t.low[i] != "the":
        return None
    j = i + 1
    whole = t.low[j] in word_set("kinds_of_year") and t.low[j + 1] == "year"
    j += whole
    if t.low[j] == "weekend":
        return Relative("weekend", 0, "text"), j + 1
    return _bare_year(t, i, j, whole) if t.low[j] == "year" else None


def _bare_year(t: Tokens, i: int, j: int, whole: bool) -> tuple[Piece, int] | None:
    """Reads "the (fiscal) year" as the running one, and "the year ended (June 30)" as a length."""
    behind = t.low[j + 1]
    if behind in ("ended", "ending") or t.low[j + 2] == "ended":
        return Duration(1, "year"), j + 1
    cued = whole or t.low[i - 1] in ("for", "of", "during")
    return (Relative("year", 0), j + 1) if cued and behind not in ("-", "before", "after", "of") else None


def nth_of_month(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "the 12th of this month", "the 3rd of last month", "on the 18th their officer came"."""
    start = i + 1 if t.low[i] == "the" else i
    hit = ordinal(t, start)
    if not hit:
        return None
    number, j = hit
    on_the = start > i and t.low[i - 1] == "on"
    if on_the and number <= 31 and t.low[j] in word_set("clause_starts"):
        return Calendar(day=number, frame="text"), j
    if t.low[j] != "of" or t.low[j + 1] not in ("this", "last", "next") or t.low[j + 2] != "month":
        return None
    return Calendar(day=number, how=words.SHIFTS[t.low[j + 1]]), j + 3
