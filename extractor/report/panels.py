"""One article of a run as the reading pane shows it: its text in pieces, its sums, what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from extractor.articles.sanitize import one_line
from extractor.display.markup import Span, body, record_spans
from extractor.display.words import addition
from extractor.records import Extraction, LedgerLine
from extractor.records.article_rows import ARTICLE_COLUMNS, article_rows
from extractor.report.reading import Reported
from extractor.report.rows import Headline, harmless, headlines_of

_BASIS = {
    "stated": "stated: the text gives these as the parts of the total",
    "found": "found: the numbers add up; the text does not say that they are parts",
    None: "",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of text: the list of its record, a short label, what is known, its anchor."""

    list: str
    label: str
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of the ledger in words; ``at`` is the anchor of its total."""

    relation: str
    text: str
    basis: str
    at: str


@dataclass(frozen=True, slots=True)
class Panel:
    """An article; ``cells`` are its values by ``ARTICLE_COLUMNS``.

    A piece is its text, the marks it lies under and those that begin with it, by number.
    """

    cells: tuple[object, ...]
    id: str
    title: str
    url: str
    published: str
    source: str
    lack: str
    pieces: tuple[tuple[str, list[int], list[int]], ...]
    marks: tuple[Mark, ...]
    headlines: Mapping[str, Headline]
    sums: tuple[Sum, ...]
    extra: Mapping[str, str]
    unused: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def panel(reported: Reported) -> Panel:
    """An article of a run as it is shown."""
    extraction, info = reported.extraction, reported.extraction.article
    spans = [*record_spans(extraction, anchor="at"), *_more_spans(extraction)]
    numbers = {span: number for number, span in enumerate(dict.fromkeys(spans))}
    pieces = body(reported.text, numbers) if reported.text else ()
    (row,) = article_rows(extraction)
    return Panel(
        cells=harmless(row, ARTICLE_COLUMNS),
        id=one_line(info.id),
        title=one_line(info.title or info.id),
        url=web_address(info.url),
        published=info.published or "",
        source=one_line(info.source or ""),
        lack=reported.lack,
        pieces=tuple((p.text, _numbers(p.spans, numbers), _numbers(p.opening, numbers)) for p in pieces),
        marks=tuple(
            Mark(span.list, span.label, span.title, span.anchor.removeprefix("at-")) for span in numbers
        ),
        headlines=headlines_of(extraction.summary),
        sums=tuple(_sum(extraction, line) for line in extraction.ledger),
        extra={one_line(name): one_line(value) for name, value in info.extra.items()},
        unused=tuple((one_line(u.evidence.text), one_line(u.reason)) for u in extraction.unused_numbers),
        warnings=tuple(map(one_line, extraction.warnings)),
    )


def web_address(url: object) -> str:
    """The address of an article where it is one of the web; anything else is no link.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address(None)
    ('https://example.org/a', '', '')
    """
    address = one_line(url or "")
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def _more_spans(extraction: Extraction) -> list[Span]:
    """Where events and single victims are first named."""
    spans = [
        Span(at.start, at.end, "events", "", "", f"event: {event.type or 'type open'}", f"at-events-{index}")
        for index, event in enumerate(extraction.events)
        for at in [event.trigger]
    ]
    for index, victim in enumerate(extraction.victims):
        at, name = victim.evidence, one_line(victim.name or victim.description or "")
        spans.append(
            Span(at.start, at.end, "victims", "", "", f"{victim.outcome}: {name}", f"at-victims-{index}")
        )
    return spans


def _numbers(spans: Sequence[Span], numbers: Mapping[Span, int]) -> list[int]:
    return [numbers[span] for span in spans]


def _sum(extraction: Extraction, line: LedgerLine) -> Sum:
    return Sum(line.relation, addition(extraction, line), _BASIS[line.basis], f"{line.list}-{line.total}")
