"""The batch function that every engine calls: items in, one answer an item out, in order.

``extract_items`` is the function itself, ``extract_table`` the same for Arrow tables. An article that
the pipeline cannot process costs no other one anything: when a stream breaks, the articles that were
handed over and not yet answered are tried alone, and a new stream starts behind them.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from extractor.articles.article import Article, clean
from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.inputs import Item, read_item, row_item, row_name
from extractor.parallel import Lost, Pool
from extractor.records import Extraction, Summary
from extractor.runs.flat import int64
from extractor.runs.results import REPORT, Answer, Settings

if TYPE_CHECKING:
    import pyarrow as pa

Extract = Callable[[Iterable[Article]], Iterator[Extraction]]

BATCH_ITEMS = 16
BATCH_CHARS = 1 << 16
"""Most items and characters of one call: enough to keep the model busy, little to try again."""
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


def in_batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in batches of bounded number and length, the same ones for any number of workers."""
    batch: list[Item] = []
    length = 0
    for item in items:
        if batch and (len(batch) == BATCH_ITEMS or length + len(item.data) > BATCH_CHARS):
            yield batch
            batch, length = [], 0
        batch.append(item)
        length += len(item.data)
    if batch:
        yield batch


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


def answer_all(items: Iterable[Item | ReadFailure], pool: Pool[Item, Answer]) -> Iterator[tuple[str, Answer]]:
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

    for batch in pool.map(in_batches(feed())):
        for result in batch:
            yield from ready()
            key, item = waiting.popleft()
            yield key, lost_answer(cast(Item, item), result) if isinstance(result, Lost) else result
    yield from ready()


def extract_table(table: pa.Table, settings: Settings, pool: Pool[Item, Answer] | None = None) -> pa.Table:
    """The batch function for Arrow: a row for each row, in order.

    Args:
        table: ``text``, and ``id``, ``published``, ``title``, ``source``, ``url`` where known, under the
            names of the settings' columns; or what ``pack`` gives.
        settings: of the extraction.
        pool: worker processes to do it in; without one it is done here.

    Returns:
        The columns of ``answer_schema``.
    """
    packed = "kind" in table.column_names
    rows = table.select(packed_schema().names if packed else table.column_names).to_pylist()
    found = [
        _unpack(row) if packed else _row(row, f"row-{number}", settings) for number, row in enumerate(rows, 1)
    ]
    items = [item for item in found if isinstance(item, Item)]
    if pool is None:
        answers = iter(extract_items(items, settings))
    else:
        answers = (answer for _, answer in answer_all(items, pool))
    return answer_table([item if isinstance(item, Answer) else next(answers) for item in found])


def _row(row: Mapping[str, Any], name: str, settings: Settings) -> Item | Answer:
    named = row_name(row, name, settings.columns)
    try:
        return row_item(row, name, named, settings.columns)
    except ArticleError as error:
        return failed_answer(ReadFailure.of(error), named)


@cache
def packed_schema() -> pa.Schema:
    """Items as they were found; a failure to find one has the kind ``failure``, its reason as its data."""
    import pyarrow as pa

    names = ("id", "place", "kind", "published", "title", "source", "url", "extra", "remedy")
    return pa.schema([*((name, pa.string()) for name in names), ("data", pa.large_binary())])


def pack(items: Iterable[Item | ReadFailure]) -> pa.Table:
    """Items and failures as a table that ``extract_table`` understands."""
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    for item in items:
        if isinstance(item, Item):
            data = item.data if isinstance(item.data, bytes) else clean(item.data).encode()
            rows.append(item._asdict() | {"data": data, "place": clean(item.place)})
        else:
            data = clean(item.reason).encode()
            rows.append({"kind": "failure", "place": clean(item.place), "data": data, "remedy": item.remedy})
    return pa.Table.from_pylist(rows, schema=packed_schema())


def _unpack(row: dict[str, Any]) -> Item | Answer:
    remedy = row.pop("remedy")
    if row["kind"] == "failure":
        return Answer(None, "unreadable", None, row["place"], row["data"].decode(), remedy)
    return Item(**row | {"data": row["data"].decode() if row["kind"] == "row" else row["data"]})


def failed_answer(failure: ReadFailure, name: str | None = None) -> Answer:
    """The answer to what gave no item."""
    return Answer(name, "unreadable", None, failure.place, failure.reason, failure.remedy)


@cache
def answer_schema() -> pa.Schema:
    """What comes out: the answer, its Extraction as JSON, and three columns for each headline figure."""
    import pyarrow as pa

    names = ("id", "status", "place", "reason", "remedy", "published", "extraction")
    figures = [name for key in Summary.model_fields for name in (key, f"{key}_low", f"{key}_high")]
    return pa.schema([*((name, pa.string()) for name in names), *((name, pa.int64()) for name in figures)])


def answer_table(answers: Iterable[Answer]) -> pa.Table:
    """The answers as an Arrow table."""
    import pyarrow as pa

    return pa.Table.from_pylist([_columns(answer) for answer in answers], schema=answer_schema())


def _columns(answer: Answer) -> dict[str, Any]:
    row: dict[str, Any] = {
        name: value and clean(value) for name, value in answer._asdict().items() if name != "record"
    }
    if answer.record is None:
        return row
    record = json.loads(answer.record)
    row |= {"published": record["article"]["published"], "extraction": answer.record.decode()}
    for key, figure in record["summary"].items():
        for name, bound in ((key, "best"), (f"{key}_low", "low"), (f"{key}_high", "high")):
            row[name] = int64(figure["quantity"][bound]) if figure else None
    return row
