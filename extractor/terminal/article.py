"""One extraction in the terminal: the article with coloured spans, its tables; a line and a row in a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.article import Article
from extractor.records import CasualtyCount, DisplacementCount, Evidence, Extraction
from extractor.safe import one_line, safe
from extractor.telling import FIGURES, headline, kind_of, short

STYLES = {
    "casualties": "bold red",
    "displaced": "bold magenta",
    "dates": "cyan",
    "actors": "green",
    "unused": "dim yellow",
}


def run_line(extraction: Extraction) -> str:
    """One article of a run on one line."""
    figures = [f"{key} {told}" for key in FIGURES if (told := headline(extraction, key))]
    mentions = f"{len(extraction.dates)} dates, {len(extraction.actors)} actors"
    return f"{one_line(extraction.article.id)}: {', '.join([*figures, mentions])}"


def summary_row(extraction: Extraction) -> list[str]:
    """One article's row of the summary table."""
    article = extraction.article
    return [one_line(article.id), article.published or "", *(headline(extraction, key) for key in FIGURES)]


def summary_table(rows: Iterable[Sequence[str]]) -> Table:
    """The summary figures of a run, one article a row."""
    table = Table("article", "published", title="Summary figures")
    for key in FIGURES:
        table.add_column(key, justify="right")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def print_article(console: Console, article: Article, extraction: Extraction) -> None:
    """The article with its spans marked, then a table for each list that is not empty."""
    marks = console.no_color or not console.is_terminal
    console.print(Text(one_line(f"{article.id}  {extraction.article.published or 'no date'}"), style="bold"))
    console.print(marked_text(article.text, extraction, brackets=marks))
    legend = Text("\nspans: ")
    for name, style in STYLES.items():
        legend.append(f"{name}  ", style=style)
    console.print(legend)
    for table in tables(extraction):
        console.print(table)
    for warning in extraction.warnings:
        console.print(Text(one_line(f"warning: {warning}"), style="yellow"))


def marked_text(text: str, extraction: Extraction, *, brackets: bool) -> Text:
    """The article's text with a style on every span, and brackets round the counts where asked."""
    marked = Text(safe(text))
    counts = [record.evidence for record in _all_counts(extraction)]
    spans: dict[str, list[Evidence]] = {
        "unused": [number.evidence for number in extraction.unused_numbers],
        "actors": [mention for actor in extraction.actors for mention in actor.mentions],
        "dates": [mention.evidence for mention in extraction.dates],
        "casualties": [record.evidence for record in extraction.casualties],
        "displaced": [record.evidence for record in extraction.displaced],
    }
    for name, found in spans.items():
        for evidence in found:
            marked.stylize(STYLES[name], evidence.start, evidence.end)
    if not brackets:
        return _trim(marked)
    cuts = sorted({at for e in counts for at in (e.start, e.end)})
    opened, closed = {e.start for e in counts}, {e.end for e in counts}
    pieces = marked.divide(cuts)
    joined = Text()
    for at, piece in zip([0, *cuts], pieces, strict=True):
        joined.append("]" * (at in closed) + "[" * (at in opened))
        joined.append_text(piece)
    if cuts and cuts[-1] == len(text):
        joined.append("]")
    return _trim(joined)


def _trim(text: Text) -> Text:
    """The text without the blank head that front matter leaves."""
    head = len(text.plain) - len(text.plain.lstrip())
    return text[head:] if head else text


def tables(extraction: Extraction) -> Iterator[Table]:
    """A table for each list of the extraction that is not empty."""
    if extraction.casualties or extraction.displaced:
        yield _counts(extraction)
    if any(getattr(extraction.summary, key) for key in FIGURES):
        yield _table("Summary", "figure", "value", rows=[(k, headline(extraction, k)) for k in FIGURES])
    if extraction.ledger:
        rows = [(e.list, e.relation, e.note or f"parts sum to {e.sum:,}") for e in extraction.ledger]
        yield _table("Ledger", "list", "relation", "note", rows=rows)
    if extraction.dates:
        dates = [(d.evidence.text, d.kind, d.value or "", d.basis or "") for d in extraction.dates]
        yield _table("Dates", "text", "kind", "value", "basis", rows=dates)
    if extraction.actors:
        actors = [(a.name, a.kind, " ".join(a.countries), str(len(a.mentions))) for a in extraction.actors]
        yield _table("Actors", "name", "kind", "countries", "mentions", rows=actors)
    if extraction.unused_numbers:
        unused = [(u.evidence.text, u.reason) for u in extraction.unused_numbers]
        yield _table("Numbers that became no record", "text", "reason", rows=unused)


def _all_counts(extraction: Extraction) -> list[CasualtyCount | DisplacementCount]:
    return [*extraction.casualties, *extraction.displaced]


def _counts(extraction: Extraction) -> Table:
    rows = [
        (
            kind_of(record),
            short(record.quantity),
            record.evidence.text,
            record.group.role,
            record.source or "",
            record.place or "",
            record.date or "",
            " ".join(part for part in (record.scope, record.status) if part and part != "reported"),
        )
        for record in _all_counts(extraction)
    ]
    return _table("Counts", "what", "value", "words", "who", "source", "place", "date", "scope", rows=rows)


def _table(title: str, *columns: str, rows: Iterable[Sequence[str]]) -> Table:
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    return table
