"""The engine of a Ray cluster: this process reads the articles and keeps the answers, the cluster answers.

The machines of the cluster need the same installed package and nothing else: no folder that all of them
see, since texts go out and answers come back through Ray.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, NoReturn

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from extractor.articles.failures import ReadFailure
from extractor.articles.inputs import Item
from extractor.distribution import NAME, version
from extractor.parallel import START_SECONDS, Lost, SetupError
from extractor.runs.batch import answer_all, limits_of, make_pool
from extractor.runs.digests import digest_build
from extractor.runs.executor import Answering
from extractor.runs.plan import OutputError, RunError, RunPlan, differences
from extractor.runs.results import Answer, Settings

PORT_SECONDS = 5.0
JOIN_SECONDS = 20.0
"""How long a cluster may take to let this process in. Ray itself tries for minutes."""
NODE_SECONDS = 60.0
"""How long a node may take to say which package it has: it starts a process for that."""
AHEAD = 4
"""Batches a worker may be ahead of the oldest unanswered one: what a kill loses, and waits in memory."""
TRIES = 3
"""Times that a batch is given to the cluster when machines go away with it."""
_ADDRESS = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:]+)\]|(?P<host>[\w.-]+)):(?P<port>\d{1,5})")
_HOW = "give HOST:PORT of the head of a Ray cluster, or auto on one of its machines"
_JOIN = """
import sys, ray
try:
    ray.init(address=sys.argv[1], log_to_driver=False, logging_level="critical")
except BaseException as error:
    print(f"{type(error).__name__}: {error}")
    sys.exit(3)
