"""Calendar arithmetic: periods with a first and last day, a granularity and an EDTF value."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from extractor.records import Granularity


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day covered (None when the year is unknown), granularity, and EDTF value."""

    first: date | None
    last: date | None
    granularity: Granularity | None
    value: str
    interval: bool = False


def day(at: date) -> Period:
    """The single day."""
    return Period(at, at, "day", at.isoformat())


def valid(year: int, month: int, number: int) -> date | None:
    """The date with these parts, or None where the calendar has no such day."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12):
        return None
    if not 1 <= number <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, number)


def month(year: int, number: int) -> Period:
    """A calendar month."""
    last = calendar.monthrange(year, number)[1]
    return Period(date(year, number, 1), date(year, number, last), "month", f"{year:04d}-{number:02d}")


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), "year", f"{number:04d}")


def decade(number: int) -> Period:
    """The decade that begins with ``number`` (1970 is the 1970s)."""
    return Period(date(number, 1, 1), date(number + 9, 12, 31), "decade", f"{number // 10:03d}X")


def season(year_number: int, code: int) -> Period:
    """A season by its EDTF code; without a hemisphere its days cannot be given."""
    return Period(None, None, "season", f"{year_number:04d}-{code}")


def span(first: date, last: date, granularity: Granularity | None) -> Period:
    """An interval of days."""
    return Period(first, last, granularity, f"{first.isoformat()}/{last.isoformat()}", interval=True)


def week(at: date) -> Period:
    """The week, Monday to Sunday, that holds the day."""
    monday = at - timedelta(days=at.weekday())
    return span(monday, monday + timedelta(days=6), "week")


def weekend(at: date) -> Period:
    """Saturday and Sunday of the week that holds the day."""
    saturday = at + timedelta(days=5 - at.weekday())
    return span(saturday, saturday + timedelta(days=1), "day")


def quarter(year_number: int, number: int) -> Period:
    """A quarter of the calendar year."""
    first = 3 * number - 2
    last = calendar.monthrange(year_number, first + 2)[1]
    return span(date(year_number, first, 1), date(year_number, first + 2, last), None)


def shift_months(at: date, count: int) -> date:
    """The day ``count`` months on, at the month's last day where the month is too short."""
    index = at.year * 12 + at.month - 1 + count
    target_year, target_month = divmod(index, 12)
    target_year = min(max(target_year, MINYEAR), MAXYEAR)
    last = calendar.monthrange(target_year, target_month + 1)[1]
    return date(target_year, target_month + 1, min(at.day, last))


def shift_days(at: date, count: int) -> date | None:
    """The day ``count`` days on, None beyond the calendar's ends."""
    ordinal = at.toordinal() + count
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def holding(at: date, unit: str) -> Period | None:
    """The period of this unit that holds the day."""
    match unit:
        case "day":
            return day(at)
        case "week" | "fortnight":
            return week(at)
        case "weekend":
            return weekend(at)
        case "month":
            return month(at.year, at.month)
        case "quarter":
            return quarter(at.year, (at.month + 2) // 3)
        case "year":
            return year(at.year)
        case "decade":
            return decade(at.year // 10 * 10)
    return None


_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def shifted(at: date, unit: str, count: int) -> Period | None:
    """The period of the unit, a day or longer, that lies ``count`` units from the one that holds the day."""
    if unit in _DAYS:
        moved = shift_days(at, count * _DAYS[unit])
    else:
        months = count * _MONTHS[unit]
        index = at.year * 12 + at.month - 1 + months
        moved = shift_months(at, months) if 24 <= index < MAXYEAR * 12 else None
    return holding(moved, unit) if moved else None


def same_weekday_years(month_number: int, day_number: int, weekday: int, latest: date) -> list[int]:
    """Years, newest first and none after ``latest``, in which the day falls on that weekday."""
    found = []
    for candidate in range(latest.year, latest.year - 29, -1):
        at = valid(candidate, month_number, day_number)
        if at and at <= latest and at.weekday() == weekday:
            found.append(candidate)
    return found


def part(period: Period, which: str) -> tuple[date, date] | None:
    """First and last day of a fuzzy third or of a half of a period."""
    if period.first is None or period.last is None:
        return None
    days = (period.last - period.first).days + 1
    if period.granularity == "month":
        cuts = {"early": (0, 10), "mid": (10, 20), "late": (20, days), "half1": (0, 15), "half2": (15, days)}
    else:
        third, half = days // 3, days // 2
        cuts = {
            "early": (0, max(third, 1)),
            "mid": (third, days - third),
            "late": (days - max(third, 1), days),
            "half1": (0, half),
            "half2": (half, days),
        }
    low, high = cuts[which]
    return period.first + timedelta(days=low), period.first + timedelta(days=high - 1)
