"""Events as rows, CSV, Parquet and GeoJSON: one an event, with the codes of other classifications."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from pyarrow import parquet

from extractor.pipeline import extract
from extractor.records import Extraction
from extractor.records.edtf import days_of, precision_of
from extractor.runs.columns import write_rows
from extractor.runs.event_codes import columns_of, write_geojson
from extractor.runs.flat import write_csv, write_hxl
from extractor.runs.results import Answer
from extractor.runs.tables import table_of

TEXT = (
    "Two suicide bombers attacked a market in Kano, Nigeria on Monday, killing nine people, police said. "
    "Boko Haram claimed responsibility. A flood in Jos killed 4 people on Sunday. "
    "Violence has killed 700 people in the country since January."
)


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return extract(TEXT, published="2024-05-15", article_id="a1")


def _bytes(extraction: Extraction) -> list[bytes]:
    return [extraction.model_dump_json().encode()]


def _answers(extraction: Extraction) -> list[Answer]:
    return [Answer("a1", "ok", record) for record in _bytes(extraction)]


def test_one_row_an_event(extraction: Extraction) -> None:
    rows = extraction.to_events()
    assert [row["event"] for row in rows] == list(range(len(extraction.events)))
    first = rows[0]
    assert (first["article"], first["type"], first["relation"]) == ("a1", "bombing", "main")
    assert (first["date_start"], first["date_precision"]) == ("2024-05-13", "day")
    assert first["killed_best"] == 9
    assert "Boko Haram (claimed)" in first["perpetrators"]
    assert first["sentence"].startswith("Two suicide bombers")


def test_csv_has_the_codes_that_are_asked_for(extraction: Extraction) -> None:
    file = io.BytesIO()
    write_csv(table_of("events", ("acled", "gtd", "emdat", "glide")), file, _answers(extraction))
    rows = list(csv.DictReader(io.StringIO(file.getvalue().decode())))
    bombing, flood = rows[0], next(row for row in rows if row["type"] == "flood")
    assert bombing["acled_event_type"] == "Explosions/Remote violence"
    assert bombing["gtd_attack_type"] == "Bombing/Explosion"
    assert flood["glide_hazard"] == "FL"
    assert flood["emdat_classification"]
    assert "acled_event_type" not in columns_of(())


def test_parquet_is_typed(extraction: Extraction) -> None:
    file = io.BytesIO()
    write_rows(table_of("events", ("acled",)), file, _answers(extraction))
    table = parquet.read_table(io.BytesIO(file.getvalue()))
    assert table.num_rows == len(extraction.events)
    assert str(table.schema.field("lat").type) == "double"
    assert str(table.schema.field("killed_best").type) == "int64"


def test_geojson_keeps_events_without_coordinates(extraction: Extraction) -> None:
    file = io.BytesIO()
    write_geojson(file, _bytes(extraction))
    found = json.loads(file.getvalue())
    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == len(extraction.events)
    point = found["features"][0]["geometry"]
    assert point["type"] == "Point"
    assert point["coordinates"] == pytest.approx([8.5, 12.0], abs=0.5)


def test_hxl_dates_are_iso_and_what_is_open_is_a_note() -> None:
    text = (
        "Violence has killed 700 people in Nigeria since January. "
        "A blast killed 4 people in Kano on 3 May 2024."
    )
    file = io.BytesIO()
    write_hxl(file, _bytes(extract(text, published="2024-05-15")))
    head, tags, *rows = csv.reader(io.StringIO(file.getvalue().decode()))
    at = {name: i for i, name in enumerate(head)}
    assert tags[at["date"]] == "#date+occurred"
    assert tags[at["country"]] == "#country+code+v_iso3"
    cells = {(row[at["date"]], row[at["date_note"]]) for row in rows}
    assert ("2024-05-03", "") in cells
    assert all("/" not in day for day, _ in cells)


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2024-03-11", date(2024, 3, 11), date(2024, 3, 11), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2024-03-11/..", date(2024, 3, 11), None, "interval"),
        ("2024-01/2024-03", date(2024, 1, 1), date(2024, 3, 31), "interval"),
        ("XXXX-03-11", None, None, "day"),
        ("2024-21", None, None, "season"),
        (None, None, None, None),
    ],
)
def test_days_of_edtf(
    value: str | None, first: date | None, last: date | None, precision: str | None
) -> None:
    assert days_of(value) == (first, last)
    assert precision_of(value) == precision
