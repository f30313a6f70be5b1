"""The page: scores, the confusion of outcomes, and every article with both sides of its records.

The template engine escapes every value, the page carries no script, and its content policy forbids any
request: an article can say what it likes. The filters are checkboxes that the style sheet reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from extractor.evaluation import Evaluated, report_of
from extractor.report.view import panel
from extractor.scoring.confusion import KINDS, confusion
from extractor.scoring.judge import LISTS

STATES = {
    "right": "right",
    "key": "right figure, wrong key",
    "missed": "missed",
    "false": "false",
    "summary": "wrong headline",
}


def render(evaluated: Sequence[Evaluated], *, title: str = "Extraction errors") -> str:
    """The HTML of the error report over evaluated articles, those with most errors first."""
    from jinja2 import Environment, StrictUndefined

    folder = files("extractor.report")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["decimal"] = lambda value: "–" if value is None else f"{value:.3f}"
    template = environment.from_string((folder / "page.html.j2").read_text(encoding="utf-8"))
    scored = [(row.extraction, row.article.text, row.gold) for row in evaluated]
    return template.render(
        title=title,
        style=(folder / "page.css").read_text(encoding="utf-8"),
        report=report_of(evaluated),
        confusion=confusion(scored),
        kinds=KINDS,
        shown_lists=(*LISTS, "summary"),
        states=STATES,
        panels=sorted((panel(row) for row in evaluated), key=lambda shown: -shown.errors),
    )
