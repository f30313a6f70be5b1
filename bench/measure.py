"""What the benchmarks measure with: text sets, alternating rounds, memory of a process."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.articles.article import Article
from extractor.articles.inputs import Item
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


def made_up(sets: Sequence[TextSet], count: int) -> Iterator[Item]:
    """Articles of sentences drawn from the sets, each with words that no other article has.

    New names and numbers in every article are what makes a vocabulary grow.
    """
    sentences = [
        sentence
        for each in sets
        for text in each.texts
        for sentence in text.replace("\n", " ").split(". ")
        if 40 < len(sentence) < 400
    ]
    rng = random.Random(20)
    for number in range(count):
        words = " ".join(f"{rng.choice(sentences).strip(' .')}." for _ in range(8)).split()
        for _ in range(10):
            words[rng.randrange(len(words))] = _word(rng)
        words[rng.randrange(len(words))] = f"{rng.randrange(2, 99_999):,}"
        yield Item(f"made-up-{number}", f"made-up:{number}", " ".join(words))


def _word(rng: random.Random) -> str:
    syllables = (rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))
    return "".join(syllables).capitalize()


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])
