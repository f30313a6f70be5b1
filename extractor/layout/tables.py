"""Tables of a plain text: rows of cells under headings, and lists of names with a number each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.layout.rows import NUMBER

_LINE = re.compile(r"[^\n]+")
_TAB = re.compile(r"\t")
_ITEM = re.compile(r"(?:- ?)?([^\W\d_][^:\t]{0,60}?)(?: ?: ?| [-–—] )(\(?~?\d[\d,.]*\)?|none|nil)[.;,]?")
_NUMBERS = re.compile(r" (?:\d[\d,.]*+|[-–])(?: (?:\d[\d,.]*+|[-–]))*+")
# At 1 and at 4 none of 833 texts differs.
_HEADINGS = 2
"""Rows of headings that a table may have."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Characters ``[start, end)`` of the plain text in one row and column."""

    start: int
    end: int
    text: str

    @property
    def is_number(self) -> bool:
        """Whether it holds a number or says that there is none."""
        return bool(NUMBER.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class Row:
    """The heading of a row and its cells by column, null for empty ones."""

    heading: Cell | None
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Characters ``[start, end)`` of the plain text with rows of cells.

    ``headings`` holds, for each column but that of the row headings, the cells above it, outermost first;
    ``caption`` is the line above the table.
    """

    start: int
    end: int
    caption: Cell | None
    headings: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]


def find_tables(text: str) -> tuple[Table, ...]:
    """The tables of a plain text in order.

    >>> (table,) = find_tables("Floods\\nPlace\\tKilled\\tHurt\\nOstra\\t4\\t-\\nPell\\t6\\t9")
    >>> [[cell.text for cell in cells] for cells in table.headings], table.caption.text
    ([['Killed'], ['Hurt']], 'Floods')
    >>> [(row.heading.text, [cell.text for cell in row.cells]) for row in table.rows]
    [('Ostra', ['4', '-']), ('Pell', ['6', '9'])]
    """
    blocks = _blocks([Cell(m.start(), m.end(), m[0]) for m in _LINE.finditer(text)], text)
    found: list[Table] = []
    before: Cell | None = None
    for block in blocks:
        table = _of_rows(block, before) or _of_lines(block)
        if table:
            found.append(table)
        before = block[-1] if len(block) == 1 else None
    return tuple(found)


def _blocks(lines: Sequence[Cell], text: str) -> Iterator[list[Cell]]:
    """Runs of rows; runs of other lines that no blank line parts."""
    block: list[Cell] = []
    for line in lines:
        if block and (_parted(text, block[-1], line) or ("\t" in line.text) != ("\t" in block[-1].text)):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _parted(text: str, before: Cell, after: Cell) -> bool:
    rows = "\t" in before.text and "\t" in after.text
    return not rows and "\n\n" in text[before.end : after.start]


def _of_rows(block: Sequence[Cell], before: Cell | None) -> Table | None:
    """A table whose rows have tabs between their cells."""
    if "\t" not in block[0].text:
        return None
    rows = [_split(line, _TAB) for line in block]
    width = max(map(len, rows))
    rows = [[*row, *[None] * (width - len(row))] for row in rows]
    first = next((i for i, row in enumerate(rows) if _holds_numbers(row[1:])), len(rows))
    if first == len(rows):
        return None
    heads = rows[max(0, first - _HEADINGS) : first]
    caption = before if before is not None and before.end + 3 > block[0].start else None
    headings = tuple(_headings(heads, column) for column in range(1, width))
    body = tuple(Row(row[0], tuple(row[1:])) for row in rows[first:])
    return Table(block[0].start, block[-1].end, caption, headings, body)


def _split(line: Cell, mark: re.Pattern[str]) -> list[Cell | None]:
    """The cells of a line between marks, null for empty ones."""
    cells: list[Cell | None] = []
    at = 0
    for end, after in [*(match.span() for match in mark.finditer(line.text)), (len(line.text),) * 2]:
        words = line.text[at:end].strip()
        start = line.start + at + line.text[at:end].find(words)
        cells.append(Cell(start, start + len(words), words) if words else None)
        at = after
    return cells


def _holds_numbers(cells: Sequence[Cell | None]) -> bool:
    held = [cell for cell in cells if cell]
    return bool(held) and 2 * sum(cell.is_number for cell in held) >= len(held)


def _headings(rows: Sequence[Sequence[Cell | None]], column: int) -> tuple[Cell, ...]:
    """The headings over a column; one that spans several stands over the first of them."""
    found: list[Cell] = []
    for depth, row in enumerate(rows):
        spans = depth + 1 < len(rows)
        cell = next((row[at] for at in range(column, 0 if spans else column - 1, -1) if row[at]), None)
        if cell:
            found.append(cell)
    return tuple(found)


def _of_lines(block: Sequence[Cell]) -> Table | None:
    """A table without tabs: two lines or more under the one that heads them."""
    return (_of_items(block) or _of_words(block)) if len(block) > 2 else None


def _of_items(block: Sequence[Cell]) -> Table | None:
    """A list of names with a number each under the line that says what they count."""
    matches = [_ITEM.fullmatch(line.text) for line in block]
    first = _first(matches)
    items = [(line, match) for line, match in zip(block[first:], matches[first:], strict=True) if match]
    if not first or len(items) < 2 or len(items) < len(block) - first:
        return None
    rows = tuple(Row(_group(line, match, 1), (_group(line, match, 2),)) for line, match in items)
    return Table(block[first].start, block[-1].end, None, ((block[first - 1],),), rows)


def _first(matches: Sequence[re.Match[str] | None]) -> int:
    """The place of the first line that matches, behind the last one if none does."""
    return next((i for i, match in enumerate(matches) if match), len(matches))


def _group(line: Cell, match: re.Match[str], number: int) -> Cell:
    return Cell(line.start + match.start(number), line.start + match.end(number), match[number])


def _of_words(block: Sequence[Cell]) -> Table | None:
    """Rows of a name and numbers with single spaces; the last words of the line above head the numbers."""
    gaps = [_tail(line.text) for line in block]
    first = _first(gaps)
    if not first or len(block) - first < 2 or not all(gaps[first:]):
        return None
    rows = [_row(line, gap) for line, gap in zip(block[first:], gaps[first:], strict=True) if gap]
    words = _words_of(block[first - 1])
    width = len(rows[0].cells)
    if any(len(row.cells) != width for row in rows) or width < 2 or len(words) not in (width, width + 1):
        return None
    caption = block[first - 2] if first > 1 else None
    heads = tuple((word,) for word in words[-width:])
    return Table(block[first - 1].start, block[-1].end, caption, heads, tuple(rows))


def _tail(line: str) -> re.Match[str] | None:
    """The numbers that a line ends in; each run of numbers is looked at once, however long."""
    return next((run for run in _NUMBERS.finditer(line) if run.end() == len(line)), None)


def _words_of(line: Cell) -> list[Cell]:
    return [Cell(line.start + m.start(), line.start + m.end(), m[0]) for m in re.finditer(r"\S+", line.text)]


def _row(line: Cell, numbers: re.Match[str]) -> Row:
    """A line as the name in front of the numbers and the cells that they are."""
    first = numbers.start() + 1
    cells = _split(Cell(line.start + first, line.end, line.text[first:]), re.compile(" "))
    name = Cell(line.start, line.start + numbers.start(), line.text[: numbers.start()])
    return Row(name, tuple(cells))
