"""A map over worker processes that outlives what its items do to them: in order, in bounded memory.

Each worker is a fresh interpreter that sets itself up once and then answers batch after batch. An
exception, a batch that is not answered in time and a worker that dies cost the batch its worker at
most: each of its items is tried once more, alone, and only the one that does it again is ``Lost``. Time
is what a worker works, not what the clock shows. Nothing here knows what an item is.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Any, Generic, Literal, NamedTuple, Self, TypeVar

import psutil

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 32
"""Batches a worker may be ahead of the oldest unanswered one: what one slow batch may make wait in memory."""
START_SECONDS = 300.0
"""How long a worker may take to set itself up."""
START_TRIES = 3
"""How many workers in a row may die before they are ready, until all is given up."""
GRACE_SECONDS = 30.0
"""What a worker that outlived its parent is given beyond its limit, until it ends itself."""
TICK_SECONDS = 0.5
"""How often a worker at work is looked at, and so by how much a limit is exceeded at most."""
STARVED_SHARE = 0.25
"""What a second counts in which a worker would compute and gets no processor: four workers on one core get
a fourth each. Where a system calls every process running (macOS), one that hangs is found at four limits."""


class WorkerError(RuntimeError):
    """No worker can do anything; the message says why."""


class SetupError(WorkerError):
    """The setup of a worker raised; the message is that of the exception."""


class Lost(NamedTuple):
    """An item without a result: it raised, took too long or ended its worker, alone in its batch."""

    kind: Literal["raised", "timeout", "killed"]
    reason: str
    error: Exception | None = None


@dataclass
class _Task(Generic[T]):
    """Items on their way through a worker: the batch they came in, and where in it they stood."""

    batch: int
    first: int
    items: Sequence[T]
    again: bool = False


class _Clock:
    """How long a process has worked since the clock was set.

    A process that computes has worked its processor time, one that waits the time that has passed. One that
    is stopped does not work, and none does while the machine sleeps: between two looks that are further
    apart than they should be, nothing but processor time counts.
    """

    def __init__(self, pid: int, limit: float) -> None:
        self._process = psutil.Process(pid)
        self.set(limit)

    def set(self, limit: float) -> None:
        """Begin at 0, with another limit."""
        self.limit, self._worked = limit, 0.0
        self._looked, self._computed = time.monotonic(), self._processor_time()

    def is_over(self) -> bool:
        """Whether the limit is reached; asked for more often than every tick, it does not look again."""
        passed = time.monotonic() - self._looked
        if self.limit < float("inf") and passed >= TICK_SECONDS:
            computed = self._processor_time()
            waited = self._waiting() * min(passed, 2 * TICK_SECONDS)
            self._worked += max(waited, min(passed, computed - self._computed))
            self._looked, self._computed = self._looked + passed, computed
        return self._worked >= self.limit

    def _waiting(self) -> float:
        """The share of the time that counts where no processor time was used."""
        with contextlib.suppress(psutil.Error):
            status = self._process.status()
            if status in (psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP):
                return 0.0
            return STARVED_SHARE if status == psutil.STATUS_RUNNING else 1.0
        return 0.0  # it has ended, which its pipe says

    def _processor_time(self) -> float:
        with contextlib.suppress(psutil.Error):
            times = self._process.cpu_times()
            return float(times.user + times.system)
        return 0.0


@dataclass
class _Worker(Generic[T]):
    process: SpawnProcess
    pipe: Connection
    clock: _Clock
    ready: bool = False
    task: _Task[T] | None = None
    served: int = 0


@dataclass
class _Slots(Generic[R]):
    """The results of one batch as they come in."""

    results: list[R | Lost | None]
    missing: int = field(init=False)

    def __post_init__(self) -> None:
        self.missing = len(self.results)

    def fill(self, first: int, results: Sequence[R | Lost]) -> None:
        self.results[first : first + len(results)] = results
        self.missing -= len(results)


class Pool(Generic[T, R]):
    """Worker processes for one job; use it in a ``with`` block, which ends them.

    Args:
        job: called in a worker with a batch, gives one result an item; it and its results are pickled.
        setup: called once in each new worker before its first batch; may raise to give up.
        workers: processes, started when there is work for them.
        limit: seconds that a worker may work on a batch, or None for no limit.
        recycle: items after which a worker is replaced by a fresh one.
    """

    def __init__(
        self,
        job: Callable[[Sequence[T]], Sequence[R]],
        *,
        setup: Callable[[], object] | None = None,
        workers: int = 1,
        limit: Callable[[Sequence[T]], float] | None = None,
        recycle: int | None = None,
    ) -> None:
        self._call = pickle.dumps((job, setup))
        self._size, self._limit, self._recycle = workers, limit, recycle
        self._workers: list[_Worker[T]] = []
        self._failed_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers; none of them holds anything that could be lost."""
        for worker in list(self._workers):
            self._end(worker)

    def map(self, batches: Iterable[Sequence[T]]) -> Iterator[list[R | Lost]]:
        """The results of each batch, in the order of the batches.

        Raises:
            SetupError: a worker's setup raised.
            WorkerError: the workers die before they can work.
        """
        source = enumerate(batches)
        waiting: deque[_Task[T]] = deque()
        slots: dict[int, _Slots[R]] = {}
        oldest = pulled = 0
        empty = False
        while True:
            while oldest in slots and not slots[oldest].missing:
                oldest += 1
                yield slots.pop(oldest - 1).results  # type: ignore[misc]  # none of them is missing
            if empty and not slots:
                return
            self._hand_out(waiting)
            if empty or len(waiting) >= self._size or pulled - oldest >= AHEAD * self._size:
                self._fill(slots, waiting)
                continue
            number, items = next(source, (-1, ()))
            empty = number < 0
            if not empty:
                pulled += 1
                slots[number] = _Slots([None] * len(items))
            if items:
                waiting.append(_Task(number, 0, items))

    def _fill(self, slots: dict[int, _Slots[R]], waiting: deque[_Task[T]]) -> None:
        """Put what the workers report into the slots; what is lost with others waits again, item by item."""
        for task, results in self._collect():
            if results is not None:
                slots[task.batch].fill(task.first, results)
            else:
                alone = [
                    _Task(task.batch, task.first + i, [item], again=True) for i, item in enumerate(task.items)
                ]
                waiting.extendleft(reversed(alone))

    def _hand_out(self, waiting: deque[_Task[T]]) -> None:
        """Give the waiting batches to idle workers; start workers for the others where that is allowed."""
        for worker in [worker for worker in self._workers if worker.ready and worker.task is None]:
            if waiting:
                self._give(worker, waiting)
        starting = sum(not worker.ready for worker in self._workers)
        for _ in range(min(len(waiting) - starting, self._size - len(self._workers))):
            self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._call), daemon=True)
        resource_tracker.ensure_running()  # its own start would undo the deafness
        with _deaf():
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, _Clock(process.pid or 0, START_SECONDS)))

    def _give(self, worker: _Worker[T], waiting: deque[_Task[T]]) -> None:
        task = waiting.popleft()
        seconds = self._limit(task.items) if self._limit else None
        try:
            # Not send(): Ctrl-C in the middle of it makes Python 3.13 write of a buffer to stderr at its end.
            worker.pipe.send_bytes(pickle.dumps((task.items, seconds)))
        except OSError:  # it died while idle: the batch is not to blame
            self._end(worker)
            waiting.appendleft(task)
            return
        worker.task = task
        worker.clock.set(seconds or float("inf"))

    def _collect(self) -> Iterator[tuple[_Task[T], Sequence[R | Lost] | None]]:
        """Wait until a worker reports or is late; each finished task with its results, None to try again."""
        timeout = TICK_SECONDS if any(worker.clock.limit < float("inf") for worker in self._workers) else None
        pipes = wait([worker.pipe for worker in self._workers], timeout) if self._workers else []
        for worker in list(self._workers):
            reported = worker.pipe in pipes
            report: Any = None
            if reported:
                with contextlib.suppress(EOFError, OSError):
                    report = worker.pipe.recv()
            if report is not None:
                yield from self._take(worker, report)
            elif reported or worker.clock.is_over():
                yield from self._bury(worker, late=not reported)

    def _bury(
        self, worker: _Worker[T], *, late: bool
    ) -> Iterator[tuple[_Task[T], Sequence[R | Lost] | None]]:
        """End a worker that is late or has died, and give its task back."""
        code = self._end(worker, wait_for=0 if late else 5)
        reason = "took too long" if late else f"ended its worker ({_ending(code)})"
        if not worker.ready:
            self._count_start(reason)
        elif worker.task:
            lost = Lost("timeout" if late else "killed", reason)
            yield worker.task, [lost] if worker.task.again else None

    def _take(self, worker: _Worker[T], report: Any) -> Iterator[tuple[_Task[T], Sequence[R | Lost] | None]]:
        kind, value = report
        if kind == "broken":
            raise SetupError(value)
        task, worker.task = worker.task, None
        worker.clock.set(float("inf"))
        if task is None:
            worker.ready, self._failed_starts = True, 0
            return
        worker.served += len(task.items)
        if self._recycle and worker.served >= self._recycle:
            self._end(worker)
        if kind == "results":
            yield task, value
        else:
            yield task, [Lost("raised", *value)] if task.again else None

    def _end(self, worker: _Worker[T], *, wait_for: float = 0) -> int:
        """End a worker, after some seconds in which it may end by itself; its exit code."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join(wait_for)
        worker.process.kill()
        worker.process.join()
        code = worker.process.exitcode or 0
        worker.process.close()
        return code

    def _count_start(self, reason: str) -> None:
        self._failed_starts += 1
        if self._failed_starts >= START_TRIES:
            raise WorkerError(
                f"no worker process can start (the last one {reason}); a script that asks for workers "
                "needs `if __name__ == '__main__':` around its own start"
            )


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        name = signal.Signals(-code).name
        return f"{name}, perhaps out of memory" if name == "SIGKILL" else name
    return f"signal {-code}"


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Start processes that do not receive Ctrl-C: they are ended by the one that asked for them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, call: bytes) -> None:
    """The life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        job, setup = pickle.loads(call)
        if setup:
            setup()
    except Exception as error:
        pipe.send(("broken", str(error) or type(error).__name__))
        return
    pipe.send(("ready", None))
    while True:
        try:
            items, seconds = pipe.recv()
        except (EOFError, OSError):
            return
        with _ending_itself(seconds):
            answer = _answer(job, items)
        try:
            pipe.send_bytes(answer)
        except OSError:
            return


