"""Every cue of the vocabulary against its own examples."""

from __future__ import annotations

import pytest

from extractor.codebooks import load_codebook
from extractor.numbers import find_numbers
from extractor.numbers.vocabulary import Cue, Said, qualifiers, vocabulary

BOOK = load_codebook("acled")
CUES = (*vocabulary().after, *vocabulary().before)


def _cases(kind: str) -> list[tuple[Cue, str]]:
    return [(cue, text) for cue in CUES for text in getattr(cue, kind)]


@pytest.mark.parametrize(("cue", "text"), _cases("examples"), ids=lambda value: str(value)[:40])
def test_example_has_the_reason(cue: Cue, text: str) -> None:
    assert cue.reason in {mention.reason for mention in find_numbers(text, BOOK)}


@pytest.mark.parametrize(("cue", "text"), _cases("not_examples"), ids=lambda value: str(value)[:40])
def test_not_example_lacks_the_reason(cue: Cue, text: str) -> None:
    assert cue.reason not in {mention.reason for mention in find_numbers(text, BOOK)}


@pytest.mark.parametrize("says", qualifiers().before)
def test_every_qualifier_before_a_number_belongs_to_it(says: Said) -> None:
    for phrase in qualifiers().before[says]:
        (mention,) = find_numbers(f"{phrase} 20 people", BOOK)
        assert mention.quantity.text == f"{phrase} 20"
        assert mention.reason is None


@pytest.mark.parametrize("says", qualifiers().after)
def test_every_qualifier_after_a_number_belongs_to_it(says: Said) -> None:
    for phrase in qualifiers().after[says]:
        text = f"20 {phrase}".replace(" - or - ", "-or-").replace(" - ", "-").replace(" +", "+")
        (mention,) = find_numbers(f"{text} people", BOOK)
        assert mention.quantity.text == text
