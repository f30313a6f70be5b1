"""The types of gold: what was labelled in an article, each key optional.

A key that the labeller left out is not scored; a key that is there and null is. The frozen types
keep that difference (pydantic's ``model_fields_set``), and ``labelled_keys`` reads it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from pydantic import Field

from extractor.articles.article import Article
from extractor.articles.inputs import ReadFailure
from extractor.records import (
    ActorKind,
    Age,
    DateBasis,
    DateKind,
    EventRelation,
    EventType,
    Granularity,
    LedgerBasis,
    ListName,
    Measure,
    Outcome,
    Qualifier,
    Record,
    Relation,
    Role,
    Scope,
    Sex,
    Side,
    Status,
    Term,
    Unit,
)

Labelled = Literal["actors", "dates", "casualties", "displaced", "summary", "ledger", "events", "victims"]


UNSCORED = frozenset({"quote", "nth", "note", "quotes", "id", "event", "counted_in", "figures"})
"""Keys that locate a label or tie it to another one; they are compared by rules of their own."""


class GoldError(Exception):
    """A gold file that cannot be used: the message names the file, the place and the remedy."""


class GoldQuantity(Record):
    """The labelled parts of a quantity."""

    text: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    qualifier: Qualifier | None = None


class GoldGroup(Record):
    """The labelled parts of a group."""

    text: str | None = None
    role: Role | None = None
    countries: tuple[str, ...] | None = None
    sex: Sex | None = None
    age: Age | None = None
    side: Side | None = None


class GoldSummary(Record):
    """The labelled headline figures (``best`` values)."""

    killed: int | None = None
    injured: int | None = None
    missing: int | None = None
    captured: int | None = None
    casualties: int | None = None
    displaced: int | None = None
    returned: int | None = None
    households: int | None = None
    housing: int | None = None
    perpetrators_killed: int | None = None


class GoldItem(Record):
    """What every label may carry: a remark that is never scored."""

    note: str | None = None

    def labelled_keys(self) -> Mapping[str, object]:
        """The keys the labeller judged, nested ones dotted (``quantity.low``), with their values."""
        found: dict[str, object] = {}
        for key in sorted(self.model_fields_set - UNSCORED):
            value = getattr(self, key)
            if isinstance(value, GoldQuantity | GoldGroup | GoldSummary):
                found |= {f"{key}.{k}": getattr(value, k) for k in sorted(value.model_fields_set)}
            else:
                found[key] = value
        return found


class GoldRecord(GoldItem):
    """A label with the words it stands on."""

    quote: str | None = None
    nth: int = Field(default=1, ge=1)


class GoldCount(GoldRecord):
    """The keys that casualty and displacement counts share."""

    quantity: GoldQuantity = GoldQuantity()
    group: GoldGroup = GoldGroup()
    source: str | None = None
    place: str | None = None
    date: str | None = None
    scope: Scope | None = None
    status: Status | None = None
    event: str | None = None


class GoldCasualty(GoldCount):
    """A labelled casualty count."""

    outcome: Outcome | None = None


class GoldDisplacement(GoldCount):
    """A labelled displacement count."""

    term: Term | None = None
    unit: Unit | None = None
    people_equivalent: int | None = None
    origin: str | None = None
    destination: str | None = None
    measure: Measure | None = None


class GoldDate(GoldRecord):
    """A labelled calendar expression."""

    kind: DateKind | None = None
    value: str | None = None
    granularity: Granularity | None = None
    start: str | None = None
    end: str | None = None
    basis: DateBasis | None = None


class GoldActor(GoldRecord):
    """A labelled actor and the words that name it."""

    name: str
    kind: ActorKind | None = None
    countries: tuple[str, ...] | None = None
    titles: tuple[str, ...] | None = None
    quotes: tuple[str, ...] = ()


class GoldLedgerLine(GoldItem):
    """A labelled sum: the quotes of its total and of its parts."""

    list: ListName | None = None
    total: str
    parts: tuple[str, ...]
    sum: int | None = None
    relation: Relation | None = None
    event: str | None = None
    basis: LedgerBasis | None = None


class GoldEvent(GoldRecord):
    """A labelled event; ``places`` are the accepted names, the best first, and empty where there is none."""

    id: str
    type: EventType | None = None
    relation: EventRelation | None = None
    name: str | None = None
    places: tuple[str, ...] = ()
    country: str | None = None
    date: str | None = None
    perpetrators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    summary: GoldSummary = GoldSummary()
    figures: Literal["all"] | None = None


class GoldVictim(GoldRecord):
    """A labelled single victim; ``counted_in`` is the quote of the figure that already counts the person."""

    name: str | None = None
    description: str | None = None
    age: int | None = None
    sex: Sex | None = None
    role: Role | None = None
    countries: tuple[str, ...] | None = None
    outcome: Outcome | None = None
    event: str | None = None
    counted_in: str | None = None


class Gold(Record):
    """All labels of one article; a list that is not named in ``labelled`` is not scored."""

    article: str = ""
    published: str | None = None
    labelled: tuple[Labelled, ...]
    actors: tuple[GoldActor, ...] = ()
    dates: tuple[GoldDate, ...] = ()
    casualties: tuple[GoldCasualty, ...] = ()
    displaced: tuple[GoldDisplacement, ...] = ()
    summary: GoldSummary = GoldSummary()
    ledger: tuple[GoldLedgerLine, ...] = ()
    events: tuple[GoldEvent, ...] = ()
    victims: tuple[GoldVictim, ...] = ()
    note: str | None = None


class LabelledArticle(NamedTuple):
    """An article beside its gold; ``failure`` instead of an article that could not be read."""

    article: Article
    gold: Gold
    failure: ReadFailure | None = None
