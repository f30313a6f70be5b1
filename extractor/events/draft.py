"""An event while its passages are gathered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.events.mentions import Mention
from extractor.events.passages import Figure, Passage
from extractor.frames.place import Scene
from extractor.frames.time import Timing
from extractor.lexicon.event_markers import Category
from extractor.records import EventType, Place

PLACES = 20
"""So many named places of an event are asked where it is: more than one has, a bound for the cost."""
MOVEMENT = "movement"
"""The family of the words for people who move."""


@dataclass(slots=True)
class Draft:
    """An event while its passages are gathered; ``apart`` is what sets it off from the article's own.

    ``item`` is the paragraph of the list item that opened it, null for one outside lists. ``beside`` is the
    event under discussion where it was brought up. ``place_around``
    and ``timing_around`` stand in where no passage gives a place or a time. What its passages say is kept as
    they come: each further passage asks for it.
    """

    passages: list[Passage] = field(default_factory=list)
    apart: Category | None = None
    item: int | None = None
    beside: Draft | None = None
    place_around: Scene | None = None
    timing_around: Timing | None = None

    paragraphs: set[int] = field(init=False, default_factory=set)
    name: str | None = field(init=False, default=None)
    """The first proper name that its event words are a part of."""
    families: set[str] = field(init=False, default_factory=set)
    """The families of the event words that its passages are about."""
    types: set[EventType] = field(init=False, default_factory=set)
    """The types that its event words name."""
    largest: dict[str, int] = field(init=False, default_factory=dict)
    """The largest number of each outcome of harm."""
    countries: set[str] = field(init=False, default_factory=set)
    """The countries of its places."""
    named_places: dict[Place, None] = field(init=False, default_factory=dict)
    """Its places with a name that the gazetteer knows, each once."""
    returns: bool = field(init=False, default=False)
    """Whether it is of people who came back."""
    harmed: bool = field(init=False, default=False)
    """Whether a figure of it counts people who came to harm."""
    narrow: bool = field(init=False, default=False)
    """Whether it has a place that is less than a country."""
    where: Place | None = field(init=False, default=None)
    """The first place that is known to the gazetteer or has a country."""
    _titled: Place | None = field(init=False, default=None)
    """The country that the title names and no narrower place has replaced."""
    _scenes: dict[bool, Scene] = field(init=False, default_factory=dict)
    """The first place that has a name, and the first that has none."""
    _times: dict[str, Timing] = field(init=False, default_factory=dict)
    """The first time of each standing, see ``_standings``."""

    def __post_init__(self) -> None:
        given, self.passages = self.passages, []
        for passage in given:
            self.add(passage)

    def add(self, passage: Passage) -> None:
        """Gather one more passage, behind the others in the text."""
        self.passages.append(passage)
        self.paragraphs.add(passage.position.paragraph)
        self.returns = self.returns or passage.returns
        self.harmed = self.harmed or _counts_harmed(passage)
        if passage.anchor and passage.anchor.family:
            self.families.add(passage.anchor.family)
        self._add_harm(passage)
        for mention in passage.mentions:
            self.types.update(mention.types)
            self.name = self.name or mention.name
        if passage.place:
            self._add_scene(passage.place, passage)
        if passage.where:
            self._add_place(passage.where, named=passage.place is not None and bool(passage.place.named))
        if passage.timing:
            for standing in self._standings(passage, passage.timing):
                self._times.setdefault(standing, passage.timing)

    def _add_scene(self, scene: Scene, passage: Passage) -> None:
        if scene.named and self._is_narrowed(passage.where):
            del self._scenes[True]
        if passage.position.title and not self._scenes and _is_country(passage.where):
            self._titled = passage.where
        self._scenes.setdefault(bool(scene.named), scene)

    def _is_narrowed(self, where: Place | None) -> bool:
        """Whether a place lies in the country that is all that the title names: "Quake hits Ostra"."""
        if self._titled is None or where is None or where.precision == "country":
            return False
        narrowed = where.country == self._titled.country
        self._titled = None if narrowed else self._titled
        return narrowed

    def _add_harm(self, passage: Passage) -> None:
        for count in (figure.count for figure in passage.figures if figure.count.event.is_casualty):
            kind, best = count.event.meaning, count.phrase.quantity.best or 0
            self.largest[kind] = max(self.largest.get(kind, 0), best)

    def _add_place(self, place: Place, *, named: bool) -> None:
        if place.country:
            self.countries.add(place.country)
            self.where = self.where or place
        if named and len(self.named_places) < PLACES:
            self.named_places[place] = None
        self.narrow = self.narrow or place.precision in ("point", "area")

    def _standings(self, passage: Passage, timing: Timing) -> Iterator[str]:
        """How a time stands to the event: it is that of a word of its own, or near its first passage."""
        family = passage.anchor.family if passage.anchor else None
        if timing.own and family:
            yield "move" if family == MOVEMENT else "type"
        if passage.position.paragraph <= self.passages[0].position.paragraph + 1:
            yield "near"
            if timing.own:
                yield "own near"

    @property
    def figures(self) -> list[Figure]:
        """Its figures in text order."""
        return [figure for passage in self.passages for figure in passage.figures]

    @property
    def mentions(self) -> list[Mention]:
        """Its event words in text order."""
        return [mention for passage in self.passages for mention in passage.mentions]

    @property
    def timing(self) -> Timing | None:
        """The first time that a passage gives to a word of its type, else one of its first paragraphs.

        The day on which somebody died or was brought to safety, told further down, is not that of the event;
        that of a flight is, where the event is nothing else.
        """
        named = "move" if self.families == {MOVEMENT} else "type"
        found = (self._times.get(standing) for standing in (named, "own near", "near"))
        return next(filter(None, found), self.timing_around)

    @property
    def place(self) -> Scene | None:
        """The first place that has a name, else the first."""
        return self._scenes.get(True) or self.place_around or self._scenes.get(False)

    @property
    def date(self) -> str | None:
        """The first time, in EDTF."""
        return self.timing.value if self.timing else None


def _is_country(where: Place | None) -> bool:
    return where is not None and where.precision == "country"


def _counts_harmed(passage: Passage) -> bool:
    counts = (figure.count for figure in passage.figures)
    return any(count.event.is_casualty and count.phrase.quantity.best for count in counts)
