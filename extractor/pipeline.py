"""The stages in order: text in, one ``Extraction`` out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from extractor.article import Article, read_text
from extractor.records import ArticleInfo, Extraction

if TYPE_CHECKING:
    from spacy.tokens import Doc

Source = str | Article | tuple[str, date | str | None]


def extract(
    text: str,
    *,
    published: date | str | None = None,
    model: str | None = None,
    codebook: str = "acled",
    article_id: str | None = None,
) -> Extraction:
    """Read one article.

    Args:
        text: raw English news text; all offsets of the result point into it.
        published: publication day (``date`` or ISO string), the base of relative dates.
        model: name of an installed English spaCy pipeline; the small one by default.
        codebook: policy for vague words and ranges: ``acled``, ``ucdp``, ``emdat`` or ``wikimpacts``.
        article_id: the id to write into the record.

    Raises:
        ValueError: ``published`` is no ISO date, or the codebook or pipeline is unknown.
    """
    article = read_text(text, article_id=article_id, published=published)
    return next(extract_many([article], model=model, codebook=codebook))


def extract_many(
    items: Iterable[Source],
    *,
    batch_size: int = 16,
    workers: int = 1,
    model: str | None = None,
    codebook: str = "acled",
) -> Iterator[Extraction]:
    """Read many articles, in input order, holding ``batch_size`` of them in memory per worker.

    Args:
        items: texts, ``Article`` objects or ``(text, published)`` pairs.
        batch_size: articles that pass through the model together.
        workers: processes; the result is the same for any number.
        model: as in ``extract``.
        codebook: as in ``extract``.
    """
    from extractor.language import annotate_many

    stream = (_article(item, index) for index, item in enumerate(items))
    while batch := list(islice(stream, batch_size)):
        docs = annotate_many([article.text for article in batch], model=model, batch_size=batch_size)
        for article, doc in zip(batch, docs, strict=True):
            yield read_doc(doc, article, codebook=codebook)


def read_doc(doc: Doc, article: Article, *, codebook: str = "acled") -> Extraction:
    """Turn one annotated text into its records: the contents page of the package."""
    from extractor.actors import find_actors
    from extractor.casualties import casualty_records
    from extractor.codebooks import load_codebook
    from extractor.context import settings
    from extractor.counts import find_counts
    from extractor.dates import find_dates
    from extractor.displacement import displacement_records
    from extractor.ledger import build_ledger
    from extractor.numbers import find_numbers

    dates = find_dates(doc, published=article.published, published_basis=article.published_basis)
    numbers = find_numbers(article.text, load_codebook(codebook))
    spans = [(mention.evidence.start, mention.evidence.end) for mention in dates.mentions]
    found = find_counts(doc, numbers, spans)
    around = settings(doc, found.counts, dates.mentions, dates.published)
    casualties = casualty_records(doc, found.counts, around)
    displaced = displacement_records(doc, found.counts, around)
    ledger, summary = build_ledger(
        casualties,
        displaced,
        statements=[(c.link.cue.start, c.also) for c in found.counts if c.event.is_casualty],
        moves=[(c.link.cue.start, c.also) for c in found.counts if not c.event.is_casualty],
        published=dates.published,
    )
    return Extraction(
        article=ArticleInfo(
            id=article.id,
            title=article.title,
            published=dates.published.isoformat() if dates.published else None,
            published_basis=dates.published_basis,
            source=article.source,
        ),
        actors=find_actors(doc),
        dates=dates.mentions,
        casualties=casualties,
        displaced=displaced,
        summary=summary,
        ledger=ledger,
        unused_numbers=found.unused,
        warnings=dates.warnings,
    )


def _article(item: Source, index: int) -> Article:
    if isinstance(item, Article):
        return item
    text, published = (item, None) if isinstance(item, str) else item
    return read_text(text, article_id=f"article-{index + 1}", published=published)
