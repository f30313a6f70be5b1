"""Locates pieces on the calendar, given the publication date, the tense and the text's own dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from extractor.dates import periods
from extractor.dates.periods import Period
from extractor.dates.pieces import (
    Again,
    Calendar,
    DayOfWeek,
    Nth,
    NthWeek,
    Offset,
    Part,
    Piece,
    Relative,
    Span,
    WeekOf,
    YearAgo,
)
from extractor.dates.tense import Tense
from extractor.dates.underspecified import Reference, complete

# Which periods are fine enough to count units from: "the following month" needs a day, week or month.
_FINE: dict[str, tuple[str, ...]] = {
    "day": ("day",),
    "week": ("day", "week"),
    "fortnight": ("day", "week"),
    "month": ("day", "week", "month"),
}
_ANY = ("day", "week", "month", "year")


@dataclass(slots=True)
class Context:
    """What is known at a point of the text.

    ``published`` is the reference date; ``spoken`` the latest period that the text named, ``quarter``
    the latest quarter; ``tense`` that of the mention at hand; ``event`` a day found for its event. With
    ``near`` the reference is a day that the text reports on, so that weekdays lie close by on either side.
    ``dated`` is a full date of a text whose publication is unknown: it may give the year of other days,
    "last year" or "this month", nothing finer.
    """

    published: date | None = None
    tense: Tense | None = None
    spoken: Period | None = None
    quarter: Period | None = None
    event: Period | None = None
    near: bool = False
    dated: date | None = None


def locate(piece: Piece, context: Context) -> Period | None:
    """The period that a piece means, or None when the context does not give it."""
    if isinstance(piece, Calendar):
        return complete(*_based(piece, context))
    find = _FINDERS.get(type(piece))
    return find(piece, context) if find else None


def _based(piece: Calendar, context: Context) -> tuple[Calendar, Reference]:
    """A named part and what it is counted from: the date spoken of last, the text's date, or publication."""
    if piece.frame == "text":
        return _based_on_text(piece, context)
    if context.published is None and piece.weekday is None and context.dated:
        return piece, Reference(context.dated, "planned")
    return piece, Reference(context.published, _tense(piece, context))


def _based_on_text(piece: Calendar, context: Context) -> tuple[Calendar, Reference]:
    """A part counted from the date that was spoken of last; "of that year" takes its year."""
    spoken = context.spoken
    if piece.year_shift is not None:
        year = spoken.first.year + piece.year_shift if spoken and spoken.first else None
        return replace(piece, year=year, year_shift=None), Reference(None, context.tense)
    if context.published is None and piece.weekday is None and context.dated:
        return piece, Reference(context.dated, "planned")
    if spoken is None or spoken.granularity != "day":
        return replace(piece, frame="published"), Reference(context.published, _tense(piece, context))
    return piece, Reference(spoken.first or context.published, _tense(piece, context))


def _tense(piece: Calendar, context: Context) -> Tense | None:
    """The tense of the mention; beside a reference day of the story a weekday may lie on either side."""
    either = context.near and piece.month is None and piece.weekday is not None
    return "planned" if either and context.tense != "future" else context.tense


def _relative(piece: Relative, context: Context) -> Period | None:
    if piece.unit == "weekend" and piece.shift == 0:
        return _weekend(context)
    base = context.published
    if piece.frame == "text":
        spoken = context.spoken
        if spoken is None or spoken.granularity not in _FINE.get(piece.unit, _ANY):
            return None
        base = spoken.first
    if base is None and piece.unit in ("month", "year"):
        base = context.dated
    if base is None:
        return None
    if piece.unit == "weekend" and piece.shift > 0 and base.weekday() < 5:
        return periods.weekend(base)
    return periods.shifted(base, piece.unit, piece.shift)


def _weekend(context: Context) -> Period | None:
    """The running weekend, else the one that the tense points to; early in a week the last one."""
    published = context.published
    if published is None:
        return None
    ahead = context.tense == "future" or (context.tense is None and published.weekday() >= 3)
    if ahead or published.weekday() >= 5:
        return periods.weekend(published)
    return periods.shifted(published, "weekend", -1)


def _offset(piece: Offset, context: Context) -> Period | None:
    base = context.published
    if piece.frame == "text":
        anchor = locate(piece.anchor, context) if piece.anchor else context.event
        if anchor is None and piece.event is None:
            anchor = context.spoken
        if anchor is None or anchor.granularity not in _FINE.get(piece.unit, _ANY):
            return None
        base = anchor.first
    if base is None or piece.count is None or piece.unit == "hour":
        return None
    if piece.exact:
        return _exact(base, piece.unit, piece.sign * piece.count)
    weeks = piece.count * (2 if piece.unit == "fortnight" else 1)
    unit = "week" if piece.unit == "fortnight" else piece.unit
    return periods.shifted(base, unit, piece.sign * weeks)


def _exact(base: date, unit: str, count: int) -> Period | None:
    """The very day so many units away: "ten years ago today"."""
    months = {"month": 1, "year": 12, "decade": 120}.get(unit)
    if months:
        return periods.day(periods.shift_months(base, months * count))
    moved = periods.shift_days(base, count * {"week": 7, "fortnight": 14}.get(unit, 1))
    return periods.day(moved) if moved else None


