"""Gold as a spaCy ``DocBin`` with one span group per list (events by their type), and back.

The spans snap to tokens, as spaCy's do; the gold itself travels in ``doc.user_data`` and is what comes
back. A ``DocBin`` from another tool needs only span groups with these names and labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.gold import GoldError
from extractor.labelling.anchor import first_span
from extractor.labelling.from_words import LABELS, label_of, record_of
from extractor.records import Evidence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

_GOLD = "extractor.gold"
_ARTICLE = "extractor.article"


def write_docbin(path: Path, items: Iterable[tuple[Mapping[str, Any], str]]) -> int:
    """Write (gold, text) pairs; the number of them."""
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    docs = DocBin(store_user_data=True)
    count = 0
    for gold, text in items:
        docs.add(_doc(nlp, gold, text))
        count += 1
    docs.to_disk(path)
    return count


def _doc(nlp: Language, gold: Mapping[str, Any], text: str) -> Doc:
    doc = nlp.make_doc(text)
    for name in LABELS:
        group = []
        for record in gold.get(name, ()):
            quotes = record.get("quotes", ()) if name == "actors" else [record.get("quote")]
            for quote in filter(None, quotes):
                start, end = first_span(text, quote, record.get("nth", 1), whole_words=name == "actors")
                span = doc.char_span(start, end, label=label_of(name, record), alignment_mode="expand")
                if span is not None:
                    group.append(span)
        doc.spans[name] = group
    for name, key, rest in (("events", "type", "event"), ("victims", "outcome", "victim")):
        doc.spans[name] = _spans_of(doc, gold.get(name, ()), key, rest)
    doc.user_data[_ARTICLE] = gold["article"]
    doc.user_data[_GOLD] = json.dumps(gold, ensure_ascii=False)
    return doc


def _spans_of(doc: Doc, records: Iterable[Mapping[str, Any]], key: str, rest: str) -> list[Span]:
    """The words of records that other tools may read; what comes back is the gold itself."""
    spans = []
    for record in records:
        if record.get("quote"):
            start, end = first_span(doc.text, record["quote"], record.get("nth", 1))
            span = doc.char_span(start, end, label=record.get(key) or rest, alignment_mode="expand")
            spans += [span] if span is not None else []
    return spans


def read_docbin(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The (gold, text) pairs of a ``DocBin``: its own gold, or what its span groups hold."""
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    try:
        docs = DocBin().from_disk(path)
    except Exception as error:  # whatever reads zlib and msgpack raises
        raise GoldError(f"{path}: no spaCy DocBin ({error}); write one with DocBin.to_disk") from None
    for number, doc in enumerate(docs.get_docs(nlp.vocab), 1):
        gold = doc.user_data.get(_GOLD)
        article = str(doc.user_data.get(_ARTICLE) or f"{path.stem}-{number}")
        yield (json.loads(gold) if gold else _from_spans(doc, article)), doc.text


def _from_spans(doc: Doc, article: str) -> dict[str, Any]:
    named = [name for name in LABELS if name in doc.spans]
    lists: dict[str, list[dict[str, Any]]] = {}
    for name in named:
        lists[name] = []
        for span in doc.spans[name]:
            if span.label_ not in LABELS[name]:
                choices = ", ".join(LABELS[name])
                raise GoldError(f"{article}: {name}: no such label {span.label_!r}; choose from {choices}")
            evidence = Evidence(start=span.start_char, end=span.end_char, text=span.text)
            lists[name].append(record_of(name, span.label_, evidence, doc.text))
    return {"article": article, "labelled": named} | lists
