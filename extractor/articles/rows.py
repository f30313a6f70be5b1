"""Rows of JSON Lines, CSV and Parquet; a broken one is a ReadFailure and costs no other row."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, NamedTuple, cast

from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.paths import Place, open_file, size_of
from extractor.distribution import MissingExtraError, require

ROW_KEYS = ("id", "text", "published", "title", "source", "url")
"""What is read of a line of JSON, a row of CSV or a row of Parquet."""

_REMEDY = "write one JSON object a line, in UTF-8"
_SAMPLE = 1 << 16
_ROWS_AT_ONCE = 64
_UNPACKED = 64 << 20
"""Bytes that any packed file may unpack to."""
_MOST_UNPACKED = 200
"""How many times its size a larger file may unpack to; news is packed to a third, the same story again and
again to a hundredth."""
_BOMB = (f"unpacks to over {_MOST_UNPACKED} times its size", "unpack it yourself if you trust it")
NO_TEXT_COLUMN = ("has no column 'text'", "name the column of the texts 'text'")
"""Reason and remedy for a Parquet file without the column."""


class Row(NamedTuple):
    """A row: where it stands, its number from 1, and what it holds."""

    place: str
    number: int
    values: Mapping[str, Any]


def jsonl_rows(path: Place, max_chars: int) -> Iterator[Row | ReadFailure]:
    """The rows of a ``.jsonl`` file, or of a gzipped one."""
    with _opened(path) as handle:
        for number, line in enumerate(_lines(path, handle, _longest(max_chars)), 1):
            if line.strip():
                try:
                    yield Row(f"{path}:{number}", number, _object(line, f"{path}:{number}"))
                except ArticleError as error:
                    yield ReadFailure.of(error)


def count_jsonl(path: Place) -> int:
    """The lines of a file, or of a gzipped one, that are not blank."""
    with _opened(path) as handle:
        return sum(1 for line in _lines(path, handle, _SAMPLE) if line.strip())


def _longest(max_chars: int) -> int:
    return 8 * max_chars + 4096  # a character takes at most so many bytes, escaped


@contextmanager
def _opened(path: Place) -> Iterator[BinaryIO]:
    """The bytes of a file, or those that are packed in it."""
    with open_file(path) as file:
        yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if _is_packed(path) else file


def _is_packed(path: Place) -> bool:
    return path.name.lower().endswith(".gz")


def _lines(path: Place, handle: BinaryIO, limit: int) -> Iterator[bytes]:
    """The lines of a file; of a line over the limit only its head, so that memory stays bounded.

    Raises ArticleError where a packed file unpacks to what no text does.
    """
    rest = max(_UNPACKED, _MOST_UNPACKED * (size_of(path) or 0)) if _is_packed(path) else math.inf
    within = False
    while line := handle.readline(limit):
        rest -= len(line)
        if rest < 0:
            raise ArticleError(str(path), *_BOMB)
        if not within:
            yield line
        within = not line.endswith(b"\n") and (within or len(line) == limit)


def _object(line: bytes, place: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise ArticleError(place, f"is not JSON ({reason})", _REMEDY) from None
    return row if isinstance(row, dict) else {}


class _Feed:
    """The lines of a file for a CSV reader, which can be put back to the second line of its last record."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: list[str] = []
        self._record: list[str] = []
        self.number = 1

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self._record.append(line)
        return line

    def accept(self) -> None:
        """The lines taken since the last record were one record."""
        self.number += len(self._record)
        self._record.clear()

    def reject(self) -> None:
        """Only the first of these lines was broken; the others come again."""
        self._again.extend(reversed(self._record[1:]))
        self.number += 1
        self._record.clear()


def csv_rows(path: Place, max_chars: int) -> Iterator[Row | ReadFailure]:
    """The rows of a CSV file, by the names in its first line; comma, semicolon or tab between them."""
    limit = _longest(max_chars)
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    with io.TextIOWrapper(open_file(path), _encoding(path), errors="replace", newline="") as handle:
        feed = _Feed(_text_lines(handle, limit))
        names: list[str] = []
        delimiter, row = ",", 0
        while True:
            place = f"{path}:{feed.number}"
            try:
                values = next(csv.reader(feed, delimiter=delimiter, strict=True))
            except StopIteration:
                return
            except csv.Error as error:
                feed.reject()
                row += 1
                yield ReadFailure(place, f"is not CSV ({error})", "quote every field, double a quote inside")
                continue
            feed.accept()
            if not values:
                continue
            if not names:
                delimiter, names = _header(values)
                if "text" not in names:
                    yield ReadFailure(place, "has no column 'text'", "name the columns in the first line")
                    return
                continue
            row += 1
            if len(values) != len(names):
                reason = f"has {len(values)} fields and not {len(names)}"
                yield ReadFailure(place, reason, "quote every field, double a quote inside")
            else:
                yield Row(place, row, dict(zip(names, values, strict=True)))


def count_csv(path: Place) -> int:
    """The lines of a CSV file below its first; a line end inside a field counts too."""
    return max(0, count_jsonl(path) - 1)


def _header(values: list[str]) -> tuple[str, list[str]]:
    """The delimiter and the column names in the first line of a CSV file."""
    for delimiter in (",", ";", "\t"):
        parts = values if delimiter == "," else next(csv.reader([",".join(values)], delimiter=delimiter))
        names = [part.strip().lower() for part in parts]
        if "text" in names:
            return delimiter, names
    return ",", values


def _encoding(path: Place) -> str:
    with open_file(path) as handle:
        head = handle.read(_SAMPLE)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _text_lines(handle: IO[str], limit: int) -> Iterator[str]:
    while line := handle.readline(limit):
        yield line
        while len(line) == limit and not line.endswith(("\n", "\r")):
            line = handle.readline(limit)


def parquet_rows(path: Place, max_chars: int) -> Iterator[Row | ReadFailure]:
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
        once = [name for name in ("text",) if name in plain]
        with (
            open_file(path) as handle,
            parquet.ParquetFile(handle, read_dictionary=once, buffer_size=_SAMPLE) as file,
        ):
            names = [name for name in ROW_KEYS if name in file.schema_arrow.names]
            if "text" not in names:
                yield ReadFailure(str(path), *NO_TEXT_COLUMN)
                return
            at_once = _rows_at_once(metadata, path)
            for batch in file.iter_batches(batch_size=at_once, columns=names):
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
        for column in (column for column in columns if column.path_in_schema in ROW_KEYS):
            size = column.total_uncompressed_size
            if size > max(_UNPACKED, _MOST_UNPACKED * column.total_compressed_size):
                raise ArticleError(str(path), *_BOMB)
            largest = max(largest, size // max(1, group.num_rows))
    return max(1, min(_ROWS_AT_ONCE, _UNPACKED // largest))


def _parquet_row(batch: Any, at: int, place: str, number: int, max_chars: int) -> Row | ReadFailure:
    """A row of a batch. An over-long text never leaves the batch: one value may stand in many rows."""
    values = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        value = column[at]
        if name == "text" and hasattr(value, "dictionary"):
            value = value.value
        if hasattr(value, "as_buffer") and value.is_valid and value.as_buffer().size > _longest(max_chars):
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
