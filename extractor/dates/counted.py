"""Grammar of counted time: lengths, offsets from another date or event, the n-th day, what recurs."""

from __future__ import annotations

from typing import Literal

from extractor.dates import words
from extractor.dates.days import month_name
from extractor.dates.named import named
from extractor.dates.numerals import cardinal, ordinal, year_number
from extractor.dates.pieces import (
    Calendar,
    Duration,
    Nth,
    NthWeek,
    Offset,
    Piece,
    Recurring,
    Relative,
    Vague,
    WeekOf,
    YearAgo,
)
from extractor.dates.tokens import Tokens
from extractor.lexicon import word_set

_BACK = frozenset({"earlier", "previously", "beforehand"})
_ON = frozenset({"later", "afterwards", "afterward"})
_SENTENCE_END = frozenset({".", "!", "?", ";", ""})
_EVENT_END = _SENTENCE_END | frozenset({",", "(", ")", '"', "“", "”", ":", "-", "–", "—"})


def unit_at(t: Tokens, i: int) -> tuple[str, int] | None:
    """A unit of time, past words such as "trading" or "consecutive" and a hyphen."""
    j = i
    while t.low[j] in word_set("unit_fillers") and j < i + 3:
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
    k = j + 2 if t.low[j] == "or" and t.low[j + 1] in ("so", "more") else j
    if t.low[k] == "-" and t.low[k + 1] in ("ago", "earlier"):
        k += 1
    word = t.low[k]
    k += 1
    if word == "ago" and t.low[k] == "today":
        return Offset(count, unit, -1, exact=True), k + 1
    back = word in _BACK or (word == "before" and t.low[k] in _EVENT_END)
    if unit == "year" and count == 1 and (word == "ago" or back):
        return YearAgo(), k
    if word == "ago":
        return Offset(count, unit, -1), k
    if back or word in _ON:
        return Offset(count, unit, -1 if back else 1, frame="text"), k
    if word == "from" and t.low[k] in ("now", "today"):
        return Offset(count, unit, 1), k + 1
    start, end = event_words(t, k)
    if word not in ("before", "after", "following") or end <= start:
        return None
    sign = -1 if word == "before" else 1
    event = (t.start[start], t.end[end - 1])
    return Offset(count, unit, sign, "text", anchor_at(t, k, end - start), event), k


def _aged(t: Tokens, j: int) -> int | None:
    """The index after "-old", or None; "years old" and "years of age" are ages too."""
    if t.low[j] == "-" and t.low[j + 1] == "old":
        return j + 2
    if t.low[j] == "old":
        return j + 1
    if t.low[j] in ("of", "in") and t.low[j + 1] == "age":
        return j + 2
    return None


def _count(t: Tokens, i: int) -> tuple[int | None, int | None, int] | None:
    """A count, its upper end if there is one, and the index after: "5", "two to three", "several"."""
    if t.low[i] in words.VAGUE_COUNTS:
        if t.low[i - 1] in ("as", "how", "so", "too"):
            return None
        j = i + 1
        return None, None, j + (t.low[i] in ("dozens", "hundreds") and t.low[j] == "of")
    if t.low[i] in ("a", "the") and t.low[i + 1] == "few":
        return None, None, i + 2
    hit = cardinal(t, i)
    if not hit:
        return None
    count, j = hit
    if t.low[j] == "or" and t.low[j + 1] == "more":
        return count, None, j + 2
    k = j + 1 if t.low[j] == "-" and t.low[j + 1] in ("to", "or") else j
    if t.low[k] in ("to", "or", "-", "–"):
        second = cardinal(t, k + 2 if t.low[k + 1] == "-" else k + 1)
        if second and second[0] > count and unit_at(t, second[1]):
            return count, second[0], second[1]
    return count, None, j


def _half_more(t: Tokens, j: int) -> int:
    """The index after "1/2", "½" or "and a half", else the same index."""
    if t.low[j : j + 3] in (["1", "/", "2"], ["and", "a", "half"]):
        return j + 3
    if t.low[j : j + 6] == ["-", "and", "-", "a", "-", "half"]:
        return j + 6
    return j + (t.low[j] == "½")


