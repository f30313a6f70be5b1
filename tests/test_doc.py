"""A text as plain objects says of each word and stretch what spaCy says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc as SpacyDoc

from extractor.language.annotate import load_model, spacy_docs
from extractor.language.doc import Doc, doc_of

CORPUS = [
    p.read_text(encoding="utf-8") for p in sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
]
FORMS = (
    *("i", "idx", "text", "lower_", "whitespace_", "tag_", "dep_", "ent_type_"),
    *(
        "is_space",
        "is_stop",
        "is_title",
        "is_lower",
        "is_upper",
        "is_alpha",
        "is_digit",
        "is_punct",
        "like_num",
    ),
)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[SpacyDoc, Doc]]:
    odd = ["", " ", "\n\n\n", "At least140,000 peoplewere moved.", "( ( 12 people , died\n \n- Pell: 9\n"]
    whole = [load_model().__call__("Ana Ruiz, 41, died; two of her sons are in hospital.")]
    read = [doc for doc, _ in spacy_docs([*CORPUS[:20], *odd])]
    return [(doc, doc_of(doc)) for doc in (*read, *whole)]


def positions(tokens: Iterable[Any]) -> list[int]:
    return [token.i for token in tokens]


def stretches(doc: Any, span: Any) -> Iterator[tuple[Any, ...]]:
    for length in (1, 2, 5):
        for start in range(0, len(doc) - length, 3):
            yield facts(span(start, start + length))


def facts(span: Any) -> tuple[Any, ...]:
    return (span.start, span.end, span.start_char, span.end_char, span.text, span.text_with_ws, span.root.i)


def test_words_have_the_same_forms_and_tags(pairs: list[tuple[SpacyDoc, Doc]]) -> None:
    for theirs, ours in pairs:
        assert [[getattr(token, name) for name in FORMS] for token in ours] == [
            [getattr(token, name) for name in FORMS] for token in theirs
        ]
        assert [token.is_sent_start for token in ours] == [bool(token.is_sent_start) for token in theirs]


@pytest.mark.parametrize("name", ["lefts", "rights", "children", "subtree", "ancestors"])
def test_trees_are_the_same(pairs: list[tuple[SpacyDoc, Doc]], name: str) -> None:
    for theirs, ours in pairs:
        for their, our in zip(theirs, ours, strict=True):
            assert positions(getattr(our, name)) == positions(getattr(their, name))
            assert positions([our.head, our.left_edge, our.right_edge]) == positions(
                [their.head, their.left_edge, their.right_edge]
            )
            assert (our.sent.start, our.sent.end) == (their.sent.start, their.sent.end)


def test_stretches_are_the_same(pairs: list[tuple[SpacyDoc, Doc]]) -> None:
    for theirs, ours in pairs:
        assert ours.text == theirs.text
        assert [facts(sent) for sent in ours.sents] == [facts(sent) for sent in theirs.sents]
        assert [(*facts(ent), ent.label_) for ent in ours.ents] == [
            (*facts(ent), ent.label_) for ent in theirs.ents
        ]
        assert list(stretches(ours, ours.span)) == list(stretches(theirs, lambda a, b, doc=theirs: doc[a:b]))


def test_characters_are_found_in_the_same_words(pairs: list[tuple[SpacyDoc, Doc]]) -> None:
    for theirs, ours in pairs:
        for start in range(0, len(ours.text) + 3, 4):
            for end in (start + 1, start + 7):
                span, expected = (
                    ours.span_at(start, end),
                    theirs.char_span(start, end, alignment_mode="expand"),
                )
                assert (span is None) == (expected is None)
                if span is not None and expected is not None:
                    assert (span.start, span.end) == (expected.start, expected.end)


def test_an_empty_stretch_stands_where_it_was_asked_for() -> None:
    doc = doc_of(load_model()("Two died."))
    empty = doc.span(1, 1)
    assert (empty.start, empty.end, empty.text, empty.root.text) == (1, 1, "", "died")
    assert doc.span(9, 12) == () and doc.span(-1, 3).text == "."
    with pytest.raises(IndexError):
        doc[0].nbor(-1)
