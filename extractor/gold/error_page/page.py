"""The page: scores, the confusion of outcomes, every error, every article with both sides of its text.

The template engine escapes every value, the content policy allows one script and one style by their hashes
and no request: an article can say what it likes. Without the script all is shown and nothing filtered.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from urllib.parse import quote

from extractor.display.markup import policy_hash, stylesheet
from extractor.display.markup import render as fill
from extractor.gold.error_page.view import panel
from extractor.gold.evaluation import Evaluated, report_of
from extractor.gold.scoring.confusion import KINDS, confusion
from extractor.gold.scoring.judge import LISTS

STATES = {
    "missed": "missed",
    "false": "false",
    "key": "right figure, wrong key",
    "summary": "wrong headline",
    "right": "right",
}
PORT = 8765
"""Where the desk is expected that the page's links lead to."""


def render(evaluated: Sequence[Evaluated], *, title: str = "Extraction errors", desk: str = "") -> str:
    """The HTML of the error report over evaluated articles, those with most errors first.

    Args:
        evaluated: the articles with their labels and what came out.
        title: the head of the page.
        desk: the command that opens the desk on these articles; without one there are no links to it.
    """
    scored = [(row.extraction, row.article.text, row.gold) for row in evaluated]
    panels = [panel(row, f"a{number}") for number, row in enumerate(evaluated, 1)]
    style, script = stylesheet("extractor.gold.error_page"), _file("page.js")
    return fill(
        "extractor.gold.error_page",
        "page.html.j2",
        title=title,
        report=report_of(evaluated),
        confusion=confusion(scored),
        kinds=KINDS,
        shown_lists=(*LISTS, "summary"),
        states=STATES,
        panels=sorted(panels, key=lambda shown: -shown.errors),
        desk=f"{desk} --port {PORT}" if desk else "",
        desk_address=lambda article: f"http://127.0.0.1:{PORT}/article/{quote(article, safe='/')}",
        style=style,
        style_hash=policy_hash(style),
        script=script,
        script_hash=policy_hash(script),
    )


def _file(name: str) -> str:
    return files("extractor.gold.error_page").joinpath(name).read_text(encoding="utf-8")
