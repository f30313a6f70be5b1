"""The extractor run over a labelled set: each article beside its labels and what came out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from extractor.articles.article import Article
from extractor.articles.failures import ReadFailure
from extractor.gold import Gold, GoldError, LabelledArticle, finished, read_corpus, read_set
from extractor.gold.scoring import Report, score_set
from extractor.records import Extraction
from extractor.runs.batch import Crash, Extract, run_batch

Failure = ReadFailure | Crash


class Evaluated(NamedTuple):
    """A labelled article and its extraction, or the failure that stands in its place."""

    article: Article
    gold: Gold
    result: Extraction | Failure

    @property
    def extraction(self) -> Extraction | None:
        """What came out, None after a failure."""
        return self.result if isinstance(self.result, Extraction) else None


def read_labelled(data: Path, gold: Path | None) -> list[LabelledArticle]:
    """The articles of a folder with their labels in another, or the rows of a labelled JSONL set.

    Raises GoldError where labels cannot be used, and where nobody has finished them.
    """
    rows = read_set(data) if gold is None else read_corpus(data, gold)
    labelled = list(finished(rows, lists=gold is not None))
    if not labelled:
        where = data if gold is None else gold
        raise GoldError(f"{where}: no labelled article; put labels for CORPUS/<id>.txt in GOLD/<id>.json")
    return labelled


def evaluate(labelled: Iterable[LabelledArticle], extract: Extract) -> list[Evaluated]:
    """Every labelled article read by the extractor, in input order."""
    rows = list(labelled)
    results = (result for _, result in run_batch((r.article for r in rows if r.failure is None), extract))
    return [Evaluated(row.article, row.gold, row.failure or next(results)) for row in rows]


def report_of(evaluated: Iterable[Evaluated]) -> Report:
    """The scores over evaluated articles; a failure is a full miss."""
    return score_set((row.extraction, row.article.text, row.gold) for row in evaluated)


def failures_of(evaluated: Iterable[Evaluated]) -> list[Failure]:
    """The articles that could not be read or extracted."""
    return [row.result for row in evaluated if not isinstance(row.result, Extraction)]
