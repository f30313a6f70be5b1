"""Extractions written to files: JSON Lines, whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from extractor.records import Extraction


@contextmanager
def atomic_text(path: Path) -> Iterator[IO[str]]:
    """A file to write UTF-8 text to that appears under ``path`` only when the block ends well.

    The lines go to a hidden file beside it, are forced to the disk, and then take the name at once;
    when the block raises, an older file under that name stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
        _sync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Force the new name to the disk, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def jsonl_line(extraction: Extraction) -> str:
    """One extraction as one line of JSON, in the contract's keys, with its line end."""
    return extraction.model_dump_json() + "\n"


def failure_line(article: str, reason: str, remedy: str) -> str:
    """One failure as one line of JSON, with its line end."""
    return json.dumps({"article": article, "reason": reason, "remedy": remedy}, ensure_ascii=False) + "\n"
