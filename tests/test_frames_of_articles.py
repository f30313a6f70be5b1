"""Articles in data frames: index and columns stay, missing values are empty, wrong calls are one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import extractor
from extractor import Article, extract, extract_frame, extract_many, summary_frame

WRONG: Any = 3
API = Path(__file__).parent.parent / "docs" / "api.md"


@pytest.fixture
def frame() -> pd.DataFrame:
    """Articles under an index with a name twice, with gaps, and a column that a table has too."""
    return pd.DataFrame(
        {
            "body": [
                "At least 12 people were killed in Brod on Tuesday.",
                None,
                "Some 300 people fled Marn.",
            ],
            "date": [pd.Timestamp("2024-03-13"), pd.NaT, "2024-01-01"],
            "country": ["A", "B", "C"],
        },
        index=pd.Index(["x", "y", "x"], name="case"),
    )


def test_a_frame_keeps_its_index_and_columns(frame: pd.DataFrame) -> None:
    before = frame.copy()
    read = extract_frame(frame, text="body", published="date")
    pd.testing.assert_frame_equal(read[list(frame.columns)], before)
    pd.testing.assert_frame_equal(frame, before)
    assert read["killed_best"].tolist() == [12, pd.NA, pd.NA]
    assert read["displaced_best"].tolist() == [pd.NA, pd.NA, 300]
    assert read["published"].tolist() == ["2024-03-13", pd.NA, "2024-01-01"]
    assert "country_found" in read
    assert str(read["killed_best"].dtype) == "Int64"


def test_figures_of_a_frame_stand_under_the_index_of_their_articles(frame: pd.DataFrame) -> None:
    read = extract_frame(frame, text="body", published="date", rows="figures")
    assert read.index.tolist() == ["x", "x"]
    assert read[["country", "outcome", "best"]].to_numpy().tolist() == [
        ["A", "killed", 12],
        ["C", pd.NA, 300],
    ]
    none = extract_frame(frame.iloc[:0], text="body", rows="figures")
    assert (len(none), list(none.columns)) == (
        0,
        [name for name in read.columns if name != "published_found"],
    )


def test_headline_figures_are_one_row_an_article(frame: pd.DataFrame) -> None:
    days = zip(frame["body"], frame["date"], strict=True)
    found = list(extract_many(days))
    summary = summary_frame(found)
    assert summary["article"].tolist() == ["article-1", "article-2", "article-3"]
    assert summary["killed_low"].tolist() == [12, pd.NA, pd.NA]
    assert summary["verdict"].tolist() == ["dated", "undated", "dated"]
    assert summary_frame(found, library="polars").columns == list(summary.columns)
    assert len(summary_frame(found[0])) == 1


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NaT, pd.NA])
def test_missing_values_are_empty(missing: Any) -> None:
    assert extract(missing).article.published is None
    (alone, paired) = extract_many([missing, ("Six people died.", missing)])
    assert (alone.casualties, paired.article.published) == ((), None)
    assert paired.casualties[0].quantity.best == 6


def test_an_article_is_read_as_it_is() -> None:
    article = Article(id="a", text="Six people died on Monday.", title="Six dead", extra={"k": "v"})
    found = extract(article, published="2024-03-13")
    assert (found.article.id, found.article.title, found.article.published) == ("a", "Six dead", "2024-03-13")
    assert found.article.published_basis == "given"
    assert dict(found.article.extra) == {"k": "v"}
    assert extract(article, article_id="b").article.id == "b"
    assert hash(found) == hash(extract(article, published="2024-03-13"))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda frame: extract_many("Six died."), TypeError, "takes many articles, and this is one"),
        (lambda frame: extract_many(Article(id="a", text="b")), TypeError, "and this is one"),
        (extract_many, TypeError, "use extract_frame(frame, text='COLUMN')"),
        (lambda frame: list(extract_many([WRONG])), TypeError, "article-1 is int; give a text"),
        (lambda frame: extract(WRONG), TypeError, "this is int; give a text"),
        (extract_frame, ValueError, "no column 'text' (it has body, date, country)"),
        (lambda frame: extract_frame(frame.assign(text=3)), TypeError, "row x is int; give a text"),
        (lambda frame: extract_frame(WRONG), TypeError, "takes a pandas.DataFrame, and this is int"),
        (
            lambda frame: extract_frame(frame, text="body", published="country"),
            ValueError,
            "row x: published 'A' is not a date; write it as YYYY-MM-DD",
        ),
    ],
)
def test_a_wrong_call_is_one_clear_line(
    frame: pd.DataFrame, call: Callable[[Any], object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        call(frame)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_names_of_the_api_page_stand_in_the_package() -> None:
    documented = re.findall(
        r"^::: extractor\.(?:\w+\.)+(\w+)$", API.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(documented) <= set(extractor.__all__)
    assert len(documented) >= 15
    for name in extractor.__all__:
        assert getattr(extractor, name).__name__ == name
