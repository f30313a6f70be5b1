"""Many articles on one machine: every article in, its extraction or its failure out, in order.

The pipeline streams and stops at the first article that breaks it; here the batch goes on. The
articles that were handed over and not yet answered wait in a queue; when the stream breaks, each of
them is tried alone, and a new stream starts behind them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from extractor.article import Article
from extractor.records import Extraction

Extract = Callable[[Iterable[Article]], Iterator[Extraction]]


class Crash(NamedTuple):
    """An article that the pipeline could not process."""

    article: Article
    reason: str

    def __str__(self) -> str:
        return f"{self.article.id}: could not be processed ({self.reason}); report it with the article"


def run_batch(articles: Iterable[Article], extract: Extract) -> Iterator[tuple[Article, Extraction | Crash]]:
    """Each article with its extraction, or with the crash that it caused, in input order."""
    source = iter(articles)
    waiting: deque[Article] = deque()
    broken: list[Exception] = []

    def feed() -> Iterator[Article]:
        try:
            for article in source:
                waiting.append(article)
                yield article
        except Exception as error:
            broken.append(error)
            raise

    while True:
        try:
            for extraction in extract(feed()):
                yield waiting.popleft(), extraction
        except Exception:  # whatever broke, the other articles are still to be done
            if broken or not waiting:
                raise  # the source itself failed: no article is to blame
            for article in waiting:
                yield article, _alone(article, extract)
            waiting.clear()
            continue
        return


def _alone(article: Article, extract: Extract) -> Extraction | Crash:
    try:
        return next(iter(extract([article])))
    except Exception as error:  # the crash is the result
        words = " ".join(str(error).split())[:300]
        return Crash(article, f"{type(error).__name__}: {words}" if words else type(error).__name__)