@contextlib.contextmanager
def _ending_itself(seconds: float | None) -> Iterator[None]:
    """End this process where it computes far beyond its limit: an orphan in a C call that blocks all threads.

    Processor time is limited, since other time passes too while a process is stopped.
    """
    try:
        import resource
    except ImportError:  # Windows: nothing but the clock
        if seconds:
            faulthandler.dump_traceback_later(seconds + GRACE_SECONDS, exit=True)
        yield
        faulthandler.cancel_dump_traceback_later()
        return
    before, most = resource.getrlimit(resource.RLIMIT_CPU)
    if seconds:
        allowed = int(time.process_time() + (seconds + GRACE_SECONDS) * (os.cpu_count() or 1)) + 1
        limit = allowed if most == resource.RLIM_INFINITY else min(allowed, most)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, most))
    yield
    resource.setrlimit(resource.RLIMIT_CPU, (before, most))


def _answer(job: Callable[[Sequence[Any]], Sequence[Any]], items: Sequence[Any]) -> bytes:
    try:
        results = list(job(items))
        if len(results) != len(items):
            raise WorkerError(f"{len(results)} results for {len(items)} items")
        return pickle.dumps(("results", results))
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))  # some exceptions go in and do not come out
        except Exception:
            return pickle.dumps(("raised", (_words(error), None)))
        return pickle.dumps(("raised", (_words(error), error)))


def _words(error: Exception) -> str:
    words = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
