"""Grammar of counted time: lengths, offsets from another date or event, the n-th day, what recurs."""

from __future__ import annotations

from extractor.dates import words
from extractor.dates.named import cardinal, month_name, named, ordinal
from extractor.dates.pieces import (
    Duration,
    Found,
    Nth,
    NthWeek,
    Offset,
    Piece,
    Recurring,
    Vague,
    YearAgo,
)
from extractor.dates.tokens import Tokens
from extractor.dates.words import word_set

_LENGTH_CUES = word_set(
    "within for in after over during about barely almost nearly least most than only just around "
    "roughly last lasts lasted lasting take takes took taken spend spent spending every some under "
    "approximately by through throughout full whole entire of"
)
"""A word before "a week" that makes it a length; without one it is a rate ("four flights a week")."""

_SENTENCE_END = frozenset({".", "!", "?", ";", ""})
_EVENT_END = _SENTENCE_END | frozenset({",", "(", ")", '"', "“", "”", ":", "-", "–", "—"})


def unit_at(t: Tokens, i: int) -> tuple[str, int] | None:
    """A unit of time, past words such as "trading" or "consecutive" and a hyphen."""
    j = i
    while t.low[j] in words.UNIT_FILLERS and j < i + 3:
        j += 1
    if t.low[j] == "-":
        j += 1
    unit = words.UNITS.get(t.low[j])
    return (unit, j + 1) if unit else None


def event_words(t: Tokens, j: int) -> tuple[int, int]:
    """Token range of the words that name an event, up to the next stop, eight words at most."""
    k = j
    while k < min(j + 9, t.size) and (t.low[k] not in _EVENT_END or (t.low[k] == "-" and t.glued(k))):
        if k > j and t.line_break(k):
            break
        k += 1
    return j, k


def anchor_at(t: Tokens, j: int, reach: int = 1) -> Piece | None:
    """The first named calendar date within ``reach`` words from the token, inside the sentence."""
    for k in range(j, j + reach):
        if t.low[k] in _SENTENCE_END:
            return None
        hit = named(t, k)
        if hit and (t.capital(k) or t.low[k][0].isdecimal() or t.low[k] == "the"):
            return hit[0]
    return None


def _tail(t: Tokens, count: int | None, unit: str, j: int) -> tuple[Piece, int] | None:
    """What follows a counted unit: ago, earlier, later, before or after something."""
    k = j
    if t.low[k] == "or" and t.low[k + 1] in ("so", "more"):
        k += 2
    if t.low[k] == "-" and t.low[k + 1] in ("ago", "earlier"):
        k += 1
    word = t.low[k]
    if word == "ago":
        if unit == "year" and count == 1:
            return YearAgo(), k + 1
        return Offset(count, unit, -1), k + 1
    if word in ("earlier", "previously", "beforehand") or (word == "before" and t.low[k + 1] in _EVENT_END):
        if unit == "year" and count == 1:
            return YearAgo(), k + 1
        return Offset(count, unit, -1, frame="text"), k + 1
    if word in ("later", "afterwards", "afterward"):
        return Offset(count, unit, 1, frame="text"), k + 1
    if word in ("before", "after", "following", "since", "into"):
        if word in ("since", "into"):
            return None
        sign = -1 if word == "before" else 1
        start, end = event_words(t, k + 1)
        if end <= start:
            return None
        return (
            Offset(count, unit, sign, "text", anchor_at(t, k + 1, 2), (t.start[start], t.end[end - 1])),
            k + 1,
        )
    if word == "from" and t.low[k + 1] in ("now", "today"):
        return Offset(count, unit, 1), k + 2
    return None


def _length(count: int, unit: str, high: int | None = None) -> Piece | None:
    """A duration, unless it is shorter than a day."""
    if unit == "hour" and count < 24:
        return None
    return Duration(count, unit, high) if count > 0 else None


def _aged(t: Tokens, j: int) -> int | None:
    """The index after "-old", or None; "years old" and "years of age" are ages too."""
    if t.low[j] == "-" and t.low[j + 1] == "old":
        return j + 2
    if t.low[j] == "old":
        return j + 1
    if t.low[j] == "of" and t.low[j + 1] == "age":
        return j + 2
    return None


