"""Grammar of named calendar parts: years, months, days, weekdays, seasons, quarters, decades, feasts.

Every rule takes the tokens and an index and gives ``(piece, index after it)`` or None; none looks
further than a dozen tokens ahead, so that reading a text takes time in proportion to its length.
"""

from __future__ import annotations

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
    """Reads "1970s", "'80s", "eighties"."""
    word = t.low[i]
    if t.low[i - 1] in _POSSESSIVES or t.low[i - 2] in _POSSESSIVES or t.low[i - 3] in _POSSESSIVES:
        return None
    if word.endswith("0s") and word[:-1].isdecimal():
        number = int(word[:-1])
        if len(word) == 5:
            return (Calendar(decade=number), i + 1) if number >= 1500 else None
        if len(word) == 3 and (t.low[i - 1] in ("'", "‘", "'", "the", "early", "late", "mid", "-")):
            return Calendar(decade=number + (1900 if number > 20 else 2000)), i + 1
    if word in ("'", "‘") and t.glued(i + 1) and t.low[i + 1].endswith("0s"):
        return decade(t, i + 1)
    if word == "nineteen":
        j = i + 2 if t.low[i + 1] == "-" else i + 1
        if t.low[j] in words.DECADE_WORDS:
            return Calendar(decade=1900 + words.DECADE_WORDS[t.low[j]]), j + 1
    if word in words.DECADE_WORDS and t.low[i - 1] in ("the", "early", "late", "mid", "-"):
        return Calendar(decade=1900 + words.DECADE_WORDS[word]), i + 1
    return None


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
    if t.low[i].isdecimal() and t.low[j] in _DASHES and t.glued(j) and t.glued(j + 1):
        tail = t.low[j + 1]
        closed = not t.glued(j + 2) or not (t.low[j + 2] in _DASHES or t.low[j + 2][0].isalnum())
        if tail.isdecimal() and len(tail) in (2, 4) and closed:
            last = int(tail) if len(tail) == 4 else year // 100 * 100 + int(tail)
            if last > year and not (len(tail) == 2 and last > year + 80):
                return Span(Calendar(year=year), Calendar(year=last)), j + 2
    if t.low[i].isdecimal() and (later := _later_year(t, j, year)):
        return Span(Calendar(year=year), Calendar(year=later)), j + 2
    return Calendar(year=year), j


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
    if not word:
        return None
    if word in words.WEEKDAYS or word in words.SHORT_WEEKDAYS:
        return weekday(t, i)
    if word in words.MONTHS:
        return holiday(t, i) or day(t, i) or month(t, i)
    if word[0].isdecimal():
        return numeric(t, i) or day(t, i) or quarter(t, i) or decade(t, i) or years(t, i)
    if word in words.SEASONS:
        return season(t, i)
    if word in ("fiscal", "financial", "fy"):
        return fiscal(t, i)
    return holiday(t, i) or quarter(t, i) or decade(t, i) or day_month(t, i) or years(t, i)
