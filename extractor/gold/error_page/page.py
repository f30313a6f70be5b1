"""The page: scores, the confusion of outcomes, and every article with both sides of its records.

The template engine escapes every value, the page carries no script, and its content policy forbids any
request: an article can say what it likes. The filters are checkboxes that the style sheet reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.display.markup import render as fill
from extractor.gold.error_page.view import panel
from extractor.gold.evaluation import Evaluated, report_of
from extractor.gold.scoring.confusion import KINDS, confusion
from extractor.gold.scoring.judge import LISTS

STATES = {
    "right": "right",
    "key": "right figure, wrong key",
    "missed": "missed",
    "false": "false",
    "summary": "wrong headline",
}


def render(evaluated: Sequence[Evaluated], *, title: str = "Extraction errors") -> str:
    """The HTML of the error report over evaluated articles, those with most errors first."""
    scored = [(row.extraction, row.article.text, row.gold) for row in evaluated]
    return fill(
        "extractor.gold.error_page",
        "page.html.j2",
        title=title,
        report=report_of(evaluated),
        confusion=confusion(scored),
        kinds=KINDS,
        shown_lists=(*LISTS, "summary"),
        states=STATES,
        panels=sorted((panel(row) for row in evaluated), key=lambda shown: -shown.errors),
    )
