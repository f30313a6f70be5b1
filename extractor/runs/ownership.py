"""Which files a run may replace: those that a run before it wrote, by its manifest, and no other.

A file is a run's own while it holds the bytes whose hash the manifest names; one that somebody has edited
or put in its place is that person's.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from extractor.articles.paths import Found
from extractor.articles.sources import find_files, walk
from extractor.runs.journal import is_journal, read_header
from extractor.runs.manifest import absolute, read_manifest
from extractor.runs.output import Targets, same_bytes


class OutputClashError(Exception):
    """An output would replace what no run wrote; the message names it and the remedy."""


def earlier_outputs(paths: Iterable[Path]) -> frozenset[Path]:
    """The files and folders, links resolved, that runs have left in the given folders and below.

    Outputs by their manifest, unfinished runs by the form of their log. A file that is given itself is never
    among them: whoever names it means it.
    """
    folders = [path for path in paths if path.is_dir()]
    found = (file for folder in folders for file in walk(folder, _is_mark) if isinstance(file, Path))
    return frozenset(path.resolve() for mark in found for path in _left_by(mark))


def _is_mark(name: str) -> bool:
    return name.endswith(("run.json", "unfinished.jsonl"))


def _left_by(mark: Path) -> Iterator[Path]:
    """What the run left that a manifest or log is of."""
    if mark.name.endswith(".jsonl"):
        if is_journal(mark):
            yield mark
        return
    manifest = read_manifest(mark)
    if manifest is not None:
        yield mark
        yield from _listed(mark.parent, manifest.files)


def _listed(folder: Path, files: Mapping[str, str]) -> Iterator[Path]:
    for name, digest in files.items():
        if Path(name).name == name and same_bytes(folder / name, digest):
            yield folder / name


def own_files(files: Targets) -> dict[str, str]:
    """The names and hashes of what earlier runs into this place have left, their manifest not among them."""
    manifest = read_manifest(files.manifest)
    replaced = (read_header(files.journal) or {}).get("replaces", {})
    claims = [*(manifest.files if manifest else {}).items(), *replaced.items()]
    return {name: digest for name, digest in claims for _ in _listed(files.folder, {name: digest})}


def of_other_runs(inputs: Iterable[str], files: Targets) -> Iterator[str]:
    """What is in the place of the outputs and comes from runs over other articles, in words."""
    before = read_manifest(files.manifest)
    if before is not None and before.articles != absolute(inputs):
        over = " ".join(before.articles)
        yield f"{files.manifest.parent}: holds the outputs of an earlier run over {over}; they are replaced"
    # Files that are written by their names stand beside each other as a rule.
    others = sorted(files.folder.glob("*run.json" if files.whole else "run.json"))
    for path in (path for path in others if path.name != files.manifest.name):
        manifest = read_manifest(path)
        if manifest is not None:
            names = ", ".join(sorted(manifest.files))
            yield f"{files.folder}: also holds the files of another run ({names}), which stay as they are"


def refuse_foreign(files: Targets, own: Collection[str], may_go: Collection[str]) -> None:
    """Raise OutputClashError where writing a run's files would destroy something.

    Args:
        files: to be written.
        own: names of the files beside them that earlier runs have left.
        may_go: those of them that need not be written again.
    """
    for path in files.kept():
        if os.path.lexists(path) and path.name not in own and path != files.manifest:
            raise OutputClashError(f"{path}: is there, and no run wrote it; move it, or give another -o")
    if os.path.lexists(files.manifest) and read_manifest(files.manifest) is None:
        raise OutputClashError(
            f"{files.manifest}: is there, and no run wrote it; move it, or give another -o"
        )
    left = sorted({*own} - {*may_go} - {path.name for path in files.kept()})
    if left:
        raise OutputClashError(
            f"{files.folder / left[0]}: is of an earlier run and would not be written again; ask for its "
            "format too, drop it with --overwrite, or give another -o"
        )


def refuse_inputs(outputs: Iterable[Path], paths: Iterable[Path], skip: Collection[Path]) -> None:
    """Raise OutputClashError where an output is an input, by whatever name or link.

    Args:
        outputs: files and folders that a run will write.
        paths: files and folders that it will read.
        skip: what it passes over in them.
    """
    places = {(s.st_dev, s.st_ino): path for path in outputs for s in _status(path)}
    if not places:
        return
    found = (each.place for path in paths for each in find_files(path, skip) if isinstance(each, Found))
    for file in (place for place in found if isinstance(place, Path)):
        for status in _status(file):
            output = places.get((status.st_dev, status.st_ino))
            if output is not None:
                raise OutputClashError(f"{output}: is an input ({file}); give another -o")


def _status(path: Path) -> Iterator[os.stat_result]:
    try:
        yield path.stat()
    except OSError:
        return
