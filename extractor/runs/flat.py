"""Tables as CSV for spreadsheets, and figures as CSV with HXL tags for humanitarian users; both in UTF-8.

 Where a spreadsheet would run a cell as a
formula, be it that it parts cells at semicolons or tabs, an apostrophe stands before it; control characters
and direction marks become U+FFFD.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import IO, Any

from extractor.articles.sanitize import safe
from extractor.records import Extraction
from extractor.records.rows import COLUMNS
from extractor.runs.results import Answer
from extractor.runs.tables import Table

_KINDS = {
    "killed": "#affected+killed",
    "injured": "#affected+injured",
    "missing": "#affected+missing",
    "captured": "#affected+abducted",
    "casualties": "#affected+casualties",
    "displaced people": "#affected+idps+ind",
    "displaced households": "#affected+idps+hh",
    "in camps people": "#affected+idps+incamp+ind",
    "in camps households": "#affected+idps+incamp+hh",
    "refugees people": "#affected+refugees+ind",
    "refugees households": "#affected+refugees+hh",
    "returned people": "#affected+returnees+ind",
    "returned households": "#affected+returnees+hh",
    "homes destroyed": "#impact+housing+destroyed",
    "homes damaged": "#impact+housing+damaged",
    "homes uninhabitable": "#impact+housing+uninhabitable",
}
"""Header and tag of the column of each kind of figure."""

_ABOUT = {
    "article": "#meta+id",
    "published": "#date+reported",
    "date": "#date+occurred",
    "date_note": "#meta+date+edtf",
    "country": "#country+code+v_iso3",
    "admin1": "#adm1+code",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "place": "#loc+name",
    "origin": "#loc+origin+name",
    "destination": "#loc+dest+name",
    "low": "#meta+value+min",
    "high": "#meta+value+max",
    "status": "#status",
}
"""The tags that HXL has for columns of the flat rows; the others are ``#meta`` with the column's name."""

_IN_KIND = frozenset({"list", "index", "outcome", "unit", "best", "start", "end"})
"""Columns that the kind of a figure and its place in the file say already."""

_FIRST = ("#meta+id", "#date", "#meta+date", "#country", "#adm1", "#geo", "#loc")
"""The tags of the columns in front of the figures: which article, when and where."""

_ISO_DATE = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?")
"""What HXL takes for a date; an interval, an open year or a season is a note beside an empty cell."""

_TAGS: dict[str, str] = {
    **{name: tag for name, tag in _ABOUT.items() if tag.startswith(_FIRST)},
    **_KINDS,
    **{name: _ABOUT.get(name, f"#meta+{name}") for name in COLUMNS if name not in _IN_KIND},
}
"""Header and tag of each column of the tagged file, after HXL 1.1; a figure is in the column of its kind."""

_FORMULA = re.compile(r"^(?=[\t\n])|(?:^|(?<=[;\t\n]))(?=[^\S\t\n]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a cell that would run begins: at the head, or for some spreadsheets behind ``;``, tab or line end."""


def write_csv(table: Table, file: IO[bytes], answers: Iterable[Answer], *, mark: bool = False) -> None:
    """The rows of a table under the names of its columns; with ``mark`` a byte order mark comes first."""
    if mark:
        file.write(codecs.BOM_UTF8)
    rows = ([row.get(name) for name in table.columns] for row in table.all_rows(answers))
    write_table(file, [tuple(table.columns)], rows)


def write_hxl(
    file: IO[bytes], records: Iterable[bytes], extra: Mapping[str, str] = MappingProxyType({})
) -> None:
    """A row for each figure, its value in the column of its kind, under a row of names and a row of tags.

    ``extra`` are columns of the input, by their names there; they have no tag.
    """
    tags = {**_TAGS, **dict.fromkeys(extra, "")}
    rows = ([cells.get(name) for name in tags] for cells in _tagged_rows(records, extra))
    write_table(file, [tuple(tags), tuple(tags.values())], rows)


def _tagged_rows(records: Iterable[bytes], extra: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The rows of the tagged file: each figure in the column of its kind, its event's place on the map."""
    for record in records:
        extraction = Extraction.model_validate_json(record)
        given = {column: extraction.article.extra.get(name) for column, name in extra.items()}
        for row in extraction.to_rows():
            day = row["date"] or ""
            iso = bool(_ISO_DATE.fullmatch(day))
            event = None if row["event"] is None else extraction.events[row["event"]]
            place = event.place if event and row["place_basis"] != "own" else None
            where = place.model_dump(include={"country", "admin1", "lat", "lon"}) if place else {}
            dated = {"date": day if iso else None, "date_note": None if iso else day or None}
            cells = {**row, **where, **dated, **given, column_of(row): row["best"]}
            yield {name: _on_one_line(value) for name, value in cells.items()}


def _on_one_line(value: Any) -> Any:
    """Text without the line breaks of a wrapped article, which validators of HXL report."""
    return " ".join(value.split()) if isinstance(value, str) else value


def column_of(row: Mapping[str, Any]) -> str:
    """The column of the tagged file in which a figure stands."""
    if row["list"] == "casualties":
        return str(row["outcome"])
    term, unit = str(row["term"]), row["unit"]
    if term.startswith("housing_"):
        return term.replace("housing_", "homes ")
    kind = {"refugees": "refugees", "returned": "returned", "in_camp": "in camps"}.get(term, "displaced")
    return f"{kind} {unit}"


def write_table(file: IO[bytes], heads: Iterable[tuple[str, ...]], rows: Iterable[list[Any]]) -> None:
    """Write head rows and rows as CSV (RFC 4180, UTF-8), each cell as a spreadsheet may have it."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    text.detach()


def cell(value: object) -> object:
    """A value as a spreadsheet may have it: numbers as they are, text that cannot become a formula."""
    if value is None or isinstance(value, int | float):
        return value
    return _FORMULA.sub("'", safe(str(value)))


def int64(value: int | None) -> int | None:
    """The value where a column can hold it; no count of people is longer, and the record keeps it."""
    return value if value is not None and abs(value) < 1 << 63 else None
