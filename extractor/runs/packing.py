"""Articles as the Parquet that a cluster reads: packed from local files, or where they lie at a URL.

Both ways the rows reach a worker as ``pack`` makes them, with the ids that the local engine gives.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, islice
from typing import Any, NamedTuple

import fsspec
import pyarrow as pa
from pyarrow import parquet

from extractor.articles.columns import Columns
from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.inputs import Item, row_item, row_name
from extractor.articles.paths import Stored
from extractor.articles.sources import Names
from extractor.runs.batch import pack
from extractor.runs.plan import RunError

PACK_ROWS = 1_000
BATCH_ROWS = 64
"""Rows that a worker is given at once."""


class Source(NamedTuple):
    """A Parquet file of articles, and its rows."""

    path: str
    rows: int
    ids: str = ""
    """A file with the ids of its rows, where it is none that was packed here."""

    @property
    def part(self) -> str:
        """What it wrote here, which no other source shares."""
        return self.ids or self.path


def pack_items(items: Iterable[Item | ReadFailure], folder: str) -> Iterator[Source]:
    """Write items as they were found into Parquet parts.

    Raises RunError where an older part holds other articles.
    """
    stream = iter(items)
    for number in count():
        part = list(islice(stream, PACK_ROWS))
        if not part:
            return
        yield Source(_write_part(folder, number, pack(part)), len(part))


def name_rows(found: Iterable[tuple[str, Stored]], folder: str, columns: Columns) -> Iterator[Source]:
    """Sources of Parquet files that are read where they lie; the ids of their rows go into parts.

    Only the columns of ids are read here. Raises RunError as ``pack_items`` does.
    """
    names = Names()
    for number, (_, stored) in enumerate(found):
        with stored.open() as handle, parquet.ParquetFile(handle) as file:
            there = file.schema_arrow.names
            if "text" not in columns.find(there):
                failure = ReadFailure(stored.shown, *columns.missing(there))
                yield Source(_write_part(folder, number, pack([failure])), 1)
                continue
            stem = stored.name.removesuffix(".parquet")
            ids = list(_ids(file, stem, names, columns))
        part = _write_part(folder, number, pa.table({"id": pa.array(ids, pa.string())}))
        yield Source(stored.shown, len(ids), part)


def _ids(file: parquet.ParquetFile, stem: str, names: Names, columns: Columns) -> Iterator[str]:
    column = columns.find(file.schema_arrow.names).get("id")
    rows: Iterable[Mapping[str, Any]]
    if column:
        rows = (row for batch in file.iter_batches(columns=[column]) for row in batch.to_pylist())
    else:
        rows = ({} for _ in range(file.metadata.num_rows))
    return (names.claim(row_name(row, f"{stem}-{number}", columns)) for number, row in enumerate(rows, 1))


def _write_part(folder: str, number: int, table: pa.Table) -> str:
    """Write a table as a part, or check that the part that is there holds it; its URL."""
    files, root = fsspec.core.url_to_fs(folder)
    files.makedirs(root, exist_ok=True)
    path = posixpath.join(root, f"part-{number:06d}.parquet")
    sink = io.BytesIO()
    parquet.write_table(table, sink, compression="zstd")
    if not files.exists(path):
        with files.transaction, files.open(path, "wb") as handle:
            handle.write(sink.getbuffer())
    elif files.cat_file(path) != sink.getvalue():
        raise RunError(f"{path}: holds other articles than now; begin anew with --restart")
    return str(files.unstrip_protocol(path))


def read_source(path: str, ids: str, columns: Columns) -> Iterator[pa.Table]:
    """The articles of a source in small tables, so that one large file keeps many workers busy."""
    with fsspec.open(path, "rb") as handle, parquet.ParquetFile(handle) as file:
        if not ids:
            for batch in file.iter_batches(batch_size=BATCH_ROWS):
                yield pa.Table.from_batches([batch])
            return
        with fsspec.open(ids, "rb") as names:
            named = parquet.read_table(names)["id"]
        number = 0
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            rows = batch.to_pylist()
            yield pack(
                [
                    _row(row, f"{path}:{number + at}", named[number + at - 1].as_py(), columns)
                    for at, row in enumerate(rows, 1)
                ]
            )
            number += len(rows)


def _row(row: Mapping[str, Any], place: str, name: str, columns: Columns) -> Item | ReadFailure:
    try:
        return row_item(row, place, name, columns)
    except ArticleError as error:
        return ReadFailure.of(error)
