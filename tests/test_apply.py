"""Corrections of a run: what the desk writes becomes records, tables and a page; nothing is written over."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from extractor import read_records
from extractor.cli import app
from extractor.labelling.layout import gold_json
from extractor.labelling.review.actions import act
from extractor.labelling.review.desk import Desk
from extractor.labelling.review.sources import Run, file_name
from extractor.records import Extraction

STORIES = {
    "raid": "Gunmen killed 19 soldiers and two drivers in Arta on Monday, the army said. Nine were hurt.\n",
    "flood": "Floods killed 12 people in Brod, officials said. Some 400 people fled.\n",
    "web/../odd?": "A bomb killed four people in Cala.\n",
}


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": "200", "NO_COLOR": "1"})


@pytest.fixture(scope="module")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    rows = (json.dumps({"id": name, "text": text}) for name, text in STORIES.items())
    (folder / "stories.jsonl").write_text("\n".join(rows))
    assert (
        call("run", folder / "stories.jsonl", "-o", folder / "out", "-f", "jsonl", "-f", "hxl").exit_code == 0
    )
    return folder


@pytest.fixture
def folder(finished_run: Path, tmp_path: Path) -> Path:
    for path in (finished_run / "out").iterdir():
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / path.name).write_bytes(path.read_bytes())
    return tmp_path


class Reviewer:
    """Somebody at the desk of a run."""

    def __init__(self, folder: Path, name: str = "Ada") -> None:
        packed = folder / "out" / "records.jsonl.gz"
        self.desk = Desk(Run(packed if packed.exists() else folder / "out"), folder / "out-review", name)

    def suggested(self, article: str, name: str, best: int) -> str:
        found = self.desk.suggestions(self.desk.sheet(article))
        (key,) = (s.key for s in found if s.list == name and s.record["quantity"]["best"] == best)
        return f"s-{key}"

    def act(self, article: str, op: str, card: str = "", **data: Any) -> None:
        sheet = self.desk.sheet(article)
        form = {key: value if isinstance(value, list) else [value] for key, value in data.items()}
        act(self.desk, sheet, {"op": [op], "card": [card], "version": [sheet.version], **form})


def outputs(folder: Path) -> dict[str, Extraction]:
    return {found.article.id: found for found in read_records(folder)}


def changes(folder: Path) -> list[tuple[str, ...]]:
    with (folder / "changes.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return [tuple(row) for row in rows]


def test_corrections_become_records_tables_and_a_page(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    run = outputs(folder / "out")
    ada = Reviewer(folder)
    ada.act("raid", "number", ada.suggested("raid", "casualties", 19), value="21+")
    bo = Reviewer(folder, "Bo")
    bo.act("raid", "reject", bo.suggested("raid", "casualties", 2))
    bo.act("flood", "add", list="casualties", choice="missing", quote="people")
    done = call("apply", folder / "out")
    assert done.exit_code == 0, done.output
    assert "2 of 3 articles corrected" in done.stdout
    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == before

    out = folder / "out-corrected"
    now = outputs(out)
    assert now["web/../odd?"] == run["web/../odd?"]
    killed, *_ = (r for r in now["raid"].casualties if r.outcome == "killed")
    assert (killed.quantity.low, killed.quantity.best, killed.quantity.high) == (21, 21, None)
    assert (killed.source, killed.rule, killed.sentence) == (
        run["raid"].casualties[0].source,
        None,
        run["raid"].casualties[0].sentence,
    )
    assert len(now["raid"].casualties) == len(run["raid"].casualties) - 1
    # The headline is of what is left, and says that it was chosen again.
    assert now["raid"].summary.killed is not None
    assert now["raid"].summary.killed.quantity.best == 21
    assert any("chosen again" in warning for warning in now["raid"].warnings)
    for extraction in now.values():
        extraction.with_text(STORIES[extraction.article.id])
        assert Extraction.model_validate_json(extraction.model_dump_json()) == extraction
    assert set(changes(out)) == {
        ("raid", "casualties", "changed", "19 soldiers", "quantity.best", "19", "21", "Ada"),
        ("raid", "casualties", "changed", "19 soldiers", "quantity.high", "19", "", "Ada"),
        ("raid", "casualties", "changed", "19 soldiers", "quantity.low", "19", "21", "Ada"),
        ("raid", "casualties", "changed", "19 soldiers", "quantity.qualifier", "exact", "at_least", "Ada"),
        ("raid", "casualties", "removed", "two drivers", "", "", "", "Bo"),
        ("flood", "casualties", "added", "people", "", "", "", "Bo"),
    }
    names = {path.name for path in out.iterdir()}
    assert names == {
        "records.jsonl",
        "figures.csv",
        "figures.hxl.csv",
        "events.csv",
        "changes.csv",
        "report.html",
        "run.json",
    }
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "19 soldiers" in page
    # Once more is the same, to the byte; a corrected run is no run to review by accident, but can be.
    again = (out / "records.jsonl").read_bytes()
    assert call("apply", folder / "out").exit_code == 0
    assert (out / "records.jsonl").read_bytes() == again


def test_a_finished_article_holds_its_labels_alone(folder: Path) -> None:
    ada = Reviewer(folder)
    ada.act("flood", "accept", ada.suggested("flood", "casualties", 12))
    ada.act("flood", "finish", labelled=["casualties", "displaced"])
    assert call("apply", folder / "out", "-o", folder / "new").exit_code == 0
    flood, run = outputs(folder / "new")["flood"], outputs(folder / "out")["flood"]
    assert flood.casualties == run.casualties
    assert flood.displaced == ()  # the list is complete, and empty
    assert flood.actors == run.actors  # nobody has judged these
    assert flood.summary.displaced is None
    assert [change[:4] for change in changes(folder / "new")] == [
        ("flood", "displaced", "removed", run.displaced[0].evidence.text)
    ]


def test_an_event_that_is_corrected_keeps_what_nobody_changed(folder: Path) -> None:
    ada = Reviewer(folder)
    (event,) = (s for s in ada.desk.suggestions(ada.desk.sheet("raid")) if s.list == "events")
    ada.act("raid", "set", f"s-{event.key}", places=["Brod"], type="shooting", **{"summary.killed": "40"})
    assert call("apply", folder / "out").exit_code == 0
    now, run = outputs(folder / "out-corrected")["raid"].events[0], outputs(folder / "out")["raid"].events[0]
    assert now.place is not None
    assert (now.type, now.place.text, now.place.lat) == ("shooting", "Brod", None)
    assert (now.date, now.trigger, now.casualties) == (run.date, run.trigger, run.casualties)
    assert now.summary.killed is not None
    assert now.summary.killed.quantity.best == 40
    article = outputs(folder / "out-corrected")["raid"].summary
    assert article.killed == now.summary.killed


def test_what_cannot_be_applied_is_refused_with_a_remedy(folder: Path) -> None:
    def refused(*arguments: object) -> str:
        result = call("apply", folder / "out", *arguments)
        assert result.exit_code == 2, result.output
        return " ".join(result.stderr.split())

    assert "out-review: is no folder of corrections; make them with: extractor review" in refused()
    review = folder / "out-review"
    review.mkdir()
    assert "holds no corrections" in refused()
    labels = {"article": "flood", "labelled": [], "casualties": [{"quote": "13 people"}]}
    (review / "flood.json").write_text(gold_json(labels))
    assert "flood.json: casualties[0]: quote '13 people' number 1 is not in the article" in refused()
    (review / "flood.json").unlink()
    (review / "stranger.json").write_text(gold_json({"article": "stranger", "labelled": []}))
    assert "stranger.json: is of no article of the run" in refused()
    (review / "stranger.json").unlink()
    Reviewer(folder).act("flood", "add", list="casualties", choice="killed", quote="people")
    assert "out: is there, and holds no corrected run; give another -o" in refused("-o", folder / "out")
    assert call("apply", folder / "out").exit_code == 0
    (folder / "out-corrected" / "figures.csv").write_text("mine")
    assert "figures.csv: is there, and no run wrote it" in refused()
    assert (folder / "out-corrected" / "figures.csv").read_text() == "mine"


def test_the_packed_records_of_a_run_can_be_corrected(folder: Path) -> None:
    out = folder / "out"
    (out / "records.jsonl.gz").write_bytes(gzip.compress((out / "records.jsonl").read_bytes()))
    (out / "records.jsonl").unlink()
    ada = Reviewer(folder)
    ada.act("flood", "add", list="casualties", choice="missing", quote="people")
    done = call("apply", out / "records.jsonl.gz", folder / "out-review", "-o", folder / "new")
    assert done.exit_code == 0, done.output
    assert len(outputs(folder / "new")["flood"].casualties) == 2


def test_any_id_of_an_article_names_a_file_below_the_folder() -> None:
    names = [
        file_name(name) for name in (*STORIES, "", "..", "a" * 500, "/etc/passwd", "é", ".history", "a.")
    ]
    assert len(set(names)) == len(names)
    for name in names:
        parts = Path(name).parts
        assert not Path(name).is_absolute()
        assert ".." not in parts
        assert not any(part.startswith(".") or len(part.encode()) > 200 for part in parts)
