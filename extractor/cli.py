"""The command line: arguments in, printed lines and exit codes out (0 done, 1 some failed, 2 wrong usage)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Typed records of actors, dates, casualties and displacement from English news text.",
)


@app.callback()
def main() -> None:
    """Typed records of actors, dates, casualties and displacement from English news text."""


@app.command()
def score(
    data: Annotated[Path, typer.Argument(exists=True, help="Folder of articles, or a labelled SET.jsonl.")],
    gold: Annotated[
        Path | None, typer.Argument(exists=True, file_okay=False, help="Folder of labels.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List each error with its likely cause.")] = False,
    model: Annotated[str | None, typer.Option(help="spaCy pipeline to use.")] = None,
    codebook: Annotated[str, typer.Option(help="Values of vague words and ranges.")] = "acled",
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Score the extractor against gold labels: precision, recall, F1 and per-key accuracy."""
    from functools import partial

    from extractor.batch import Crash, run_batch
    from extractor.gold import GoldError, read_corpus, read_set
    from extractor.pipeline import extract_many
    from extractor.scoring import score_set
    from extractor.terminal import print_findings, print_report

    if gold is None and data.is_dir():
        raise typer.BadParameter("a folder of articles needs the folder of its labels: score CORPUS GOLD")
    try:
        rows = list(read_set(data) if gold is None else read_corpus(data, gold))
    except GoldError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from None
    if not rows:
        typer.echo(f"error: {data}: no labelled article; give GOLD/<id>.json for CORPUS/<id>.txt", err=True)
        raise typer.Exit(2)
    run = partial(extract_many, model=model, codebook=codebook, workers=workers)
    done = (result for _, result in run_batch((r.article for r in rows if r.failure is None), run))
    scored, failed = [], False
    for row in rows:
        result = None if row.failure else next(done)
        if result is None or isinstance(result, Crash):
            failed = True
            typer.echo(f"error: {row.failure or f'{row.article.id}: {result.reason}'}", err=True)  # type: ignore[union-attr]
            result = None
        scored.append((result, row.article.text, row.gold))
    report = score_set(scored)
    if as_json:
        typer.echo(report.model_dump_json(indent=2, exclude=None if errors else {"findings"}))
    else:
        print_report(report)
        if errors:
            print_findings(report)
    raise typer.Exit(1 if failed else 0)
