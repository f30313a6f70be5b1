"""The Ray engine on a Ray of two processors on this machine gives what the local engine gives."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cli import call

ray = pytest.importorskip("ray")

import pyarrow as pa  # noqa: E402
from pyarrow import parquet  # noqa: E402

from extractor.articles.sources import find_items  # noqa: E402
from extractor.cli.terminal.run import Screen  # noqa: E402
from extractor.runs.batch import extract_table, pack  # noqa: E402
from extractor.runs.journal import Journal  # noqa: E402
from extractor.runs.packing import BATCH_ROWS, pack_items  # noqa: E402
from extractor.runs.plan import RunError, RunPlan  # noqa: E402
from extractor.runs.ray_engine import RayExecutor, read_answers  # noqa: E402
from extractor.runs.results import Settings  # noqa: E402

STORIES = [
    "At least 12 people were killed and 30 injured on Tuesday, police in Kabul said.",
    "Some 2,400 families fled their homes in Goma, the UN said.",
    "Three soldiers died and 5 were wounded in the clash on March 3.",
    "",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of several kinds, some of them unreadable, and more rows than one batch holds."""
    made = tmp_path_factory.mktemp("in")
    rows = [
        {"id": f"r{i}", "text": STORIES[i % 4], "published": "2024-03-12"} for i in range(BATCH_ROWS + 20)
    ]
    (made / "set.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "broken\n")
    (made / "page.html").write_text(f"<html><body><article><p>{STORIES[0]}</p></article></body></html>")
    (made / "old.txt").write_bytes(f"---\npublished: 2024-03-12\n---\nCafé: {STORIES[2]}".encode("cp1252"))
    parquet.write_table(pa.Table.from_pylist(rows), made / "rows.parquet", row_group_size=50)
    return made


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """One Ray for all the tests of this module: to start one takes as long as they do."""
    context = ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    yield context.address_info["gcs_address"]
    ray.shutdown()


def test_the_batch_function_is_the_same_for_tables_and_for_packed_items(folder: Path) -> None:
    table = parquet.read_table(folder / "rows.parquet").slice(0, 8)
    plain = extract_table(table, Settings())
    packed = extract_table(pack(find_items([folder / "rows.parquet"])).slice(0, 8), Settings())
    assert plain["extraction"].to_pylist() == packed["extraction"].to_pylist()
    assert plain["status"].to_pylist()[:4] == ["ok", "ok", "ok", "unreadable"]
    assert plain["killed"].to_pylist()[:4] == [12, None, 3, None]
    assert plain["killed_high"].to_pylist()[:4] == [None, None, 3, None]
    assert plain["displaced"].to_pylist()[1] is None or plain["displaced"].to_pylist()[1] > 0


def test_packing_is_repeatable_and_notices_other_articles(folder: Path, tmp_path: Path) -> None:
    first = list(pack_items(find_items([folder]), str(tmp_path)))
    assert first == list(pack_items(find_items([folder]), str(tmp_path)))
    with pytest.raises(RunError, match="holds other articles than now"):
        list(pack_items(find_items([folder / "old.txt"]), str(tmp_path)))


def test_ray_writes_the_bytes_of_the_local_engine(folder: Path, tmp_path: Path, cluster: str) -> None:
    formats = ("-f", "jsonl", "-f", "csv", "-f", "parquet")
    here = call("run", folder, "-o", tmp_path / "local", "--workers", 2, *formats)
    there = call(
        "run",
        folder,
        "-o",
        tmp_path / "ray",
        "--workers",
        2,
        *formats,
        "--engine",
        "ray",
        "--address",
        cluster,
    )
    assert (here.exit_code, there.exit_code) == (1, 1), there.output
    names = sorted(path.name for path in (tmp_path / "local").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "ray").iterdir())
    assert len(names) == 6
    for name in names:
        assert (tmp_path / "ray" / name).read_bytes() == (tmp_path / "local" / name).read_bytes(), name


def test_parquet_at_a_url_becomes_answers_at_a_url(folder: Path, tmp_path: Path, cluster: str) -> None:
    out = f"file://{tmp_path}/out"
    args = ("run", f"file://{folder}/rows.parquet", "-o", out, "--engine", "ray", "--address", cluster)
    assert call(*args).exit_code == 1
    (step,) = (tmp_path / "out/answers").iterdir()
    table = pa.concat_tables(parquet.read_table(path) for path in sorted(step.glob("*.parquet")))
    local = extract_table(parquet.read_table(folder / "rows.parquet"), Settings())
    assert table["id"].to_pylist() == [f"r{i}" for i in range(BATCH_ROWS + 20)]
    for name in ("id", "status", "extraction", "killed", "killed_low", "displaced"):
        assert table[name].to_pylist() == local[name].to_pylist(), name
    assert call(*args).exit_code == 2
    before = {path: path.stat().st_mtime_ns for path in step.iterdir()}
    assert call(*args, "--resume").exit_code == 1
    assert {path: path.stat().st_mtime_ns for path in step.iterdir()} == before


NAMELESS = [
    {"id": None, "text": STORIES[0]},
    {"id": "", "text": STORIES[1]},
    {"id": "rows-2", "text": STORIES[2]},
]


