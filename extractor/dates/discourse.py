"""The temporal context of a text so far: its last date, its quarter, and the days of its events."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from extractor.dates import periods
from extractor.dates.annotation import Annotation
from extractor.dates.locate import Context
from extractor.dates.periods import Period
from extractor.dates.pieces import Again, Calendar, Duration, Found, Offset, Part, Piece, Span, YearAgo
from extractor.dates.resolve import Reading, resolve
from extractor.dates.tense import tense_of
from extractor.lexicon import word_set

# At 750 one date of 278 labelled texts is lost, at 3,000 none changes.
_COMPARE_REACH = 1500  # characters within which "a year ago" still speaks of the quarter named before
# Halved or doubled they change no date of 278 labelled texts; they bound what a long text costs.
_EVENT_REACH, _EVENT_HITS = 20_000, 10  # characters back and occurrences that a search for an event reads
_EVENT_CUTS = frozenset(
    {
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "to",
        "from",
        "that",
        "which",
        "who",
        "when",
        "where",
        "since",
        "as",
        "with",
    }
)
_APPENDED = re.compile(r",(?: (?:just|only|barely|exactly))? $")


@cache
def _saying() -> re.Pattern[str]:
    """A verb of saying right before a day, with one word between them at most: "said late on"."""
    verbs = "|".join(sorted(word_set("said_on")))
    return re.compile(rf"\b(?:{verbs})(?: \w+)? (?:on )?$")


@dataclass(slots=True)
class Discourse:
    """The article's annotation, the running context, and every mention resolved so far."""

    annotation: Annotation
    context: Context
    resolved: list[tuple[Found, Reading]] = field(default_factory=list)
    compare_at: int = -1

    def resolve_all(self, found: list[Found]) -> list[tuple[Found, Reading]]:
        """Resolve the mentions of the text in order, then those again that a later day explains."""
        for item in found:
            self._resolve_next(item)
        return [(item, self._revised(item, reading)) for item, reading in self.resolved]

    def _resolve_next(self, item: Found) -> None:
        """Resolve a mention by what the text has said before it, and keep what it adds to that."""
        context = self.context
        context.tense = tense_of(self.annotation.words(item.start, item.end))
        context.event = self._event_day(item)
        if self.compare_at >= 0 and item.start - self.compare_at > _COMPARE_REACH:
            self.compare_at = -1
        piece = self._in_time(item)
        if isinstance(piece, YearAgo) and piece.unit is None and self.compare_at < 0:
            context = replace(context, quarter=None)
        reading = resolve(piece, context)
        if reading:
            self.resolved.append((item, reading))
            self._remember(item, reading)

    def _revised(self, item: Found, reading: Reading) -> Reading:
        """A second look, once all is read: "Two days after the quake, he died on Friday", or its mirror."""
        if not _is_open_offset(item.piece, reading):
            return reading
        low, high = self.annotation.sentence(item.start)
        before = self.annotation.text[low : item.start]
        if len(before.split()) > 1:
            if not _APPENDED.search(before):
                return reading
            high = item.start
        days = self._days_named(item, low, high)
        if len(days) != 1:
            return reading
        day = days.pop()
        return Reading("date", day.isoformat(), "day", day, day, "anchored")

    def _days_named(self, item: Found, low: int, high: int) -> set[date]:
        """The days that other mentions of the span name, except the day on which somebody spoke."""
        text = self.annotation.text
        return {
            other.first
            for found, other in self.resolved
            if found is not item and low <= found.start < high
            if other.first and other.granularity == "day" and other.basis in ("weekday", "explicit")
            if not _saying().search(text[max(found.start - 40, 0) : found.start])
        }

    def _in_time(self, item: Found) -> Piece:
        """The piece, with "in five years" read as a date where the sentence looks ahead."""
        piece = item.piece
        if isinstance(piece, Duration) and self.context.tense == "future" and piece.high is None:
            before = self.annotation.text[max(item.start - 12, 0) : item.start].lower()
            if before.endswith(" in ") and not before.endswith("time in "):
                return Offset(piece.count, piece.unit, 1)
        return piece

    def _remember(self, item: Found, reading: Reading) -> None:
        """Keep the quarter or the date that a mention names for the mentions behind it."""
        piece = item.piece.whole if isinstance(item.piece, Part) else item.piece
        period = _period_of(reading)
        if period is None:
            if isinstance(piece, Duration) and (piece.unit, piece.count) in _COMPARED:
                # "In the nine months ...; a year earlier": the comparison leaves the quarter.
                self.compare_at = -1
        elif isinstance(piece, Again) or (isinstance(piece, Calendar) and piece.quarter):
            if self._is_reported(period):
                self.context.quarter = period
            self.compare_at = item.start
        elif not isinstance(piece, YearAgo | Span) and not (period.interval and period.granularity == "day"):
            self.context.spoken = period

    def _is_reported(self, period: Period) -> bool:
        """Whether "the quarter" may mean this one from here on: not one to come, nor the year-ago one."""
        known, published = self.context.quarter, self.context.published
        if known is None or known.first is None or period.first is None or period.last is None:
            return True
        if published and period.last > published >= (known.last or period.last):
            return False
        ended = published is None or known.last is None or known.last <= published
        return period.first >= known.first or not ended

    def _event_day(self, item: Found) -> Period | None:
        """The day that an earlier sentence gives to the event which an offset counts from."""
        piece = item.piece
        if not isinstance(piece, Offset) or piece.event is None or piece.anchor is not None:
            return None
        low, _ = self.annotation.sentence(item.start)
        for word in reversed(event_nouns(self.annotation.text[piece.event[0] : piece.event[1]])):
            matches = re.compile(rf"\b{re.escape(word)}\b").finditer(
                self.annotation.text, max(low - _EVENT_REACH, 0), low
            )
            for hit in [match.start() for match in matches][: -_EVENT_HITS - 1 : -1]:
                if day := self._day_beside(hit):
                    return day
        return None

    def _day_beside(self, at: int) -> Period | None:
        """The day named nearest to the character inside its sentence."""
        low, high = self.annotation.sentence(at)
        near = [
            (abs(found.start - at), reading.first)
            for found, reading in self.resolved
            if low <= found.start < high and reading.granularity == "day" and reading.kind == "date"
        ]
        day = min(near, key=lambda pair: pair[0])[1] if near else None
        return periods.day(day) if day else None


def _is_open_offset(piece: Piece, reading: Reading) -> bool:
    """Whether a mention counts days from an event whose day is not known yet."""
    if not isinstance(piece, Offset) or piece.unit != "day" or not piece.event or not piece.count:
        return False
    return reading.kind != "date" or not reading.value


def _period_of(reading: Reading) -> Period | None:
    """The period that a reading puts on the calendar."""
    if not reading.first or not reading.value or reading.kind not in ("date", "interval"):
        return None
    return Period(reading.first, reading.last, reading.granularity, reading.value, reading.kind == "interval")


_COMPARED = frozenset((unit, count) for unit in ("month", "year") for count in (1, 6, 9, 12))


def event_nouns(phrase: str) -> list[str]:
    """The words of an event phrase that may name the event: "the high-level call" gives ``["call"]``."""
    nouns: list[str] = []
    for word in re.findall(r"[^\W\d_]+", phrase):
        if word.lower() in _EVENT_CUTS and nouns:
            break
        if len(word) > 3 and word.islower() and word not in word_set("not_event_nouns"):
            nouns.append(word)
    return nouns
