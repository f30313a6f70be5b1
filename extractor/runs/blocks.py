"""The log of a run into a store that knows neither appending nor locks: answers in whole blocks.

A block is an object of the store with the lines that ``journal.py`` would append. It is made on condition
that none is there, so that of two runs into one place only one goes on; what was not in a block yet when a
run was killed is done again.
"""

from __future__ import annotations

import json
import posixpath
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from extractor.articles.paths import reached
from extractor.runs.executor import LogState
from extractor.runs.journal import answer_line, answer_of, checked, header_of, line_of
from extractor.runs.lock import InUseError
from extractor.runs.results import Answer

BLOCK_ANSWERS = 256
BLOCK_SECONDS = 20.0
"""A block is written when it has so many answers, or is so old: the most work that a kill may cost."""
_BEGUN = "begun.json"


class BlockLog:
    """A ``Log`` below a folder of a file system that fsspec knows.

    Args:
        files: the file system.
        root: the path of the folder in it; it is made when the run begins.
        name: for messages.
    """

    def __init__(self, files: Any, root: str, name: str) -> None:
        self._files, self._root, self.name = files, root, name
        self._lines: list[bytes] = []
        self._blocks = self._count = 0
        self._since = time.monotonic()

    def _path(self, name: str) -> str:
        return posixpath.join(self._root, name)

    def _names(self) -> list[str]:
        """The blocks that are there, in order."""
        self._files.invalidate_cache(self._root)
        with reached(), suppress(FileNotFoundError):
            return sorted(path for path in self._files.find(self._root) if path.endswith(".jsonl"))
        return []

    def header(self) -> Mapping[str, Any] | None:
        """What ``begin`` wrote, None where there is nothing usable."""
        with reached(), suppress(FileNotFoundError):
            return header_of(self._files.cat_file(self._path(_BEGUN)))
        return None

    def state(self) -> LogState:
        """What is in its place; a head that is no head is not a run's."""
        if self.header() is not None:
            return "begun"
        with reached():
            self._files.invalidate_cache(self._root)
            return "foreign" if self._files.exists(self._root) and self._files.find(self._root) else "empty"

    def begin(self, header: Mapping[str, Any]) -> None:
        """Drop what is there and write a header. Raises InUseError where another run begins just then."""
        self.remove()
        self._create(_BEGUN, line_of(json.dumps({"run": header}).encode()))
        self._blocks = self._count = 0
        self._lines.clear()

    def remove(self) -> None:
        """Delete it with all its blocks."""
        with reached(), suppress(FileNotFoundError):
            self._files.rm(self._root, recursive=True)

    def replay(self) -> Iterator[tuple[str, Answer]]:
        """The whole answers with their keys, up to the first block that is missing or damaged."""
        self._blocks = self._count = 0
        for path in self._names():
            if posixpath.basename(path) != _block(self._blocks):
                return
            with reached():
                lines = self._files.cat_file(path).splitlines(keepends=True)
            values = [checked(line) for line in lines]
            numbers = [None if each is None else each.get("item") for each in values]
            if numbers != [*range(self._count, self._count + len(lines))]:
                return
            for each, line in zip(values, lines, strict=True):
                yield str(each and each["key"]), answer_of(each or {}, line)
            self._blocks += 1
            self._count += len(lines)

    def cut(self) -> None:
        """Drop the blocks behind those that ``replay`` has given whole."""
        for path in self._names()[self._blocks :]:
            with reached():
                self._files.rm_file(path)

    def append(self, key: str, answer: Answer) -> None:
        """Keep one answer; those of a block are written together."""
        if not self._lines:
            self._since = time.monotonic()
        self._lines.append(answer_line(self._count, key, answer))
        self._count += 1
        if len(self._lines) >= BLOCK_ANSWERS or time.monotonic() - self._since > BLOCK_SECONDS:
            self.sync()

    def sync(self) -> None:
        """Write what was appended as a block."""
        if self._lines:
            self._create(_block(self._blocks), b"".join(self._lines))
            self._blocks += 1
            self._lines.clear()

    def _create(self, name: str, data: bytes) -> None:
        """Write an object that is not there yet. Raises InUseError where it is."""
        try:
            with reached():
                self._files.pipe_file(self._path(name), data, mode="create")
        except FileExistsError:
            raise InUseError from None


def _block(number: int) -> str:
    return f"block-{number:08d}.jsonl"
