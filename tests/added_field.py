"""What ``test_fields.py`` runs on a copy of the package whose casualty counts have a field ``weapon``."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from pyarrow import parquet
from typer.testing import CliRunner

import extractor
from extractor import extract, to_frame
from extractor.articles.article import Article
from extractor.cli import app
from extractor.display.words import details
from extractor.gold import parse_gold
from extractor.gold.scoring import score_set
from extractor.labelling.agree import _CLOSED_KEYS
from extractor.labelling.as_records import as_extraction
from extractor.labelling.draft import draft
from extractor.labelling.label_studio import from_task, labelling_config, to_task
from extractor.labelling.review.forms import FIELDS, NULL, record_of, typed
from extractor.report import read_run, render
from extractor.schema import json_schema

assert Path(extractor.__file__).is_relative_to(Path.cwd()), extractor.__file__


def call(*words: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.output


TEXT = Path("one.txt").read_text(encoding="utf-8")
EXTRACTION = extract(TEXT, published="2024-03-13")
(COUNT,) = EXTRACTION.casualties


def outputs() -> None:
    """Every file of a run, the data frame, the schema."""
    call("run", "one.txt", "-o", "out", "-f", "jsonl", "-f", "csv", "-f", "hxl", "-f", "parquet")
    line = json.loads(Path("out/records.jsonl").read_text(encoding="utf-8"))
    assert line["casualties"][0]["weapon"] == "bomb"
    with Path("out/figures.csv").open(encoding="utf-8", newline="") as file:
        assert [row["weapon"] for row in csv.DictReader(file)] == ["bomb", ""]
    with Path("out/figures.hxl.csv").open(encoding="utf-8", newline="") as file:
        names, tags, *rows = csv.reader(file)
    assert dict(zip(names, tags, strict=True))["weapon"] == "#meta+weapon"
    assert [dict(zip(names, row, strict=True))["weapon"] for row in rows] == ["bomb", ""]
    assert parquet.read_table("out/records.parquet").to_pylist()[0]["casualties"][0]["weapon"] == "bomb"
    assert parquet.read_table("out/figures.parquet").column("weapon").to_pylist() == ["bomb", None]
    assert [row["weapon"] for row in EXTRACTION.to_rows()] == ["bomb", None]
    assert list(to_frame(EXTRACTION, library="polars")["weapon"]) == ["bomb", None]
    assert json_schema()["$defs"]["CasualtyCount"]["properties"]["weapon"]["description"]


def pages() -> None:
    """Terminal, notebook, report, the words beside a mark."""
    assert "bomb" in str(EXTRACTION)
    shown = call("show", "one.txt")
    assert "stated" in shown and "bomb" in shown
    html = EXTRACTION._repr_html_()
    assert "<td>bomb</td>" in html
    assert ("weapon", "bomb") in details(COUNT)
    page = render(read_run(Path("out"), articles=(), limit=9))
    assert '"bomb"' in page  # among the values of its table


def labels() -> None:
    """A draft, its scoring, its form, and the way to Label Studio and back."""
    gold: dict[str, Any] = draft(Article(id="one", text=TEXT), EXTRACTION)
    (record,) = gold["casualties"]
    assert record["weapon"] == "bomb"
    parsed = parse_gold(gold, "one", "test")
    assert parsed.casualties[0].labelled_keys()["weapon"] == "bomb"
    assert as_extraction(parsed, TEXT).casualties[0].model_dump()["weapon"] == "bomb"
    report = score_set([(EXTRACTION, TEXT, parsed)])
    assert report.lists["casualties"].keys["weapon"].accuracy == 1
    assert "weapon" in _CLOSED_KEYS

    (field,) = (field for field in FIELDS["casualties"] if field.key == "weapon")
    assert (field.kind, field.choices, field.nullable) == ("choice", ("gun", "bomb"), True)
    values = typed(FIELDS["casualties"], record)
    changed = record_of(FIELDS["casualties"], values | {"weapon": ["gun"]}, record, TEXT)
    assert changed == record | {"weapon": "gun"}
    emptied = record_of(FIELDS["casualties"], values | {"weapon": [NULL]}, record, TEXT)
    assert emptied == record | {"weapon": None}

    assert '<Choices name="weapon"' in labelling_config()
    for label in (record, emptied):
        back = from_task(to_task(gold | {"casualties": [label]}, TEXT))
        assert back["casualties"][0]["weapon"] == label["weapon"]


outputs()
pages()
labels()
print("found everywhere")
