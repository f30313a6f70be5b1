"""The records that come out: frozen types of the public contract, and nothing else.

Offsets are Python ``str`` offsets into the article's text, end exclusive. Dates are EDTF strings
(Extended Date/Time Format, ISO 8601-2), durations are ISO 8601, countries are ISO 3166-1 alpha-3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

Qualifier = Literal[
    "exact",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "nearly",
    "about",
    "range",
    "vague",
]
Outcome = Literal["killed", "injured", "missing", "captured", "casualties"]
Role = Literal["civilian", "military", "police", "armed_group", "unspecified"]
Scope = Literal["cumulative", "incremental", "subset"]
Status = Literal["reported", "estimated", "unconfirmed", "previous"]
Term = Literal[
    "displaced",
    "evacuated",
    "fled",
    "homeless",
    "sheltered",
    "in_camp",
    "relocated",
    "refugees",
    "returned",
    "housing_destroyed",
    "housing_damaged",
    "housing_uninhabitable",
]
Unit = Literal["people", "households", "homes"]
Measure = Literal["stock", "flow"]
DateKind = Literal["date", "interval", "duration", "recurring", "vague"]
Granularity = Literal["day", "week", "month", "season", "year", "decade"]
DateBasis = Literal["explicit", "relative", "anchored", "weekday"]
PublishedBasis = Literal["given", "metadata", "dateline", "weekday"]
ActorKind = Literal[
    "person",
    "country",
    "government",
    "military",
    "police",
    "armed_group",
    "igo",
    "ngo",
    "party",
    "media",
    "company",
    "other",
]
Relation = Literal["equal", "consistent", "mismatch"]
ListName = Literal["casualties", "displaced"]


class Record(BaseModel):
    """Base of all records: immutable, no unknown keys, written with the contract's key names."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Evidence(Record):
    """The words that a record stands on: ``text == article[start:end]``."""

    start: int
    end: int
    text: str


class Quantity(Record):
    """A count as worded: the raw words, the bounds that they state, and the best single value."""

    text: str
    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier


class Group(Record):
    """Who was counted: the noun phrase without its number, the role, the stated nationality."""

    text: str | None = None
    role: Role = "unspecified"
    countries: tuple[str, ...] = ()


class CasualtyCount(Record):
    """A count of people killed, injured, missing, captured, or harmed in a way left open."""

    outcome: Outcome
    quantity: Quantity
    group: Group = Group()
    source: str | None = None
    place: str | None = None
    date: str | None = None
    scope: Scope | None = None
    status: Status = "reported"
    evidence: Evidence


class DisplacementCount(Record):
    """A count of people or households forced to move, or of homes lost (IDMC reporting terms)."""

    term: Term
    unit: Unit
    quantity: Quantity
    people_equivalent: int | None = None
    group: Group = Group()
    source: str | None = None
    place: str | None = None
    origin: str | None = None
    destination: str | None = None
    date: str | None = None
    scope: Scope | None = None
    status: Status = "reported"
    measure: Measure | None = None
    evidence: Evidence


class DateMention(Record):
    """A calendar expression: EDTF or ISO duration value, first and last day covered."""

    text: str
    kind: DateKind
    value: str | None
    granularity: Granularity | None = None
    start: str | None = None
    end: str | None = None
    basis: DateBasis | None = None
    evidence: Evidence


class Actor(Record):
    """One real-world person, state, organisation or armed group, with every mention of it."""

    name: str
    kind: ActorKind
    countries: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    mentions: tuple[Evidence, ...]


class LedgerLine(Record):
    """How counts of one list add up: indexes of the total and of its disjoint parts."""

    list: ListName
    total: int
    parts: tuple[int, ...]
    sum: int
    relation: Relation
    note: str | None = None


class SummaryFigure(Record):
    """A headline figure and the list indexes of the records that it came from."""

    quantity: Quantity
    from_: tuple[int, ...] = Field(alias="from")


class Summary(Record):
    """One headline figure per outcome and one for displaced people; null where none is stated."""

    killed: SummaryFigure | None = None
    injured: SummaryFigure | None = None
    missing: SummaryFigure | None = None
    captured: SummaryFigure | None = None
    casualties: SummaryFigure | None = None
    displaced: SummaryFigure | None = None


class UnusedNumber(Record):
    """A number of the text that became no record, and why."""

    evidence: Evidence
    reason: str


class ArticleInfo(Record):
    """What is known of the article itself; ``published`` is an ISO date."""

    id: str
    title: str | None = None
    published: str | None = None
    published_basis: PublishedBasis | None = None
    source: str | None = None
    language: str = "en"


