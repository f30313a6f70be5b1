"""What the benchmarks measure with: text sets, alternating rounds, tables of results in a page."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.articles.article import Article
from extractor.articles.sources import read_paths


class TextSet(NamedTuple):
    """Named articles."""

    name: str
    articles: Sequence[Article]

    @property
    def texts(self) -> list[str]:
        """Their texts."""
        return [article.text for article in self.articles]


def read_set(named: str) -> TextSet:
    """The articles of ``PATH``, or of ``NAME=PATH``."""
    name, _, path = named.rpartition("=")
    articles = [item for item in read_paths([Path(path)]) if isinstance(item, Article)]
    if not articles:
        raise SystemExit(f"{path}: no articles")
    return TextSet(name or Path(path).stem, articles)


def seconds(job: Callable[[], object]) -> float:
    """The processor time that a job takes: what else a machine does costs it nothing."""
    started = time.process_time()
    job()
    return time.process_time() - started


def best_of(jobs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The best time of each job; they take turns, so that a busy machine slows all of them alike."""
    for job in jobs.values():
        job()
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(rounds):
        for name, job in jobs.items():
            best[name] = min(best[name], seconds(job))
    return best


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def fill(page: Path, name: str, text: str) -> None:
    """Put results into a page, between the marks of their name in the place of what stands there."""
    begin, end = f"<!-- {name}: written by bench -->", f"<!-- end of {name} -->"
    words = page.read_text(encoding="utf-8")
    head, begun, rest = words.partition(begin)
    _, ended, tail = rest.partition(end)
    if not (begun and ended):
        raise SystemExit(f"{page}: has no marks for {name}; write {begin} and {end} where it belongs")
    page.write_text(f"{head}{begin}\n\n{text}\n\n{end}{tail}", encoding="utf-8")
