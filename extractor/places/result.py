"""What was found in one text: its places as records, and which of them stands at an offset."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.lexicon import word_set
from extractor.places.names import Name, chain
from extractor.places.spans import Mention
from extractor.places.words import Words
from extractor.records import Evidence, NamedPlace, Place, Precision

_AWAY = re.compile(
    r"\b(?:km|kms|kilomet(?:er|re)s?|miles?|north|south|east|west|\w+(?:ern|east|west))\b.*\b(?:of|from)\b|\bnear\b|\boutside\b",
    re.I | re.S,
)
"""Words of distance or direction in front of a place: what they lead to is not that place."""


@dataclass(frozen=True)
class Places:
    """The places of one text.

    ``spans`` are the offsets of the mentions in order, each with the index of its record; ``home`` is the
    country in which the text is at home, where a place without a name lies ("a school").
    """

    records: tuple[NamedPlace, ...] = ()
    spans: tuple[tuple[int, int, int], ...] = ()
    warnings: tuple[str, ...] = ()
    home: str | None = None

    def at(self, start: int, end: int) -> NamedPlace | None:
        """The place that the text names between two offsets; the first, if there are several."""
        span = self._span_at(start, end)
        return self.records[span[2]] if span else None

    def _span_at(self, start: int, end: int) -> tuple[int, int, int] | None:
        """The first mention that has characters between two offsets."""
        first = bisect_right(self.spans, (start, end, len(self.records))) - 1
        for at in range(max(first, 0), len(self.spans)):
            s, e, _ = self.spans[at]
            if s < end and start < e:
                return self.spans[at]
            if s >= end:
                return None
        return None

    def between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The offsets of the mentions that begin between two offsets, in order."""
        for at in range(bisect_left(self.spans, (start,)), len(self.spans)):
            s, e, _ = self.spans[at]
            if s >= end:
                return
            yield s, e

    def phrase(self, words: str, start: int) -> Place | None:
        """The place of a phrase ("15 km from Pell"), None where it holds no place.

        Args:
            words: the phrase as it is written.
            start: offset of its first character.

        A distance or direction in front of the name keeps its words, the country and the wider places, and
        loses what is the named place's own: name, coordinates, identifier, precision.
        """
        end = start + len(words)
        span = self._span_at(start, end)
        if span is None:
            return None
        named = self.records[span[2]]
        fields = {**named.model_dump(exclude={"mentions"}), "text": " ".join(words.split())}
        if _AWAY.search(words[: max(span[0] - start, 0)]):
            own = dict.fromkeys(("name", "lat", "lon", "geonames_id", "precision"))
            fields |= {**own, "within": (named.text, *named.within)}
        return Place(**fields)


def make_places(words: Words, mentions: Sequence[Mention], names: Sequence[Name], home: str | None) -> Places:
    """Join the mentions of one place, in the order of the first ones.

    Args:
        words: the tokens of the text.
        mentions: the mentions in order.
        names: the resolved name of each mention.
        home: the country in which the text is at home.
    """
    groups: dict[object, list[int]] = {}
    for i, name in enumerate(names):
        groups.setdefault(name.entry.row if name.entry else name.key, []).append(i)
    records = [
        _record(words, [mentions[i] for i in group], [names[i] for i in group]) for group in groups.values()
    ]
    number = {i: k for k, group in enumerate(groups.values()) for i in group}
    spans = tuple((words.starts[m.start], words.ends[m.end - 1], number[i]) for i, m in enumerate(mentions))
    warnings = tuple(dict.fromkeys(w for n in names if (w := _warning(n))))
    return Places(tuple(records), spans, warnings, home)


def _record(words: Words, mentions: list[Mention], names: list[Name]) -> NamedPlace:
    name, entry = names[0], names[0].entry
    wider = next((found for n in names if (found := chain(n))), [])
    return NamedPlace(
        text=" ".join(words.slice(mentions[0].start, mentions[0].end).split()),
        name=entry.name if entry else None,
        within=tuple(w.text for w in wider),
        country=name.country,
        admin1=name.admin1,
        lat=entry.lat if entry else None,
        lon=entry.lon if entry else None,
        geonames_id=(entry.geonames_id or None) if entry else None,
        precision=_precision(
            name, {m.noun for m in mentions if m.noun}, {words.label(m.first) for m in mentions}
        ),
        mentions=tuple(
            Evidence.of(words.text, words.starts[m.start], words.ends[m.end - 1]) for m in mentions
        ),
    )


def _precision(name: Name, nouns: set[str], labels: set[str]) -> Precision | None:
    if name.entry:
        kinds: dict[str, Precision | None] = {"settlement": "point", "country": "country"}
        return kinds.get(name.entry.kind, "area")
    if name.code and "-" not in name.code:
        return "country"
    if nouns & (word_set("settlement_nouns") | word_set("site_nouns")) or "FAC" in labels:
        return "point"
    if name.region or nouns & word_set("division_nouns"):
        return "area"
    return "point" if name.wider else None


def _warning(name: Name) -> str | None:
    if name.entry or len({entry.country for entry in name.open}) < 2:
        return None
    listed = dict.fromkeys(f"{entry.name}, {entry.country}" for entry in name.open[:5])
    return f"place {name.text!r} is left open: it may be {' or '.join(listed)}"
