"""The records that come out: frozen types of the public contract, and nothing else.

Offsets are Python ``str`` offsets into the article's text, end exclusive. Dates are EDTF strings
(Extended Date/Time Format, ISO 8601-2), durations are ISO 8601, countries are ISO 3166-1 alpha-3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr

from extractor.records.base import Evidence as Evidence
from extractor.records.base import Record as Record
from extractor.records.fields import EDTF, Codes, Day, Edtf, Form, Index, Mark, leaves

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
LedgerBasis = Literal["stated", "found"]
Sex = Literal["female", "male"]
Age = Literal["child", "adult", "elderly"]
Side = Literal["perpetrator"]
EventType = Literal[
    "armed_clash",
    "attack",
    "shooting",
    "vehicle_attack",
    "bombing",
    "landmine",
    "shelling",
    "air_strike",
    "abduction",
    "hijacking",
    "execution",
    "sexual_violence",
    "arson",
    "looting",
    "protest",
    "riot",
    "crackdown",
    "earthquake",
    "tsunami",
    "volcano",
    "flood",
    "landslide",
    "avalanche",
    "storm",
    "tornado",
    "wildfire",
    "drought",
    "heat_wave",
    "cold_wave",
    "epidemic",
    "road_accident",
    "rail_accident",
    "air_accident",
    "boat_accident",
    "industrial_accident",
    "explosion",
    "fire",
    "collapse",
    "crowd_crush",
    "poisoning",
    "drowning",
    "displacement",
    "return",
    "war",
]
EventRelation = Literal["main", "other", "background", "aggregate"]
ActorBasis = Literal["stated", "claimed", "blamed"]
Precision = Literal["point", "area", "country"]
ListName = Literal["casualties", "displaced"]


class Quantity(Record):
    """A count as worded: the raw words, the bounds that they state, and the best single value."""

    text: Annotated[str, Mark.QUOTED]
    """The words that were read as this quantity, with their qualifier: "at least 96"."""
    low: int | None
    """The least that the words allow; null where they set no lower end ("up to 40", "about 40")."""
    best: int | None
    """The value to work with: the number itself, or what the codebook gives for a range or vague word."""
    high: int | None
    """The most that the words allow; null where they set no upper end ("at least 96", "about 40")."""
    qualifier: Qualifier
    """How the text words the number.

    * `exact`: the plain number, also "a soldier" (1) and "no one" (0)
    * `at_least`: the number or more ("at least", "96 or more", "no fewer than")
    * `more_than`: above the number ("over", "more than", "150,000-plus"); `low` is the number itself
    * `at_most`: the number or fewer ("up to", "as many as")
    * `less_than`: below the number ("fewer than", "under"); `high` is the number itself
    * `nearly`: a little below it ("nearly", "almost", "close to")
    * `about`: near it, on either side ("about", "some", "an estimated", "60-odd")
    * `range`: two ends ("20 to 30"); `best` comes from the codebook
    * `vague`: a word and no number ("dozens", "several"); the values come from the codebook
    """


class Group(Record):
    """Who was counted: the noun phrase without its number, the role, the stated nationality."""

    text: str | None = None
    """The counted noun phrase without its number ("Thai soldiers"); null where the sentence leaves it out."""
    role: Role = "unspecified"
    """What the noun says of the people.

    * `civilian`: villagers, children, passengers, patients, journalists, aid workers
    * `military`: members of a state's armed forces
    * `police`: police officers, gendarmes, deputies
    * `armed_group`: rebels, militants, gunmen, attackers
    * `unspecified`: the noun does not say (people, men, bodies, victims, a bare nationality, families)
    """
    countries: Codes = ()
    """ISO 3166-1 alpha-3 codes of the nationality in the phrase itself, never of the place of the event."""
    sex: Sex | None = None
    """`female` or `male` where the noun says so (girls, policemen); null where it does not."""
    age: Age | None = None
    """`child`, `adult` or `elderly` where the noun says so (minors, pensioners); null where it does not."""
    side: Side | None = None
    """`perpetrator` where the counted people are the attackers themselves; null otherwise."""


class CasualtyCount(Record):
    """A count of people killed, injured, missing, captured, or harmed in a way left open."""

    outcome: Outcome
    """What happened to the people.

    * `killed`: dead of any cause, also the feared dead (with the status `estimated`)
    * `injured`: hurt, or treated for wounds or shock
    * `missing`: not accounted for
    * `captured`: abducted, taken hostage or prisoner of war; plain arrests are not counted
    * `casualties`: one number for several of these, or harm left open; never turned into `killed`
    """
    quantity: Annotated[Quantity, Mark.INLINE]
    """How many, as worded and as bounds."""
    group: Annotated[Group, Mark.INLINE] = Group()
    """Who was counted."""
    source: str | None = None
    """Who gives the figure, as written ("health officials"); null where the text names nobody."""
    place: str | None = None
    """Where it happened, as its own sentence says; null where that sentence is silent (see the event)."""
    date: Edtf | None = None
    """When it happened, in EDTF, as its own sentence says; null where that sentence is silent."""
    scope: Scope | None = None
    """How the figure stands to the others of the event; null where the text does not say.

    * `cumulative`: a running or final total ("the toll", "in all", "since")
    * `incremental`: on top of what was counted before ("another", "more")
    * `subset`: part of another count that the text gives ("including two children")
    """
    status: Status = "reported"
    """How firmly the text stands by the figure.

    * `reported`: given as a fact, whoever reports it
    * `estimated`: an estimate, a reckoning, a fear
    * `unconfirmed`: alleged, or claimed by one party and not verified
    * `previous`: an older figure that the same text replaces; it never makes the headline
    """
    evidence: Annotated[Evidence, Mark.INLINE]
    """The words that the count stands on: qualifier, number and counted noun where they stand together."""
    sentence: Annotated[Evidence | None, Mark.DETAIL] = None
    """The sentence of these words; null in files of before this field."""
    event: Annotated[int | None, Index("events")] = None
    """Index of the event that the figure belongs to, in `events`."""
    rule: Annotated[str | None, Mark.TRACE] = None
    """Name of the construction that tied the number to its event word."""
    confidence: Annotated[float | None, Mark.TRACE] = None
    """Probability that the figure is right, from 0 to 1; null where it was not estimated."""


class DisplacementCount(Record):
    """A count of people or households forced to move, or of homes lost (IDMC reporting terms)."""

    term: Term
    """What happened, by the word of the text that governs the number.

    * `displaced`: driven from home, uprooted, or staying away from it
    * `evacuated`: moved to safety, or under an order to go
    * `fled`: left in flight, or crossed into another country
    * `homeless`: left without a home
    * `sheltered`: in a shelter, a school, a tent
    * `in_camp`: in a camp
    * `relocated`: settled elsewhere
    * `refugees`: counted as refugees or asylum seekers
    * `returned`: went back, or were sent back; never part of the displaced headline
    * `housing_destroyed`: homes lost
    * `housing_damaged`: homes damaged, or destroyed and damaged in one number
    * `housing_uninhabitable`: homes that cannot be lived in
    """
    unit: Unit
    """What was counted.

    * `people`: persons
    * `households`: families or households; never multiplied into people
    * `homes`: dwellings, for the `housing_*` terms
    """
    quantity: Annotated[Quantity, Mark.INLINE]
    """How many of the unit, as worded and as bounds."""
    people_equivalent: int | None = None
    """Persons, by a household size that the text states; for labels, the extractor leaves it null."""
    group: Annotated[Group, Mark.INLINE] = Group()
    """Who was counted."""
    source: str | None = None
    """Who gives the figure, as written; null where the text names nobody."""
    place: str | None = None
    """Where it happened or where they are, as its own sentence says; null where that sentence is silent."""
    origin: str | None = None
    """Where they come from, as written."""
    destination: str | None = None
    """Where they went, as written."""
    date: Edtf | None = None
    """When it happened or when they were counted, in EDTF, by its own sentence; null where it is silent."""
    scope: Scope | None = None
    """As in a casualty count: `cumulative`, `incremental`, `subset`, or null where the text does not say."""
    status: Status = "reported"
    """As in a casualty count: `reported`, `estimated`, `unconfirmed` or `previous`."""
    measure: Measure | None = None
    """Whether the figure counts a state or an event; null where the words leave it open.

    * `stock`: how many are displaced at a moment ("are sheltering", "remain")
    * `flow`: how many were displaced in a time ("fled", "have been evacuated since")
    """
    evidence: Annotated[Evidence, Mark.INLINE]
    """The words that the count stands on."""
    sentence: Annotated[Evidence | None, Mark.DETAIL] = None
    """The sentence of these words; null in files of before this field."""
    event: Annotated[int | None, Index("events")] = None
    """Index of the event that the figure belongs to, in `events`."""
    rule: Annotated[str | None, Mark.TRACE] = None
    """Name of the construction that tied the number to its event word."""
    confidence: Annotated[float | None, Mark.TRACE] = None
    """Probability that the figure is right, from 0 to 1; null where it was not estimated."""


class DateMention(Record):
    """A calendar expression: EDTF or ISO duration value, first and last day covered."""

    text: Annotated[str, Mark.QUOTED]
    """The expression as written: "last Thursday", "12-14 March"."""
    kind: DateKind
    """What sort of expression it is.

    * `date`: a day, month, season, year or decade
    * `interval`: from one day to another ("this week", "from March to May")
    * `duration`: a length of time ("five days", "the 21-year-old war")
    * `recurring`: every such day ("every Friday")
    * `vague`: no value can be given ("recent weeks")
    """
    value: Annotated[str | None, Form("text", f"{EDTF}; a duration as P5D")]
    """The value: EDTF for dates and intervals, ISO 8601 for durations (`P5D`); null where it is not resolved.

    In EDTF `2025-12-25` is a day, `2025-12` a month, `2025-23` an autumn, `XXXX-12-25` a day of an open year,
    `2025-12-08/2025-12-25` an interval.
    """
    granularity: Annotated[Granularity | None, Mark.DETAIL] = None
    """The unit that the expression names: `day`, `week`, `month`, `season`, `year` or `decade`."""
    start: Annotated[Day | None, Mark.DETAIL] = None
    """First calendar day covered, as an ISO date; null where it cannot be known."""
    end: Annotated[Day | None, Mark.DETAIL] = None
    """Last calendar day covered, as an ISO date; null where it cannot be known."""
    basis: DateBasis | None = None
    """What the value was worked out from.

    * `explicit`: the calendar form itself ("12 March 2024", "Nov. 8")
    * `relative`: the day of publication ("yesterday", "last month")
    * `anchored`: another date or event in the text ("the next day")
    * `weekday`: a weekday ("on Monday"), or one that determines the year of its date
    """
    evidence: Evidence
    """Where the expression stands."""


class Actor(Record):
    """One real-world person, state, organisation or armed group, with every mention of it."""

    name: str
    """The fullest proper name in the article, without titles; a description where nobody is named."""
    kind: ActorKind
    """What the actor is.

    * `person`: a person, or the unnamed holder of an office
    * `country`: a state or its people; a capital that stands for its government too
    * `government`: a ministry, department, court or local authority
    * `military`: armed forces, or a part of them
    * `police`: a police force
    * `armed_group`: rebels, militias, gangs, unnamed bands of attackers
    * `igo`: an organisation of states, such as the UN and its agencies
    * `ngo`: a non-governmental organisation; the Red Cross too
    * `party`: a political party
    * `media`: a newspaper, broadcaster or agency that acts or speaks
    * `company`: a business
    * `other`: any other body, such as a hospital, a union or a team
    """
    countries: Codes = ()
    """ISO 3166-1 alpha-3 codes of the states that it belongs to, where the text determines them."""
    titles: tuple[str, ...] = ()
    """Offices and ranks, as written."""
    mentions: tuple[Evidence, ...]
    """Each place where the actor is named."""


class Place(Record):
    """A place as the text names it, and what the gazetteer knows of it (GeoNames, CC BY 4.0)."""

    text: str
    """The place as written: the head of the phrase with its name ("the town of Beled Hawo")."""
    name: str | None = None
    """The name in the gazetteer; null where the place was not found there or stays ambiguous."""
    within: tuple[str, ...] = ()
    """The wider places that the text itself puts around it, the nearest first ("Anbar", "Iraq")."""
    country: str | None = None
    """ISO 3166-1 alpha-3 code; null where it is not resolved."""
    admin1: str | None = None
    """First-level division, ISO 3166-2 where known; null where it is not resolved."""
    lat: float | None = None
    """Latitude in degrees (WGS 84); null where it is not resolved."""
    lon: float | None = None
    """Longitude in degrees (WGS 84); null where it is not resolved."""
    geonames_id: int | None = None
    """Identifier in GeoNames; null where it is not resolved."""
    precision: Precision | None = None
    """How narrow the place is.

    * `point`: a settlement, a camp, a building
    * `area`: a district, a province, a region, a river, a road
    * `country`: a whole country
    """


class NamedPlace(Place):
    """A distinct place of the text with every mention of it."""

    mentions: tuple[Evidence, ...] = ()
    """Each place where it is named."""


class Victim(Record):
    """A single person who was killed, injured, missing or captured; one record a person and outcome."""

    name: str | None = None
    """The fullest name in the article; null for a person who is not named."""
    description: str | None = None
    """The noun phrase that describes the person ("the driver"); null where there is only a name."""
    actor: Annotated[int | None, Index("actors")] = None
    """Index of the named person in `actors`; null for a person who is not named."""
    age: int | None = None
    """Age in years; null where the text does not give it."""
    sex: Sex | None = None
    """`female` or `male`, from a noun or pronoun only, never from a first name; null where there is none."""
    role: Role = "unspecified"
    """As in a group: `civilian`, `military`, `police`, `armed_group` or `unspecified`."""
    countries: Codes = ()
    """ISO 3166-1 alpha-3 codes of the stated nationality."""
    outcome: Outcome
    """What happened to the person: `killed`, `injured`, `missing`, `captured` or `casualties`."""
    event: Annotated[int | None, Index("events")] = None
    """Index of the event, in `events`."""
    counted_in: Annotated[int | None, Index("counts")] = None
    """Index of the casualty record that already counts this person; null where none does."""
    evidence: Annotated[Evidence, Mark.INLINE]
    """The first mention; of a named person the first with the name."""
    sentence: Annotated[Evidence | None, Mark.DETAIL] = None
    """The sentence of these words; null in files of before this field."""


class LedgerLine(Record):
    """How counts of one list add up: indexes of the total and of its disjoint parts."""

    list: ListName
    """The list that the indexes point into: `casualties` or `displaced`."""
    total: Annotated[int, Index("counts")]
    """Index of the total, from 0."""
    parts: Annotated[tuple[int, ...], Index("counts")]
    """Indexes of the parts, which do not overlap and are meant to exhaust the total."""
    sum: int
    """The best values of the parts, added up."""
    relation: Relation
    """How the sum stands to the total.

    * `equal`: they are the same
    * `consistent`: they differ within the bounds or the rounding that the words state
    * `mismatch`: the text's own figures do not add up
    """
    note: Annotated[str | None, Mark.TRACE] = None
    """The addition in words: "19 + 2 + 28 + 9 = 58 = at least 58"."""
    event: Annotated[int | None, Index("events")] = None
    """Index of the event that the total belongs to, in `events`."""
    basis: LedgerBasis | None = None
    """Whether the text presents the parts as such.

    * `stated`: it does ("including", "of them", a list under a total)
    * `found`: they add up, and the text does not say that they are parts
    """


class SummaryFigure(Record):
    """A headline figure and the list indexes of the records that it came from."""

    quantity: Annotated[Quantity, Mark.INLINE]
    """The headline figure."""
    from_: Annotated[tuple[int, ...], Index("counts")] = Field(alias="from")
    """Indexes of the records that it was taken from or added up from, in `casualties` or `displaced`."""
    victims: Annotated[tuple[int, ...], Index("victims")] = ()
    """Indexes of the single victims that were added, in `victims`."""


class Summary(Record):
    """Headline figures of an event or an article; null where none is stated."""

    killed: SummaryFigure | None = None
    """Deaths: the widest total stated, else the sum of disjoint figures, else the largest figure."""
    injured: SummaryFigure | None = None
    """Injured people, chosen in the same way."""
    missing: SummaryFigure | None = None
    """Missing people, chosen in the same way."""
    captured: SummaryFigure | None = None
    """Captured people, chosen in the same way."""
    casualties: SummaryFigure | None = None
    """Undifferentiated casualties, from such figures alone; deaths are not added in."""
    displaced: SummaryFigure | None = None
    """Displaced people, from figures that count people; returns, households and homes are left out."""
    returned: SummaryFigure | None = None
    """People who went back or were sent back."""
    households: SummaryFigure | None = None
    """Displaced households, from figures that count families or households."""
    housing: SummaryFigure | None = None
    """Homes destroyed, damaged or uninhabitable."""
    perpetrators_killed: SummaryFigure | None = None
    """The attackers among `killed`; null in a clash, where nobody is the attacker."""


class EventActor(Record):
    """An actor who takes part in an event, and on whose word."""

    actor: Annotated[int, Index("actors")]
    """Index of the actor, in `actors`."""
    basis: ActorBasis = "stated"
    """On whose word.

    * `stated`: given as a fact
    * `claimed`: the actor claims it
    * `blamed`: somebody else says so
    """


class Event(Record):
    """One happening: what, where, when, who to whom, and the headline figures of it alone."""

    type: EventType | None
    """Type by the type table; null where no type fits (`extractor schema` lists the names)."""
    name: str | None = None
    """Proper name, where the text gives one ("Cyclone Freddy"); null otherwise."""
    relation: EventRelation
    """How the event stands to the article.

    * `main`: what the article reports; at most one
    * `other`: a further current event of the same article
    * `background`: an earlier event, as context
    * `aggregate`: many events over an area and a time ("violence has killed 700 since January")
    """
    trigger: Evidence
    """The words by which the text first speaks of the event."""
    sentence: Evidence | None = None
    """The sentence of the trigger."""
    place: Place | None = None
    """Where it happened; null where the text does not say."""
    place_evidence: Evidence | None = None
    """The words that name the place."""
    date: Edtf | None = None
    """When it happened, in EDTF; an interval for what lasted, `/..` for what goes on; null where not said."""
    date_evidence: Evidence | None = None
    """The words that give the date."""
    perpetrators: tuple[EventActor, ...] = ()
    """Who did it; in an armed clash both sides."""
    targets: tuple[EventActor, ...] = ()
    """To whom: groups, institutions and named persons."""
    casualties: Annotated[tuple[int, ...], Index("counts")] = ()
    """Indexes of its figures in `casualties`."""
    displaced: Annotated[tuple[int, ...], Index("counts")] = ()
    """Indexes of its figures in `displaced`."""
    victims: Annotated[tuple[int, ...], Index("victims")] = ()
    """Indexes of its single victims in `victims`."""
    summary: Annotated[Summary, Mark.INLINE] = Summary()
    """The headline figures of this event alone."""


class UnusedNumber(Record):
    """A number of the text that became no record, and why."""

    evidence: Evidence
    """The number, where it stands."""
    reason: str
    """Why it is no count, in a few words: "an age", "no event word governs it"."""


class ArticleInfo(Record):
    """What is known of the article itself; ``published`` is an ISO date."""

    id: str
    """The caller's id, or the path of the file below its folder without the ending, or a made-up one."""
    title: str | None = None
    """The title, where front matter or a column gives one."""
    published: str | None = None
    """The day of publication as an ISO date; the base of "yesterday" and "on Monday"."""
    published_basis: PublishedBasis | None = None
    """Where the day of publication comes from; null where there is none.

    * `given`: from the caller
    * `metadata`: from front matter, a column, or the head of a web page
    * `dateline`: from the dateline of the text
    * `weekday`: inferred from a weekday that the text ties to a day and a month
    """
    source: str | None = None
    """The publisher, where front matter or a column gives one."""
    url: str | None = None
    """Where it was published, where front matter, a column or the head of a web page says so."""
    language: str = "en"
    """Always `en`: only English is read."""
    extra: Mapping[str, str] = Field(default_factory=dict)
    """The other columns of its row, or lines of its front matter, as text by their names."""

    def __hash__(self) -> int:
        return hash((self.id, self.title, self.published, self.source))