"""
"""Tried in a process of its own, because Ray may hang, and ends a process that it cannot serve."""


@contextmanager
def cluster(plan: RunPlan) -> Iterator[Answering]:
    """Join the cluster of a plan, or start Ray on this machine, for the time of a run.

    Raises RunError where it does not answer, lets nobody in, or has a node that cannot do the work.
    """
    ours = not ray.is_initialized()
    if ours:
        if plan.address:
            _try_to_join(plan.address)
        _start(plan)
    try:
        _check_nodes(plan.settings)
        yield _answering(plan)
    finally:
        if ours:
            ray.shutdown()


def _answering(plan: RunPlan) -> Answering:
    def answering(items: Iterable[Item | ReadFailure]) -> Iterator[tuple[str, Answer]]:
        yield from answer_all(items, ClusterPool(plan))

    return answering


def _try_to_join(address: str) -> None:
    """Raise RunError, in bounded time, where no cluster lets this process in at an address."""
    if address != "auto":
        match = _ADDRESS.fullmatch(address)
        if match is None or not 0 < int(match["port"]) < 1 << 16:
            raise RunError(f"{address}: is no address of a cluster; {_HOW}")
        try:
            socket.create_connection(
                (match["six"] or match["host"], int(match["port"])), PORT_SECONDS
            ).close()
        except OSError as error:
            raise RunError(
                f"{address}: no cluster answers there ({error.strerror or error}); {_HOW}"
            ) from None
    command = [sys.executable, "-c", _JOIN, address]
    try:
        done = subprocess.run(command, capture_output=True, timeout=JOIN_SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        _not_joined(address, f"no answer within {JOIN_SECONDS:.0f} s", late.stderr or b"")
    if done.returncode:
        words = done.stdout.decode(errors="replace") or f"Ray ended with code {done.returncode}"
        _not_joined(address, words, done.stderr)


def _not_joined(address: str, words: str, logged: bytes = b"") -> NoReturn:
    """Raise RunError with what a cluster said to who wants to join it, and what may help."""
    remedy = _HOW
    if re.search(rb"unauthenticated|auth\w* ?token", logged + words.encode(), re.IGNORECASE):
        words, remedy = "its token is missing or wrong", "set RAY_AUTH_MODE=token and its RAY_AUTH_TOKEN"
    raise RunError(
        f"{address}: the cluster there cannot be joined ({' '.join(words.split())[:300]}); {remedy}"
    )


def _start(plan: RunPlan) -> None:
    local = {} if plan.address else {"num_cpus": plan.workers, "include_dashboard": False}
    try:
        # Without "local" Ray would take a cluster of somebody else that it finds on this machine.
        ray.init(address=plan.address or "local", log_to_driver=False, logging_level="error", **local)
    except Exception as error:  # Ray raises plain ones, for a machine that is too busy too
        if plan.address:
            _not_joined(plan.address, str(error))
        words = " ".join(str(error).split())[:300]
        raise RunError(f"Ray cannot be started on this machine ({words}); try again") from None


def _check_nodes(settings: Settings) -> None:
    """Raise RunError where a node has another package, model or library than this process, or none."""
    ours = digest_build(settings)
    probe = ray.remote(num_cpus=0, max_retries=0)(digest_build)
    asked = {}
    for name, node in _nodes().items():
        there = NodeAffinitySchedulingStrategy(name, soft=False)
        asked[probe.options(scheduling_strategy=there).remote(settings)] = name, node
    remedy = f"install {NAME} {version()} there with the same libraries"
    for reference, (name, node) in asked.items():
        try:
            theirs = ray.get(reference, timeout=NODE_SECONDS)
        except (ray.exceptions.RayTaskError, ImportError) as error:
            words = " ".join(str(error).split())[-200:]
            raise RunError(f"node {node}: cannot load the package ({words}); {remedy}") from None
        except ray.exceptions.RayError:
            if name in _nodes():  # one that has just gone away is no matter
                raise RunError(f"node {node}: does not answer; take it out of the cluster") from None
            continue
        other = differences(theirs, ours)
        if other:
            raise RunError(f"node {node}: has not what this machine has ({other}); {remedy}")


def _nodes() -> dict[str, str]:
    """The nodes that have processors: their ids and addresses."""
    found = (node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU"))
    return {node["NodeID"]: node["NodeManagerAddress"] for node in found}


class Worker:
    """An actor: one process with a loaded model, watched by the actor that owns it."""

    def __init__(self, settings: Settings, time_limit: float) -> None:
        self._pool = make_pool(settings, workers=1, time_limit=time_limit)

    def ready(self) -> None:
        """Nothing; that it answers says that the actor is there."""

    def answer(self, items: Sequence[Item]) -> list[Answer | Lost]:
        """The answers to a batch."""
        (results,) = self._pool.map([items])
        return [result._replace(error=None) if isinstance(result, Lost) else result for result in results]


class ClusterPool:
    """Workers on a cluster, of which each has one batch at a time.

    Args:
        plan: of the run; a worker that finds no room yet is waited for while others work.
    """

    def __init__(self, plan: RunPlan) -> None:
        self._plan = plan
        actor = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=TRIES - 1)(Worker)
        self._workers = [actor.remote(plan.settings, plan.time_limit) for _ in range(plan.workers)]
        self._starting = {worker.ready.remote(): worker for worker in self._workers}
        self._idle: deque[Any] = deque()
        self._flying: dict[Any, tuple[Any, int, Sequence[Item]]] = {}

    def map(self, batches: Iterable[Sequence[Item]]) -> Iterator[list[Answer | Lost]]:
        """The results of each batch, in the order of the batches.

        Raises:
            SetupError: what the settings name is not there.
            OutputError: the cluster does not answer any more.
        """
        source = enumerate(batches)
        results: dict[int, list[Answer | Lost]] = {}
        oldest = pulled = 0
        more = True
        while more or self._flying or results:
            while oldest in results:
                yield results.pop(oldest)
                oldest += 1
            wanted = min(len(self._idle), AHEAD * len(self._workers) - (pulled - oldest))
            given = list(islice(source, wanted))
            for number, items in given:
                worker = self._idle.popleft()
                self._flying[worker.answer.remote(items)] = worker, number, items
            pulled += len(given)
            more = more and len(given) == wanted
            if more or self._flying:
                results.update(self._next())

    def _next(self) -> dict[int, list[Answer | Lost]]:
        """Wait until a batch is answered or a worker has started; OutputError where neither happens."""
        flying = self._flying.values()
        longest = max((limits_of(items, self._plan.settings.max_chars) for _, _, items in flying), default=0)
        patience = START_SECONDS + TRIES * longest * self._plan.time_limit
        ready, _ = ray.wait([*self._starting, *self._flying], num_returns=1, timeout=patience)
        if not ready:
            room = ray.available_resources().get("CPU", 0)
            raise OutputError(
                f"no worker of the cluster answers for {patience:.0f} s ({room:.0f} processors are free for "
                f"{self._plan.workers} workers); go on with --resume and fewer --workers"
            )
        (reference,) = ready
        if reference in self._starting:
            _result(reference, ())
            self._idle.append(self._starting.pop(reference))
            return {}
        worker, number, items = self._flying.pop(reference)
        self._idle.append(worker)
        return {number: _result(reference, items)}


def _result(reference: Any, items: Sequence[Item]) -> list[Answer | Lost]:
    """What a worker gave for a batch; each item lost where machines went away with it again and again.

    Raises SetupError or OutputError where a worker cannot work at all.
    """
    try:
        found: list[Answer | Lost] = ray.get(reference)
        return found
    except ray.exceptions.RayTaskError as error:
        cause = error.cause
        if isinstance(cause, SetupError):
            raise SetupError(str(cause)) from None
        words = " ".join(str(cause).split())[:300]
        raise OutputError(f"a worker of the cluster failed ({words}); go on with --resume") from None
    except ray.exceptions.RayError as error:
        words = " ".join(str(error).split())[:100]
        if not items:
            raise OutputError(
                f"a worker of the cluster cannot start ({words}); go on with --resume"
            ) from None
        return [Lost("killed", f"was lost with its machine {TRIES} times ({words})") for _ in items]
