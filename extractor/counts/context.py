"""Source, place, date and movement of each count."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from extractor.frames.count import Count, TableRow
from extractor.frames.declared import declared_sources, source_at
from extractor.frames.movement import movement
from extractor.frames.place import Scene, place_of
from extractor.frames.speaker import source_of, speaker_of, speaks_by_pronoun
from extractor.frames.stretches import stretch_at
from extractor.frames.time import Timing, timing_of
from extractor.lexicon import reporting_verbs, word_set
from extractor.places import Places
from extractor.records import DateMention

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span

_PARAGRAPH_END = re.compile(r"\n(?=\n)")
_MARKS = re.compile('["“”]')


class Setting(NamedTuple):
    """Source, place, date and movement of one count; null where the text gives none."""

    source: str | None = None
    place: Scene | None = None
    timing: Timing | None = None
    origin: str | None = None
    destination: str | None = None

    @property
    def place_text(self) -> str | None:
        """The place as written."""
        if self.place is None:
            return None
        return " ".join((self.place.phrase or self.place.span).text.split())

    @property
    def date(self) -> str | None:
        """The day in EDTF."""
        return self.timing.value if self.timing else None


def settings(
    doc: Doc,
    counts: tuple[Count, ...],
    dates: tuple[DateMention, ...],
    places: Places,
    published: date | None = None,
) -> list[Setting]:
    """Return the setting of each count, in order.

    Place and date are those of the figure's own sentence, its clause first; the event has its own.
    """
    found: list[Setting] = []
    days = [m for m in dates if m.kind == "date"]
    for count in counts:
        sent = doc[count.phrase.head].sent
        anchors = (count.link.cue.start, count.phrase.head)
        stretch = stretch_at(sent, count.phrase.head)
        origin, destination = movement(doc, count)
        harmed = count.event.is_casualty or count.event.is_housing
        if count.row is not None:
            found.append(_of_row(count.row, days, places))
            continue
        found.append(
            Setting(
                source=source_of(doc, *anchors),
                place=place_of(sent, anchors, stretch, places, care=not harmed),
                timing=timing_of(sent, anchors, stretch, dates, published),
                origin=origin,
                destination=destination,
            )
        )
    return _carry_sources(doc, counts, _share_sources(doc, counts, found)) if counts else []


def _of_row(row: TableRow, dates: list[DateMention], places: Places) -> Setting:
    """What the row of a table says: its heading is a place, unless it is a day."""
    cells = (_from(dates, a, b) for a, b in row.words)
    days = [dates[i] for i in sorted({i for cell in cells for i in cell})]
    timing = next((Timing(m.value, m.evidence, own=True) for m in days if m.value), None)
    heading = row.heading
    if heading is None or any(heading.start_char <= m.evidence.start < heading.end_char for m in days):
        return Setting(timing=timing)
    named = places.at(heading.start_char, heading.end_char) is not None
    return Setting(place=Scene(heading, named), timing=timing)


def _from(dates: list[DateMention], start: int, end: int) -> range:
    """Which of some dates, in order, begin in a stretch of characters."""
    first, last = (bisect_left(dates, at, key=lambda m: m.evidence.start) for at in (start, end))
    return range(first, last)


def _carry_sources(doc: Doc, counts: tuple[Count, ...], found: list[Setting]) -> list[Setting]:
    """ "It added that ...": the speaker before; else the source that the stretch of text declares.

    A figure between two sentences of one speaker ("The agency said ... A total of 43 ... It added ...") is
    that speaker's too.
    """
    declared = declared_sources(doc.text)
    paragraphs = _Paragraphs.of(doc)
    carried: list[Setting] = []
    last: tuple[str, int] | None = None
    for count, setting in zip(counts, found, strict=True):
        sent = doc[count.phrase.head].sent
        source = setting.source
        if source is None and last and _speaks_on(doc, count, paragraphs, last[1]):
            source = last[0]
        source = source or _carried(doc, count, paragraphs)
        heads = last is not None and count.row and paragraphs.introduces(last[1], sent.start_char)
        table = last[0] if last and heads else None
        last = (source, sent.start_char) if source else last
        source = source or table or source_at(declared, count.phrase.chars[0])
        carried.append(setting._replace(source=source))
    return carried


def _speaks_on(doc: Doc, count: Count, paragraphs: _Paragraphs, spoke: int) -> bool:
    """Whether a figure is that of the speaker at a character, in the same paragraph."""
    sent = doc[count.phrase.head].sent
    return paragraphs.hold(spoke, sent.start_char) and _is_spoken_on(doc, count)


def _is_spoken_on(doc: Doc, count: Count) -> bool:
    """Whether a pronoun gives a figure, or speaks in the next sentence."""
    head = count.phrase.head
    return speaks_by_pronoun(doc, count.link.cue.start, head) or _goes_on(doc, doc[head].sent)


def _carried(doc: Doc, count: Count, paragraphs: _Paragraphs) -> str | None:
    """The last speaker before a figure in its paragraph, by a pronoun or inside quotation marks."""
    if _is_spoken_on(doc, count) or paragraphs.quote(count.phrase.chars[0]):
        return paragraphs.speaker_before(doc[count.phrase.head].sent)
    return None


class _Paragraphs(NamedTuple):
    """The paragraphs of a text: where they end, where quotation marks stand, who speaks in them."""

    doc: Doc
    breaks: list[int]
    marks: dict[str, list[int]]
    speakers: dict[int, str | None]
    """The last speaker before the sentence that begins at a token, as far as it was asked for."""

    @classmethod
    def of(cls, doc: Doc) -> _Paragraphs:
        """Those of a text."""
        marks: dict[str, list[int]] = {mark: [] for mark in _MARKS.pattern[1:-1]}
        for match in _MARKS.finditer(doc.text):
            marks[match[0]].append(match.start())
        return cls(doc, [match.start() for match in _PARAGRAPH_END.finditer(doc.text)], marks, {})

    def hold(self, first: int, last: int) -> bool:
        """Whether none ends between two characters."""
        at = bisect_left(self.breaks, first)
        return at == len(self.breaks) or self.breaks[at] > last - 2

    def introduces(self, first: int, last: int) -> bool:
        """Whether that of one character ends in a colon, right in front of that of another."""
        at, breaks = bisect_left(self.breaks, first), self.breaks
        if at == len(breaks) or not self.doc.text[first : breaks[at]].rstrip().endswith(":"):
            return False
        return at + 1 == len(breaks) or breaks[at + 1] > last - 2

    def quote(self, at: int) -> bool:
        """Whether a character stands inside quotation marks."""
        ended = bisect_left(self.breaks, at)
        first = self.breaks[ended - 1] if ended else 0
        straight, opened, closed = (
            bisect_left(places, at) - bisect_left(places, first) for places in self.marks.values()
        )
        return straight % 2 == 1 or opened > closed

    def speaker_before(self, sent: Span) -> str | None:
        """The speaker of the nearest sentence before one in its paragraph that has any."""
        passed: list[int] = []
        speaker = None
        while speaker is None and sent.start and self.hold(self.doc[sent.start - 1].idx, sent.start_char):
            if sent.start in self.speakers:
                speaker = self.speakers[sent.start]
                break
            passed.append(sent.start)
            sent = self.doc[sent.start - 1].sent
            speaker = speaker_of(sent)
        self.speakers.update(dict.fromkeys(passed, speaker))
        return speaker


def _goes_on(doc: Doc, sent: Span) -> bool:
    """Whether the next sentence opens with a pronoun that reports: "It added", "She said"."""
    if sent.end >= len(doc):
        return False
    words = [token.lower_ for token in doc[sent.end : sent.end + 4] if not token.is_space]
    speaks = words[:1] != [] and words[0] in word_set("pronouns")
    return speaks and not reporting_verbs().keys().isdisjoint(words[1:])


def _share_sources(doc: Doc, counts: tuple[Count, ...], found: list[Setting]) -> list[Setting]:
    """ "Four were killed and 12 injured, the ministry said": one speaker for all figures of a sentence."""
    speakers: dict[int, set[str | None]] = {}
    for count, setting in zip(counts, found, strict=True):
        speakers.setdefault(doc[count.phrase.head].sent.start, set()).add(setting.source)
    shared = []
    for count, setting in zip(counts, found, strict=True):
        here = speakers[doc[count.phrase.head].sent.start] - {None}
        shared.append(
            setting._replace(source=here.pop()) if setting.source is None and len(here) == 1 else setting
        )
    return shared
