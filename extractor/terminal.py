"""Extractions and reports as tables in a terminal; every string of an article is made harmless first."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from extractor.scoring.report import Counts, KeyScore, Report

_CONSOLE = Console(highlight=False)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def print_report(report: Report, console: Console = _CONSOLE) -> None:
    """The report as tables: lists, keys, summary."""
    failed = f", {report.failed} failed" if report.failed else ""
    console.print(f"{report.articles} articles{failed}")
    if report.lists:
        console.print(_lists(report))
        console.print(_keys(report))
    if report.summary:
        console.print(_summary(report))


def _lists(report: Report) -> Table:
    table = Table("list", "level", title="Records")
    for name in ("P", "R", "F1", "tp", "fp", "fn"):
        table.add_column(name, justify="right")
    for name, score in report.lists.items():
        for level, counts in (("figure", score.figure), ("record", score.record)):
            table.add_row(name if level == "figure" else "", level, *_counts(counts))
    return table


def _counts(counts: Counts) -> list[str]:
    ratios = (counts.precision, counts.recall, counts.f1)
    return [*map(_percent, ratios), str(counts.tp), str(counts.fp), str(counts.fn)]


def _keys(report: Report) -> Table:
    table = Table("list", "key", title="Keys of matched records")
    for name in ("accuracy", "right", "of"):
        table.add_column(name, justify="right")
    for name, score in report.lists.items():
        for i, (key, judged) in enumerate(sorted(score.keys.items())):
            table.add_row(
                "" if i else name, key, _percent(judged.accuracy), str(judged.right), str(judged.total)
            )
    return table


def _summary(report: Report) -> Table:
    table = Table("summary", title="Headline figures")
    for name in ("exact", "within 10%", "exact >0", "within 10% >0", "invented"):
        table.add_column(name, justify="right")
    for name, s in report.summary.items():
        table.add_row(
            name,
            *map(_share, (s.exact, s.within_10, s.positive_exact, s.positive_within_10)),
            f"{_percent(s.invented_share)} ({s.invented}/{s.empty})",
        )
    return table


def _share(score: KeyScore) -> str:
    return f"{_percent(score.accuracy)} ({score.right}/{score.total})"


def print_findings(report: Report, console: Console = _CONSOLE) -> None:
    """Each error, grouped by list and cause, the commonest cause first."""
    groups: dict[tuple[str, str, str], int] = {}
    for finding in report.findings:
        key = (finding.list, finding.error, finding.cause.split(" (")[0])
        groups[key] = groups.get(key, 0) + 1
    for (name, error, cause), count in sorted(groups.items(), key=lambda item: -item[1]):
        console.print(f"\n{name} · {error} · {cause}: {count}", style="bold", markup=False)
        for f in report.findings:
            if (f.list, f.error, f.cause.split(" (")[0]) == (name, error, cause):
                told = " · ".join(
                    part for part in (f.wanted and f"gold {f.wanted}", f.got and f"got {f.got}") if part
                )
                console.print(f"  {f.article}: {told}  {f.cause.removeprefix(cause)}", markup=False)
                if f.sentence:
                    console.print(f"    {f.sentence}", markup=False, style="dim")
