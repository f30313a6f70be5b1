"""Events with the codes of other classifications: as rows, and as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import IO, Any

from extractor.lexicon.event_types import event_types
from extractor.places.precision import precision_codes
from extractor.records import Event, Extraction
from extractor.records.event_rows import EVENT_COLUMNS, event_rows
from extractor.records.rows import ColumnType
from extractor.runs.formats import CodeSystem

_CODE_COLUMNS: Mapping[CodeSystem, Mapping[str, ColumnType]] = {
    "acled": {"acled_event_type": str, "acled_sub_event_type": str, "acled_geo_precision": int},
    "gtd": {"gtd_attack_type": str},
    "emdat": {"emdat_classification": str},
    "glide": {"glide_hazard": str},
}
"""What each system adds to a row; the values stand in the table of event types."""


def columns_of(codes: Sequence[CodeSystem]) -> dict[str, ColumnType]:
    """The columns of the table of events with those of the classifications that are asked for."""
    return {
        **EVENT_COLUMNS,
        **{name: kind for system in codes for name, kind in _CODE_COLUMNS[system].items()},
    }


def rows_of(extraction: Extraction, codes: Sequence[CodeSystem] = ()) -> Iterator[dict[str, Any]]:
    """A row for each event of an extraction, with its codes."""
    for event, row in zip(extraction.events, event_rows(extraction), strict=True):
        yield row | {name: value for system in codes for name, value in _codes(event, system).items()}


def _codes(event: Event, system: CodeSystem) -> dict[str, Any]:
    codes = event_types()[event.type].codes if event.type else None
    names = tuple(_CODE_COLUMNS[system])
    if system == "acled":
        pair = codes.acled if codes and codes.acled else (None, None)
        place = precision_codes(event.place) if event.place else None
        return dict(zip(names, (*pair, place.acled if place else None), strict=True))
    return {names[0]: getattr(codes, system) if codes else None}


def write_geojson(
    file: IO[bytes],
    records: Iterable[bytes],
    codes: Sequence[CodeSystem] = (),
    extra: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """A feature for each event; one whose place has no coordinates has a null geometry and stays.

    ``extra`` are the columns of the input that are properties too, by their names there.
    """
    file.write(b'{"type": "FeatureCollection", "features": [')
    for index, row in enumerate(_rows(records, codes, extra)):
        point = None if row["lat"] is None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        properties = {name: value for name, value in row.items() if name not in ("lat", "lon")}
        feature = {"type": "Feature", "geometry": point, "properties": properties}
        separator = b",\n" if index else b"\n"
        file.write(separator + json.dumps(feature, ensure_ascii=False).encode("utf-8", "replace"))
    file.write(b"\n]}\n")


def _rows(
    records: Iterable[bytes], codes: Sequence[CodeSystem], extra: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for record in records:
        extraction = Extraction.model_validate_json(record)
        cells = {column: extraction.article.extra.get(name) for column, name in extra.items()}
        yield from (row | cells for row in rows_of(extraction, codes))
