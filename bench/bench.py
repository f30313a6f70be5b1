"""Throughput of ``extract_many`` beside the bare spaCy pipeline, on the same texts in the same run.

    python bench/bench.py [--rounds 3] [--articles FOLDER] [--model NAME]

Both are warmed first; the rounds alternate, so that a busy machine slows both alike, and the best
round of each counts. The ratio is the extractor's speed as a share of the bare pipeline's.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from extractor.article import Article
from extractor.language import load_model
from extractor.pipeline import extract_many
from extractor.sources import read_paths

ROOT = Path(__file__).parent.parent


def seconds(job: Callable[[], object]) -> float:
    """How long a job takes."""
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def main() -> None:
    """Measure, and print a line for each and the ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=Path, default=ROOT / "corpus")
    parser.add_argument("--model", default=None)
    options = parser.parse_args()
    articles = [item for item in read_paths([options.articles]) if isinstance(item, Article)]
    texts = [article.text for article in articles]
    nlp = load_model(options.model)
    tokens = sum(len(nlp.make_doc(text)) for text in texts)

    def bare() -> None:
        for _ in nlp.pipe(texts, batch_size=16):
            pass

    def extractor() -> None:
        for _ in extract_many(articles, batch_size=16, model=options.model):
            pass

    jobs: dict[str, Callable[[], None]] = {"nlp.pipe": bare, "extract_many": extractor}
    for job in jobs.values():
        job()
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(options.rounds):
        for name, job in jobs.items():
            best[name] = min(best[name], seconds(job))
    print(f"{len(texts)} articles, {tokens:,} tokens, best of {options.rounds} rounds, one process")
    for name, took in best.items():
        print(f"{name:<14}{len(texts) / took:8.1f} articles/s {tokens / took:10,.0f} tokens/s")
    print(f"ratio         {best['nlp.pipe'] / best['extract_many']:8.2f}")


if __name__ == "__main__":
    main()
