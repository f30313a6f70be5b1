"""A run as it looks from outside: what its processes take while its log grows, and how it ends by a kill."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import psutil

MIB = 1 << 20
LOOK_SECONDS = 0.1
"""How often the log is looked at, so that the kill comes where it should."""


class Use(NamedTuple):
    """What a process takes."""

    pid: int
    resident: float
    """Resident memory in MiB."""
    own: float
    """The part of it that no other process shares, in MiB."""
    seconds: float
    """Processor time since it began."""


class Sample(NamedTuple):
    """The processes of a run at one time."""

    seconds: float
    """Since the program began."""
    answers: int
    """In the log."""
    part: int
    """Which of the starts of the run this is, from 0."""
    parent: Use
    workers: list[Use]
    ended: float
    """Processor time of the workers that it has replaced."""


class Log:
    """The log of a run, read on as it grows."""

    def __init__(self, path: Path) -> None:
        self._path, self._read, self._lines = path, 0, 0

    def answers(self) -> int:
        """The answers in it so far: its whole lines but the head."""
        with contextlib.suppress(FileNotFoundError), self._path.open("rb") as file:
            file.seek(self._read)
            while block := file.read(1 << 24):
                self._lines += block.count(b"\n")
                self._read += len(block)
        return max(self._lines - 1, 0)


class Watcher:
    """Starts a run again and again, and keeps samples of its processes.

    Args:
        log: the file that the run keeps its answers in.
        every: seconds between two samples.
    """

    def __init__(self, log: Path, every: float) -> None:
        self.samples: list[Sample] = []
        self._log, self._every, self._began = log, every, time.monotonic()
        self._part = 0

    def run(self, command: Sequence[str], output: IO[bytes], kill_at: int | None = None) -> int:
        """Carry out a command, and kill its whole group when the log has so many answers; its exit code."""
        log, sampled = Log(self._log), 0.0
        with subprocess.Popen(command, stdout=output, start_new_session=True) as process:
            try:
                while process.poll() is None:
                    answers = log.answers()
                    if time.monotonic() - sampled >= self._every:
                        sampled = time.monotonic()
                        self._sample(process.pid, answers)
                    if kill_at is not None and answers >= kill_at:
                        self._sample(process.pid, answers)
                        break
                    time.sleep(LOOK_SECONDS)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        self._part += 1
        return process.returncode

    def _sample(self, pid: int, answers: int) -> None:
        with contextlib.suppress(psutil.Error):  # a process may end while it is looked at
            parent = psutil.Process(pid)
            times = parent.cpu_times()
            workers = [child for child in parent.children() if _is_worker(child)]
            self.samples.append(
                Sample(
                    seconds=round(time.monotonic() - self._began, 2),
                    answers=answers,
                    part=self._part,
                    parent=_use(parent),
                    workers=[_use(worker) for worker in workers],
                    ended=round(times.children_user + times.children_system, 2),
                )
            )


def _is_worker(process: psutil.Process) -> bool:
    return any("spawn_main" in word for word in process.cmdline())


def _use(process: psutil.Process) -> Use:
    memory, times = process.memory_full_info(), process.cpu_times()
    return Use(
        process.pid,
        resident=round(memory.rss / MIB, 1),
        own=round(memory.uss / MIB, 1),
        seconds=round(times.user + times.system, 2),
    )


def by_start(samples: Sequence[Sample]) -> Iterator[list[Sample]]:
    """The samples of each start of the run."""
    for part in sorted({sample.part for sample in samples}):
        yield [sample for sample in samples if sample.part == part]
