"""Rows of tables as text: CSV and TSV, with whatever stands between their columns."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO

from extractor.articles.columns import Columns
from extractor.articles.failures import ReadFailure
from extractor.articles.paths import Place, open_file
from extractor.articles.rows import Row, count_jsonl, encoding_of, longest

_QUOTE = "quote every field, double a quote inside"
DELIMITERS = (",", ";", "\t", "|")
"""What may stand between the columns of a table."""


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

    def reject(self) -> str:
        """Only the first of these lines was broken, which is given back; the others come again."""
        broken, *others = self._record
        self._again.extend(reversed(others))
        self.number += 1
        self._record.clear()
        return broken


def csv_rows(path: Place, max_chars: int, columns: Columns) -> Iterator[Row | ReadFailure]:
    """The rows of a CSV file, by the names in its first line; comma, semicolon, tab or bar between them."""
    limit = longest(max_chars)
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    with io.TextIOWrapper(open_file(path), encoding_of(path), errors="replace", newline="") as handle:
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
                values = _unquoted(feed.reject(), delimiter)
                if not names or len(values) != len(names):
                    row += 1
                    yield ReadFailure(place, f"is not CSV ({error})", _QUOTE)
                    continue
            else:
                feed.accept()
            if not values:
                continue
            if not names:
                delimiter, names = _header(values, columns)
                if "text" not in columns.find(names):
                    yield ReadFailure(place, *columns.missing(names))
                    return
                continue
            row += 1
            if len(values) != len(names):
                yield ReadFailure(place, f"has {len(values)} fields and not {len(names)}", _QUOTE)
            else:
                yield Row(place, row, dict(zip(names, values, strict=True)))


def _unquoted(line: str, delimiter: str) -> list[str]:
    """The fields of a line that breaks the rules of quotes; behind tabs a quote may be a plain one."""
    return line.rstrip("\r\n").split(delimiter) if delimiter == "\t" else []


def count_csv(path: Place) -> int:
    """The lines of a CSV file below its first; a line end inside a field counts too."""
    return max(0, count_jsonl(path) - 1)


def _header(values: list[str], columns: Columns) -> tuple[str, list[str]]:
    """The delimiter and the column names in the first line of a CSV file."""
    line = ",".join(values)
    read = [(mark, next(csv.reader([line], delimiter=mark))) for mark in DELIMITERS if mark != ","]
    found = [(",", values), *read]
    fitting = (pair for pair in found if "text" in columns.find(pair[1]))
    delimiter, names = next(fitting, None) or max(found, key=lambda pair: len(pair[1]))
    return delimiter, [*_distinct(names)]


def _distinct(names: Iterable[str]) -> Iterator[str]:
    """Names of columns, one that comes again with a number."""
    seen: Counter[str] = Counter()
    for name in (name.strip() for name in names):
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}"


def _text_lines(handle: IO[str], limit: int) -> Iterator[str]:
    while line := handle.readline(limit):
        yield line
        while len(line) == limit and not line.endswith(("\n", "\r")):
            line = handle.readline(limit)