def _nth(piece: Nth, context: Context) -> Period | None:
    if piece.today and not piece.anchor:
        return periods.day(context.published) if context.published else None
    anchor = locate(piece.anchor, replace(context, tense="past")) if piece.anchor else context.event
    if anchor is None or anchor.first is None or anchor.granularity != "day":
        return None
    moved = periods.shift_days(anchor.first, piece.number - 1)
    return periods.day(moved) if moved else None


def _nth_week(piece: NthWeek, context: Context) -> Period | None:
    whole = locate(piece.month, context)
    if whole is None or whole.first is None or whole.last is None:
        return whole
    if piece.number == -1:
        first = periods.shift_days(whole.last, -6)
        return periods.span(first, whole.last, "week") if first else None
    first = periods.shift_days(whole.first, 7 * (piece.number - 1))
    if not first or first > whole.last:
        return None
    last = min(periods.shift_days(first, 6) or whole.last, whole.last)
    return periods.span(first, last, "week")


def _day_of_week(piece: DayOfWeek, context: Context) -> Period | None:
    week = locate(piece.week, context)
    at = periods.shift_days(week.first, piece.weekday) if week and week.first else None
    return periods.day(at) if at else None


def _week_of(piece: WeekOf, context: Context) -> Period | None:
    """Seven days from, up to, or around a day; around it is the week from Monday to Sunday (ISO 8601)."""
    day = locate(piece.day, context)
    if day is None or day.first is None:
        return day
    back = {"holding": -day.first.weekday(), "from": 0, "to": -6}[piece.side]
    first = periods.shift_days(day.first, back)
    last = periods.shift_days(day.first, back + 6)
    return periods.span(first, last, "week") if first and last else None


def _span(piece: Span, context: Context) -> Period | None:
    first, last = piece.first, piece.last
    if last is None:
        start = locate(first, context)
        return replace(start, value=f"{start.value}/..", last=None, interval=True) if start else None
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        first = _borrow_year(first, last)
        if _is_weekday(first) and last.month is None:
            start = locate(first, context)
            end = start and locate(last, replace(context, published=start.first, tense="future"))
            return _between(start, end)
    end = locate(last, context)
    if end and end.last and _lacks_year(first):
        context = replace(context, published=end.last, tense="past")
    return _between(locate(first, context), end)


def _is_weekday(piece: Calendar) -> bool:
    return piece.month is None and piece.weekday is not None


def _lacks_year(piece: Piece) -> bool:
    if not isinstance(piece, Calendar) or not piece.month:
        return False
    return piece.year is None and piece.year_shift is None


def _borrow_year(first: Calendar, last: Calendar) -> Calendar:
    """The first end takes the year that only the last one states, or the one before it."""
    if first.year is not None or first.year_shift is not None or not first.month or not last.month:
        return first
    later = (first.month, first.day or 0) > (last.month, last.day or 31)
    if last.year is not None:
        return replace(first, year=last.year - later)
    if last.year_shift is not None:
        return replace(first, year_shift=last.year_shift - later)
    return first


def _between(start: Period | None, end: Period | None) -> Period | None:
    """From the first day of one period to the last day of another, None if they lie the other way round."""
    if start is None or end is None:
        return None
    if start.first and end.last and start.first > end.last:
        return None
    if not start.interval and not end.interval:
        return Period(start.first, end.last, end.granularity, f"{start.value}/{end.value}", interval=True)
    if start.first and end.last:
        return periods.span(start.first, end.last, end.granularity)
    return None


def _part(piece: Part, context: Context) -> Period | None:
    whole = locate(piece.whole, context)
    if whole is None or whole.first is None or whole.granularity == "decade" or piece.which not in _HALVES:
        return whole
    if whole.granularity == "year":
        first, last = (periods.month(whole.first.year, number) for number in _HALVES[piece.which])
        return _between(first, last)
    days = periods.part(whole, piece.which)
    return periods.span(days[0], days[1], "day") if days else whole


_HALVES = {"half1": (1, 6), "half2": (7, 12)}
"""First and last month of the halves of a year."""


def _year_ago(piece: YearAgo, context: Context) -> Period | None:
    if context.quarter and context.quarter.first:
        return periods.shifted(context.quarter.first, "quarter", -4)
    if piece.unit == "quarter" or context.published is None:
        return None
    return periods.year(context.published.year - 1)


def _again(piece: Again, context: Context) -> Period | None:
    known = context.quarter
    if piece.ended and (whole := _quarter_ended(piece.ended, context)):
        return whole
    if piece.year is None and piece.year_shift is None:
        return known
    year = piece.year
    if year is None and context.published:
        year = context.published.year + (piece.year_shift or 0)
    if year and known and known.first:
        return periods.quarter(year, (known.first.month + 2) // 3)
    return periods.year(year) if year else None


def _quarter_ended(piece: Piece, context: Context) -> Period | None:
    """The quarter of the calendar that ends on the day, if one does."""
    end = locate(piece, replace(context, tense="past"))
    whole = periods.holding(end.last, "quarter") if end and end.last else None
    return whole if whole and end and whole.last == end.last else None


_FINDERS: dict[type, Callable[[Any, Context], Period | None]] = {
    Relative: _relative,
    Offset: _offset,
    Nth: _nth,
    NthWeek: _nth_week,
    DayOfWeek: _day_of_week,
    WeekOf: _week_of,
    Span: _span,
    Part: _part,
    YearAgo: _year_ago,
    Again: _again,
}
"""How a piece of each kind is put on the calendar."""
