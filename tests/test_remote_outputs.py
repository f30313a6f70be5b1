"""Outputs in a store without folders, appending or locks: one in memory (a bucket is in test_remote.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from test_cli import call
from test_runner import a_plan, contents, inline, screen, write_set

from extractor.articles.paths import file_system
from extractor.runs.blocks import BlockLog
from extractor.runs.lock import InUseError
from extractor.runs.plan import RunError, StoppedError
from extractor.runs.results import Answer
from extractor.runs.run import run

TEXTS = [f"text {i}" for i in range(700)]


@pytest.fixture
def memory() -> Iterator[Any]:
    """An empty store in this process."""
    files = fsspec.filesystem("memory")
    yield files
    files.store.clear()
    files.pseudo_dirs[:] = [""]


def stored(files: Any, root: str) -> dict[str, bytes]:
    """The objects below a place, by their names."""
    return {path.removeprefix(f"{root}/"): files.cat_file(path) for path in sorted(files.find(root))}


def test_a_folder_of_a_store_holds_the_bytes_of_a_local_one(memory: Any, tmp_path: Path) -> None:
    path = write_set(tmp_path, TEXTS)
    with path.open("a") as file:
        file.write("no JSON\n")
    formats = ("jsonl", "csv", "json", "xlsx")
    for out in (tmp_path / "out", "memory://bucket/out"):
        assert run(a_plan(path, out, formats=formats), screen(), inline()) == 1  # type: ignore[arg-type]
    assert stored(memory, "/bucket/out") == contents(tmp_path / "out")
    assert run(a_plan(path, "memory://bucket/out", formats=formats), screen(), inline()) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["res.xlsx", "res.csv", "res.json", "res.parquet", "res.geojson", "res.jsonl"]
)
def test_one_file_by_name(name: str, memory: Any, tmp_path: Path) -> None:
    path, watch = write_set(tmp_path, ["one"]), screen()
    (tmp_path / "here").mkdir()
    assert run(a_plan(path, tmp_path / "here" / name), screen(), inline()) == 0
    assert run(a_plan(path, f"memory://bucket/{name}"), watch, inline()) == 0  # type: ignore[arg-type]
    assert stored(memory, "/bucket") == contents(tmp_path / "here")
    assert watch.outcome and watch.outcome.files[0] == f"memory://bucket/{name}"


def test_a_stopped_run_goes_on_behind_its_blocks(memory: Any, tmp_path: Path) -> None:
    path = write_set(tmp_path, TEXTS)
    out: Any = "memory://bucket/out"
    with pytest.raises(
        StoppedError, match="stopped after 600 articles, which are kept in memory://bucket/out"
    ):
        run(a_plan(path, out), screen(), inline(stop_at=600))
    blocks = sorted(memory.find("/bucket/out/unfinished"))
    assert [name.rsplit("/", 1)[1] for name in blocks] == [
        "begun.json",
        "block-00000000.jsonl",
        "block-00000001.jsonl",
        "block-00000002.jsonl",
    ]
    with pytest.raises(RunError, match="holds an unfinished run; go on with --resume"):
        run(a_plan(path, out), screen(), inline())
    memory.pipe_file(
        blocks[2], memory.cat_file(blocks[2])[:-9]
    )  # damaged: it and those behind are done again
    watch = screen()
    assert run(a_plan(path, out, resume=True), watch, inline()) == 0
    assert watch.outcome and (watch.outcome.before, watch.outcome.articles) == (256, 700)
    assert run(a_plan(path, tmp_path / "out"), screen(), inline()) == 0
    assert stored(memory, "/bucket/out") == contents(tmp_path / "out")


def test_of_two_runs_into_one_place_one_goes_on(memory: Any, tmp_path: Path) -> None:
    files, root = file_system("memory://bucket/log")
    first, second = BlockLog(files, root, "log"), BlockLog(files, root, "log")
    first.begin({"a": 1})
    assert second.state() == "begun"
    first.append("k", Answer("a", "ok", b"{}"))
    second.append("k", Answer("a", "ok", b"{}"))
    first.sync()
    with pytest.raises(InUseError):
        second.sync()
    path, out = write_set(tmp_path, ["a"]), "memory://bucket/out"

    def meanwhile(items: Any) -> Any:
        memory.pipe_file("/bucket/out/unfinished/block-00000000.jsonl", b"")
        return inline()(items)

    with pytest.raises(RunError, match="memory://bucket/out: another run is writing there"):
        run(a_plan(path, out), screen(), meanwhile)  # type: ignore[arg-type]


def test_what_no_run_wrote_stays(memory: Any, tmp_path: Path) -> None:
    path, out = write_set(tmp_path, ["a"]), "memory://bucket/out"
    memory.pipe_file("/bucket/out/records.jsonl", b"mine")
    plan = a_plan(path, out, overwrite=True)  # type: ignore[arg-type]
    with pytest.raises(RunError, match=r"memory://bucket/out/records\.jsonl: is there, and no run wrote it"):
        run(plan, screen(), inline())
    assert stored(memory, "/bucket/out") == {"records.jsonl": b"mine"}
    memory.rm_file("/bucket/out/records.jsonl")
    assert run(plan, screen(), inline()) == 0
    with pytest.raises(
        RunError, match=r"records\.jsonl: is of an earlier run and would not be written again"
    ):
        run(a_plan(path, out, formats=("csv",)), screen(), inline())  # type: ignore[arg-type]
    assert run(a_plan(path, out, formats=("csv",), overwrite=True), screen(), inline()) == 0  # type: ignore[arg-type]
    assert sorted(stored(memory, "/bucket/out")) == ["figures.csv", "run.json"]
    memory.pipe_file("/bucket/out/figures.csv", b"edited")
    with pytest.raises(RunError, match=r"figures\.csv: is there, and no run wrote it"):
        run(a_plan(path, out, formats=("csv",)), screen(), inline())  # type: ignore[arg-type]


def test_an_output_that_is_an_input_is_refused(memory: Any) -> None:
    memory.pipe_file("/bucket/a.jsonl", b'{"text": "Two people died."}\n')
    result = call("run", "memory://bucket/a.jsonl", "-o", "memory://bucket/a.jsonl")
    assert result.exit_code == 2
    assert "give another -o" in result.stderr
    result = call("run", "memory://bucket", "-o", "memory://bucket/out")
    assert "is an input (memory://bucket); give another -o" in result.stderr
    result = call("run", "memory://bucket/a.jsonl", "-o", "nowhere://bucket/a.jsonl")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr and result.stderr.count("\n") == 1
