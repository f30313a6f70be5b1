"""Grammar of counted time: lengths, offsets from another date or event, the n-th day, what recurs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.dates import words
from extractor.dates.days import month_name
from extractor.dates.named import named
from extractor.dates.numerals import cardinal, ordinal, year_number
from extractor.dates.pieces import (
    Calendar,
    Duration,
    Frame,
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
    k += t.low[k] == "-" and t.low[k + 1] in ("ago", "earlier")
    word, behind = t.low[k], t.low[k + 1]
    if word == "ago" and behind == "today":
        return Offset(count, unit, -1, exact=True), k + 2
    if word == "ago":
        return _back(count, unit, "published"), k + 1
    if word in _BACK or (word == "before" and behind in _EVENT_END):
        return _back(count, unit, "text"), k + 1
    if word in _ON:
        return Offset(count, unit, 1, frame="text"), k + 1
    if word == "from" and behind in ("now", "today"):
        return Offset(count, unit, 1), k + 2
    return _around_event(t, count, unit, k)


def _back(count: int | None, unit: str, frame: Frame) -> Piece:
    """So many units back; one year back may be the period of a comparison."""
    return YearAgo() if unit == "year" and count == 1 else Offset(count, unit, -1, frame=frame)


def _around_event(t: Tokens, count: int | None, unit: str, k: int) -> tuple[Piece, int] | None:
    """Reads "before the attack", "after the vote", "following the quake" behind a counted unit."""
    sign = {"before": -1, "after": 1, "following": 1}.get(t.low[k])
    start, end = event_words(t, k + 1)
    if sign is None or end <= start:
        return None
    event = (t.start[start], t.end[end - 1])
    return Offset(count, unit, sign, "text", anchor_at(t, k + 1, end - start), event), k + 1


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
        return None, None, i + 1 + (t.low[i] in ("dozens", "hundreds") and t.low[i + 1] == "of")
    if t.low[i] in ("a", "the") and t.low[i + 1] == "few":
        return None, None, i + 2
    hit = cardinal(t, i)
    if not hit:
        return None
    count, j = hit
    if t.low[j : j + 2] == ["or", "more"]:
        return count, None, j + 2
    high = _upper_end(t, count, j)
    return (count, *high) if high else (count, None, j)


def _upper_end(t: Tokens, count: int, j: int) -> tuple[int, int] | None:
    """The upper end of a count and the index after, in front of a unit: "(two) to three months"."""
    k = j + 1 if t.low[j] == "-" and t.low[j + 1] in ("to", "or") else j
    if t.low[k] not in ("to", "or", "-", "–"):
        return None
    second = cardinal(t, k + 2 if t.low[k + 1] == "-" else k + 1)
    return second if second and second[0] > count and unit_at(t, second[1]) else None


def _half_more(t: Tokens, j: int) -> int:
    """The index after "1/2", "½" or "and a half", else the same index."""
    if t.low[j : j + 3] in (["1", "/", "2"], ["and", "a", "half"]):
        return j + 3
    if t.low[j : j + 6] == ["-", "and", "-", "a", "-", "half"]:
        return j + 6
    return j + (t.low[j] == "½")


@dataclass(frozen=True, slots=True)
class _Measure:
    """A count with its unit: the unit's tokens are ``at`` to ``after``, ``half`` is "and a half"."""

    count: int | None
    high: int | None
    half: bool
    unit: str
    at: int
    after: int


def _measure(t: Tokens, i: int) -> _Measure | None:
    """The count and unit at the token: "5-day", "two to three months", "three and a half years"."""
    hit = _count(t, i)
    if not hit:
        return None
    count, high, j = hit
    behind = _half_more(t, j)
    half = behind != j
    if t.low[i] == "one" and count == 1 and not half and high is None:
        return None
    at = behind + (t.low[behind] == "more" and t.low[behind + 1] in words.UNITS)
    unit = unit_at(t, at)
    if not unit or unit[0] == "weekend":
        return None
    return _Measure(count, high, half, unit[0], at, unit[1])


def counted(t: Tokens, i: int) -> tuple[Piece | None, int] | None:
    """A counted unit: "5-day", "two to three months", "two days after", "several years ago".

    A piece of None says that the words were understood and are no date (an age, a rate, a fraction).
    """
    measure = _measure(t, i)
    if not measure:
        return None
    count, unit, after = measure.count, measure.unit, measure.after
    if _no_length(t, count, unit, after):
        return None, after
    old = _aged(t, after)
    if old is not None:
        lasting = any(word in word_set("lasting_things") for word in t.low[old : old + 4])
        return (Duration(count, unit) if lasting and count else None), old
    if measure.half:
        return _and_a_half(count, unit), after
    calendar_days = not any(word in word_set("business_time") for word in t.low[measure.at : after])
    if measure.high is None and calendar_days and (tail := _tail(t, count, unit, after)):
        return tail
    return _length(t, measure)


