"""The engine of this machine: worker processes, and a journal that keeps each answer as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from extractor.articles.failures import ReadFailure
from extractor.articles.inputs import Item
from extractor.articles.sources import count_items, find_items
from extractor.runs.batch import answer_all, make_pool
from extractor.runs.executor import Watch
from extractor.runs.journal import Journal
from extractor.runs.plan import RunError, RunPlan
from extractor.runs.results import Answer

Answering = Callable[[Iterable[Item | ReadFailure]], Iterator[tuple[str, Answer]]]


def in_workers(plan: RunPlan, job: Callable[..., Sequence[Answer]] | None = None) -> Answering:
    """Answers by the worker processes of a plan; another ``job`` takes the place of the extraction."""

    def answering(items: Iterable[Item | ReadFailure]) -> Iterator[tuple[str, Answer]]:
        with make_pool(plan.settings, workers=plan.workers, time_limit=plan.time_limit, job=job) as pool:
            yield from answer_all(items, pool)

    return answering


class LocalExecutor:
    """An ``Executor`` on this machine.

    Args:
        plan: of the run.
        journal: which is begun, or is gone on from.
        skip: files that are not read.
        answering: what answers the articles, in order.
    """

    def __init__(
        self, plan: RunPlan, journal: Journal, skip: frozenset[Path], answering: Answering | None = None
    ) -> None:
        self._plan, self._journal, self._skip = plan, journal, skip
        self._answering = answering or in_workers(plan)
        self._done = 0

    def work(self, watch: Watch, *, goes_on: bool) -> None:
        """See ``Executor``."""
        settings = self._plan.settings
        items = find_items(
            self._plan.given, max_chars=settings.max_chars, columns=settings.columns, skip=self._skip
        )
        with watch.progress(self._count):
            if goes_on:
                for answer in self._kept(items):
                    watch.kept(answer)
                    self._done += 1
                self._journal.cut()
            for key, answer in self._answering(items):
                self._journal.append(key, answer)
                watch.done(answer)
                self._done += 1
        self._journal.sync()

    def _count(self) -> int | None:
        return count_items(self._plan.given, self._skip)

    def _kept(self, items: Iterator[Item | ReadFailure]) -> Iterator[Answer]:
        """The answers of the journal, each held against the item that it is to belong to."""
        for key, answer in self._journal.replay():
            item = next(items, None)
            if item is None or item.key() != key:
                name = answer.id or answer.place
                raise RunError(f"{name}: is not what it was when the run began; begin anew with --restart")
            yield answer

    def answers(self) -> Iterator[Answer]:
        """See ``Executor``."""
        return (answer for _, answer in self._journal.replay())

    def so_far(self) -> str:
        """See ``Executor``."""
        return f"stopped after {self._done:,} articles, which are kept in {self._journal.path}"
