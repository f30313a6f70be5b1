"""The long job of the command line: a run over many articles that keeps what it has done.

Every answer goes to a journal first; the outputs are made of the whole journal at the end. So a run
that was killed, stopped or ran out of disk goes on where it was, and ends with the same bytes.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from extractor.articles.inputs import Item, ReadFailure
from extractor.articles.sources import count_items, find_items
from extractor.cli.terminal.run import Screen
from extractor.distribution import MissingExtraError, require, version
from extractor.runs.batch import answer_all, make_pool
from extractor.runs.journal import Journal, JournalInUseError
from extractor.runs.manifest import manifest_bytes
from extractor.runs.output import Format, Targets, sync_folder, targets, write_outputs
from extractor.runs.results import Answer, Settings

Engine = Callable[[Iterable[Item | ReadFailure]], Iterator[tuple[str, Answer]]]

TIME_LIMIT = 60.0
"""Seconds for each 100,000 characters begun; an article of that length takes a tenth of it on one core."""


class RunError(Exception):
    """The run cannot begin or go on as asked for; the message says what to do."""


class OutputError(Exception):
    """The disk does not take what is written; the message names the place and the remedy."""


class StoppedError(Exception):
    """The run was stopped from outside; the message says how far it is."""


@dataclass(frozen=True)
class Plan:
    """What to read and where to write it."""

    paths: tuple[Path, ...]
    out: Path
    formats: tuple[Format, ...] = ()
    settings: Settings = field(default_factory=Settings)
    workers: int = 1
    time_limit: float = TIME_LIMIT
    resume: bool = False
    overwrite: bool = False

    def header(self) -> dict[str, Any]:
        """What must be the same for a run to go on: all that an answer depends on but the texts."""
        settings = asdict(self.settings)
        settings["published"] = settings["published"] and settings["published"].isoformat()
        return {"version": version(), "paths": [str(path) for path in self.paths], **settings}


def local_engine(plan: Plan, job: Callable[..., Sequence[Answer]] | None = None) -> Engine:
    """Worker processes on this machine."""

    def answers(items: Iterable[Item | ReadFailure]) -> Iterator[tuple[str, Answer]]:
        with make_pool(plan.settings, workers=plan.workers, time_limit=plan.time_limit, job=job) as pool:
            yield from answer_all(items, pool)

    return answers


def run(plan: Plan, screen: Screen, engine: Engine | None = None) -> int:
    """Extract every article of a plan and write its outputs; the number of articles that failed.

    Raises:
        RunError: an unfinished run is in the way, or is not of the same plan.
        OutputError: something could not be written.
        StoppedError: Ctrl-C or SIGTERM.
    """
    try:
        files = targets(plan.out, plan.formats)
        if "parquet" in files.formats:
            require("parquet")
    except ValueError as error:
        raise RunError(str(error)) from None
    except MissingExtraError as error:
        raise RunError(f"{plan.out}: Parquet {error}") from None
    kept = 0
    try:
        with interruptible(), _opened(files.journal) as journal:
            for _ in _answers(plan, files, journal, engine or local_engine(plan), screen):
                kept += 1
            with _writing(files.journal):
                failed = _finish(plan, files, journal)
    except KeyboardInterrupt:
        raise StoppedError(f"stopped after {kept:,} articles, which are kept in {files.journal}") from None
    except JournalInUseError:
        raise RunError(f"{files.journal}: another run is writing it; give another -o") from None
    screen.end([*files.files.values()], files.errors if failed else None)
    return failed


def _answers(
    plan: Plan, files: Targets, journal: Journal, engine: Engine, screen: Screen
) -> Iterator[Answer]:
    """Every answer of the run in order, those of the journal first, the others as they enter it."""
    goes_on = _goes_on(plan, journal)
    outputs = (*files.files.values(), files.errors, files.journal)
    items = find_items(plan.paths, max_chars=plan.settings.max_chars, skip=outputs)
    with screen.progress(lambda: count_items(plan.paths)):
        if goes_on:
            for answer in _kept(journal, items):
                screen.kept(answer)
                yield answer
        with _writing(journal.path):
            if goes_on:
                journal.cut()
            else:
                journal.begin(plan.header())
        for key, answer in engine(items):
            with _writing(journal.path):
                journal.append(key, answer)
            screen.done(answer)
            yield answer


def _goes_on(plan: Plan, journal: Journal) -> bool:
    """Whether the journal is to be gone on from; raises RunError where that is not clear."""
    before = journal.header()
    if before is None or plan.overwrite:
        return False
    if not plan.resume:
        if next(journal.replay(), None) is None:
            return False
        raise RunError(
            f"{journal.path}: holds an unfinished run; go on with --resume, or drop it with --overwrite"
        )
    now = plan.header()
    other = [key for key in now if before.get(key) != now[key]]
    if other:
        told = ", ".join(f"{key} was {before.get(key)!r} and is {now[key]!r}" for key in other)
        raise RunError(f"{journal.path}: is of another run ({told}); repeat its command, or add --overwrite")
    return True


def _kept(journal: Journal, items: Iterator[Item | ReadFailure]) -> Iterator[Answer]:
    """The answers of the journal, each held against the item that it is to belong to."""
    for key, answer in journal.replay():
        item = next(items, None)
        if item is None or item.key() != key:
            name = answer.id or answer.place
            raise RunError(f"{name}: is not what it was when the run began; start over with --overwrite")
        yield answer


def _finish(plan: Plan, files: Targets, journal: Journal) -> int:
    journal.sync()
    failed = write_outputs(
        files,
        lambda: (answer for _, answer in journal.replay()),
        manifest_bytes(map(str, plan.paths), plan.settings),
    )
    journal.path.unlink()
    sync_folder(journal.path.parent)
    return failed


@contextmanager
def _opened(path: Path) -> Iterator[Journal]:
    with _writing(path):
        journal = Journal(path)
    with journal:
        yield journal


@contextmanager
def _writing(journal: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason, place = error.strerror or str(error), error.filename or journal
        remedy = "make room and go on with --resume, or give another -o"
        raise OutputError(f"{place}: cannot be written ({reason}); {remedy}") from None


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM stop the run as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
