"""The table of readers: which file is read how. A new input format is a row of it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from extractor.articles.failures import ArticleError, ReadFailure, closed
from extractor.articles.paths import Place, open_file
from extractor.articles.rows import (
    Row,
    count_csv,
    count_jsonl,
    count_parquet,
    csv_rows,
    jsonl_rows,
    parquet_rows,
)


class Whole(NamedTuple):
    """A file that is one article."""

    place: str
    data: bytes
    kind: Literal["file", "page"]


class Reader(NamedTuple):
    """How the files with a suffix are read."""

    suffix: str
    """As it ends the name, in lower case."""
    read: Callable[[Place, int], Iterator[Row | Whole | ReadFailure]]
    """What a file holds, for a longest text in characters; may raise ArticleError and OSError."""
    count: Callable[[Place], int]
    """About how many that will be, without reading the texts; may raise anything."""


def is_regular(path: Path) -> bool:
    """Whether this is a file on a disk, and no pipe, device or file that the system makes up.

    The latter (``/proc``, ``/sys``) call themselves regular files and empty, and may never end.
    """
    return path.is_file() and path.stat().st_dev not in _made_up()


def refuse_special(path: Place) -> None:
    """Raise ArticleError for what is there and no regular file."""
    if isinstance(path, Path) and path.exists() and not is_regular(path):
        raise ArticleError(str(path), "is not a regular file", "give a text file")


@cache
def _made_up() -> frozenset[int]:
    """The file systems without a disk that Linux shows itself in."""
    return frozenset(path.stat().st_dev for path in (Path("/proc"), Path("/sys")) if path.is_mount())


def read_bytes(path: Place, max_chars: int, per_char: int = 4) -> bytes:
    """The bytes of a file with one text, as many as a text of the permitted length can need.

    Raises ArticleError.
    """
    limit = per_char * max_chars + 4096  # no encoding needs more bytes a character than four
    try:
        refuse_special(path)
        with open_file(path) as handle:
            data = handle.read(limit + 1)
    except OSError as error:
        raise ArticleError(str(path), *closed(error)) from None
    if len(data) > limit:
        reason = f"is too long (over {limit:,} bytes, the limit is {max_chars:,} characters)"
        raise ArticleError(str(path), reason, "split it into articles or raise the limit")
    return data


def _text(path: Place, max_chars: int) -> Iterator[Whole]:
    yield Whole(str(path), read_bytes(path, max_chars), "file")


def _page(path: Place, max_chars: int) -> Iterator[Whole]:
    """A page may be four times as long as its text could be: the rest is markup."""
    yield Whole(str(path), read_bytes(path, max_chars, per_char=16), "page")


def _one(_: Place) -> int:
    return 1


READERS = (
    Reader(".txt", _text, _one),
    Reader(".md", _text, _one),
    Reader(".html", _page, _one),
    Reader(".htm", _page, _one),
    Reader(".jsonl", jsonl_rows, count_jsonl),
    Reader(".jsonl.gz", jsonl_rows, count_jsonl),
    Reader(".csv", csv_rows, count_csv),
    Reader(".parquet", parquet_rows, count_parquet),
)
SUFFIXES = tuple(reader.suffix for reader in READERS)
"""What a folder is searched for."""
TEXT_SUFFIXES = tuple(reader.suffix for reader in READERS if reader.read is _text)
"""Those of plain texts."""


def reader_of(path: Place, otherwise: str = ".txt") -> Reader:
    """The reader of a file by its name; of a name with none of the suffixes, that of another suffix."""
    name = path.name.lower()
    found = next((reader for reader in READERS if name.endswith(reader.suffix)), None)
    return found or next(reader for reader in READERS if reader.suffix == otherwise)


def read_file(
    path: Place, max_chars: int, reader: Reader | None = None
) -> Iterator[Row | Whole | ReadFailure]:
    """What a file holds; nothing is ever raised."""
    reader = reader or reader_of(path)
    try:
        refuse_special(path)
        yield from reader.read(path, max_chars)
    except ArticleError as error:
        yield ReadFailure.of(error)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield ReadFailure(str(path), f"is damaged from here on ({error})", "copy or pack it again")
    except OSError as error:
        yield ReadFailure(str(path), *closed(error))


def count_file(path: Place) -> int:
    """About how much ``read_file`` gives: exact but for broken files and line ends inside CSV fields."""
    try:
        refuse_special(path)
        return reader_of(path).count(path)
    except Exception:  # an estimate for a progress bar; the reading itself says what is wrong
        return 1
