"""The batch function that every engine calls: items in, one answer an item out, in order.

``extract_items`` is the function itself. An article that
the pipeline cannot process costs no other one anything: when a stream breaks, the articles that were
handed over and not yet answered are tried alone, and a new stream starts behind them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, Protocol, cast

from extractor.articles.article import Article
from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.inputs import Item, read_item
from extractor.language.batches import BATCH_CHARS, in_batches
from extractor.parallel import Lost, Pool
from extractor.records import Extraction
from extractor.runs.results import REPORT, Answer, Settings

Extract = Callable[[Iterable[Article]], Iterator[Extraction]]

BATCH_ITEMS = 32
"""Most items of one call: a worker that breaks off loses no more."""
RECYCLE_ITEMS = 10_000
"""Articles a worker reads: its vocabulary grows with them, and loading the model again costs some seconds."""
CHARS_PER_LIMIT = 100_000
"""A time limit holds for each so many characters begun, of a page for no more than its text may have."""


class Crash(NamedTuple):
    """An article that the pipeline could not process."""

    article: Article
    reason: str

    def __str__(self) -> str:
        return f"{self.article.id}: could not be processed ({self.reason}); {REPORT}"


def extract_items(items: Sequence[Item], settings: Settings) -> list[Answer]:
    """The answer to each item, in order; nothing that an article does is raised."""
    read = [_read(item, settings) for item in items]
    articles = [article for article in read if isinstance(article, Article)]
    results = run_batch(articles, _pipeline(settings))
    return [
        _answer(item, next(results)[1]) if isinstance(article, Article) else article
        for item, article in zip(items, read, strict=True)
    ]


def _read(item: Item, settings: Settings) -> Article | Answer:
    try:
        return read_item(item, published=settings.published, max_chars=settings.max_chars)
    except ArticleError as error:
        return Answer(item.id, "unreadable", None, error.place, error.reason, error.remedy)
    except Exception as error:  # a reader met what nobody foresaw: its item alone is lost
        return Answer(item.id, "raised", None, item.place, _words(error), REPORT)


def _answer(item: Item, result: Extraction | Crash) -> Answer:
    if isinstance(result, Crash):
        return Answer(item.id, "raised", None, item.place, result.reason, REPORT)
    return Answer(item.id, "ok", result.model_dump_json().encode())


def _pipeline(settings: Settings) -> Extract:
    from extractor.pipeline import extract_many

    return partial(extract_many, batch_size=BATCH_ITEMS, model=settings.model, codebook=settings.codebook)


def warm(settings: Settings) -> None:
    """Load all that an extraction needs; raises ValueError where the settings name what is not there."""
    from extractor.codebooks import load_codebook
    from extractor.language.annotate import load_model

    load_codebook(settings.codebook)
    load_model(settings.model)
    text = "At least 12 people were killed and 2,400 families fled on Monday, police in Kabul said."
    extract_items([Item("warm", "warm", text)], settings)


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
        return Crash(article, _words(error))


def _words(error: Exception) -> str:
    words = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def limits_of(items: Sequence[Item], max_chars: int) -> int:
    """How many time limits some items may take together; a page of 16 MiB no more than its text may."""
    length = min(sum(len(item.data) for item in items), max(max_chars, BATCH_CHARS))
    return 1 + length // CHARS_PER_LIMIT


def make_pool(
    settings: Settings,
    *,
    workers: int,
    time_limit: float,
    job: Callable[..., Sequence[Answer]] | None = None,
) -> Pool[Item, Answer]:
    """Worker processes for the batch function; ``time_limit`` holds for each 100,000 characters begun.

    Another ``job`` takes the place of ``extract_items``, and needs nothing loaded.
    """
    return Pool(
        partial(job or extract_items, settings=settings),
        setup=None if job else partial(warm, settings),
        workers=workers,
        limit=lambda items: time_limit * limits_of(items, settings.max_chars),
        recycle=RECYCLE_ITEMS,
    )


def lost_answer(item: Item, lost: Lost) -> Answer:
    """The answer to an item that its worker could not give."""
    remedy = "raise the time limit or leave it out" if lost.kind == "timeout" else REPORT
    return Answer(item.id, lost.kind, None, item.place, lost.reason, remedy)


class Batches(Protocol):
    """Something that answers batches, in order: the processes of a ``Pool``, or a cluster."""

    def map(self, batches: Iterable[Sequence[Item]], /) -> Iterator[list[Answer | Lost]]:
        """The results of each batch."""


def answer_all(items: Iterable[Item | ReadFailure], pool: Batches) -> Iterator[tuple[str, Answer]]:
    """Each item and failure by key and answer, in order; of those under way only the key is held."""
    waiting: deque[tuple[str, Item | Answer]] = deque()

    def feed() -> Iterator[Item]:
        for item in items:
            if isinstance(item, ReadFailure):
                waiting.append((item.key(), failed_answer(item)))
            else:
                waiting.append((item.key(), item._replace(data="")))
                yield item

    def ready() -> Iterator[tuple[str, Answer]]:
        while waiting and isinstance(waiting[0][1], Answer):
            key, answer = waiting.popleft()
            yield key, cast(Answer, answer)

    for batch in pool.map(in_batches(feed(), BATCH_ITEMS, lambda item: len(item.data))):
        for result in batch:
            yield from ready()
            key, item = waiting.popleft()
            yield key, lost_answer(cast(Item, item), result) if isinstance(result, Lost) else result
    yield from ready()


def failed_answer(failure: ReadFailure, name: str | None = None) -> Answer:
    """The answer to what gave no item."""
    return Answer(name, "unreadable", None, *failure[:3], times=failure.times)
