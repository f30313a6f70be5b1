"""A text read in windows is annotated as it is when read whole, and a window bounds what a model holds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import cycle, product
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from extractor import extract
from extractor.language import windows
from extractor.language.annotate import spacy_docs
from extractor.language.windows import MARGIN, Words, read

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
ATTRS = ("SENT_START", "ENT_IOB", "ENT_TYPE", "TAG", "DEP", "HEAD", "NORM")
WORDS = (
    *["At", "least", "12", "people", "were", "killed", "by", "rebels", "in", "Mosul", ".", "and", "can't"],
    *["police", "said", "Ada", "Brill", "of", "the", "Red", "Cross", "fled", ",", "“", "\n\n", "  ", "Dr."],
)


def in_windows(texts: Sequence[str], size: int) -> list[Doc]:
    with patch.object(windows, "WINDOW", size):
        return [doc for doc, _ in spacy_docs(texts)]


def assert_same(texts: Sequence[str], size: int) -> None:
    for (whole, _), cut in zip(spacy_docs(texts), in_windows(texts, size), strict=True):
        assert np.array_equal(whole.to_array(list(ATTRS)), cut.to_array(list(ATTRS)))


@pytest.mark.parametrize("size", [1, 20, 90])
def test_the_corpus_is_annotated_alike_whole_and_in_windows(size: int) -> None:
    assert_same([path.read_text(encoding="utf-8") for path in CORPUS[: 60 // (2 if size == 1 else 1)]], size)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=120), st.sampled_from([1, 7, 31]))
@settings(max_examples=60, deadline=None)
def test_any_words_are_annotated_alike_whole_and_in_windows(words: list[str], size: int) -> None:
    assert_same([" ".join(words)], size)


def test_a_text_of_several_windows_has_the_records_of_the_whole() -> None:
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in CORPUS[:6])
    whole = extract(text)
    with patch.object(windows, "WINDOW", 100):
        assert extract(text).model_dump() == whole.model_dump()


@pytest.mark.parametrize("unit", ['"', "(", "He died. ", "John Smith and ", "killed 12 and "])
def test_no_model_reads_more_than_a_window_and_a_sentence(unit: str) -> None:
    ((doc, _),) = spacy_docs([unit * (9000 // len(unit))])
    sizes: list[int] = []
    with patch.object(windows, "WINDOW", 600):
        starts = doc.to_array(["SENT_START"]) == 1
        for begins in (None, starts):
            words = Words(doc, np.arange(len(doc)), whole=True, begins=begins)
            read([words], lambda docs: sizes.append(sum(map(len, docs))), ["SENT_START"])
    assert max(sizes) <= 600 + 2 * MARGIN
    assert sum(sizes) >= len(doc)


def steps(text: str) -> int:
    """The calls that an extraction makes, those inside spaCy among them."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        extract(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "unit",
    [
        "Two soldiers were killed by rebels in Mosul on Monday, police said. ",
        "The death toll rose to 12. ",
        "Killed: 7\n",
        "A man was shot. ",
        "Kabul, ",
        '"',
        "John Smith and ",
        "| Ostra | 12 | 7 |\n",
        "- 12 people were killed in Ostra.\n",
        "On Friday the toll rose to {n}, the mayor of Ostra said. Another {n} people were hurt. ",
        "Pe{letters}k Ru{letters}z, ",
        "the {letters} Committee and ",
        "The Red Cross said. ",
        "The minister said. Defence Minister Ana Ru{letters}z said. ",
        "Ostra,{n} men,{n} women.\n",
    ],
)
def test_the_work_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    """Four times the text takes about four times the calls; a look at the whole text a figure took eight."""
    extract(made_of(unit, 20))  # what is read once is read
    with patch.object(windows, "WINDOW", 400):  # both are read in windows, whose words are copied
        short, long = (steps(made_of(unit, length // len(unit))) for length in (3_000, 12_000))
    assert long < 5 * short


def test_a_passage_is_compared_with_the_first_and_the_latest_events_alone() -> None:
    unit = "On 3 May, {n} people were killed in an attack in Ostra{letters}, police said.\n\n"
    extract(made_of(unit, 20))
    short, long = (steps(made_of(unit, times)) for times in (100, 300))
    assert long < 3.75 * short


def made_of(unit: str, times: int) -> str:
    """A text of so many units, each with a number and letters of its own where it leaves room for them."""
    letters = ("".join(pair) for pair in product("abcdefghijklmnopqrstuvwxyz", repeat=2))
    return "".join(unit.format(n=n, letters=word) for n, word in zip(range(2, times + 2), cycle(letters)))


def test_the_rows_of_a_table_under_one_word_are_not_compared_in_pairs() -> None:
    """The figures of a column are one statement."""
    row = "| {n} May 2024 | {n} | 3 |\n"
    head = "| Town | Killed | Injured |\n|---|---|---|\n"
    extract(head + made_of(row, 5))
    short, long = (steps(head + made_of(row, times)) for times in (150, 600))
    assert long < 5 * short
