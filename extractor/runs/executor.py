"""A run at work: articles of its plan in, their answers into its log; and what it shows to who watches it.

What answers the articles, worker processes of this machine or a cluster, is an ``Answering``: the executor
keeps each answer as it comes, whoever gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, Protocol

from extractor.articles.failures import ReadFailure
from extractor.articles.inputs import Item
from extractor.articles.sources import count_items, find_items
from extractor.runs.plan import RunError, RunPlan
from extractor.runs.results import Answer

Answering = Callable[[Iterable[Item | ReadFailure]], Iterator[tuple[str, Answer]]]
"""Gives for items their keys and answers, in order, reading on as it goes."""
LogState = Literal["empty", "begun", "damaged", "foreign"]


class Watch(Protocol):
    """Who is shown a run: every answer of it, and the end."""

    def progress(self, count: Callable[[], int | None]) -> AbstractContextManager[None]:
        """Around the work; ``count`` gives the total, and may be called beside it."""

    def kept(self, answer: Answer) -> None:
        """An answer of the run that is gone on with."""

    def done(self, answer: Answer) -> None:
        """A new answer."""

    def note(self, words: str) -> None:
        """Something to know of the outputs, on one line."""

    def end(self, files: Sequence[Path | str], errors: Path | str | None) -> None:
        """The outputs are written."""


class Log(Protocol):
    """Where a run keeps what it began with and its answers, in order."""

    @property
    def name(self) -> str:
        """Its place, for messages."""

    def header(self) -> Mapping[str, Any] | None:
        """What ``begin`` wrote, None where there is nothing usable."""

    def state(self) -> LogState:
        """What is in its place: nothing, a usable head, a damaged log, or something that is no log."""

    def begin(self, header: Mapping[str, Any]) -> None:
        """Drop what is there and write a header."""

    def replay(self) -> Iterator[tuple[str, Answer]]:
        """The whole answers behind the header with their keys."""

    def cut(self) -> None:
        """Drop what stands behind the answers that ``replay`` has given, so that others can follow them."""

    def append(self, key: str, answer: Answer) -> None:
        """Keep one answer behind the others. Raises OSError where there is no room for it."""

    def sync(self) -> None:
        """Put what was appended out of reach of a power cut."""


class Executor:
    """The work of one run.

    Args:
        plan: of the run.
        log: which is begun, or is gone on from.
        skip: files that are not read.
        answering: what answers the articles, in order.
    """

    def __init__(self, plan: RunPlan, log: Log, skip: frozenset[Path], answering: Answering) -> None:
        self._plan, self._log, self.skip, self._answering = plan, log, skip, answering
        self._done = 0

    def work(self, watch: Watch, *, goes_on: bool) -> None:
        """Answer every article that is not answered yet, and keep the answers.

        Raises:
            RunError: the kept answers are not of these articles.
            OutputError: the cluster failed.
            OSError: something cannot be written.
        """
        settings = self._plan.settings
        items = find_items(
            self._plan.given,
            published=settings.published,
            max_chars=settings.max_chars,
            columns=settings.columns,
            skip=self.skip,
        )
        with watch.progress(self._count):
            if goes_on:
                for answer in self._kept(items):
                    watch.kept(answer)
                    self._done += 1
                self._log.cut()
            for key, answer in self._answering(items):
                self._log.append(key, answer)
                watch.done(answer)
                self._done += 1
        self._log.sync()

    def _count(self) -> int | None:
        return count_items(self._plan.given, self.skip)

    def _kept(self, items: Iterator[Item | ReadFailure]) -> Iterator[Answer]:
        """The answers of the log, each held against the item that it is to belong to."""
        for key, answer in self._log.replay():
            item = next(items, None)
            if item is None or item.key() != key:
                name = answer.id or answer.place
                raise RunError(f"{name}: is not what it was when the run began; begin anew with --restart")
            yield answer

    def answers(self) -> Iterator[Answer]:
        """All that is kept, in the order of the articles."""
        return (answer for _, answer in self._log.replay())

    def so_far(self) -> str:
        """What is kept and where, for the message of a run that is stopped."""
        return f"stopped after {self._done:,} articles, which are kept in {self._log.name}"
