"""A batch answers every article in order, whatever one of them does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pytest

from extractor.articles.article import MAX_CHARS, Article
from extractor.articles.inputs import Item
from extractor.records import ArticleInfo, Extraction
from extractor.runs.batch import Crash, limits_of, run_batch


def fake_extract(articles: Iterable[Article], batch_size: int = 4) -> Iterator[Extraction]:
    stream = iter(articles)
    while batch := list(islice(stream, batch_size)):
        if any(article.text == "boom" for article in batch):
            raise RuntimeError("two\nlines")
        yield from (Extraction(article=ArticleInfo(id=article.id)) for article in batch)


def articles(*texts: str) -> list[Article]:
    return [Article(id=str(i), text=text) for i, text in enumerate(texts)]


def test_order_is_kept_and_only_the_culprit_fails() -> None:
    given = articles("a", "b", "c", "d", "e", "boom", "f", "g", "h", "boom", "i")
    results = list(run_batch(given, fake_extract))
    assert [article.id for article, _ in results] == [article.id for article in given]
    failed = [article.id for article, result in results if isinstance(result, Crash)]
    assert failed == ["5", "9"]
    assert all(r.article.id == a.id for a, r in results)


def test_a_crash_states_its_cause_on_one_line() -> None:
    ((_, crash),) = run_batch(articles("boom"), fake_extract)
    assert isinstance(crash, Crash)
    assert str(crash) == ("0: could not be processed (RuntimeError: two lines); report it with the article")


def test_a_source_that_breaks_is_not_blamed_on_an_article() -> None:
    def source() -> Iterator[Article]:
        yield from articles("a", "b")
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(run_batch(source(), fake_extract))


def test_articles_are_pulled_as_they_are_needed() -> None:
    pulled: list[int] = []

    def source() -> Iterator[Article]:
        for i in range(100):
            pulled.append(i)
            yield Article(id=str(i), text="a")

    next(run_batch(source(), fake_extract))
    assert len(pulled) == 4


@pytest.mark.parametrize(
    ("length", "limits"), [(0, 1), (99_999, 1), (250_000, 3), (1 << 20, 11), (16 << 20, 11)]
)
def test_a_time_limit_grows_with_the_text_and_not_with_the_markup(length: int, limits: int) -> None:
    items = [Item("a", "a", bytes(length), "page")]
    assert limits_of(items, MAX_CHARS) == limits
