"""The names are those of spaCy's own recogniser, span by span, whatever the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from extractor.language.annotate import load_model
from extractor.language.entities import set_entities
from extractor.language.products import one_thread

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
WORDS = (
    *["Ada", "Lovelace", "U.N.", "the", "12", "May", "of", "New", "York", ".", "—", "said", "$3m"],
    "\n\n",
    "  ",
)


def _docs(nlp: Language, texts: Sequence[str]) -> list[Doc]:
    docs = [nlp.make_doc(text) for text in texts]
    for doc in nlp.get_pipe("senter").pipe(docs):  # type: ignore[attr-defined]
        assert len(doc)
    return docs


def _names(doc: Doc) -> list[tuple[int, int, str, int]]:
    marks = doc.to_array(["ENT_IOB"]).sum()
    return [(ent.start, ent.end, ent.label_, int(marks)) for ent in doc.ents]


def _same(texts: Sequence[str]) -> int:
    nlp = load_model()
    ner = nlp.get_pipe("ner")
    assert isinstance(ner, EntityRecognizer)
    own, theirs = _docs(nlp, texts), _docs(nlp, texts)
    with one_thread():
        set_entities(ner, own)
        list(ner.pipe(theirs))
    assert [_names(doc) for doc in own] == [_names(doc) for doc in theirs]
    return sum(len(doc.ents) for doc in own)


def test_the_corpus_has_the_names_that_the_recogniser_finds() -> None:
    assert _same([path.read_text(encoding="utf-8") for path in CORPUS]) > 1500


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_words_have_the_names_that_the_recogniser_finds(texts: list[list[str]]) -> None:
    _same([" ".join(words) for words in texts])


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_text_has_the_names_that_the_recogniser_finds(texts: list[str]) -> None:
    _same(texts)


def test_names_that_are_there_already_are_left_to_the_recogniser() -> None:
    nlp = load_model()
    ner = nlp.get_pipe("ner")
    assert isinstance(ner, EntityRecognizer)
    (doc,) = _docs(nlp, ["The Blue Heron called Paris ."])
    doc.set_ents([Span(doc, 1, 3, label="ORG")], default="unmodified")
    set_entities(ner, [doc])
    assert next((ent.text, ent.label_) for ent in doc.ents) == ("Blue Heron", "ORG")


@pytest.mark.parametrize("texts", [[], ["Paris"]])
def test_few_texts(texts: list[str]) -> None:
    ner = load_model().get_pipe("ner")
    assert isinstance(ner, EntityRecognizer)
    docs = _docs(load_model(), texts)
    set_entities(ner, docs)
    assert all(doc.has_annotation("ENT_IOB") for doc in docs)
