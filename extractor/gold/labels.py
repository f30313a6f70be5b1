"""The types of gold: what was labelled in an article, each key optional.

A key that the labeller left out is not scored; a key that is there and null is. The frozen types
keep that difference (pydantic's ``model_fields_set``), and ``labelled_keys`` reads it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from pydantic import Field, create_model

from extractor.articles.article import Article
from extractor.articles.failures import ReadFailure
from extractor.records import (
    Actor,
    ActorKind,
    CasualtyCount,
    DateKind,
    DateMention,
    DisplacementCount,
    Event,
    EventRelation,
    EventType,
    Group,
    LedgerLine,
    ListName,
    Outcome,
    Qualifier,
    Quantity,
    Record,
    Relation,
    Role,
    Scope,
    Side,
    Status,
    Summary,
    Term,
    Unit,
    Victim,
)
from extractor.records.fields import Leaf, labelled, leaves

G = TypeVar("G", bound=Record)

DRAFT_NOTE = "draft: correct every record, then remove this note"
"""The note of labels that nobody has finished; any note that begins with ``draft:`` says the same."""

Labelled = Literal["actors", "dates", "casualties", "displaced", "summary", "ledger", "events", "victims"]

_POINTERS = frozenset(
    leaf.key for kind in (CasualtyCount, DisplacementCount, Victim) for leaf in leaves(kind) if leaf.pointer
)
UNSCORED = frozenset({"quote", "nth", "note", "by", "quotes", "id", "figures", *_POINTERS})
"""Keys that locate a label or tie it to another one; they are compared by rules of their own."""

_TYPES: Mapping[str, Any] = {
    "text": str,
    "day": str,
    "integer": int,
    "real": float,
    "codes": tuple[str, ...],
    "texts": tuple[str, ...],
}


class GoldError(Exception):
    """A gold file that cannot be used: the message names the file, the place and the remedy."""


def labels_of(record: type[Record], *, without: Iterable[str] = ()) -> Callable[[type[G]], type[G]]:
    """Give a gold type the labelled keys of a record type, each of which may be left out.

    A key that points to another record holds that record's quote, one that points to an event the event's
    id. What the gold type declares itself stays as it is: what is labelled in another form than it is
    recorded, and the keys that code asks for by name.

    Args:
        record: the record type.
        without: fields of it that are not labelled as such.
    """

    def extended(gold: type[G]) -> type[G]:
        return _extended(gold, _keys(labelled(record, apart={*gold.model_fields, *without}), 0))

    return extended


def _headlines(gold: type[G]) -> type[G]:
    """Give a gold type a number for each headline figure."""
    return _extended(gold, dict.fromkeys(Summary.model_fields, (int | None, None)))


def _extended(gold: type[G], keys: Mapping[str, Any]) -> type[G]:
    return create_model(
        gold.__name__, __base__=gold, __module__=gold.__module__, __doc__=gold.__doc__, **keys
    )


def _keys(found: Iterable[Leaf], depth: int) -> dict[str, Any]:
    """The fields of a gold type; the keys of a nested record are a gold type of their own."""
    keys: dict[str, Any] = {}
    for name, group in groupby(found, key=lambda leaf: leaf.path[depth]):
        inner = list(group)
        if len(inner[0].path) == depth + 1:
            keys[name] = (_type(inner[0]) | None, None)
        else:
            nested = _extended(Record, _keys(inner, depth + 1))
            keys[name] = (nested, nested())
    return keys


def _type(leaf: Leaf) -> Any:
    if leaf.pointer:
        return tuple[str, ...] if leaf.kind == "integers" else str
    return Literal[leaf.choices] if leaf.choices else _TYPES[leaf.kind]


@labels_of(Quantity)
class GoldQuantity(Record):
    """The labelled parts of a quantity."""

    text: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    qualifier: Qualifier | None = None


@labels_of(Group)
class GoldGroup(Record):
    """The labelled parts of a group."""

    text: str | None = None
    role: Role | None = None
    countries: tuple[str, ...] | None = None
    side: Side | None = None


@_headlines
class GoldSummary(Record):
    """The labelled headline figures (``best`` values)."""


class GoldItem(Record):
    """What every label may carry, and what is never scored: a remark, and who made the label."""

    note: str | None = None
    by: str | None = None

    def labelled_keys(self) -> Mapping[str, object]:
        """The keys the labeller judged, nested ones dotted (``quantity.low``), with their values."""
        found: dict[str, object] = {}
        for key in sorted(self.model_fields_set - UNSCORED):
            value = getattr(self, key)
            if isinstance(value, Record):
                found |= {f"{key}.{k}": getattr(value, k) for k in sorted(value.model_fields_set)}
            else:
                found[key] = value
        return found


class GoldRecord(GoldItem):
    """A label with the words it stands on."""

    quote: str | None = None
    nth: int = Field(default=1, ge=1)


class GoldCount(GoldRecord):
    """What code asks of casualty and displacement counts alike."""

    quantity: GoldQuantity = GoldQuantity()
    group: GoldGroup = GoldGroup()
    source: str | None = None
    place: str | None = None
    date: str | None = None
    scope: Scope | None = None
    status: Status | None = None
    event: str | None = None


@labels_of(CasualtyCount)
class GoldCasualty(GoldCount):
    """A labelled casualty count."""

    outcome: Outcome | None = None


@labels_of(DisplacementCount)
class GoldDisplacement(GoldCount):
    """A labelled displacement count."""

    term: Term | None = None
    unit: Unit | None = None


@labels_of(DateMention)
class GoldDate(GoldRecord):
    """A labelled calendar expression."""

    kind: DateKind | None = None
    value: str | None = None


@labels_of(Actor)
class GoldActor(GoldRecord):
    """A labelled actor and the words that name it."""

    name: str
    kind: ActorKind | None = None
    countries: tuple[str, ...] | None = None
    quotes: tuple[str, ...] = ()


@labels_of(LedgerLine)
class GoldLedgerLine(GoldItem):
    """A labelled sum: the quotes of its total and of its parts."""

    list: ListName | None = None
    total: str
    parts: tuple[str, ...]
    sum: int | None = None
    relation: Relation | None = None


@labels_of(Event, without={"place", "casualties", "displaced", "victims"})
class GoldEvent(GoldRecord):
    """A labelled event; ``places`` are the accepted names, the best first, and empty where there is none."""

    id: str
    type: EventType | None = None
    relation: EventRelation | None = None
    date: str | None = None
    places: tuple[str, ...] = ()
    country: str | None = None
    perpetrators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    summary: GoldSummary = GoldSummary()
    figures: Literal["all"] | None = None


@labels_of(Victim)
class GoldVictim(GoldRecord):
    """A labelled single victim; ``counted_in`` is the quote of the figure that already counts the person."""

    name: str | None = None
    description: str | None = None
    age: int | None = None
    countries: tuple[str, ...] | None = None
    outcome: Outcome | None = None
    event: str | None = None
    counted_in: str | None = None


class GoldAnswer(Record):
    """A record of the extractor that was rejected, or that a label stands in for, and who said so."""

    key: str
    by: str | None = None


class Gold(Record):
    """All labels of one article; a list that is not named in ``labelled`` is not scored.

    ``by`` names who finished them; ``answered`` holds, until then, what was said of the extractor's records.
    """

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
    by: str | None = None
    answered: tuple[GoldAnswer, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether nobody has said yet that the labels are finished."""
        return (self.note or "").startswith("draft:")

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The lists that hold records and are not in ``labelled``; headlines and sums stand by themselves."""
        lists = (name for name in get_args(Labelled) if name not in ("summary", "ledger"))
        return tuple(name for name in lists if getattr(self, name) and name not in self.labelled)


class LabelledArticle(NamedTuple):
    """An article beside its gold; ``failure`` instead of an article that could not be read.

    ``place`` names the file of the labels, and the line where there are several in it.
    """

    article: Article
    gold: Gold
    failure: ReadFailure | None = None
    place: str = ""
