"""Hostile input: the quick part of what ``make fuzz`` does by the ten thousand, and hostile folders."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_runner import a_plan, inline, screen

from extractor.articles.inputs import Item
from extractor.runs.batch import extract_items
from extractor.runs.results import Settings
from extractor.runs.run import run

FUZZ = Path(__file__).parent.parent / "fuzz"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FUZZ / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hostile = load("hostile")


def test_mutated_articles_are_answered_rightly_or_with_a_clear_reason() -> None:
    items = [hostile.case(seed) for seed in range(200)]
    assert [
        reported.reason for reported in hostile.checked(items, Settings()) if reported.status != "ok"
    ] == []


@pytest.mark.parametrize("item", list(hostile.monsters(600)), ids=lambda item: item.place)
def test_small_monsters_are_answered_in_time(item: Item) -> None:
    (reported,) = hostile.checked([item], Settings())
    assert reported.status == "ok", reported.reason
    assert float(reported.remedy or 0) < 10


def test_a_text_over_the_limit_is_refused_at_once() -> None:
    (answer,) = extract_items([Item("long", "long", "He died. " * 1_000_000)], Settings())
    assert (answer.status, answer.record) == ("unreadable", None)
    assert "too long" in str(answer.reason)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_texts_are_answered(texts: list[str]) -> None:
    items = [Item(str(i), str(i), text) for i, text in enumerate(texts)]
    answers = extract_items(items, Settings())
    for item, answer in zip(items, answers, strict=True):
        assert hostile.problems(item, answer) is None


def test_a_hostile_folder_costs_no_article(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    good = {
        "plain.txt": "a",
        "below/new\nline.txt": "b",
        "below/-o.txt": "c",
        "[bold].txt": "d",
        "\u202etxt.exe.txt": "e",
    }
    for name, text in good.items():
        (folder / name).write_text(text)
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.txt")).write_text("f")
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "closed.txt").write_text("x")
    (folder / "closed.txt").chmod(0)
    (folder / "broken.jsonl").write_text(
        '{"text": "g"}\n{"text": \n[1]\n"x"\n{"text": 5}\n{"text": "\\ud800 h"}\n'
    )
    (folder / "broken.csv").write_text('id,text\n1,i\n2,"\n3,j\n')
    out = tmp_path / "out"
    run(a_plan(folder, out), screen(), inline())
    records = [json.loads(line) for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    titles = {record["article"]["title"] for record in records}
    assert titles >= {"a", "b", "c", "d", "e", "f", "g", "\ufffd h", "i", "j"}
    failed = [json.loads(line) for line in (out / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all(line["reason"] and line["remedy"] for line in failed)
    places = [line["place"] for line in failed]
    for name in ("self.txt", "gone.txt", "pipe.txt", "pipe.jsonl", "broken.jsonl:2", "broken.csv:3"):
        assert any(place.endswith(name) for place in places), name


def test_the_fuzzer_of_the_grammars_finds_nothing_in_a_short_run(tmp_path: Path) -> None:
    pytest.importorskip("atheris")
    command = [
        sys.executable,
        str(FUZZ / "grammars.py"),
        "-runs=1500",
        "-max_len=400",
        "-len_control=0",
        "-seed=1",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
