"""Finds and resolves every calendar mention of an annotated article."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from extractor.dates import periods
from extractor.dates.dateline import dateline_date
from extractor.dates.grammar import read
from extractor.dates.pieces import Again, Calendar, Duration, Found, Offset, Part, Piece, Span, YearAgo
from extractor.dates.resolve import Context, Reading, resolve
from extractor.dates.tense import tense_at
from extractor.dates.words import word_set
from extractor.records import DateMention, Evidence, PublishedBasis

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NUMBER_LABELS = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY"})
_NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "FAC", "PRODUCT", "NORP"})
_URL = re.compile(r"https?://\S+")
_URL_DATE = re.compile(r"[/\-]((?:19|20)\d\d)[/\-](\d\d)[/\-](\d\d)(?!\d{1,3}[/\-])")
_COMPARE_REACH = 1500  # characters within which "a year ago" still speaks of the quarter named before
_EVENT_STOPS = word_set(
    "the a an of in on at by for to from that which who when where since as with was were is had has "
    "and his her its their first last latest high level"
)
_EVENT_CUTS = word_set("of in on at by for to from that which who when where since as with")


@dataclass(frozen=True)
class DatesFound:
    """The mentions in text order, the publication date and where it came from, and contradictions."""

    mentions: tuple[DateMention, ...] = ()
    published: date | None = None
    published_basis: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Layout:
    """Sentence starts and entity spans of the article, by character offset."""

    text: str
    sentences: list[int]
    entity_starts: list[int]
    entities: list[tuple[int, int, str]]

    def sentence(self, at: int) -> tuple[int, int]:
        index = bisect_right(self.sentences, at) - 1
        low = self.sentences[index] if index >= 0 else 0
        high = self.sentences[index + 1] if index + 1 < len(self.sentences) else len(self.text)
        return low, high

    def label(self, start: int, end: int) -> str | None:
        """The label of the entity that overlaps the span, if any."""
        index = bisect_right(self.entity_starts, end - 1) - 1
        if index >= 0 and self.entities[index][1] > start:
            return self.entities[index][2]
        return None


@dataclass(slots=True)
class _Story:
    """What the mentions so far have told: each resolved one, and the quarter that figures compare with."""

    context: Context
    resolved: list[tuple[int, int, Reading]] = field(default_factory=list)
    compare_at: int = -1


def find_dates(
    doc: Doc,
    *,
    published: date | None,
    published_basis: str | None = None,
    today: date | None = None,
) -> DatesFound:
    """Find the calendar mentions of an article and resolve them.

    Args:
        doc: the annotated article; its text, sentences and entities are used.
        published: the publication date where the caller knows it; otherwise a dateline, a date in an
            address, or a weekday tied to a day and month may give it.
        published_basis: where the caller has it from; defaults to "given".
        today: the latest day that an inferred publication date may fall on; defaults to the system's.

    Returns:
        mentions in text order, the publication date and its basis, and warnings.
    """
    text = doc.text
    layout = _layout(doc)
    found = [item for item in _outside_addresses(read(text), text) if _believed(item, layout)]
    basis = published_basis or ("given" if published else None)
    if published is None:
        published, basis = infer_published(text, found, today or date.today())
    context = Context(published=published)
    story = _Story(context)
    mentions = []
    for item in found:
        reading = _resolve_in(item, story, layout)
        if reading:
            mentions.append(_mention(item, reading, text))
    return DatesFound(tuple(mentions), published, basis, tuple(dict.fromkeys(context.warnings)))


def _outside_addresses(found: list[Found], text: str) -> list[Found]:
    """Leaves out what stands in a web address."""
    if "://" not in text:
        return found
    spans = [match.span() for match in _URL.finditer(text)]
    return [item for item in found if not any(low <= item.start < high for low, high in spans)]


def _layout(doc: Doc) -> _Layout:
    entities = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
    starts = [sent.start_char for sent in doc.sents] if doc.has_annotation("SENT_START") else [0]
    return _Layout(doc.text, starts, [entity[0] for entity in entities], entities)


def _believed(item: Found, layout: _Layout) -> bool:
    """Asks the entity labels where the words alone leave a doubt."""
    if item.doubt == "none":
        return True
    label = layout.label(item.start, item.end)
    if item.doubt == "much":
        return label == "DATE"
    piece = item.piece
    if isinstance(piece, Calendar) and piece.month:
        return label not in _NAME_LABELS
    return label not in _NUMBER_LABELS


def infer_published(text: str, found: list[Found], today: date) -> tuple[date | None, PublishedBasis | None]:
    """Publication date and basis from the text itself: dateline, web address, weekday with its date."""
    line = dateline_date(text)
    if line:
        return line[2], "dateline"
    for address in _URL.findall(text):
        hit = _URL_DATE.search(address)
        at = periods.valid(int(hit[1]), int(hit[2]), int(hit[3])) if hit else None
        if at and at <= today:
            return at, "metadata"
    tied = [
        (piece.month, piece.day, piece.weekday)
        for item in found
        if isinstance(piece := item.piece, Calendar)
        and piece.month
        and piece.day
        and piece.weekday is not None
        and piece.year is None
    ]
    if not tied:
        return None, None
    years = [periods.same_weekday_years(*parts, today) for parts in tied]
    common = [year for year in years[0] if all(year in other for other in years[1:])] or years[0]
    if not common:
        return None, None
    dates = [at for month, day, _ in tied if (at := periods.valid(common[0], month, day))]
    return (max(dates), "weekday") if dates else (None, None)


def _resolve_in(item: Found, story: _Story, layout: _Layout) -> Reading | None:
    context = story.context
    low, high = layout.sentence(item.start)
    context.tense = tense_at(layout.text, item.start, item.end, low, high)
    context.event = _event_date(item.piece, story, layout, low)
    if story.compare_at >= 0 and item.start - story.compare_at > _COMPARE_REACH:
        story.compare_at = -1
    piece = item.piece
    if isinstance(piece, Duration) and context.tense == "future" and piece.high is None:
        if layout.text[max(item.start - 4, 0) : item.start].lower() == " in ":
            piece = Offset(piece.count, piece.unit, 1)
    if isinstance(piece, YearAgo) and piece.unit is None and story.compare_at < 0:
        reading = resolve(piece, replace(context, quarter=None))
    else:
        reading = resolve(piece, context)
    if reading is None:
        return None
    _remember(item, reading, story)
    _check_weekday(item, reading, story, layout.text)
    return reading


def _remember(item: Found, reading: Reading, story: _Story) -> None:
    context = story.context
    story.resolved.append((item.start, item.end, reading))
    piece = item.piece
    if reading.first and reading.value and reading.kind in ("date", "interval"):
        whole = piece.whole if isinstance(piece, Part) else piece
        period = periods.Period(
            reading.first, reading.last, reading.granularity, reading.value, reading.kind == "interval"
        )
        if (isinstance(whole, Calendar) and whole.quarter) or isinstance(whole, Again):
            if _is_reported(period, context):
                context.quarter = period
            story.compare_at = item.start
        elif not isinstance(whole, YearAgo | Span):
            context.spoken = period
    elif isinstance(piece, Duration) and piece.unit in ("month", "year") and piece.count in (1, 6, 9, 12):
        # "In the nine months ...; a year earlier": the comparison leaves the quarter.
        story.compare_at = -1


def _is_reported(period: periods.Period, context: Context) -> bool:
    """Whether "the quarter" may mean this one from here on: not one to come, nor the year-ago one."""
    known = context.quarter
    if known is None or known.first is None or period.first is None or period.last is None:
        return True
    if context.published and period.last > context.published >= (known.last or period.last):
        return False
    return (known.first - period.first).days < 300


def _event_date(piece: Piece, story: _Story, layout: _Layout, low: int) -> periods.Period | None:
    """The day that an earlier sentence gives to the event which an offset counts from."""
    if not isinstance(piece, Offset) or piece.event is None or piece.anchor is not None:
        return None
    phrase = layout.text[piece.event[0] : piece.event[1]]
    candidates: list[str] = []
    for word in re.findall(r"[^\W\d_]+", phrase):
        if word.lower() in _EVENT_CUTS and candidates:
            break
        if len(word) > 3 and word.islower() and word not in _EVENT_STOPS:
            candidates.append(word)
    for word in reversed(candidates):
        pattern = re.compile(rf"\b{re.escape(word)}\b")
        for hit in reversed(list(pattern.finditer(layout.text, 0, low))):
            period = _day_in_sentence(hit.start(), story, layout)
            if period:
                return period
    return None


def _day_in_sentence(at: int, story: _Story, layout: _Layout) -> periods.Period | None:
    low, high = layout.sentence(at)
    near = [
        (abs(start - at), reading)
        for start, _, reading in story.resolved
        if low <= start < high and reading.granularity == "day" and reading.kind == "date" and reading.first
    ]
    if not near:
        return None
    reading = min(near, key=lambda pair: pair[0])[1]
    return periods.day(reading.first) if reading.first else None


_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _check_weekday(item: Found, reading: Reading, story: _Story, text: str) -> None:
    piece = item.piece
    if not isinstance(piece, Calendar) or piece.weekday is None or not piece.month or not reading.first:
        return
    if reading.first.weekday() != piece.weekday:
        story.context.warnings.append(
            f"{text[item.start : item.end]!r}: {reading.first.isoformat()} is a "
            f"{_DAY_NAMES[reading.first.weekday()]}, not a {_DAY_NAMES[piece.weekday]}"
        )


def _mention(item: Found, reading: Reading, text: str) -> DateMention:
    words = text[item.start : item.end]
    return DateMention(
        text=words,
        kind=reading.kind,
        value=reading.value,
        granularity=reading.granularity,
        start=reading.first.isoformat() if reading.first else None,
        end=reading.last.isoformat() if reading.last else None,
        basis=reading.basis,
        evidence=Evidence(start=item.start, end=item.end, text=words),
    )


__all__ = ["DatesFound", "find_dates", "infer_published"]
