"""Articles in a store of S3: read by both engines, with a server of this machine."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from test_cli import call

from extractor.articles.paths import file_system
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
        "in/table.csv": f'id;text;Region\nc;"{OTHER}";North\n'.encode(),
        "in/set.json": json.dumps([{"id": "j", "text": STORY}]).encode(),
        "in/rows.parquet": local.read_bytes(),
        "in/picture.png": b"\x89PNG",
    }.items():
        files.pipe(f"{bucket}/{name}", data)
    return f"s3://{bucket}/in"


def test_both_engines_read_a_folder_of_a_bucket(folder: str, tmp_path: Path) -> None:
    result = call("run", folder, "-o", tmp_path / "local")
    assert result.exit_code == 0, result.output
    lines = (tmp_path / "local" / "records.jsonl").read_bytes()
    ids = [json.loads(line)["article"]["id"] for line in lines.splitlines()]
    assert ids == ["a/one", "z", "p0", "p1", "j", "c"]
    ray = pytest.importorskip("ray")
    try:
        result = call("run", folder, "-o", tmp_path / "ray", "--engine", "ray")
        assert result.exit_code == 0, result.output
    finally:
        ray.shutdown()
    assert (tmp_path / "ray" / "records.jsonl").read_bytes() == lines


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
