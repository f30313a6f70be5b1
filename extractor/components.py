"""spaCy components, registered through the ``spacy_factories`` entry point.

``nlp.add_pipe("news_counts")`` in any English pipeline with a parser and NER fills ``doc._.casualties``,
``doc._.displaced``, ``doc._.events``, ``doc._.victims``, ``doc._.places``, ``doc._.summary`` and
``doc._.ledger`` with records, and ``doc.spans["casualties"]`` and ``doc.spans["displaced"]`` for displaCy;
``news_dates`` fills ``doc._.dates``, ``news_actors`` fills ``doc._.actors``.

What a component finds stands in ``doc.user_data`` as plain data, so it passes through
``nlp.pipe(n_process=2)``, ``doc.to_bytes()`` and ``DocBin(store_user_data=True)``; ``doc._`` makes records
of it at each access.
Import this module where such documents are read back without a pipeline that holds the components.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any, get_args

from pydantic import TypeAdapter
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from extractor.actors import find_actors
from extractor.articles.article import Article, as_article
from extractor.codebooks import load_codebook
from extractor.dates import find_dates
from extractor.language.doc import doc_of
from extractor.pipeline import read_doc
from extractor.records import Actor, CasualtyCount, DateMention, DisplacementCount, Extraction, Record, Term

NEEDS = ["token.dep", "token.head", "token.tag", "doc.ents"]
OF_COUNTS = ("casualties", "displaced", "events", "victims", "places", "summary", "ledger")
DISPLACY_COLORS = {
    "killed": "#f4a6a0",
    "injured": "#f7c98b",
    "missing": "#d9c2ec",
    "captured": "#c5cbd3",
    "casualties": "#f2c4bb",
    **dict.fromkeys(get_args(Term), "#a9cdea"),
}
"""Background colours of the labels of both span groups, for displaCy's option ``colors``."""


@Language.factory("news_counts", default_config={"codebook": "acled", "published": None}, requires=NEEDS)
def news_counts(nlp: Language, name: str, codebook: str, published: str | None) -> Callable[[Doc], Doc]:
    """Component that finds counts of people and homes, with their events, victims and places.

    Args:
        nlp: the pipeline that it joins.
        name: its name there, which is the article's id in the records.
        codebook: policy for vague words and ranges.
        published: publication day (ISO) of documents whose ``doc._.published`` is empty.

    Raises:
        ValueError: the codebook is unknown, or ``published`` is no ISO date.
    """
    load_codebook(codebook)
    default = _article("", name, published).published

    def component(doc: Doc) -> Doc:
        found = read_doc(doc_of(doc), _article(doc.text, name, doc._.published or default), codebook=codebook)
        doc.user_data["news_counts"] = found.model_dump(mode="json")
        doc.spans["casualties"] = _spans(doc, "casualties", found.casualties)
        doc.spans["displaced"] = _spans(doc, "displaced", found.displaced)
        return doc

    return component


@Language.factory("news_dates", default_config={"published": None}, requires=["doc.ents"])
def news_dates(nlp: Language, name: str, published: str | None) -> Callable[[Doc], Doc]:
    """Component that finds calendar mentions, relative to ``doc._.published``, else to ``published`` (ISO).

    Raises:
        ValueError: ``published`` is no ISO date.
    """
    default = _article("", name, published).published

    def component(doc: Doc) -> Doc:
        article = _article(doc.text, name, doc._.published or default)
        found = find_dates(doc_of(doc), article.published, article.published_basis).mentions
        doc.user_data["news_dates"] = _plain(found)
        return doc

    return component


@Language.factory("news_actors", requires=["doc.ents"])
def news_actors(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Component that finds actors."""

    def component(doc: Doc) -> Doc:
        doc.user_data["news_actors"] = _plain(find_actors(doc_of(doc)))
        return doc

    return component


def _article(text: str, name: str, published: date | str | None) -> Article:
    return as_article(text, article_id=name, published=published)


def _plain(records: Iterable[Record]) -> list[dict[str, Any]]:
    return [record.model_dump(mode="json") for record in records]


def _of_counts(doc: Doc, field: str) -> Any:
    """A field of what ``news_counts`` found; where the component was not there, that of an empty article."""
    found = doc.user_data.get("news_counts", {"article": {"id": ""}})
    return getattr(Extraction.model_validate(found), field)


def _records(doc: Doc, name: str, form: TypeAdapter[Any]) -> Any:
    return form.validate_python(doc.user_data.get(name, ()))


def _published(doc: Doc) -> str | None:
    day = doc.user_data.get("news_published")
    return day if isinstance(day, str) else None


def _set_published(doc: Doc, day: date | str | None) -> None:
    article = _article("", "document", day)
    doc.user_data["news_published"] = article.published.isoformat() if article.published else None


def _register() -> None:
    getters = {field: partial(_of_counts, field=field) for field in OF_COUNTS}
    getters["dates"] = partial(_records, name="news_dates", form=TypeAdapter(tuple[DateMention, ...]))
    getters["actors"] = partial(_records, name="news_actors", form=TypeAdapter(tuple[Actor, ...]))
    for field, getter in getters.items():
        Doc.set_extension(field, getter=getter, force=True)
    Doc.set_extension("published", getter=_published, setter=_set_published, force=True)


def _spans(doc: Doc, name: str, records: tuple[CasualtyCount | DisplacementCount, ...]) -> SpanGroup:
    spans: list[Span] = []
    for record in records:
        label = record.outcome if isinstance(record, CasualtyCount) else record.term
        span = doc.char_span(record.evidence.start, record.evidence.end, label=label, alignment_mode="expand")
        if span is not None:
            spans.append(span)
    return SpanGroup(doc, name=name, spans=spans)


_register()