class Extraction(Record):  # noqa: PLW1641  (pydantic hashes frozen models by their fields)
    """Everything read from one article."""

    schema_version: Literal["1"] = "1"
    article: ArticleInfo
    actors: tuple[Actor, ...] = ()
    dates: tuple[DateMention, ...] = ()
    casualties: tuple[CasualtyCount, ...] = ()
    displaced: tuple[DisplacementCount, ...] = ()
    summary: Summary = Summary()
    ledger: tuple[LedgerLine, ...] = ()
    unused_numbers: tuple[UnusedNumber, ...] = ()
    warnings: tuple[str, ...] = ()
    _text: str | None = PrivateAttr(default=None)

    @property
    def text(self) -> str | None:
        """The article's text, to which all offsets point; None for an extraction that was read from a file.

        It is there to be shown and no part of the record: it is neither written nor compared.
        """
        return self._text

    def with_text(self, text: str) -> Self:
        """The same extraction with the article's text beside it, as ``extract`` gives it.

        Args:
            text: what the extraction was read from, as Python opens the file (``Article.text``).

        Raises:
            ValueError: the words of a record do not stand in this text where the record says.
        """
        for at in self._evidence():
            if text[at.start : at.end] != at.text:
                raise ValueError(
                    f"{self.article.id!r}: is not of this text (no {at.text[:80]!r} at {at.start}); "
                    "give the text that it was read from"
                )
        carrying = self.model_copy()
        carrying._text = text
        return carrying

    def _evidence(self) -> Iterator[Evidence]:
        for records in (self.casualties, self.displaced, self.dates, self.unused_numbers):
            yield from (record.evidence for record in records)
        yield from (mention for actor in self.actors for mention in actor.mentions)

    def __eq__(self, other: object) -> bool:
        # That of pydantic would compare the text as well.
        return self.__dict__ == other.__dict__ if isinstance(other, Extraction) else NotImplemented

    def to_rows(self) -> list[dict[str, Any]]:
        """One flat dict per figure (casualty or displacement count), ready for a data frame."""
        rows = [_row(self.article, "casualties", i, record) for i, record in enumerate(self.casualties)]
        return rows + [_row(self.article, "displaced", i, record) for i, record in enumerate(self.displaced)]

    def to_frame(self, library: Literal["pandas", "polars"] | None = None) -> Any:
        """The rows of ``to_rows`` as a data frame; see ``extractor.to_frame``."""
        from extractor.notebook import to_frame

        return to_frame([self], library=library)

    def _repr_html_(self) -> str:
        """What Jupyter shows: the article with its spans marked, the figures, and every list."""
        from extractor.notebook import article_html

        return article_html(self)

    def __str__(self) -> str:
        head = f"{self.article.id}" + (f" ({self.article.published})" if self.article.published else "")
        lines = [head]
        for row in self.to_rows():
            about = row["outcome"] or f"{row['term']} {row['unit']}"
            bounds = f"{_bound(row['low'])}..{_bound(row['high'])}"
            status = "" if row["status"] == "reported" else row["status"]
            said = (row["source"], row["place"], row["date"], row["scope"], status)
            tail = "; ".join(str(part) for part in said if part)
            lines.append(
                f"  {about:<12} {_bound(row['best']):>9} [{bounds}]  “{row['evidence']}”  {tail}".rstrip()
            )
        for line in self.ledger:
            lines.append(f"  ledger       {line.note or ''} ({line.relation})")
        lines.append(
            f"  {len(self.actors)} actors, {len(self.dates)} dates, {len(self.unused_numbers)} unused numbers"
        )
        return "\n".join(lines)


def _bound(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def _row(
    article: ArticleInfo, name: str, index: int, record: CasualtyCount | DisplacementCount
) -> dict[str, Any]:
    casualty = isinstance(record, CasualtyCount)
    return {
        "article": article.id,
        "published": article.published,
        "list": name,
        "index": index,
        "outcome": record.outcome if isinstance(record, CasualtyCount) else None,
        "term": None if isinstance(record, CasualtyCount) else record.term,
        "unit": "people" if isinstance(record, CasualtyCount) else record.unit,
        "low": record.quantity.low,
        "best": record.quantity.best,
        "high": record.quantity.high,
        "qualifier": record.quantity.qualifier,
        "group": record.group.text,
        "role": record.group.role,
        "countries": " ".join(record.group.countries),
        "source": record.source,
        "place": record.place,
        "origin": None if casualty else getattr(record, "origin", None),
        "destination": None if casualty else getattr(record, "destination", None),
        "date": record.date,
        "scope": record.scope,
        "status": record.status,
        "measure": None if casualty else getattr(record, "measure", None),
        "evidence": record.evidence.text,
        "start": record.evidence.start,
        "end": record.evidence.end,
    }
