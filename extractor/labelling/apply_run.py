"""A run written again with the corrections of a review: records, tables, and a list of what was changed."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from extractor.gold import GoldError
from extractor.labelling.apply import COLUMNS, Change, Corrected, corrected, read_labels
from extractor.labelling.review.sources import Run, files_of
from extractor.runs.flat import write_table
from extractor.runs.formats import FOLDER_NAMES, Answers, Format
from extractor.runs.lock import hold_folder
from extractor.runs.manifest import Manifest, make_manifest, manifest_bytes, read_manifest
from extractor.runs.output import Targets, atomic_file, targets, write_parts
from extractor.runs.ownership import own_files, refuse_foreign
from extractor.runs.plan import RunError
from extractor.runs.results import Answer, Settings

CHANGES = "changes.csv"
_ALWAYS: tuple[Format, ...] = ("jsonl", "csv", "events-csv")


class Applied(NamedTuple):
    """How much was written: articles, those of them that were corrected, and changes."""

    articles: int
    corrected: int
    changes: int


def apply_review(out: Path, run: Run, review: Path, folder: Path, formats: Sequence[Format] = ()) -> Applied:
    """Write the outputs of a run with the corrections of a review into a folder of their own.

    Args:
        out: the folder or file of the run.
        run: its articles and records.
        review: the folder of the corrections, as the desk wrote them.
        folder: where to write; a folder that is new, empty, or of an earlier call.
        formats: what to write beside the formats of the run, its figures and its events.

    Raises:
        GoldError: there are no corrections, or one of their files cannot be used.
        RunError: the folder holds something else.
        OSError: a file cannot be written.
    """
    before = files_of(out)
    manifest = read_manifest(before.manifest)
    found = list(_corrected(run, review))
    chosen = dict.fromkeys((*_formats(manifest), *_ALWAYS, *formats))
    files = targets(f"{folder}/", tuple(chosen))
    _refuse_foreign(folder, files)
    folder.mkdir(parents=True, exist_ok=True)
    failures = list(_failures(before.errors))

    def answers() -> Iterator[Answer]:
        for each in found:
            record = each.extraction.model_dump_json().encode()
            yield Answer(each.extraction.article.id, "ok", record)
        yield from failures

    changes = [change for each in found for change in each.changes]
    with hold_folder(folder, shared=False):
        _write(files, answers, changes, manifest)
    return Applied(len(found), sum(bool(each.changes) for each in found), len(changes))


def _corrected(run: Run, review: Path) -> Iterator[Corrected]:
    """Every article of the run, those with labels of a review corrected by them."""
    if not review.is_dir():
        raise GoldError(f"{review}: is no folder of corrections; make them with: extractor review RUN")
    known = {run.file(name): name for name in run.extractions}
    there = {path.relative_to(review).as_posix() for path in review.rglob("*.json") if _seen(path, review)}
    if not there:
        raise GoldError(f"{review}: holds no corrections; make them with: extractor review RUN")
    if strange := sorted(there - known.keys()):
        raise GoldError(f"{review / strange[0]}: is of no article of the run; name the run that it is of")
    for name, extraction in run.extractions.items():
        if run.file(name) not in there:
            yield Corrected(extraction, ())
            continue
        if name not in run.articles:
            raise GoldError(
                f"{name}: its text has moved or changed since the run; name its place with --articles"
            )
        article = run.articles[name]
        yield corrected(article, extraction, *read_labels(review / run.file(name), article))


def _seen(path: Path, folder: Path) -> bool:
    """Whether a path has no hidden part: the desk keeps earlier versions in one."""
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def _formats(manifest: Manifest | None) -> tuple[Format, ...]:
    """The formats that a run was written in."""
    names = manifest.files if manifest else {}
    return tuple(form for form, name in FOLDER_NAMES.items() if name in names and form != "figures")


def _refuse_foreign(folder: Path, files: Targets) -> None:
    """Raise RunError where something would be written over that no earlier call wrote."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    before = read_manifest(files.manifest)
    if before is None or CHANGES not in before.files:
        raise RunError(f"{folder}: is there, and holds no corrected run; give another -o")
    try:
        own = own_files(files)
        refuse_foreign(files, own, may_go=own)
    except Exception as error:
        raise RunError(str(error)) from None


def _failures(path: Path) -> Iterator[Answer]:
    """The articles that the run could not read, to be named again."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError):  # a run without failures has no such file
        return
    for row in rows:
        place = (row.get("place"), row.get("reason"), row.get("remedy"))
        yield Answer(row.get("article"), row.get("status", "raised"), None, *place, row.get("times", 1))


def _write(files: Targets, answers: Answers, changes: Sequence[Change], manifest: Manifest | None) -> None:
    """Write every file, and the manifest that names them."""
    parts = write_parts(files, answers).parts
    table = io.BytesIO()
    write_table(table, [COLUMNS], (list(change) for change in changes))
    digests = {part.path.name: part.digest for part in parts}
    digests[CHANGES] = hashlib.sha256(table.getvalue()).hexdigest()
    settings = Settings(
        manifest.model if manifest else None,
        manifest.codebook if manifest else "acled",
        date.fromisoformat(manifest.published) if manifest and manifest.published else None,
        manifest.max_chars if manifest else Settings().max_chars,
    )
    made = make_manifest(manifest.articles if manifest else (), settings, digests)
    with atomic_file(files.manifest) as file:
        file.write(manifest_bytes(made))
    for part in parts:
        part.publish()
    with atomic_file(files.folder / CHANGES) as file:
        file.write(table.getvalue())
