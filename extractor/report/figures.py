"""The figures of a run as the page's tables and charts show them.

Nothing is added up over articles: two of them may report the same event, and inside one the figures
overlap, totals with their parts and new tolls with old ones. What is drawn over time is the headline figure
of each article (``Summary``), which is a stated total or a sum of figures that exclude each other. Groups
and sources are compared by how many figures they have, and by the largest single one. This follows the
advice of the Standards for Casualty Recording (Every Casualty Counts, 2016): a number is shown with its
source and its bounds, and one that could be counted twice is not summed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.articles.sanitize import one_line
from extractor.display.tables import count_cells
from extractor.display.words import Count, bounds, kind_of, sentence_span, short
from extractor.records import Extraction, Quantity
from extractor.report.days import Days, days_of
from extractor.report.reading import Reported

OVER_TIME = ("killed", "injured", "displaced")
"""What the timeline shows, each with a scale of its own."""
_REACH = 160


class Figure(NamedTuple):
    """A row of the table: one count, with the sentence before, in and behind its words."""

    anchor: str
    article: int
    title: str
    kind: str
    record: Count
    before: str
    words: str
    after: str

    @property
    def value(self) -> str:
        """The figure as worded, in a few characters."""
        return short(self.record.quantity)

    @property
    def bounds(self) -> str:
        """Its bounds."""
        return bounds(self.record.quantity)

    @property
    def cells(self) -> Mapping[str, str]:
        """What is said of it beside its kind, value and words, by ``count_columns``."""
        return count_cells(self.record)

    @property
    def best(self) -> int:
        """What it is sorted by; -1 where it has no single value."""
        best = self.record.quantity.best
        return -1 if best is None else best


class Point(NamedTuple):
    """The headline figure of one article in the timeline; ``days`` are None where no date is stated."""

    article: int
    title: str
    kind: str
    quantity: Quantity
    date: str | None
    days: Days | None


class Share(NamedTuple):
    """A group or a source: its figures by kind, and its largest ones."""

    name: str
    counts: tuple[tuple[str, int], ...]
    largest: tuple[Figure, ...]

    @property
    def total(self) -> int:
        """How many figures it has."""
        return sum(count for _, count in self.counts)


def title_of(extraction: Extraction) -> str:
    """What an article is called: its title, else its id."""
    return one_line(extraction.article.title or extraction.article.id)


def anchor_of(article: int) -> str:
    """The anchor of an article in the page; those of its records begin with it."""
    return f"a{article}"


def figures_of(articles: Sequence[Reported]) -> list[Figure]:
    """Every count of the articles, in their order and in the order of their texts."""
    return [figure for number, reported in enumerate(articles, 1) for figure in _figures(number, reported)]


def _figures(number: int, reported: Reported) -> Iterator[Figure]:
    lists: tuple[tuple[str, Sequence[Count]], ...] = (
        ("casualties", reported.extraction.casualties),
        ("displaced", reported.extraction.displaced),
    )
    found: list[tuple[int, Figure]] = []
    for name, records in lists:
        for index, record in enumerate(records):
            at = record.evidence
            before, after = _around(reported.text, at.start, at.end)
            anchor = f"{anchor_of(number)}-{name}-{index}"
            title = title_of(reported.extraction)
            words = one_line(at.text)
            figure = Figure(anchor, number, title, kind_of(record), record, before, words, after)
            found.append((at.start, figure))
    yield from (figure for _, figure in sorted(found, key=lambda row: row[0]))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind the words in their sentence, cut where it is long."""
    if not text:
        return "", ""
    first, last = sentence_span(text, start, end)
    before, after = text[max(first, start - _REACH) : start], text[end : min(last, end + _REACH)]
    head = "… " if start - _REACH > first else ""
    tail = " …" if end + _REACH < last else ""
    space = " " if before[-1:].isspace() else "", " " if after[:1].isspace() else ""
    return f"{head}{one_line(before)}{space[0]}", f"{space[1]}{one_line(after)}{tail}"


def points_of(articles: Sequence[Reported]) -> list[Point]:
    """The headline figures of the articles, each at the first day that its records state."""
    found = []
    for number, reported in enumerate(articles, 1):
        extraction = reported.extraction
        for kind in OVER_TIME:
            figure = getattr(extraction.summary, kind)
            if figure is None:
                continue
            records: tuple[Count, ...] = (
                extraction.displaced if kind == "displaced" else extraction.casualties
            )
            day = next((records[i].date for i in figure.from_ if records[i].date), None)
            found.append(Point(number, title_of(extraction), kind, figure.quantity, day, days_of(day)))
    return found


def by_group(figures: Sequence[Figure]) -> list[Share]:
    """Figures by who was counted: the role, else the stated nationality, else left open."""

    def group(figure: Figure) -> str:
        reported = figure.record.group
        role = reported.role if reported.role != "unspecified" else ""
        return " ".join([role, *reported.countries]).strip() or "not stated"

    return _shares(figures, group)


def by_source(figures: Sequence[Figure]) -> list[Share]:
    """Figures by who gives them, as written."""
    return _shares(figures, lambda figure: one_line(figure.record.source or "") or "not stated")


def _shares(figures: Sequence[Figure], key: Callable[[Figure], str]) -> list[Share]:
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    shares = [_share(name, members) for name, members in groups.items()]
    return sorted(shares, key=lambda share: (share.name == "not stated", -share.total, share.name))


def _share(name: str, members: Sequence[Figure]) -> Share:
    kinds: dict[str, list[Figure]] = {}
    for figure in members:
        kinds.setdefault(figure.kind, []).append(figure)
    order = sorted(kinds, key=lambda kind: -len(kinds[kind]))
    return Share(
        name,
        tuple((kind, len(kinds[kind])) for kind in order),
        tuple(max(kinds[kind], key=lambda figure: figure.best) for kind in order),
    )
