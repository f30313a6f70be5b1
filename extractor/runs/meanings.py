"""What each column of the tables means: from the types of the records, and in words where it is derived."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from extractor.records import CasualtyCount, DisplacementCount, Event, Record, Summary, Victim
from extractor.records.rows import merged
from extractor.runs.tables import ALL_CODES, TableName, table_of

_RECORDS: Mapping[TableName, tuple[type[Record], ...]] = {
    "articles": (),
    "events": (Event,),
    "figures": (CasualtyCount, DisplacementCount),
    "victims": (Victim,),
    "sources": (),
}
"""The records that the rows of a table are."""
_BOUNDS = {
    "low": "the least that the words allow",
    "best": "the value to work with",
    "high": "the most that the words allow, empty where they set no upper end",
}

_OF_ARTICLES = {
    "article": "The id of the article.",
    "title": "The title, where the article or its row gives one.",
    "url": "Where it was published, where the article or its row says so.",
    "published": "The day of publication as an ISO date; empty where none is known.",
}
_QUOTED = {
    "evidence": "The words that the row stands on.",
    "sentence": "Their sentence, on one line.",
    "trigger": "The words by which the text first speaks of the event.",
}
_DERIVED: Mapping[TableName, Mapping[str, str]] = {
    "articles": {
        "published_basis": "Where that day comes from: `given`, `metadata`, `dateline`, `weekday`.",
        "publisher": "The publisher, where the article or its row gives one.",
        "verdict": "`dated`: read, with a day of publication; `undated`: read without one, so that "
        "“on Monday” has no day; `skipped`: could not be read.",
        "reason": "Why the article is undated or was skipped.",
        "event_type": "Type of the main event.",
        "event_date": "When the main event happened, in EDTF.",
        "place": "Where the main event happened, as written.",
        "country": "Its country, ISO 3166-1 alpha-3.",
        "events": "How many events the article speaks of.",
        "figures": "How many figures it gives, of casualties and displacement.",
        "victims": "How many single victims it names or describes.",
        "mismatches": "Sums of the article's own figures that do not add up.",
        "warnings": "What in the article contradicts itself.",
    },
    "events": {
        "event": "Index of the event in the article's `events`.",
        "date_start": "The first day that `date` covers.",
        "date_end": "The last day that `date` covers; empty where it goes on or is open.",
        "date_precision": "The smallest unit that `date` names: day, month, year ...",
        "place": "Where it happened, as written.",
        "geo_precision": "What the coordinates stand for: `point`, `area` (its middle) or `country`.",
        "admin1": "First-level division of the place, ISO 3166-2.",
        "country": "Country of the place, ISO 3166-1 alpha-3.",
        "lat": "Latitude in degrees, WGS 84; empty where the text does not decide which place is meant.",
        "lon": "Longitude in degrees, WGS 84.",
        "perpetrators": "Who did it; (claimed) and (blamed) where it is not stated as a fact.",
        "targets": "To whom.",
        "sources": "Who gives the figures of the event, each once.",
        "acled_event_type": "With `--codes acled`: the event type of ACLED.",
        "acled_sub_event_type": "With `--codes acled`: the sub-event type of ACLED.",
        "acled_geo_precision": "With `--codes acled`: 1 (a town), 2 (an area) or 3 (a region).",
        "gtd_attack_type": "With `--codes gtd`: the attack type of the Global Terrorism Database.",
        "emdat_classification": "With `--codes emdat`: the class of EM-DAT.",
        "glide_hazard": "With `--codes glide`: the hazard code of GLIDE.",
    },
    "figures": {
        "list": "`casualties` or `displaced`: the list of the record that the row is.",
        "index": "Its index in that list.",
        "place": "Where it happened, as written: by the figure's own sentence, else by its event.",
        "date": "When it happened, in EDTF: by the figure's own sentence, else by its event.",
        "place_basis": "`own` where its own sentence gives the place, `event` where its event does.",
        "date_basis": "`own` where its own sentence gives the day, `event` where its event does.",
    },
    "victims": {"index": "Index of the victim in the article's `victims`."},
    "sources": {
        "source": "Who gives figures, as written.",
        "figures": "How many of the article's figures.",
        "kinds": "What the figures count, each once.",
    },
}


OF_INPUT = "A column of the input, as it was there."
"""What any further column means."""


@cache
def meanings(name: TableName) -> Mapping[str, str]:
    """What each column of a table means, in the order of the columns.

    Raises KeyError for a column that nothing describes.
    """
    known = _of_records(name) | _headlines() | _QUOTED | _OF_ARTICLES | dict(_DERIVED[name])
    return {column: known[column] for column in table_of(name, ALL_CODES).columns}


def _of_records(name: TableName) -> dict[str, str]:
    leaves = [leaf for kind in reversed(_RECORDS[name]) for leaf in merged(kind)]
    first = ((leaf.column, leaf.description.split("\n\n")[0]) for leaf in leaves if leaf.description)
    return {column: words.replace("null where", "empty where") for column, words in first}


def _headlines() -> dict[str, str]:
    """The meanings of the headline figures with their bounds."""
    return {
        f"{figure}_{bound}": f"Headline figure `{figure}`: {words}."
        for figure in Summary.model_fields
        for bound, words in _BOUNDS.items()
    }