def counted(t: Tokens, i: int) -> tuple[Piece | None, int] | None:
    """A counted unit: "5-day", "two to three months", "two days after", "several years ago".

    A piece of None says that the words were understood and are no date (an age, a rate, a fraction).
    """
    hit = _count(t, i)
    if not hit:
        return None
    count, high, j = hit
    half = _half_more(t, j)
    if t.low[i] == "one" and count == 1 and half == j and high is None:
        return None
    j = half + (t.low[half] == "more" and t.low[half + 1] in words.UNITS)
    unit_hit = unit_at(t, j)
    if not unit_hit or unit_hit[0] == "weekend":
        return None
    unit, after = unit_hit
    if _no_length(t, count, unit, after):
        return None, after
    old = _aged(t, after)
    if old is not None:
        lasting = any(t.low[k] in word_set("lasting_things") for k in range(old, old + 4))
        return (Duration(count, unit) if lasting and count else None), old
    if half != hit[2]:
        months = {"year": 12, "decade": 120, "century": 1200}.get(unit)
        return (_months(months * count + months // 2) if months and count else None), after
    calendar_days = not any(word in word_set("business_time") for word in t.low[j:after])
    if high is None and calendar_days and (tail := _tail(t, count, unit, after)):
        return tail
    if count is None:
        return Vague(), after
    if unit == "year" and t.low[after : after + 3] == ["and", "a", "half"]:
        return Duration(12 * count + 6, "month"), after + 3
    return (Duration(count, unit, high) if count else None), after


def _months(count: int) -> Duration:
    """A length in whole years where it comes out even, else in months."""
    return Duration(count // 12, "year") if count % 12 == 0 else Duration(count, "month")


def _no_length(t: Tokens, count: int | None, unit: str, after: int) -> bool:
    """Whether a counted unit is a rate ("five days a week"), a fraction, or shorter than a day."""
    if t.low[after] in ("a", "per") and t.low[after + 1] in words.UNITS:
        return True
    if unit == "quarter" and t.low[after] == "of":
        return not year_number(t, after + 1)
    if unit == "century" and count is None:
        return True
    return unit == "hour" and (count or 0) < 24


def _half_of(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "half a century", "half-century", "half a year"."""
    j = i + 2 if t.low[i + 1] in ("a", "-") else i + 1
    months = {"century": 600, "decade": 60, "year": 6}.get(t.low[j])
    if not months:
        return None
    return (Duration(months // 12, "year") if months >= 12 else Duration(months, "month")), j + 1


def single(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "a month ago", "a year earlier", "within a week", "a year and a half", "half a century"."""
    word = t.low[i]
    if word == "half":
        return _half_of(t, i)
    j = i + 1
    if t.low[j] == "half" and t.low[j + 1] in ("-", "century", "decade"):
        return _half_of(t, j)
    added = t.low[j] in word_set("added_time")
    if t.low[j] == "year" and t.low[j + 1] == "or" and t.low[j + 2] == "two":
        return Vague(), j + 3
    hit = unit_at(t, j + (t.low[j] == "further"))
    if not hit or hit[0] in ("hour", "weekend", "quarter"):
        return None
    unit, j = hit
    if t.low[j - 1] in words.PLURALS or _aged(t, j) is not None:
        return None
    tail = _tail(t, 1, unit, j)
    if tail:
        return tail
    if unit == "year" and t.low[j : j + 3] == ["and", "a", "half"]:
        return Duration(18, "month"), j + 3
    if _is_length(t, i, j, word, unit) or (added and word != "one"):
        return Duration(1, unit), j
    return None


def _is_length(t: Tokens, i: int, j: int, word: str, unit: str) -> bool:
    """Whether "a week" is a length, not a rate ("four flights a week") nor "one day" for some day."""
    cued = t.low[i - 1] in word_set("length_cues")
    if word == "one" and unit == "day":
        return cued or t.low[j] in (",", ".")
    return cued or word in ("another", "one") or t.low[j] == "of"


_SIDES: dict[str, Literal["holding", "from", "to"]] = {
    "of": "holding",
    "beginning": "from",
    "starting": "from",
    "from": "from",
    "ending": "to",
    "ended": "to",
}


def week_of(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "the week of September 25", "the week ending 3 May"."""
    start = i + 1 if t.low[i] == "the" else i
    side = _SIDES.get(t.low[start + 1])
    if t.low[start] != "week" or side is None:
        return None
    hit = named(t, start + 2)
    if hit is None or not isinstance(hit[0], Calendar) or not hit[0].day or not hit[0].month:
        return None
    return WeekOf(hit[0], side), hit[1]


def nth_day(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "the 18th day since the outbreak on December 8", "the first week of March"."""
    start = i + 1 if t.low[i] == "the" else i
    hit = (-1, start + 1) if t.low[start] in ("last", "final") else ordinal(t, start)
    if not hit:
        return None
    number, j = hit
    while t.low[j] in word_set("running_units") and j < hit[1] + 2:
        j += 1
    unit = t.low[j]
    if unit in ("week", "weekend", "day") and t.low[j + 1] in ("of", "in"):
        k = j + 3 if t.low[j + 2] == "the" else j + 2
        if unit == "week" and t.low[k] in ("last", "this", "next") and t.low[k + 1] == "month":
            return NthWeek(number, Relative("month", words.SHIFTS[t.low[k]])), k + 2
        name = month_name(t, k)
        if name:
            whole = named(t, k)
            if whole and unit == "week":
                return NthWeek(number, whole[0]), whole[1]
    if unit == "day" and number > 0:
        after = t.low[j + 1] in ("since", "after", "from", "of")
        today = t.low[i - 1] in ("is", "'s", "’s")
        return Nth(number, anchor_at(t, j + 2, 12) if after else None, today), j + 1
    return None


def day_number(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "day 18 of the fighting that broke out on December 8"."""
    hit = cardinal(t, i + 1)
    if t.low[i] != "day" or not hit or not 0 < hit[0] < 1000 or not t.low[i + 1].isdecimal():
        return None
    after = t.low[hit[1]] in ("since", "after", "from", "of")
    return Nth(hit[0], anchor_at(t, hit[1] + 1, 12) if after else None), hit[1]


def recurring(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "every Friday", "each year", "every two weeks", "every other day", "Fridays"."""
    word = t.low[i]
    if t.capital(i) and (word in words.WEEKDAYS or (word.endswith("days") and word[:-1] in words.WEEKDAYS)):
        j = i + 1
        while t.low[j] in ("and", "or", ",") and t.low[j + 1] in words.WEEKDAYS:
            j += 2
        plural = word not in words.WEEKDAYS
        nights = t.low[j].endswith("s") and t.low[j][:-1] in words.PARTS_OF_DAY
        return (Recurring(), j + nights) if plural or nights else None
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