def counted(t: Tokens, i: int) -> tuple[Piece | None, int] | None:
    """ "5-day", "two to three months", "two days after", "several years ago", "21-year-old (war)".

    A piece of None says that the words were understood and are no date (a person's age).
    """
    hit = cardinal(t, i)
    count: int | None
    high = None
    if hit:
        count, j = hit
        if t.low[j] in ("or", "and") and t.low[j + 1] in ("more", "a") and t.low[j + 2] in ("half", "more"):
            j += 2
        joint = t.low[j + 1] if t.low[j] == "-" and t.low[j + 1] in ("to", "or") else t.low[j]
        k = j + 1 if joint != t.low[j] else j
        if joint in ("to", "or", "-", "–"):
            after = k + 2 if t.low[k + 1] == "-" else k + 1
            second = cardinal(t, after)
            if second and second[0] > count and unit_at(t, second[1]):
                high, j = second[0], second[1]
    elif t.low[i] in words.VAGUE_COUNTS:
        count, j = None, i + 1
        if t.low[i] in ("dozens", "hundreds") and t.low[j] == "of":
            j += 1
    elif t.low[i] in ("a", "the") and t.low[i + 1] == "few":
        count, j = None, i + 2
    else:
        return None
    half = False
    if t.low[j] == "1" and t.low[j + 1] == "/" and t.low[j + 2] == "2":
        half, j = True, j + 3
    elif t.low[j] == "½":
        half, j = True, j + 1
    if t.low[j] == "more" and t.low[j + 1] in words.UNITS:
        j += 1
    unit_hit = unit_at(t, j)
    if not unit_hit:
        return None
    unit, j = unit_hit
    if unit == "weekend" or (unit == "century" and count is None):
        return None
    if unit == "quarter" and t.low[j] == "of" and t.low[j + 1] in ("the", "its", "their", "all", "his", "a"):
        return None, j
    if half and count:
        if unit not in ("year", "day"):
            return None, j
        return (Duration(12 * count + 6, "month") if unit == "year" else None), j
    old = _aged(t, j)
    if old is not None:
        lasting = any(t.low[k] in words.LASTING_THINGS for k in range(old, old + 4))
        return (_length(count, unit) if lasting and count else None), old
    if t.low[j] in ("a", "per") and t.low[j + 1] in words.UNITS:
        return None, j + 2
    if unit == "hour" and (count or 0) < 24:
        return None, j
    if high is None:
        tail = _tail(t, count, unit, j)
        if tail:
            return tail
    if count is None:
        return Vague(), j
    if t.low[j] == "and" and t.low[j + 1] == "a" and t.low[j + 2] == "half" and unit == "year":
        return Duration(12 * count + 6, "month"), j + 3
    return _length(count, unit, high), j


def single(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "a month ago", "a year earlier", "within a week", "a year and a half", "half a century"."""
    word = t.low[i]
    if word == "half":
        j = i + 2 if t.low[i + 1] in ("a", "-") else i + 1
        months = {"century": 600, "decade": 60, "year": 6}.get(t.low[j])
        if not months:
            return None
        piece: Piece = Duration(months // 12, "year") if months >= 12 else Duration(months, "month")
        return piece, j + 1
    if word not in ("a", "an", "another", "one"):
        return None
    j = i + 1
    if t.low[j] == "half" and t.low[j + 1] in ("-", "century", "decade"):
        return single(t, j)
    if t.low[j] in ("additional", "further"):
        j += 1
    if t.low[j] == "year" and t.low[j + 1] == "or" and t.low[j + 2] == "two":
        return Vague(), j + 3
    hit = unit_at(t, j)
    if not hit or hit[0] in ("hour", "weekend", "quarter"):
        return None
    unit, j = hit
    if t.low[j - 1] in words.PLURALS or _aged(t, j) is not None:
        return None
    if word == "one" and unit == "day" and t.low[j] not in ("ago", "earlier", "later", "before", "after"):
        alone = t.low[i - 1] not in _LENGTH_CUES and t.low[j] not in (",", ".")
        return None if alone or t.low[i - 1] in _SENTENCE_END else (Duration(1, "day"), j)
    tail = _tail(t, 1, unit, j)
    if tail:
        return tail
    if t.low[j] == "and" and t.low[j + 1] == "a" and t.low[j + 2] == "half" and unit == "year":
        return Duration(18, "month"), j + 3
    if word in ("another", "one") or t.low[j - 2] in ("additional", "further", "full", "whole"):
        return Duration(1, unit), j
    if t.low[i - 1] in _LENGTH_CUES or t.low[j] == "of":
        return (Duration(1, unit), j) if t.low[i - 1] != "once" else None
    return None


def nth_day(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "the 18th day since the outbreak on December 8", "the first week of March"."""
    start = i + 1 if t.low[i] == "the" else i
    hit = (-1, start + 1) if t.low[start] in ("last", "final") else ordinal(t, start)
    if not hit:
        return None
    number, j = hit
    while t.low[j] in ("straight", "consecutive", "full") and j < hit[1] + 2:
        j += 1
    unit = t.low[j]
    if unit in ("week", "weekend", "day") and t.low[j + 1] in ("of", "in"):
        k = j + 3 if t.low[j + 2] == "the" else j + 2
        name = month_name(t, k)
        if name:
            whole = named(t, k)
            if whole and unit == "week":
                return NthWeek(number, whole[0]), whole[1]
    if unit == "day" and number > 0:
        after = t.low[j + 1] in ("since", "after", "from", "of")
        return Nth(number, anchor_at(t, j + 2, 12) if after else None), j + 1
    return None


def recurring(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "every Friday", "each year", "every two weeks", "every other day", "Fridays"."""
    word = t.low[i]
    if word.endswith("days") and word[:-1] in words.WEEKDAYS and t.capital(i):
        return Recurring(), i + 1
    if word not in ("every", "each"):
        return None
    if t.low[i + 1] == "of":
        return None
    hit = cardinal(t, i + 1)
    j = hit[1] if hit else i + 1
    if t.low[j] in ("other", "single", "second", "third", "fourth", "few"):
        j += 1
    target = t.low[j]
    if target in ("hour", "hours"):
        return None
    known = target in words.UNITS or target in words.PARTS_OF_DAY or target in words.SEASONS
    if known or target in words.WEEKDAYS or month_name(t, j):
        end = j + 1
        if target in words.WEEKDAYS and t.low[end] in words.PARTS_OF_DAY:
            end += 1
        return Recurring(), end
    return None


__all__ = ["Found", "anchor_at", "counted", "nth_day", "recurring", "single", "unit_at"]
