"""A run over many articles that keeps what it has done, on any engine.

Every answer is kept at once, and the outputs are made of all of them at the end. So a run that was killed,
stopped or ran out of disk goes on where it was, and ends with the same bytes.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from extractor.articles.readers import DOCUMENT_SUFFIXES
from extractor.articles.sources import Given, unread
from extractor.distribution import install_command
from extractor.runs.executor import Executor, Watch
from extractor.runs.journal import Journal, LogState, is_journal, read_header
from extractor.runs.local_engine import Answering, LocalExecutor
from extractor.runs.lock import InUseError, hold_folder
from extractor.runs.manifest import make_manifest, manifest_bytes
from extractor.runs.output import Targets, atomic_file, same_bytes, sweep_parts, write_parts
from extractor.runs.ownership import (
    CLUSTER_FOLDERS,
    OutputClashError,
    earlier_outputs,
    of_other_runs,
    own_files,
    refuse_foreign,
    refuse_inputs,
)
from extractor.runs.plan import OutputError, RunError, RunPlan, StoppedError, differences

_KINDS = 8
"""Endings of files that are named one by one."""


class Log(Protocol):
    """Where a run has written what it began with."""

    @property
    def name(self) -> str:
        """Its place, for messages."""

    def header(self) -> Mapping[str, Any] | None:
        """What ``begin`` wrote, None where there is nothing usable."""

    def state(self) -> LogState:
        """What is in its place."""


def run(plan: RunPlan, watch: Watch, answering: Answering | None = None) -> int:
    """Extract every article of a plan and write its outputs; the number of articles that failed.

    Args:
        plan: what to read, with what, and where to write it.
        watch: is shown how the run goes.
        answering: in place of the workers of the local engine.

    Raises:
        RunError: the plan cannot be carried out, an output would replace what is no run's, or an
            unfinished run is in the way or is not of the same plan.
        OutputError: something could not be written.
        StoppedError: Ctrl-C or SIGTERM.
    """
    plan.check()
    files = plan.targets()
    try:
        with _interruptible():
            if files is not None:
                return _run_to_files(plan, files, watch, answering)
            return _run_to_url(plan, watch)
    except KeyboardInterrupt:
        raise StoppedError("stopped before anything was done") from None
    except OutputClashError as error:
        raise RunError(str(error)) from None
    except InUseError:
        raise RunError(f"{plan.out}: another run is writing there; give another -o") from None
    except OSError as error:
        reason, place = error.strerror or str(error), error.filename or plan.out
        remedy = "make room and go on with --resume, or give another -o"
        raise OutputError(f"{place}: cannot be written ({reason}); {remedy}") from None


def _run_to_files(plan: RunPlan, files: Targets, watch: Watch, answering: Answering | None) -> int:
    own, skip = _checked(plan, files)
    for words in (*of_other_runs(plan.inputs, files), *skipped(plan.given, skip)):
        watch.note(words)
    with _held(files) as journal:
        executor = _executor(plan, files, journal, skip, answering)
        header = plan.header(skip)
        goes_on = is_to_go_on(plan, header, journal, holds_answers=_holds_answers(files, journal))
        if not goes_on:
            journal.begin(header | {"replaces": own})
            _drop_steps(files)
        with stoppable(executor):
            executor.work(watch, goes_on=goes_on)
            failed = _publish(plan, files, executor, own, watch)
        _drop_steps(files)
        journal.remove()
    watch.end([*files.files.values()], files.errors if failed else None)
    return failed


def skipped(given: Iterable[Given], skip: Collection[Path]) -> Iterator[str]:
    """What the folders of the inputs hold and is not read, in words, if they hold such a thing."""
    left = unread(given, skip)
    if left:
        ordered = sorted(left.items(), key=lambda pair: (-pair[1], pair[0]))
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in ordered[:_KINDS])
        more = f" and {len(left) - _KINDS:,} more kinds" if len(left) > _KINDS else ""
        documents = any(kind in DOCUMENT_SUFFIXES for kind in left)
        hint = (
            f"; the extra documents reads {' and '.join(DOCUMENT_SUFFIXES)}: {install_command('documents')}"
        )
        yield f"skipped {left.total():,}: {kinds}{more}{hint if documents else ''}"


@contextmanager
def _held(files: Targets) -> Iterator[Journal]:
    """The journal of a run, locked as its folder is, in a place without the remains of a killed run."""
    with (
        hold_folder(files.folder, shared=not files.whole),
        Journal(files.journal) as journal,
        _left_clean(files, journal),
    ):
        sweep_parts(files)
        yield journal


def _run_to_url(plan: RunPlan, watch: Watch) -> int:
    from extractor.runs.ray_engine import RayExecutor
    from extractor.runs.urls import UrlLog

    log = UrlLog(plan.out)
    log.refuse_inputs(plan)
    skip = earlier_outputs(plan.places)
    plan.check_inputs(skip)
    executor = RayExecutor(plan, plan.out, skip)
    with log.held():
        header = plan.header(skip)
        if not is_to_go_on(plan, header, log, holds_answers=True):
            log.begin(plan, header)
        with stoppable(executor):
            executor.work(watch, goes_on=True)
    watch.end([Path(plan.out)], None)
    return executor.failed


def _checked(plan: RunPlan, files: Targets) -> tuple[dict[str, str], frozenset[Path]]:
    """The names and hashes of own files that may be replaced, and what is not read; nothing is written."""
    own = own_files(files)
    skip = earlier_outputs(plan.places) | {(files.folder / name).resolve() for name in own}
    refuse_inputs((*files.kept(), files.journal), plan.places, skip)
    may_go = own if plan.overwrite else (read_header(files.journal) or {}).get("replaces", {})
    refuse_foreign(files, own, may_go)
    if os.path.lexists(files.steps) and not is_journal(files.journal):
        raise OutputClashError(f"{files.steps}: is there, and no run wrote it; move it, or give another -o")
    skip |= {path.resolve() for path in (files.manifest, files.journal, files.steps)}
    plan.check_inputs(skip)
    return own, skip


def _executor(
    plan: RunPlan, files: Targets, journal: Journal, skip: frozenset[Path], answering: Answering | None
) -> Executor:
    if plan.engine == "local":
        return LocalExecutor(plan, journal, skip, answering)
    from extractor.runs.ray_engine import RayExecutor

    return RayExecutor(plan, str(files.steps), skip)


def is_to_go_on(plan: RunPlan, header: Mapping[str, Any], log: Log, *, holds_answers: bool) -> bool:
    """Whether a log is to be gone on from; raises RunError where it is of another run or nobody said so."""
    state = log.state()
    if state == "foreign":
        raise RunError(f"{log.name}: is there, and no run wrote it; move it, or give another -o")
    if state == "damaged" and not plan.overwrite:
        raise RunError(f"{log.name}: is damaged at its head; drop the unfinished run with --overwrite")
    before = log.header()
    if before is None or plan.overwrite:
        return False
    if plan.restart or not holds_answers:
        return False
    if not plan.resume:
        raise RunError(f"{log.name}: holds an unfinished run; go on with --resume, or drop it with --restart")
    other = differences(before, header)
    if other:
        raise RunError(f"{log.name}: cannot be gone on from ({other}); begin anew with --restart")
    return True


def _holds_answers(files: Targets, journal: Journal) -> bool:
    return next(journal.replay(), None) is not None or any(files.steps.glob("answers/step-*/finished.json"))


def _drop_steps(files: Targets) -> None:
    for name in CLUSTER_FOLDERS:
        if (files.steps / name).exists():
            shutil.rmtree(files.steps / name)
    with suppress(OSError):  # not there, or somebody has put something into it
        files.steps.rmdir()


@contextmanager
def _left_clean(files: Targets, journal: Journal) -> Iterator[None]:
    """Leave no journal behind that nothing could be gone on from."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            begun = journal.header() is not None and not _holds_answers(files, journal)
            if begun or not journal.path.stat().st_size:
                _drop_steps(files)
                journal.remove()
        raise


def _publish(plan: RunPlan, files: Targets, executor: Executor, own: Mapping[str, str], watch: Watch) -> int:
    """Write the outputs and give them their names; of the files before them none stays. The failures."""
    parts, failed, notes = write_parts(files, executor.answers)
    for words in notes:
        watch.note(words)
    try:
        now = own_files(files)  # what somebody has put there since the run began is not the run's
        refuse_foreign(files, now, may_go=now)
        manifest = make_manifest(plan.inputs, plan.settings, {part.path.name: part.digest for part in parts})
        with atomic_file(files.manifest) as file:
            file.write(manifest_bytes(manifest))
        for part in parts:
            part.publish()
    finally:
        for part in parts:
            part.hidden.unlink(missing_ok=True)
    written = {part.path.name for part in parts}
    for name, digest in {**own, **now}.items():
        if name not in written and same_bytes(files.folder / name, digest):
            (files.folder / name).unlink()
    return failed


@contextmanager
def stoppable(executor: Executor) -> Iterator[None]:
    """Say of a run that is stopped what is kept of it."""
    try:
        yield
    except KeyboardInterrupt:
        raise StoppedError(executor.so_far()) from None


@contextmanager
def _interruptible() -> Iterator[None]:
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
