"""Headline figures against their labels: exact, within 10%, and invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.gold import Gold, GoldSummary
from extractor.gold.scoring.errors import AnyRecord, Finding, describe
from extractor.gold.scoring.report import SummaryScore
from extractor.records import Extraction

_OF_DISPLACED = ("displaced", "returned", "households", "housing")


def score_summary(
    scores: dict[str, SummaryScore], extraction: Extraction | None, gold: Gold
) -> Iterator[Finding]:
    """Add one article's labelled headline figures to ``scores``; yield a finding for each wrong one.

    A label of 0 is met by no figure as well as by 0; an explicit null only by no figure; a crash is
    never right.
    """
    for key in (k for k in GoldSummary.model_fields if k in gold.summary.model_fields_set):
        wanted: int | None = getattr(gold.summary, key)
        got = _headline(extraction, key)
        right = extraction is not None and (got == wanted or (wanted == 0 and got is None))
        scores[key] = _with_figure(scores.get(key, SummaryScore()), wanted, got, right=right)
        if not right:
            yield Finding(
                article=gold.article,
                list="summary",
                error="summary",
                cause=f"{key} {_cause(extraction, wanted, got)}",
                wanted=str(wanted),
                got=f"{got}{_origin(extraction, key)}",
            )


def _with_figure(old: SummaryScore, wanted: int | None, got: int | None, *, right: bool) -> SummaryScore:
    """The score with one more figure; only a label above 0 enters the positive shares."""
    close = right or (got is not None and wanted is not None and 10 * abs(got - wanted) <= wanted)
    return SummaryScore(
        exact=old.exact.plus(right),
        within_10=old.within_10.plus(close),
        positive_exact=old.positive_exact.plus(right) if wanted else old.positive_exact,
        positive_within_10=old.positive_within_10.plus(close) if wanted else old.positive_within_10,
        invented=old.invented + (not wanted and bool(got)),
        empty=old.empty + (not wanted),
    )


def _cause(extraction: Extraction | None, wanted: int | None, got: int | None) -> str:
    if extraction is None:
        return "crash"
    if not wanted:
        return "invented"
    return "missed" if got is None else "wrong value"


def _headline(extraction: Extraction | None, key: str) -> int | None:
    figure = getattr(extraction.summary, key) if extraction else None
    return figure.quantity.best if figure else None


def _origin(extraction: Extraction | None, key: str) -> str:
    """The records that the predicted figure came from, or those it could have come from."""
    if extraction is None:
        return ""
    figure = getattr(extraction.summary, key)
    records: Sequence[AnyRecord] = extraction.displaced if key in _OF_DISPLACED else extraction.casualties
    described = [
        describe(records[i]) for i in (figure.from_ if figure else range(len(records))) if i < len(records)
    ]
    if not described:
        return ""
    return (" from " if figure else "; records: ") + "; ".join(described)
