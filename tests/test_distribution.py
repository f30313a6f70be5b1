"""What is handed out: an sdist with all that a clone has, a wheel with all its data, fit to install."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "extractor"
LOCKED = ("install", "--require-hashes", "--no-build-isolation", "--use-pep517", "--no-compile")
"""How the Makefile installs, but for the compiling."""
NO_NETWORK = (
    "connection broken by",
    "NewConnectionError",
    "Network is unreachable",
    "Temporary failure in name",
)


class Built(NamedTuple):
    """The two archives."""

    sdist: Path
    wheel: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist of this tree and the wheel that is built from the sdist, without a network."""
    folder = tmp_path_factory.mktemp("dist")
    _call(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return Built(sdist, wheel)


def test_the_sdist_holds_what_a_clone_holds(built: Built) -> None:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is no clone, or git is not installed: what belongs to the project is not known")
    tracked = set(_call("git", "-C", str(ROOT), "-c", "safe.directory=*", "ls-files", "-z").split("\0")) - {
        ""
    }
    with tarfile.open(built.sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert held == tracked | {"PKG-INFO"}


def test_the_wheel_holds_the_package_with_all_its_data(built: Built) -> None:
    files = {
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {Path(name).suffix for name in files} >= {".py", ".toml", ".j2", ".css", ".txt", ".typed"}
    with zipfile.ZipFile(built.wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        (licence,) = (name for name in archive.namelist() if name.endswith("licenses/LICENSE"))
        assert archive.read(licence) == (ROOT / "LICENSE").read_bytes()
    assert held == files


@pytest.fixture(scope="module")
def clean(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The programs of a fresh environment with the wheel and its locked dependencies, and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    _call(sys.executable, "-m", "venv", "--without-pip", str(folder))
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", str(programs / "python"), "--quiet")
    for lock in ("requirements-build.lock", "requirements.lock"):
        done = subprocess.run(
            [*pip, *LOCKED, "-r", str(ROOT / lock)], capture_output=True, text=True, check=False
        )
        lost = done.returncode and any(sign in done.stderr for sign in NO_NETWORK)
        if lost and not os.environ.get("CI"):
            pytest.skip("the locked dependencies are not to be had here: the package index does not answer")
        assert done.returncode == 0, done.stderr
    _call(*pip, "install", "--no-deps", "--no-index", str(built.wheel))
    yield programs
    shutil.rmtree(folder)  # some 300 MB, which pytest would keep for three runs


def test_the_installed_package_reads_its_sample(built: Built, clean: Path, tmp_path: Path) -> None:
    program = str(clean / "extractor")
    assert _call(program, "--version", cwd=tmp_path) == f"extractor {built.wheel.name.split('-')[1]}\n"
    where = _call(str(clean / "python"), "-c", "import extractor; print(extractor.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(clean.parent)
    _call(program, "sample", "articles", cwd=tmp_path)
    _call(program, "run", "articles", "-o", "out", "-f", "jsonl", "-f", "csv", cwd=tmp_path)
    lines = (tmp_path / "out/records.jsonl").read_text(encoding="utf-8").splitlines()
    killed = [json.loads(line)["summary"]["killed"]["quantity"]["best"] for line in lines]
    assert killed == [31, 58, 17]
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold/river-clashes.json").write_text('{"labelled": ["summary"], "summary": {"killed": 58}}')
    for other in ("ferry-correction", "valley-flood"):
        (tmp_path / f"articles/{other}.txt").unlink()
    _call(program, "score", "articles", "gold", "--html", "errors.html", cwd=tmp_path)
    assert (tmp_path / "errors.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_an_extra_that_is_not_installed_is_named(clean: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Twelve people were killed.</p>", encoding="utf-8")
    done = subprocess.run(
        [str(clean / "extractor"), "run", "page.html", "-o", "out"],
        cwd=tmp_path,
        env=_env(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "pip install 'extractor[html]'" in done.stderr


def _call(*words: str, cwd: Path | None = None) -> str:
    """The output of a command that must succeed, run outside of this tree's packages."""
    done = subprocess.run(words, cwd=cwd, env=_env(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _env() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
