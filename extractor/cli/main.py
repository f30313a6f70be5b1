"""The command line: arguments in, printed lines and exit codes out (0 done, 1 some failed, 2 wrong usage)."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from extractor.articles.readers import SUFFIXES
from extractor.cli.desk import app as desk_app
from extractor.cli.formats import OutputFormat
from extractor.cli.gold import app as gold_app
from extractor.cli.gold import write_text
from extractor.cli.help import complete_codebooks, complete_columns, complete_models, day, examples, needs
from extractor.cli.messages import complain, refuse

if TYPE_CHECKING:
    from extractor.articles.columns import Columns
    from extractor.distribution import Extra
    from extractor.runs.batch import Extract
    from extractor.runs.formats import CodeSystem, Format
    from extractor.runs.plan import RunPlan

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(desk_app)
app.add_typer(gold_app, name="gold")

Model = Annotated[
    str | None,
    typer.Option(help="Installed English spaCy pipeline to use.", autocompletion=complete_models),
]
Codebook = Annotated[
    str,
    typer.Option(
        help="Values of vague words and ranges: acled, ucdp, emdat, wikimpacts.",
        autocompletion=complete_codebooks,
    ),
]
Workers = Annotated[int, typer.Option(min=1, help="Processes.")]


class Codes(StrEnum):
    """Classifications whose codes can stand beside the events."""

    acled = "acled"
    gtd = "gtd"
    emdat = "emdat"
    glide = "glide"


class Engine(StrEnum):
    """Where a run is done."""

    local = "local"
    ray = "ray"


Published = Annotated[
    datetime | None,
    typer.Option(parser=day, metavar="YYYY-MM-DD", help="Publication day of all the articles."),
]


Inputs = Annotated[
    list[str],
    typer.Argument(
        help=f"Files ({', '.join(SUFFIXES)}), folders, patterns such as 'news/*.txt', URLs (s3://, https://, "
        "memory:// and all that fsspec knows), or - for standard input."
    ),
]
ColumnsOf = Annotated[
    str | None,
    typer.Option(
        "--columns", help="Columns of a known export: acled, gdelt.", autocompletion=complete_columns
    ),
]
TextColumn = Annotated[str | None, typer.Option(help="Column of the texts; 'text' if none is named.")]
DateColumn = Annotated[str | None, typer.Option(help="Column of the days of publication ('published').")]
IdColumn = Annotated[str | None, typer.Option(help="Column of the ids ('id').")]
Out = Annotated[
    str,
    typer.Option(
        "--out",
        "-o",
        help="Folder for the outputs, or one file by name: .xlsx, .csv, .parquet, .geojson, .json, .jsonl.",
    ),
]
Formats = Annotated[
    list[OutputFormat] | None, typer.Option("--format", "-f", help="Output; may be given several times.")
]
CodesBeside = Annotated[
    list[Codes] | None,
    typer.Option("--codes", help="Codes beside the events; may be given several times."),
]
TimeLimit = Annotated[
    float, typer.Option(min=0.1, help="Seconds an article may take, for each 100,000 characters begun.")
]
Address = Annotated[
    str | None, typer.Option(help="Ray cluster to join; without one, Ray starts on this machine.")
]
Overwrite = Annotated[
    bool,
    typer.Option(
        "--overwrite",
        help="As --restart, and drop a damaged run and the files that only an earlier run wrote.",
    ),
]


def _version(asked: bool) -> None:
    if asked:
        from extractor.distribution import version as installed

        typer.echo(f"extractor {installed()}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Typed records of actors, dates, casualties and displacement from English news text."""


