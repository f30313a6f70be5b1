"""Answers written to files: which file for which format, whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Literal, NamedTuple

from extractor.runs.results import Answer

Format = Literal["jsonl", "parquet", "csv", "hxl"]
FORMATS: tuple[Format, ...] = ("jsonl", "parquet", "csv", "hxl")


class Targets(NamedTuple):
    """The files of a run."""

    formats: tuple[Format, ...]
    files: dict[str, Path]
    """Each file by what it holds: ``jsonl``, ``parquet``, ``figures`` (Parquet), ``csv``, ``hxl``."""
    errors: Path
    journal: Path
    manifest: Path


def targets(out: Path, formats: Sequence[Format] = ()) -> Targets:
    """The files for an output folder, or for one output file whose ending names its format.

    Raises ValueError where the ending and the formats disagree.
    """
    named = next((name for name in ("parquet", "csv", "jsonl") if out.suffix.lower() == f".{name}"), None)
    if named is None:
        names = {"jsonl": "records.jsonl", "parquet": "records.parquet", "figures": "figures.parquet"}
        names |= {"csv": "figures.csv", "hxl": "figures.hxl.csv"}
        folder, stem = out, ""
        chosen = tuple(dict.fromkeys(formats)) or ("jsonl",)
    else:
        kind: Format = "hxl" if out.name.lower().endswith(".hxl.csv") else named  # type: ignore[assignment]
        if formats and tuple(formats) != (kind,):
            raise ValueError(f"{out} is a file for {kind}; name a folder for other formats")
        names = {kind: out.name, "figures": f"{out.stem}.figures.parquet"}
        folder, stem = out.parent, f"{out.stem}."
        chosen = (kind,)
    wanted = {*chosen, *(("figures",) if "parquet" in chosen else ())}
    files = {key: folder / name for key, name in names.items() if key in wanted}
    beside = (folder / f"{stem}{name}" for name in ("errors.jsonl", "unfinished.jsonl", "run.json"))
    return Targets(chosen, files, *beside)


def write_outputs(files: Targets, answers: Callable[[], Iterable[Answer]], manifest: bytes) -> int:
    """Write every file of a run, each whole before it takes its name; the number of failures.

    ``answers`` is called for each file. Raises OSError; files that have their name by then are whole.
    """
    with atomic_file(files.manifest) as file:
        file.write(manifest)
    for name, path in files.files.items():
        found = (answer.record for answer in answers() if answer.record is not None)
        writer = _writer(name)
        with atomic_file(path) as file:
            writer(file, found)
    failed = 0
    with atomic_file(files.errors) as file:
        for answer in answers():
            if answer.record is None:
                failed += 1
                file.write(failure_line(answer))
    if not failed:
        files.errors.unlink(missing_ok=True)
    return failed


def _writer(name: str) -> Callable[[IO[bytes], Iterator[bytes]], object]:
    if name == "jsonl":
        return write_jsonl
    if name in ("csv", "hxl"):
        from extractor.runs.flat import write_csv, write_hxl

        return write_csv if name == "csv" else write_hxl
    from extractor.runs.columns import write_figures, write_records

    return write_records if name == "parquet" else write_figures


def write_jsonl(file: IO[bytes], records: Iterable[bytes]) -> None:
    """One extraction a line, in the contract's keys."""
    for record in records:
        file.write(record + b"\n")


@contextmanager
def atomic_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write bytes to that appears under ``path`` only when the block ends well.

    They go to a hidden file beside it, are forced to the disk, and then take the name at once; when the
    block raises, an older file under that name stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
        sync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


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
    told = {
        "article": answer.id,
        "place": answer.place,
        "status": answer.status,
        "reason": answer.reason,
        "remedy": answer.remedy,
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
