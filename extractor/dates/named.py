"""Grammar of named calendar parts: years, months, days, weekdays, seasons, quarters, decades, feasts.

Every rule takes the tokens and an index and gives ``(piece, index after it)`` or None; none looks
further than a dozen tokens ahead, so that reading a text takes time in proportion to its length.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.dates import words
from extractor.dates.pieces import Calendar, Piece, Span
from extractor.dates.tokens import Tokens

_DASHES = frozenset({"-", "–", "—", "/"})
_POSSESSIVES = frozenset({"his", "her", "their", "my", "our", "your"})
"""Before a decade these make it an age: "in his early 30s"."""
_SUFFIXES = ("st", "nd", "rd", "th")


def cardinal(t: Tokens, i: int) -> tuple[int, int] | None:
    """A number in digits or words below a thousand: "18", "twenty-six", "a hundred"."""
    word = t.low[i]
    if word.isdecimal():
        return (int(word), i + 1) if len(word) <= 4 else None
    if word in words.SMALL:
        value, j = words.SMALL[word], i + 1
    elif word in words.TENS:
        value, j = words.TENS[word], i + 1
        k = j + 1 if t.low[j] == "-" else j
        if 0 < words.SMALL.get(t.low[k], 0) < 10:
            value, j = value + words.SMALL[t.low[k]], k + 1
    elif word == "a" and t.low[i + 1] in ("hundred", "dozen"):
        return (100 if t.low[i + 1] == "hundred" else 12), i + 2
    elif word == "a" and t.low[i + 1] == "couple":
        return 2, i + 3 if t.low[i + 2] == "of" else i + 2
    elif word == "couple" and t.low[i + 1] == "of":
        return 2, i + 2
    elif word == "dozen":
        return 12, i + 1
    elif word == "half" and t.low[i + 1] == "a" and t.low[i + 2] == "dozen":
        return 6, i + 3
    else:
        return None
    if t.low[j] == "hundred" and 0 < value < 10:
        value, j = 100 * value, j + 1
    return value, j


def ordinal(t: Tokens, i: int) -> tuple[int, int] | None:
    """An ordinal: "18th", "third", "twenty-first"."""
    word = t.low[i]
    if word[:1].isdecimal():
        if word.endswith(_SUFFIXES) and word[:-2].isdecimal():
            return int(word[:-2]), i + 1
        return None
    if word in words.ORDINALS:
        return words.ORDINALS[word], i + 1
    if word in words.TENS:
        k = i + 2 if t.low[i + 1] == "-" else i + 1
        if words.ORDINALS.get(t.low[k], 99) < 10:
            return words.TENS[word] + words.ORDINALS[t.low[k]], k + 1
    return None


def year_number(t: Tokens, i: int) -> tuple[int, int] | None:
    """Four digits, "'98", or a year in words ("nineteen ninety-six", "two thousand")."""
    word = t.low[i]
    if word.isdecimal() and len(word) == 4:
        return (int(word), i + 1) if 1000 <= int(word) <= 2199 else None
    if word in ("'", "‘") and t.glued(i + 1) and t.low[i + 1].isdecimal() and len(t.low[i + 1]) == 2:
        short = int(t.low[i + 1])
        return (1900 + short if short > 30 else 2000 + short), i + 2
    if word in ("eighteen", "nineteen", "twenty"):
        j = i + 2 if t.low[i + 1] == "-" else i + 1
        if t.low[j] in words.TENS or words.SMALL.get(t.low[j], 0) >= 10:
            rest = cardinal(t, j)
            if rest and rest[0] < 100:
                return {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}[word] + rest[0], rest[1]
    if word == "two" and t.low[i + 1] == "thousand":
        j = i + 3 if t.low[i + 2] == "and" else i + 2
        rest = cardinal(t, j)
        if rest and rest[0] < 100:
            return 2000 + rest[0], rest[1]
        return 2000, i + 2
    return None


def _plausible_year(t: Tokens, i: int) -> tuple[int, int] | None:
    """A year beside a day or month, with or without a comma, that is not the start of a count."""
    j = i + 1 if t.low[i] in (",", "of") else i
    hit = year_number(t, j)
    if not hit or not 1500 <= hit[0] <= 2199:
        return None
    if t.low[hit[1]] in words.COUNTED_AFTER_YEAR and j > i and t.low[i] == ",":
        return None
    return hit


def month_name(t: Tokens, i: int) -> tuple[int, int] | None:
    """A capitalised month name, with the point of an abbreviation."""
    number = words.MONTHS.get(t.low[i])
    if number is None or not t.capital(i):
        return None
    short = len(t.low[i]) <= 4 and t.low[i] not in ("may", "june", "july")
    return number, i + 2 if short and t.low[i + 1] == "." else i + 1


def _day_number(t: Tokens, i: int) -> tuple[int, int] | None:
    word = t.low[i]
    if word.isdecimal() and len(word) <= 2:
        hit: tuple[int, int] | None = (int(word), i + 1)
        if t.low[i + 1] in (":", "%", "."):
            # "8.30", "8:30", "8%": a point may also end the sentence.
            follows = t.low[i + 2]
            if t.low[i + 1] != "." and (t.low[i + 1] == "%" or (t.glued(i + 2) and follows.isdecimal())):
                return None
    else:
        hit = ordinal(t, i)
    return hit if hit and 1 <= hit[0] <= 31 else None


def _joined_day(t: Tokens, j: int) -> tuple[int, int] | None:
    """The second day of "8-10", "8 to 10", "3 and 4"."""
    if t.low[j] in _DASHES or t.low[j] in ("to", "and", "or", "through"):
        return _day_number(t, j + 1)
    return None


def _year_words(t: Tokens, i: int) -> tuple[int, int] | None:
    """ "last year", "of this year", ", next year" after a month or day, as a shift."""
    j = i + 1 if t.low[i] in ("of", ",") else i
    if j == i and t.low[i + 1] in ("last", "this") and t.low[i + 2] == "year" and t.low[i][:1].islower():
        j += t.low[i] not in words.MONTH_CUES and t.low[i] not in ("was", "were", "had", "he", "she", "they")
    if t.low[j] in ("last", "this", "next") and t.low[j + 1] == "year" and t.low[j + 2] != "'s":
        return words.SHIFTS[t.low[j]], j + 2
    return None


def _with_year(t: Tokens, first: Calendar, last: Calendar | None, j: int) -> tuple[Piece, int]:
    hit = _plausible_year(t, j)
    if hit:
        first, j = replace(first, year=hit[0]), hit[1]
        last = replace(last, year=hit[0]) if last else None
    elif shift := _year_words(t, j):
        first, j = replace(first, year_shift=shift[0]), shift[1]
        last = replace(last, year_shift=shift[0]) if last else None
    return (Span(first, last) if last else first), j


def month_day(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "Dec. 25, 2014", "December 8-10", "March eighth", "December 8"."""
    hit = month_name(t, i)
    if not hit:
        return None
    month, j = hit
    if t.low[j] == "the":
        j += 1
    number = _day_number(t, j)
    if not number:
        return None
    day, j = number
    plain = t.low[j - 1].isdecimal()
    if plain and t.low[i - 1] == "in" and t.low[j] in words.COUNTED_AFTER_YEAR:
        return None
    first = Calendar(month=month, day=day)
    second = _joined_day(t, j)
    if second and second[0] > day and t.low[second[1]] not in words.COUNTED_AFTER_YEAR:
        if month_name(t, second[1]) is None:
            return _with_year(t, first, replace(first, day=second[0]), second[1])
    return _with_year(t, first, None, j)


