"""The table of readers: which file is read how. A new input format is a row of it."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from extractor.articles.columns import Columns
from extractor.articles.csv_rows import DELIMITERS, count_csv, csv_rows
from extractor.articles.failures import ArticleError, ReadFailure, closed
from extractor.articles.json_rows import count_json, json_rows
from extractor.articles.parquet_rows import count_parquet, parquet_rows
from extractor.articles.paths import Place, is_web, open_file
from extractor.articles.rows import Row, count_jsonl, jsonl_rows


class Whole(NamedTuple):
    """A file that is one article."""

    place: str
    data: bytes
    kind: Literal["file", "page", "document"]


class Reader(NamedTuple):
    """How the files with a suffix are read."""

    suffix: str
    """As it ends the name, in lower case."""
    read: Callable[[Place, int, Columns], Iterator[Row | Whole | ReadFailure]]
    """What a file holds, for a longest text in characters and the columns of tables; may raise ArticleError
    and OSError."""
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


def _text(path: Place, max_chars: int, _: Columns) -> Iterator[Whole]:
    yield Whole(str(path), read_bytes(path, max_chars), "file")


def _page(path: Place, max_chars: int, _: Columns) -> Iterator[Whole]:
    """A page may be four times as long as its text could be: the rest is markup."""
    yield Whole(str(path), read_bytes(path, max_chars, per_char=16), "page")


def _document(path: Place, max_chars: int, _: Columns) -> Iterator[Whole]:
    """A document may be much longer than its text: the rest is fonts and pictures."""
    yield Whole(str(path), read_bytes(path, max_chars, per_char=32), "document")


def _one(_: Place) -> int:
    return 1


READERS = (
    Reader(".txt", _text, _one),
    Reader(".md", _text, _one),
    Reader(".html", _page, _one),
    Reader(".htm", _page, _one),
    Reader(".pdf", _document, _one),
    Reader(".docx", _document, _one),
    Reader(".jsonl", jsonl_rows, count_jsonl),
    Reader(".jsonl.gz", jsonl_rows, count_jsonl),
    Reader(".json", json_rows, count_json),
    Reader(".csv", csv_rows, count_csv),
    Reader(".tsv", csv_rows, count_csv),
    Reader(".parquet", parquet_rows, count_parquet),
)
SUFFIXES = tuple(reader.suffix for reader in READERS)
"""What a folder is searched for."""
DOCUMENT_SUFFIXES = tuple(reader.suffix for reader in READERS if reader.read is _document)
"""Those of what only an extra reads; a folder is searched for them where it is installed."""
TEXT_SUFFIXES = tuple(reader.suffix for reader in READERS if reader.read is _text)
"""Those of plain texts."""


def reader_of(path: Place, otherwise: str | None = None) -> Reader:
    """The reader of a file by its name; of a name with none of the suffixes, that of another suffix.

    A page of the web mostly has none, another file without one is a text.
    """
    otherwise = otherwise or (".html" if is_web(str(path)) else ".txt")
    name = path.name.lower()
    found = next((reader for reader in READERS if name.endswith(reader.suffix)), None)
    return found or next(reader for reader in READERS if reader.suffix == otherwise)


def suffix_of(head: bytes, columns: Columns) -> str:
    """The suffix of a file without a name, by its first bytes; a text where they say nothing else."""
    if head.startswith(b"PAR1"):
        return ".parquet"
    if head.startswith(b"\x1f\x8b"):
        return ".jsonl.gz"
    words = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if words[:15].lower().startswith((b"<!doctype html", b"<html")):
        return ".html"
    first = words.split(b"\n", 1)[0]
    if first.startswith((b"{", b"[")):
        return _suffix_of_json(first, words)
    line = first.decode("utf-8", errors="replace")
    split = ([cell.strip().strip('"') for cell in line.split(mark)] for mark in DELIMITERS)
    table = any(len(cells) > 1 and "text" in columns.find(cells) for cells in split)
    return ".csv" if table else ".txt"


def _suffix_of_json(first: bytes, words: bytes) -> str:
    """JSON Lines where the first line is an object by itself, JSON where objects begin so, else a text."""
    try:
        return ".jsonl" if isinstance(json.loads(first), dict) else ".json"
    except (ValueError, RecursionError):
        return ".json" if re.match(rb'\[\s*[{\]]|\{\s*["}]', words) else ".txt"


def read_file(
    path: Place, max_chars: int, columns: Columns, reader: Reader | None = None
) -> Iterator[Row | Whole | ReadFailure]:
    """What a file holds; nothing that the file does is ever raised."""
    reader = reader or reader_of(path)
    try:
        refuse_special(path)
        yield from reader.read(path, max_chars, columns)
    except ArticleError as error:
        yield ReadFailure.of(error)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield ReadFailure(str(path), f"is damaged from here on ({error})", "copy or pack it again")
    except OSError as error:
        yield ReadFailure(str(path), *closed(error))
    except Exception as error:
        if isinstance(path, Path):
            raise
        yield ReadFailure(str(path), *closed(OSError(error)))  # each client of a server has its own


def count_file(path: Place) -> int | None:
    """About how much ``read_file`` gives: exact but for broken files and line ends inside CSV fields.

    None for a file with rows that would have to be fetched for it.
    """
    reader = reader_of(path)
    if not isinstance(path, Path) and reader.count is not _one:
        return None
    try:
        refuse_special(path)
        return reader.count(path)
    except Exception:  # an estimate for a progress bar; the reading itself says what is wrong
        return 1
