"""Data frames of figures, and the ways in: articles from a folder, extractions from the files of a run."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import polars as pl
import pytest

import extractor
from extractor import Article, Extraction, extract, extract_many, read_articles, read_records, to_frame
from extractor.articles.failures import ArticleError
from extractor.records import ArticleInfo, CasualtyCount, Evidence, Quantity
from extractor.records.rows import COLUMNS
from extractor.runs.columns import write_records
from extractor.runs.readback import RecordsError

STORY = (
    "At least 12 people were killed and 20 to 30 injured in Kabul on Monday, police said. "
    "About 2,400 families fled."
)


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return list(extract_many([(STORY, "2024-03-12"), "Rain is expected.", "Two soldiers died."]))


def cells(frame: Any) -> list[dict[str, Any]]:
    """The rows of either kind of frame, None for what is missing."""
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    return [
        {name: None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_holds_the_rows(extractions: list[Extraction], library: Literal["pandas", "polars"]) -> None:
    rows = [row for extraction in extractions for row in extraction.to_rows()]
    assert len(rows) >= 4
    assert cells(to_frame(extractions, library=library)) == rows
    assert cells(to_frame(iter(extractions), library=library)) == rows
    assert cells(extractions[0].to_frame(library)) == extractions[0].to_rows()
    assert cells(to_frame(extractions[0], library=library)) == extractions[0].to_rows()


def test_the_types_are_the_same_for_any_input(extractions: list[Extraction]) -> None:
    in_pandas = {str: "string", int: "Int64", float: "Float64"}
    in_polars = {str: pl.String, int: pl.Int64, float: pl.Float64}
    for input_ in (extractions, [], extractions[1]):
        frame = to_frame(input_, library="pandas")
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
            name: in_pandas[kind] for name, kind in COLUMNS.items()
        }
        assert dict(to_frame(input_, library="polars").schema) == {
            name: in_polars[kind] for name, kind in COLUMNS.items()
        }


def test_without_a_name_pandas_comes_first(extractions: list[Extraction]) -> None:
    assert isinstance(to_frame(extractions), pd.DataFrame)
    assert isinstance(extractions[0].to_frame(), pd.DataFrame)


def test_a_number_that_no_column_holds_is_missing() -> None:
    quantity = Quantity(text="1", low=1, best=1 << 70, high=None, qualifier="exact")
    count = CasualtyCount(outcome="killed", quantity=quantity, evidence=Evidence(start=0, end=1, text="1"))
    frame = Extraction(article=ArticleInfo(id="a"), casualties=(count,)).to_frame("polars")
    assert frame.select("low", "best").rows() == [(1, None)]


@pytest.mark.parametrize(
    ("hidden", "asked", "message"),
    [
        (("pandas", "polars"), None, "a data frame needs pandas or polars; pip install pandas"),
        (("pandas",), "pandas", "this data frame needs pandas; pip install pandas"),
        (("pandas",), None, None),
    ],
)
def test_a_missing_library_is_one_line_with_the_command(
    hidden: tuple[str, ...], asked: str | None, message: str | None
) -> None:
    """In an interpreter of its own that cannot find the libraries."""
    code = f"""
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        return None
from importlib.machinery import PathFinder
real = PathFinder.find_spec
PathFinder.find_spec = classmethod(
    lambda cls, name, path=None, target=None: None if name in {hidden!r} else real(name, path, target)
)
from extractor import to_frame
try:
    print(type(to_frame([], library={asked!r})).__module__.partition(".")[0])
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == (message or "polars")


def test_an_unknown_library_is_refused() -> None:
    with pytest.raises(ValueError, match="no data frames of 'dask': choose pandas or polars"):
        to_frame([], library="dask")  # type: ignore[call-overload]


