"""``extractor gold``: draft, check, compare, exchange labels, and set the floors of the accuracy gate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.help import complete_models, examples, needs
from extractor.cli.messages import complain, refuse

if TYPE_CHECKING:
    from extractor.articles.article import Article
    from extractor.gold import LabelledArticle

_LONGEST_NAME = 240
"""Bytes of a file's name: most file systems hold 255, and while it is written it has a longer one."""
_SHOWN = 40

app = typer.Typer(no_args_is_help=True, help="Tools for labels: draft, check, agree, diff, exchange, floors.")

ArticleFile = typer.Argument(
    callback=needs("an article, or a folder of them", "either"), help="An article, or a folder of them."
)
Run = typer.Argument(callback=needs("the records.jsonl of a run"), help="The records.jsonl of a run.")
CorpusFolder = typer.Argument(callback=needs("a folder of articles", "folder"), help="Folder of articles.")
GoldFolder = typer.Argument(callback=needs("a folder of labels", "folder"), help="Folder of labels.")
Corpus = Annotated[
    Path,
    typer.Option(
        callback=needs("the folder of the labelled articles", "folder"),
        help="Folder of the articles that the labels are of.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(help="Installed English spaCy pipeline to use.", autocompletion=complete_models),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


class Format(StrEnum):
    """What labels are exchanged as."""

    LABEL_STUDIO = "label-studio"
    SPACY = "spacy"


@app.command(
    epilog=examples(
        "extractor gold draft articles/ -o gold",
        "extractor gold draft articles/story.txt -o gold/story.json",
        "extractor gold draft articles/story.txt --empty",
    )
)
def draft(
    article: Annotated[Path, ArticleFile],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File to write, stdout if none; of a folder's drafts the folder."),
    ] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Without the extractor's answer.")] = False,
    model: Model = None,
) -> None:
    """Write a pre-labelled gold file of an article, or of each article of a folder, to be corrected."""
    from extractor.articles.failures import ArticleError
    from extractor.articles.sources import read_article

    if article.is_dir():
        _draft_folder(article, out, empty, model)
        return
    try:
        ((_, text),) = _drafts([read_article(article)], empty, model)
    except (ArticleError, ValueError, OSError) as error:
        refuse(error)
    if out is None:
        typer.echo(text, nl=False)
    elif out.exists():
        refuse(f"{out}: is there already; remove it or name another file")
    else:
        write_text(out, text)


def _draft_folder(corpus: Path, out: Path | None, empty: bool, model: str | None) -> None:
    """Draft every article of a folder that has no labels yet; what cannot be read costs only itself."""
    from extractor.articles.failures import ArticleError
    from extractor.articles.sources import read_article
    from extractor.gold import article_files

    if out is None:
        refuse(f"{corpus}: is a folder; name the folder for its drafts with -o, such as -o gold")
    if out.is_file():
        refuse(f"{out}: is a file; name a folder for the drafts of {corpus}")
    files = article_files(corpus)
    if not files:
        refuse(f"{corpus}: holds no article (.txt, .md); name another folder")
    articles, failed = [], 0
    for article_id, path in files.items():
        if _inside(out, article_id).exists():
            continue
        try:
            articles.append(read_article(path).model_copy(update={"id": article_id}))
        except ArticleError as error:
            failed += 1
            complain(error)
    there = len(files) - len(articles) - failed
    for article_id, text in _drafts(articles, empty, model):
        write_text(_inside(out, article_id), text)
    kept = f"; {there} had labels already, and were left alone" if there else ""
    typer.echo(f"{len(articles)} drafts -> {out}{kept}")
    raise typer.Exit(1 if failed else 0)


def _drafts(articles: list[Article], empty: bool, model: str | None) -> Iterator[tuple[str, str]]:
    """The id of each article and the text of its draft; one that the extractor fails on is drafted empty."""
    from extractor.labelling.draft import draft as drafted
    from extractor.labelling.draft import empty_draft
    from extractor.labelling.layout import gold_json
    from extractor.pipeline import extract_many
    from extractor.records import Extraction
    from extractor.runs.batch import run_batch

    if empty:
        yield from ((article.id, gold_json(empty_draft(article))) for article in articles)
        return
    for article, result in run_batch(articles, partial(extract_many, model=model)):
        if isinstance(result, Extraction):
            yield article.id, gold_json(drafted(article, result))
        else:
            complain(result)
            yield article.id, gold_json(empty_draft(article))


@app.command(
    epilog=examples("extractor gold check", "extractor gold check gold/story.json --corpus articles")
)
def check(
    gold: Annotated[
        Path,
        typer.Argument(
            callback=needs("a gold file or a folder of them", "either"),
            help="A gold file or a folder of them.",
        ),
    ] = Path("gold"),
    corpus: Corpus = Path("corpus"),
    as_json: AsJson = False,
) -> None:
    """Check labels: quotes, values, numbers against their words, sums; exit 1 if something is wrong."""
    from extractor.articles.sanitize import safe
    from extractor.labelling.check import check_file, check_folder

    found = list(check_folder(corpus, gold) if gold.is_dir() else check_file(corpus, gold))
    if as_json:
        typer.echo(json.dumps([p.model_dump() for p in found], ensure_ascii=False, indent=2))
    else:
        for problem in found:
            typer.echo(safe(str(problem)))
        doubts = sum(problem.doubt for problem in found)
        typer.echo(f"{len(found) - doubts} problems, {doubts} doubts")
    raise typer.Exit(1 if any(not problem.doubt for problem in found) else 0)


@app.command(
    epilog=examples(
        "extractor gold agree gold second-gold --corpus articles",
        "extractor gold agree gold second-gold --brief",
    )
)
def agree(
    a: Annotated[Path, GoldFolder],
    b: Annotated[Path, GoldFolder],
    corpus: Corpus = Path("corpus"),
    as_json: AsJson = False,
    brief: Annotated[bool, typer.Option("--brief", help="Without the list of disagreements.")] = False,
) -> None:
    """Say how far two labellings of the same articles agree, per list and key, and where they part."""
    from extractor.cli.terminal.console import console
    from extractor.cli.terminal.labels import print_agreement, print_disagreements
    from extractor.gold import GoldError, finished, read_corpus
    from extractor.labelling.agree import agreement

    try:
        agreed = agreement(finished(read_corpus(corpus, a)), finished(read_corpus(corpus, b)))
    except GoldError as error:
        refuse(error)
    if not agreed.articles:
        refuse(f"{a} and {b}: no article of {corpus} has labels in both; name its folder with --corpus")
    if as_json:
        typer.echo(agreed.model_dump_json(indent=2, exclude={"disagreements"} if brief else None))
        return
    print_agreement(console(), agreed)
    if not brief:
        print_disagreements(console(), agreed)


@app.command(
    epilog=examples(
        "extractor gold diff old/records.jsonl out/records.jsonl",
        "extractor gold diff old/records.jsonl out/records.jsonl --gold gold --corpus corpus",
    )
)
def diff(
    old: Annotated[Path, Run],
    new: Annotated[Path, Run],
    gold: Annotated[
        Path | None,
        typer.Option(
            callback=needs("a folder of labels, or a labelled SET.jsonl", "either"),
            help="Folder of labels, or a labelled SET.jsonl.",
        ),
    ] = None,
    corpus: Annotated[Path, typer.Option(help="With --gold: folder of the articles.")] = Path("corpus"),
    as_json: AsJson = False,
) -> None:
    """Say what changed between two runs (records.jsonl), record by record; with labels, gain or loss."""
    from extractor.cli.terminal.console import console
    from extractor.cli.terminal.labels import print_changes
    from extractor.gold import GoldError
    from extractor.labelling.diff import compare_runs, read_run

    try:
        changes = list(compare_runs(read_run(old), read_run(new), _labelled(gold, corpus)))
    except GoldError as error:
        refuse(error)
    if as_json:
        typer.echo(json.dumps([change.model_dump() for change in changes], ensure_ascii=False, indent=2))
    else:
        print_changes(console(), changes, judged=gold is not None)


@app.command(
    "export",
    epilog=examples(
        "extractor gold export corpus gold -o tasks.json",
        "extractor gold export articles --to spacy -o articles.spacy",
    ),
)
def export_labels(
    corpus: Annotated[Path, CorpusFolder],
    gold: Annotated[Path | None, GoldFolder] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write.")] = Path("tasks.json"),
    to: Annotated[Format, typer.Option("--to", help="Format.")] = Format.LABEL_STUDIO,
    model: Model = None,
) -> None:
    """Write labels for Label Studio or spaCy; without GOLD, the extractor's answer as pre-annotation."""
    from extractor.articles.failures import ArticleError
    from extractor.gold import GoldError
    from extractor.labelling.docbin import write_docbin
    from extractor.labelling.label_studio import labelling_config, to_task

    try:
        pairs = list(_labels(corpus, gold) if gold else _answers(corpus, model))
        if not pairs:
            lacking = (
                f"has no labels in {gold}; put them in {gold}/<id>.json"
                if gold
                else ("holds no article (.txt, .md); name another folder")
            )
            refuse(f"{corpus}: {lacking}")
        if to is Format.SPACY:
            count = write_docbin(out, pairs)
        else:
            by = None if gold else "extractor"
            tasks = [to_task(labels, text, predicted_by=by) for labels, text in pairs]
            write_text(out, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
            write_text(out.with_suffix(".config.xml"), labelling_config())
            count = len(tasks)
    except (GoldError, ArticleError, OSError) as error:
        refuse(error)
    typer.echo(f"{count} articles -> {out}")


@app.command(
    "import",
    epilog=examples(
        "extractor gold import export.json -o gold", "extractor gold import labels.spacy -o gold --force"
    ),
)
def import_labels(
    file: Annotated[
        Path,
        typer.Argument(
            callback=needs("a Label Studio export or a DocBin"), help="Label Studio export, or DocBin."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the gold files.")],
    force: Annotated[bool, typer.Option("--force", help="Write over gold files that are there.")] = False,
) -> None:
    """Turn a Label Studio export (.json) or a spaCy DocBin (.spacy) into gold files."""
    from extractor.gold import GoldError, parse_gold
    from extractor.labelling.docbin import read_docbin
    from extractor.labelling.label_studio import read_tasks
    from extractor.labelling.layout import gold_json

    try:
        found = list(read_tasks(file)) if file.suffix == ".json" else [g for g, _ in read_docbin(file)]
        for labels in found:
            parse_gold(labels, str(labels["article"]), str(file))
    except GoldError as error:
        refuse(error)
    targets = [_inside(out, str(labels["article"])) for labels in found]
    for target in targets:
        if target.exists() and not force:
            refuse(f"{target}: is there already; give --force to write over it")
    for target, labels in zip(targets, found, strict=True):
        write_text(target, gold_json(labels))
    typer.echo(f"{len(found)} articles -> {out}")


@app.command(epilog=examples("extractor gold floors corpus gold", "extractor gold floors --check"))
def floors(
    corpus: Annotated[Path, CorpusFolder] = Path("corpus"),
    gold: Annotated[Path, GoldFolder] = Path("gold"),
    check_only: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 if it fails.")] = False,
    allow_regression: Annotated[
        str | None, typer.Option(metavar="REASON", help="Lower what must be lowered, and write down why.")
    ] = None,
) -> None:
    """Raise the floors of the accuracy gate to what is measured now; never lower one silently."""
    from extractor.cli.terminal.console import console
    from extractor.cli.terminal.labels import print_gate
    from extractor.gold import GoldError
    from extractor.gold.evaluation import evaluate, read_labelled
    from extractor.gold.floors import FloorError
    from extractor.gold.gate import (
        corpus_digest,
        gate_problems,
        measure,
        raised,
        read_floors,
        read_split,
    )
    from extractor.pipeline import extract_many

    path = gold / "floors.json"
    try:
        split = read_split(gold / "split.toml")
        before = read_floors(path) if path.exists() or check_only else None
        run = evaluate(read_labelled(corpus, gold), extract_many)
        now = measure(run, split, corpus_digest(corpus, gold))
        after = before if check_only else raised(now, before, allow_regression)
    except (GoldError, FloorError) as error:
        refuse(error)
    assert after is not None
    print_gate(console(), now, after)
    if check_only:
        problems = list(gate_problems(now, after))
        for problem in problems:
            complain(problem)
        raise typer.Exit(1 if problems else 0)
    write_text(path, after.model_dump_json(indent=2) + "\n")
    typer.echo(f"floors -> {path}")


def _labelled(gold: Path | None, corpus: Path) -> list[LabelledArticle]:
    from extractor.gold.evaluation import read_labelled

    if gold is None:
        return []
    return read_labelled(gold, None) if gold.is_file() else read_labelled(corpus, gold)


def _labels(corpus: Path, gold: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The gold files as they stand, with the texts of their articles."""
    from extractor.gold import read_corpus

    for row in read_corpus(corpus, gold):
        if row.failure is not None:
            refuse(row.failure)
        labels = json.loads((gold / f"{row.article.id}.json").read_text(encoding="utf-8"))
        yield labels, row.article.text


def _answers(corpus: Path, model: str | None) -> Iterator[tuple[dict[str, Any], str]]:
    from extractor.articles.sources import read_article
    from extractor.labelling.draft import draft as drafted
    from extractor.pipeline import extract_many

    paths = sorted(p for p in corpus.rglob("*") if p.suffix in {".txt", ".md"} and p.stem != "README")
    articles = [read_article(path) for path in paths]
    for article, extraction in zip(articles, extract_many(articles, model=model), strict=True):
        yield drafted(article, extraction), article.text


def _inside(folder: Path, article: str) -> Path:
    """The gold file of an article id, which may name subfolders but nothing outside the folder."""
    target = folder / f"{article}.json"
    if (
        not article.isprintable()
        or not article
        or max(len(part.encode()) for part in target.parts) > _LONGEST_NAME
    ):
        shown = article if len(article) <= _SHOWN else f"{article[:_SHOWN]}..."
        refuse(f"{shown!r}: an article id that names no file; shorten it to letters and digits in the file")
    if not target.resolve().is_relative_to(folder.resolve()):
        refuse(f"{article!r}: an article id that leads out of {folder}; mend it in the file")
    return target


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; a place that cannot be written is refused."""
    from extractor.runs.output import atomic_file

    try:
        with atomic_file(path) as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        refuse(f"{path}: cannot be written ({error.strerror}); name another place")
