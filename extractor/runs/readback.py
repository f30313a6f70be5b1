"""Extractions read back from the files that a run has written."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.distribution import MissingExtraError, require
from extractor.records import Extraction

_ROWS_AT_ONCE = 64


class RecordsError(ValueError):
    """A file of extractions that cannot be read; the message names the line, the reason and the remedy."""


def read_records(path: str | os.PathLike[str]) -> Iterator[Extraction]:
    """The extractions of ``records.jsonl`` (or ``.jsonl.gz``, or ``records.parquet``), one after another.

    They come without their articles' texts; ``Extraction.with_text`` gives one back.

    Args:
        path: the file, or the folder of a run that holds one.

    Raises:
        RecordsError: a line or row is no extraction, or the file is none of a run; while it is iterated over.
        OSError: the file cannot be opened.
    """
    file = _file(Path(path))
    rows = _parquet(file) if file.name.lower().endswith(".parquet") else _lines(file)
    for number, row in enumerate(rows, 1):
        try:
            if isinstance(row, bytes):
                if row.strip():
                    yield Extraction.model_validate_json(row)
            else:
                yield Extraction.model_validate(row)
        except ValidationError as error:
            raise _refusal(f"{file}:{number}", error) from None


def _file(path: Path) -> Path:
    if not path.is_dir():
        return path
    for name in ("records.jsonl", "records.parquet"):
        if (path / name).is_file():
            return path / name
    raise RecordsError(f"{path}: holds no records.jsonl; name the output folder of `extractor run`")


def _lines(file: Path) -> Iterator[bytes]:
    with gzip.open(file) if file.name.lower().endswith(".gz") else file.open("rb") as lines:
        try:
            yield from lines
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise RecordsError(f"{file}: is damaged ({error}); copy or pack it again") from None


def _parquet(file: Path) -> Iterator[dict[str, Any]]:
    try:
        require("parquet")
    except MissingExtraError as error:
        raise RecordsError(f"{file}: {error}") from error
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(file) as table:
            for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE):
                yield from batch.to_pylist(maps_as_pydicts="strict")
    except pa.ArrowException as error:
        words = " ".join(str(error).split())[:200]
        raise RecordsError(f"{file}: is no sound Parquet file ({words}); write it again") from None


def _refusal(place: str, error: ValidationError) -> RecordsError:
    first: Any = error.errors(include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    reason = f"{where}: {first['msg']}" if where else first["msg"]
    return RecordsError(
        f"{place}: is no extraction ({reason}); give the records.jsonl of a run, or run it again"
    )
