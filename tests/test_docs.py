"""The documentation is true: its code runs, its figures are measured, its site builds and asks nobody."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, get_args, get_origin, get_type_hints

import browser
import pytest
import yaml
from blocks import CHECKS, PAGES, ROOT, Block, Reader, blocks, commands, compare
from typer.main import get_command

import extractor
from extractor import extract_many, records
from extractor.cli import app
from extractor.gold.evaluation import evaluate, read_labelled, report_of
from extractor.records import Record
from extractor.schema import json_schema

README = (ROOT / "README.md").read_text(encoding="utf-8")
RECORDS = [kind for kind in vars(records).values() if isinstance(kind, type) and issubclass(kind, Record)]
WORDS = (".py", ".md", ".ipynb", ".toml", ".j2", ".js", ".txt")
STRANGER = extractor.__name__
"""The import name, which is another project's on the package index."""
NO_NOTICES = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_code_of_a_page_does_what_it_shows(page: Path, tmp_path: Path) -> None:
    folder, package = tmp_path / "folder", None
    folder.mkdir()
    if page.name == "extending.md":
        if not shutil.which("git"):
            pytest.skip("the changes of this page are made with git apply, and git is not installed here")
        package = tmp_path / "package"
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "extractor", package / "extractor", ignore=ignored)
    reader = Reader(folder, package)
    for block in blocks(page):
        reader.read(block)


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("", "make coffee", "nothing checks a block of no language"),
        ("bash", "extractor run", "nothing checks a block of bash"),
        ("console", "$ rm -rf /\n", "nothing checks 'rm'"),
        ("console", "$ make coffee\n", "make coffee"),
        ("console", "$ pip install 'newsfigures[coffee]'\n", "coffee"),
        ("console", f"$ pip install '{STRANGER}[html]'\n", f"pip install {STRANGER}[html]"),
        ("console", "$ extractor --version\nextractor 99\n", "extractor --version"),
        ("python", "print(1)  # 2\n", "Expected"),
        ("text", "out of nothing\n", "none did"),
        ("json", '{"killed": 12}', "none of the records"),
        ("diff", "--- a/x\n+++ b/x\n", "extending.md"),
    ],
)
def test_a_block_that_is_wrong_or_unknown_is_found(
    language: str, text: str, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(AssertionError, match=re.escape(reason)):
        Reader(tmp_path).read(Block("page.md", 1, language, text))


def test_an_indented_block_is_one_that_nothing_checks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Run it:\n\n    extractor run\n", encoding="utf-8")
    (block,) = blocks(page)
    assert block.language not in CHECKS


def test_output_that_differs_is_found_and_dots_stand_for_anything() -> None:
    compare("3 articles in ... s\n", "3 articles in 0.4 s\n", "here")
    with pytest.raises(AssertionError, match="3 articles"):
        compare("3 articles\n", "4 articles\n", "here")


def test_the_readme_begins_with_the_two_commands_and_names_every_command() -> None:
    first = next(blocks(ROOT / "README.md"))
    assert [command.words for command in commands(first)] == [("make", "run"), ("make", "test")]
    for name in getattr(get_command(app), "commands"):  # noqa: B009  (typed as a plain command)
        assert f"`extractor {name}" in README


def test_the_commands_of_the_readme_run_as_printed_from_one_shell(tmp_path: Path) -> None:
    environment = Path(sys.prefix)
    if not shutil.which("bash") or not (environment / "bin/activate").exists():
        pytest.skip("these are lines for bash, and for a virtual environment")
    shown = [
        command
        for block in blocks(ROOT / "README.md")
        if block.language == "console"
        for command in commands(block)
    ]
    lines = [command.line for command in shown if command.words[0] != "make"]
    assert lines[0] == "source .venv/bin/activate" and len(lines) > 2
    (tmp_path / ".venv").symlink_to(environment)
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join(lines)],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/records.jsonl").exists()


def test_no_page_and_no_message_installs_a_stranger() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [project["project"]["optional-dependencies"], project["dependency-groups"]]
    declared = [requirement for group in groups for extra in group.values() for requirement in extra]
    own = {"newsfigures", "jupyterlab", *(re.split(r"[^\w.-]", requirement)[0] for requirement in declared)}
    folders = [ROOT / name for name in ("extractor", "docs", "bench", "fuzz")]
    files = [*ROOT.glob("*.md"), ROOT / "Makefile", ROOT / ".ci/run"]
    files += [path for folder in folders for path in folder.rglob("*.*") if path.suffix in WORDS]
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not re.search(rf"\bextractor\[({'|'.join(groups[0])})\b", text), path
        for line in re.findall(r"\bpip3? install\b([^\n\\`\")]*)", text):
            for word in line.replace("'", "").split():
                made = word.startswith(("-", "{"))  # an option, or a part of an f-string
                assert made or re.split(r"[^\w-]", word)[0] in {"", *own}, f"{path}: pip install {word}"


