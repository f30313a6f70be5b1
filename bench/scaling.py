"""What a run takes in its workers and in the process that was started, and what follows for many of them.

The starting process hands out the articles and keeps the answers while the workers work, and writes the
outputs when all is answered, alone. What that makes on more processors than a machine has follows from
these three shares (``Costs.on``).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import psutil
from made_up import as_item, made_up
from measure import TextSet, table

from extractor.articles.article import Article
from extractor.runs.batch import make_pool
from extractor.runs.formats import Format
from extractor.runs.plan import RunPlan
from extractor.runs.results import Answer, Settings
from extractor.runs.run import run

ARTICLES = 2_000
WARM = 200
"""Articles after which all workers have started, and from which on a run is measured."""
MARKS = (100, WARM, 1_000, ARTICLES)
EVERYTHING: tuple[Format, ...] = ("jsonl", "csv", "parquet")
PROCESSORS = (1, 8, 64)
MILLION = 1_000_000
_HOW = """With a worker on each of n processors an article takes (worker + starting process, until it is
answered) / n, or what the starting process needs for it where that is more; then its place in the outputs,
which one processor writes alone. A million articles into `records.jsonl`, reckoned from these times:"""


class Mark(NamedTuple):
    """What a run has taken at some answer, or at its end."""

    clock: float
    ours: float
    """Processor seconds of the starting process."""
    workers: float
    """Processor seconds of its workers."""
    resident: int
    """Bytes of the largest of them."""


class Clock:
    """A ``Watch`` that looks at the processes of a run at some numbers of answers, and at its end."""

    def __init__(self) -> None:
        self._answers = 0
        self.marks: dict[int, Mark] = {}
        """By the answers there were; the end is 0."""

    @contextmanager
    def progress(self, _: Callable[[], int | None]) -> Iterator[None]:
        """Nothing is shown."""
        yield

    def kept(self, _: Answer) -> None:
        """A run that begins has none."""

    def done(self, _: Answer) -> None:
        """Count an answer."""
        self._answers += 1
        if self._answers in MARKS:
            self.marks[self._answers] = _mark()

    def note(self, _: str) -> None:
        """Nothing is shown."""

    def end(self, *_: object) -> None:
        """The outputs are written."""
        self.marks[0] = _mark()


def _mark() -> Mark:
    workers = psutil.Process().children()
    times = [worker.cpu_times() for worker in workers]
    return Mark(
        time.perf_counter(),
        time.process_time(),
        sum(each.user + each.system for each in times),
        max((worker.memory_info().rss for worker in workers), default=0),
    )


class Costs(NamedTuple):
    """What an article takes, in seconds."""

    clock: float
    """From one answer to the next, as the clock shows it."""
    working: float
    """Processor time of a worker."""
    handing: float
    """Processor time of the starting process until it is answered."""
    writing: float
    """Processor time of the starting process for its place in the outputs."""

    def on(self, processors: int) -> float:
        """Seconds an article on so many processors, with a worker on each."""
        return max((self.working + self.handing) / processors, self.handing) + self.writing


def scaling(sets: Sequence[TextSet], model: str | None) -> str:
    """The costs of an article with one and with two workers, and what they make of a million."""
    articles = list(made_up(sets, ARTICLES))
    words = sum(len(article.text.split()) for article in articles) / ARTICLES
    with TemporaryDirectory() as folder:
        source, out = Path(folder, "in.jsonl"), Path(folder, "out")
        rows = ({"id": each.id, "text": each.text} for each in articles)
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        plan = RunPlan((str(source),), f"{out}/", settings=Settings(model), workers=1)
        one, marks = costs(plan)
        two, _ = costs(replace(plan, workers=2, out=f"{out}/2/"))
        everything, _ = costs(replace(plan, workers=2, formats=EVERYTHING, out=f"{out}/all/"))
        sizes = {path.name: path.stat().st_size / ARTICLES for path in (out / "all").iterdir()}
    measured = [
        (
            f"articles a second, one worker, over {ARTICLES:,} articles of {words:.0f} words",
            f"{1 / one.clock:.1f}",
        ),
        ("words a second", f"{words / one.clock:,.0f}"),
        ("two workers against one, on two processors", f"{one.clock / two.clock:.2f}"),
        ("processor time of an article, worker", f"{1000 * two.working:.1f} ms"),
        ("starting process, until it is answered", f"{1000 * two.handing:.2f} ms"),
        ("its place in `records.jsonl`", f"{1000 * two.writing:.2f} ms"),
        ("its place in `records.jsonl`, Parquet and CSV", f"{1000 * everything.writing:.2f} ms"),
        ("start of a worker, model loaded", f"{start(articles[0], model):.1f} s"),
        *(
            (f"memory of a worker after {at:,} articles", f"{marks[at].resident >> 20} MiB")
            for at in (100, 1_000)
        ),
        *(
            (f"bytes an article in `{name}`", f"{sizes[name]:,.0f}")
            for name in sorted(sizes)
            if name != "run.json"
        ),
    ]
    return "\n\n".join([table(("measured", "value"), measured), _HOW, on_paper(two)])


def costs(plan: RunPlan) -> tuple[Costs, dict[int, Mark]]:
    """Those of a run, between its warm state and its last answer; and its marks."""
    clock = Clock()
    run(plan, clock)
    warm, answered, written = (clock.marks[at] for at in (WARM, ARTICLES, 0))
    found = Costs(
        clock=(answered.clock - warm.clock) / (ARTICLES - WARM),
        working=(answered.workers - warm.workers) / (ARTICLES - WARM),
        handing=(answered.ours - warm.ours) / (ARTICLES - WARM),
        writing=(written.ours - answered.ours) / ARTICLES,
    )
    return found, clock.marks


def start(article: Article, model: str | None) -> float:
    """Seconds until a new worker has given its first answer."""
    began = time.perf_counter()
    with make_pool(Settings(model), workers=1, time_limit=60) as pool:
        next(pool.map([[as_item(article)]]))
        return time.perf_counter() - began


def on_paper(cost: Costs) -> str:
    """Times of a million articles by the number of processors, and how many times one of them that is."""
    rows = [
        (f"{n}", f"{cost.on(n) * MILLION / 60:,.0f} min", f"{cost.on(1) / cost.on(n):.1f}")
        for n in PROCESSORS
    ]
    return table(("processors", "a million articles", "times one processor"), rows)
