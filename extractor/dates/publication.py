"""The publication date from the article itself: dateline, web address, or a weekday tied to its date."""

from __future__ import annotations

import re
from datetime import date

from extractor.dates import periods
from extractor.dates.annotation import Annotation
from extractor.dates.pieces import Calendar, Found, Part, Piece
from extractor.dates.tense import tense_of
from extractor.records import PublishedBasis

ADDRESS = re.compile(r"https?://\S+")
_ADDRESS_DATE = re.compile(r"[/\-]((?:19|20)\d\d)[/\-](\d\d)[/\-](\d\d)(?![\d])")
# Days: a weekday and its date recur in five or six years; a year apart, texts speak of two times.
_HALF_YEAR, _YEAR = 183, 366


def infer_published(
    found: list[Found], annotation: Annotation, dateline: date | None, today: date
) -> tuple[date | None, PublishedBasis | None]:
    """Publication date and basis, (None, None) where the text does not give one.

    Args:
        found: the calendar expressions of the text.
        annotation: the article's text with its sentences and entities.
        dateline: the date of the story's dateline.
        today: the latest day that an inferred date may fall on.
    """
    if dateline:
        return dateline, "dateline"
    address = _address_date(annotation.text, today)
    if address:
        return address, "metadata"
    tied = _tied_days(found, annotation, today)
    return (max(tied), "weekday") if tied else (None, None)


def text_date(found: list[Found]) -> date | None:
    """The latest full date of a text that speaks of one time only: its full dates lie within a year.

    None too if the text names a later year: then it looks back on that date.
    """
    pieces = [item.piece.whole if isinstance(item.piece, Part) else item.piece for item in found]
    parts = [piece for piece in pieces if isinstance(piece, Calendar)]
    days = [day for piece in parts if (day := _full_date(piece))]
    if not days or (max(days) - min(days)).days > _YEAR:
        return None
    latest = max(days)
    return None if any((piece.year or 0) > latest.year for piece in parts) else latest


def _full_date(piece: Calendar) -> date | None:
    return periods.valid(piece.year or 0, piece.month or 0, piece.day or 0)


def _address_date(text: str, today: date) -> date | None:
    """The date in the article's own web address."""
    for address in ADDRESS.findall(text):
        hit = _ADDRESS_DATE.search(address)
        at = periods.valid(int(hit[1]), int(hit[2]), int(hit[3])) if hit else None
        if at and at <= today:
            return at
    return None


def _tied_days(found: list[Found], annotation: Annotation, today: date) -> list[date]:
    """Past days that the text names with weekday, day and month, in the latest year that suits them all."""
    tied = []
    for item in found:
        parts = _weekday_and_date(item.piece)
        if parts and tense_of(annotation.words(item.start, item.end)) != "future":
            tied.append(parts)
    if not tied:
        return []
    years = periods.same_weekday_years(*tied[0], today)
    for year in years:
        days = _near_days(tied, year)
        if len(days) == len(tied):
            return days
    return _near_days(tied[:1], years[0]) if years else []


def _weekday_and_date(piece: Piece) -> tuple[int, int, int] | None:
    """Month, day and weekday of a date that names all three and no year."""
    if not isinstance(piece, Calendar) or piece.year is not None or piece.weekday is None:
        return None
    return (piece.month, piece.day, piece.weekday) if piece.month and piece.day else None


def _near_days(tied: list[tuple[int, int, int]], year: int) -> list[date]:
    """The tied days within half a year of the first one in this year, where their weekdays agree."""
    month, day, _ = tied[0]
    base = periods.valid(year, month, day)
    days = []
    for month, day, weekday in tied:
        for candidate in (year, year - 1, year + 1):
            at = periods.valid(candidate, month, day)
            if base and at and at.weekday() == weekday and abs((at - base).days) <= _HALF_YEAR:
                days.append(at)
                break
    return days
