"""Articles and outputs in a store of S3: both engines, with a server and a Ray cluster of this machine."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pyarrow as pa
import pytest
from pyarrow import csv, parquet
from test_cli import call

from extractor.articles.article import Article
from extractor.articles.paths import file_system, open_file, stored_at
from extractor.articles.sources import read_paths
from extractor.runs.blocks import BlockLog
from extractor.runs.lock import InUseError

s3fs = pytest.importorskip("s3fs")
moto = pytest.importorskip("moto.server")

STORY = "At least 12 people were killed and 30 injured in Brod on Tuesday, police said."
OTHER = "Some 300 people fled their homes in Marn, the mayor said."


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket on a server of this machine, which every process finds by its environment."""
    server = moto.ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            patch.setenv(name, value)
        files = s3fs.S3FileSystem()
        files.mkdir("news")
        yield "news"
        s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture(scope="module")
def folder(bucket: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Files of every kind in the bucket."""
    files = s3fs.S3FileSystem()
    rows = [{"id": f"p{i}", "text": text} for i, text in enumerate((STORY, OTHER))]
    local = tmp_path_factory.mktemp("in") / "rows.parquet"
    parquet.write_table(pa.Table.from_pylist(rows), local)
    for name, data in {
        "in/a/one.txt": STORY.encode(),
        "in/lines.jsonl.gz": gzip.compress(json.dumps({"id": "z", "text": OTHER}).encode()),
        "in/plain.jsonl": json.dumps({"id": "q", "text": STORY}).encode(),
        "in/table.csv": f'id;text;Region\nc;"{OTHER}";North\n'.encode(),
        "in/set.json": json.dumps([{"id": "j", "text": STORY}]).encode(),
        "in/rows.parquet": local.read_bytes(),
        "in/picture.png": b"\x89PNG",
    }.items():
        files.pipe(f"{bucket}/{name}", data)
    return f"s3://{bucket}/in"


@pytest.fixture(scope="module")
def on_ray() -> Iterator[tuple[str, ...]]:
    """The options of a run on a cluster of two processors."""
    pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
    yield "--engine", "ray", "--address", made.address, "--workers", "2"
    made.shutdown()


def names(url: str) -> list[str]:
    """The names in a folder of a store, while a run may be writing and removing there."""
    files, root = file_system(url)
    files.invalidate_cache()
    return [path.removeprefix(f"{root}/") for path in files.find(root)]


def held(url: str) -> dict[str, bytes]:
    """What a folder of a store holds, by name; nothing may be at work there."""
    files, root = file_system(url)
    return {name: files.cat_file(f"{root}/{name}") for name in names(url)}


def test_both_engines_read_a_folder_of_a_bucket(folder: str, tmp_path: Path, on_ray: tuple[str, ...]) -> None:
    result = call("run", folder, "-o", tmp_path / "local")
    assert result.exit_code == 0, result.output
    lines = (tmp_path / "local" / "records.jsonl").read_bytes()
    ids = [json.loads(line)["article"]["id"] for line in lines.splitlines()]
    assert ids == ["a/one", "z", "q", "p0", "p1", "j", "c"]
    result = call("run", folder, "-o", tmp_path / "ray", *on_ray)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "ray" / "records.jsonl").read_bytes() == lines


def in_every_form(rows: list[dict[str, str]], folder: Path) -> dict[str, bytes]:
    """Files with the same rows."""
    table = pa.Table.from_pylist(rows)
    parquet.write_table(table, folder / "rows.parquet", row_group_size=50)
    csv.write_csv(table, folder / "rows.csv")
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (folder / "rows.jsonl").write_bytes(lines)
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress(lines))
    (folder / "rows.json").write_text(json.dumps(rows))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("store", ["s3", "http", "memory"])
def test_rows_are_read_from_every_store(store: str, bucket: str, tmp_path: Path) -> None:
    rows = [{"id": f"r{i}", "text": f"{STORY} {i} " * 40} for i in range(200)]
    urls = {"s3": f"s3://{bucket}/rows", "memory": "memory://rows"}
    urls["http"] = f"{os.environ['AWS_ENDPOINT_URL_S3']}/{bucket}/rows"
    for name, data in in_every_form(rows, tmp_path).items():
        files, path = file_system(f"{urls['memory' if store == 'memory' else 's3']}/{name}")
        files.pipe_file(path, data)
        if store != "memory":
            files.chmod(path, "public-read")
        url = f"{urls[store]}/{name}"
        found = [item for item in read_paths([url]) if isinstance(item, Article)]
        assert [(article.id, article.text) for article in found] == [(r["id"], r["text"]) for r in rows], url


def test_a_reader_of_a_store_in_memory_has_a_place_of_its_own() -> None:
    files, path = file_system("memory://shared.txt")
    files.pipe_file(path, b"onetwo")
    (found,) = stored_at("memory://shared.txt")
    with open_file(found.place) as first, open_file(found.place) as second:
        assert (first.read(3), second.read(3), first.read()) == (b"one", b"one", b"two")
    files.store.clear()


FORMATS = [word for name in ("jsonl", "csv", "parquet", "xlsx", "geojson") for word in ("-f", name)]


@pytest.fixture(scope="module")
def written_here(folder: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """What the local engine writes into a folder, of articles in the bucket and in memory."""
    memory, out = fsspec.filesystem("memory"), tmp_path_factory.mktemp("here")
    memory.pipe_file("/in/one.txt", STORY.encode())
    result = call("run", folder, "memory://in", "-o", out, *FORMATS)
    assert result.exit_code == 0, result.output
    yield {path.name: path.read_bytes() for path in out.iterdir()}
    memory.store.clear()
    memory.pseudo_dirs[:] = [""]


@pytest.mark.parametrize("out", ["s3://news/ray/out", "memory://ray/out"])
def test_the_ray_engine_writes_into_a_store_what_the_local_engine_writes_here(
    out: str, folder: str, written_here: dict[str, bytes], on_ray: tuple[str, ...]
) -> None:
    result = call("run", folder, "memory://in", "-o", out, *FORMATS, *on_ray)
    assert result.exit_code == 0, result.output
    assert f"-> {out}/records.jsonl" in result.stdout
    assert held(out) == written_here
    assert len(written_here) == 7


def test_a_killed_run_of_the_ray_engine_into_a_bucket_goes_on_on_either_engine(
    bucket: str, tmp_path: Path, on_ray: tuple[str, ...]
) -> None:
    rows = [{"id": f"r{i}", "text": (STORY, OTHER)[i % 2]} for i in range(700)]
    source, out = f"s3://{bucket}/many.jsonl", f"s3://{bucket}/many"
    s3fs.S3FileSystem().pipe(source, "".join(json.dumps(row) + "\n" for row in rows).encode())
    command = [sys.executable, "-m", "extractor.cli", "run", source, "-o", out, *on_ray]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while "unfinished/block-00000000.jsonl" not in names(out):
            assert process.poll() is None
            time.sleep(0.2)
        process.kill()
    refused = call("run", source, "-o", out, *on_ray)
    assert refused.exit_code == 2
    assert "holds an unfinished run; go on with --resume" in refused.stderr
    blocks = len(names(out)) - 1
    end = call("run", source, "-o", out, "--resume", "--json")
    assert end.exit_code == 0, end.output
    found = json.loads(end.stdout)
    assert (found["before"], found["articles"]) == (256 * blocks, 700)
    assert call("run", source, "-o", tmp_path / "out").exit_code == 0
    assert held(out) == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}


def test_a_bucket_that_is_not_there_is_one_line_on_the_ray_engine_too(
    folder: str, on_ray: tuple[str, ...]
) -> None:
    missing = call("run", folder, "-o", "s3://no-such-bucket/out", *on_ray)
    assert missing.exit_code == 1
    assert "cannot be written" in missing.stderr and missing.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [("nothing", "does not exist"), ("*.odt", "matches no file")],
)
def test_what_a_bucket_does_not_hold_is_one_line(folder: str, tmp_path: Path, name: str, words: str) -> None:
    result = call("run", f"{folder}/{name}", "-o", tmp_path / "out")
    assert (result.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert result.stderr.startswith(f"error: {folder}/{name}: {words}")
    assert result.stderr.count("\n") == 1


def test_a_bucket_without_access_is_one_line(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    result = call("run", f"s3://{bucket}/other", "-o", tmp_path / "out")
    s3fs.S3FileSystem.clear_instance_cache()
    assert (result.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert "cannot be read" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_bucket_takes_what_is_read_from_it(bucket: str, tmp_path: Path) -> None:
    files, root = file_system(f"s3://{bucket}/takes")
    rows = [{"id": "a", "text": STORY}, {"id": "b", "text": ""}]
    files.pipe_file(f"{root}/set.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())
    args = ("run", f"s3://{bucket}/takes/set.jsonl")
    formats = ("-f", "jsonl", "-f", "csv", "-f", "xlsx")
    assert call(*args, "-o", tmp_path / "out", *formats).exit_code == 1
    there = call(*args, "-o", f"s3://{bucket}/takes/out", *formats)
    assert there.exit_code == 1, there.output
    assert f"-> s3://{bucket}/takes/out/records.jsonl" in there.stdout
    assert len((tmp_path / "out/records.jsonl").read_bytes().splitlines()) == 1
    files.invalidate_cache()
    there_are = {path.rpartition("/")[2]: files.cat_file(path) for path in files.find(f"{root}/out")}
    assert there_are == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert call(*args, "-o", f"s3://{bucket}/res.parquet", "-q").exit_code == 1
    log = BlockLog(*file_system(f"s3://{bucket}/log"), "log")
    log.begin({})
    with pytest.raises(InUseError):
        log._create("begun.json", b"")
    missing = call(*args, "-o", "s3://no-such-bucket/out")
    assert missing.exit_code == 1
    assert "cannot be written" in missing.stderr and "Traceback" not in missing.stderr
