"""A scoring report as tables, and its findings as lists."""

from __future__ import annotations

from collections import defaultdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.articles.sanitize import one_line
from extractor.gold.scoring import Finding, KeyScore, Report
from extractor.gold.scoring.report import BCubed, Counts


def _decimal(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def print_report(console: Console, report: Report) -> None:
    """The report as tables: lists, keys, summary."""
    failed = f", {report.failed} failed" if report.failed else ""
    console.print(f"{report.articles} articles{failed}")
    if report.lists:
        console.print(_lists(report))
        console.print(_keys(report))
    if report.assignment:
        console.print(_assignment(report.assignment))
    if report.summary:
        console.print(_summary(report))


def _lists(report: Report) -> Table:
    table = Table("list", "level", title="Records")
    for name in ("P", "R", "F1", "tp", "fp", "fn"):
        table.add_column(name, justify="right")
    for name, score in report.lists.items():
        whole = "row" if name == "events" else "record"
        for level, counts in (("figure", score.figure), (whole, score.record)):
            table.add_row(name if level == "figure" else "", level, *_counts(counts))
    return table


def _assignment(score: BCubed) -> str:
    ratios = zip(("P", "R", "F1"), (score.precision, score.recall, score.f1), strict=True)
    words = ", ".join(f"{name} {_decimal(value)}" for name, value in ratios)
    return f"Figures grouped by event (B-cubed): {words} over {score.items} figures\n"


def _counts(counts: Counts) -> list[str]:
    ratios = (counts.precision, counts.recall, counts.f1)
    return [*map(_decimal, ratios), str(counts.tp), str(counts.fp), str(counts.fn)]


def _keys(report: Report) -> Table:
    table = Table("list", "key", title="Keys of matched records")
    for name in ("accuracy", "right", "of"):
        table.add_column(name, justify="right")
    for name, score in report.lists.items():
        for i, (key, judged) in enumerate(sorted(score.keys.items())):
            table.add_row(
                "" if i else name, key, _decimal(judged.accuracy), str(judged.right), str(judged.total)
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
            f"{_decimal(s.invented_share)} ({s.invented}/{s.empty})",
        )
    return table


def _share(score: KeyScore) -> str:
    return f"{_decimal(score.accuracy)} ({score.right}/{score.total})"


def print_findings(console: Console, report: Report) -> None:
    """Each error with its sentence, grouped by list and cause, the commonest group first."""
    groups: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        groups[finding.list, finding.error, finding.cause.partition(" (")[0]].append(finding)
    for (name, error, cause), findings in sorted(groups.items(), key=lambda group: -len(group[1])):
        console.print(Text(f"\n{name} · {error} · {cause}: {len(findings)}", style="bold"))
        for finding in findings:
            for line in _finding_lines(finding):
                console.print(line, soft_wrap=True)


def _finding_lines(finding: Finding) -> list[Text]:
    wanted = finding.wanted and f"gold {finding.wanted}"
    got = finding.got and f"got {finding.got}"
    detail = finding.cause.partition(" (")[2].removesuffix(")")
    words = " · ".join(part for part in (wanted, got, detail) if part)
    lines = [Text(one_line(f"{finding.article}: {words}"))]
    if finding.sentence:
        lines.append(Text("    " + one_line(finding.sentence), style="dim"))
    return lines
