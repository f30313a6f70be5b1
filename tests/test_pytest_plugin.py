"""``pytest --extractor-gold=FOLDER`` in a real pytest of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.gold import DRAFT_NOTE
from extractor.labelling.layout import gold_json
from extractor.pytest_plugin import pytest_collection_modifyitems

ROOT = Path(__file__).parent.parent
MODULE = "extractor.pytest_plugin"
TEXT = "KABUL, March 12, 2024 (Wire) -- At least 12 people were killed on Tuesday, police said."
RIGHT = {
    "article": "right",
    "labelled": ["casualties", "summary"],
    "casualties": [{"quote": "At least 12 people", "outcome": "killed", "quantity": {"best": 12}}],
    "summary": {"killed": 12},
}
WRONG = RIGHT | {
    "article": "wrong",
    "casualties": [{"quote": "At least 12 people", "outcome": "injured", "quantity": {"best": 12}}],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("own")
    for labels in (RIGHT, WRONG):
        (made / f"{labels['article']}.txt").write_text(TEXT)
        (made / f"{labels['article']}.json").write_text(gold_json(labels))
    return made


def run(*arguments: object, where: Path) -> subprocess.CompletedProcess[str]:
    registered = any(point.value == MODULE for point in entry_points(group="pytest11"))
    loaded = [] if registered else ["-p", MODULE]
    command = [sys.executable, "-m", "pytest", *loaded, "-p", "no:cacheprovider", "--rootdir", where]
    return subprocess.run(
        [str(part) for part in (*command, *arguments)], cwd=where, capture_output=True, text=True, check=False
    )


def test_the_package_registers_the_plugin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert MODULE in project["entry-points"]["pytest11"].values()


def test_each_article_is_an_item_and_failures_are_readable(folder: Path) -> None:
    done = run(f"--extractor-gold={folder}", "-v", where=folder)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "wrong: 2 wrong" in done.stdout
    assert "casualties: miss (wrong outcome), wanted injured 12 “At least 12 people”" in done.stdout
    assert "At least 12 people were killed on Tuesday, police said." in done.stdout
    assert "Traceback" not in done.stdout
    assert "pytest_plugin.py" not in done.stdout.partition("short test summary")[0]


def test_items_are_selected_by_name_and_judged_by_level(folder: Path) -> None:
    done = run(f"--extractor-gold={folder}", "--extractor-gold-level=summary", "-k", "wrong", where=folder)
    assert "1 passed, 1 deselected" in done.stdout


def test_the_layout_of_the_guide_and_a_folder_of_articles_anywhere(tmp_path: Path) -> None:
    for name in ("articles", "gold", "moved"):
        (tmp_path / name).mkdir()
    (tmp_path / "articles" / "right.txt").write_text(TEXT)
    (tmp_path / "gold" / "right.json").write_text(gold_json(RIGHT))
    for folder in (tmp_path / "gold", tmp_path):
        assert "1 passed" in run(f"--extractor-gold={folder}", where=tmp_path).stdout
    (tmp_path / "articles" / "right.txt").rename(tmp_path / "moved" / "right.txt")
    moved = run("--extractor-gold=gold", "--extractor-articles=moved", where=tmp_path)
    assert "1 passed" in moved.stdout


def test_thresholds_of_the_project_are_items_beside_the_exact_mode(folder: Path, tmp_path: Path) -> None:
    table = "[tool.extractor.gold]\ncasualties_f1 = 0.5\nsummary_killed = 1\ncasualties_source = 0.9\n"
    (tmp_path / "pyproject.toml").write_text(table)
    done = run(f"--extractor-gold={folder}", "-v", where=tmp_path)
    assert "1 failed, 2 passed" in done.stdout
    assert "casualties_source: is not measured on these labels; they have casualties_f1" in done.stdout
    (tmp_path / "pyproject.toml").write_text("[tool.extractor.gold]\ncasualties_f1 = 0.9\n")
    done = run(f"--extractor-gold={folder}", where=tmp_path)
    assert "casualties_f1: 0.500 is below the threshold 0.900" in done.stdout
    exact = run(f"--extractor-gold={folder}", "--extractor-gold-level=record", where=tmp_path)
    assert "1 failed, 1 passed" in exact.stdout
    (tmp_path / "pyproject.toml").write_text("[tool.extractor.gold]\ncasualties_f1 = 90\n")
    done = run(f"--extractor-gold={folder}", where=tmp_path)
    assert "casualties_f1 = 90 is no share; write 0 to 1" in done.stderr
    (tmp_path / "pyproject.toml").write_text("")
    done = run(f"--extractor-gold={folder}", "--extractor-gold-level=thresholds", where=tmp_path)
    assert "has no [tool.extractor.gold]" in done.stderr


UNUSABLE: dict[str, dict[str, Any]] = {
    "quote '13 people' number 1 is not in": {"casualties": [{"quote": "13 people"}]},
    "a.json: is still a draft, which is never scored": {"note": DRAFT_NOTE},
    "a.json: the list casualties is not finished": {"labelled": ["summary"]},
}


@pytest.mark.parametrize(("name", "message"), [("nowhere", "is not there"), *((".", m) for m in UNUSABLE)])
def test_a_folder_that_cannot_be_used_is_refused(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text(json.dumps(RIGHT | UNUSABLE.get(message, {})))
    given = {"--extractor-gold": tmp_path / name}
    options: Any = SimpleNamespace(getoption=given.get, rootpath=tmp_path)
    session: Any = None
    with pytest.raises(pytest.UsageError, match=message):
        pytest_collection_modifyitems(session, options, [])


def test_without_the_option_nothing_of_the_package_is_loaded() -> None:
    code = (
        f"import sys, {MODULE}\n"
        "loaded = {name for name in sys.modules if name.startswith('extractor')}\n"
        f"assert loaded == {{'extractor', {MODULE!r}}}, loaded\n"
        "assert not {'spacy', 'pydantic', 'jinja2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
