"""Tables as a workbook for spreadsheets: one sheet a table, heads that stay, filters, links to the articles.

Text is written as text, so that none of it runs as a formula. What a sheet cannot hold (Excel's own limits)
is cut, and the writer says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import chain
from typing import IO, Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from extractor.articles.sanitize import safe
from extractor.runs.formats import Answers
from extractor.runs.meanings import OF_INPUT, meanings
from extractor.runs.tables import Row, Table, extractions

MOST_ROWS = 1 << 20
"""Rows of a sheet, the head among them."""
MOST_CHARS = 32_767
"""Characters of a cell."""
_MOST_LINKS = 65_530
_LONGEST_LINK = 2_079
_EXACT = 1 << 53
"""From here on a spreadsheet would round a whole number."""
_DAYS = frozenset({"published", "date_start", "date_end"})
"""Columns of ISO days, which become dates that a spreadsheet can sort and filter."""
_FIRST_YEAR = 1900
_WIDTHS: Mapping[str, int] = {"title": 40, "url": 30, "sentence": 80, "evidence": 24, "warnings": 40}
_WIDTH = 14
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The time of making in the file: that of no run, since the same run gives the same bytes."""


class _Sheet:
    """A sheet that is written row by row."""

    def __init__(self, book: Any, table: Table, formats: Mapping[str, Any]) -> None:
        self._sheet, self._table, self._formats = book.add_worksheet(table.name), table, formats
        self._rows, self._links, self._cut, self._left_out = 1, 0, 0, 0
        for at, name in enumerate(table.columns):
            self._sheet.set_column(at, at, _WIDTHS.get(name, _WIDTH))
        self._sheet.freeze_panes(1, 1)
        for at, name in enumerate(table.columns):
            self._sheet.write_string(0, at, name, formats["head"])

    def add(self, row: Row) -> None:
        """Write a row, where there is room for it."""
        if self._rows >= MOST_ROWS:
            self._left_out += 1
            return
        for at, name in enumerate(self._table.columns):
            value = row.get(name)
            if value is not None and value != "":
                self._write(at, name, value)
        self._rows += 1

    def _write(self, at: int, name: str, value: Any) -> None:
        if isinstance(value, int | float) and abs(value) < _EXACT:
            self._sheet.write_number(self._rows, at, value)
            return
        if name in _DAYS and (day := _day(value)):
            self._sheet.write_datetime(self._rows, at, day, self._formats["day"])
            return
        text = safe(str(value))
        if len(text) > MOST_CHARS:
            self._cut += 1
            text = text[: MOST_CHARS - 1] + "…"
        if name == "url" and self._may_link(text):
            self._links += 1
            self._sheet.write_url(self._rows, at, text, self._formats["link"], text)
        else:
            self._sheet.write_string(self._rows, at, text)

    def _may_link(self, text: str) -> bool:
        """Whether the text is the address of a web page, and the sheet can hold one more of them."""
        is_page = text.lower().startswith(("http://", "https://")) and len(text) <= _LONGEST_LINK
        return is_page and self._links < _MOST_LINKS and "\ufffd" not in text

    def end(self) -> list[str]:
        """Set the filters; what the sheet does not hold, in words."""
        self._sheet.autofilter(0, 0, self._rows - 1, len(self._table.columns) - 1)
        said = []
        if self._left_out:
            rows = f"{self._rows - 1:,} of {self._rows - 1 + self._left_out:,} rows"
            said.append(f"sheet {self._table.name} has room for {rows}; write CSV or Parquet for all of them")
        if self._cut:
            said.append(
                f"sheet {self._table.name}: {self._cut:,} cells are cut at {MOST_CHARS:,} characters; "
                "CSV, Parquet and JSON hold them whole"
            )
        return said


def write_workbook(tables: Sequence[Table], file: IO[bytes], answers: Answers) -> list[str]:
    """Write a sheet for each table; what a sheet could not hold, in words. Raises OSError."""
    try:
        with xlsxwriter.Workbook(file, _OPTIONS) as book:
            book.set_properties({"created": _MADE})
            formats = {
                "head": book.add_format({"bold": True, "bottom": 1}),
                "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
                "link": book.get_default_url_format(),
            }
            sheets = [_Sheet(book, table, formats) for table in tables]
            for answer, extraction in extractions(answers()):
                for sheet, table in zip(sheets, tables, strict=True):
                    for row in table.rows(answer, extraction):
                        sheet.add(row)
            said = [words for sheet in sheets for words in sheet.end()]
            _explain(book, tables, formats["head"])
            return said
    except XlsxWriterException as error:  # it wraps what the disk says
        raise OSError(str(error)) from error


def _explain(book: Any, tables: Sequence[Table], head: Any) -> None:
    """A last sheet with the meaning of every column, for who has nothing but the file."""
    sheet = book.add_worksheet("columns")
    for at, width in enumerate((12, 24, 100)):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 0)
    rows = (
        (table.name, name, meanings(table.name).get(name, OF_INPUT))
        for table in tables
        for name in table.columns
    )
    for number, row in enumerate(chain([("table", "column", "meaning")], rows)):
        for at, words in enumerate(row):
            sheet.write_string(number, at, words, None if number else head)


def _day(value: Any) -> date | None:
    """The day of an ISO date; None where there is none, or a spreadsheet knows no such year."""
    with suppress(ValueError):
        day = date.fromisoformat(str(value))
        return day if day.year > _FIRST_YEAR else None
    return None
