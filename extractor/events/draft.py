"""An event while its passages are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.events.mentions import Mention
from extractor.events.passages import Figure, Passage
from extractor.frames.place import Scene
from extractor.frames.time import Timing
from extractor.lexicon.event_markers import Category
from extractor.records import EventType, Place

MOVEMENT = "movement"
"""The family of the words for people who move."""


@dataclass(slots=True)
class Draft:
    """An event while its passages are gathered; ``apart`` is what sets it off from the article's own.

    ``item`` is the paragraph of the list item that opened it, null for one outside lists. ``beside`` is the
    event under discussion where it was brought up. ``place_around``
    and ``timing_around`` stand in where no passage gives a place or a time.
    """

    passages: list[Passage] = field(default_factory=list)
    apart: Category | None = None
    item: int | None = None
    beside: Draft | None = None
    place_around: Scene | None = None
    timing_around: Timing | None = None

    @property
    def figures(self) -> list[Figure]:
        """Its figures in text order."""
        return [figure for passage in self.passages for figure in passage.figures]

    @property
    def mentions(self) -> list[Mention]:
        """Its event words in text order."""
        return [mention for passage in self.passages for mention in passage.mentions]

    @property
    def returns(self) -> bool:
        """Whether it is of people who came back."""
        return any(passage.returns for passage in self.passages)

    @property
    def name(self) -> str | None:
        """The first proper name that its event words are a part of."""
        return next((mention.name for mention in self.mentions if mention.name), None)

    @property
    def families(self) -> set[str]:
        """The families of the event words that its passages are about."""
        return {family for passage in self.passages if passage.anchor and (family := passage.anchor.family)}

    @property
    def types(self) -> set[EventType]:
        """The types that its event words name."""
        return {name for mention in self.mentions for name in mention.types}

    @property
    def countries(self) -> set[str]:
        """The countries of its places."""
        return {passage.where.country for passage in self.passages if passage.where and passage.where.country}

    @property
    def timing(self) -> Timing | None:
        """The first time that a passage gives to a word of its type, else one of its first paragraphs.

        The day on which somebody died or was brought to safety, told further down, is not that of the event.
        """
        given = [(passage, passage.timing) for passage in self.passages if passage.timing]
        own = [(passage, timing) for passage, timing in given if timing.own]
        head = self.passages[0].position.paragraph + 1
        named = [timing for passage, timing in own if self._names_type(passage)]
        near = [timing for passage, timing in (*own, *given) if passage.position.paragraph <= head]
        return next(iter((*named, *near)), self.timing_around)

    def _names_type(self, passage: Passage) -> bool:
        """Whether a passage has a word of the event's type, and no mere flight from it."""
        family = passage.anchor.family if passage.anchor else None
        return family is not None and (family != MOVEMENT or self.families == {MOVEMENT})

    @property
    def place(self) -> Scene | None:
        """The first place that has a name, else the first."""
        given = [passage.place for passage in self.passages if passage.place]
        named = next((place for place in given if place.named), self.place_around)
        return named or (given[0] if given else None)

    @property
    def where(self) -> Place | None:
        """The first place that is known to the gazetteer or has a country."""
        known = (passage.where for passage in self.passages if passage.where and passage.where.country)
        return next(known, None)

    @property
    def narrow(self) -> bool:
        """Whether it has a place that is less than a country."""
        return any(p.where is not None and p.where.precision in ("point", "area") for p in self.passages)

    @property
    def date(self) -> str | None:
        """The first time, in EDTF."""
        return self.timing.value if self.timing else None
