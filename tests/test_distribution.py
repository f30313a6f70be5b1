"""What is handed out: an sdist with all that a clone has, a wheel with all its data, fit to install."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, get_args
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from extractor import distribution

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "extractor"
PROGRAM = "from extractor.cli import app; app()"
PIP = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile")
LOCK = ROOT / "requirements-dev.lock"
SOURCE_ONLY = {"docopt"}
"""What is published as source alone; it is one module of plain Python."""
OLDEST_PIP = {(3, 11): "22.3", (3, 12): "23.2.1", (3, 13): "24.2"}
"""What ``ensurepip`` of the first release of each Python brings."""
NO_NETWORK = (
    "connection broken by",
    "NewConnectionError",
    "Network is unreachable",
    "Temporary failure in name",
    "error sending request",
)


Extend = Callable[[str], "Environment"]


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


def test_the_wheel_is_small(built: Built) -> None:
    assert built.wheel.stat().st_size < 40 * 2**20


def test_the_distribution_has_the_name_that_the_package_looks_for(built: Built) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == distribution.NAME == built.wheel.name.split("-")[0]
    assert set(project["optional-dependencies"]) == set(get_args(distribution.Extra))


@pytest.mark.parametrize(
    ("origin", "command"),
    [
        (None, "pip install 'newsfigures[html]'"),
        (
            {"url": "file:///wheels/n%20f.whl", "archive_info": {}},
            "'newsfigures[html] @ file:///wheels/n%20f.whl'",
        ),
        ({"url": "https://host/r", "vcs_info": {"vcs": "git"}}, "'newsfigures[html] @ git+https://host/r'"),
        ({"url": "file:///a%20clone", "dir_info": {}}, "pip install '/a clone[html]'"),
        ({"url": "file://HERE", "dir_info": {}}, "pip install '.[html]'"),
        ({"url": "file://HERE", "dir_info": {"editable": True}}, "pip install -e '.[html]'"),
    ],
)
def test_an_extra_is_installed_from_where_the_package_came(
    origin: dict[str, object] | None, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "newsfigures-9.9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: newsfigures\nVersion: 9.9\n")
    if origin:
        (info / "direct_url.json").write_text(json.dumps(origin).replace("HERE", tmp_path.as_posix()))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert distribution.version() == "9.9"
    assert distribution.install_command("html").endswith(command)


def test_every_supported_python_has_wheels_of_what_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = [line.rpartition(" ")[2] for line in project["classifiers"] if "Python :: 3." in line]
    assert versions == ["3.11", "3.12", "3.13"]
    locked = set(re.findall(r"^([\w.-]+)==", LOCK.read_text(), flags=re.MULTILINE))
    wheels = [f"--only-binary={name}" for name in sorted(locked - SOURCE_ONLY)]
    for version in versions:
        command = ["pip", "compile", "--quiet", "--python-version", version, "--all-extras", *wheels]
        _install(sys.executable, "-m", "uv", *command, "--constraints", str(LOCK), "pyproject.toml", cwd=ROOT)


class Environment(NamedTuple):
    """A virtual environment, by its Python."""

    python: Path

    @classmethod
    def make(cls, folder: Path, *options: str) -> Environment:
        """A fresh one in a folder."""
        _call(sys.executable, "-m", "venv", *options, str(folder))
        return cls(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))

    def site(self) -> Path:
        """The folder of its packages."""
        return Path(
            _call(str(self.python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
        )

    def extractor(self, *words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        """The command, run to its end."""
        command = [str(self.python), "-c", PROGRAM, *map(str, words)]
        return subprocess.run(command, cwd=cwd, env=_env(), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def core(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """The wheel without extras, as the oldest pip installs it that this Python was released with."""
    folder = tmp_path_factory.mktemp("core")
    made = Environment.make(folder)
    if sys.version_info[:2] in OLDEST_PIP:
        _install(str(made.python), *PIP, f"pip=={OLDEST_PIP[sys.version_info[:2]]}")
    _install(str(made.python), *PIP, *_locked(folder), str(built.wheel))
    yield made
    shutil.rmtree(folder)  # some 400 MB, which pytest would keep for three runs


@pytest.fixture
def extended(built: Built, core: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Extend]:
    """Adds an extra to the core, with the same pip, in an environment that sees the packages of the core."""
    folders = []

    def extend(extra: str) -> Environment:
        folder = tmp_path_factory.mktemp(extra)
        folders.append(folder)
        made = Environment.make(folder, "--without-pip")
        (made.site() / "core.pth").write_text(str(core.site()))
        _install(str(made.python), *PIP, *_locked(folder), f"{built.wheel}[{extra}]")
        return made

    yield extend
    for folder in folders:
        shutil.rmtree(folder)


def test_the_installed_package_reads_its_sample(built: Built, core: Environment, tmp_path: Path) -> None:
    done = core.extractor("--version", cwd=tmp_path)
    assert done.stdout == f"extractor {built.wheel.name.split('-')[1]}\n"
    where = _call(str(core.python), "-c", "import extractor; print(extractor.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(core.site())
    assert core.extractor("sample", "articles", cwd=tmp_path).returncode == 0
    done = core.extractor("run", "articles", "-o", "out", "-f", "jsonl", "-f", "csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out/records.jsonl").read_text(encoding="utf-8").splitlines()
    killed = [json.loads(line)["summary"]["killed"]["quantity"]["best"] for line in lines]
    assert killed == [31, 58, 17]
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold/river-clashes.json").write_text('{"labelled": ["summary"], "summary": {"killed": 58}}')
    for other in ("ferry-correction", "valley-flood"):
        (tmp_path / f"articles/{other}.txt").unlink()
    done = core.extractor("score", "articles", "gold", "--html", "errors.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "errors.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("extra", "module", "words"),
    [
        ("html", "trafilatura", "run page.html"),
        ("parquet", "pyarrow", "run rows.parquet"),
        ("parquet", "pyarrow", "run page.html -f parquet"),
        ("ray", "ray", "run page.html --engine ray"),
        ("review", "starlette", "review . ."),
    ],
)
def test_an_extra_that_is_not_installed_is_named_in_one_line(
    extra: str, module: str, words: str, built: Built, core: Environment, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text("<p>Twelve people were killed.</p>", encoding="utf-8")
    (tmp_path / "rows.parquet").write_bytes(b"PAR1")
    done = core.extractor(*words.split(), cwd=tmp_path)
    (message,) = (line for line in done.stderr.splitlines() if line.startswith("error: "))
    assert f"needs the extra {extra} (No module named '{module}" in message
    assert message.endswith(f"); pip install 'newsfigures[{extra}] @ {built.wheel.as_uri()}'")
    if done.returncode == 2:
        assert done.stderr.strip() == message and done.stdout == "" and not (tmp_path / "out").exists()
    else:
        assert (done.returncode, words) in [(1, "run page.html"), (1, "run rows.parquet")]


def test_the_extra_html_reads_a_page(extended: Extend, tmp_path: Path) -> None:
    body = "<p>A landslide killed twelve people in the village of Orsk on Monday, the police said.</p>" * 3
    page = f"<html><body><article><h1>Landslide</h1>{body}</article></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    done = extended("html").extractor("run", "page.html", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (
        json.loads((tmp_path / "out/records.jsonl").read_bytes())["summary"]["killed"]["quantity"]["best"]
        == 12
    )


def test_the_extra_parquet_reads_what_it_wrote(extended: Extend, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A landslide killed twelve people.", encoding="utf-8")
    made = extended("parquet")
    done = made.extractor("run", "one.txt", "-o", "out", "-f", "parquet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    code = "from extractor import read_records; print([*read_records('out')][0].summary.killed.quantity.best)"
    assert _call(str(made.python), "-c", code, cwd=tmp_path) == "12\n"


def test_the_extra_ray_runs_on_a_cluster(extended: Extend, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A landslide killed twelve people.", encoding="utf-8")
    done = extended("ray").extractor("run", "one.txt", "-o", "out", "--engine", "ray", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (
        json.loads((tmp_path / "out/records.jsonl").read_bytes())["summary"]["killed"]["quantity"]["best"]
        == 12
    )


def test_the_page_of_a_run_needs_no_extra(core: Environment, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A landslide killed twelve people.", encoding="utf-8")
    done = core.extractor("run", "one.txt", "-o", "out", "--published", "2024-05-06", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = core.extractor("report", "out", "-o", "page.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "A landslide killed twelve people." in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_extra_review_opens_the_desk(extended: Extend, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/one.txt").write_text("A landslide killed twelve people.", encoding="utf-8")
    (tmp_path / "gold").mkdir()
    words = ["review", "articles", "gold", "--port", "0", "--no-browser", "--blind"]
    command = [str(extended("review").python), "-u", "-c", PROGRAM, *words]
    with subprocess.Popen(command, cwd=tmp_path, env=_env(), stdout=subprocess.PIPE, text=True) as desk:
        try:
            assert desk.stdout is not None
            address = next(found[0] for line in desk.stdout if (found := re.search(r"http://\S+", line)))
            opener = build_opener(HTTPCookieProcessor())
            with opener.open(address, timeout=30) as page:
                assert b"one" in page.read()
        finally:
            desk.terminate()


def _locked(folder: Path) -> tuple[str, str]:
    """The option that holds pip to the versions of the lock. Without hashes: the built wheel has none."""
    file = folder / "constraints.txt"
    file.write_text("\n".join(re.findall(r"^([\w.-]+==[^\\\n]*)", LOCK.read_text(), flags=re.MULTILINE)))
    return "--constraint", str(file)


def _install(*words: str, cwd: Path | None = None) -> None:
    """A command that needs the package index; without one, the test is skipped, but never in CI."""
    done = subprocess.run(words, cwd=cwd, env=_env(), capture_output=True, text=True, check=False)
    lost = done.returncode and any(sign in done.stderr for sign in NO_NETWORK)
    if lost and not os.environ.get("CI"):
        pytest.skip("what is to be installed is not to be had here: the package index does not answer")
    assert done.returncode == 0, done.stderr


def _call(*words: str, cwd: Path | None = None) -> str:
    """The output of a command that must succeed, run outside of this tree's packages."""
    done = subprocess.run(words, cwd=cwd, env=_env(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _env() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
