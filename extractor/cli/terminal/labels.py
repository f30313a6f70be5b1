"""Agreement of labellings, changes between runs, and the accuracy gate, as tables and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.articles.sanitize import one_line
from extractor.gold.floors import Floors, Measured
from extractor.labelling.agree import Agreement
from extractor.labelling.diff import Change


def _decimal(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def print_agreement(console: Console, agreement: Agreement) -> None:
    """F1 per list, then the share of equal values and kappa per key, then the headline figures."""
    console.print(f"{agreement.articles} articles with both labellings")
    lists = Table("list", title="Records")
    for name in ("F1", "in both", "only A", "only B"):
        lists.add_column(name, justify="right")
    for name, scores in agreement.lists.items():
        f = scores.figure
        lists.add_row(name, _decimal(f.f1), str(f.tp), str(f.fn), str(f.fp))
    console.print(lists)
    keys = Table("list", "key", title="Keys that both labelled")
    for name in ("equal", "kappa", "same", "of"):
        keys.add_column(name, justify="right")
    for name, scores in agreement.lists.items():
        for i, (key, k) in enumerate(scores.keys.items()):
            keys.add_row(
                "" if i else name, key, _decimal(k.share), _decimal(k.kappa), str(k.right), str(k.total)
            )
    console.print(keys)
    if agreement.assignment:
        grouped, items = _decimal(agreement.assignment.f1), agreement.assignment.items
        console.print(f"Figures grouped by event (B-cubed F1): {grouped} over {items} figures\n")
    summary = Table("summary", title="Headline figures")
    for name in ("equal", "same", "of"):
        summary.add_column(name, justify="right")
    for key, score in agreement.summary.items():
        summary.add_row(key, _decimal(score.accuracy), str(score.right), str(score.total))
    console.print(summary)


def print_disagreements(console: Console, agreement: Agreement) -> None:
    """Each point where the labellings part, the commonest kind first."""
    kinds = Counter((d.list, d.kind, d.key or "") for d in agreement.disagreements)
    for (name, kind, key), count in kinds.most_common():
        console.print(Text(f"\n{name} · {kind} {key}: {count}", style="bold"), soft_wrap=True)
        for d in agreement.disagreements:
            if (d.list, d.kind, d.key or "") == (name, kind, key):
                sides = " · ".join(f"{side} {scores}" for side, scores in (("A", d.a), ("B", d.b)) if scores)
                _print_point(console, f"{d.article}: {sides}", d.sentence)


def print_changes(console: Console, changes: Sequence[Change], *, judged: bool) -> None:
    """Each change of a run, and the balance; without labels no verdict is given."""
    signs = {"gain": ("+ ", "green"), "loss": ("- ", "red"), None: ("~ ", "")}
    for change in changes:
        sign, style = signs[change.verdict]
        scores = " -> ".join(words for words in (change.old, change.new) if words)
        keys = f" ({'; '.join(change.keys)})" if change.keys else ""
        words = f"{sign}{change.article}: {change.list} {change.change}: {scores}{keys}"
        console.print(Text(one_line(words), style=style), soft_wrap=True)
        if change.sentence:
            console.print(Text("    " + one_line(change.sentence), style="dim"), soft_wrap=True)
    kinds = Counter(change.change for change in changes)
    scores = ", ".join(f"{kinds[kind]} {kind}" for kind in ("gained", "lost", "changed"))
    if judged:
        verdicts = Counter(change.verdict for change in changes)
        scores += f"; in truth {verdicts['gain']} gains, {verdicts['loss']} losses, {verdicts[None]} neither"
    console.print(Text(scores, style="bold"))


def print_gate(console: Console, measured: Measured, floors: Floors) -> None:
    """Both halves beside their floors."""
    table = Table("figure", title="Accuracy gate")
    for name in ("tune", "floor", "measure", "floor", "gap", "allowed"):
        table.add_column(name, justify="right")
    gaps = measured.gaps()
    for name in sorted(measured.tune.keys() | measured.measure.keys()):
        table.add_row(
            name,
            _decimal(measured.tune.get(name)),
            _decimal(floors.tune.get(name)),
            _decimal(measured.measure.get(name)),
            _decimal(floors.measure.get(name)),
            _decimal(gaps[name]) if name in gaps else "",
            _decimal(floors.allowed_gap.get(name)) if name in gaps else "",
        )
    console.print(table)


def _print_point(console: Console, words: str, sentence: str) -> None:
    console.print(Text(one_line(words)), soft_wrap=True)
    if sentence:
        console.print(Text("    " + one_line(sentence), style="dim"), soft_wrap=True)
