"""A very long run that is killed in the middle and goes on: is every answer there, and does memory grow?

    python bench/long_run.py FOLDER [--articles N] [--workers N] [--seed N] [--docs DOCS]

Runs ``extractor run`` over made-up articles, kills all its processes when half of them are answered, goes on
with ``--resume``, and holds the outputs against the articles. FOLDER then has the articles, the outputs,
``samples.json`` (what the processes took) and ``long_run.svg``; ``--docs`` puts the chart and a table into
the pages of that folder. The exit code is 1 where a check fails.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from made_up import made_up
from measure import fill, read_set, table
from watch import Sample, Use, Watcher

from extractor.articles.article import Article
from extractor.articles.sources import read_paths
from extractor.pipeline import extract

ROOT = Path(__file__).parent.parent
COMPARED = 500
"""Records that are made again in this process."""
ROWS = 10
"""Of the table."""
POINTS = 150
"""Of a line of the chart, at most."""


class Check(NamedTuple):
    """Something that holds at the end, or not."""

    words: str
    holds: bool
    found: str


class Result(NamedTuple):
    """What a long run gives."""

    articles: int
    workers: int
    kept: int
    """Answers that the kill left in the log."""
    samples: list[Sample]
    checks: list[Check]


def main() -> None:
    """Run, and show what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--docs", type=Path, default=None)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    write_articles(options.folder / "articles.jsonl", options.articles, options.seed)
    result = long_run(options.folder, options.articles, options.workers)
    (options.folder / "samples.json").write_text(json.dumps(result._asdict()), encoding="utf-8")
    (options.folder / "long_run.svg").write_text(chart(result), encoding="utf-8")
    words = report(result)
    print(words)
    if options.docs:
        (options.docs / "long_run.svg").write_text(chart(result), encoding="utf-8")
        fill(options.docs / "scaling.md", "long run", words)
    sys.exit(not all(check.holds for check in result.checks))


