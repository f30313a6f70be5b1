"""Every people noun of the lexicon keeps its number in eight frames: it is no year, no day and no age."""

from __future__ import annotations

import pytest

from extractor.lexicon import count_nouns
from extractor.pipeline import extract_many

NOUNS = sorted(
    noun for noun, reported in count_nouns().items() if reported.plural and reported.unit == "people"
)
FRAMES = [
    ("number word", "Two thousand {} were killed in the raid.", 2000),
    ("four-digit number", "Police said 2000 {} were injured.", 2000),
    ("behind a date", "On 3 May 12 {} were killed.", 12),
    ("in front of a date", "Some 12 {} were killed on 3 May 2021.", 12),
    ("active", "The shelling killed 1996 {}.", 1996),
    ("passive", "In all, 1,200 {} have been killed by the flood.", 1200),
    ("headline", "1,200 {} killed in flood", 1200),
    ("list", "The dead were nine farmers, 14 {} and a priest.", 14),
]
LOOSE = frozenset({"leaders"})
"""Nouns that count people only beside a word of harm, not by themselves."""


@pytest.mark.parametrize(("frame", "sentence", "value"), FRAMES, ids=[frame for frame, _, _ in FRAMES])
def test_every_people_noun_keeps_its_number(frame: str, sentence: str, value: int) -> None:
    nouns = [noun for noun in NOUNS if noun not in LOOSE]
    found = extract_many([sentence.format(noun) for noun in nouns])
    lost = {
        noun: [count.quantity.best for count in extraction.casualties]
        for noun, extraction in zip(nouns, found, strict=True)
        if value not in [count.quantity.best for count in extraction.casualties]
    }
    assert not lost, f"{len(lost)} of {len(nouns)} nouns lose their number"
