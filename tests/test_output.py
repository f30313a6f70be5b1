"""Output appears whole or not at all, in each format with the same figures."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pytest
from pyarrow import parquet

from extractor import extract
from extractor.records import Outcome, Term, Unit
from extractor.records.article_rows import article_rows
from extractor.records.rows import COLUMNS
from extractor.runs.columns import record_schema, write_records
from extractor.runs.flat import cell, column_of
from extractor.runs.formats import FOLDER_NAMES, Format
from extractor.runs.meanings import meanings
from extractor.runs.output import atomic_file, failure_line, targets, write_parts
from extractor.runs.results import Answer
from extractor.runs.tables import ALL_CODES, TABLE_NAMES, TableName, table_of

STORY = (
    "KABUL, March 12, 2024 (Wire) -- At least 12 people were killed and 30 injured on Tuesday, police said. "
    "Some 2,400 families (about 9,000 people) fled their homes and 300 houses were destroyed. "
    "In all, 42 casualties were counted, among them 3 children."
)


def test_the_file_takes_its_name_only_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "new" / "records.jsonl"
    with atomic_file(path) as file:
        file.write(b"one\n")
        assert not path.exists()
    assert path.read_text() == "one\n"
    assert [p.name for p in path.parent.iterdir()] == ["records.jsonl"]


def test_a_failing_run_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("old\n")
    with pytest.raises(RuntimeError), atomic_file(path) as file:
        file.write(b"half\n")
        raise RuntimeError
    assert path.read_text() == "old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["records.jsonl"]


def test_a_failure_is_one_line_that_names_place_reason_and_remedy() -> None:
    line = failure_line(Answer("a\n\ud800", "unreadable", None, "a.txt", "is empty", "give text"))
    assert line.count(b"\n") == 1
    assert json.loads(line) == {
        "article": "a\n?",
        "place": "a.txt",
        "times": 1,
        "status": "unreadable",
        "reason": "is empty",
        "remedy": "give text",
    }


def test_the_ending_of_an_output_file_names_its_format(tmp_path: Path) -> None:
    assert targets(tmp_path / "a.jsonl").files == {"jsonl": tmp_path / "a.jsonl"}
    assert targets(tmp_path / "a.hxl.csv").files == {"hxl": tmp_path / "a.hxl.csv"}
    assert targets(tmp_path / "a.parquet").files["figures"] == tmp_path / "a.figures.parquet"
    assert targets(tmp_path / "a.csv", ["csv"]).errors == tmp_path / "a.csv.errors.jsonl"
    assert targets(tmp_path / "a.csv", ["events-csv"]).files == {"events-csv": tmp_path / "a.csv"}
    for name in ("a.xlsx", "a.json", "a.geojson", "A.XLSX"):
        assert list(targets(tmp_path / name).files) == [name.lower().removeprefix("a.")]
    assert set(targets(tmp_path / "out", ["csv", "parquet", "csv"]).files) == {"csv", "parquet", "figures"}
    with pytest.raises(ValueError, match="name a folder"):
        targets(tmp_path / "a.csv", ["jsonl"])


@pytest.mark.parametrize("name", ["a.xls", "a.txt", "a.v2", "a.jsonl.gz", "a.XML"])
def test_an_unknown_ending_is_refused_where_no_folder_is_meant(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="or a folder with a slash at its end"):
        targets(tmp_path / name)
    assert targets(f"{tmp_path / name}/").whole
    (tmp_path / name).mkdir()
    assert targets(tmp_path / name).whole


@pytest.mark.parametrize("name", ["out", "run-2024.05", ".hidden", "a.1"])
def test_a_name_without_an_ending_of_letters_is_a_folder(name: str, tmp_path: Path) -> None:
    assert targets(tmp_path / name).whole


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    return json.loads(extract(STORY, article_id="=cmd|' /C calc'!A0").model_dump_json())  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def outputs(record: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    answers = [
        Answer("1", "ok", json.dumps(record, ensure_ascii=False).encode()),
        Answer("2", "raised", None, "2.txt", "ValueError", "report it"),
    ]
    parts, failed, notes = write_parts(targets(folder, get_args(Format)), lambda: answers)
    assert (failed, notes) == (1, [])
    for part in parts:
        part.publish()
    return folder


def test_every_format_holds_the_same_figures(outputs: Path, record: dict[str, Any]) -> None:
    found = record["casualties"] + record["displaced"]
    best = [figure["quantity"]["best"] for figure in found]
    assert len(best) >= 6
    assert json.loads((outputs / "records.jsonl").read_text()) == record
    assert json.loads((outputs / "records.json").read_text()) == [record]
    assert parquet.read_schema(outputs / "figures.parquet").names == list(COLUMNS)
    (nested,) = parquet.read_table(outputs / "records.parquet").to_pylist(maps_as_pydicts="strict")
    assert nested == record
    assert parquet.read_table(outputs / "figures.parquet")["best"].to_pylist() == best
    with (outputs / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["best"]) for row in rows] == best
    assert [row["evidence"] for row in rows] == [figure["evidence"]["text"] for figure in found]


def test_every_format_has_its_file(outputs: Path) -> None:
    assert {path.name for path in outputs.iterdir()} == {*FOLDER_NAMES.values(), "errors.jsonl"}
    for path in outputs.glob("*.csv"):
        assert not path.read_bytes().startswith(codecs.BOM_UTF8)  # for programs
    for name in ("articles", "events", "victims", "sources"):
        with (outputs / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert parquet.read_schema(outputs / f"{name}.parquet").names == rows[0]
        assert parquet.read_table(outputs / f"{name}.parquet").num_rows == len(rows) - 1


def test_a_table_of_articles_has_one_row_an_article_and_its_verdict(outputs: Path) -> None:
    dated, skipped = parquet.read_table(outputs / "articles.parquet").to_pylist()
    assert (dated["verdict"], dated["published"], dated["reason"]) == ("dated", "2024-03-12", None)
    assert (dated["killed_low"], dated["killed_best"], dated["killed_high"]) == (12, 12, None)
    assert (dated["events"], dated["households_best"]) == (1, 2400)
    assert (skipped["article"], skipped["verdict"], skipped["reason"]) == ("2", "skipped", "ValueError")
    (undated,) = article_rows(extract("Floods killed 9 people."))
    assert (undated["verdict"], undated["reason"]) == ("undated", "no day of publication is known")


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_column_of_every_table_has_a_meaning(name: TableName) -> None:
    described = meanings(name)
    assert list(described) == list(table_of(name, ALL_CODES).columns)
    assert all(words[0].isupper() or words[0] in "`" for words in described.values())


def test_a_table_of_sources_has_one_row_a_source(outputs: Path) -> None:
    (row,) = parquet.read_table(outputs / "sources.parquet").to_pylist()
    assert (row["source"], row["figures"], row["kinds"]) == ("police", 2, "killed; injured")


def test_a_csv_file_by_name_is_for_spreadsheets(record: dict[str, Any], tmp_path: Path) -> None:
    answers = [Answer("1", "ok", json.dumps(record).encode())]
    (part,), _, _ = write_parts(targets(tmp_path / "x.csv"), lambda: answers)
    part.publish()
    assert (tmp_path / "x.csv").read_bytes().startswith(codecs.BOM_UTF8)
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["sentence"].startswith("KABUL, March 12") or "At least 12" in rows[0]["sentence"]
    assert {"article", "title", "url", "sentence"} < rows[0].keys()


def test_parquet_is_typed_as_the_contract_is() -> None:
    casualty = record_schema().field("casualties").type.value_type
    assert casualty.field("quantity").type.field("best").type == pa.int64()
    assert casualty.field("group").type.field("countries").type == pa.list_(pa.string())
    assert record_schema().field("summary").type.field("killed").type.field("from").type == pa.list_(
        pa.int64()
    )


def test_a_number_beyond_64_bits_does_not_stop_parquet(record: dict[str, Any]) -> None:
    big = json.loads(json.dumps(record))
    big["casualties"][0]["quantity"]["best"] = 10**30
    sink = io.BytesIO()
    write_records(sink, [json.dumps(big).encode()])
    (row,) = parquet.read_table(pa.BufferReader(sink.getvalue())).to_pylist()
    assert row["casualties"][0]["quantity"]["best"] is None
    assert row["casualties"][1] == record["casualties"][1]


def test_hxl_has_names_then_tags_and_each_figure_in_the_column_of_its_kind(outputs: Path) -> None:
    with (outputs / "figures.hxl.csv").open(encoding="utf-8", newline="") as file:
        names, tags, *rows = list(csv.reader(file))
    assert all(tag.startswith("#") for tag in tags)
    assert len(set(tags)) == len(tags) == len(names)
    by_tag = [dict(zip(tags, row, strict=True)) for row in rows]
    assert next(row["#affected+killed"] for row in by_tag if row["#affected+killed"]) == "12"
    assert [row["#affected+injured"] for row in by_tag if row["#affected+injured"]] == ["30"]
    assert [row["#affected+idps+hh"] for row in by_tag if row["#affected+idps+hh"]] == ["2400"]
    assert [row["#impact+housing+destroyed"] for row in by_tag if row["#impact+housing+destroyed"]] == ["300"]
    assert all(
        sum(bool(row[tag]) for tag in tags if tag.startswith(("#affected", "#impact"))) == 1 for row in by_tag
    )


def kinds() -> Iterator[dict[str, Any]]:
    for outcome in Outcome.__args__:  # type: ignore[attr-defined]
        yield {"list": "casualties", "outcome": outcome}
    for term in Term.__args__:  # type: ignore[attr-defined]
        units = ("homes",) if term.startswith("housing_") else [u for u in Unit.__args__ if u != "homes"]  # type: ignore[attr-defined]
        for unit in units:
            yield {"list": "displaced", "term": term, "unit": unit}


@pytest.mark.parametrize("kind", list(kinds()), ids=str)
def test_every_kind_of_figure_has_a_column(kind: dict[str, Any]) -> None:
    from extractor.runs.flat import _TAGS

    assert column_of(kind) in _TAGS


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1", "＋1", "\u3000=1"]
)
def test_no_text_becomes_a_formula(text: str) -> None:
    assert str(cell(text)).startswith("'")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12 dead;=1+1", "12 dead;'=1+1"),
        ("12\t@SUM(A1)", "12\t'@SUM(A1)"),
        ("a; -1; +2", "a;' -1;' +2"),
        ("12 dead\n=1", "12 dead\n'=1"),
        ("north-east; a = b", "north-east; a = b"),
    ],
)
def test_no_text_becomes_a_formula_where_cells_are_parted_elsewhere(text: str, shown: str) -> None:
    assert cell(text) == shown


@pytest.mark.parametrize("value", [None, 0, -3, "12 people", "São Tomé", "a = b", "“12”"])
def test_numbers_and_plain_text_stay_as_they_are(value: object) -> None:
    assert cell(value) == value


@pytest.mark.parametrize("mark", ["\x85", "\x9b", "\u200f", "\u202e", "\u2066", "\x1b"])
def test_marks_that_steer_a_display_do_not_reach_a_spreadsheet(mark: str) -> None:
    assert cell(f"a{mark}b") == "a\ufffdb"


def test_control_characters_and_half_surrogates_do_not_reach_a_spreadsheet() -> None:
    assert cell("a\x00b\ud800c") == "a\ufffdb\ufffdc"
