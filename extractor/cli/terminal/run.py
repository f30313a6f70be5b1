"""What a run shows: a bar on a terminal, else a line now and then; figures and failures at the end."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from extractor.articles.sanitize import one_line
from extractor.cli.terminal.article import run_line, summary_row, summary_table
from extractor.cli.terminal.console import console
from extractor.records import Extraction
from extractor.runs.results import Answer

MAX_ROWS = 60
"""Articles that get a line and a row of the table, and failures that are printed in full."""
LINE_SECONDS = 60.0


class Failure(NamedTuple):
    """An article that failed: where, why, and what to do."""

    article: str | None
    place: str | None
    status: str
    reason: str | None
    remedy: str | None
    times: int

    @classmethod
    def of(cls, answer: Answer) -> Failure:
        """The failure that an answer stands for."""
        return cls(answer.id, answer.place, answer.status, answer.reason, answer.remedy, answer.times)


@dataclass(frozen=True)
class Outcome:
    """The end of a run, for programs."""

    articles: int
    """Articles that were read."""
    failed: int
    before: int
    """Articles of an unfinished run, which this one went on with; the failed ones among them."""
    seconds: float
    files: list[str]
    errors: str | None
    """The file that lists the failures."""
    failures: list[Failure]
    """The first failures."""
    notes: list[str]
    """What an output could not hold, and what else stands beside it."""

    def as_json(self) -> str:
        """One JSON object on one line."""
        values = asdict(self) | {"failures": [failure._asdict() for failure in self.failures]}
        return json.dumps(values, ensure_ascii=False)


class _Rate(ProgressColumn):
    """Articles a second since this process began, failures."""

    def render(self, task: Task) -> Text:
        rate, failed = task.fields["rate"], task.fields["failed"]
        line = Text(f"{rate:,.1f}/s")
        return line.append(f"  {failed:,} failed", style="bold red") if failed else line


class Screen:
    """The terminal side of one run."""

    def __init__(
        self, out: Console | None = None, err: Console | None = None, *, quiet: bool = False
    ) -> None:
        self._out, self._err = out or console(quiet=quiet), err or console(stderr=True)
        self.outcome: Outcome | None = None
        self._bar = Progress(
            TextColumn("articles"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=self._out,
            disable=quiet or not self._out.is_terminal,
        )
        self._task = self._bar.add_task("articles", total=None, rate=0.0, failed=0)
        self._rows: list[list[str]] = []
        self._failures: list[Answer] = []
        self._notes: list[str] = []
        self._started = self._printed_at = time.monotonic()
        self._total: int | None = None
        self._kept = self._done = self._failed = 0

    @contextmanager
    def progress(self, count: Callable[[], int | None]) -> Iterator[None]:
        """Show the progress; ``count`` gives the total and runs beside the work."""
        threading.Thread(target=self._count, args=(count,), daemon=True).start()
        with self._bar:
            yield

    def _count(self, count: Callable[[], int | None]) -> None:
        with suppress(Exception):  # a total is nice to have
            self._total = count()
            self._bar.update(self._task, total=self._total)

    def kept(self, answer: Answer) -> None:
        """An answer of the run that is gone on with."""
        self._kept += answer.times
        self._take(answer)

    def done(self, answer: Answer) -> None:
        """A new answer."""
        self._done += answer.times
        shown = self._take(answer)
        if shown:
            self._bar.console.print(Text(shown), soft_wrap=True)
        elif not self._out.is_terminal and time.monotonic() - self._printed_at > LINE_SECONDS:
            self._printed_at = time.monotonic()
            of = f" of {self._total:,}" if self._total else ""
            line = f"{self._kept + self._done:,}{of} articles, {self._rate():,.1f}/s, {self._failed:,} failed"
            self._out.print(Text(line), soft_wrap=True)

    def _rate(self) -> float:
        return self._done / max(1e-3, time.monotonic() - self._started)

    def _take(self, answer: Answer) -> str | None:
        """Count an answer; what to print of it, if it is one of the first."""
        line = None
        if answer.record is None:
            self._failed += answer.times
            if len(self._failures) < MAX_ROWS:
                self._failures.append(answer)
                line = f"{one_line(answer.place or answer.id)}: FAILED"
        elif len(self._rows) < MAX_ROWS:
            extraction = Extraction.model_validate_json(answer.record)
            self._rows.append(summary_row(extraction))
            line = run_line(extraction)
        self._bar.update(self._task, advance=answer.times, rate=self._rate(), failed=self._failed)
        return line

    def note(self, words: str) -> None:
        """Something to know of the outputs: on stderr, since a reader of stdout may not expect it."""
        self._notes.append(one_line(words))
        self._err.print(Text(f"note: {self._notes[-1]}"), soft_wrap=True)

    def end(self, files: Sequence[Path | str], errors: Path | str | None) -> None:
        """The table of the first articles, what was written where, and the failures on stderr."""
        articles = self._kept + self._done - self._failed
        seconds = time.monotonic() - self._started
        self.outcome = Outcome(
            articles=articles,
            failed=self._failed,
            before=self._kept,
            seconds=round(seconds, 1),
            files=[str(file) for file in files],
            errors=str(errors) if errors else None,
            failures=[Failure.of(answer) for answer in self._failures],
            notes=self._notes,
        )
        if self._rows:
            self._out.print(summary_table(self._rows))
        if articles > len(self._rows):
            self._out.print(f"the table shows the first {len(self._rows)} of {articles:,} articles")
        line = f"{articles:,} articles in {seconds:.1f} s"
        line += f", {self._kept:,} of them before" if self._kept else ""
        where = " ".join(one_line(file) for file in files)
        self._out.print(Text(f"{line} -> {where}", style="bold"), soft_wrap=True)
        for failure in self._failures:
            self._err.print(Text(f"error: {one_line(failure)}"), soft_wrap=True)
        if errors:
            unsaid = self._failed - sum(failure.times for failure in self._failures)
            more = f" ({unsaid:,} more there)" if unsaid else ""
            line = f"{self._failed:,} failed -> {one_line(errors)}{more}"
            self._out.print(Text(line, style="bold red"), soft_wrap=True)
