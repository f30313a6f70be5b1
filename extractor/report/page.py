"""The page of a run. Every value is escaped, and the policy knows its one script by the hash."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from extractor.articles.sanitize import one_line
from extractor.display.markup import Piece, body, record_spans
from extractor.display.markup import render as fill
from extractor.display.tables import count_columns, filled
from extractor.display.words import FIGURES, bounds, headline, judgement
from extractor.report.charts import LONGEST, bars, timeline
from extractor.report.figures import (
    Figure,
    anchor_of,
    by_group,
    by_source,
    figures_of,
    points_of,
    title_of,
)
from extractor.report.reading import Reported, Run


class Panel(NamedTuple):
    """One article of the page."""

    anchor: str
    id: str
    title: str
    published: str
    source: str
    lack: str
    pieces: tuple[Piece, ...]
    headline: tuple[tuple[str, str], ...]
    ledger: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    unused: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]

    @property
    def mismatches(self) -> int:
        """How many sums of the article do not add up."""
        return sum(relation == "mismatch" for relation, _ in self.ledger)


def render(run: Run, *, title: str = "") -> str:
    """The HTML of the report of a run, self-contained.

    Args:
        run: what ``read_run`` gives.
        title: the head of the page; the name of the run by default.

    Raises:
        MissingExtraError: the extra ``report`` is not installed.
    """
    figures = figures_of(run.articles)
    points = points_of(run.articles)
    groups, sources = by_group(figures), by_source(figures)
    script = files("extractor.report").joinpath("page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    return fill(
        "extractor.report",
        "page.html.j2",
        title=one_line(title) or f"Figures of {run.name}",
        run=run,
        script=script,
        script_hash=digest,
        panels=[_panel(number, reported, figures) for number, reported in enumerate(run.articles, 1)],
        figures=figures,
        columns=_columns(figures),
        summary_keys=FIGURES,
        dated=[point for point in points if point.days],
        undated=[point for point in points if not point.days],
        bounds=bounds,
        anchor_of=anchor_of,
        timeline=timeline(points),
        breakdowns=[
            ("groups", "By group", "group", groups, bars(groups)),
            ("sources", "By source", "source", sources, bars(sources)),
        ],
        longest=LONGEST,
        choices=_choices(figures),
    )


def _panel(number: int, reported: Reported, figures: Sequence[Figure]) -> Panel:
    extraction, info = reported.extraction, reported.extraction.article
    anchor = anchor_of(number)
    return Panel(
        anchor=anchor,
        id=one_line(info.id),
        title=title_of(extraction),
        published=info.published or "",
        source=one_line(info.source or ""),
        lack=reported.lack,
        pieces=body(reported.text, record_spans(extraction, anchor=anchor)) if reported.text else (),
        headline=tuple((key, headline(extraction, key)) for key in FIGURES),
        ledger=tuple((line.relation, judgement(extraction, line)) for line in extraction.ledger),
        figures=tuple(figure for figure in figures if figure.article == number),
        unused=tuple((one_line(u.evidence.text), one_line(u.reason)) for u in extraction.unused_numbers),
        warnings=tuple(map(one_line, extraction.warnings)),
    )


def _columns(figures: Sequence[Figure]) -> list[str]:
    """What is said of some figure, beside who was counted."""
    rows = [tuple(figure.cells.values()) for figure in figures]
    return [count_columns()[i] for i in filled(count_columns(), rows) if count_columns()[i] != "who"]


def _choices(figures: Sequence[Figure]) -> dict[str, list[str]]:
    """What each menu of the filter offers."""
    return {
        "kind": sorted({figure.kind for figure in figures}),
        "role": sorted({figure.record.group.role for figure in figures}),
        "status": sorted({figure.record.status for figure in figures}),
        "source": sorted({one_line(figure.record.source) for figure in figures if figure.record.source}),
    }
