"""The stages in order: text in, one ``Extraction`` out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from extractor.actors import find_actors
from extractor.articles.article import Article, as_article, is_missing, parse_day
from extractor.codebooks import load_codebook
from extractor.counts.casualties import casualty_records
from extractor.counts.context import settings
from extractor.counts.displacement import displacement_records
from extractor.counts.find import find_counts
from extractor.counts.victims import find_sightings, victim_records
from extractor.dates import find_dates
from extractor.events.build import event_records
from extractor.events.grouping import events_of, group, in_order
from extractor.events.kind import type_of
from extractor.events.ledger import ledger_of
from extractor.events.mentions import find_mentions
from extractor.events.passages import Background, figures_of, find_passages
from extractor.events.sides import attackers_among, sides_of_events
from extractor.events.summaries import article_summary, event_summaries
from extractor.events.surroundings import complete, event_of_person, recall
from extractor.events.tally import tallies_of
from extractor.frames.cues import find_cues
from extractor.frames.frame import frames_of
from extractor.language.batches import in_batches
from extractor.layout.tables import find_tables
from extractor.numbers import MOST, find_numbers
from extractor.numbers.extent import as_far_as_read, unread
from extractor.places import find_places
from extractor.records import ArticleInfo, Evidence, Extraction, UnusedNumber

if TYPE_CHECKING:
    from extractor.dates import DatesFound
    from extractor.language.doc import Doc
    from extractor.layout.plain import PlainText

Source = str | Article | tuple[str | None, date | str | None] | None
BATCH = 128
"""Articles: of one-sentence notes 32 at a time take 2 to 7% more time; of news all take the same."""
TOGETHER = 8_000
"""Characters of texts that pass the stages together: of notes 4,000 take a tenth more, 16,000 no less."""


def extract(
    text: str | Article | None,
    *,
    published: date | str | None = None,
    model: str | None = None,
    codebook: str = "acled",
    article_id: str | None = None,
) -> Extraction:
    """Read one article.

    Args:
        text: raw English news text, to which all offsets of the result point, or an ``Article``; a missing
            value (None, NaN) is an empty text.
        published: publication day (``date`` or ISO string), the base of relative dates.
        model: name of an installed English spaCy pipeline; the small one by default.
        codebook: policy for vague words and ranges: ``acled``, ``ucdp``, ``emdat`` or ``wikimpacts``.
        article_id: the id to write into the record.

    Raises:
        ValueError: ``published`` is no ISO date, or the codebook or pipeline is unknown.
        TypeError: ``text`` is neither of them.
    """
    if isinstance(text, Article):
        day = parse_day(published, text.id)
        given: dict[str, Any] = {"published": day, "published_basis": "given"} if day else {}
        article = text.model_copy(update=given | ({"id": article_id} if article_id else {}))
    else:
        article = as_article(text_of(text, "this"), article_id=article_id, published=published)
    return next(extract_many([article], model=model, codebook=codebook))


def extract_many(
    items: Iterable[Source],
    *,
    batch_size: int = BATCH,
    workers: int = 1,
    model: str | None = None,
    codebook: str = "acled",
) -> Iterator[Extraction]:
    """Read many articles, in input order; at most a few batches per worker are in memory.

    Args:
        items: texts, ``Article`` objects or ``(text, published)`` pairs; missing values (None, NaN, NaT) are
            empty texts and unknown days.
        batch_size: most articles that pass through the model together; it changes no result.
        workers: processes; it changes no result.
        model: as in ``extract``.
        codebook: as in ``extract``.

    Raises:
        ValueError: as in ``extract``.
        TypeError: ``items`` is one text or article, or a data frame; or one of them is none of the three.
    """
    if isinstance(items, str | bytes | Article):
        raise TypeError("extract_many takes many articles, and this is one; use extract(...)")
    if hasattr(items, "columns"):
        raise TypeError(
            "extract_many takes articles, and this is a data frame; use extract_frame(frame, text='COLUMN')"
        )
    return _extract_many(items, batch_size, workers, model, codebook)


def _extract_many(
    items: Iterable[Source], batch_size: int, workers: int, model: str | None, codebook: str
) -> Iterator[Extraction]:
    articles = (_article(item, index) for index, item in enumerate(items))
    batches = in_batches(articles, batch_size, lambda article: len(article.text))
    read = partial(read_batch, model=model, codebook=codebook)
    if workers <= 1:
        for batch in batches:
            yield from read(batch)
        return
    from extractor.parallel import Lost, Pool

    with Pool(read, workers=workers) as pool:
        for results in pool.map(batches):
            for result in results:
                if isinstance(result, Lost):
                    raise result.error or RuntimeError(result.reason)
                yield result


def read_batch(
    articles: Sequence[Article], *, model: str | None = None, codebook: str = "acled"
) -> list[Extraction]:
    """Read a batch of articles in this process."""
    from extractor.language.annotate import annotated, load_model
    from extractor.language.doc import doc_from
    from extractor.language.words import word_test
    from extractor.layout.read import plain_text

    known = word_test(load_model(model))
    plains = [plain_text(article.text, known) for article in articles]
    columns = annotated([plain.text for plain in plains], model=model, batch_size=len(articles))
    pairs = zip(articles, plains, strict=True)
    found = []
    for size in _runs([len(plain.text) for plain in plains]):
        near = list(islice(pairs, size))
        docs = [doc_from(as_far_as_read(next(columns))) for _ in near]
        texts = [
            _stages(doc, article, codebook, plain.as_written)
            for doc, (article, plain) in zip(docs, near, strict=True)
        ]
        for doc, (article, plain), read in zip(docs, near, _in_step(texts), strict=True):
            extraction = _with_left_out(plain.located(read), plain, len(doc.text), codebook)
            extraction._text = article.text
            found.append(extraction)
    return found


def _runs(lengths: Iterable[int]) -> Iterator[int]:
    """How many texts in a row pass the stages together: as many as have ``TOGETHER`` characters, or one."""
    size = total = 0
    for length in lengths:
        if size and total + length > TOGETHER:
            yield size
            size = total = 0
        size, total = size + 1, total + length
    if size:
        yield size


def _with_left_out(extraction: Extraction, plain: PlainText, read: int, codebook: str) -> Extraction:
    """The extraction with the numbers that plain text goes without among the unused ones.

    Args:
        extraction: the records of the plain text, located in the article.
        plain: the text and what was left out of it.
        read: how many of its characters were read; a warning says where there are more.
        codebook: as in ``extract``.
    """
    end = plain.end(read) if read < len(plain.text) else None
    found = (
        (start + number.start, start + number.end, what)
        for start, stop, what in plain.left_out
        if end is None or start < end
        for number in find_numbers(plain.article[start:stop], load_codebook(codebook))
    )
    unused = list(extraction.unused_numbers)
    for start, stop, what in islice(found, max(0, MOST - len(unused))):
        words = Evidence.of(plain.article, start, stop)
        unused.append(UnusedNumber(evidence=words, reason=what))
    end = next((start for start, *_ in found), None) if end is None else end
    if end is None and len(unused) == len(extraction.unused_numbers):
        return extraction
    unused.sort(key=lambda number: number.evidence.start)
    warnings = extraction.warnings if end is None else (unread(end), *extraction.warnings)
    return extraction.model_copy(update={"unused_numbers": tuple(unused), "warnings": warnings})


def read_doc(
    doc: Doc, article: Article, *, codebook: str = "acled", written: str | None = None
) -> Extraction:
    """Turn one annotated text into its records: the contents page of the package.

    Args:
        doc: the text, annotated; offsets of the records are its own.
        article: what is known of the article beside its text.
        codebook: as in ``extract``.
        written: the text with its own capitals, of the same length, where ``doc`` has others.
    """
    (extraction,) = _in_step([_stages(doc, article, codebook, written)])
    return extraction


def _in_step(texts: Iterable[Iterator[Extraction | None]]) -> list[Extraction]:
    """The records of some texts, all of which pass a stage before the next begins.

    The code of a stage stays in the processor's cache: notes take a third less time than one after the other.
    """
    *_, found = zip(*texts, strict=True)
    return [extraction for extraction in found if extraction is not None]


def _stages(doc: Doc, article: Article, codebook: str, written: str | None) -> Iterator[Extraction | None]:
    """The stages of a text, arguments as in ``read_doc``: None between them, at last its records."""
    places = find_places(doc)
    yield None
    dates = find_dates(doc, article.published, article.published_basis, written=written)
    yield None
    numbers = find_numbers(doc.text, load_codebook(codebook))
    taken = [(m.evidence.start, m.evidence.end) for m in dates.mentions]
    frames = frames_of(doc, find_cues(doc))
    yield None
    found = find_counts(doc, frames, numbers, taken, find_tables(doc.text))
    yield None
    around = settings(doc, found.counts, dates.mentions, places, dates.published)
    background = Background(dates.mentions, places, dates.published)
    yield None
    actors = find_actors(doc)
    yield None
    words = find_mentions(doc, frames)
    drafts = group(find_passages(doc, words, figures_of(found.counts, around), background))
    complete(doc, drafts, background)
    yield None
    sightings = find_sightings(doc, frames, found.counts, actors)
    recall(doc, drafts, words, [s.start for s in sightings if s.count is None], background)
    sides = sides_of_events(doc, drafts, actors, frames)
    attackers = attackers_among(doc, drafts, sides, actors, sightings)
    events = events_of(drafts, found.counts)
    casualties = casualty_records(doc, found.counts, around, attackers, events.casualties)
    displaced = displacement_records(doc, found.counts, around, events.displaced)
    figures = list(zip((c for c in found.counts if c.event.is_casualty), casualties, strict=True))
    event_at = cache(partial(event_of_person, doc, drafts, in_order(drafts), background))
    victims = victim_records(doc, sightings, figures, event_at, list(map(type_of, drafts)))
    totals = tallies_of(drafts, found.counts, casualties, displaced, victims)
    ledger = ledger_of(totals)
    summaries, disputes = event_summaries(totals, ledger)
    happenings = event_records(doc, drafts, totals, summaries, sides, background)
    summary, notes = article_summary(happenings)
    yield Extraction(
        article=_info(article, dates),
        actors=actors,
        victims=victims.records,
        places=places.records,
        dates=dates.mentions,
        casualties=casualties,
        displaced=displaced,
        summary=summary,
        ledger=ledger,
        events=happenings,
        unused_numbers=found.unused,
        warnings=(*dates.warnings, *places.warnings, *disputes, *notes),
    )


def _info(article: Article, dates: DatesFound) -> ArticleInfo:
    """What is known of an article, with its day of publication where that is given or found."""
    return ArticleInfo(
        id=article.id,
        title=article.title,
        published=dates.published.isoformat() if dates.published else None,
        published_basis=dates.published_basis,
        source=article.source,
        extra=article.extra,
        url=article.url,
    )


def _article(item: Source, index: int) -> Article:
    if isinstance(item, Article):
        return item
    place = f"article-{index + 1}"
    text, published = item if isinstance(item, tuple) and len(item) == 2 else (item, None)
    return as_article(text_of(text, place), article_id=place, published=published)


def text_of(value: object, place: str) -> str:
    """The text that was given, empty where a value is missing. Raises TypeError for anything else."""
    if isinstance(value, str):
        return value
    if is_missing(value):
        return ""
    raise TypeError(f"{place} is {type(value).__name__}; give a text, an Article or a pair of text and day")