def test_ids_and_bytes_are_the_same_on_both_engines(tmp_path: Path, cluster: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    same = [{"id": "same", "text": text} for text in (*STORIES, None)]
    for name, rows in (("rows", NAMELESS), ("same", same), ("more", same)):
        parquet.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    parquet.write_table(pa.table({"body": ["x"]}), folder / "other.parquet")
    ray_on = ("--engine", "ray", "--address", cluster)
    assert call("run", folder, "-o", tmp_path / "local").exit_code == 1
    assert call("run", folder, "-o", tmp_path / "ray", *ray_on).exit_code == 1
    for path in (tmp_path / "local").iterdir():
        assert (tmp_path / "ray" / path.name).read_bytes() == path.read_bytes(), path.name
    records = [json.loads(line) for line in (tmp_path / "local/records.jsonl").read_text().splitlines()]
    ids = [record["article"]["id"] for record in records]
    assert ids == ["same", "same#2", "same#3", "rows-1", "rows-2", "rows-2#2", "same#6", "same#7", "same#8"]
    assert call("run", f"file://{folder}", "-o", tmp_path / "url", *ray_on).exit_code == 1
    assert (tmp_path / "url/records.jsonl").read_bytes() == (tmp_path / "local/records.jsonl").read_bytes()
    assert call("run", f"file://{folder}", "-o", f"file://{tmp_path}/answers", *ray_on).exit_code == 1
    answers = read_answers(f"{tmp_path}/answers/answers")
    assert [answer.record for answer in answers if answer.record] == [
        line.encode() for line in (tmp_path / "local/records.jsonl").read_text().splitlines()
    ]


def test_ray_does_not_go_on_with_other_articles(tmp_path: Path, cluster: str) -> None:
    path = tmp_path / "rows.parquet"
    parquet.write_table(pa.Table.from_pylist(NAMELESS), path)
    out = tmp_path / "out"
    args = ("run", f"file://{path}", "-o", f"file://{out}", "--engine", "ray", "--address", cluster)
    assert call(*args).exit_code == 0
    parquet.write_table(pa.Table.from_pylist(NAMELESS[::-1]), path)
    message = call(*args, "--resume")
    assert message.exit_code == 2
    assert f"cannot be gone on from (file://{path} is changed); begin anew with --restart" in message.stderr
    (out / "mine.txt").write_text("mine")
    assert call(*args, "--overwrite").exit_code == 0
    assert next(iter(read_answers(f"{out}/answers"))).id == "rows-2"
    assert (out / "mine.txt").read_text() == "mine"


def test_a_run_at_a_url_replaces_nothing_that_no_run_wrote(tmp_path: Path, cluster: str) -> None:
    path = tmp_path / "answers" / "rows.parquet"
    path.parent.mkdir()
    parquet.write_table(pa.Table.from_pylist(NAMELESS), path)
    (tmp_path / "run.json").write_text("{}")
    ray_on = ("--engine", "ray", "--address", cluster, "--overwrite")
    for given, out, message in (
        (path, path, "is a file"),
        (path, tmp_path, "would replace an input"),
        (tmp_path, path.parent.parent, "run.json"),
    ):
        result = call("run", f"file://{given}", "-o", f"file://{out}", *ray_on)
        assert result.exit_code == 2, result.output
        assert message in result.stderr or "no run wrote it" in result.stderr
    assert parquet.read_table(path).num_rows == 3
    assert (tmp_path / "run.json").read_text() == "{}"
    for url, message in (
        (f"file://{tmp_path}/nothing", "does not exist"),
        ("nowhere://a/b.parquet", "cannot be opened (Protocol not known"),
    ):
        result = call("run", url, "-o", tmp_path / "o", *ray_on)
        assert result.exit_code == 2
        assert message in result.stderr


def test_an_unfinished_run_of_one_engine_is_not_dropped_by_the_other(tmp_path: Path, cluster: str) -> None:
    path, out = tmp_path / "rows.parquet", tmp_path / "out"
    parquet.write_table(pa.Table.from_pylist(NAMELESS), path)
    (out / "records.jsonl").mkdir(parents=True)  # so that the run cannot end
    ray_on = ("--engine", "ray", "--address", cluster)
    assert call("run", path, "-o", out, *ray_on).exit_code == 2
    (out / "records.jsonl").rmdir()
    engine = RayExecutor(
        RunPlan((str(path),), str(out), engine="ray"), str(out / "unfinished-ray"), frozenset()
    )
    with Journal(out / "unfinished.jsonl") as journal:
        journal.begin({"engine": "ray"})
    engine.work(Screen(), goes_on=False)
    message = call("run", path, "-o", out)
    assert message.exit_code == 2
    assert "holds an unfinished run" in message.stderr
    assert call("run", path, "-o", out, "--restart").exit_code == 0
    assert sorted(each.name for each in out.iterdir()) == ["records.jsonl", "run.json"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["run", "{folder}", "-o", "s3://bucket/out"], "needs --engine ray"),
        (["run", "{folder}", "-o", "file:///x", "--engine", "ray", "-f", "csv"], "leave --format out"),
    ],
)
def test_what_an_engine_cannot_do_is_said(
    args: list[str], message: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*(arg.format(folder=folder) for arg in args))
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_cluster_that_cannot_be_joined_is_one_line(folder: Path, tmp_path: Path) -> None:
    """In a process of its own: in this one Ray runs already."""
    words = ["run", str(folder / "old.txt"), "-o", str(tmp_path / "out"), "--engine", "ray"]
    command = [sys.executable, "-m", "extractor.cli", *words, "--address", "nonsense"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1 and "the cluster at nonsense cannot be joined" in errors[0]
    assert "Traceback" not in done.stderr