def write_articles(path: Path, count: int, seed: int) -> None:
    """The articles of a run, a JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        for article in made_up([read_set(f"corpus={ROOT / 'corpus'}")], count, seed):
            row = article.model_dump(mode="json", include={"id", "text", "title", "published", "source"})
            file.write(json.dumps({key: value for key, value in row.items() if value}) + "\n")


def long_run(folder: Path, articles: int, workers: int) -> Result:
    """Run over the articles of a folder with a kill at the half, and check what it gives."""
    source, out, end = folder / "articles.jsonl", folder / "out", folder / "end.json"
    log = out / "unfinished.jsonl"
    watcher = Watcher(log, every=min(5.0, articles / 1000))
    command = [sys.executable, "-m", "extractor.cli", "run", str(source), "-o", str(out)]
    command += ["--workers", str(workers), "--json"]
    with end.open("wb") as output:
        watcher.run([*command, "--overwrite"], output, kill_at=articles // 2)
    seen, kept = watcher.samples[-1].answers, whole_lines(log) - 1
    print(f"killed with {kept:,} answers in the log", flush=True)
    with end.open("wb") as output:
        code = watcher.run([*command, "--resume"], output)
    checks = [
        Check("the run that goes on ends well", code == 0, f"exit code {code}"),
        *(counts(json.loads(end.read_bytes()), articles, kept, seen) if code == 0 else ()),
        *(contents(source, out) if code == 0 else ()),
    ]
    return Result(articles, workers, kept, watcher.samples, checks)


def whole_lines(path: Path) -> int:
    """The lines of a file that have an end."""
    with path.open("rb") as file:
        return sum(line.endswith(b"\n") for line in file)


def counts(end: dict[str, Any], articles: int, kept: int, seen: int) -> Iterator[Check]:
    """Whether the numbers that the run reports are right."""
    done = end["articles"], end["failed"]
    yield Check("all articles are answered, none failed", done == (articles, 0), "{:,} and {}".format(*done))
    before = end["before"]
    yield Check("no answer that the log had is lost", before == kept >= seen, f"{before:,} of {kept:,} kept")


def contents(source: Path, out: Path) -> Iterator[Check]:
    """Whether the outputs hold a record for each article, in order, and the one that it should have."""
    articles = [article for article in read_paths([source]) if isinstance(article, Article)]
    compared = set(random.Random(len(articles)).sample(range(len(articles)), min(COMPARED, len(articles))))
    in_place = equal = lines = 0
    digest = hashlib.sha256()
    with (out / "records.jsonl").open("rb") as file:
        for number, (article, line) in enumerate(zip_longest(articles, file)):
            digest.update(line or b"")
            lines += line is not None
            in_place += bool(article and line) and json.loads(line)["article"]["id"] == article.id
            if number in compared:
                equal += line == extract(article).model_dump_json().encode() + b"\n"
    found = f"{in_place:,} of {lines:,} lines"
    yield Check("every article has one record, in order", in_place == lines == len(articles), found)
    found = f"{equal} of {len(compared)} of them, drawn at random"
    yield Check("a record has the bytes that `extract` gives", equal == len(compared), found)
    named = json.loads((out / "run.json").read_bytes())["files"]
    yield Check("`run.json` has their hash", named == {"records.jsonl": digest.hexdigest()}, "SHA-256")
    left = sorted(path.name for path in out.iterdir())
    yield Check("nothing else is left", left == ["records.jsonl", "run.json"], f"{len(left)} files")


class Stretch(NamedTuple):
    """What a run took from one sample on to a later one."""

    samples: list[Sample]
    parent: float
    """Processor seconds of the starting process."""
    workers: float
    """Processor seconds of its workers."""

    @property
    def articles(self) -> int:
        """Articles that were answered in it."""
        return self.samples[-1].answers - self.samples[0].answers

    def shown(self, articles: int) -> tuple[str, ...]:
        """The most memory of a worker and of the starting process, and the time of an article in them."""
        workers = [worker for sample in self.samples for worker in sample.workers]
        memory = (_most(uses) for uses in (workers, [sample.parent for sample in self.samples]))
        return *memory, *(f"{1000 * each / articles:.2f}" for each in (self.workers, self.parent))


def stretch(samples: list[Sample]) -> Stretch:
    """What was taken from the first of the samples to the last; what a kill cost is not seen."""
    parent = workers = 0.0
    for before, now in pairwise(samples):
        first = now.part != before.part
        parent += now.parent.seconds - (0 if first else before.parent.seconds)
        workers += _of_workers(now) - (0 if first else _of_workers(before))
    return Stretch(samples, parent, workers)


def _most(uses: list[Use]) -> str:
    if not uses:
        return ""
    return f"{max(use.resident for use in uses):.0f} ({max(use.own for use in uses):.0f})"


def _of_workers(sample: Sample) -> float:
    return sample.ended + sum(worker.seconds for worker in sample.workers)


def report(result: Result) -> str:
    """What a long run gives as a page shows it: chart, table and checks, in Markdown."""
    began = Sample(0, 0, 0, Use(0, 0, 0, 0), [], 0)
    answering = [began, *(sample for sample in result.samples if sample.answers < result.articles)]
    writing = [answering[-1], *(sample for sample in result.samples if sample.answers == result.articles)]
    rows: list[tuple[str, ...]] = []
    at = 0
    for row in range(1, ROWS + 1):
        bound = result.articles * row // ROWS
        last = max(i for i, sample in enumerate(answering) if sample.answers <= bound)
        if answering[last].answers > answering[at].answers:
            part = stretch(answering[at : last + 1])
            rows.append((f"{answering[last].answers:,}", *part.shown(part.articles)))
            at = last
    rows.append(("the outputs written", *stretch(writing).shown(result.articles)))
    head = (
        "articles answered",
        *(f"{who}, {what}" for what in ("MiB", "ms") for who in ("worker", "starting process")),
    )
    checks = "\n".join(
        f"* {check.words}: {'yes' if check.holds else '**no**'} ({check.found})" for check in result.checks
    )
    return f"{opening(result)}\n\n![Memory over articles](long_run.svg)\n\n{table(head, rows)}\n\n{checks}"


def opening(result: Result) -> str:
    """What was done."""
    minutes = result.samples[-1].seconds / 60
    pids = {worker.pid for sample in result.samples for worker in sample.workers}
    return (
        f"Made by `make long-run ARTICLES={result.articles}` in {minutes:.0f} minutes on {os.cpu_count()} "
        f"processors: {result.articles:,} articles, {result.workers} workers at a time and {len(pids)} in "
        f"all, killed with {result.kept:,} answers in the log."
    )


def chart(result: Result) -> str:
    """Resident memory of each process over the articles answered, as SVG."""
    import altair
    import vl_convert

    rows = []
    for sample in result.samples[:: 1 + len(result.samples) // POINTS]:
        for use in (sample.parent, *sample.workers):
            process = "starting process" if use is sample.parent else "worker"
            rows.append({"articles": sample.answers, "MiB": use.resident, "process": process, "pid": use.pid})
    lines = (
        altair.Chart(_data(rows))
        .mark_line()
        .encode(
            x=altair.X("articles:Q", title="articles answered"),
            y=altair.Y("MiB:Q", title="resident memory, MiB", scale=altair.Scale(zero=True)),
            color=altair.Color("process:N", title=None, legend=altair.Legend(orient="top")),
            detail="pid:N",
        )
    )
    kill = altair.Chart(_data([{"articles": result.kept, "words": "killed, gone on with"}]))
    at = kill.encode(x="articles:Q")
    words = at.mark_text(align="left", dx=5, y=8).encode(text="words:N")
    whole = (lines + at.mark_rule(strokeDash=[4, 4]) + words).properties(width=640, height=240)
    svg: str = vl_convert.vegalite_to_svg(whole.to_json())
    return svg


def _data(rows: list[dict[str, Any]]) -> Any:
    from altair import InlineData

    return InlineData(values=rows)


if __name__ == "__main__":
    main()
