"""Underspecified calendar parts: which year, month or week is meant when the text leaves it out.

News speaks of the past unless it says otherwise, so that an open part goes to the last time that it
fits, on or before publication; a plan, a neighbour word ("next", "this") or a much closer coming day
moves it ahead. Without a publication date the year stays open (``XXXX``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from extractor.dates import periods
from extractor.dates.periods import Period
from extractor.dates.pieces import Calendar
from extractor.dates.tense import Tense

# How many days back a month and day without a year may lie before the coming one is meant: when the
# words are silent, and when a past verb governs them (a lexical reading, so not beyond all doubt).
# Days: at 125 one date of 278 labelled texts is gained, at 500 11 are lost.
_BACK_DAYS = 250
# Days: at 170 three dates of 278 labelled texts are lost, at 680 two.
_BACK_DAYS_PAST = 340
# At 5 three dates of 278 labelled texts are lost, at 20 one.
_BACK_MONTHS = 10
# How far ahead a coming quarter may begin to be meant by a plan; farther ones are named with their year.
# At 75 and at 300 days no date of 278 labelled texts changes.
_QUARTER_AHEAD = timedelta(days=150)
# Within how many days before publication a date in figures must lie to be settled by it.
# At 15 and at 62 days no date of 278 labelled texts changes.
_RECENT = timedelta(days=31)
_SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12}


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference time of an open calendar part: a day, and the tense of the mention."""

    published: date | None
    tense: Tense | None


def complete(piece: Calendar, base: Reference) -> Period | None:
    """The period that the named parts mean, None where the calendar or the context gives none."""
    if piece.decade is not None:
        return periods.decade(piece.decade)
    if piece.swappable and piece.year:
        return _either_way(piece, base.published) or periods.year(piece.year)
    if piece.season:
        return _season(piece, base)
    if piece.quarter:
        return _quarter(piece, base)
    if piece.month:
        return _month_day(piece, base) if piece.day else _month(piece, base)
    if piece.weekday is not None:
        return _weekday(piece, base)
    return _year_or_day(piece, base)


def _either_way(piece: Calendar, published: date | None) -> Period | None:
    """The reading of "05/04/2014" that lies within a month before publication, if the other does not."""
    if published is None or not piece.year or not piece.month or not piece.day:
        return None
    days = [
        periods.valid(piece.year, piece.month, piece.day),
        periods.valid(piece.year, piece.day, piece.month),
    ]
    recent = [day for day in days if day and timedelta(0) <= published - day <= _RECENT]
    return periods.day(recent[0]) if len(recent) == 1 else None


def _year_or_day(piece: Calendar, base: Reference) -> Period | None:
    if piece.year:
        return periods.year(piece.year)
    if piece.day and base.published:
        start = periods.shift_months(base.published.replace(day=1), piece.how or 0)
        at = periods.valid(start.year, start.month, piece.day)
        if at and piece.how is None and piece.frame == "published" and at > base.published:
            before = periods.shift_months(start, -1)
            at = periods.valid(before.year, before.month, piece.day)
        return periods.day(at) if at else None
    return None


def stated_year(piece: Calendar, base: Reference) -> int | None:
    """The year that the text gives, outright or as "last year"."""
    if piece.year:
        return piece.year
    if piece.year_shift is not None and base.published:
        return base.published.year + piece.year_shift
    return None


def _month_day(piece: Calendar, base: Reference) -> Period | None:
    month, day = piece.month or 0, piece.day or 0
    year = stated_year(piece, base)
    if year:
        at = periods.valid(year, month, day)
        return periods.day(at) if at else None
    if base.published is None:
        known = periods.valid(2000, month, day)
        return Period(None, None, "day", f"XXXX-{month:02d}-{day:02d}") if known else None
    at = _nearest(piece, base, base.published)
    return periods.day(at) if at else None


def _nearest(piece: Calendar, base: Reference, published: date) -> date | None:
    """The last or the coming day of this name: by neighbour word, weekday, tense, then distance."""
    month, day = piece.month or 0, piece.day or 0
    behind = _first_valid(month, day, published, -1)
    ahead = _first_valid(month, day, published, 1)
    if behind is None or ahead is None:
        return behind or ahead
    if piece.how == 1:
        return ahead
    if piece.how == -1 or behind == published:
        return behind
    named = [at for at in (behind, ahead) if at.weekday() == piece.weekday]
    if len(named) == 1:
        return named[0]
    gone, to_go = (published - behind).days, (ahead - published).days
    return behind if gone <= _reach_back(base.tense, to_go) else ahead


