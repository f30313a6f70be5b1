"""Rows of Parquet, unpacked a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.articles.columns import Columns
from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.paths import Place, open_file
from extractor.articles.rows import BOMB, MOST_UNPACKED, SAMPLE, UNPACKED, Row, longest
from extractor.distribution import MissingExtraError, require

_ROWS_AT_ONCE = 64


def parquet_rows(path: Place, max_chars: int, columns: Columns) -> Iterator[Row | ReadFailure]:
    """The rows of a Parquet file."""
    try:
        require("parquet")
    except MissingExtraError as error:
        yield ReadFailure(str(path), f"is a Parquet file, which {error.reason}", error.remedy)
        return
    import pyarrow as pa
    from pyarrow import parquet

    number = 0
    try:
        metadata = _metadata(path)
        plain = [metadata.schema.column(i).path for i in range(metadata.num_columns)]
        text = columns.find(metadata.schema.to_arrow_schema().names).get("text")
        once = [name for name in plain if name == text]
        with (
            open_file(path) as handle,
            parquet.ParquetFile(handle, read_dictionary=once, buffer_size=SAMPLE) as file,
        ):
            if text is None:
                yield ReadFailure(str(path), *columns.missing(file.schema_arrow.names))
                return
            for batch in file.iter_batches(batch_size=_rows_at_once(metadata, path)):
                for at in range(batch.num_rows):
                    number += 1
                    yield _parquet_row(batch, at, f"{path}:{number}", number, max_chars)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        words = " ".join(str(error).split())[:200]
        place = f"{path}:{number + 1}" if number else str(path)
        yield ReadFailure(place, f"is damaged from here on ({words})", "write it again")


def _rows_at_once(metadata: Any, path: Place) -> int:
    """How many rows are unpacked together, by the sizes that the file declares. Raises ArticleError."""
    largest = 1
    for group in (metadata.row_group(number) for number in range(metadata.num_row_groups)):
        columns = [group.column(number) for number in range(group.num_columns)]
        for column in columns:
            size = column.total_uncompressed_size
            if size > max(UNPACKED, MOST_UNPACKED * column.total_compressed_size):
                raise ArticleError(str(path), *BOMB)
            largest = max(largest, size // max(1, group.num_rows))
    return max(1, min(_ROWS_AT_ONCE, UNPACKED // largest))


def _parquet_row(batch: Any, at: int, place: str, number: int, max_chars: int) -> Row | ReadFailure:
    """A row of a batch. An over-long text never leaves the batch: one value may stand in many rows."""
    values = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        value = column[at]
        if hasattr(value, "dictionary"):
            value = value.value
        if hasattr(value, "as_buffer") and value.is_valid and value.as_buffer().size > longest(max_chars):
            reason = f"is too long (its {name!r} has {value.as_buffer().size:,} bytes)"
            return ReadFailure(place, reason, "split it into articles or raise the limit")
        values[name] = value.as_py()
    return Row(place, number, values)


def count_parquet(path: Place) -> int:
    """The rows of a Parquet file."""
    return int(_metadata(path).num_rows)


def _metadata(path: Place) -> Any:
    from pyarrow import parquet

    with open_file(path) as handle:
        return parquet.read_metadata(handle)
