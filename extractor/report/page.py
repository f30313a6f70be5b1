"""The page of a run: one HTML file with its data, its map, its style and its script inside.

Text from outside reaches it in two ways only: escaped by the template engine, or as JSON that the script
puts into text nodes. The content policy allows one script and one style, by their hashes, and no request.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files

from extractor.articles.sanitize import one_line
from extractor.display.markup import policy_hash, stylesheet
from extractor.display.markup import render as fill
from extractor.report.content import as_json, content_of
from extractor.report.reading import Run

_MODULES = (
    "dom", "data", "state", "filter", "tip", "facets", "map", "timeline", "table", "columns", "csv", "reader",
    "main",
)  # fmt: skip
"""The script's modules, each behind those that it imports."""
_IMPORT = re.compile(r"^import \{[^}]*\} from \"\./[a-z]+\.js\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const |function )", re.MULTILINE)


def render(run: Run, *, title: str = "") -> str:
    """The HTML of the report of a run, self-contained; the same run gives the same bytes.

    Args:
        run: what ``read_run`` gives.
        title: the head of the page; the name of the run by default.
    """
    content = content_of(run)
    style, code = stylesheet("extractor.report"), script()
    return fill(
        "extractor.report",
        "page.html.j2",
        title=one_line(title) or f"Events of {run.name}",
        run=run,
        content=content,
        undated=sum(event.date is None for row in run.articles for event in row.extraction.events),
        mismatches=sum(line.relation == "mismatch" for row in run.articles for line in row.extraction.ledger),
        data=as_json(content),
        world=json.loads(_file("world.json")),
        style=style,
        style_hash=policy_hash(style),
        script=code,
        script_hash=policy_hash(code),
    )


def script() -> str:
    """The modules as one script, without the lines that tie them; no name stands in two of them."""
    parts = (_EXPORT.sub("", _IMPORT.sub("", _file(f"script/{name}.js"))) for name in _MODULES)
    return "\n".join(parts)


def _file(name: str) -> str:
    return files("extractor.report").joinpath(name).read_text(encoding="utf-8")
