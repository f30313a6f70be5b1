"""Gold files read beside their articles, and checked before anything is scored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from extractor.articles.article import Article
from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.sources import read_article, read_jsonl
from extractor.gold.labels import Gold, GoldActor, GoldError, GoldRecord, LabelledArticle

REPORTS = frozenset({"floors.json", "agreement.json"})
"""What the tools write beside the labels."""


def gold_files(folder: Path) -> list[Path]:
    """The gold files right in a folder, without the reports that stand beside them."""
    return sorted(path for path in folder.glob("*.json") if path.name not in REPORTS)


def occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    """Every place where ``quote`` stands in ``text``, as (start, end), overlapping ones included."""
    spans, at = [], text.find(quote) if quote else -1
    while at >= 0:
        spans.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return spans


def locate(record: GoldRecord, text: str) -> tuple[int, int] | None:
    """The span of a record's quote in the article, or None where the record carries no quote."""
    if record.quote is None:
        return None
    spans = occurrences(text, record.quote)
    if len(spans) < record.nth:
        raise GoldError(
            f"quote {record.quote!r} number {record.nth} is not in the article; quote it verbatim"
        )
    return spans[record.nth - 1]


def parse_gold(value: object, article_id: str, place: str) -> Gold:
    """Gold of an article from decoded JSON; ``place`` names the file (and line) in the error."""
    try:
        return Gold.model_validate_json(json.dumps(value), strict=True).model_copy(
            update={"article": article_id}
        )
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise GoldError(f"{place}: {key}: {first['msg']}; mend the key or leave it out") from None


def check_quotes(gold: Gold, text: str, place: str) -> None:
    """Raise GoldError when a quote of the gold is not a verbatim substring of the article."""
    for name in ("actors", "dates", "casualties", "displaced", "events", "victims"):
        records: tuple[GoldRecord, ...] = getattr(gold, name)
        for index, record in enumerate(records):
            try:
                locate(record, text)
            except GoldError as error:
                raise GoldError(f"{place}: {name}[{index}]: {error}") from None
            for quote in record.quotes if isinstance(record, GoldActor) else ():
                if quote not in text:
                    raise GoldError(f"{place}: {name}[{index}]: quote {quote!r} is not in the article")
    for index, line in enumerate(gold.ledger):
        for quote in (line.total, *line.parts):
            if quote not in text:
                raise GoldError(f"{place}: ledger[{index}]: quote {quote!r} is not in the article")


def read_set(path: Path) -> Iterator[LabelledArticle]:
    """The rows of a labelled JSONL set (``id``, ``text``, ``published``, ``gold``).

    A row whose text cannot be used is yielded empty with its failure: it scores as a full miss.
    """
    for row in read_jsonl(path):
        if isinstance(row, ReadFailure):
            if "gold" not in row.row:
                raise GoldError(str(row))
            name = str(row.row.get("id", row.place))
            yield LabelledArticle(
                Article(id=name, text=""), parse_gold(row.row["gold"], name, row.place), row
            )
            continue
        article, extra = row
        if "gold" not in extra:
            raise GoldError(f"{path} ({article.id}): no key 'gold'; a set to score needs one on each line")
        place = f"{path} ({article.id})"
        gold = parse_gold(extra["gold"], article.id, place)
        check_quotes(gold, article.text, place)
        yield LabelledArticle(article, gold)


def read_corpus(corpus: Path, gold: Path) -> Iterator[LabelledArticle]:
    """The articles of ``corpus`` that have labels in ``gold`` (``gold/<article id>.json``).

    An article that cannot be read is yielded empty with its failure: it scores as a full miss.
    """
    for path in sorted(p for p in corpus.rglob("*") if p.suffix in {".txt", ".md"}):
        article_id = path.relative_to(corpus).with_suffix("").as_posix()
        labels = gold / f"{article_id}.json"
        if not labels.is_file():
            continue
        try:
            value = json.loads(labels.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GoldError(f"{labels}: not readable as JSON ({error}); mend or remove it") from None
        parsed = parse_gold(value, article_id, str(labels))
        try:
            article = read_article(path).model_copy(update={"id": article_id})
        except ArticleError as error:
            yield LabelledArticle(Article(id=article_id, text=""), parsed, ReadFailure.of(error))
            continue
        check_quotes(parsed, article.text, str(labels))
        yield LabelledArticle(article, parsed)
