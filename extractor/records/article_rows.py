"""Articles as flat rows, one article a row: what it reports, how many, and whether its days are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from extractor.records import Event, Extraction, Summary
from extractor.records.event_rows import bounded, bounds_of
from extractor.records.rows import ABOUT, ColumnType, about_article

Verdict = Literal["dated", "undated", "skipped"]

ARTICLE_COLUMNS: Mapping[str, ColumnType] = {
    **ABOUT,
    "published_basis": str,
    "publisher": str,
    "verdict": str,
    "reason": str,
    "event_type": str,
    "event_date": str,
    "place": str,
    "country": str,
    **bounded(tuple(Summary.model_fields)),
    "events": int,
    "figures": int,
    "victims": int,
    "mismatches": int,
    "warnings": str,
}
"""The columns of the table of articles in their order, and the types of their values."""


def article_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """The row of ``ARTICLE_COLUMNS`` of an article that was read."""
    article = extraction.article
    verdict: Verdict = "dated" if article.published else "undated"
    yield {
        **about_article(article),
        "published_basis": article.published_basis,
        "publisher": article.source,
        "verdict": verdict,
        "reason": None if article.published else "no day of publication is known",
        **_main(extraction.events),
        **bounds_of(extraction.summary, tuple(Summary.model_fields)),
        "events": len(extraction.events),
        "figures": len(extraction.casualties) + len(extraction.displaced),
        "victims": len(extraction.victims),
        "mismatches": sum(line.relation == "mismatch" for line in extraction.ledger),
        "warnings": "; ".join(extraction.warnings) or None,
    }


def skipped_row(article: str | None, reason: str | None) -> dict[str, Any]:
    """The row of an article that could not be read, under its id or its place."""
    verdict: Verdict = "skipped"
    return {"article": article, "verdict": verdict, "reason": reason}


def _main(events: tuple[Event, ...]) -> dict[str, Any]:
    """Type, day and place of what the article reports."""
    event = next((event for event in events if event.relation == "main"), None)
    place = event.place if event else None
    return {
        "event_type": event.type if event else None,
        "event_date": event.date if event else None,
        "place": place.text if place else None,
        "country": place.country if place else None,
    }
