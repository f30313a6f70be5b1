"""Sex and age by the noun: every entry's examples have its value, its counterexamples do not."""

from __future__ import annotations

import pytest

from extractor.lexicon.traits import trait_words, traits_of

ENTRIES = [("sex", "female"), ("sex", "male"), ("age", "child"), ("age", "adult"), ("age", "elderly")]


@pytest.mark.parametrize(("kind", "value"), ENTRIES)
def test_examples(kind: str, value: str) -> None:
    entry = trait_words(kind, value)
    assert [getattr(traits_of(phrase), kind) for phrase in entry.examples] == [value] * len(entry.examples)
    assert value not in [getattr(traits_of(phrase), kind) for phrase in entry.not_examples]


def test_two_nouns_give_only_what_they_share() -> None:
    assert traits_of("women and children") == (None, None)
    assert traits_of("mothers and daughters").sex == "female"