class Extraction(Record):  # noqa: PLW1641  (pydantic hashes frozen models by their fields)
    """Everything read from one article."""

    schema_version: Literal["1", "2"] = "2"
    """The version of this form; files of version 1, without events, can still be read."""
    article: ArticleInfo
    """What is known of the article itself."""
    actors: tuple[Actor, ...] = ()
    """Who acts, speaks or is acted upon, one entry for each real entity."""
    dates: tuple[DateMention, ...] = ()
    """Every calendar expression, in the order of the text."""
    casualties: tuple[CasualtyCount, ...] = ()
    """Every count of people harmed, in the order of the text; a figure that is said twice is here twice."""
    displaced: tuple[DisplacementCount, ...] = ()
    """Every count of people moved or homes lost, in the order of the text."""
    summary: Summary = Summary()
    """The headline figures."""
    ledger: tuple[LedgerLine, ...] = ()
    """Totals and the parts that the text gives for them."""
    events: tuple[Event, ...] = ()
    """What happened, in the order in which the text first speaks of each event."""
    victims: tuple[Victim, ...] = ()
    """Single persons who were killed, injured, missing or captured."""
    places: tuple[NamedPlace, ...] = ()
    """Every distinct place that the text names."""
    unused_numbers: tuple[UnusedNumber, ...] = ()
    """Numbers that became no record, each with its reason."""
    warnings: tuple[str, ...] = ()
    """What in the article contradicts itself: a weekday off its date, a day that no month has."""
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
        for records in (self.casualties, self.displaced, self.victims, self.dates, self.unused_numbers):
            yield from (record.evidence for record in records)
        for named in (self.actors, self.places):
            yield from (mention for record in named for mention in record.mentions)
        for harmed in (self.casualties, self.displaced, self.victims):
            yield from (record.sentence for record in harmed if record.sentence)
        for event in self.events:
            said = (event.trigger, event.sentence, event.place_evidence, event.date_evidence)
            yield from (at for at in said if at)

    def __eq__(self, other: object) -> bool:
        # That of pydantic would compare the text as well.
        return self.__dict__ == other.__dict__ if isinstance(other, Extraction) else NotImplemented

    def to_rows(self) -> list[dict[str, Any]]:
        """One flat dict per figure (casualty or displacement count), ready for a data frame.

        The place and the date of a figure are its event's where its own sentence gives none;
        ``place_basis`` and ``date_basis`` say which (``own``, ``event``, or None where there is neither).
        """
        from extractor.records.rows import figure_rows

        return list(figure_rows(self))

    def to_events(self) -> list[dict[str, Any]]:
        """One flat dict per event: what, where, when, who to whom, and the headline figures in bounds."""
        from extractor.records.event_rows import event_rows

        return list(event_rows(self))

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
        counts: tuple[CasualtyCount | DisplacementCount, ...] = (*self.casualties, *self.displaced)
        lines += [_line(record) for record in counts]
        lines += [_event_line(index, event) for index, event in enumerate(self.events)]
        for line in self.ledger:
            lines.append(f"  ledger       {line.note or ''} ({line.relation})")
        lines.append(
            f"  {len(self.actors)} actors, {len(self.dates)} dates, {len(self.unused_numbers)} unused numbers"
        )
        return "\n".join(lines)


def _event_line(index: int, event: Event) -> str:
    """An event on a line: its index, type and relation, then what the text gives of place and day."""
    place = event.place.text if event.place else None
    known = (event.type or "unknown", event.relation, place, event.date)
    return f"  event {index:<6} {', '.join(filter(None, known))}"


def _bound(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def _line(record: CasualtyCount | DisplacementCount) -> str:
    """A figure on a line: what, how many, its words, and every other field that the text gives."""
    about = record.outcome if isinstance(record, CasualtyCount) else f"{record.term} {record.unit}"
    named = ("outcome", "term", "unit")
    own = (leaf for leaf in leaves(type(record)) if leaf.labelled and not leaf.pointer)
    shown = (
        leaf.of(record)
        for leaf in own
        if leaf.key not in named and len(leaf.path) == 1 and leaf.set_in(record)
    )
    tail = "; ".join(map(str, shown))
    quantity = record.quantity
    bounds = f"{_bound(quantity.low)}..{_bound(quantity.high)}"
    words = f"“{record.evidence.text}”  {tail}"
    return f"  {about:<12} {_bound(quantity.best):>9} [{bounds}]  {words}".rstrip()
