"""Gold files read beside their articles, and checked before anything is scored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from extractor.articles.article import Article
from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.readers import TEXT_SUFFIXES
from extractor.articles.sources import read_article, read_jsonl
from extractor.gold.labels import Gold, GoldActor, GoldError, GoldRecord, LabelledArticle

REPORTS = frozenset({"floors.json", "agreement.json"})
"""What the tools write beside the labels."""


def gold_files(folder: Path) -> list[Path]:
    """The gold files right in a folder, without the reports that stand beside them."""
    return sorted(path for path in folder.glob("*.json") if path.name not in REPORTS)


def article_files(corpus: Path) -> dict[str, Path]:
    """The articles of a folder and below by id, in order: their path in it without the ending.

    Of two with one id the first counts, as the check of labels has it; hidden files, a README and the texts
    of reports are none.
    """
    found: dict[str, Path] = {}
    for suffix in TEXT_SUFFIXES:
        for path in sorted(corpus.rglob(f"*{suffix}")):
            below = path.relative_to(corpus)
            hidden = any(part.startswith(".") for part in below.parts)
            name = below.with_suffix("").as_posix()
            if not hidden and path.stem.upper() != "README" and f"{name}.json" not in REPORTS:
                found.setdefault(name, path)
    return dict(sorted(found.items()))


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


def finished(labelled: Iterable[LabelledArticle], *, lists: bool = True) -> Iterator[LabelledArticle]:
    """Labelled articles that may be scored, one after another.

    Args:
        labelled: articles beside their labels.
        lists: whether a list that holds records must be named in ``labelled``.

    Raises:
        GoldError: at labels that nobody has finished: a draft of the extractor would score as its answer.
    """
    for row in labelled:
        if row.gold.draft:
            fix = "finish it in `extractor review`, or correct every record and remove its note"
            raise GoldError(f"{row.place}: is still a draft, which is never scored; {fix}")
        if lists and row.gold.unfinished:
            name = row.gold.unfinished[0]
            fix = f'finish it and add "{name}" to labelled, or remove its records'
            raise GoldError(f"{row.place}: the list {name} is not finished; {fix}")
        yield row


def finished_ids(corpus: Path, gold: Path) -> tuple[str, ...]:
    """The ids of the articles whose labels are finished, in order. Raises GoldError."""
    return tuple(row.article.id for row in read_corpus(corpus, gold) if not row.gold.draft)


def read_set(path: Path) -> Iterator[LabelledArticle]:
    """The rows of a labelled JSONL set (``id``, ``text``, ``published``, ``gold``).

    A row whose text cannot be used is yielded empty with its failure: it scores as a full miss.
    """
    for row in read_jsonl(path):
        if isinstance(row, ReadFailure):
            if "gold" not in row.row:
                raise GoldError(str(row))
            name = str(row.row.get("id", row.place))
            gold = parse_gold(row.row["gold"], name, row.place)
            yield LabelledArticle(Article(id=name, text=""), gold, row, row.place)
            continue
        article, extra = row
        if "gold" not in extra:
            raise GoldError(f"{path} ({article.id}): no key 'gold'; a set to score needs one on each line")
        place = f"{path} ({article.id})"
        gold = parse_gold(extra["gold"], article.id, place)
        check_quotes(gold, article.text, place)
        yield LabelledArticle(_dated(article, gold), gold, None, place)


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
            empty = Article(id=article_id, text="")
            yield LabelledArticle(empty, parsed, ReadFailure.of(error), str(labels))
            continue
        check_quotes(parsed, article.text, str(labels))
        yield LabelledArticle(_dated(article, parsed), parsed, None, str(labels))


def _dated(article: Article, gold: Gold) -> Article:
    """The article with the day of publication that its labels give, where it has none itself."""
    if article.published is not None or gold.published is None:
        return article
    try:
        day = date.fromisoformat(gold.published)
    except ValueError:  # a month, or a wrong label: the check reports it
        return article
    return article.model_copy(update={"published": day, "published_basis": "given"})
