"""The flat tables of a run: their columns, and their rows from the answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple, get_args

from extractor.records import Extraction
from extractor.records.article_rows import ARTICLE_COLUMNS, article_rows, skipped_row
from extractor.records.person_rows import SOURCE_COLUMNS, VICTIM_COLUMNS, source_rows, victim_rows
from extractor.records.rows import COLUMNS, ColumnType, figure_rows
from extractor.runs.event_codes import columns_of, rows_of
from extractor.runs.formats import CodeSystem
from extractor.runs.results import Answer

TableName = Literal["articles", "events", "figures", "victims", "sources"]
TABLE_NAMES: tuple[TableName, ...] = get_args(TableName)
Row = dict[str, Any]


class Table(NamedTuple):
    """A table: its columns with the types of their values, and the rows that an extraction gives."""

    name: TableName
    columns: Mapping[str, ColumnType]
    rows_of: Callable[[Extraction], Iterable[Row]]

    def rows(self, answer: Answer, extraction: Extraction | None) -> Iterable[Row]:
        """The rows of an answer; an article that could not be read has one in the table of articles."""
        if extraction is not None:
            return self.rows_of(extraction)
        return [skipped_row(answer.id or answer.place, answer.reason)] if self.name == "articles" else ()

    def all_rows(self, answers: Iterable[Answer]) -> Iterator[Row]:
        """The rows of a run."""
        for answer, extraction in extractions(answers):
            yield from self.rows(answer, extraction)


MOST_EXTRA = 200
"""Columns of the input that the tables carry; rows of JSON may have others in every line."""
ALL_CODES: tuple[CodeSystem, ...] = get_args(CodeSystem)
_EMPTY = b'"extra":{}'


class Extra(NamedTuple):
    """The other columns of the input: their names in the tables, and in the records."""

    columns: Mapping[str, str]
    left_out: int
    """How many there are beyond ``MOST_EXTRA``; the records have them all."""


def columns_of_input(answers: Iterable[Answer]) -> Extra:
    """The other columns that the inputs of a run have, in the order in which they come.

    One whose name a table has for something else is called ``input_NAME``, in all tables.
    """
    found: dict[str, None] = {}
    for answer in answers:
        if answer.record is not None and _EMPTY not in answer.record:
            found |= dict.fromkeys(json.loads(answer.record)["article"]["extra"])
    taken = {column for name in TABLE_NAMES for column in table_of(name, ALL_CODES).columns}
    names = list(found)
    columns = {f"input_{name}" if name in taken else name: name for name in names[:MOST_EXTRA]}
    return Extra(columns, len(names) - len(names[:MOST_EXTRA]))


def with_extra(table: Table, extra: Mapping[str, str]) -> Table:
    """The table with columns of the input behind its own."""

    def rows_of(extraction: Extraction) -> Iterator[Row]:
        cells = {column: extraction.article.extra.get(name) for column, name in extra.items()}
        return (row | cells for row in table.rows_of(extraction))

    return table._replace(columns={**table.columns, **dict.fromkeys(extra, str)}, rows_of=rows_of)


def extractions(answers: Iterable[Answer]) -> Iterator[tuple[Answer, Extraction | None]]:
    """Each answer with its extraction, None where the article could not be read."""
    for answer in answers:
        yield answer, None if answer.record is None else Extraction.model_validate_json(answer.record)


def table_of(name: TableName, codes: Sequence[CodeSystem] = ()) -> Table:
    """A table by its name; events with the codes of the classifications that are asked for."""
    tables: Mapping[TableName, tuple[Mapping[str, ColumnType], Callable[[Extraction], Iterable[Row]]]] = {
        "articles": (ARTICLE_COLUMNS, article_rows),
        "events": (columns_of(codes), partial(rows_of, codes=codes)),
        "figures": (COLUMNS, figure_rows),
        "victims": (VICTIM_COLUMNS, victim_rows),
        "sources": (SOURCE_COLUMNS, source_rows),
    }
    return Table(name, *tables[name])
