"""The word vectors are those of thinc, byte for byte, whatever the words and the company they are read in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extractor.language import DEFAULT_MODEL, vectors
from extractor.language.products import one_thread, steady, use_steady_products
from extractor.language.vectors import use_lean_vectors

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
COMPONENTS = ("tok2vec", "senter", "ner")
WORDS = (
    *["Ada", "can't", "U.N.", "the", "12", "May", "of", "New", "York", ".", "—", "said", "$3m", "ostrá"],
    *["\n\n", "  ", "x" * 300],
)
pytestmark = pytest.mark.skipif(not steady(), reason="NumPy's library of this machine is not used")


@cache
def _pipeline(lean: bool) -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    use_steady_products(nlp)
    if lean:
        assert sorted(use_lean_vectors(nlp)) == sorted(COMPONENTS)
    return nlp


def _model(nlp: Language, name: str) -> Any:
    return next(node for node in nlp.get_pipe(name).model.walk() if node.has_ref("embed"))  # type: ignore[attr-defined]


def _bytes(nlp: Language, name: str, texts: Sequence[str]) -> list[tuple[tuple[int, ...], bytes]]:
    docs = [nlp.make_doc(text) for text in texts]
    with one_thread():
        tables = _model(nlp, name).predict(docs)
    assert len(tables) == len(texts)
    return [(table.shape, table.tobytes()) for table in tables]


@pytest.mark.parametrize("name", COMPONENTS)
def test_the_corpus_has_the_vectors_of_thinc(name: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in CORPUS]
    assert _bytes(_pipeline(True), name, texts) == _bytes(_pipeline(False), name, texts)


@given(
    st.lists(
        st.lists(st.sampled_from(WORDS), max_size=700).map(" ".join) | st.text(max_size=60), max_size=5
    ).filter(any),
    st.sets(st.integers(1, 4)),
    st.sampled_from(COMPONENTS),
)
@settings(max_examples=80, deadline=None)
def test_any_texts_have_the_vectors_of_thinc_in_any_batches(
    texts: list[str], cuts: set[int], name: str
) -> None:
    whole = _bytes(_pipeline(False), name, texts)
    bounds = [0, *sorted(cut for cut in cuts if cut < len(texts)), len(texts)]
    parts = [_bytes(_pipeline(True), name, texts[first:last]) for first, last in pairwise(bounds)]
    assert [table for part in parts for table in part] == whole


@pytest.mark.parametrize("most", [1, 40, 600])
def test_words_that_were_forgotten_have_the_same_vectors(most: int) -> None:
    texts = [path.read_text(encoding="utf-8") for path in CORPUS[:6]]
    whole = _bytes(_pipeline(False), "ner", texts)
    with patch.object(vectors, "MOST_WORDS", most):
        nlp = spacy.load(DEFAULT_MODEL)
        use_steady_products(nlp)
        use_lean_vectors(nlp)
        assert [_bytes(nlp, "ner", [text])[0] for text in texts * 2] == whole * 2


def _untrained(embed: dict[str, Any], encode: dict[str, Any]) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe(
        "tok2vec", config={"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}}
    )
    nlp.initialize()
    use_steady_products(nlp)
    return nlp


HASHED = {
    "@architectures": "spacy.MultiHashEmbed.v2",
    "width": 32,
    "attrs": ["NORM", "SHAPE"],
    "rows": [500, 300],
    "include_static_vectors": False,
}
CHARACTERS = {
    "@architectures": "spacy.CharacterEmbed.v2",
    "width": 32,
    "rows": 500,
    "nM": 8,
    "nC": 2,
    "include_static_vectors": False,
    "feature": "LOWER",
}
MAXOUT = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 32, "maxout_pieces": 2}
MISH = {"@architectures": "spacy.MishWindowEncoder.v2", "width": 32, "window_size": 1, "depth": 2}


@pytest.mark.parametrize(("depth", "reach"), [(1, 1), (3, 2)])
def test_another_size_of_the_same_model_is_read_too(depth: int, reach: int) -> None:
    nlp = _untrained(HASHED, {**MAXOUT, "depth": depth, "window_size": reach})
    texts = [*(path.read_text(encoding="utf-8") for path in CORPUS[:2]), "Ada"]
    before = _bytes(nlp, "tok2vec", texts)
    assert use_lean_vectors(nlp) == ["tok2vec"]
    assert _bytes(nlp, "tok2vec", texts) == before


@pytest.mark.parametrize(
    ("embed", "encode"), [(HASHED, MISH), (CHARACTERS, {**MAXOUT, "depth": 2, "window_size": 1})]
)
def test_another_model_is_left_as_it_is(embed: dict[str, Any], encode: dict[str, Any]) -> None:
    nlp = _untrained(embed, encode)
    model = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    assert use_lean_vectors(nlp) == []
    assert nlp.get_pipe("tok2vec").model is model  # type: ignore[attr-defined]


def test_a_model_with_other_results_is_left_as_it_is() -> None:
    nlp = _untrained(HASHED, {**MAXOUT, "depth": 1, "window_size": 1})
    for node in nlp.get_pipe("tok2vec").model.walk():  # type: ignore[attr-defined]
        if node.name == "layernorm":
            node._func = lambda model, rows, is_train: (rows, None)
    assert use_lean_vectors(nlp) == []


def test_texts_without_words_have_no_vectors() -> None:
    for texts in ([], ["", ""]):
        assert _bytes(_pipeline(True), "ner", texts) == [((0, 96), b"")] * len(texts)


def test_training_is_left_to_the_model() -> None:
    nlp = _untrained(HASHED, {**MAXOUT, "depth": 1, "window_size": 1})
    use_lean_vectors(nlp)
    model = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    docs = [nlp.make_doc("Ada Brill left .")]
    (table,), backprop = model(docs, is_train=True)
    backprop([table])
    assert any(node.has_grad("W") for node in model.walk())
