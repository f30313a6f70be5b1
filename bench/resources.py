"""Memory of a worker as it reads on, and the cost of a text as it grows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from made_up import as_item, made_up
from measure import TextSet, seconds, table

from extractor.articles.inputs import Item
from extractor.pipeline import extract
from extractor.runs.batch import BATCH_ITEMS, extract_items, make_pool
from extractor.runs.results import Answer, Settings

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)


def watched(items: Sequence[Item], settings: Settings) -> list[Answer]:
    """The batch function with the worker's peak memory in MiB as the reason."""
    import resource

    answers = extract_items(items, settings)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [answer._replace(reason=f"{peak:.0f}") for answer in answers]


def memory(sets: Sequence[TextSet], count: int, model: str | None) -> str:
    """The peak memory of one worker after more and more articles."""
    marks = [mark for mark in (100, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000) if mark <= count]
    rows: list[tuple[object, ...]] = []
    started = time.perf_counter()
    with make_pool(Settings(model), workers=1, time_limit=60, job=watched) as pool:
        items = map(as_item, made_up(sets, count))
        batches = iter(lambda: [item for _, item in zip(range(BATCH_ITEMS), items, strict=False)], [])
        done = 0
        for batch in pool.map(batches):
            done += len(batch)
            if marks and done >= marks[0]:
                last = batch[-1]
                peak = last.reason if isinstance(last, Answer) else "lost"
                rows.append(
                    (f"{marks.pop(0):,}", f"{peak} MiB", f"{done / (time.perf_counter() - started):.1f}")
                )
    return table(("articles read", "peak memory of the worker", "articles/s so far"), rows)


def growth(sets: Sequence[TextSet], model: str | None) -> str:
    """The cost of a character in texts from 1 KB to 1 MB, as a multiple of that in a text of 10 KB."""
    words = "\n\n".join(text.strip() for each in sets for text in each.texts)
    words *= 1 + LENGTHS[-1] // len(words)
    extract(words[:1000], model=model)
    cost: dict[int, float] = {}
    for length in LENGTHS:
        job = partial(extract, words[:length], model=model)
        cost[length] = min(seconds(job) for _ in range(3 if length < 100_000 else 1)) / length
    rows = [(f"{length:,}", f"{cost[length] / cost[10_000]:.2f}") for length in LENGTHS]
    return table(("characters", "cost of a character against 10,000"), rows)
