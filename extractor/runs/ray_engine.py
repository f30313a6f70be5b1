"""The batch function on a Ray cluster: Parquet in, Parquet out, on any path that fsspec knows.

The input is worked off in steps of whole files. A step's answers go to a folder of their own, which
counts once its marker is written; going on leaves out the files of finished steps. Inputs that are not
Parquet are first packed into Parquet parts, and a local output folder gets the files of the local
engine at the end, byte for byte.
"""

from __future__ import annotations

import io
import json
import logging
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any, NamedTuple

import fsspec
import pyarrow as pa
import ray
from pyarrow import parquet
from ray.data import DataContext
from ray.data.datasource import FilenameProvider

from extractor.articles.inputs import ROW_KEYS, Item, ReadFailure
from extractor.runs.batch import extract_table, make_pool, pack, packed_schema
from extractor.runs.results import Answer, Settings

STEP_ROWS = 20_000
"""Articles a worker in a step: the work that is done again when the whole cluster fails."""
BATCH_ROWS = 64
PACK_ROWS = 1_000
FILE_ROWS = 10_000
BLOCK_BYTES = 1 << 20
"""What a worker is given to do: some hundred articles, so that one file is spread over many workers."""
_MARKER = "finished.json"


class InputChangedError(Exception):
    """The articles are not what they were when the run began; the message names the part."""


class Reached(NamedTuple):
    """How far a run is: articles answered, and how many of them failed."""

    done: int
    failed: int


class Source(NamedTuple):
    """A Parquet file of articles and the number of its rows."""

    path: str
    rows: int


@dataclass(frozen=True)
class ClusterPlan:
    """Where the Parquet lies, where the answers go, and with what."""

    inputs: tuple[str, ...]
    out: str
    settings: Settings = field(default_factory=Settings)
    workers: int = 2
    time_limit: float = 60.0
    address: str | None = None


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


def find_sources(inputs: Iterable[str]) -> Iterator[Source]:
    """The Parquet files at and below the given paths, sorted, with their rows. Raises OSError."""
    for url in inputs:
        files, root = fsspec.core.url_to_fs(url)
        found = sorted(files.find(root)) if files.isdir(root) else [root]
        for path in found:
            if path.endswith(".parquet"):
                with files.open(path, "rb") as handle:
                    yield Source(files.unstrip_protocol(path), parquet.read_metadata(handle).num_rows)


def pack_items(items: Iterable[Item | ReadFailure], folder: str) -> Iterator[Source]:
    """Write items as they were found into Parquet parts, which ``run_on_ray`` can read.

    Raises InputChangedError where an older part holds other articles.
    """
    files, root = fsspec.core.url_to_fs(folder)
    files.makedirs(root, exist_ok=True)
    stream = iter(items)
    for number in count():
        part = list(islice(stream, PACK_ROWS))
        if not part:
            return
        path = posixpath.join(root, f"part-{number:06d}.parquet")
        sink = io.BytesIO()
        parquet.write_table(pack(part), sink, compression="zstd")
        if not files.exists(path):
            with files.transaction, files.open(path, "wb") as handle:
                handle.write(sink.getbuffer())
        elif files.cat_file(path) != sink.getvalue():
            raise InputChangedError(path)
        yield Source(files.unstrip_protocol(path), len(part))


def run_on_ray(plan: ClusterPlan, sources: Sequence[Source]) -> Iterator[Reached]:
    """Work off the sources; how far that is, first what finished steps have left and then after each step."""
    files, root = fsspec.core.url_to_fs(plan.out)
    files.makedirs(root, exist_ok=True)
    steps = list(finished_steps(files, root))
    before = {path for _, paths in steps for path in paths}
    done = sum(source.rows for source in sources if source.path in before)
    failed = sum(_failures(files, folder) for folder, _ in steps)
    yield Reached(done, failed)
    left = [source for source in sources if source.path not in before]
    if not left:
        return
    ours = not ray.is_initialized()
    if ours:
        local = {} if plan.address else {"num_cpus": plan.workers, "include_dashboard": False}
        ray.init(address=plan.address, log_to_driver=False, logging_level="error", **local)
    try:
        for number, step in enumerate(_steps(left, plan.workers * STEP_ROWS), len(steps)):
            folder = posixpath.join(root, f"step-{number:06d}")
            if files.exists(folder):  # what a broken-off step has left
                files.rm(folder, recursive=True)
            _run_step(plan, files, [source.path for source in step], folder)
            with files.open(posixpath.join(folder, _MARKER), "w") as handle:
                json.dump([source.path for source in step], handle)
            done += sum(source.rows for source in step)
            failed += _failures(files, folder)
            yield Reached(done, failed)
    finally:
        if ours:
            ray.shutdown()


def _run_step(plan: ClusterPlan, files: Any, paths: list[str], folder: str) -> None:
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = DataContext.get_current()
    context.print_on_execution_start = False
    context.execution_options.preserve_order = True
    context.target_max_block_size = BLOCK_BYTES
    context.enable_progress_bars = False
    # Nearly a whole processor for each worker; reading and writing take what is left over.
    light = {"num_cpus": 0.05}
    articles = ray.data.from_items(
        [{"path": files.unstrip_protocol(path)} for path in paths], override_num_blocks=len(paths)
    ).map_batches(_read, batch_size=1, zero_copy_batch=True, **light)
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


def _read(paths: dict[str, Any]) -> Iterator[pa.Table]:
    """The rows of a file in small tables, so that one large file keeps many workers busy."""
    for url in paths["path"]:
        with fsspec.open(url, "rb") as handle, parquet.ParquetFile(handle) as file:
            names = [name for name in (*ROW_KEYS, *packed_schema().names) if name in file.schema_arrow.names]
            for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=list(dict.fromkeys(names))):
                yield pa.Table.from_batches([batch])


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
    """The folder and the input files of each finished step, in order."""
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
                        told = (row["place"], row["reason"], row["remedy"])
                        yield Answer(
                            row["id"], row["status"], None if record is None else record.encode(), *told
                        )
