"""The Ray engine on nodes of this machine gives what the local engine gives, and says what it cannot do."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_cli import call

ray = pytest.importorskip("ray")

import pyarrow as pa  # noqa: E402
from pyarrow import parquet  # noqa: E402
from ray.cluster_utils import Cluster  # noqa: E402

import extractor  # noqa: E402

STORIES = [
    "At least 12 people were killed and 30 injured on Tuesday, police in Kabul said.",
    "Some 2,400 families fled their homes in Goma, the UN said.",
    "Three soldiers died and 5 were wounded in the clash on March 3.",
    "",
]
PACKAGE = Path(extractor.__file__).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of several kinds, some of them unreadable, and more rows than one batch holds."""
    made = tmp_path_factory.mktemp("in")
    rows = [{"id": f"r{i}", "text": STORIES[i % 4], "published": "2024-03-12"} for i in range(84)]
    (made / "set.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "broken\n")
    (made / "page.html").write_text(f"<html><body><article><p>{STORIES[0]}</p></article></body></html>")
    (made / "old.txt").write_bytes(f"---\npublished: 2024-03-12\n---\nCafé: {STORIES[2]}".encode("cp1252"))
    parquet.write_table(pa.Table.from_pylist(rows), made / "rows.parquet", row_group_size=50)
    return made


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head that works and a second node, each of one processor."""
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    made.add_node(num_cpus=1)
    yield made
    made.shutdown()


def ray_on(address: str, workers: int = 2) -> tuple[str, ...]:
    return ("--engine", "ray", "--address", address, "--workers", str(workers))


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_ray_writes_the_bytes_of_the_local_engine(folder: Path, tmp_path: Path, cluster: Any) -> None:
    formats = ("-f", "jsonl", "-f", "csv", "-f", "parquet", "-f", "xlsx")
    here = call("run", folder, "-o", tmp_path / "local", "--workers", 2, *formats)
    there = call("run", folder, "-o", tmp_path / "ray", *formats, *ray_on(cluster.address))
    assert (here.exit_code, there.exit_code) == (1, 1), there.output
    assert len(contents(tmp_path / "local")) == 7
    assert contents(tmp_path / "ray") == contents(tmp_path / "local")
    assert sorted(here.stderr.splitlines()) == sorted(there.stderr.splitlines())  # each failure is listed


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory, cluster: Any) -> Iterator[Path]:
    """A folder that a third node, in a mount namespace of its own, sees empty."""
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("only a user who may mount can hide a folder from a node")
    folder = tmp_path_factory.mktemp("hidden")
    ray_command = Path(sys.executable).parent / "ray"
    node = (
        f"{ray_command} start --address {cluster.address} --num-cpus 1 --block --resources '{{\"blind\": 1}}'"
    )
    with subprocess.Popen(
        ["unshare", "-m", "sh", "-c", f"mount -t tmpfs none {folder} && exec {node}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            (folder / "seen").touch()
            ray.init(address=cluster.address, log_to_driver=False, logging_level="error")
            seen = ray.remote(num_cpus=0, resources={"blind": 1})(lambda: [*folder.iterdir()])
            assert ray.get(seen.remote(), timeout=120) == []
            ray.shutdown()
            yield folder
        finally:
            ray.shutdown()
            os.killpg(process.pid, signal.SIGKILL)


def test_a_node_needs_no_folder_of_the_run(folder: Path, hidden: Path, tmp_path: Path, cluster: Any) -> None:
    (hidden / "in").mkdir()
    shutil.copy(folder / "set.jsonl", hidden / "in")
    args = ("run", hidden / "in", "-o", hidden / "out")
    assert call(*args, *ray_on(cluster.address, workers=3)).exit_code == 1
    assert call("run", hidden / "in", "-o", tmp_path / "out").exit_code == 1
    assert contents(hidden / "out") == contents(tmp_path / "out")


def test_a_node_with_another_package_is_refused_by_its_address(
    folder: Path, hidden: Path, tmp_path: Path, cluster: Any
) -> None:
    """The process that runs has an edited copy, which the third node does not see."""
    shutil.copytree(PACKAGE, hidden / "extractor", ignore=shutil.ignore_patterns("__pycache__"))
    with (hidden / "extractor/lexicon/words/frames.toml").open("a") as words:
        words.write("\n# edited\n")
    command = [sys.executable, "-m", "extractor.cli", "run", str(folder), "-o", str(tmp_path / "out")]
    done = subprocess.run(
        [*command, *ray_on(cluster.address)],
        cwd=hidden,
        env=os.environ | {"PYTHONPATH": str(hidden)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "has not what this machine has (the installed package is changed)" in done.stderr
    assert not (tmp_path / "out/records.jsonl").exists()


def test_a_killed_run_goes_on_behind_its_last_answers_on_either_engine(tmp_path: Path, cluster: Any) -> None:
    rows = [{"id": f"r{i}", "text": STORIES[i % 3]} for i in range(900)]
    path, out = tmp_path / "set.jsonl", tmp_path / "out"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    words = ["run", str(path), "-o", str(out), *ray_on(cluster.address)]
    with subprocess.Popen(
        [sys.executable, "-m", "extractor.cli", *words], stdout=subprocess.DEVNULL
    ) as process:
        log = out / "unfinished.jsonl"
        while not log.exists() or log.read_bytes().count(b"\n") < 50:
            assert process.poll() is None
            time.sleep(0.05)
        process.kill()
    kept = log.read_bytes().count(b"\n") - 1
    assert sorted(each.name for each in out.iterdir()) == ["unfinished.jsonl"]  # nothing else is packed there
    end = call("run", path, "-o", out, "--resume", "--json")
    assert end.exit_code == 0, end.output
    assert kept - 16 <= json.loads(end.stdout)["before"] <= kept
    assert call("run", path, "-o", tmp_path / "whole").exit_code == 0
    assert contents(out) == contents(tmp_path / "whole")


def test_two_runs_do_not_write_into_one_place(tmp_path: Path, folder: Path, cluster: Any) -> None:
    words = ["run", str(folder / "set.jsonl"), "-o", str(tmp_path / "out"), *ray_on(cluster.address)]
    with subprocess.Popen(
        [sys.executable, "-m", "extractor.cli", *words], stdout=subprocess.DEVNULL
    ) as process:
        while not (tmp_path / "out/unfinished.jsonl").exists():
            assert process.poll() is None
            time.sleep(0.02)
        second = call("run", folder / "set.jsonl", "-o", tmp_path / "out")
    assert second.exit_code == 2
    assert "another run is writing there" in second.stderr


def refused(folder: Path, out: Path, address: str, **env: str) -> str:
    """What a run says at the address of no cluster that lets it in, on one line and in bounded time."""
    command = [sys.executable, "-m", "extractor.cli", "run", str(folder), "-o", str(out), *ray_on(address)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env=os.environ | env
    )
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    assert not out.exists() or not list(out.iterdir())
    return line


@pytest.mark.parametrize("address", ["nonsense", "localhost:99999", "localhost:", "ray://localhost:10001"])
def test_nonsense_is_no_address(address: str, folder: Path, tmp_path: Path) -> None:
    assert f"{address}: is no address of a cluster; give HOST:PORT" in refused(folder, tmp_path, address)


def test_a_closed_port_and_one_that_says_nothing_are_one_line(folder: Path, tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        assert "no cluster answers there" in refused(folder, tmp_path, f"127.0.0.1:{port}")
        silent.listen()
        assert "cannot be joined (" in refused(folder, tmp_path, f"127.0.0.1:{port}")


def test_a_cluster_with_a_token_lets_in_who_has_it(folder: Path, tmp_path: Path) -> None:
    ray_command = str(Path(sys.executable).parent / "ray")
    token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "0123456789abcdef" * 3}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [
        "start",
        "--head",
        "--port",
        str(port),
        "--num-cpus",
        "1",
        "--include-dashboard",
        "false",
        "--block",
    ]
    with subprocess.Popen(
        [ray_command, *words],
        env=os.environ | token,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as head:
        try:
            wait_for(port)
            address = f"127.0.0.1:{port}"
            line = refused(folder, tmp_path / "none", address)
            assert "cannot be joined (its token is missing or wrong); set RAY_AUTH_MODE=token" in line
            command = [
                sys.executable,
                "-m",
                "extractor.cli",
                "run",
                str(folder / "old.txt"),
                "-o",
                str(tmp_path / "out"),
            ]
            done = subprocess.run(
                [*command, *ray_on(address, workers=1)],
                env=os.environ | token,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
        finally:
            os.killpg(head.pid, signal.SIGKILL)


def wait_for(port: int) -> None:
    """Until somebody listens."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError


def test_ray_starts_on_this_machine_without_an_address(folder: Path, tmp_path: Path) -> None:
    result = call("run", folder / "old.txt", "-o", tmp_path / "out", "--engine", "ray")
    assert result.exit_code == 0, result.output
    again = call(
        "run", folder / "old.txt", "-o", tmp_path / "o", "--engine", "ray", "--model", "no_such_model"
    )
    assert again.exit_code == 2
    assert "'no_such_model' is not installed" in again.stderr


def test_an_address_without_the_engine_is_refused(folder: Path, tmp_path: Path) -> None:
    result = call("run", folder, "-o", tmp_path, "--address", "localhost:6379")
    assert result.exit_code == 2
    assert "add --engine ray" in result.stderr
