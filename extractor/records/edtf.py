"""First and last day of an EDTF value (Extended Date/Time Format, ISO 8601-2:2019) of the records."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal

DatePrecision = Literal["day", "month", "season", "year", "interval"]
_SEASON = 20
"""EDTF numbers the seasons from 21 in the place of the month."""
_PRECISIONS: dict[int, DatePrecision] = {1: "year", 2: "month", 3: "day"}


def days_of(value: str | None) -> tuple[date | None, date | None]:
    """First and last day that a value covers; None for an end that is open or whose year is not known.

    >>> days_of("2024-02"), days_of("2024-03-11/..")
    ((datetime.date(2024, 2, 1), datetime.date(2024, 2, 29)), (datetime.date(2024, 3, 11), None))
    """
    if not value:
        return None, None
    first, _, last = value.partition("/")
    return _bound(first, end=False), _bound(last or first, end=True)


def precision_of(value: str | None) -> DatePrecision | None:
    """How narrow a value is; None for no value.

    >>> precision_of("2024"), precision_of("XXXX-03-11"), precision_of("2024-03/2024-05")
    ('year', 'day', 'interval')
    """
    if not value:
        return None
    if "/" in value:
        return "interval"
    parts = value.split("-")
    season = len(parts) == 2 and parts[1].isdigit() and int(parts[1]) > _SEASON
    return "season" if season else _PRECISIONS.get(len(parts))


def _bound(value: str, *, end: bool) -> date | None:
    parts = value.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return None
    year, month, day = (*map(int, parts), 0, 0)[:3]
    if month > _SEASON or not 1 <= year <= 9999 or month > 12:
        return None
    month = month or (12 if end else 1)
    last = monthrange(year, month)[1]
    return date(year, month, min(day, last) if day else (last if end else 1))
