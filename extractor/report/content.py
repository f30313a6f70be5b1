"""All that the page shows of a run, as the JSON that its script reads (``script/data.js``: its fields)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from extractor.display.words import FIGURES
from extractor.lexicon.countries import country_name
from extractor.records.article_rows import ARTICLE_COLUMNS
from extractor.records.event_rows import EVENT_COLUMNS
from extractor.records.rows import COLUMNS
from extractor.report.panels import Panel, panel
from extractor.report.reading import Run
from extractor.report.rows import EventRow, FigureRow, events_of, figures_of

_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""What could end a script element, or a line of it, in HTML."""


@dataclass(frozen=True, slots=True)
class Content:
    """The tables of the page; rows refer to each other by their places in these lists."""

    name: str
    articles: tuple[Panel, ...]
    events: tuple[EventRow, ...]
    figures: tuple[FigureRow, ...]
    article_columns: tuple[str, ...]
    event_columns: tuple[str, ...]
    figure_columns: tuple[str, ...]
    headlines: tuple[str, ...]
    countries: Mapping[str, str]


def content_of(run: Run) -> Content:
    """The tables of a run."""
    events: list[EventRow] = []
    figures: list[FigureRow] = []
    for number, reported in enumerate(run.articles):
        extraction = reported.extraction
        found = list(events_of(extraction, number, len(figures)))
        figures += figures_of(extraction, reported.text, number, len(events))
        events += found
    codes = {
        event.place.country
        for reported in run.articles
        for event in reported.extraction.events
        if event.place
    }
    names = _spellings(figures)
    given = {key for row in events for key in row.headlines}
    return Content(
        name=run.name,
        articles=tuple(map(panel, run.articles)),
        events=tuple(replace(row, sources=_spelt(row.sources, names)) for row in events),
        figures=tuple(replace(row, source="".join(_spelt([row.source], names))) for row in figures),
        article_columns=tuple(ARTICLE_COLUMNS),
        event_columns=tuple(EVENT_COLUMNS),
        figure_columns=tuple(COLUMNS),
        headlines=tuple(key for key in FIGURES if key in given),
        countries={code: country_name(code) for code in sorted(filter(None, codes))},
    )


def _spellings(figures: Iterable[FigureRow]) -> dict[str, str]:
    """Sources as they are spelt at first: "The army" and "the army" are one."""
    names: dict[str, str] = {}
    for row in figures:
        names.setdefault(_key(row.source), row.source)
    return names


def _spelt(sources: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names[_key(source)] for source in sources))


def _key(source: str) -> str:
    return source.casefold().removeprefix("the ")


def as_json(content: object) -> str:
    """A value of these types as JSON that may stand in a script element, whatever its strings say."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_by_name)
    return text.translate(_UNSAFE)


def _by_name(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}
