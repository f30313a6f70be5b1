"""The engine of one machine: worker processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from extractor.articles.failures import ReadFailure
from extractor.articles.inputs import Item
from extractor.runs.batch import answer_all, make_pool
from extractor.runs.executor import Answering
from extractor.runs.plan import RunPlan
from extractor.runs.results import Answer


def in_workers(plan: RunPlan, job: Callable[..., Sequence[Answer]] | None = None) -> Answering:
    """Answers by the worker processes of a plan; another ``job`` takes the place of the extraction."""

    def answering(items: Iterable[Item | ReadFailure]) -> Iterator[tuple[str, Answer]]:
        with make_pool(plan.settings, workers=plan.workers, time_limit=plan.time_limit, job=job) as pool:
            yield from answer_all(items, pool)

    return answering
