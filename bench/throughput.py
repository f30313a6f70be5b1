"""Speed: full extraction beside the bare pipeline, and the share of our own code."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from measure import TextSet, best_of, table

from extractor.language import DEFAULT_MODEL
from extractor.language import annotate as language
from extractor.pipeline import extract_many


def against_the_pipeline(sets: Sequence[TextSet], rounds: int, model: str | None) -> str:
    """For each set the throughput of ``extract_many`` as a multiple of that of stock ``nlp.pipe``."""
    import spacy

    stock = spacy.load(model or DEFAULT_MODEL)
    rows = []
    for each in sets:
        texts, articles = each.texts, each.articles

        def pipe(texts: list[str] = texts) -> None:
            for _ in stock.pipe(texts, batch_size=32):
                pass

        def extraction(articles: Any = articles) -> None:
            for _ in extract_many(articles, batch_size=32, model=model):
                pass

        best = best_of({"pipe": pipe, "extract": extraction}, rounds)
        tokens = sum(len(stock.make_doc(text)) for text in texts)
        own = _own_share(extraction)
        ratio = best["pipe"] / best["extract"]
        rows.append(
            (each.name, len(texts), f"{tokens:,}", f"{ratio:.2f}", f"{own:.0%}", f"{own / ratio:.0%}")
        )
    head = (
        "texts",
        "articles",
        "tokens",
        "throughput against `nlp.pipe`",
        "time outside the model",
        "that time against `nlp.pipe`",
    )
    return table(head, rows)


def _own_share(job: Callable[[], None]) -> float:
    """The share of a job's time that passes outside tokenizer and model."""
    inside = 0.0

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal inside
            started = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                inside += time.process_time() - started

        return call

    names = ("_tokenize", "_run", "set_entities", "set_trees")
    before = {name: getattr(language, name) for name in names}
    try:
        for name in names:
            setattr(language, name, timed(before[name]))
        started = time.process_time()
        job()
        total = time.process_time() - started
    finally:
        for name in names:
            setattr(language, name, before[name])
    return 1 - inside / total
