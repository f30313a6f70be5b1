"""Runs that go wrong: an article costs only itself, a broken-off run ends as an unbroken one."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sabotage
from rich.console import Console

from extractor.articles.failures import ReadFailure
from extractor.articles.inputs import Item
from extractor.cli.terminal.run import Screen
from extractor.runs.executor import Answering
from extractor.runs.journal import Journal
from extractor.runs.local_engine import in_workers
from extractor.runs.plan import OutputError, RunError, RunPlan, StoppedError
from extractor.runs.results import Answer, Settings
from extractor.runs.run import run

HERE = Path(__file__).parent


def screen() -> Screen:
    return Screen(Console(file=io.StringIO()), Console(file=io.StringIO()))


def a_plan(path: Path, out: Path, **options: Any) -> RunPlan:
    return RunPlan((str(path),), str(out), **options)


def write_set(folder: Path, texts: Iterable[str]) -> Path:
    path = folder / "set.jsonl"
    path.write_text("".join(json.dumps({"id": f"a{i}", "text": t}) + "\n" for i, t in enumerate(texts)))
    return path


def inline(stop_at: int | None = None) -> Answering:
    """An engine in this process, which Ctrl-C may hit."""

    def answers(items: Iterable[Item | ReadFailure]) -> Iterator[tuple[str, Answer]]:
        for number, item in enumerate(items):
            if number == stop_at:
                raise KeyboardInterrupt
            if isinstance(item, ReadFailure):
                yield item.key(), Answer(None, "unreadable", None, *item[:3])
            else:
                yield item.key(), sabotage.answer([item], Settings())[0]

    return answers


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_an_article_that_raises_hangs_or_kills_its_worker_costs_only_itself(tmp_path: Path) -> None:
    texts = [f"text {i}" for i in range(60)]
    for place, order in ((3, "raise"), (20, "kill"), (21, "hang"), (40, "exit"), (59, "kill")):
        texts[place] = order
    plan = a_plan(write_set(tmp_path, texts), tmp_path / "out", workers=2, time_limit=1.0)
    assert run(plan, screen(), in_workers(plan, sabotage.answer)) == 5
    good = [json.loads(line) for line in (tmp_path / "out/records.jsonl").read_text().splitlines()]
    assert [record["article"]["title"] for record in good] == [t for t in texts if t.startswith("text")]
    bad = [json.loads(line) for line in (tmp_path / "out/errors.jsonl").read_text().splitlines()]
    assert [(b["article"], b["status"]) for b in bad] == [
        ("a3", "raised"),
        ("a20", "killed"),
        ("a21", "timeout"),
        ("a40", "killed"),
        ("a59", "killed"),
    ]
    assert all(b["place"] and b["reason"] and b["remedy"] for b in bad)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunPlan, dict[str, bytes], bytes]:
    """A plan, the outputs of its unbroken run, and the journal of a run that was stopped near its end."""
    folder = tmp_path_factory.mktemp("broken")
    texts = ["zwölf\u2028Tote", *(f"text {i}" for i in range(8)), '"record": "x"', "=1+1", "last"]
    path = write_set(folder, texts)
    with path.open("a") as file:
        file.write("no JSON\n" + json.dumps({"text": "one more"}) + "\n")
    plan = a_plan(path, folder / "whole", formats=("jsonl", "csv", "parquet"))
    assert run(plan, screen(), inline()) == 1
    whole = contents(Path(plan.out))
    assert sorted(whole) == [
        "errors.jsonl",
        "figures.csv",
        "figures.parquet",
        "records.jsonl",
        "records.parquet",
        "run.json",
    ]
    plan = a_plan(path, folder / "part", formats=plan.formats, resume=True)
    with pytest.raises(StoppedError, match="stopped after 13 articles"):
        run(plan, screen(), inline(stop_at=13))
    return plan, whole, (Path(plan.out) / "unfinished.jsonl").read_bytes()


def test_a_journal_cut_anywhere_leads_to_the_same_outputs(
    broken: tuple[RunPlan, dict[str, bytes], bytes],
) -> None:
    plan, whole, log = broken
    places = {*range(0, len(log), 61), *range(len(log) - 20, len(log) + 1)}
    for place in sorted(places):
        junk = (b"", b"\0\0", b'{"check":"00000000","item":3}\n')[place % 3]
        shutil.rmtree(plan.out)
        Path(plan.out).mkdir()
        (Path(plan.out) / "unfinished.jsonl").write_bytes(log[:place] + junk)
        if b"\n" in junk and place < log.index(b"\n"):
            with pytest.raises(RunError, match=r"--overwrite|no run wrote it"):
                run(plan, screen(), inline())
            continue
        run(plan, screen(), inline())
        assert contents(Path(plan.out)) == whole, (place, junk)


def test_a_damaged_byte_anywhere_leads_to_the_same_outputs(
    broken: tuple[RunPlan, dict[str, bytes], bytes],
) -> None:
    plan, whole, log = broken
    header = log.index(b"\n") + 1
    for place in range(header, len(log), 59):
        shutil.rmtree(plan.out)
        Path(plan.out).mkdir()
        (Path(plan.out) / "unfinished.jsonl").write_bytes(
            log[:place] + bytes([log[place] ^ 1]) + log[place + 1 :]
        )
        run(plan, screen(), inline())
        assert contents(Path(plan.out)) == whole, place


def test_the_journal_is_readable_as_json_lines(broken: tuple[RunPlan, dict[str, bytes], bytes]) -> None:
    lines = [json.loads(line) for line in broken[2].splitlines()]
    assert [line["item"] for line in lines[1:]] == list(range(13))
    assert lines[1]["record"]["article"]["id"] == "a0"


def test_an_unfinished_run_is_neither_dropped_nor_mixed_with_another(tmp_path: Path) -> None:
    path = write_set(tmp_path, ["a", "b", "c"])
    plan = a_plan(path, tmp_path / "out")
    with pytest.raises(StoppedError):
        run(plan, screen(), inline(stop_at=2))
    with pytest.raises(RunError, match="--resume"):
        run(plan, screen(), inline())
    other = a_plan(path, tmp_path / "out", settings=Settings(codebook="ucdp"), resume=True)
    with pytest.raises(RunError, match="codebook was 'acled' and is 'ucdp'"):
        run(other, screen(), inline())
    write_set(tmp_path, ["a", "B", "c"])
    with pytest.raises(RunError, match=r"set\.jsonl is changed\); begin anew with --restart"):
        run(a_plan(path, tmp_path / "out", resume=True), screen(), inline())
    with pytest.raises(RunError, match="give one of them"):
        run(a_plan(path, tmp_path / "out", resume=True, restart=True), screen(), inline())
    assert run(a_plan(path, tmp_path / "out", restart=True), screen(), inline()) == 0
    assert not (tmp_path / "out/unfinished.jsonl").exists()


def test_two_runs_do_not_write_one_journal(tmp_path: Path) -> None:
    plan = a_plan(write_set(tmp_path, ["a"]), tmp_path / "out")
    with Journal(tmp_path / "out/unfinished.jsonl"), pytest.raises(RunError, match="another run"):
        run(plan, screen(), inline())


def test_outputs_in_the_folder_that_is_read_are_passed_over(tmp_path: Path) -> None:
    write_set(tmp_path, ["a", "b"])
    plan = a_plan(tmp_path, tmp_path, formats=("jsonl", "csv", "parquet"))
    assert run(plan, screen(), inline()) == 0
    first = contents(tmp_path)
    assert run(plan, screen(), inline()) == 0
    assert contents(tmp_path) == first


def test_what_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputError, match="cannot be written"):
            run(a_plan(write_set(tmp_path, ["a"]), out), screen(), inline())


def start(*args: object, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(HERE / "broken_run.py"), *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **env},
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def long_set(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, bytes]:
    """A set that takes some seconds, with mishaps in it, and the outputs of its unbroken run."""
    folder = tmp_path_factory.mktemp("long")
    texts = [f"pause {i}" + " and a few more words" * (i % 7) for i in range(600)]
    texts[100], texts[400] = "raise", "kill"
    path = write_set(folder, texts)
    out = folder / "whole"
    run(a_plan(path, out), screen(), in_workers(a_plan(path, out, workers=2), sabotage.answer))
    return path, (out / "records.jsonl").read_bytes(), (out / "errors.jsonl").read_bytes()


def test_a_run_killed_at_any_moment_ends_with_the_same_bytes(
    long_set: tuple[Path, bytes, bytes], tmp_path: Path
) -> None:
    path, records, errors = long_set
    rng = random.Random(7)
    kills = 0
    for _ in range(40):
        with start("run", path, "-o", tmp_path, "--workers", 2, "--resume") as process:
            try:
                process.wait(rng.uniform(0.8, 2.5) if kills < 4 else None)
                break
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
                kills += 1
        whole = tmp_path / "records.jsonl"
        assert not whole.exists() or whole.read_bytes() == records  # a kill may hit the very end
    assert kills
    assert process.returncode == 1
    assert (tmp_path / "records.jsonl").read_bytes() == records
    assert (tmp_path / "errors.jsonl").read_bytes() == errors
    assert sorted(path.name for path in tmp_path.iterdir()) == ["errors.jsonl", "records.jsonl", "run.json"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(
    long_set: tuple[Path, bytes, bytes], tmp_path: Path, number: signal.Signals
) -> None:
    path, records, _ = long_set
    with start("run", path, "-o", tmp_path, "--workers", 2) as process:
        log = tmp_path / "unfinished.jsonl"
        while not log.exists() or log.stat().st_size < 30_000:
            time.sleep(0.05)
        os.killpg(process.pid, number)
        _, output = process.communicate(timeout=20)
    assert process.returncode == 130
    (line,) = output.splitlines()
    assert line.startswith("error: stopped after ")
    assert line.endswith(f"go on with: extractor run {path} -o {tmp_path} --workers 2 --resume")
    with start("run", path, "-o", tmp_path, "--resume") as process:
        process.communicate(timeout=60)
    assert (tmp_path / "records.jsonl").read_bytes() == records


def test_a_full_disk_is_one_line_and_what_was_written_stays_usable(
    long_set: tuple[Path, bytes, bytes], tmp_path: Path
) -> None:
    path, records, _ = long_set
    with start("run", path, "-o", tmp_path, FILE_LIMIT="90000") as process:
        _, output = process.communicate(timeout=60)
    assert process.returncode == 1
    (line,) = output.splitlines()
    assert "cannot be written (File too large)" in line
    assert "--resume" in line
    with start("run", path, "-o", tmp_path, "--resume") as process:
        process.communicate(timeout=60)
    assert (tmp_path / "records.jsonl").read_bytes() == records