def day_month(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "25 December 2014", "the 3rd of March", "3 to 4 March", "23-28 January"."""
    start = i + 1 if t.low[i] == "the" else i
    number = _day_number(t, start)
    if not number:
        return None
    day, j = number
    second = _joined_day(t, j)
    last_day = None
    if second and second[0] > day:
        last_day, j = second
    if t.low[j] == "of":
        j += 1
    hit = month_name(t, j)
    if not hit:
        return None
    first = Calendar(month=hit[0], day=day)
    last = replace(first, day=last_day) if last_day else None
    return _with_year(t, first, last, hit[1])


def numeric(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "2014-03-12", "2014/03/12", "12.03.2014", "25/12/2014".

    Where day and month could change places ("05/04/2014") only the year is certain.
    """
    word = t.low[i]
    if len(word) < 8 or not word[0].isdecimal():
        return None
    for mark in "-/.":
        parts = word.split(mark)
        if len(parts) == 3:
            break
    else:
        return None
    a, b, c = (int(part) for part in parts)
    if len(parts[0]) == 4:
        piece = Calendar(year=a, month=b, day=c)
    elif mark == "." or a > 12 or a == b:
        piece = Calendar(year=c, month=b, day=a)
    elif b > 12:
        piece = Calendar(year=c, month=a, day=b)
    else:
        piece = Calendar(year=c)
    return piece, i + 1


def weekday_name(t: Tokens, i: int) -> int | None:
    """A full weekday name, capitalised."""
    number = words.WEEKDAYS.get(t.low[i])
    return number if number is not None and t.capital(i) else None


def _day_of(t: Tokens, i: int) -> tuple[Calendar, int] | None:
    hit = month_day(t, i) or day_month(t, i)
    return (hit[0], hit[1]) if hit and isinstance(hit[0], Calendar) else None


def weekday(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "Thursday (December 25)", "Friday, Oct. 13", "Saturday night", "Sat., Dec. 7", "Monday"."""
    number = weekday_name(t, i)
    j = i + 1
    if number is None:
        number = words.SHORT_WEEKDAYS.get(t.low[i])
        if number is None or not t.capital(i):
            return None
        j += t.low[j] == "."
        j += t.low[j] == ","
        date = _day_of(t, j)
        return (replace(date[0], weekday=number), date[1]) if date else None
    if t.low[j] in words.PARTS_OF_DAY:
        j += 1
    opened = t.low[j] == "("
    k = j + 1 if opened or t.low[j] in (",", "the") else j
    date = _day_of(t, k)
    if date and (not opened or t.low[date[1]] == ")"):
        return replace(date[0], weekday=number), date[1] + opened
    if t.low[j] == "the":
        nth = ordinal(t, j + 1)
        if nth and nth[0] <= 31 and t.low[nth[1]] not in ("of", "day"):
            return Calendar(weekday=number, day=nth[0]), nth[1]
    return Calendar(weekday=number), j


def day(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """A day named by month and number, with a weekday in brackets behind it if there is one."""
    hit = month_day(t, i) or day_month(t, i)
    if hit and isinstance(hit[0], Calendar) and t.low[hit[1]] == "(" and t.low[hit[1] + 2] == ")":
        name = weekday_name(t, hit[1] + 1)
        if name is not None:
            return replace(hit[0], weekday=name), hit[1] + 3
    return hit


def month(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "October 2014", "October of 2014", "July last year", "October"."""
    hit = month_name(t, i)
    if not hit:
        return None
    number, j = hit
    if t.low[j] in _DASHES or t.low[j] == "to":
        second = month_name(t, j + 1)
        year = second and _plausible_year(t, second[1])
        if second and year and second[0] > number:
            first = Calendar(month=number, year=year[0])
            return Span(first, replace(first, month=second[0])), year[1]
    return _with_year(t, Calendar(month=number), None, j)


def season(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "summer of 2021", "summer 2021", "winter 2013-14", "spring"; "fall" only beside a year."""
    code = words.SEASONS.get(t.low[i])
    if code is None:
        return None
    hit = _plausible_year(t, i + 1)
    if hit:
        return Calendar(season=code, year=hit[0]), hit[1]
    if shift := _year_words(t, i + 1):
        return Calendar(season=code, year_shift=shift[0]), shift[1]
    return None if t.low[i] == "fall" else (Calendar(season=code), i + 1)


def quarter(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "third quarter", "third-quarter", "second quarter of 1990", "Q3 2014"."""
    word = t.low[i]
    if len(word) == 1 and word == "q" and t.low[i + 1] in ("1", "2", "3", "4") and t.glued(i + 1):
        return _with_year(t, Calendar(quarter=int(t.low[i + 1])), None, i + 2)
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
    return _with_year(t, Calendar(quarter=hit[0]), None, j)


def decade(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "1970s", "'80s", "eighties"."""
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
    """ "fiscal 1989", "fiscal year 2014", "FY2014", "fiscal 2013-14"."""
    word = t.low[i]
    j = i + 1
    if word in ("fiscal", "financial"):
        j += t.low[j] == "year"
    elif word != "fy":
        return None
    return years(t, j)


def years(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "2014", or years joined by a dash: "1939-45", "2013-14", "1975–1990"."""
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
    return Calendar(year=year), j


def holiday(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """A feast with a fixed date, with its year if the text gives one."""
    if not t.capital(i):
        return None
    for length in (4, 3, 2, 1):
        fixed = words.HOLIDAYS.get(tuple(t.low[i : i + length]))
        if fixed:
            return _with_year(t, Calendar(month=fixed[0], day=fixed[1]), None, i + length)
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
