"""The engine of a Ray cluster: Parquet in, Parquet out, on any path that fsspec knows.

The articles are worked off in steps of whole files. A step's answers go to a folder of their own, which
counts once its marker is written; going on leaves out the files of finished steps.
"""

from __future__ import annotations

import json
import logging
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import fsspec
import pyarrow as pa
import ray
from pyarrow import parquet
from ray.data import DataContext
from ray.data.datasource import FilenameProvider

from extractor.articles.columns import Columns
from extractor.articles.sources import find_items
from extractor.runs.batch import extract_table, make_pool
from extractor.runs.executor import Watch
from extractor.runs.packing import BATCH_ROWS, Source, name_rows, pack_items, read_source
from extractor.runs.plan import OutputError, RunPlan
from extractor.runs.results import Answer, Settings
from extractor.runs.urls import find_parquet

STEP_ROWS = 20_000
"""Articles a worker in a step: the work that is done again when the whole cluster fails."""
FILE_ROWS = 10_000
BLOCK_BYTES = 1 << 20
"""What a worker is given to do: some hundred articles, so that one file is spread over many workers."""
_MARKER = "finished.json"


class Reached(NamedTuple):
    """How far a run is: articles answered, and how many of them failed."""

    done: int
    failed: int


class RayExecutor:
    """An ``Executor`` on a Ray cluster.

    Args:
        plan: of the run.
        work: folder or URL for the packed articles and the answers.
        skip: local files that are not read.
    """

    def __init__(self, plan: RunPlan, work: str, skip: frozenset[Path]) -> None:
        self._plan, self._work, self._skip = plan, work, skip
        self.failed = 0

    def work(self, watch: Watch, *, goes_on: bool) -> None:
        """See ``Executor``; steps that are finished are gone on from in any case."""
        with self._one_line():
            sources = list(self._sources())
            with watch.progress(lambda: sum(source.rows for source in sources)):
                for reached in run_steps(self._plan, self._path("answers"), sources):
                    watch.reached(reached.done, reached.failed)
                    self.failed = reached.failed

    def _sources(self) -> Iterator[Source]:
        folder, plan, settings = self._path("articles"), self._plan, self._plan.settings
        if plan.in_place:
            return name_rows(find_parquet(plan.inputs, self._skip), folder, settings.columns)
        items = find_items(
            plan.given, max_chars=settings.max_chars, columns=settings.columns, skip=self._skip
        )
        return pack_items(items, folder)

    def _path(self, name: str) -> str:
        return posixpath.join(self._work, name)

    def answers(self) -> Iterator[Answer]:
        """See ``Executor``."""
        return read_answers(self._path("answers"))

    def so_far(self) -> str:
        """See ``Executor``."""
        return f"stopped; the finished steps are kept in {self._work}"

    @contextmanager
    def _one_line(self) -> Iterator[None]:
        """What a cluster or its files raise, as one clear line."""
        try:
            yield
        except ray.exceptions.RayError as error:
            words = " ".join(str(error).split())[-300:]
            raise OutputError(f"{self._work}: the cluster failed ({words}); go on with --resume") from None
        except (OSError, pa.ArrowException) as error:
            reason = getattr(error, "strerror", None) or " ".join(str(error).split())[:300]
            place = getattr(error, "filename", None) or self._work
            remedy = "go on with --resume"
            raise OutputError(f"{place}: cannot be read or written ({reason}); {remedy}") from None


class Worker:
    """A stateful worker: one process with a loaded model, watched by the actor that owns it."""

    def __init__(self, settings: Settings, time_limit: float) -> None:
        self._settings = settings
        self._pool = make_pool(settings, workers=1, time_limit=time_limit)

    def __call__(self, table: pa.Table) -> pa.Table:
        """The answers to a table of articles."""
        return extract_table(table, self._settings, self._pool)


class _Names(FilenameProvider):  # type: ignore[misc]
    """Names under which the parts of a step sort as its articles do."""

    def get_filename_for_task(self, write_uuid: str, task_index: int) -> str:
        return f"part-{task_index:06d}-{write_uuid}.parquet"

    def get_filename_for_block(self, block: Any, write_uuid: str, task_index: int, block_index: int) -> str:
        return f"part-{task_index:06d}-{block_index:06d}-{write_uuid}.parquet"


