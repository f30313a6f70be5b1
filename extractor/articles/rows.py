"""Rows of JSON Lines, and what all readers of rows share: a broken row costs no other one."""

from __future__ import annotations

import codecs
import gzip
import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple, cast

from extractor.articles.columns import Columns
from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.paths import Place, open_file, size_of

_REMEDY = "write one JSON object a line, in UTF-8"
SAMPLE = 1 << 16
UNPACKED = 64 << 20
"""Bytes that any packed file may unpack to."""
MOST_UNPACKED = 200
"""How many times its size a larger file may unpack to; news is packed to a third, the same story again and
again to a hundredth."""
BOMB = (f"unpacks to over {MOST_UNPACKED} times its size", "unpack it yourself if you trust it")


class Row(NamedTuple):
    """A row: where it stands, its number from 1, and what it holds."""

    place: str
    number: int
    values: Mapping[str, Any]


def jsonl_rows(path: Place, max_chars: int, _: Columns) -> Iterator[Row | ReadFailure]:
    """The rows of a ``.jsonl`` file, or of a gzipped one."""
    with _opened(path) as handle:
        for number, line in enumerate(_lines(path, handle, longest(max_chars)), 1):
            if line.strip():
                try:
                    yield Row(f"{path}:{number}", number, _object(line, f"{path}:{number}"))
                except ArticleError as error:
                    yield ReadFailure.of(error)


def count_jsonl(path: Place) -> int:
    """The lines of a file, or of a gzipped one, that are not blank."""
    with _opened(path) as handle:
        return sum(1 for line in _lines(path, handle, SAMPLE) if line.strip())


def longest(max_chars: int) -> int:
    """The most bytes that a row with a text of the permitted length can need."""
    return 8 * max_chars + 4096  # a character takes at most so many, escaped


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
    rest = max(UNPACKED, MOST_UNPACKED * (size_of(path) or 0)) if _is_packed(path) else math.inf
    within = False
    while line := handle.readline(limit):
        rest -= len(line)
        if rest < 0:
            raise ArticleError(str(path), *BOMB)
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


def encoding_of(path: Place) -> str:
    """The encoding of a file, by its first bytes: UTF-16, UTF-8 or that of Western Windows."""
    with open_file(path) as handle:
        head = handle.read(SAMPLE)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the last character may be cut in two
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