def test_the_accuracy_of_the_readme_is_what_is_measured() -> None:
    report = report_of(evaluate(read_labelled(ROOT / "corpus", ROOT / "gold"), extract_many))
    agreed = json.loads((ROOT / "gold/agreement.json").read_text(encoding="utf-8"))["lists"]
    for name, score in report.lists.items():
        row = re.search(rf"^\| {name} \| (.*) \|$", README, flags=re.MULTILINE)
        assert row, name
        output = [float(cell) for cell in row[1].split("|")]
        figure = score.figure
        now = [figure.precision, figure.recall, figure.f1, agreed[name]["figure"]["f1"]]
        assert output == pytest.approx(now, abs=0.011), (name, now)
    deaths = report.summary["killed"].exact
    assert "exactly right in seven of ten" in " ".join(README.split())
    assert deaths.right / deaths.total == pytest.approx(0.7, abs=0.03)


def test_every_field_has_a_description_and_every_word_of_it_a_meaning() -> None:
    for kind in RECORDS:
        hints = get_type_hints(kind)
        for name, info in kind.model_fields.items():
            assert info.description, f"{kind.__name__}.{name}"
            for word in _words(hints[name]):
                assert f"`{word}`" in info.description or name in ("schema_version", "type"), (
                    f"{name}: {word}"
                )


def _words(hint: object) -> list[str]:
    inner = get_args(hint)
    if get_origin(hint) is tuple:
        return []
    return [word for arg in inner for word in ([arg] if isinstance(arg, str) else _words(arg))]


def test_the_schema_carries_the_descriptions() -> None:
    schema = json_schema()
    for kind in [schema, *schema["$defs"].values()]:
        for name, field in kind["properties"].items():
            assert field.get("description"), name


def test_the_citation_names_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{citation["version"]}"' in project
    assert f'name = "{citation["authors"][0]["name"]}"' in project


def test_the_picture_is_small_and_says_what_it_shows() -> None:
    picture = (ROOT / "docs/picture.svg").read_text(encoding="utf-8")
    assert len(picture.encode()) < 20_000
    assert "<title" in picture and "<desc" in picture
    assert not re.search(r"<script|<image|(?:href|src|url)\b", picture)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as the Makefile builds it, warnings being errors."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | NO_NOTICES,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


class _Requests(HTMLParser):
    """What a page makes a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = {"link": "href", "script": "src", "img": "src", "iframe": "src"}.get(tag)
        self.addresses += [value for key, value in attrs if key == name and value]


def test_a_page_of_the_site_asks_no_other_host_for_anything(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert {page.name for page in pages} >= {"index.html", "guide.html", "records.html", "api.html"}
    for page in pages:
        requests = _Requests()
        requests.feed(page.read_text(encoding="utf-8"))
        assert requests.addresses
        assert [a for a in requests.addresses if "//" in a] == [], page.name
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name
    assert (site / "search/search_index.json").stat().st_size > 10_000


def test_every_page_of_the_site_fits_its_window_and_copies_commands_alone(site: Path, tmp_path: Path) -> None:
    if not browser.available():
        pytest.skip(browser.MISSING)
    served = partial(SimpleHTTPRequestHandler, directory=str(site))
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), served) as server,
        browser.browser(tmp_path / "profile") as chromium,
    ):
        Thread(target=server.serve_forever, daemon=True).start()
        for page in sorted(site.glob("*.html")):
            for width in (1280, 390):
                chromium.size(width, 900)
                chromium.go(f"http://127.0.0.1:{server.server_port}/{page.name}")
                wide = chromium.script("return document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, (page.name, width)
            copied = chromium.script(
                "return [...document.querySelectorAll('pre code')].map(code => {"
                "code.setAttribute('data-md-copying', ''); const text = code.innerText;"
                "code.removeAttribute('data-md-copying'); return text; })"
            )
            assert [text for text in copied if text.lstrip().startswith("$ ")] == [], page.name
        assert chromium.console() == []
        server.shutdown()


def test_the_site_documents_every_field_command_option_and_public_name(site: Path) -> None:
    output = {page.stem: page.read_text(encoding="utf-8") for page in site.glob("*.html")}
    for kind in RECORDS:
        for name, info in kind.model_fields.items():
            assert kind is Record or f'id="{kind.__name__.lower()}-{info.alias or name}"' in output["records"]
    for line, command in _all_commands("extractor", get_command(app)):
        section = output["commands"].partition(f">{line}<")[2].partition("<h2")[0]
        assert section, line
        for parameter in command.params:
            for option in (o for o in parameter.opts if o.startswith("--") and o != "--help"):
                assert f"<code>{option}</code>" in section, (line, option)
    for name in extractor.__all__:
        assert f'.{name}"' in output["api"], name


def _all_commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """Every command that can be typed, those of a group after its name."""
    if not hasattr(command, "commands"):
        yield name, command
        return
    for inner, found in command.commands.items():
        yield from _all_commands(f"{name} {inner}", found)