def _reach_back(tense: Tense | None, to_go: int) -> int:
    """How many days back a day may lie before the coming one, ``to_go`` days ahead, is meant."""
    if tense == "future":
        return -1
    if tense == "planned":
        return to_go
    return max(_BACK_DAYS_PAST if tense == "past" else _BACK_DAYS, to_go)


def _first_valid(month: int, day: int, published: date, step: int) -> date | None:
    """The closest such day on or before (step -1) or after (step 1) publication; 29 February may be far."""
    for distance in range(9):
        at = periods.valid(published.year + step * distance, month, day)
        if at and (at <= published if step < 0 else at > published):
            return at
    return None


def _month(piece: Calendar, base: Reference) -> Period:
    number = piece.month or 0
    year = stated_year(piece, base)
    if year:
        return periods.month(year, number)
    if base.published is None:
        return Period(None, None, "month", f"XXXX-{number:02d}")
    if piece.how == 0:
        return periods.month(base.published.year, number)
    back = _months_back(piece.how, base.tense, (base.published.month - number) % 12)
    at = periods.shift_months(base.published.replace(day=1), -back)
    return periods.month(at.year, at.month)


def _months_back(how: int | None, tense: Tense | None, back: int) -> int:
    """How far back the month lies; ``back`` is the distance to the last one of this name, 0 to 11."""
    if how == -1:
        # Said of the month just gone it would be "last month": the name means the one a year before.
        return back + 12 if back <= 1 else back
    if how == 1:
        return back - 12
    limit = {"future": 1, "planned": 6, "past": 11, None: _BACK_MONTHS}[tense]
    return back - 12 if back > limit else back


def _weekday(piece: Calendar, base: Reference) -> Period | None:
    published, weekday = base.published, piece.weekday or 0
    if published is None:
        return None
    if piece.day:
        return _weekday_of_month(piece.day, weekday, published)
    back = (published.weekday() - weekday) % 7
    ahead = base.tense == "future" or (base.tense == "planned" and back > 3)
    if piece.how == -1:
        back = back or 7
    elif piece.how == 1 or (piece.how is None and ahead and back):
        back -= 7
    at = periods.shift_days(published, -back)
    return periods.day(at) if at else None


def _weekday_of_month(day: int, weekday: int, published: date) -> Period | None:
    """The last "Friday the 13th" within a year, else the coming one within two months."""
    days = (periods.shift_days(published, -back) for back in (*range(366), *range(-1, -62, -1)))
    return next((periods.day(at) for at in days if at and (at.day, at.weekday()) == (day, weekday)), None)


def _season_start(code: int, year: int) -> date:
    """First day of the season; a winter goes by the year of its December."""
    return date(year, _SEASON_START[code], 1)


def _season(piece: Calendar, base: Reference) -> Period | None:
    code = piece.season or 0
    stated = stated_year(piece, base)
    if stated:
        return periods.season(stated, code)
    published = base.published
    if published is None:
        return None  # EDTF has no season of an open year
    begun = published.year + 1
    while _season_start(code, begun) > published:
        begun -= 1
    running = periods.shift_months(_season_start(code, begun), 3) > published
    if piece.how == -1:
        return periods.season(begun - running, code)
    if piece.how == 1 or (base.tense == "future" and not running):
        return periods.season(begun + 1, code)
    if piece.how == 0 and base.tense is None and not running:
        return periods.season(published.year, code)
    return periods.season(begun, code)


def _quarter(piece: Calendar, base: Reference) -> Period | None:
    number = piece.quarter or 0
    year = stated_year(piece, base)
    if year is None:
        if base.published is None:
            return None
        month = 3 * number - 2
        year = base.published.year - (date(base.published.year, month, 1) > base.published)
        coming = date(year + 1, month, 1)
        ended = periods.shift_months(date(year, month, 1), 6) <= base.published
        if base.tense == "future" and ended and coming - base.published <= _QUARTER_AHEAD:
            year += 1
    return periods.quarter(year, number)
