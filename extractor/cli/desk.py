"""``extractor review``: the desk for labels and for the records of a run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from extractor.cli.formats import OutputFormat
from extractor.cli.gold import write_text
from extractor.cli.help import complete_codebooks, complete_models, examples, needs
from extractor.cli.messages import complain, refuse

if TYPE_CHECKING:
    from extractor.articles.article import Article
    from extractor.labelling.review.adjudicate import Second
    from extractor.labelling.review.desk import Desk
    from extractor.labelling.review.sources import Folder, Run, Source
    from extractor.records import Extraction
    from extractor.runs.batch import Extract
    from extractor.runs.formats import Format

app = typer.Typer()

Place = Annotated[
    Path,
    typer.Argument(
        callback=needs("a folder of articles, or the output folder of a run", "either"),
        help="Folder of articles, or output folder of a run.",
    ),
]
GoldOrReview = Annotated[
    Path | None,
    typer.Argument(
        help="Folder of labels, which may be empty; of a run the folder for its corrections, "
        "RUN-review if none is given."
    ),
]
Against = Annotated[
    Path | None,
    typer.Option(
        callback=needs("a folder of labels", "folder"),
        help="Settle where the labels of GOLD and of this folder part.",
    ),
]
Moved = Annotated[
    list[Path] | None, typer.Option(help="Of a run: where its articles are now, if they have moved.")
]
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


@app.command(
    epilog=examples(
        "extractor review articles gold",
        "extractor review out",
        "extractor review articles gold --second second-gold --annotator Ada",
        "extractor review articles gold --against second-gold",
        "extractor review articles gold --blind --port 8765 --no-browser",
    )
)
def review(
    place: Place,
    gold: GoldOrReview = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    annotator: Annotated[str, typer.Option(help="Who labels: the name stands beside each label.")] = "",
    blind: Annotated[
        bool, typer.Option("--blind", help="Without the extractor's answers, for labels that measure it.")
    ] = False,
    second: Annotated[
        Path | None,
        typer.Option(help="Label what is finished in GOLD a second time, blind, into this folder."),
    ] = None,
    against: Against = None,
    articles: Moved = None,
    model: Model = None,
    codebook: Codebook = "acled",
) -> None:
    """Correct records in the browser, and save them as labels; on this machine alone."""
    from extractor.cli.main import require_extra

    require_extra("review", "review")
    from extractor.labelling.review.adjudicate import Second
    from extractor.labelling.review.desk import Desk

    if second is not None and against is not None:
        refuse("--second labels and --against settles; give one of them")
    source: Source
    if _is_run(place):
        source, labels = _run(place, articles or []), gold or beside(place, "review")
    else:
        first = _label_folder(place, gold)
        unseen = blind or bool(second) or bool(against)
        source = _folder(place, first, second, None if unseen else _extract(model, codebook))
        labels = second or first
    desk = Desk(source, labels, annotator)
    _serve(desk, port, not no_browser, Second(source, against) if against else None)


@app.command(
    epilog=examples("extractor apply out out-review", "extractor apply out out-review -o corrected -f xlsx")
)
def apply(
    run: Annotated[
        Path,
        typer.Argument(
            callback=needs("the output folder of `extractor run`", "either"),
            help="Output folder of a run, or its file of records.",
        ),
    ],
    review: Annotated[
        Path | None,
        typer.Argument(
            help="Folder of the corrections that `extractor review RUN` made; RUN-review if none."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder to write; RUN-corrected if none is given.")
    ] = None,
    formats: Annotated[
        list[OutputFormat] | None,
        typer.Option("--format", "-f", help="Further outputs beside those of the run; several times."),
    ] = None,
    articles: Moved = None,
) -> None:
    """Write a run's records, tables and page again with the corrections of a review, and what was changed."""
    from extractor.gold import GoldError
    from extractor.labelling.apply_run import apply_review
    from extractor.report import read_run, render
    from extractor.runs.plan import RunError
    from extractor.runs.readback import RecordsError

    source, folder = _run(run, articles or []), out or beside(run, "corrected")
    chosen = cast("tuple[Format, ...]", tuple(form.value for form in formats or ()))
    try:
        done = apply_review(run, source, review or beside(run, "review"), folder, chosen)
        page = render(read_run(folder, articles=articles or (), limit=max(done.articles, 1)))
    except (GoldError, RecordsError, RunError, OSError) as error:
        refuse(error)
    write_text(folder / "report.html", page)
    what = f"{done.corrected} of {done.articles} articles corrected, {done.changes} changes"
    typer.echo(f"{what} -> {folder}")


def _label_folder(corpus: Path, gold: Path | None) -> Path:
    """The folder of the labels of a folder of articles."""
    if gold is None or not gold.is_dir():
        what = f"{gold} is no folder" if gold else "labels need a folder of their own"
        refuse(f"{corpus}: {what}; give a folder for the labels; it may be empty")
    return gold


def beside(run: Path, what: str) -> Path:
    """The folder beside a run's that holds something of it: ``out-review``."""
    name = run.resolve().name
    return run.with_name(f"{re.sub(r'[.](jsonl|parquet)([.]gz)?$', '', name)}-{what}")


def _is_run(place: Path) -> bool:
    """Whether a path is what `extractor run` has written."""
    return place.is_file() or any((place / f"records.{kind}").is_file() for kind in ("jsonl", "parquet"))


def _run(place: Path, articles: list[Path]) -> Run:
    """The articles of a run; those that are no longer what it read are named by their number."""
    from extractor.labelling.review.sources import Run
    from extractor.runs.readback import RecordsError

    lost = next((path for path in articles if not path.exists()), None)
    if lost is not None:
        refuse(f"{lost}: does not exist; give the files and folders that the run has read")
    try:
        run = Run(place, articles)
    except (RecordsError, OSError) as error:
        refuse(error)
    if run.lost:
        number = f"{len(run.lost)} of its {len(run.extractions)} articles"
        complain(f"{place}: {number} have moved or changed since; name their place with --articles")
    return run


def _folder(corpus: Path, gold: Path, second: Path | None, extract: Extract | None) -> Folder:
    """The articles of a folder; for a second labelling those that are finished in the first."""
    from extractor.gold import GoldError, finished_ids
    from extractor.labelling.review.sources import Folder

    def answer(article: Article) -> Extraction:
        assert extract is not None
        return next(iter(extract([article])))

    try:
        only = finished_ids(corpus, gold) if second else None
    except GoldError as error:
        refuse(error)
    if only is not None and not only:
        refuse(f"{gold}: no article of {corpus} is finished there; label it once first")
    return Folder(corpus, answer if extract else None, only)


def _extract(model: str | None, codebook: str) -> Extract:
    from extractor.cli.main import extractor_of

    return extractor_of(model, codebook, 1)


def _serve(desk: Desk, port: int, browse: bool, second: Second | None) -> None:
    """Serve a desk until Ctrl-C; its address is printed, and opened in a browser."""
    from extractor.labelling.review.server import serve

    def opened(address: str) -> None:
        import webbrowser

        typer.echo(f"Open {address}\nCtrl-C ends it; every change is saved when it is made.")
        if browse:
            webbrowser.open(address)

    try:
        serve(desk, port, opened, second)
    except OSError as error:
        refuse(f"port {port}: cannot be opened ({error.strerror}); give another --port")
