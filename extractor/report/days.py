"""The days that an EDTF value covers, for the axis of a chart."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Days(NamedTuple):
    """The first and the last day."""

    first: date
    last: date


def days_of(value: str | None) -> Days | None:
    """The days of a date, month, year or closed interval; None where an end or the year is open.

    >>> days_of("2024-02").last, days_of("2025-12-08/2025-12-25").last, days_of("XXXX-12-25")
    (datetime.date(2024, 2, 29), datetime.date(2025, 12, 25), None)
    """
    ends = [_single(part) for part in (value or "").split("/")]
    if len(ends) > 2 or not all(ends):
        return None
    days = [end for end in ends if end]
    return Days(days[0].first, days[-1].last) if days[0].first <= days[-1].last else None


def _single(value: str) -> Days | None:
    match = _DAY.fullmatch(value)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last = day or monthrange(first.year, month or 12)[1]
        return Days(first, date(first.year, month or 12, last))
    except ValueError:  # a month or a day that the calendar does not have; EDTF's seasons are 21 to 24
        return None
