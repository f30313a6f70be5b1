"""An extractor that answers with the labels, and ways to break it; a small labelled corpus to run it on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from extractor.articles.article import Article
from extractor.gold import Gold, LabelledArticle, read_corpus
from extractor.labelling.as_records import as_extraction
from extractor.labelling.layout import gold_json
from extractor.records import Extraction
from extractor.runs.batch import Extract

TOWNS = ("Arta", "Brod", "Cala", "Dorn")


def answer(article: Article, gold: Gold) -> Extraction:
    """The extraction that the labels describe."""
    return as_extraction(gold, article.text)


def oracle(
    labelled: Iterable[LabelledArticle], change: Callable[[Extraction], Extraction] = lambda e: e
) -> Extract:
    """An extractor that knows the labels; ``change`` breaks its answers."""
    known = {row.article.id: row.gold for row in labelled}

    def extract(articles: Iterable[Article], **_: Any) -> Iterator[Extraction]:
        for article in articles:
            yield change(answer(article, known[article.id]))

    return extract


def write_corpus(folder: Path) -> tuple[Path, Path]:
    """Four articles with twelve figures each, their labels and a split; (corpus, gold)."""
    corpus, gold = folder / "corpus", folder / "gold"
    corpus.mkdir()
    gold.mkdir()
    for number, town in enumerate(TOWNS):
        sentences, records, total = [], [], 0
        for i in range(12):
            dead = 10 + 20 * number + i
            total += dead
            sentences.append(f"On day {i + 1}, {dead} villagers were killed in {town}.")
            records.append(
                {
                    "quote": f"{dead} villagers",
                    "outcome": "killed",
                    "quantity": {"low": dead, "best": dead, "high": dead, "qualifier": "exact"},
                    "group": {"text": "villagers", "role": "civilian", "countries": []},
                    "place": town,
                    "scope": None,
                    "status": "reported",
                }
            )
        name = town.lower()
        (corpus / f"{name}.txt").write_text("\n".join(sentences))
        labels = {
            "article": name,
            "labelled": ["casualties", "summary"],
            "casualties": records,
            "summary": {"killed": total, "injured": None},
        }
        (gold / f"{name}.json").write_text(gold_json(labels))
    (gold / "split.toml").write_text('tune = ["arta", "cala"]\nmeasure = ["brod", "dorn"]\n')
    return corpus, gold


def labelled_rows(corpus: Path, gold: Path) -> list[LabelledArticle]:
    """The articles of a corpus with their labels."""
    return list(read_corpus(corpus, gold))


def relabel(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Edit a gold file in place."""
    labels = json.loads(path.read_text())
    change(labels)
    path.write_text(gold_json(labels))
