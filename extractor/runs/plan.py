"""The plan of a run, the same for every engine: what is read, with what, where it goes, when it goes on."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.paths import local_path
from extractor.articles.sources import NO_ARTICLE, Given, find_files, has_files
from extractor.articles.stdin import opened
from extractor.distribution import Extra, MissingExtraError, require, version
from extractor.runs.digests import digest_build, digest_inputs, digest_place
from extractor.runs.formats import CodeSystem, Format, needs_parquet
from extractor.runs.output import Targets, targets
from extractor.runs.results import Settings

Engine = Literal["local", "ray"]

TIME_LIMIT = 60.0
"""Seconds for each 100,000 characters begun; an article of that length takes a tenth of it on one core."""
_SAID = 5
"""Differences that a refusal lists."""


class RunError(Exception):
    """The run cannot begin or go on as asked for; the message says what to do."""


class OutputError(Exception):
    """The disk does not take what is written; the message names the place and the remedy."""


class StoppedError(Exception):
    """The run was stopped from outside; the message says how far it is."""


@dataclass(frozen=True)
class RunPlan:
    """What to read, with what, and where to write it."""

    inputs: tuple[str, ...]
    """Files, folders, patterns, URLs, and ``-`` for standard input."""
    out: str
    """A folder, or one file whose ending names its format; a path, or a URL of a store."""
    formats: tuple[Format, ...] = ()
    codes: tuple[CodeSystem, ...] = ()
    """Classifications whose codes stand beside the events."""
    settings: Settings = field(default_factory=Settings)
    engine: Engine = "local"
    workers: int = 1
    time_limit: float = TIME_LIMIT
    address: str | None = None
    """Of the Ray cluster to join."""
    resume: bool = False
    restart: bool = False
    overwrite: bool = False

    @cached_property
    def given(self) -> tuple[Given, ...]:
        """The inputs as readers take them. Raises RunError where one is not there, or nothing is on stdin."""
        try:
            return tuple(opened(given, self.settings.columns) for given in self.inputs)
        except ArticleError as error:
            raise RunError(str(error)) from None

    @property
    def places(self) -> tuple[Path, ...]:
        """The inputs that are on this machine, in whatever way they are given."""
        return tuple(path for given in self.inputs if (path := local_path(given)))

    @property
    def is_remote(self) -> bool:
        """Whether the outputs go to a store that is no folder of this machine."""
        return local_path(self.out) is None

    def targets(self, folder: str = ".") -> Targets:
        """The files to write; those of a URL as a folder of this machine has them. Raises RunError."""
        path = local_path(self.out)
        slash = "/" * (self.out.endswith("/") and not str(path).endswith("/"))
        out = f"{folder}/{posixpath.basename(self.out)}" if path is None else f"{path}{slash}"
        try:
            return targets(out, self.formats, self.codes)
        except ValueError as error:
            raise RunError(str(error)) from None

    def check(self) -> None:
        """Raise RunError where the plan cannot be carried out, whatever the files hold."""
        self._check_packages()
        if self.address and self.engine == "local":
            raise RunError(f"--address {self.address}: is of a Ray cluster; add --engine ray")
        if self.resume and self.restart:
            raise RunError("--resume goes on with an unfinished run and --restart drops it; give one of them")
        if not self.given:
            raise RunError("nothing to read; give files and folders")

    def _check_packages(self) -> None:
        files = self.targets()
        wanted: list[tuple[Extra, str]] = [("ray", "--engine ray")] if self.engine == "ray" else []
        if needs_parquet(files.formats):
            wanted.append(("parquet", f"{self.out}: Parquet"))
        for extra, what in wanted:
            try:
                require(extra)
            except MissingExtraError as error:
                raise RunError(f"{what} {error}") from error

    def check_inputs(self, skip: frozenset[Path]) -> None:
        """Raise RunError where there is nothing to read."""
        if not has_files(self.given, skip):
            raise RunError(f"{' '.join(self.inputs)}: {'; '.join(NO_ARTICLE)}")

    def header(self, skip: frozenset[Path]) -> dict[str, Any]:
        """All that the outputs depend on; ``skip`` names files that are not read."""
        settings = self.settings
        return {
            "version": version(),
            "paths": list(self.inputs),
            "formats": list(self.formats),
            "codes": list(self.codes),
            "published": settings.published.isoformat() if settings.published else None,
            "model": settings.model,
            "codebook": settings.codebook,
            "columns": {name: list(names) for name, names in asdict(settings.columns).items()},
            "max_chars": settings.max_chars,
            "time_limit": self.time_limit,
            **digest_build(settings),
            "content": digest_inputs(self._found(skip)),
        }

    def _found(self, skip: frozenset[Path]) -> Iterator[tuple[str, str, str]]:
        """Each input file: the input that led to it, its name, its digest."""
        for given in self.given:
            for found in find_files(given, skip):
                if isinstance(found, ReadFailure):
                    yield str(given), found.place, found.reason
                else:
                    yield str(given), str(found.place), digest_place(found.place)


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What of a header is not as it was, in words; empty where nothing is."""
    found = [words for key in now for words in _difference(key, before.get(key), now[key])]
    more = f" and {len(found) - _SAID} more" if len(found) > _SAID else ""
    return ", ".join(found[:_SAID]) + more


def _difference(key: str, before: Any, now: Any) -> Iterable[str]:
    if before == now:
        return
    if key == "content" and isinstance(before, dict):
        for name in sorted({*before, *now}):
            if before.get(name) != now.get(name):
                yield f"{name} is {'new' if name not in before else 'gone' if name not in now else 'changed'}"
    elif key == "libraries" and isinstance(before, dict):
        for name in sorted({*before, *now}):
            if before.get(name) != now.get(name):
                yield f"{name} was {before.get(name, 'missing')} and is {now.get(name, 'missing')}"
    elif key in _BUILDS:
        yield f"{_BUILDS[key]} is changed"
    else:
        yield f"{key} was {before!r} and is {now!r}"


_BUILDS = {
    "build": "the installed package",
    "model_build": "the language model",
    "codebook_build": "the codebook's file",
}
