"""The trees are those of spaCy's own parser, head by head and label by label, whatever the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from extractor.language import annotate, trees
from extractor.language.products import one_thread
from extractor.language.trees import set_trees

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
WORDS = (
    *[
        "Ada",
        "Lovelace",
        "which",
        "the",
        "12",
        "killed",
        "of",
        "and",
        "York",
        ".",
        "—",
        "said",
        "$3m",
        "what",
    ],
    "\n\n",
)


def _written(doc: Doc) -> list[list[int]]:
    rows: list[list[int]] = doc.to_array(["HEAD", "DEP", "SENT_START"]).tolist()
    return rows


def _assert_same(parser: DependencyParser, docs: Sequence[Doc], cut: int = 0) -> None:
    """Both write into copies, which hold the vectors of the words; ``cut`` parts the texts."""
    own, theirs = [doc.copy() for doc in docs], [doc.copy() for doc in docs]
    for doc, one, other in zip(docs, own, theirs, strict=True):
        one.tensor = other.tensor = doc.tensor
    with one_thread():
        for part in (own[:cut], own[cut:]):
            set_trees(parser, part)
        list(parser.pipe(theirs))
    assert [_written(doc) for doc in own] == [_written(doc) for doc in theirs]


def _parser(pipes: Language) -> DependencyParser:
    parser = pipes.get_pipe("parser")
    assert isinstance(parser, DependencyParser)
    return parser


def _docs(texts: Sequence[str]) -> list[Doc]:
    """Texts as the model's parser gets them: with vectors and sentence starts."""
    nlp = annotate.load_model()
    docs = [nlp.make_doc(text) for text in texts]
    for name in ("senter", "tok2vec"):
        docs = list(nlp.get_pipe(name).pipe(docs))  # type: ignore[attr-defined]
    return docs


@cache
def _corpus() -> tuple[Doc, ...]:
    return tuple(_docs([path.read_text(encoding="utf-8") for path in CORPUS]))


def test_the_corpus_has_the_trees_of_the_parser() -> None:
    _assert_same(_parser(annotate.load_model()), _corpus())


@given(st.integers(0, len(CORPUS) - 8), st.integers(0, 8))
@settings(max_examples=15, deadline=None)
def test_a_tree_does_not_depend_on_the_other_texts(first: int, cut: int) -> None:
    _assert_same(_parser(annotate.load_model()), _corpus()[first : first + 8], cut)


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_words_have_the_trees_of_the_parser(texts: list[list[str]]) -> None:
    _assert_same(_parser(annotate.load_model()), _docs([" ".join(words) for words in texts]))


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_text_has_the_trees_of_the_parser(texts: list[str]) -> None:
    _assert_same(_parser(annotate.load_model()), _docs(texts))


@cache
def _made_up() -> Language:
    """A parser of a few labels, one of them for a head that is out of reach, still without weights."""
    nlp = spacy.blank("en")
    nlp.add_pipe("parser", config={"min_action_freq": 0})
    doc = Doc(
        nlp.vocab,
        words=["a", "b", "c", "d", "e"],
        heads=[2, 3, 2, 2, 1],
        deps=["x", "y", "ROOT", "z", "x"],
    )
    nlp.initialize(lambda: [Example(doc.copy(), doc)])
    return nlp


def _with_weights(seed: int) -> DependencyParser:
    """Any weights: the moves that a trained parser hardly ever takes are as common as the others."""
    parser = _parser(_made_up())
    rng = np.random.default_rng(seed)
    for layer, names in (("lower", ("W", "b", "pad")), ("upper", ("W", "b"))):
        node = parser.model.get_ref(layer)
        for name in names:
            node.set_param(name, rng.standard_normal(node.get_param(name).shape).astype("float32"))
    return parser


SENTENCES = st.lists(
    st.lists(st.sampled_from(("a", "b", "c", "d", "e", " ")), min_size=1, max_size=12), min_size=1
)


def _with_starts(vocab: Vocab, sentences: list[list[str]], *, whole: bool = True) -> Doc:
    starts: list[bool | int | None] = [
        not number for sentence in sentences for number in range(len(sentence))
    ]
    starts[0] = whole
    return Doc(vocab, words=[word for sentence in sentences for word in sentence], sent_starts=starts)


@given(st.lists(SENTENCES, min_size=1, max_size=4), st.integers(0, 1 << 30), st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_weights_give_the_trees_of_the_parser(
    texts: list[list[list[str]]], seed: int, whole: bool
) -> None:
    parser = _with_weights(seed)
    assert trees._read(parser) is not None
    _assert_same(parser, [_with_starts(parser.vocab, sentences, whole=whole) for sentences in texts])


def test_any_weights_reach_every_move(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: set[str] = set()

    def noted(name: str) -> Callable[..., None]:
        move = getattr(trees.States, name)

        def call(states: trees.States, at: np.ndarray, *moves: np.ndarray) -> None:
            before = states.returned.sum()
            move(states, at, *moves)
            taken.update([name] if len(at) else [], ["back"] if states.returned.sum() > before else [])

        return call

    for name in ("shift", "reduce", "left", "right"):
        monkeypatch.setattr(trees.States, name, noted(name))
    docs = []
    for seed in range(8):
        parser = _with_weights(seed)
        docs.append(_with_starts(parser.vocab, [["a", "b", "c", "d", "e"] * 4] * 3))
        set_trees(parser, docs[-1:])
    assert taken == {"shift", "reduce", "left", "right", "back"}
    assert {"x", "y", "z", "ROOT"} <= {token.dep_ for doc in docs for token in doc}
    assert any("||" in name for name in parser.move_names)


def _without_starts(parser: DependencyParser) -> Doc:
    return Doc(parser.vocab, words=["a", "b", "c", "d"] * 5)


def _with_heads(parser: DependencyParser) -> Doc:
    return Doc(parser.vocab, words=["a", "b", "c"], heads=[1, 1, 1], deps=["x", "ROOT", "z"])


@pytest.mark.parametrize("made", [_without_starts, _with_heads])
def test_other_texts_are_left_to_the_parser(made: Callable[[DependencyParser], Doc]) -> None:
    parser = _with_weights(3)
    _assert_same(parser, [made(parser), _with_starts(parser.vocab, [["a", "b"], ["c"]])])


def test_a_parser_of_another_kind_does_the_work_itself() -> None:
    nlp = spacy.blank("en")
    parser = nlp.add_pipe("beam_parser")
    assert isinstance(parser, DependencyParser)
    parser.add_label("x")
    nlp.initialize()
    assert trees._read(parser) is None
    _assert_same(parser, [_with_starts(parser.vocab, [["a", "b"], ["c", "d", "e"]])])


@pytest.mark.parametrize("words", [[], ["Paris"]])
def test_few_words(words: list[str]) -> None:
    parser = _with_weights(0)
    docs = [Doc(parser.vocab, words=[word], sent_starts=[True]) for word in words]
    set_trees(parser, docs)
    assert all(token.dep_ == "ROOT" for doc in docs for token in doc)