def test_public_names_come_when_they_are_asked_for() -> None:
    for name in extractor.__all__:
        assert getattr(extractor, name)
    code = (
        "import extractor, sys; print(sorted({'pandas', 'polars', 'jinja2', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_articles_of_a_folder_come_with_what_they_say_of_themselves(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(f"---\ntitle: Blast\npublished: 2024-03-12\n---\n{STORY}")
    (tmp_path / "a.jsonl").write_text('{"id": "x", "text": "Two died."}\n')
    (tmp_path / "README.md").write_text("No article.")
    first, second = read_articles(tmp_path)
    assert (first.id, second.id, second.title) == ("x", "b", "Blast")
    (given,) = read_articles(str(tmp_path / "b.txt"), published="2024-03-13")
    assert (given.id, given.published) == ("b", date(2024, 3, 13))
    (extraction,) = extract_many([second])
    assert extraction.article.published == "2024-03-12"


def test_an_unreadable_article_is_raised_or_warned_of(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.txt").write_text(STORY)
    with pytest.raises(ArticleError, match=r"a\.txt: is empty; give an article"):
        list(read_articles(tmp_path))
    with pytest.warns(UserWarning, match=r"a\.txt: is empty"):
        (article,) = read_articles(tmp_path, unreadable="warn")
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    ("name", "message"),
    [("empty", "holds no article; give files that end in .txt, .md"), ("nowhere.txt", "cannot be read")],
)
def test_a_place_without_articles_says_what_is_read(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ArticleError, match=message):
        list(read_articles(tmp_path / name))


@pytest.mark.parametrize("name", ["records.jsonl", "records.jsonl.gz", "records.parquet"])
def test_what_a_run_wrote_comes_back(extractions: list[Extraction], tmp_path: Path, name: str) -> None:
    records = [extraction.model_dump_json().encode() for extraction in extractions]
    path = tmp_path / name
    if name.endswith(".parquet"):
        with path.open("wb") as file:
            write_records(file, records)
    else:
        lines = b"\n\n".join(records) + b"\n"
        path.write_bytes(gzip.compress(lines, mtime=0) if name.endswith(".gz") else lines)
    back = list(read_records(path))
    assert back == extractions
    assert [extraction.text for extraction in back] == [None] * 3
    assert to_frame(back).equals(to_frame(extractions))
    if not name.endswith(".gz"):
        assert list(read_records(str(tmp_path))) == extractions


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b'{"id": "x", "text": "Two died."}\n',
            r"records\.jsonl:2: is no extraction \(article: Field required\)",
        ),
        (b'{"article": {"id"\n', r"records\.jsonl:2: is no extraction \(Invalid JSON"),
        (b"\xff\xfe\n", r"records\.jsonl:2: is no extraction"),
        (
            b'{"article": {"id": "x"}, "more": 1}\n',
            r"records\.jsonl:2: is no extraction \(more: Extra inputs",
        ),
    ],
)
def test_a_broken_line_is_named_with_the_remedy(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(b'{"article": {"id": "sound"}}\n' + content)
    reading = read_records(path)
    assert next(reading).article.id == "sound"
    with pytest.raises(RecordsError, match=message) as caught:
        next(reading)
    assert "give the records.jsonl of a run" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("records.parquet", b"no parquet", "is no sound Parquet file"),
        ("records.jsonl.gz", gzip.compress(b"{}" * 100, mtime=0)[:-9], "is damaged"),
        ("records.jsonl.gz", b"no gzip", "is damaged"),
        ("other.txt", b"", "holds no records.jsonl"),
    ],
)
def test_a_file_that_is_none_of_a_run_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RecordsError, match=message):
        list(read_records(tmp_path if name == "other.txt" else tmp_path / name))


def test_the_text_can_be_given_back(tmp_path: Path) -> None:
    fresh = extract(STORY)
    path = tmp_path / "records.jsonl"
    path.write_text(fresh.model_dump_json() + "\n")
    (read,) = read_records(path)
    assert read.with_text(STORY).text == STORY
    assert read.text is None
