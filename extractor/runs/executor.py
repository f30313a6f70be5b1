"""What an engine must do for a run, and what a run shows to whoever watches it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from extractor.runs.results import Answer


class Watch(Protocol):
    """Who is shown a run: every answer of it, or how far it is, and the end."""

    def progress(self, count: Callable[[], int | None]) -> AbstractContextManager[None]:
        """Around the work; ``count`` gives the total, and may be called beside it."""

    def kept(self, answer: Answer) -> None:
        """An answer of the run that is gone on with."""

    def done(self, answer: Answer) -> None:
        """A new answer."""

    def reached(self, done: int, failed: int) -> None:
        """How far a run is that does not show each answer."""

    def note(self, words: str) -> None:
        """Something to know of the outputs, on one line."""

    def end(self, files: Sequence[Path], errors: Path | None) -> None:
        """The outputs are written."""


class Executor(Protocol):
    """An engine at work on one run."""

    def work(self, watch: Watch, *, goes_on: bool) -> None:
        """Answer every article that is not answered yet, and keep the answers.

        Raises:
            RunError: the kept answers are not of these articles.
            OutputError: something cannot be written, or the engine failed.
            OSError: something cannot be written.
        """

    def answers(self) -> Iterable[Answer]:
        """All that is kept, in the order of the articles."""

    def so_far(self) -> str:
        """What is kept and where, for the message of a run that is stopped."""
