"""Grammar of named calendar parts: years, months, days, weekdays, seasons, quarters, decades, feasts.

Every rule takes the tokens and an index and gives ``(piece, index after it)`` or None; none looks
further than a dozen tokens ahead, so that reading a text takes time in proportion to its length.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extractor.dates import words
from extractor.dates.days import (
    day,
    day_month,
    month_name,
    numeric,
    plausible_year,
    weekday,
    with_year,
    year_words,
)
from extractor.dates.numerals import ordinal, year_number
from extractor.dates.pieces import Calendar, Piece, Span
from extractor.dates.tokens import Tokens

_DASHES = frozenset({"-", "–", "—", "/"})
_POSSESSIVES = frozenset({"his", "her", "their", "my", "our", "your"})
"""Before a decade these make it an age: "in his early 30s"."""


def month(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "October 2014", "October of 2014", "July last year", "October"."""
    hit = month_name(t, i)
    if not hit:
        return None
    number, j = hit
    if t.low[j] in _DASHES or t.low[j] == "to":
        second = month_name(t, j + 1)
        year = second and plausible_year(t, second[1])
        if second and year and second[0] > number:
            first = Calendar(month=number, year=year[0])
            return Span(first, replace(first, month=second[0])), year[1]
    return with_year(t, Calendar(month=number), None, j)


def season(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "summer of 2021", "summer 2021", "winter 2013-14", "spring"; "fall" only beside a year."""
    code = words.SEASONS.get(t.low[i])
    if code is None:
        return None
    hit = plausible_year(t, i + 1)
    if hit:
        return Calendar(season=code, year=hit[0]), hit[1]
    if shift := year_words(t, i + 1):
        return Calendar(season=code, year_shift=shift[0]), shift[1]
    return None if t.low[i] == "fall" or t.low[i + 1] == "of" else (Calendar(season=code), i + 1)


def quarter(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "third quarter", "third-quarter", "second quarter of 1990", "Q3 2014"."""
    word = t.low[i]
    if len(word) == 1 and word == "q" and t.low[i + 1] in ("1", "2", "3", "4") and t.glued(i + 1):
        return with_year(t, Calendar(quarter=int(t.low[i + 1])), None, i + 2)
    hit = ordinal(t, i)
    if not hit or hit[0] > 4:
        return None
    j = hit[1] + 1 if t.low[hit[1]] in ("-", "fiscal") else hit[1]
    if t.low[j] != "quarter":
        return None
    j += 1
    if t.low[j] == "of" and t.low[j + 1] == "fiscal":
        j += 1
        hit_year = year_number(t, j + 1)
        if hit_year:
            return Calendar(quarter=hit[0], year=hit_year[0]), hit_year[1]
    return with_year(t, Calendar(quarter=hit[0]), None, j)


def decade(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "1970s", "'80s", "eighties", "nineteen-twenties"."""
    marked = t.low[i] in ("'", "‘") and t.glued(i + 1) and t.low[i + 1].endswith("0s")
    j = i + 1 if marked else i
    first = _decade_in_digits(t, j)
    if first is None and t.low[i] == "nineteen":
        j = i + 2 if t.low[i + 1] == "-" else i + 1
        first = words.DECADE_WORDS.get(t.low[j])
    elif first is None and t.low[i - 1] in _DECADE_CUES:
        first = words.DECADE_WORDS.get(t.low[i])
    if first is None or not _POSSESSIVES.isdisjoint(t.low[max(i - 3, 0) : i]):
        return None
    return Calendar(decade=first if first >= 100 else 1900 + first), j + 1


def _decade_in_digits(t: Tokens, i: int) -> int | None:
    """The first year of "1970s", and of "80s" behind a mark or a cue; "20s" and below are those of 2000."""
    word = t.low[i]
    if not word.endswith("0s") or not word[:-1].isdecimal():
        return None
    number = int(word[:-1])
    if len(word) == 5:
        return number if number >= 1500 else None
    if len(word) == 3 and (t.low[i - 1] in ("'", "‘") or t.low[i - 1] in _DECADE_CUES):
        return number + (1900 if number > 20 else 2000)
    return None


_DECADE_CUES = frozenset({"the", "early", "late", "mid", "-"})


def fiscal(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "fiscal 1989", "fiscal year 2014", "FY2014", "fiscal 2013-14"."""
    word = t.low[i]
    j = i + 1
    if word in ("fiscal", "financial"):
        j += t.low[j] == "year"
    elif word != "fy":
        return None
    return years(t, j)


def years(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "2014", or years joined by a dash: "1939-45", "2013-14", "1975–1990"."""
    hit = year_number(t, i)
    if not hit or not 1500 <= hit[0] <= 2199:
        return None
    year, j = hit
    last = (_joined_year(t, j, year) or _later_year(t, j, year)) if t.low[i].isdecimal() else None
    if last:
        return Span(Calendar(year=year), Calendar(year=last)), j + 2
    return Calendar(year=year), j


def _joined_year(t: Tokens, j: int, year: int) -> int | None:
    """The second year of "1939-45", "2013-14", "1975–1990", written onto the first one."""
    tail = t.low[j + 1]
    if t.low[j] not in _DASHES or not t.glued(j) or not t.glued(j + 1) or not tail.isdecimal():
        return None
    if t.glued(j + 2) and (t.low[j + 2] in _DASHES or t.low[j + 2][0].isalnum()):
        return None
    if len(tail) == 4:
        return int(tail) if int(tail) > year else None
    last = year // 100 * 100 + int(tail)
    return last if len(tail) == 2 and year < last <= year + 80 else None


def _later_year(t: Tokens, j: int, year: int) -> int | None:
    """The second year of "2010 – 2020", set off by spaces, where it is no number of something."""
    if t.low[j] not in _DASHES or t.line_break(j) or t.line_break(j + 1):
        return None
    tail = t.low[j + 1]
    if not (tail.isdecimal() and len(tail) == 4 and year < int(tail) <= 2199):
        return None
    return None if t.counted(j + 2) else int(tail)


def holiday(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """A feast with a fixed date, with its year if the text gives one."""
    if not t.capital(i):
        return None
    for length in (4, 3, 2, 1):
        fixed = words.HOLIDAYS.get(tuple(t.low[i : i + length]))
        if fixed:
            return with_year(t, Calendar(month=fixed[0], day=fixed[1]), None, i + length)
    return None


def named(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Any named calendar expression that starts at the token, the most complete reading first."""
    word = t.low[i]
    rules = _IN_DIGITS if word[:1].isdecimal() else _BY_WORD.get(word, _OTHERS)
    for rule in rules:
        hit = rule(t, i)
        if hit:
            return hit
    return None


_Rule = Callable[[Tokens, int], tuple[Piece, int] | None]
_IN_DIGITS: tuple[_Rule, ...] = (numeric, day, quarter, decade, years)
_OTHERS: tuple[_Rule, ...] = (holiday, quarter, decade, day_month, years)
_BY_WORD: dict[str, tuple[_Rule, ...]] = {
    "": (),
    **dict.fromkeys(("fiscal", "financial", "fy"), (fiscal,)),
    **dict.fromkeys(words.SEASONS, (season,)),
    **dict.fromkeys(words.MONTHS, (holiday, day, month)),
    **dict.fromkeys((*words.WEEKDAYS, *words.SHORT_WEEKDAYS), (weekday,)),
}
"""The rules that may read what a word opens, the most complete one first."""
