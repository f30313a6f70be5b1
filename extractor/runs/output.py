"""Answers written to files: which file for which format, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from extractor.runs.formats import FOLDER_NAMES, Answers, CodeSystem, Format, Kept, format_of, writer_of
from extractor.runs.results import Answer
from extractor.runs.tables import columns_of_input

_PART = ".part"


class Targets(NamedTuple):
    """The files of a run."""

    formats: tuple[Format, ...]
    files: dict[Kept, Path]
    """Each file by what it holds: a format, or ``figures`` for those beside Parquet records."""
    errors: Path
    journal: Path
    manifest: Path
    whole: bool
    """Whether the folder is the run's, or it writes one file into a folder of anything."""
    codes: tuple[CodeSystem, ...] = ()
    """Classifications whose codes stand beside the events."""

    @property
    def folder(self) -> Path:
        """Where all of them are."""
        return self.manifest.parent

    def kept(self) -> tuple[Path, ...]:
        """The files that a run leaves, the errors included."""
        return (*self.files.values(), self.errors, self.manifest)


def targets(out: str | Path, formats: Sequence[Format] = (), codes: tuple[CodeSystem, ...] = ()) -> Targets:
    """The files for an output folder, or for one output file whose ending names its format.

    A folder is what is one already, what ends in a slash, and a name without an ending of letters.
    Raises ValueError where no format has the ending, or the ending and the formats disagree.
    """
    path = Path(out)
    is_folder = str(out).endswith(("/", os.sep)) or path.is_dir()
    try:
        named = None if is_folder else format_of(path.name, formats)
    except ValueError as error:
        raise ValueError(f"{out}: {error}") from None
    if named is None:
        names, folder, stem = dict(FOLDER_NAMES), path, ""
        chosen = tuple(dict.fromkeys(formats)) or ("jsonl",)
    else:
        names = {named: path.name, "figures": f"{path.stem}.figures.parquet"}
        folder, stem = path.parent, f"{path.name}."
        chosen = (named,)
    wanted = {*chosen, *(("figures",) if "parquet" in chosen else ())}
    files = {key: folder / name for key, name in names.items() if key in wanted}
    return Targets(
        formats=chosen,
        files=files,
        errors=folder / f"{stem}errors.jsonl",
        journal=folder / f"{stem}unfinished.jsonl",
        manifest=folder / f"{stem}run.json",
        whole=named is None,
        codes=codes,
    )


class Part(NamedTuple):
    """A file that is written whole and waits under a hidden name for its own."""

    hidden: Path
    path: Path
    digest: str
    """SHA-256 of its bytes, in hexadecimal."""

    def publish(self) -> None:
        """Give it its name, in the place of what has it."""
        _publish(self.hidden, self.path)


class Written(NamedTuple):
    """The files of a run but its manifest, none under its name yet."""

    parts: list[Part]
    failed: int
    """Articles that failed."""
    notes: list[str]
    """What a file could not hold, in words."""


def write_parts(files: Targets, answers: Answers) -> Written:
    """Write every file of a run but its manifest, none under its name yet.

    ``answers`` is called for each file. Raises OSError, and leaves no part then.
    """
    parts: list[Part] = []
    notes: list[str] = []
    failed = 0
    try:
        extra = columns_of_input(answers())
        if extra.left_out:
            notes.append(
                f"the tables leave out {extra.left_out:,} columns of the input; the records have them"
            )
        for name, path in files.files.items():
            write = writer_of(name, files.codes, extra=extra.columns, for_people=not files.whole)
            with _part(path) as (file, hidden):
                notes += [f"{path}: {words}" for words in write(file, answers)]
            parts.append(Part(hidden, path, _sha256(hidden)))
        with _part(files.errors) as (file, hidden):
            for answer in answers():
                if answer.record is None:
                    failed += answer.times
                    file.write(failure_line(answer))
        if failed:
            parts.append(Part(hidden, files.errors, _sha256(hidden)))
        else:
            hidden.unlink()
    except BaseException:
        for part in parts:
            part.hidden.unlink(missing_ok=True)
        raise
    return Written(parts, failed, notes)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def same_bytes(path: Path, digest: str) -> bool:
    """Whether a file holds the bytes with this SHA-256."""
    try:
        return path.is_file() and _sha256(path) == digest
    except OSError:
        return False


@contextmanager
def atomic_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write bytes to that appears under ``path`` only when the block ends well.

    They go to a hidden file beside it, are forced to the disk, and then take the name at once; when the
    block raises, an older file under that name stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _part(path) as (file, hidden):
        yield file
    _publish(hidden, path)


def _publish(hidden: Path, path: Path) -> None:
    try:
        hidden.replace(path)
    except OSError:
        hidden.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


@contextmanager
def _part(path: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """A hidden file beside a path, on the disk when the block ends, gone when it raises."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_PART, dir=path.parent)
    hidden = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, hidden
            file.flush()
            os.fsync(file.fileno())
        hidden.chmod(0o666 & ~_umask())
    except BaseException:
        hidden.unlink(missing_ok=True)
        raise


def sweep_parts(files: Targets) -> None:
    """Delete the hidden files that a killed run of the same files has left. Call it under the run's lock."""
    names = {path.name for path in files.kept()}
    if files.whole:
        names.update(FOLDER_NAMES.values())
    hidden = re.compile(rf"\.(?:{'|'.join(map(re.escape, names))})\.\w{{8}}{re.escape(_PART)}")
    for path in files.folder.iterdir():
        if hidden.fullmatch(path.name) and path.is_file():
            path.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def failure_line(answer: Answer) -> bytes:
    """One failure as one line of JSON, with its line end."""
    failure = {
        "article": answer.id,
        "place": answer.place,
        "status": answer.status,
        "reason": answer.reason,
        "remedy": answer.remedy,
        "times": answer.times,
    }
    return json.dumps(failure, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
