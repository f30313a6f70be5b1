"""Rows of tables: lines that bars, tabs or wide gaps part into cells, alike over several lines.

In plain text every cell but the first of a row has a tab before it, whatever parted them in the article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.layout.lines import Line
from extractor.layout.plain import Edit

NUMBER = re.compile(
    r"[(~<>≈]?\d[\d,.\u00a0 ]*(?: ?[-–] ?\d[\d,.]*)?[)+*%]?|[-–—]|none|nil|n/?a", re.IGNORECASE
)
"""A cell that holds a number or says that there is none."""
_RULE = re.compile(r"[\s|:+=_–—-]+")
_BARS = re.compile(r"\s*\|\s*")
_TABS = re.compile(r" *\t *")
_TAB_RUNS = re.compile(r"[ \t]*\t[ \t]*")
_GAPS = re.compile(r"(?<![.!?:;,]) {2,}|\s*\t\s*")
_MARKS = ((_BARS, "|"), (_TABS, "\t"), (_TAB_RUNS, "\t"), (_GAPS, "  "))
# At 0.3 and at 0.9 none of 833 texts differs; few of them hold a table.
_ALIKE = 0.6
"""The part of a block's lines that must have the same number of cells."""

Cells = tuple[tuple[int, int] | None, ...]
"""Where the cells of a row stand in the article, null for an empty one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table with its cells by column; a rule between rows has none."""

    line: Line
    cells: Cells


def find_rows(lines: Sequence[Line]) -> dict[int, Row]:
    """The rows of all tables of a text, by the start of their lines."""
    rows: dict[int, Row] = {}
    for block in _blocks(lines):
        readings = (_rows(block, mark) for mark, sign in _MARKS if _shows(block, sign))
        rows.update((row.line.start, row) for row in next(filter(None, readings), []))
    return rows


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines that follow one another and might all be rows."""
    block: list[Line] = []
    for line in lines:
        parted = any(sign in line.text for _, sign in _MARKS) or bool(block and _RULE.fullmatch(line.text))
        if block and (line.ends > 1 or not parted):
            yield block
            block = []
        if parted:
            block.append(line)
    if block:
        yield block


def _shows(block: Sequence[Line], sign: str) -> bool:
    held = [line for line in block if not _RULE.fullmatch(line.text)]
    return len(held) > 1 and sum(sign in line.text for line in held) >= _ALIKE * len(held)


def _rows(block: Sequence[Line], mark: re.Pattern[str]) -> list[Row]:
    """The lines of a block as rows, empty where they are no table."""
    rows = [Row(line, () if _RULE.fullmatch(line.text) else _cells(line, mark)) for line in block]
    held = [row for row in rows if row.cells]
    widths = Counter(len(row.cells) for row in held)
    width, alike = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    if width < 2 or alike < max(2, _ALIKE * len(held)) or not any(map(_has_numbers, held)):
        return []
    return _under_head(rows, width) if mark is _GAPS else rows


def _under_head(rows: Sequence[Row], width: int) -> list[Row]:
    """Rows that spaces part, the shorter ones under the cells of the first that has them all."""
    head = next(row for row in rows if len(row.cells) == width)
    return [_aligned(row, head) if 0 < len(row.cells) < width else row for row in rows]


def _has_numbers(row: Row) -> bool:
    start = row.line.start
    texts = [row.line.text[cell[0] - start : cell[1] - start] for cell in row.cells[1:] if cell]
    return bool(texts) and 2 * sum(bool(NUMBER.fullmatch(text)) for text in texts) >= len(texts)


def _cells(line: Line, mark: re.Pattern[str]) -> Cells:
    """The cells between marks; a bar at either end of the line parts nothing."""
    cells: list[tuple[int, int] | None] = []
    at = 0
    for match in [*mark.finditer(line.text), None]:
        first, last = at, match.start() if match else len(line.text)
        outside = mark is _BARS and (match is None or not cells) and first == last
        if not outside or (at and match is not None):
            cells.append((line.start + first, line.start + last) if last > first else None)
        at = match.end() if match else at
    return tuple(cells)


def _aligned(row: Row, head: Row) -> Row:
    """A row with fewer cells than the first one, each under the cell of that one that is nearest to it."""
    middles = [_middle(cell, head.line) for cell in head.cells if cell]
    cells: list[tuple[int, int] | None] = [None] * len(middles)
    free = 0
    for left, cell in enumerate(row.cells):
        last = len(middles) - (len(row.cells) - left) + 1
        if cell and free < last:
            middle = _middle(cell, row.line)
            column = min(range(free, last), key=lambda at: abs(middles[at] - middle))
            cells[column] = cell
            free = column + 1
    return Row(row.line, tuple(cells))


def _middle(cell: tuple[int, int], line: Line) -> float:
    return line.indent + (cell[0] + cell[1]) / 2 - line.start


def row_edits(row: Row) -> Iterator[Edit]:
    """A row with a tab for every step from column to column, as edits of the article."""
    at, column = row.line.start, 0
    for number, cell in enumerate(row.cells):
        if cell:
            yield at, cell[0], "\t" * (number - column)
            at, column = cell[1], number
    if row.cells:
        yield at, row.line.end, ""
