"""One extraction in the terminal: the article with coloured spans, its tables; a line and a row in a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from extractor.articles.article import Article
from extractor.articles.sanitize import one_line, safe
from extractor.display.tables import filled, listings
from extractor.display.words import FIGURES, Count, headline, judgement, kind_of
from extractor.frames.constructions import CONSTRUCTIONS
from extractor.records import Evidence, Extraction

STYLES = {
    "casualties": "bold red",
    "displaced": "bold magenta",
    "dates": "cyan",
    "actors": "green",
    "unused": "dim yellow",
}

_UNLIMITED = 10_000


def run_line(extraction: Extraction) -> str:
    """One article of a run on one line."""
    figures = [f"{key} {lines}" for key in FIGURES if (lines := headline(extraction, key))]
    mentions = f"{len(extraction.dates)} dates, {len(extraction.actors)} actors"
    return f"{one_line(extraction.article.id)}: {', '.join([*figures, mentions])}"


def summary_row(extraction: Extraction) -> list[str]:
    """One article's row of the summary table."""
    article = extraction.article
    return [one_line(article.id), article.published or "", *(headline(extraction, key) for key in FIGURES)]


def summary_table(rows: Sequence[Sequence[str]]) -> Rows:
    """The summary figures of a run, one article a row."""
    return Rows("Summary figures", ("article", "published", *FIGURES), rows, right=FIGURES)


def print_article(
    console: Console, article: Article, extraction: Extraction, *, explain: bool = False
) -> None:
    """The article with its spans marked, then each list that is not empty, and the ledger as sums.

    ``explain`` adds the construction that made each figure, with an example of it.
    """
    marks = console.no_color or console.color_system is None
    console.print(Text(one_line(f"{article.id}  {extraction.article.published or 'no date'}"), style="bold"))
    console.print(marked_text(article.text, extraction, brackets=marks))
    legend = Text("\nspans: ")
    for name, style in STYLES.items():
        legend.append(f"{name}  ", style=style)
    console.print(legend)
    for table in tables(extraction):
        console.print(table)
    if explain and (rows := explained(extraction)).rows:
        console.print(rows)
    for warning in extraction.warnings:
        console.print(Text(one_line(f"warning: {warning}"), style="yellow"))


def marked_text(text: str, extraction: Extraction, *, brackets: bool) -> Text:
    """The article's text with a style on every span, and brackets round the counts where asked."""
    marked = Text(safe(text))
    for name, found in _spans(extraction).items():
        for evidence in found:
            marked.stylize(STYLES[name], evidence.start, evidence.end)
    counts: tuple[Count, ...] = (*extraction.casualties, *extraction.displaced)
    return _trim(_bracketed(marked, [count.evidence for count in counts]) if brackets else marked)


def _spans(extraction: Extraction) -> dict[str, list[Evidence]]:
    """The spans to mark by the name of their style, the most important last."""
    return {
        "unused": [number.evidence for number in extraction.unused_numbers],
        "actors": [mention for actor in extraction.actors for mention in actor.mentions],
        "dates": [mention.evidence for mention in extraction.dates],
        "casualties": [record.evidence for record in extraction.casualties],
        "displaced": [record.evidence for record in extraction.displaced],
    }


def _bracketed(marked: Text, counts: list[Evidence]) -> Text:
    """The marked text with brackets round the counts."""
    opened, closed = {e.start for e in counts}, {e.end for e in counts}
    cuts = sorted((opened | closed) - {0})
    joined = Text()
    for at, piece in zip([0, *cuts], marked.divide(cuts), strict=True):
        joined.append("]" * (at in closed) + "[" * (at in opened))
        joined.append_text(piece)
    if cuts and cuts[-1] == len(marked.plain):
        joined.append("]")
    return joined


def _trim(text: Text) -> Text:
    """The text without the blank head that front matter leaves."""
    head = len(text.plain) - len(text.plain.lstrip())
    return text[head:] if head else text


class Rows(NamedTuple):
    """A list of the extraction: a table where the terminal is wide enough for one, else a block a row.

    Columns and lines that would be empty are left out.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str | None]]
    right: tuple[str, ...] = ()
    """Columns of numbers, which stand at the right."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        cells = [[Text(one_line(cell or "")) for cell in row] for row in self.rows]
        kept = filled(self.columns, cells)
        table = Table(title=self.title, title_justify="left")
        for name in (self.columns[i] for i in kept):
            table.add_column(name, justify="right" if name in self.right else "left")
        for row in cells:
            table.add_row(*(row[i] for i in kept))
        # Measured without a limit: the narrowest table that breaks no word.
        if Measurement.get(console, options.update(max_width=_UNLIMITED), table).minimum <= options.max_width:
            yield table
            return
        yield Text(self.title, style="table.title")
        for row in cells:
            block = Table.grid(padding=(0, 2))
            block.add_column(style="table.header", no_wrap=True)
            block.add_column(overflow="fold")
            for name, cell in zip(self.columns, row, strict=True):
                if cell:
                    block.add_row(name, cell)
            yield block
            yield Text()


def tables(extraction: Extraction) -> Iterator[Rows | Text]:
    """Each list of the extraction that is not empty."""
    counts, *others = (Rows(*listing) for listing in listings(extraction))
    figures = [(key, lines) for key in FIGURES if (lines := headline(extraction, key))]
    shown: tuple[Rows | Text, ...]
    shown = (counts, Rows("Summary", ("figure", "value"), figures), _ledger(extraction), *others)
    return (part for part in shown if (part.rows if isinstance(part, Rows) else part))


def explained(extraction: Extraction) -> Rows:
    """Each figure with the construction that made it: its name, where the counted stand, an example."""
    known = {rule.name: rule for rule in CONSTRUCTIONS}
    counts: tuple[Count, ...] = (*extraction.casualties, *extraction.displaced)
    rows = [
        (record.evidence.text, kind_of(record), rule.name, rule.patient, rule.example)
        for record in counts
        if (rule := known.get(record.rule or ""))
    ]
    return Rows("Constructions", ("words", "what", "rule", "who is counted", "as in"), rows)


def _ledger(extraction: Extraction) -> Text:
    lines = Text()
    for line in extraction.ledger:
        lines.append("" if lines else "Ledger", style="table.title")
        lines.append(f"\n  {judgement(extraction, line)}", "bold red" if line.relation == "mismatch" else "")
    return lines