def run_steps(plan: RunPlan, out: str, sources: Sequence[Source]) -> Iterator[Reached]:
    """Work off the sources into a folder; how far that is, first what it holds and then after each step."""
    files, root = fsspec.core.url_to_fs(out)
    files.makedirs(root, exist_ok=True)
    steps = list(finished_steps(files, root))
    before = {part for _, parts in steps for part in parts}
    done = sum(source.rows for source in sources if source.part in before)
    failed = sum(_failures(files, folder) for folder, _ in steps)
    yield Reached(done, failed)
    left = [source for source in sources if source.part not in before]
    with _ray(plan) if left else nullcontext():
        for number, step in enumerate(_steps(left, plan.workers * STEP_ROWS), len(steps)):
            folder = posixpath.join(root, f"step-{number:06d}")
            _run_whole_step(plan, files, step, folder)
            done += sum(source.rows for source in step)
            failed += _failures(files, folder)
            yield Reached(done, failed)


@contextmanager
def _ray(plan: RunPlan) -> Iterator[None]:
    """Ray for the time of a run; one that is there already stays."""
    ours = not ray.is_initialized()
    if ours:
        _start(plan)
    try:
        yield
    finally:
        if ours:
            ray.shutdown()


def _run_whole_step(plan: RunPlan, files: Any, step: list[Source], folder: str) -> None:
    """Run a step into its folder, and mark the folder as finished."""
    if files.exists(folder):  # what a broken-off step has left
        files.rm(folder, recursive=True)
    _run_step(plan, files, step, folder)
    with files.open(posixpath.join(folder, _MARKER), "w") as handle:
        json.dump([source.part for source in step], handle)


def _start(plan: RunPlan) -> None:
    local = {} if plan.address else {"num_cpus": plan.workers, "include_dashboard": False}
    try:
        ray.init(address=plan.address, log_to_driver=False, logging_level="error", **local)
    except Exception as error:  # Ray raises plain ones, for a machine that is too busy too
        words = " ".join(str(error).split())[:300]
        what = f"the cluster at {plan.address} cannot be joined" if plan.address else "Ray cannot be started"
        raise OutputError(f"{what} ({words}); try again with --resume") from None


def _run_step(plan: RunPlan, files: Any, sources: list[Source], folder: str) -> None:
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = DataContext.get_current()
    context.print_on_execution_start = False
    context.execution_options.preserve_order = True
    context.target_max_block_size = BLOCK_BYTES
    context.enable_progress_bars = False
    # Nearly a whole processor for each worker; reading and writing take what is left over.
    light = {"num_cpus": 0.05}
    articles = ray.data.from_items(
        [{"path": source.path, "ids": source.ids} for source in sources], override_num_blocks=len(sources)
    ).map_batches(
        _read, batch_size=1, zero_copy_batch=True, fn_kwargs={"columns": plan.settings.columns}, **light
    )
    answers = articles.map_batches(
        Worker,
        batch_format="pyarrow",
        batch_size=BATCH_ROWS,
        compute=ray.data.ActorPoolStrategy(size=plan.workers),
        num_cpus=0.9,
        fn_constructor_args=(plan.settings, plan.time_limit),
    )
    answers.write_parquet(
        folder,
        filesystem=files,
        filename_provider=_Names(),
        min_rows_per_file=FILE_ROWS,
        ray_remote_args=light,
        compression="zstd",
    )


def _read(sources: dict[str, Any], columns: Columns) -> Iterator[pa.Table]:
    for path, ids in zip(sources["path"], sources["ids"], strict=True):
        yield from read_source(str(path), str(ids), columns)


def _steps(sources: Iterable[Source], rows: int) -> Iterator[list[Source]]:
    step: list[Source] = []
    for source in sources:
        step.append(source)
        if sum(each.rows for each in step) >= rows:
            yield step
            step = []
    if step:
        yield step


def finished_steps(files: Any, root: str) -> Iterator[tuple[str, list[str]]]:
    """The folder and the parts of each finished step, in order."""
    for path in sorted(files.glob(posixpath.join(root, "step-*", _MARKER))):
        with files.open(path, "r") as handle:
            yield posixpath.dirname(path), json.load(handle)


def _failures(files: Any, folder: str) -> int:
    failed = 0
    for path in files.glob(posixpath.join(folder, "*.parquet")):
        with files.open(path, "rb") as handle:
            column = parquet.read_table(handle, columns=["status"])["status"]
            failed += sum(status != "ok" for status in column.to_pylist())
    return failed


def read_answers(out: str) -> Iterator[Answer]:
    """The answers of the finished steps, in the order of their articles."""
    files, root = fsspec.core.url_to_fs(out)
    for folder, _ in finished_steps(files, root):
        for path in sorted(files.glob(posixpath.join(folder, "*.parquet"))):
            with files.open(path, "rb") as handle, parquet.ParquetFile(handle) as part:
                for batch in part.iter_batches(batch_size=BATCH_ROWS):
                    for row in batch.to_pylist():
                        record = row["extraction"]
                        reason = (row["place"], row["reason"], row["remedy"])
                        yield Answer(
                            row["id"], row["status"], None if record is None else record.encode(), *reason
                        )