@app.command(
    epilog=examples(
        "extractor run articles/ -o out",
        "extractor run articles/ more.jsonl -o out --format parquet --format csv --workers 4",
        "extractor run articles/ -o out --format events-csv --format geojson --codes acled",
        "extractor run articles/ -o results.xlsx",
        "extractor run table.csv --text-column body --date-column day -o out",
        "extractor run acled-export.csv --columns acled -o out",
        "extractor run - -o out < story.txt",
        "extractor run articles/ -o out --resume",
    )
)
def run(
    paths: Inputs,
    out: Out = "out",
    formats: Formats = None,
    codes: CodesBeside = None,
    published: Published = None,
    columns: ColumnsOf = None,
    text_column: TextColumn = None,
    date_column: DateColumn = None,
    id_column: IdColumn = None,
    model: Model = None,
    codebook: Codebook = "acled",
    workers: Workers = 1,
    time_limit: TimeLimit = 60.0,
    max_chars: Annotated[int, typer.Option(min=1, help="Longest text that is read.")] = 1024 * 1024,
    engine: Annotated[Engine, typer.Option(help="Worker processes here, or a Ray cluster.")] = Engine.local,
    address: Address = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an unfinished run.")] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Drop an unfinished run, and begin anew.")
    ] = False,
    overwrite: Overwrite = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print nothing but the end of the run, as one JSON object.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print nothing but errors and notes, on stderr.")
    ] = False,
) -> None:
    """Read articles and write what they say; what failed goes to errors.jsonl beside it."""
    from extractor.runs.plan import RunPlan
    from extractor.runs.results import Settings

    chosen = _columns(columns, text_column, date_column, id_column)
    plan = RunPlan(
        inputs=tuple(paths),
        out=out,
        formats=cast("tuple[Format, ...]", tuple(form.value for form in formats or ())),
        codes=cast("tuple[CodeSystem, ...]", tuple(system.value for system in codes or ())),
        settings=Settings(model, codebook, _date(published), max_chars, chosen),
        engine=engine.value,
        workers=workers,
        time_limit=time_limit,
        address=address,
        resume=resume,
        restart=restart,
        overwrite=overwrite,
    )
    raise typer.Exit(_carry_out(plan, quiet=quiet, as_json=as_json))


def _date(given: datetime | None) -> date | None:
    return given.date() if given else None


def _columns(preset: str | None, text: str | None, day: str | None, name: str | None) -> Columns:
    from extractor.articles.columns import choose_columns

    try:
        return choose_columns(preset, text=text, published=day, id=name)
    except ValueError as error:
        refuse(str(error))


def _carry_out(plan: RunPlan, *, quiet: bool, as_json: bool) -> int:
    """Do a run and print what goes wrong; the exit code."""
    from extractor.cli.terminal.run import Screen
    from extractor.parallel import SetupError, WorkerError
    from extractor.runs.plan import OutputError, RunError, StoppedError
    from extractor.runs.run import run as carry_out

    screen = Screen(quiet=quiet or as_json)
    try:
        failed = carry_out(plan, screen)
        if as_json and screen.outcome:
            typer.echo(screen.outcome.as_json())
        return 1 if failed else 0
    except (RunError, SetupError) as error:
        complain(error)
        return 2
    except (OutputError, WorkerError) as error:
        complain(error)
        return 1
    except StoppedError as error:
        complain(f"{error}; go on with: {_again()}")
        return 130


def _again() -> str:
    """The command line that goes on with the run of this one."""
    import shlex
    import sys

    words = [word for word in sys.argv[1:] if word not in ("--resume", "--restart", "--overwrite")]
    return shlex.join(["extractor", *words, "--resume"])


@app.command(epilog=examples("extractor sample articles"))
def sample(
    folder: Annotated[Path, typer.Argument(help="Folder to make; files in it are never written over.")],
) -> None:
    """Write three short invented articles into a folder, to try the other commands on."""
    from importlib.resources import files

    articles = sorted((files("extractor.cli") / "sample").iterdir(), key=lambda article: article.name)
    taken = next((folder / article.name for article in articles if (folder / article.name).exists()), None)
    if taken:
        refuse(f"{taken}: is there already; name another folder")
    for article in articles:
        write_text(folder / article.name, article.read_text(encoding="utf-8"))
    typer.echo(f"{len(articles)} articles -> {folder}")


@app.command(epilog=examples("extractor schema", "extractor schema > extraction.schema.json"))
def schema() -> None:
    """Print the JSON Schema of the records (draft 2020-12)."""
    import json

    from extractor.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@app.command(
    epilog=examples(
        "extractor show articles/story.txt",
        "extractor show articles/story.txt --published 2024-03-12",
        "extractor show articles/story.txt --explain",
    )
)
def show(
    file: Annotated[
        str, typer.Argument(help="An article, a file of many, a pattern, a URL, or - for standard input.")
    ],
    published: Published = None,
    columns: ColumnsOf = None,
    text_column: TextColumn = None,
    date_column: DateColumn = None,
    id_column: IdColumn = None,
    model: Model = None,
    codebook: Codebook = "acled",
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the construction that made each figure.")
    ] = False,
) -> None:
    """Print an article with the found spans coloured, and its tables."""
    from extractor.articles.failures import ReadFailure
    from extractor.articles.sources import NO_ARTICLE, read_paths
    from extractor.articles.stdin import opened
    from extractor.cli.terminal.article import print_article
    from extractor.cli.terminal.console import console
    from extractor.runs.batch import Crash, run_batch

    chosen = _columns(columns, text_column, date_column, id_column)
    try:
        given = opened(file, chosen)
    except (ValueError, OSError) as error:
        refuse(str(error))
    extract = extractor_of(model, codebook, 1)
    failed, item = False, None
    for item in read_paths([given], published=_date(published), columns=chosen):
        if isinstance(item, ReadFailure):
            failed = True
            complain(item)
            continue
        for article, result in run_batch([item], extract):
            if isinstance(result, Crash):
                failed = True
                complain(result)
            else:
                print_article(console(), article, result, explain=explain)
    if item is None:
        refuse(f"{file}: {'; '.join(NO_ARTICLE)}")
    raise typer.Exit(1 if failed else 0)


