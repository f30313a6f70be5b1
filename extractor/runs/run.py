"""A run over many articles that keeps what it has done, on any engine.

Every answer is kept at once, and the outputs are made of all of them at the end. So a run that was killed,
stopped or ran out of disk goes on where it was, and ends with the same bytes.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from extractor.articles.readers import DOCUMENT_SUFFIXES
from extractor.articles.sources import Given, unread
from extractor.distribution import install_command
from extractor.runs.executor import Answering, Executor, Log, Watch
from extractor.runs.journal import Journal, read_header
from extractor.runs.local_engine import in_workers
from extractor.runs.lock import InUseError, hold_folder
from extractor.runs.manifest import Manifest, make_manifest, manifest_bytes
from extractor.runs.output import Part, Targets, atomic_file, same_bytes, sweep_parts, write_parts
from extractor.runs.ownership import (
    OutputClashError,
    earlier_outputs,
    of_other_runs,
    own_files,
    refuse_foreign,
    refuse_inputs,
)
from extractor.runs.plan import OutputError, RunError, RunPlan, StoppedError, differences
from extractor.runs.remote import remote_folder

_KINDS = 8
"""Endings of files that are named one by one."""


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
    try:
        with _interruptible():
            return (_run_to_store if plan.is_remote else _run_to_files)(plan, watch, answering)
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


def _run_to_files(plan: RunPlan, watch: Watch, answering: Answering | None) -> int:
    files = plan.targets()
    own, skip = _checked(plan, files)
    for words in (*of_other_runs(plan.inputs, files), *skipped(plan.given, skip)):
        watch.note(words)
    with _engine(plan, answering) as answers, _held(files) as journal:
        executor = Executor(plan, journal, skip, answers)
        _work(plan, watch, journal, executor, own)
        with stoppable(executor):
            failed = _publish(plan, files, executor, own, watch)
        journal.remove()
    watch.end([*files.files.values()], files.errors if failed else None)
    return failed


def _run_to_store(plan: RunPlan, watch: Watch, answering: Answering | None) -> int:
    with remote_folder(plan) as place:
        own, skip, log = place.own(), earlier_outputs(plan.places), place.log()
        for words in skipped(plan.given, skip):
            watch.note(words)
        place.refuse_inputs(plan.inputs)
        place.refuse_foreign(own, own if plan.overwrite else (log.header() or {}).get("replaces", {}))
        plan.check_inputs(skip)
        with _engine(plan, answering) as answers:
            executor = Executor(plan, log, skip, answers)
            try:
                _work(plan, watch, log, executor, own)
            finally:
                with suppress(OSError, InUseError):  # what is lost now is done again
                    log.sync()
        with stoppable(executor):
            parts, failed, notes = write_parts(place.made, executor.answers)
            for words in notes:
                watch.note(words)
            place.refuse_foreign(now := place.own(), now)
            place.publish(_manifest(plan, parts), parts, {**own, **now})
        log.remove()
        files = [place.shown(path.name) for path in place.made.files.values()]
        watch.end(files, place.shown(place.made.errors.name) if failed else None)
    return failed


def _work(plan: RunPlan, watch: Watch, log: Log, executor: Executor, own: Mapping[str, str]) -> None:
    """Answer all articles, from the beginning or from where a run before stopped."""
    header = plan.header(executor.skip)
    goes_on = is_to_go_on(plan, header, log)
    if not goes_on:
        log.begin(header | {"replaces": own})
    with stoppable(executor):
        executor.work(watch, goes_on=goes_on)


def _engine(plan: RunPlan, answering: Answering | None) -> AbstractContextManager[Answering]:
    """What answers the articles, for the time of a run."""
    if answering is None and plan.engine == "ray":
        from extractor.runs.ray_engine import cluster

        return cluster(plan)
    return nullcontext(answering or in_workers(plan))


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
        _left_clean(journal),
    ):
        sweep_parts(files)
        yield journal


def _checked(plan: RunPlan, files: Targets) -> tuple[dict[str, str], frozenset[Path]]:
    """The names and hashes of own files that may be replaced, and what is not read; nothing is written."""
    own = own_files(files)
    skip = earlier_outputs(plan.places) | {(files.folder / name).resolve() for name in own}
    refuse_inputs((*files.kept(), files.journal), plan.places, skip)
    may_go = own if plan.overwrite else (read_header(files.journal) or {}).get("replaces", {})
    refuse_foreign(files, own, may_go)
    skip |= {path.resolve() for path in (files.manifest, files.journal)}
    plan.check_inputs(skip)
    return own, skip


def is_to_go_on(plan: RunPlan, header: Mapping[str, Any], log: Log) -> bool:
    """Whether a log is to be gone on from; raises RunError where it is of another run or nobody said so."""
    state = log.state()
    if state == "foreign":
        raise RunError(f"{log.name}: is there, and no run wrote it; move it, or give another -o")
    if state == "damaged" and not plan.overwrite:
        raise RunError(f"{log.name}: is damaged at its head; drop the unfinished run with --overwrite")
    before = log.header()
    if before is None or plan.overwrite:
        return False
    if plan.restart or not _holds_answers(log):
        return False
    if not plan.resume:
        raise RunError(f"{log.name}: holds an unfinished run; go on with --resume, or drop it with --restart")
    other = differences(before, header)
    if other:
        raise RunError(f"{log.name}: cannot be gone on from ({other}); begin anew with --restart")
    return True


def _holds_answers(log: Log) -> bool:
    return next(log.replay(), None) is not None


@contextmanager
def _left_clean(journal: Journal) -> Iterator[None]:
    """Leave no journal behind that nothing could be gone on from."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            begun = journal.header() is not None and not _holds_answers(journal)
            if begun or not journal.path.stat().st_size:
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
        with atomic_file(files.manifest) as file:
            file.write(manifest_bytes(_manifest(plan, parts)))
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


def _manifest(plan: RunPlan, parts: Iterable[Part]) -> Manifest:
    return make_manifest(plan.inputs, plan.settings, {part.path.name: part.digest for part in parts})


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