def _length(t: Tokens, measure: _Measure) -> tuple[Piece | None, int]:
    """The length that a counted unit states when nothing ties it to a day."""
    count, after = measure.count, measure.after
    if count is None:
        return Vague(), after
    if measure.unit == "year" and t.low[after : after + 3] == ["and", "a", "half"]:
        return Duration(12 * count + 6, "month"), after + 3
    return (Duration(count, measure.unit, measure.high) if count else None), after


def _and_a_half(count: int | None, unit: str) -> Duration | None:
    """The length of "three and a half years", where its unit has halves in months."""
    months = {"year": 12, "decade": 120, "century": 1200}.get(unit)
    return _months(months * count + months // 2) if months and count else None


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
    j = i + 1
    if word == "half":
        return _half_of(t, i)
    if t.low[j] == "half" and t.low[j + 1] in ("-", "century", "decade"):
        return _half_of(t, j)
    if t.low[j : j + 3] == ["year", "or", "two"]:
        return Vague(), j + 3
    hit = _one_unit(t, j)
    if not hit:
        return None
    added = t.low[j] in word_set("added_time")
    unit, j = hit
    if tail := _tail(t, 1, unit, j):
        return tail
    if unit == "year" and t.low[j : j + 3] == ["and", "a", "half"]:
        return Duration(18, "month"), j + 3
    if _is_length(t, i, j, word, unit) or (added and word != "one"):
        return Duration(1, unit), j
    return None


def _one_unit(t: Tokens, j: int) -> tuple[str, int] | None:
    """A unit in the singular that "a" may stand in front of, not an age ("a year-old boy")."""
    hit = unit_at(t, j + (t.low[j] == "further"))
    if not hit or hit[0] in ("hour", "weekend", "quarter"):
        return None
    return None if t.low[hit[1] - 1] in words.PLURALS or _aged(t, hit[1]) is not None else hit


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


_SINCE = frozenset({"since", "after", "from", "of"})
"""Behind "the 18th day" these name what it is counted from."""


def nth_day(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "the 18th day since the outbreak on December 8", "the first week of March"."""
    start = i + 1 if t.low[i] == "the" else i
    hit = (-1, start + 1) if t.low[start] in ("last", "final") else ordinal(t, start)
    if not hit:
        return None
    number, j = hit
    while t.low[j] in word_set("running_units") and j < hit[1] + 2:
        j += 1
    if t.low[j] == "week":
        return _nth_week(t, number, j)
    if t.low[j] != "day" or number < 1:
        return None
    today = t.low[i - 1] in ("is", "'s")
    return Nth(number, anchor_at(t, j + 2, 12) if t.low[j + 1] in _SINCE else None, today), j + 1


def _nth_week(t: Tokens, number: int, j: int) -> tuple[Piece, int] | None:
    """Reads "week of March", "week of last month" behind an ordinal."""
    if t.low[j + 1] not in ("of", "in"):
        return None
    k = j + 3 if t.low[j + 2] == "the" else j + 2
    if t.low[k] in ("last", "this", "next") and t.low[k + 1] == "month":
        return NthWeek(number, Relative("month", words.SHIFTS[t.low[k]])), k + 2
    month = named(t, k) if month_name(t, k) else None
    return (NthWeek(number, month[0]), month[1]) if month else None


def day_number(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "day 18 of the fighting that broke out on December 8"."""
    hit = cardinal(t, i + 1)
    if t.low[i] != "day" or not hit or not 0 < hit[0] < 1000 or not t.low[i + 1].isdecimal():
        return None
    anchor = anchor_at(t, hit[1] + 1, 12) if t.low[hit[1]] in _SINCE else None
    return Nth(hit[0], anchor), hit[1]


def recurring(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "every Friday", "each year", "every two weeks", "every other day", "Fridays"."""
    if t.low[i] in ("every", "each"):
        return _every(t, i)
    return _weekdays(t, i) if t.capital(i) else None


def _weekdays(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "Fridays", "Friday nights", "Monday and Friday evenings"."""
    word = t.low[i]
    plural = word.endswith("days") and word[:-1] in words.WEEKDAYS
    if not plural and word not in words.WEEKDAYS:
        return None
    j = i + 1
    while t.low[j] in ("and", "or", ",") and t.low[j + 1] in words.WEEKDAYS:
        j += 2
    nights = t.low[j].endswith("s") and t.low[j][:-1] in words.PARTS_OF_DAY
    return (Recurring(), j + nights) if plural or nights else None


def _every(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "every Friday night", "every two weeks", "each other day", "every March"."""
    hit = cardinal(t, i + 1)
    j = hit[1] if hit else i + 1
    j += t.low[j] in ("other", "single", "second", "third", "fourth", "few")
    target = t.low[j]
    if target in words.WEEKDAYS:
        return Recurring(), j + 1 + (t.low[j + 1] in words.PARTS_OF_DAY)
    if target in _ROUNDS or month_name(t, j):
        return Recurring(), j + 1
    return None


_ROUNDS = {*words.UNITS, *words.PARTS_OF_DAY, *words.SEASONS} - {"hour", "hours"}
"""What may come round beside weekdays and months: "every year", "each morning"."""