@app.command(
    epilog=examples(
        "extractor report out -o report.html", "extractor report out --articles moved/ --limit 200"
    )
)
def report(
    run: Annotated[
        Path,
        typer.Argument(
            callback=needs("the output folder of `extractor run`", "either"),
            help="Output folder of a run, or its records.jsonl.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The page to write.")] = Path("report.html"),
    articles: Annotated[
        list[Path] | None, typer.Option(help="Where the articles are now, if they have moved since the run.")
    ] = None,
    title: Annotated[str, typer.Option(help="Head of the page.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Articles on the page, from the first on.")] = 1000,
) -> None:
    """Make one page of a run: map, charts and tables of its events and figures, each with its sentence."""
    from extractor.runs.readback import RecordsError

    lost = next((path for path in articles or () if not path.exists()), None)
    if lost:
        refuse(f"{lost}: does not exist; give the files and folders that the run has read")
    from extractor.report import read_run, render

    try:
        found = read_run(run, articles=articles or (), limit=limit)
        page = render(found, title=title)
    except (RecordsError, OSError) as error:
        refuse(str(error))
    write_text(out, page)
    typer.echo(f"{out}: {len(found.articles):,} articles")
    if found.more:
        typer.echo(f"{found.more:,} more articles of the run are not on the page; raise --limit", err=True)


@app.command(
    epilog=examples(
        "extractor score corpus gold --errors",
        "extractor score corpus gold --html errors.html",
        "extractor score labelled.jsonl --json",
    )
)
def score(
    data: Annotated[
        Path,
        typer.Argument(
            callback=needs("a folder of articles, or a labelled SET.jsonl", "either"),
            help="Folder of articles, or a labelled SET.jsonl.",
        ),
    ],
    gold: Annotated[
        Path | None,
        typer.Argument(callback=needs("a folder of labels", "folder"), help="Folder of labels."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List each error with its likely cause.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write an error report to this file.")] = None,
    model: Model = None,
    codebook: Codebook = "acled",
    workers: Workers = 1,
) -> None:
    """Score the extractor against gold labels: precision, recall, F1 and per-key accuracy."""
    from extractor.cli.terminal.console import console
    from extractor.cli.terminal.report import print_findings, print_report
    from extractor.gold import GoldError
    from extractor.gold.evaluation import evaluate, failures_of, read_labelled, report_of

    if gold is None and data.is_dir():
        refuse(f"{data}: a folder of articles needs the folder of its labels; give score CORPUS GOLD")
    try:
        evaluated = evaluate(read_labelled(data, gold), extractor_of(model, codebook, workers))
    except GoldError as error:
        refuse(str(error))
    report, failures = report_of(evaluated), failures_of(evaluated)
    if html is not None:
        from extractor.gold.error_page import render

        desk = f"extractor review {shlex.join([str(data), str(gold)])}" if gold and data.is_dir() else ""
        write_text(html, render(evaluated, desk=desk))
    for failure in failures:
        complain(failure)
    if as_json:
        typer.echo(report.model_dump_json(indent=2, exclude=None if errors else {"findings"}))
    else:
        out = console()
        print_report(out, report)
        if errors:
            print_findings(out, report)
    raise typer.Exit(1 if failures else 0)


def extractor_of(model: str | None, codebook: str, workers: int) -> Extract:
    """The pipeline with its settings, after a check that it has what they name."""
    from functools import partial

    from extractor.codebooks import load_codebook
    from extractor.language.annotate import load_model
    from extractor.pipeline import extract_many

    checks: tuple[Callable[[], object], ...] = (lambda: load_codebook(codebook), lambda: load_model(model))
    for check in checks:
        try:
            check()
        except (ValueError, OSError) as error:
            refuse(str(error))
    return partial(extract_many, model=model, codebook=codebook, workers=workers)


def require_extra(extra: Extra, what: str) -> None:
    """Refuse a command in one line where the extra that it needs is not installed."""
    from extractor.distribution import MissingExtraError, require

    try:
        require(extra)
    except MissingExtraError as error:
        refuse(f"{what} {error}")
