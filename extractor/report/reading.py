"""What a run has written, with the texts that it was made from."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from extractor.articles.article import MAX_CHARS, Article
from extractor.articles.columns import Columns
from extractor.articles.paths import is_pattern, is_url
from extractor.articles.sanitize import one_line
from extractor.articles.sources import read_paths
from extractor.display.words import Count, evidence_of
from extractor.records import Actor, DateMention, Evidence, Extraction
from extractor.runs.manifest import Manifest, read_manifest
from extractor.runs.output import targets
from extractor.runs.ownership import earlier_outputs
from extractor.runs.readback import read_records


class Reported(NamedTuple):
    """One article of a run; ``lack`` says why its text is not there."""

    extraction: Extraction
    text: str
    lack: str = ""


class Failure(NamedTuple):
    """One article that the run could not read."""

    name: str
    reason: str


class Run(NamedTuple):
    """What a page shows of a run: its first articles, how many there are beside them, what failed."""

    name: str
    articles: tuple[Reported, ...]
    more: int
    failures: tuple[Failure, ...]
    version: str


def read_run(out: Path, *, articles: Sequence[Path] = (), limit: int = 1000) -> Run:
    """Read the output of ``extractor run``.

    Args:
        out: the folder of the run, or its file of records.
        articles: the files and folders that were read, where they are no longer where the run found them.
        limit: how many articles to take, from the first on.

    Raises:
        RecordsError: there are no records, or a line of them is broken.
        OSError: a file cannot be opened.
    """
    try:
        files = targets(out)
    except ValueError:  # packed since, or under another name: what is beside it may still be its run's
        files = targets(out.parent)
    manifest = read_manifest(files.manifest) or read_manifest(out.parent / "run.json")
    records = read_records(out)
    shown = list(islice(records, limit))
    more = sum(1 for _ in records)
    texts = _texts({extraction.article.id for extraction in shown}, articles, manifest)
    return Run(
        name=one_line(out.resolve().name),
        articles=tuple(_reported(extraction, texts) for extraction in shown),
        more=more,
        failures=tuple(_failures(files.errors)),
        version=manifest.version if manifest else "",
    )


def _recorded(manifest: Manifest | None) -> list[Path]:
    """Where the run found its articles, but for URLs."""
    return [Path(path) for path in (manifest.articles if manifest else ()) if not is_url(path)]


def _texts(wanted: set[str], articles: Sequence[Path], manifest: Manifest | None) -> dict[str, str]:
    """The texts by the ids that the run gave them; those that cannot be read are left out."""
    columns = dataclasses.replace(Columns(), **(manifest.columns if manifest else {}))
    longest = manifest.max_chars if manifest else MAX_CHARS
    there = [path for path in articles or _recorded(manifest) if path.exists() or is_pattern(str(path))]
    texts: dict[str, str] = {}
    for item in read_paths(there, max_chars=longest, columns=columns, skip=earlier_outputs(there)):
        if isinstance(item, Article) and item.id in wanted:
            texts[item.id] = item.text
            if len(texts) == len(wanted):
                break
    return texts


def _reported(extraction: Extraction, texts: dict[str, str]) -> Reported:
    text = texts.get(extraction.article.id)
    if text is None:
        return Reported(extraction, "", "Its text was not found; name its place with --articles.")
    if any(text[at.start : at.end] != at.text for at in _evidence(extraction)):
        return Reported(extraction, "", "Its text has changed since the run, and is left out.")
    return Reported(extraction, text)


def _evidence(extraction: Extraction) -> Iterator[Evidence]:
    lists: tuple[Sequence[Count | DateMention | Actor], ...] = (
        extraction.casualties,
        extraction.displaced,
        extraction.dates,
        extraction.actors,
    )
    yield from (at for records in lists for record in records for at in evidence_of(record))
    yield from (number.evidence for number in extraction.unused_numbers)


def _failures(path: Path) -> Iterator[Failure]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError:  # a run without failures has no such file
        return
    for line in lines:
        try:
            row = json.loads(line)
            yield Failure(one_line(row.get("article") or row["place"]), one_line(row["reason"]))
        except (ValueError, KeyError, AttributeError):
            yield Failure(one_line(path.name), "holds a line that is no failure of a run")
