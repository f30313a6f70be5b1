"""Turns pieces into calendar values, given the publication date, the tense and the text's own dates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from extractor.dates import periods
from extractor.dates.periods import Period
from extractor.dates.pieces import (
    Again,
    Calendar,
    Duration,
    Nth,
    NthWeek,
    Offset,
    Part,
    Piece,
    Recurring,
    Relative,
    Span,
    Vague,
    YearAgo,
)
from extractor.dates.tense import Tense
from extractor.records import DateBasis, DateKind, Granularity

# A month and day without a year may lie this far back before the coming one is meant instead, when the
# words do not tell: news names far more past days than coming ones.
_BACK_DAYS = 250
_BACK_DAYS_PAST = 315
_BACK_DAYS_MONTH = 300


@dataclass(frozen=True, slots=True)
class Reading:
    """A resolved mention, as the records will hold it."""

    kind: DateKind
    value: str | None
    granularity: Granularity | None = None
    first: date | None = None
    last: date | None = None
    basis: DateBasis | None = None


@dataclass(slots=True)
class Context:
    """What is known at a point of the text.

    ``published`` is the reference date; ``spoken`` the latest period that the text named, ``quarter``
    the latest quarter; ``tense`` that of the mention at hand; ``event`` a date found for its event.
    """

    published: date | None = None
    tense: Tense | None = None
    spoken: Period | None = None
    quarter: Period | None = None
    event: Period | None = None
    warnings: list[str] = field(default_factory=list)


def resolve(piece: Piece, context: Context) -> Reading | None:
    """The reading of a piece; None when nothing can be said that makes it worth a mention."""
    match piece:
        case Duration():
            return _duration(piece)
        case Recurring():
            return Reading("recurring", None)
        case Vague():
            return Reading("vague", None, basis="anchored" if piece.anchored else None)
    basis = _basis(piece)
    period = locate(piece, context)
    if period is None:
        return _unplaced(piece, basis)
    kind: DateKind = "interval" if period.interval else "date"
    first, last = period.first, period.last
    if isinstance(piece, Part) and not period.interval and (days := periods.part(period, piece.which)):
        first, last = days
    return Reading(kind, period.value, period.granularity, first, last, basis)


def _unplaced(piece: Piece, basis: DateBasis | None) -> Reading | None:
    match piece:
        case Offset(count=None):
            return Reading("vague", None, basis="anchored" if piece.frame == "text" else "relative")
        case Offset(frame="text") if piece.event is None or piece.anchor is None:
            if piece.event and piece.count == 1 and piece.unit == "day":
                return Reading("date", None, _granularity(piece.unit), basis=basis)
            return _duration(Duration(piece.count or 1, piece.unit))
        case Again() | YearAgo() | Nth():
            return None
        case Relative() | Calendar():
            unit = piece.unit if isinstance(piece, Relative) else "day"
            return Reading("date", None, _granularity(unit), basis=basis)
    return Reading("date", None, basis=basis)


def _granularity(unit: str) -> Granularity | None:
    known: dict[str, Granularity] = {
        "day": "day",
        "weekend": "day",
        "week": "week",
        "month": "month",
        "year": "year",
        "decade": "decade",
    }
    return known.get(unit)


def _duration(piece: Duration) -> Reading:
    def iso(count: int) -> str:
        match piece.unit:
            case "hour":
                return f"PT{count}H"
            case "day":
                return f"P{count}D"
            case "week":
                return f"P{count}W"
            case "fortnight":
                return f"P{2 * count}W"
            case "month":
                return f"P{count}M"
            case "quarter":
                return f"P{3 * count}M"
            case "decade":
                return f"P{10 * count}Y"
            case "century":
                return f"P{100 * count}Y"
        return f"P{count}Y"

    value = iso(piece.count) + (f"/{iso(piece.high)}" if piece.high else "")
    return Reading("duration", value, _granularity(piece.unit))


def _basis(piece: Piece) -> DateBasis | None:
    match piece:
        case Calendar(month=None, day=None, weekday=int()):
            return "weekday"
        case Calendar(how=None, year_shift=None):
            return "explicit"
        case (
            Calendar(frame="text")
            | Relative(frame="text")
            | Offset(frame="text")
            | Nth()
            | Again()
            | YearAgo()
        ):
            return "anchored" if not (isinstance(piece, Relative) and piece.unit == "weekend") else "relative"
        case Part():
            return _basis(piece.whole)
        case NthWeek():
            return _basis(piece.month)
        case Span():
            return _basis(piece.first)
    return "relative"


def locate(piece: Piece, context: Context) -> Period | None:
    """The period that a piece means, or None when the context does not tell."""
    match piece:
        case Calendar():
            return _calendar(piece, context)
        case Relative():
            return _relative(piece, context)
        case Offset():
            return _offset(piece, context)
        case Nth():
            anchor = locate(piece.anchor, replace(context, tense="past")) if piece.anchor else context.event
            if anchor is None or anchor.first is None or anchor.granularity != "day":
                return None
            moved = periods.shift_days(anchor.first, piece.number - 1)
            return periods.day(moved) if moved else None
        case NthWeek():
            return _nth_week(piece, context)
        case Span():
            return _span(piece, context)
        case Part():
            return _part(piece, context)
        case YearAgo():
            return _year_ago(piece, context)
        case Again():
            return _again(piece, context)
    return None


def _calendar(piece: Calendar, context: Context) -> Period | None:
    if piece.century:
        return periods.century(piece.century)
    if piece.decade is not None:
        return periods.decade(piece.decade)
    if piece.season:
        return _season(piece, context)
    if piece.quarter:
        return _quarter(piece, context)
    if piece.month and piece.day:
        return _month_day(piece, context)
    if piece.month:
        return _month(piece, context)
    if piece.weekday is not None:
        return _weekday(piece, context)
    if piece.day and context.published:
        at = periods.shift_months(context.published.replace(day=1), piece.how or 0)
        exact = periods.valid(at.year, at.month, piece.day)
        return periods.day(exact) if exact else None
    if piece.year:
        return periods.year(piece.year)
    return None


def _stated_year(piece: Calendar, context: Context) -> int | None:
    if piece.year:
        return piece.year
    if piece.year_shift is not None and context.published:
        return context.published.year + piece.year_shift
    return None


def _month_day(piece: Calendar, context: Context) -> Period | None:
    assert piece.month
    assert piece.day
    year = _stated_year(piece, context)
    if year:
        at = periods.valid(year, piece.month, piece.day)
        return periods.day(at) if at else None
    if context.published is None:
        if not periods.valid(2000, piece.month, piece.day):
            return None
        return Period(None, None, "day", f"XXXX-{piece.month:02d}-{piece.day:02d}")
    candidates = [
        at
        for number in range(context.published.year - 8, context.published.year + 9)
        if (at := periods.valid(number, piece.month, piece.day))
    ]
    at = _pick(candidates, context.published, piece.how, context.tense, _BACK_DAYS)
    return periods.day(at) if at else None


def _pick(
    candidates: list[date], published: date, how: int | None, tense: Tense | None, back: int
) -> date | None:
    """The candidate meant: by neighbour word, else by tense, else the last one unless it is long past."""
    behind = [at for at in candidates if at <= published]
    ahead = [at for at in candidates if at > published]
    if how == -1 and behind:
        return behind[-1] if behind[-1] != published or len(behind) < 2 else behind[-2]
    if how == 1 and ahead:
        return ahead[0]
    if not behind or not ahead:
        return (behind or ahead or [None])[-1 if behind else 0]
    gone, to_go = (published - behind[-1]).days, (ahead[0] - published).days
    if gone == 0:
        return behind[-1]
    if tense == "future":
        # A plan made for a day that has just gone ("was due on Nov. 1") stays where it was.
        return ahead[0] if to_go < 330 else behind[-1]
    if tense == "past":
        return behind[-1] if gone < _BACK_DAYS_PAST else ahead[0]
    return behind[-1] if gone <= back else ahead[0]


def _month(piece: Calendar, context: Context) -> Period | None:
    assert piece.month
    year = _stated_year(piece, context)
    if year:
        return periods.month(year, piece.month)
    if context.published is None:
        return Period(None, None, "month", f"XXXX-{piece.month:02d}")
    published = context.published
    if piece.how == 0:
        return periods.month(published.year, piece.month)
    back = (published.month - piece.month) % 12
    if piece.how == -1:
        # Said of the month just gone it would be "last month": the name means the one a year before.
        back = back + 12 if back <= 1 else back
    elif piece.how == 1:
        back = back - 12
    elif back and (
        (context.tense == "future" and back > 1) or (context.tense is None and back * 30 > _BACK_DAYS_MONTH)
    ):
        back -= 12
    at = periods.shift_months(published, -back)
    return periods.month(at.year, at.month)


def _weekday(piece: Calendar, context: Context) -> Period | None:
    assert piece.weekday is not None
    published = context.published
    if piece.frame == "text" and context.spoken and context.spoken.granularity == "day":
        published = context.spoken.first
    if published is None:
        return None
    if piece.day:
        for back in (*range(200), *range(-1, -60, -1)):
            at = periods.shift_days(published, -back)
            if at and at.day == piece.day and at.weekday() == piece.weekday:
                return periods.day(at)
        return None
    back = (published.weekday() - piece.weekday) % 7
    if piece.how == -1:
        back = back or 7
    elif (piece.how == 1) or (piece.how is None and context.tense == "future" and back):
        back -= 7
    at = periods.shift_days(published, -back)
    return periods.day(at) if at else None


def _season(piece: Calendar, context: Context) -> Period | None:
    assert piece.season
    year = _stated_year(piece, context)
    if year:
        return periods.season(year, piece.season)
    if context.published is None:
        return Period(None, None, "season", f"XXXX-{piece.season}")
    start = 12 if piece.season == 24 else 3 * (piece.season - 20)
    begun = (context.published.month, 1) >= (start, 1)
    year = context.published.year if begun or piece.season == 24 else context.published.year - 1
    if piece.season == 24:
        # A winter goes by the year in which most of it lies.
        year = context.published.year + (1 if context.published.month == 12 else 0)
    if piece.how == 0:
        year = context.published.year if piece.season != 24 else year
    elif piece.how == 1 or (piece.how is None and context.tense == "future"):
        year += 1 if begun and piece.season != 24 else 0
        year = max(year, context.published.year)
        year += 1 if piece.season == 24 and context.published.month <= 2 else 0
    elif piece.how == -1:
        inside = _inside_season(piece.season, context.published)
        year -= 1 if inside else 0
    return periods.season(year, piece.season)


def _inside_season(code: int, at: date) -> bool:
    return (at.month % 12) // 3 == {24: 0, 21: 1, 22: 2, 23: 3}[code]


def _quarter(piece: Calendar, context: Context) -> Period | None:
    assert piece.quarter
    year = _stated_year(piece, context)
    if year is None:
        if context.published is None:
            return None
        year = context.published.year
        if periods.quarter(year, piece.quarter).first > context.published:  # type: ignore[operator]
            gap = piece.quarter - (context.published.month + 2) // 3
            year -= 0 if context.tense == "future" and gap <= 2 else 1
        elif context.tense == "future" and periods.quarter(year, piece.quarter).last < context.published:  # type: ignore[operator]
            gone = (context.published.month + 2) // 3 - piece.quarter
            year += 1 if gone >= 2 else 0
    elif piece.year_shift is not None and piece.year is None and context.quarter and piece.how is not None:
        return periods.quarter(year, piece.quarter)
    return periods.quarter(year, piece.quarter)


def _relative(piece: Relative, context: Context) -> Period | None:
    if piece.unit == "weekend" and piece.frame == "text" and piece.shift == 0:
        return _weekend(context)
    base = context.published
    if piece.frame == "text":
        spoken = context.spoken
        if spoken is None or spoken.first is None:
            return None
        fits = {"day": ("day",), "week": ("day", "week"), "month": ("day", "month", "week")}
        if spoken.granularity not in fits.get(piece.unit, (spoken.granularity,)):
            return None
        base = spoken.first
    if base is None:
        return None
    if piece.unit == "weekend" and piece.shift == 0:
        return _weekend(context)
    if piece.unit == "weekend":
        ends = base.weekday() >= 5
        return periods.shifted(base, "weekend", piece.shift if ends or piece.shift < 0 else 0)
    return periods.shifted(base, piece.unit, piece.shift)


def _weekend(context: Context) -> Period | None:
    """The weekend now, the last one, or the coming one: by tense, else the last one on Monday to Wednesday."""
    published = context.published
    if published is None:
        return None
    weekday = published.weekday()
    if weekday >= 5:
        return periods.weekend(published)
    if context.tense == "future" or (context.tense is None and weekday >= 3):
        return periods.weekend(published)
    return periods.shifted(published, "weekend", -1)


def _offset(piece: Offset, context: Context) -> Period | None:
    if piece.count is None:
        return None
    if piece.frame == "published":
        base = context.published
    else:
        anchor = locate(piece.anchor, context) if piece.anchor else context.event
        if anchor is None and piece.event is None:
            anchor = context.spoken
        if anchor is None or anchor.granularity is None:
            return None
        fine = {"day": ("day",), "week": ("day", "week"), "month": ("day", "week", "month")}
        if anchor.granularity not in fine.get(piece.unit, ("day", "week", "month", "year")):
            return None
        base = anchor.first
    if base is None or piece.unit == "hour":
        return None
    unit, count = (piece.unit, piece.count) if piece.unit != "fortnight" else ("week", 2 * piece.count)
    if piece.frame == "text" and unit == "week" and (at := periods.shift_days(base, 7 * piece.sign * count)):
        return periods.week(at)
    return periods.shifted(base, unit, piece.sign * count)


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


def _span(piece: Span, context: Context) -> Period | None:
    first = piece.first
    last = piece.last
    if last is None:
        start = locate(first, context)
        return replace(start, value=f"{start.value}/..", last=None, interval=True) if start else None
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        first = _borrow_year(first, last)
        if first.weekday is not None and first.month is None and last.month is None:
            start = locate(first, context)
            end = locate(last, replace(context, published=start.first, tense="future")) if start else None
            return _between(start, end)
    end = locate(last, context)
    if isinstance(first, Calendar) and first.month and not first.year and end and end.last:
        start = locate(first, replace(context, published=end.last, tense="past"))
    else:
        start = locate(first, context)
    return _between(start, end)


def _borrow_year(first: Calendar, last: Calendar) -> Calendar:
    """The first end takes the year that only the last one states: the one before it, if it is later."""
    if first.year is None and first.year_shift is None and first.month and last.month:
        later = (first.month, first.day or 0) > (last.month, last.day or 31)
        if last.year is not None:
            return replace(first, year=last.year - later)
        if last.year_shift is not None:
            return replace(first, year_shift=last.year_shift - later)
    return first


def _between(start: Period | None, end: Period | None) -> Period | None:
    if start is None or end is None:
        return None
    if start.first and end.last and start.first > end.last:
        return None
    if start.interval or end.interval:
        if start.first is None or end.last is None:
            return None
        return periods.span(start.first, end.last, end.granularity)
    return Period(start.first, end.last, end.granularity, f"{start.value}/{end.value}", interval=True)


def _part(piece: Part, context: Context) -> Period | None:
    if isinstance(piece.whole, Relative) and piece.whole.unit == "year" and context.tense == "past":
        # "since year-end" looks back: the year that has ended is meant early in a year only.
        pass
    whole = locate(piece.whole, context)
    if whole is None or not piece.which.startswith("half"):
        return whole
    if whole.granularity == "decade" or whole.first is None:
        return whole
    days = periods.part(whole, piece.which)
    if whole.granularity == "year":
        a, b = (1, 6) if piece.which == "half1" else (7, 12)
        year = whole.first.year
        return Period(
            periods.month(year, a).first,
            periods.month(year, b).last,
            "month",
            f"{year:04d}-{a:02d}/{year:04d}-{b:02d}",
            interval=True,
        )
    return periods.span(days[0], days[1], "day") if days else whole


def _year_ago(piece: YearAgo, context: Context) -> Period | None:
    if context.quarter and context.quarter.first:
        at = context.quarter.first
        return periods.quarter(at.year - 1, (at.month + 2) // 3)
    if piece.unit == "quarter":
        return None
    if context.published is None:
        return None
    return periods.year(context.published.year - 1)


def _again(piece: Again, context: Context) -> Period | None:
    known = context.quarter
    if piece.year or piece.year_shift is not None:
        year = piece.year or (context.published.year + (piece.year_shift or 0) if context.published else None)
        if year and known and known.first:
            return periods.quarter(year, (known.first.month + 2) // 3)
        return periods.year(year) if year else None
    return known
