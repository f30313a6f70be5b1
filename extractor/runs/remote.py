"""Outputs at a URL, in any store that fsspec knows: made whole on this machine, and then put there.

A store takes an object whole or not at all, as a disk takes a file that is renamed. It has no locks: the
log (``blocks.py``) keeps two runs apart.
"""

from __future__ import annotations

import hashlib
import posixpath
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from extractor.articles.failures import ArticleError
from extractor.articles.paths import file_system, reached
from extractor.runs.blocks import BlockLog
from extractor.runs.manifest import Manifest, manifest_bytes, parse_manifest
from extractor.runs.output import Part, Targets, targets
from extractor.runs.ownership import OutputClashError
from extractor.runs.plan import RunError, RunPlan


class RemoteFolder(NamedTuple):
    """The folder of a store that outputs go to, and the folder of this machine where they are made."""

    files: Any
    root: str
    url: str
    made: Targets

    def path(self, name: str) -> str:
        """The path in the store of an output."""
        return posixpath.join(self.root, name)

    def shown(self, name: str) -> str:
        """The URL of an output."""
        return f"{self.url}/{name}"

    def log(self) -> BlockLog:
        """The log of a run into this place."""
        name = self.made.journal.stem
        return BlockLog(self.files, self.path(name), self.shown(name))

    def manifest(self) -> Manifest | None:
        """That of the run before, None where there is none."""
        path = self.path(self.made.manifest.name)
        with reached():
            return parse_manifest(self.files.cat_file(path)) if self.files.exists(path) else None

    def own(self) -> dict[str, str]:
        """The names and hashes of what earlier runs have left, and nobody has changed since."""
        manifest = self.manifest()
        replaced = (self.log().header() or {}).get("replaces", {})
        claims = [*(manifest.files if manifest else {}).items(), *replaced.items()]
        return {name: digest for name, digest in claims if self._digest(name) == digest}

    def _digest(self, name: str) -> str | None:
        path = self.path(name)
        with reached():
            if not self.files.exists(path):
                return None
            with self.files.open(path, "rb") as file:
                digest = hashlib.sha256()
                while data := file.read(1 << 20):
                    digest.update(data)
                return digest.hexdigest()

    def refuse_inputs(self, inputs: Iterable[str]) -> None:
        """Raise OutputClashError where an output is an input, or lies in a folder that is read."""
        for given in inputs:
            for path in self.made.kept():
                if f"{self.shown(path.name)}/".startswith(f"{given.rstrip('/')}/"):
                    raise OutputClashError(f"{self.shown(path.name)}: is an input ({given}); give another -o")

    def refuse_foreign(self, own: Collection[str], may_go: Collection[str]) -> None:
        """Raise OutputClashError where writing the outputs would destroy something.

        Args:
            own: names of what the run before has left.
            may_go: those of them that need not be written again.
        """
        names = {path.name for path in self.made.kept()}
        self.files.invalidate_cache(self.root)
        with reached():
            taken = [name for name in sorted(names - {*own}) if self.files.exists(self.path(name))]
        for name in taken:
            if name != self.made.manifest.name or self.manifest() is None:
                words = "is there, and no run wrote it; move it, or give another -o"
                raise OutputClashError(f"{self.shown(name)}: {words}")
        left = sorted({*own} - {*may_go} - names)
        if left:
            raise OutputClashError(
                f"{self.shown(left[0])}: is of an earlier run and would not be written again; ask for its "
                "format too, drop it with --overwrite, or give another -o"
            )

    def publish(self, manifest: Manifest, parts: list[Part], own: Mapping[str, str]) -> None:
        """Put the manifest and the outputs there; of the run before nothing else stays."""
        with reached():
            self.files.pipe_file(self.path(self.made.manifest.name), manifest_bytes(manifest))
            for part in parts:
                self.files.put_file(str(part.hidden), self.path(part.path.name))
            for name in own.keys() - {part.path.name for part in parts}:
                self.files.rm_file(self.path(name))


@contextmanager
def remote_folder(plan: RunPlan) -> Iterator[RemoteFolder]:
    """The place of a plan's outputs at a URL. Raises RunError where there is no such store."""
    made_in = tempfile.mkdtemp(prefix="extractor-")
    try:
        try:
            files, path = file_system(plan.out)
            with reached():
                is_folder = files.isdir(path)
        except ArticleError as error:
            raise RunError(str(error)) from None
        made = plan.targets(made_in)
        if made.whole or is_folder:
            made = targets(f"{made_in}/", plan.formats, plan.codes)
        url, root = plan.out.rstrip("/"), path.rstrip("/")
        if not made.whole:
            url, root = posixpath.dirname(url), posixpath.dirname(root)
        yield RemoteFolder(files, root, url, made)
    finally:
        shutil.rmtree(made_in, ignore_errors=True)
