"""A run on Ray from the command line: what goes in, how it goes on, and the files at its end.

Parquet, local or at a URL, is read where it lies. Everything else must be local, and is first packed
into Parquet. A local output gets the files that the local engine writes; at a URL the answers stay
Parquet, a row an article.
"""

from __future__ import annotations

import json
import posixpath
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import ray

from extractor.articles.sources import find_items
from extractor.cli.run_job import OutputError, RunError, StoppedError, interruptible
from extractor.cli.terminal.run import Screen
from extractor.runs.manifest import manifest_bytes
from extractor.runs.output import Format, Targets, targets, write_outputs
from extractor.runs.ray_engine import (
    ClusterPlan,
    InputChangedError,
    Source,
    find_sources,
    pack_items,
    read_answers,
    run_on_ray,
)

_HEADER = "run.json"


def run_cluster(
    plan: ClusterPlan, screen: Screen, *, formats: Sequence[Format] = (), resume: bool, overwrite: bool
) -> int:
    """Extract every article of a plan on Ray; the number of articles that failed.

    Raises RunError, OutputError and StoppedError as ``runner.run`` does.
    """
    files = _targets(plan.out, formats)
    work = plan.out if files is None else str(files.journal.with_suffix("").with_name("unfinished-ray"))
    failed = 0
    with _told(work), interruptible():
        _begin(plan, work, resume=resume, overwrite=overwrite)
        sources = _sources(plan, work, files)
        with screen.progress(lambda: sum(source.rows for source in sources)):
            for reached in run_on_ray(replace(plan, out=posixpath.join(work, "answers")), sources):
                screen.reached(reached.done, reached.failed)
                failed = reached.failed
        if files is not None:
            failed = write_outputs(
                files,
                lambda: read_answers(posixpath.join(work, "answers")),
                manifest_bytes(plan.inputs, plan.settings),
            )
            shutil.rmtree(work)
    where = [Path(work)] if files is None else [*files.files.values()]
    screen.end(where, files.errors if failed and files else None)
    return failed


def _targets(out: str, formats: Sequence[Format]) -> Targets | None:
    """The local files to write, None where the output is a URL."""
    if "://" in out:
        if formats:
            raise RunError(f"{out}: at a URL the answers are Parquet; leave --format out")
        return None
    try:
        return targets(Path(out), formats)
    except ValueError as error:
        raise RunError(str(error)) from None


def _begin(plan: ClusterPlan, work: str, *, resume: bool, overwrite: bool) -> None:
    files, root = fsspec.core.url_to_fs(work)
    header = posixpath.join(root, _HEADER)
    now = _header(plan)
    if overwrite and files.exists(header):
        files.rm(root, recursive=True)
    if files.exists(header):
        with files.open(header, "r") as handle:
            before = json.load(handle)
        if not resume:
            raise RunError(f"{work}: holds a run; go on with --resume, or drop it with --overwrite")
        if before != now:
            raise RunError(f"{work}: is of another run ({before}); repeat its command, or add --overwrite")
        return
    files.makedirs(root, exist_ok=True)
    with files.open(header, "w") as handle:
        json.dump(now, handle)


def _header(plan: ClusterPlan) -> Mapping[str, Any]:
    settings = asdict(plan.settings)
    settings["published"] = settings["published"] and settings["published"].isoformat()
    return {"inputs": list(plan.inputs), **settings}


def _sources(plan: ClusterPlan, work: str, files: Targets | None) -> list[Source]:
    if all("://" in path or path.endswith(".parquet") for path in plan.inputs):
        return list(find_sources(plan.inputs))
    if any("://" in path for path in plan.inputs):
        raise RunError("inputs are either all Parquet, local or at URLs, or all local")
    outputs = () if files is None else (*files.files.values(), files.errors, files.journal)
    items = find_items(map(Path, plan.inputs), max_chars=plan.settings.max_chars, skip=outputs)
    return list(pack_items(items, posixpath.join(work, "articles")))


@contextmanager
def _told(work: str) -> Iterator[None]:
    """What goes wrong as one clear line."""
    try:
        yield
    except KeyboardInterrupt:
        raise StoppedError(f"stopped; the finished steps are kept in {work}") from None
    except InputChangedError as error:
        raise RunError(f"{error}: holds other articles than now; start over with --overwrite") from None
    except ray.exceptions.RayError as error:
        words = " ".join(str(error).split())[-300:]
        raise OutputError(f"{work}: the cluster failed ({words}); go on with --resume") from None
    except (OSError, pa.ArrowException) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())[:300]
        place = getattr(error, "filename", None) or work
        raise OutputError(f"{place}: cannot be read or written ({reason}); go on with --resume") from None
