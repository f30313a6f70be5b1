"""How narrow a place is, in the codes of two event data sets: ``lexicon/geo_precision.toml``."""

from __future__ import annotations

from functools import cache

from extractor.lexicon.loader import Entry, load_toml, read_entry
from extractor.places.gazetteer import PlaceKind, gazetteer
from extractor.records import Place, Precision


class PrecisionCodes(Entry):
    """One line of the crosswalk: ACLED's geo-precision and UCDP's ``where_prec``."""

    precision: Precision
    level: PlaceKind | None = None
    acled: int
    ucdp: int


@cache
def _crosswalk() -> tuple[PrecisionCodes, ...]:
    rows = load_toml("lexicon/geo_precision")["precision"]
    return tuple(read_entry(PrecisionCodes, row, "lexicon/geo_precision.toml") for row in rows)


def precision_codes(place: Place) -> PrecisionCodes | None:
    """The codes of a place, None where its precision is not known."""
    entry = gazetteer().by_id(place.geonames_id) if place.geonames_id else None
    level = entry.kind if entry else None
    rows = [row for row in _crosswalk() if row.precision == place.precision]
    return next((row for row in rows if row.level == level), rows[-1] if rows else None)
