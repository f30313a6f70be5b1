"""The blocks of code on a page of the documentation, and what each language of them must live up to.

A page is read from the top like a reader would: its Python blocks share one namespace, its commands one
folder. Python and ``$ extractor`` are run and what they print is held against what the page shows.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from markdown_it import MarkdownIt
from pydantic import ValidationError
from typer.testing import CliRunner

from extractor import records
from extractor.cli import app
from extractor.gold import GoldError, parse_gold
from extractor.records import Record

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WIDTH = "112"
"""Columns of the terminal that the pages show."""
READERS = frozenset({"cat", "head", "ls"})
"""Commands that only look at what another one wrote."""


class Block(NamedTuple):
    """A block of code: its page, the line of its first fence from 1, its language and what it holds.

    ``title`` names a file that the reader is to write, as in ``toml title="house.toml"``.
    """

    page: str
    line: int
    language: str
    text: str
    title: str | None = None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order, those that an indent makes of text included."""
    for token in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
        if token.type in ("fence", "code_block"):
            assert token.map is not None
            info = token.info if token.type == "fence" else "(indented)"
            language, _, more = info.strip().partition(" ")
            title = re.fullmatch(r'title="([\w.-]+)"', more)
            assert title or not more, f"{page.name}:{token.map[0] + 1}: nothing reads {more!r}"
            yield Block(page.name, token.map[0] + 1, language, token.content, title and title[1])


class Command(NamedTuple):
    """A line behind a ``$``, and what is shown to come of it."""

    words: tuple[str, ...]
    line: str
    shown: str


def commands(block: Block) -> list[Command]:
    """The commands of a console block; the text before the first is no command's."""
    found = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not found[0].strip(), f"{block}: a console block begins with a command"
    parts = [part.partition("\n") for part in found[1:]]
    return [Command(tuple(shlex.split(line, comments=True)), line, shown) for line, _, shown in parts]


@dataclass
class Reader:
    """Somebody who types a page, block by block, in one folder.

    ``package`` is a changed copy of the package to run commands with; without one they run in this
    process, on the models that it has loaded.
    """

    folder: Path
    package: Path | None = None
    names: dict[str, Any] = field(default_factory=dict)
    printed: str = ""

    def read(self, block: Block) -> None:
        """Run or check a block; AssertionError says what is not as the page has it."""
        check = CHECKS.get(block.language)
        assert check, f"{block}: nothing checks a block of {block.language or 'no language'}"
        if block.title:
            (self.folder / block.title).write_text(block.text, encoding="utf-8")
        check(self, block)

    def run(self, words: tuple[str, ...]) -> str:
        """What a command prints, on both streams."""
        if words[0] in READERS:
            done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=True)
            return done.stdout
        if self.package:
            return self._run_changed(words)
        with contextlib.chdir(self.folder):
            *called, sign, name = words if "<" in words[-2:] else (*words, "", "")
            given = (self.folder / name).read_bytes() if sign else None
            terminal = {"COLUMNS": WIDTH, "NO_COLOR": "1"}
            result = CliRunner().invoke(app, called[1:], input=given, env=terminal)
        message = isinstance(result.exception, SystemExit | None)
        assert message and (result.exit_code == 0 or "error: " in result.output), result.output
        return result.output

    def _run_changed(self, words: tuple[str, ...]) -> str:
        terminal = {"COLUMNS": WIDTH, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "extractor.cli", *words[1:]],
            cwd=self.folder,
            env=os.environ | terminal | {"PYTHONPATH": str(self.package)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0 or "error: " in done.stdout, done.stdout
        return done.stdout


def _python(reader: Reader, block: Block) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.chdir(reader.folder):
        exec(compile("\n" * block.line + block.text, block.page, "exec"), reader.names)
    reader.printed = out.getvalue()
    promised = re.findall(r"^print\(.*\)  # (.*)$", block.text, flags=re.MULTILINE)
    if promised:
        compare("\n".join(promised) + "\n", reader.printed, str(block))


def _text(reader: Reader, block: Block) -> None:
    """Text is what the Python before it printed."""
    assert reader.printed, f"{block}: a block of text shows what Python before it printed, and none did"
    compare(block.text, reader.printed, str(block))
    reader.printed = ""


def _console(reader: Reader, block: Block) -> None:
    for command in commands(block):
        name, *rest = command.words
        if name in ("make", "pip", "git", "cd", "source", "ray"):
            _known(block, name, rest)
            assert not command.shown.strip(), f"{block}: the output of {name} is not checked; leave it out"
        else:
            assert name == "extractor" or name in READERS, f"{block}: nothing checks {name!r}"
            compare(command.shown, reader.run(command.words), f"{block}: {command.line}")


def _known(block: Block, name: str, words: list[str]) -> None:
    if name == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        for target in (word for word in words if "=" not in word):
            assert re.search(rf"^{target}:.*## ", makefile, flags=re.MULTILINE), f"{block}: make {target}"
    elif name == "pip":
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        assert words[0] == "install", f"{block}: pip {words[0]}"
        for word in words[1:]:
            wanted = re.fullmatch(r"(?:\.|newsfigures)(?:\[(.*)\])?", word)
            assert wanted, f"{block}: pip install {word}"
            extras = set((wanted[1] or "").split(",")) - {""}
            assert extras <= set(project["optional-dependencies"]), f"{block}: {word}"
    elif name == "ray":
        from ray.scripts.scripts import start  # the command behind `ray start`

        options = {option for parameter in start.params for option in parameter.opts}
        assert words[0] == "start" and {word.partition("=")[0] for word in words[1:]} <= options, block
    elif name == "source":
        assert words == [".venv/bin/activate"], f"{block}: source {words}"


def _toml(_: Reader, block: Block) -> None:
    tomllib.loads(block.text)


def _yaml(_: Reader, block: Block) -> None:
    list(yaml.safe_load_all(block.text))


def _json(_: Reader, block: Block) -> None:
    """JSON is a gold file, or one of the records, whole."""
    data = json.loads(block.text)
    if "labelled" in data:
        try:
            parse_gold(data, "article", str(block))
        except GoldError as error:
            raise AssertionError(str(error)) from None
        return
    kinds = [kind for kind in vars(records).values() if isinstance(kind, type) and issubclass(kind, Record)]
    for kind in kinds:
        with contextlib.suppress(ValidationError):
            kind.model_validate(data)
            assert set(data) == {info.alias or name for name, info in kind.model_fields.items()}, block
            return
    raise AssertionError(f"{block}: is none of the records")


def _diff(reader: Reader, block: Block) -> None:
    """A change to the package, which is made in the reader's copy of it."""
    assert reader.package, f"{block}: a change has its place in extending.md"
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        input=block.text,
        cwd=reader.package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{block}: {done.stderr}"


CHECKS: dict[str, Callable[[Reader, Block], None]] = {
    "python": _python,
    "text": _text,
    "console": _console,
    "toml": _toml,
    "yaml": _yaml,
    "json": _json,
    "diff": _diff,
}


def compare(shown: str, printed: str, where: str) -> None:
    """Hold what a page shows against what was printed; ``...`` stands for anything."""
    want, got = (
        "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n" for text in (shown, printed)
    )
    checker = doctest.OutputChecker()
    if not checker.check_output(want, got, doctest.ELLIPSIS):
        example = doctest.Example("", want)
        raise AssertionError(f"{where}\n{checker.output_difference(example, got, doctest.ELLIPSIS)}")
