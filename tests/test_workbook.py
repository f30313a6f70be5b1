"""A workbook opens in a spreadsheet as tables of text, numbers, days and links, and nothing in it runs."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from extractor import extract
from extractor.articles.article import Article
from extractor.pipeline import extract_many
from extractor.records import Extraction
from extractor.runs import workbook
from extractor.runs.results import Answer
from extractor.runs.tables import TABLE_NAMES, table_of
from extractor.runs.workbook import MOST_CHARS, write_workbook

HOSTILE = '=HYPERLINK("https://example.org","open")'


@pytest.fixture(scope="module")
def story() -> Extraction:
    text = (
        "Gunmen killed 14 villagers in Jowhar, Somalia, on Sunday. "
        "Amara Dione, 34, a nurse, was among the dead."
    )
    article = Article(id=HOSTILE, text=text, title="+1", url="https://example.org/story?a=1&b=2")
    (found,) = extract_many([article.model_copy(update={"published": datetime(2024, 3, 13).date()})])
    return found


def written(*extractions: Extraction, failed: bool = False) -> tuple[bytes, list[str]]:
    answers = [Answer(each.article.id, "ok", each.model_dump_json().encode()) for each in extractions]
    if failed:
        answers.append(Answer("lost", "unreadable", None, "lost.txt", "is empty", "give text"))
    file = io.BytesIO()
    notes = write_workbook([table_of(name) for name in TABLE_NAMES], file, lambda: answers)
    return file.getvalue(), notes


def sheets(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def column(sheet: Any, name: str) -> list[Any]:
    """The cells under a head."""
    at = [cell.value for cell in sheet[1]].index(name) + 1
    return [sheet.cell(row, at) for row in range(2, sheet.max_row + 1)]


def test_a_sheet_a_table_with_a_head_that_stays_and_filters(story: Extraction) -> None:
    data, notes = written(story, failed=True)
    book = sheets(data)
    assert notes == []
    assert book.sheetnames == ["articles", "events", "figures", "victims", "sources", "columns"]
    assert len(column(book["columns"], "meaning")) == sum(len(table_of(name).columns) for name in TABLE_NAMES)
    for sheet in book.worksheets[:5]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert [cell.value for cell in sheet[1]] == list(table_of(sheet.title).columns)
    assert [cell.value for cell in column(book["articles"], "verdict")] == ["dated", "skipped"]
    assert [cell.value for cell in column(book["figures"], "best")] == [14]
    assert [cell.value for cell in column(book["victims"], "name")] == ["Amara Dione"]
    assert column(book["figures"], "sentence")[0].value.endswith("on Sunday.")


def test_numbers_are_numbers_days_are_days_and_addresses_are_links(story: Extraction) -> None:
    book = sheets(written(story)[0])
    (day,) = column(book["events"], "date_start")
    assert (day.value, day.number_format) == (datetime(2024, 3, 10), "yyyy-mm-dd")
    (killed,) = column(book["events"], "killed_best")
    assert (killed.value, killed.data_type) == (14, "n")
    (link,) = column(book["articles"], "url")
    assert link.hyperlink.target == link.value == "https://example.org/story?a=1&b=2"


def test_no_text_is_a_formula_or_a_link_that_runs(story: Extraction) -> None:
    info = story.article.model_copy(update={"url": "javascript:alert(1)", "title": "@SUM(A1)"})
    book = sheets(written(story, story.model_copy(update={"article": info}))[0])
    for sheet in book:
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "d"}
    assert column(book["articles"], "article")[0].value == HOSTILE
    assert column(book["articles"], "title")[0].value == "+1"
    assert [bool(cell.hyperlink) for cell in column(book["articles"], "url")] == [True, False]


def test_the_same_records_are_the_same_bytes(story: Extraction) -> None:
    assert written(story) == written(story)


def test_a_cell_that_is_too_long_is_cut_and_said(story: Extraction) -> None:
    info = story.article.model_copy(update={"title": "x" * (MOST_CHARS + 1)})
    data, notes = written(story.model_copy(update={"article": info}))
    (title,) = column(sheets(data)["articles"], "title")
    assert len(title.value) == MOST_CHARS and title.value.endswith("x…")
    assert (
        "sheet articles: 1 cells are cut at 32,767 characters; CSV, Parquet and JSON hold them whole" in notes
    )


def test_rows_that_a_sheet_has_no_room_for_are_counted(
    story: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    data, notes = written(*[story] * 5)
    assert sheets(data)["articles"].max_row == 3
    assert notes[0] == ("sheet articles has room for 2 of 5 rows; write CSV or Parquet for all of them")


def test_more_links_than_a_sheet_may_have_are_plain_text(
    story: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_MOST_LINKS", 1)
    cells = column(sheets(written(story, story)[0])["articles"], "url")
    assert [bool(cell.hyperlink) for cell in cells] == [True, False]
    assert cells[0].value == cells[1].value


def test_a_number_that_a_spreadsheet_would_round_is_text() -> None:
    found = extract("Some 12 people were killed.")
    quantity = found.casualties[0].quantity.model_copy(update={"best": 10**20})
    figure = found.casualties[0].model_copy(update={"quantity": quantity})
    data, _ = written(found.model_copy(update={"casualties": (figure,)}))
    assert column(sheets(data)["figures"], "best")[0].value == str(10**20)


def test_an_empty_run_has_its_heads() -> None:
    for sheet in sheets(written()[0]).worksheets[:5]:
        assert (sheet.max_row, sheet["A1"].value) == (1, "article")
