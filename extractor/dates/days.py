"""Grammar of days: "December 25, 2014", "3 to 4 March", "Thursday (December 25)", "2014-03-12"."""

from __future__ import annotations

from dataclasses import replace

from extractor.dates import words
from extractor.dates.numerals import ordinal, year_number
from extractor.dates.pieces import Calendar, DayOfWeek, Piece, Relative, Span
from extractor.dates.tokens import Tokens

_DASHES = frozenset({"-", "–", "—", "/"})
_CLOSERS = frozenset({"(", ")", "-", "–", "—", "[", ""})
"""What may stand behind a year of two digits: a number there that counts something is followed by a noun."""


def plausible_year(t: Tokens, i: int) -> tuple[int, int] | None:
    """A year beside a day or month, with or without a comma, that is not the start of a count."""
    j = i + 1 if t.low[i] in (",", "of") else i
    hit = year_number(t, j)
    if not hit or not 1500 <= hit[0] <= 2199:
        return None
    if t.counted(hit[1]) and j > i and t.low[i] == ",":
        return None
    return hit


def _short_year(t: Tokens, first: Calendar, j: int) -> tuple[int, int] | None:
    """A year of two digits behind a day and month: closed off ("25 Aug 88 (") or marked ("Aug. 25, '88").

    The century is that of POSIX ``strptime``: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068.
    """
    marked = t.low[j] in ("'", "‘") and t.glued(j + 1)
    k = j + 1 if marked else j
    number = t.low[k]
    if first.day is None or not number.isdecimal() or len(number) != 2:
        return None
    if not marked and t.low[k + 1] not in _CLOSERS and not t.line_break(k + 1):
        return None
    return (1900 if int(number) >= 69 else 2000) + int(number), k + 1


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


def year_words(t: Tokens, i: int) -> tuple[int, int] | None:
    """Reads "last year", "of this year", ", next year" after a month or day, as a shift."""
    j = i + 1 if t.low[i] in ("of", ",") else i
    if j == i and t.low[i + 1] in ("last", "this") and t.low[i + 2] == "year" and t.low[i][:1].islower():
        j += t.low[i] not in words.MONTH_CUES and t.low[i] not in ("was", "were", "had", "he", "she", "they")
    if t.low[j] in ("last", "this", "next") and t.low[j + 1] == "year" and t.low[j + 2] != "'s":
        return words.SHIFTS[t.low[j]], j + 2
    return None


def _that_year(t: Tokens, i: int) -> int | None:
    """The index after "of that year" or "of the same year", None if neither follows."""
    if t.low[i : i + 3] == ["of", "that", "year"]:
        return i + 3
    return i + 4 if t.low[i : i + 4] == ["of", "the", "same", "year"] else None


def with_year(t: Tokens, first: Calendar, last: Calendar | None, j: int) -> tuple[Piece, int]:
    """Adds the year that follows to a day or month (or both ends of a range), if the text states one."""
    hit = plausible_year(t, j) or _short_year(t, first, j)
    if hit:
        first, j = replace(first, year=hit[0]), hit[1]
        last = replace(last, year=hit[0]) if last else None
    elif that := _that_year(t, j):
        first, j = replace(first, year_shift=0, frame="text"), that
        last = replace(last, year_shift=0, frame="text") if last else None
    elif shift := year_words(t, j):
        first, j = replace(first, year_shift=shift[0]), shift[1]
        last = replace(last, year_shift=shift[0]) if last else None
    return (Span(first, last) if last else first), j


def month_day(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "Dec. 25, 2014", "December 8-10", "March eighth", "December 8"."""
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
    if plain and t.low[i - 1] == "in" and t.counted(j):
        return None
    first = Calendar(month=month, day=day)
    second = _joined_day(t, j)
    if second and second[0] > day and not _goes_on(t, second[1]):
        return with_year(t, first, replace(first, day=second[0]), second[1])
    return with_year(t, first, None, j)


def _goes_on(t: Tokens, j: int) -> bool:
    """Whether a number belongs to what follows: "March 3 to 4 April", "March 3 and 40 people"."""
    return t.counted(j) or month_name(t, j) is not None


def day_month(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "25 December 2014", "the 3rd of March", "3 to 4 March", "23-28 January"."""
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
    return with_year(t, first, last, hit[1])


def numeric(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "2014-03-12", "2014/03/12", "12.03.2014", "25/12/2014".

    Where day and month could change places ("05/04/2014") the day of publication may decide which is which.
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
        piece = Calendar(year=c, month=b, day=a, swappable=True)
    return piece, i + 1


def weekday_name(t: Tokens, i: int) -> int | None:
    """A full weekday name, capitalised."""
    number = words.WEEKDAYS.get(t.low[i])
    return number if number is not None and t.capital(i) else None


def _day_of(t: Tokens, i: int) -> tuple[Calendar, int] | None:
    hit = month_day(t, i) or day_month(t, i)
    return (hit[0], hit[1]) if hit and isinstance(hit[0], Calendar) else None


def _of_week(t: Tokens, j: int, weekday: int) -> tuple[Piece, int] | None:
    """Reads what follows the name of a day in "Tuesday last week", "Friday of next week"."""
    k = j + 1 if t.low[j] == "of" else j
    shift = {"last": -1, "this": 0, "next": 1}.get(t.low[k])
    if shift is None or t.low[k + 1] != "week":
        return None
    return DayOfWeek(weekday, Relative("week", shift)), k + 2


def weekday(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "Thursday (December 25)", "Friday, Oct. 13", "Saturday night", "Sat., Dec. 7", "Monday"."""
    number = weekday_name(t, i)
    if number is None:
        return _short_weekday(t, i)
    j = i + 1 + (t.low[i + 1] in words.PARTS_OF_DAY)
    dated = _of_week(t, j, number) or _before_date(t, j, number) or _before_ordinal(t, j, number)
    return dated or (Calendar(weekday=number), j)


def _short_weekday(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "Sat., Dec. 7": a short name of a weekday counts only in front of a date."""
    number = words.SHORT_WEEKDAYS.get(t.low[i])
    if number is None or not t.capital(i):
        return None
    j = i + 1 + (t.low[i + 1] == ".")
    date = _day_of(t, j + (t.low[j] == ","))
    return (replace(date[0], weekday=number), date[1]) if date else None


def _before_date(t: Tokens, j: int, weekday: int) -> tuple[Piece, int] | None:
    """Reads the date behind a weekday: "(December 25)", ", Oct. 13", "the 3rd of March"."""
    opened = t.low[j] == "("
    date = _day_of(t, j + (t.low[j] in ("(", ",", "the")))
    if date and (not opened or t.low[date[1]] == ")"):
        return replace(date[0], weekday=weekday), date[1] + opened
    return None


def _before_ordinal(t: Tokens, j: int, weekday: int) -> tuple[Piece, int] | None:
    """Reads "the 13th" behind a weekday."""
    nth = ordinal(t, j + 1) if t.low[j] == "the" else None
    if nth and nth[0] <= 31 and t.low[nth[1]] not in ("of", "day"):
        return Calendar(weekday=weekday, day=nth[0]), nth[1]
    return None


def day(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """A day named by month and number, with a weekday in brackets behind it if there is one."""
    hit = month_day(t, i) or day_month(t, i)
    if hit and isinstance(hit[0], Calendar) and t.low[hit[1]] == "(" and t.low[hit[1] + 2] == ")":
        name = weekday_name(t, hit[1] + 1)
        if name is not None:
            return replace(hit[0], weekday=name), hit[1] + 3
    return hit
