"""Source, place, date and movement of each count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from extractor.frames.count import Count
from extractor.frames.declared import declared_sources, source_at
from extractor.frames.place import movement, place_before, place_of
from extractor.frames.speaker import source_of, speaks_by_pronoun
from extractor.frames.time import date_of, day_before
from extractor.lexicon import reporting_verbs, word_set
from extractor.records import DateMention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@dataclass(frozen=True, slots=True)
class Setting:
    """Source, place, date and movement of one count; null where the text gives none."""

    source: str | None = None
    place: str | None = None
    date: str | None = None
    origin: str | None = None
    destination: str | None = None


def settings(
    doc: Doc, counts: tuple[Count, ...], dates: tuple[DateMention, ...], published: date | None = None
) -> list[Setting]:
    """Return the setting of each count, in order.

    Harm that is told without a place or a day belongs to the event told before it; movement does not, since
    its figures are often totals of wider areas and longer times.
    """
    found: list[Setting] = []
    day = place = None
    told_before: dict[int, tuple[str | None, str | None]] = {}
    for count in counts:
        sent = doc[count.phrase.head].sent
        origin, destination = movement(doc, count)
        own_place, own_day = place_of(doc, count), date_of(sent, count, dates, published)
        carries = count.event.is_casualty and not count.elsewhere
        if carries:
            new_event = own_day is not None and day is not None and own_day != day
            place, day = own_place or (None if new_event else place), own_day or day
            if not (place and day):
                if sent.start not in told_before:
                    told_before[sent.start] = place_before(doc, sent), day_before(doc, sent, dates)
                place, day = place or told_before[sent.start][0], day or told_before[sent.start][1]
        found.append(
            Setting(
                source=source_of(doc, count.link.cue.start, count.phrase.head),
                place=place if carries else own_place,
                date=day if carries else own_day,
                origin=origin,
                destination=destination,
            )
        )
    return _carry_sources(doc, counts, _share_sources(doc, counts, found))


def _carry_sources(doc: Doc, counts: tuple[Count, ...], found: list[Setting]) -> list[Setting]:
    """ "It added that ...": the speaker before; else the source that the stretch of text declares.

    A figure between two sentences of one speaker ("The agency said ... A total of 43 ... It added ...") is
    that speaker's too.
    """
    declared = declared_sources(doc.text)
    anchors = [(count.link.cue.start, count.phrase.head) for count in counts]
    by_pronoun = [speaks_by_pronoun(doc, *at) for at in anchors]
    carried: list[Setting] = []
    speaker, spoke = None, -1
    for i, setting in enumerate(found):
        sent = doc[anchors[i][1]].sent
        source = setting.source
        if source is None and speaker and _same_paragraph(doc, spoke, sent.start):
            source = speaker if by_pronoun[i] or _goes_on(doc, sent) else None
        if source is not None:
            speaker, spoke = source, sent.start
        source = source or source_at(declared, counts[i].phrase.chars[0])
        carried.append(replace(setting, source=source))
    return carried


def _same_paragraph(doc: Doc, first: int, last: int) -> bool:
    return "\n\n" not in doc.text[doc[first].idx : doc[last].idx]


def _goes_on(doc: Doc, sent: Span) -> bool:
    """Whether the next sentence opens with a pronoun that reports: "It added", "She said"."""
    if sent.end >= len(doc):
        return False
    words = [token.lower_ for token in doc[sent.end : sent.end + 4] if not token.is_space]
    reports = bool(set(words[1:]) & set(reporting_verbs()))
    return reports and words[0] in word_set("pronouns")


def _share_sources(doc: Doc, counts: tuple[Count, ...], found: list[Setting]) -> list[Setting]:
    """ "Four were killed and 12 injured, the ministry said": one speaker for all figures of a sentence."""
    speakers: dict[int, set[str | None]] = {}
    for count, setting in zip(counts, found, strict=True):
        speakers.setdefault(doc[count.phrase.head].sent.start, set()).add(setting.source)
    shared = []
    for count, setting in zip(counts, found, strict=True):
        here = speakers[doc[count.phrase.head].sent.start] - {None}
        shared.append(
            replace(setting, source=here.pop()) if setting.source is None and len(here) == 1 else setting
        )
    return shared
