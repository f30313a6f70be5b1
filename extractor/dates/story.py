"""What the text has told so far: its last date, its quarter, and the days of its events."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

from extractor.dates import periods
from extractor.dates.layout import Layout
from extractor.dates.periods import Period
from extractor.dates.pieces import Again, Calendar, Duration, Found, Offset, Part, Piece, Span, YearAgo
from extractor.dates.place import Context
from extractor.dates.resolve import Reading, resolve
from extractor.dates.tense import tense_of
from extractor.lexicon import word_set

_COMPARE_REACH = 1500  # characters within which "a year ago" still speaks of the quarter named before
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
class Story:
    """The article's layout, the running context, and every mention resolved so far."""

    layout: Layout
    context: Context
    resolved: list[tuple[Found, Reading]] = field(default_factory=list)
    compare_at: int = -1

    def tell(self, item: Found) -> Reading | None:
        """Resolve the next mention of the text and remember what it tells."""
        context = self.context
        context.tense = tense_of(self.layout.words(item.start, item.end))
        context.event = self._event_day(item)
        if self.compare_at >= 0 and item.start - self.compare_at > _COMPARE_REACH:
            self.compare_at = -1
        piece = self._in_time(item)
        if isinstance(piece, YearAgo) and piece.unit is None and self.compare_at < 0:
            reading = resolve(piece, replace(context, quarter=None))
        else:
            reading = resolve(piece, context)
        if reading:
            self.resolved.append((item, reading))
            self._remember(item, reading)
        return reading

    def retell(self, item: Found, reading: Reading) -> Reading:
        """A second look, once all is read: "Two days after the quake, he died on Friday", or its mirror."""
        piece = item.piece
        if not isinstance(piece, Offset) or piece.unit != "day" or not piece.event or not piece.count:
            return reading
        if reading.kind == "date" and reading.value:
            return reading
        low, high = self.layout.sentence(item.start)
        before = self.layout.text[low : item.start]
        if len(before.split()) > 1:
            if not _APPENDED.search(before):
                return reading
            high = item.start
        days = {
            other.first
            for found, other in self.resolved
            if low <= found.start < high
            and found is not item
            and other.granularity == "day"
            and other.first
            and other.basis in ("weekday", "explicit")
            and not _saying().search(self.layout.text[max(found.start - 40, 0) : found.start])
        }
        if len(days) != 1:
            return reading
        day = days.pop()
        return Reading("date", day.isoformat() if day else None, "day", day, day, "anchored")

    def _in_time(self, item: Found) -> Piece:
        """The piece, with "in five years" read as a date where the sentence looks ahead."""
        piece = item.piece
        if isinstance(piece, Duration) and self.context.tense == "future" and piece.high is None:
            before = self.layout.text[max(item.start - 12, 0) : item.start].lower()
            if before.endswith(" in ") and not before.endswith("time in "):
                return Offset(piece.count, piece.unit, 1)
        return piece

    def _remember(self, item: Found, reading: Reading) -> None:
        context = self.context
        piece = item.piece.whole if isinstance(item.piece, Part) else item.piece
        if reading.first and reading.value and reading.kind in ("date", "interval"):
            interval = reading.kind == "interval"
            period = Period(reading.first, reading.last, reading.granularity, reading.value, interval)
            if (isinstance(piece, Calendar) and piece.quarter) or isinstance(piece, Again):
                if self._is_reported(period):
                    context.quarter = period
                self.compare_at = item.start
            elif not isinstance(piece, YearAgo | Span) and not (interval and reading.granularity == "day"):
                context.spoken = period
        elif isinstance(piece, Duration) and (piece.unit, piece.count) in _COMPARED:
            # "In the nine months ...; a year earlier": the comparison leaves the quarter.
            self.compare_at = -1

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
        low, _ = self.layout.sentence(item.start)
        for word in reversed(event_nouns(self.layout.text[piece.event[0] : piece.event[1]])):
            told = re.compile(rf"\b{re.escape(word)}\b").finditer(
                self.layout.text, max(low - _EVENT_REACH, 0), low
            )
            for hit in [match.start() for match in told][: -_EVENT_HITS - 1 : -1]:
                if day := self._day_beside(hit):
                    return day
        return None

    def _day_beside(self, at: int) -> Period | None:
        """The day named nearest to the character inside its sentence."""
        low, high = self.layout.sentence(at)
        near = [
            (abs(found.start - at), reading.first)
            for found, reading in self.resolved
            if low <= found.start < high and reading.granularity == "day" and reading.kind == "date"
        ]
        day = min(near, key=lambda pair: pair[0])[1] if near else None
        return periods.day(day) if day else None


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
