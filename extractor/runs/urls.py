"""Parquet at URLs, on any file system that fsspec knows, and the log of a run whose answers stay at one."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from extractor.articles.failures import ArticleError
from extractor.articles.paths import Stored, file_system, stored_at
from extractor.articles.sources import NO_ARTICLE
from extractor.runs.digests import is_local
from extractor.runs.journal import LogState
from extractor.runs.lock import hold_folder
from extractor.runs.manifest import Manifest, make_manifest, manifest_bytes, parse_manifest
from extractor.runs.ownership import CLUSTER_FOLDERS, OutputClashError
from extractor.runs.plan import RunError, RunPlan


def find_parquet(urls: Iterable[str], skip: Collection[Path] = ()) -> Iterator[tuple[str, Stored]]:
    """The Parquet files at and below some URLs with the URL that led to each, sorted.

    ``skip`` names local ones to pass over, or folders. Raises RunError where there is none at a URL, or it
    cannot be listed.
    """
    for url in urls:
        try:
            found = [each.place for each in stored_at(url) if isinstance(each.place, Stored)]
        except ArticleError as error:
            raise RunError(str(error)) from None
        except OSError as error:
            raise RunError(
                f"{url}: cannot be listed ({error}); check that it is there and readable"
            ) from None
        kept = [stored for stored in found if stored.name.endswith(".parquet") and not _skipped(stored, skip)]
        if not kept:
            raise RunError(f"{url}: {NO_ARTICLE[0]}; at URLs only Parquet is read")
        yield from ((url, stored) for stored in kept)


def _skipped(stored: Stored, skip: Collection[Path]) -> bool:
    if not skip or not is_local(stored.files):
        return False
    place = Path(stored.path).resolve()
    return any(each in skip for each in (place, *place.parents))


class UrlLog:
    """The ``run.json`` of a run whose answers stay at a URL: begun with the run, and kept."""

    def __init__(self, url: str) -> None:
        try:
            self._files, self._root = file_system(url)
        except ArticleError as error:
            raise RunError(str(error)) from None
        self.name = url

    def held(self) -> AbstractContextManager[None]:
        """Hold the folder against other runs, where it is of this machine. Raises InUseError."""
        return hold_folder(Path(self._root), shared=False) if is_local(self._files) else nullcontext()

    def refuse_inputs(self, plan: RunPlan) -> None:
        """Raise OutputClashError where the folder is a file, or an input is one of its files."""
        if self._files.isfile(self._root):
            raise OutputClashError(f"{self.name}: is a file; give the URL of a folder")
        own = [posixpath.join(self._root, name) for name in CLUSTER_FOLDERS]
        for given in plan.inputs:
            files, path = file_system(given)
            if type(files) is type(self._files) and f"{path}/".startswith(tuple(f"{each}/" for each in own)):
                raise OutputClashError(f"{self.name}: would replace an input ({given}); give another -o")

    def _manifest(self) -> Manifest | None:
        return parse_manifest(self._files.cat_file(self._path("run.json")))

    def _path(self, name: str) -> str:
        return posixpath.join(self._root, name)

    def state(self) -> LogState:
        """What is in its place."""
        if self._files.exists(self._path("run.json")):
            manifest = self._manifest()
            return "foreign" if manifest is None or manifest.run is None else "begun"
        taken = any(self._files.exists(self._path(name)) for name in CLUSTER_FOLDERS)
        return "foreign" if taken else "empty"

    def header(self) -> Mapping[str, Any] | None:
        """What ``begin`` wrote, None where there is nothing usable."""
        manifest = self._manifest() if self.state() == "begun" else None
        return manifest.run if manifest else None

    def begin(self, plan: RunPlan, header: Mapping[str, Any]) -> None:
        """Drop the answers that are there and write a manifest with a header."""
        for name in CLUSTER_FOLDERS:
            if self._files.exists(self._path(name)):
                self._files.rm(self._path(name), recursive=True)
        self._files.makedirs(self._root, exist_ok=True)
        manifest = make_manifest(plan.inputs, plan.settings, run=header)
        self._files.pipe_file(self._path("run.json"), manifest_bytes(manifest))
