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


@pytest.mark.parametrize(
    ("name", "message"), [("nowhere", "nowhere is not there"), (".", "quote '13 people' number 1 is not in")]
)
def test_a_folder_that_cannot_be_used_is_refused(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text(json.dumps(RIGHT | {"casualties": [{"quote": "13 people"}]}))
    options: Any = SimpleNamespace(getoption=lambda _: tmp_path / name)
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
