"""The flat tables of a run: their columns, and their rows from the answers."""

from __future__ import annotations

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
