"""Turns pieces into calendar values, given the publication date, the tense and the text's own dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractor.dates import periods
from extractor.dates.locate import Context, locate
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
from extractor.records import DateBasis, DateKind, Granularity


@dataclass(frozen=True, slots=True)
class Reading:
    """A resolved mention, as the records will hold it."""

    kind: DateKind
    value: str | None
    granularity: Granularity | None = None
    first: date | None = None
    last: date | None = None
    basis: DateBasis | None = None


def resolve(piece: Piece, context: Context) -> Reading | None:
    """The reading of a piece; None when nothing can be said that makes it worth a mention."""
    match piece:
        case Duration():
            return _duration(piece)
        case Recurring():
            return Reading("recurring", None)
        case Vague():
            return Reading("vague", None, basis="relative" if piece.pointed else None)
    period = locate(piece, context)
    if period is None:
        return _unplaced(piece, _basis(piece))
    first, last = period.first, period.last
    if isinstance(piece, Part) and not period.interval and (days := periods.part(period, piece.which)):
        first, last = days
    kind: DateKind = "interval" if period.interval else "date"
    return Reading(kind, period.value, period.granularity, first, last, _placed_basis(piece, period, context))


def _placed_basis(piece: Piece, period: Period, context: Context) -> DateBasis | None:
    """What a placed piece is counted from: without a day of publication, a date of the text itself."""
    basis = _basis(piece)
    if context.published is not None:
        return basis
    return "anchored" if basis != "explicit" or (period.first and _lacks_year(piece)) else basis


def _lacks_year(piece: Piece) -> bool:
    whole = piece.whole if isinstance(piece, Part) else piece
    return isinstance(whole, Calendar) and bool(whole.month) and whole.year is None


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
        case Relative(frame="text", shift=0):
            return None
        case Relative() | Calendar():
            return Reading("date", None, _granularity(_unit(piece)), basis=basis)
    unit = piece.unit if isinstance(piece, Offset) else ""
    return Reading("date", None, _granularity(unit), basis=basis)


def _unit(piece: Relative | Calendar) -> str:
    if isinstance(piece, Relative):
        return piece.unit
    return "season" if piece.season else "quarter" if piece.quarter else "day"


def _granularity(unit: str) -> Granularity | None:
    known: dict[str, Granularity] = {
        "hour": "day",
        "day": "day",
        "weekend": "day",
        "week": "week",
        "month": "month",
        "season": "season",
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
    return Reading("duration", value, _granularity(piece.unit), basis="relative" if piece.pointed else None)


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
