"""Rows of a JSON file: an array of objects, one object, or one that holds them in a list."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from extractor.articles.columns import Columns
from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.paths import Place, open_file
from extractor.articles.rows import SAMPLE, Row, encoding_of, longest


def json_rows(path: Place, max_chars: int, columns: Columns) -> Iterator[Row | ReadFailure]:
    """The rows of a ``.json`` file, read one after another.

    It holds an array of objects, one object, or one that has them in a list (``{"articles": [...]}``), as the
    answers of many services are.
    """
    import ijson

    number = 0
    try:
        with _metered(path, longest(max_chars)) as file:
            where = _where_rows_are(ijson.parse(file, multiple_values=True), columns)
        with _metered(path, longest(max_chars)) as file:
            for value in ijson.items(file, where, use_float=True, multiple_values=True):
                number += 1
                file.rest = file.most
                yield Row(f"{path} item {number}", number, value if isinstance(value, dict) else {})
    except ijson.JSONError as error:
        words = " ".join(str(error).split())[:100]
        reason = f"is damaged after item {number} ({words})" if number else f"is not JSON ({words})"
        yield ReadFailure(str(path), reason, "write it anew; JSON Lines has one object a line (.jsonl)")


def _where_rows_are(events: Iterable[tuple[str, str, Any]], columns: Columns) -> str:
    """The place of the rows in a file of JSON, as ``ijson`` names it; empty for the one object that it is."""
    names = dict.fromkeys(columns.text)
    before = ""
    for prefix, event, value in events:
        if not prefix and event == "start_array":
            return "item"
        if not prefix and event == "end_map":
            break
        if not prefix and event == "map_key" and value.strip().lower() in names:
            return ""
        if event == "start_map" and before == "start_array" and "." not in prefix.removesuffix(".item"):
            return prefix
        before = event
    return ""


class _Metered:
    """The bytes of a file as UTF-8, until more of them than a row can have brought none."""

    def __init__(self, place: str, file: BinaryIO, most: int) -> None:
        self._place, self._file = place, file
        self.rest = self.most = most

    def read(self, size: int = -1) -> bytes:
        """As a file's; raises ArticleError."""
        data = self._file.read(size)
        self.rest -= len(data)
        if self.rest < 0:
            reason = f"has an item of over {self.most:,} bytes"
            raise ArticleError(self._place, reason, "split it into articles or raise the limit")
        return data


@contextmanager
def _metered(path: Place, limit: int) -> Iterator[_Metered]:
    encoding = encoding_of(path)
    with open_file(path) as file:
        recoded = codecs.EncodedFile(file, "utf-8", encoding, errors="replace")
        yield _Metered(str(path), cast(BinaryIO, recoded), limit + SAMPLE)


def count_json(path: Place) -> int:
    """The objects that a JSON file has at its second level; one where there are none."""
    import ijson

    with open_file(path) as file:
        starts = (str(prefix) for prefix, event, _ in ijson.parse(file) if event == "start_map")
        return max(1, sum(prefix == "item" or prefix.count(".") == 1 for prefix in starts))
