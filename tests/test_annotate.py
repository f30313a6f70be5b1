"""Which sentences are parsed and what white space in them hangs on, as read off spaCy's own objects."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span, Token

from extractor.language.annotate import _sentences, load_model, spacy_docs
from extractor.language.syntax import lists_members
from extractor.lexicon import casualty_words, trigger_words, word_set
from extractor.lexicon.event_types import naming_words

WORDS = (
    *["They", "include", "Among", "them", "killed", "Nine", "9", "nurses", "blast", "accused", "the", "Ada"],
    *[".", "said", "died", "no", "harvest", "\n", "  ", "\n\n "],
)
STARTS = st.sets(st.integers(1, 29))
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), min_size=1, max_size=4)


def _needs_parse(sent: Span) -> bool:
    words = [token.lower_ for token in sent]
    naming = naming_words() | word_set("responsibility") | word_set("accusing")
    if lists_members(words[:2]) or not naming.isdisjoint(words):
        return True
    counted = not casualty_words().isdisjoint(words) or not word_set("counting_words").isdisjoint(words)
    return not trigger_words().isdisjoint(words) and (counted or any(word[0].isdigit() for word in words))


def _split(words: Sequence[str], starts: set[int]) -> Doc:
    begins = [i == 0 or i in starts for i in range(len(words))]
    return Doc(load_model().vocab, words=[*words], sent_starts=[*begins])


@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=30), min_size=1, max_size=4),
    st.sets(st.integers(1, 29)),
)
@settings(max_examples=200, deadline=None)
def test_sentences_are_chosen_by_their_own_words(texts: list[list[str]], starts: set[int]) -> None:
    docs = [_split(words, starts) for words in texts]
    wanted = [_needs_parse(sent) for doc in docs for sent in doc.sents for _ in sent]
    assert _sentences(docs).parsed.tolist() == wanted


def test_the_opening_of_a_sentence_ends_with_it() -> None:
    assert not _sentences([_split(["They", "include", "Ada"], {1})]).parsed.any()
    assert _sentences([_split(["They", "include", "Ada"], set())]).parsed.all()


def _beside(space: Token) -> int:
    before = [token.i for token in space.sent if token.i < space.i and not token.is_space]
    behind = [token.i for token in space.sent if token.i > space.i and not token.is_space]
    return [*before[-1:], *behind[:1], space.i][0]


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_white_space_of_a_parsed_sentence_hangs_on_the_word_before_it(texts: list[str]) -> None:
    for (doc, given_text), text in zip(spacy_docs(texts), texts, strict=True):
        assert given_text == text == doc.text
        for sent in doc.sents:
            spaces = [token for token in sent if token.is_space]
            if _needs_parse(sent):
                assert [token.head.i for token in spaces] == [_beside(token) for token in spaces]
                assert all((token.tag_, token.dep_) == ("_SP", "dep") for token in spaces)
            else:
                assert not any(token.tag_ for token in sent)
