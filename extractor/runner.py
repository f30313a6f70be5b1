"""The long job of the command line: a run that writes records."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from extractor.article import Article
from extractor.batch import Crash, Extract, run_batch
from extractor.output import atomic_text, failure_line, jsonl_line
from extractor.sources import ReadFailure, count_items, read_paths
from extractor.terminal.article import run_line, summary_row, summary_table
from extractor.terminal.console import console
from extractor.terminal.safe import one_line

_MAX_ROWS = 60

Failure = ReadFailure | Crash


class OutputError(Exception):
    """The records cannot be written; the message names the place and the remedy."""


def run_paths(
    paths: Sequence[Path], out: Path, extract: Extract, *, published: date | None, max_chars: int
) -> int:
    """Extract every article below ``paths`` into ``out``, printing as it goes; the number that failed."""
    records = out if out.suffix == ".jsonl" else out / "records.jsonl"
    errors = records.with_name("errors.jsonl")
    screen = console()
    started = time.perf_counter()
    items = read_paths(paths, published=published, max_chars=max_chars, skip=(records, errors))
    try:
        done = _write(items, count_items(paths), records, extract, screen)
        if done.failures:
            with atomic_text(errors) as file:
                file.writelines(failure_line(*_parts(failure)) for failure in done.failures)
        else:
            errors.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"{error.filename or records}: cannot be written ({reason}); give another -o"
        ) from None
    _print_end(screen, done, records, time.perf_counter() - started)
    if done.failures:
        screen.print(Text(f"{len(done.failures)} failed -> {one_line(errors)}", style="bold red"))
    return len(done.failures)


@dataclass
class _Done:
    """What a run has to tell at its end."""

    articles: int = 0
    rows: list[list[str]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def _write(
    items: Iterable[Article | ReadFailure], total: int, records: Path, extract: Extract, screen: Console
) -> _Done:
    done = _Done()
    bar = Progress(
        TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=screen
    )
    with atomic_text(records) as file, bar:
        task = bar.add_task("articles", total=total)

        def fail(failure: Failure) -> None:
            done.failures.append(failure)
            screen.print(Text(f"{one_line(_parts(failure)[0])}: FAILED", style="red"), soft_wrap=True)
            bar.advance(task)

        def articles() -> Iterator[Article]:
            for item in items:
                if isinstance(item, Article):
                    yield item
                else:
                    fail(item)

        for _, result in run_batch(articles(), extract):
            if isinstance(result, Crash):
                fail(result)
                continue
            file.write(jsonl_line(result))
            screen.print(Text(run_line(result)), soft_wrap=True)
            done.articles += 1
            if len(done.rows) < _MAX_ROWS:
                done.rows.append(summary_row(result))
            bar.advance(task)
    return done


def _print_end(screen: Console, done: _Done, records: Path, seconds: float) -> None:
    if done.rows:
        screen.print(summary_table(done.rows))
    if done.articles > len(done.rows):
        screen.print(f"the table shows the first {len(done.rows)} of {done.articles} articles")
    told = f"{done.articles} articles in {seconds:.1f} s -> {one_line(records)}"
    screen.print(Text(told, style="bold"), soft_wrap=True)
    stderr = console(stderr=True)
    for failure in done.failures:
        stderr.print(Text(f"error: {one_line(failure)}"), soft_wrap=True)


def _parts(failure: Failure) -> tuple[str, str, str]:
    if isinstance(failure, Crash):
        return failure.article.id, failure.reason, "report it with the article"
    return failure.place, failure.reason, failure.remedy
