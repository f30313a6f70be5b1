"""spaCy components, registered through the ``spacy_factories`` entry point.

``nlp.add_pipe("news_counts")`` in any English pipeline with a parser and NER fills ``doc._.casualties``,
``doc._.displaced``, ``doc._.events``, ``doc._.victims`` and ``doc._.places`` with records, and
``doc.spans["casualties"]`` and ``doc.spans["displaced"]`` for displaCy;
``news_dates`` fills ``doc._.dates``, ``news_actors`` fills ``doc._.actors``.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from extractor.actors import find_actors
from extractor.articles.article import Article
from extractor.dates import find_dates
from extractor.pipeline import read_doc
from extractor.records import CasualtyCount, DisplacementCount

NEEDS = ["token.dep", "token.head", "token.tag", "doc.ents"]

for _name in ("casualties", "displaced", "dates", "actors", "events", "victims", "places"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=())


@Language.factory("news_counts", default_config={"codebook": "acled"}, requires=NEEDS)
def news_counts(nlp: Language, name: str, codebook: str) -> Callable[[Doc], Doc]:
    """Component that finds counts of people and homes; ``codebook`` names the policy for vague words."""

    def component(doc: Doc) -> Doc:
        found = read_doc(doc, Article(id=name, text=doc.text), codebook=codebook)
        doc._.casualties, doc._.displaced = found.casualties, found.displaced
        doc._.events, doc._.victims, doc._.places = found.events, found.victims, found.places
        doc.spans["casualties"] = _spans(doc, "casualties", found.casualties)
        doc.spans["displaced"] = _spans(doc, "displaced", found.displaced)
        return doc

    return component


@Language.factory("news_dates", requires=["doc.ents"])
def news_dates(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Component that finds calendar mentions; a publication date is known only where the text gives one."""

    def component(doc: Doc) -> Doc:
        doc._.dates = find_dates(doc, published=None).mentions
        return doc

    return component


@Language.factory("news_actors", requires=["doc.ents"])
def news_actors(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Component that finds actors."""

    def component(doc: Doc) -> Doc:
        doc._.actors = find_actors(doc)
        return doc

    return component


def _spans(doc: Doc, name: str, records: tuple[CasualtyCount | DisplacementCount, ...]) -> SpanGroup:
    spans: list[Span] = []
    for record in records:
        label = record.outcome if isinstance(record, CasualtyCount) else record.term
        span = doc.char_span(record.evidence.start, record.evidence.end, label=label, alignment_mode="expand")
        if span is not None:
            spans.append(span)
    return SpanGroup(doc, name=name, spans=spans)
