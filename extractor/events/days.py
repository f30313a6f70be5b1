"""EDTF values on the calendar: first and last day, and whether two can be one time."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def first_day(value: str | None) -> date | None:
    """First day of an EDTF value with a known year; null for an open start or an unknown year.

    >>> str(first_day("2025-12")), str(first_day("2025-12-08/2025-12-25")), first_day("XXXX-12-25")
    ('2025-12-01', '2025-12-08', None)
    """
    return _day((value or "").split("/")[0], last=False)


def last_day(value: str | None) -> date | None:
    """Last day of an EDTF value with a known year; null for an open end or an unknown year.

    >>> str(last_day("2024-02")), str(last_day("2024")), last_day("2024-02-01/..")
    ('2024-02-29', '2024-12-31', None)
    """
    return _day((value or "").split("/")[-1], last=True)


def can_be_one(a: str | None, b: str | None) -> bool:
    """False when two EDTF values share no day.

    >>> can_be_one("2024-05-01", "2024-05"), can_be_one("2024-05-01", "2024-05-02"), can_be_one("2024", None)
    (True, False, True)
    """
    starts, ends = (first_day(a), first_day(b)), (last_day(a), last_day(b))
    before = ends[0] is not None and starts[1] is not None and ends[0] < starts[1]
    behind = ends[1] is not None and starts[0] is not None and ends[1] < starts[0]
    return not (before or behind)


def _day(part: str, *, last: bool) -> date | None:
    numbers = part.split("-")
    if not part or not all(number.isdigit() for number in numbers):
        return None
    year, month, day = (int(number) for number in (*numbers, "0", "0")[:3])
    month = month if 1 <= month <= 12 else 12 if last else 1
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(day or (31 if last else 1), monthrange(year, month)[1]))
