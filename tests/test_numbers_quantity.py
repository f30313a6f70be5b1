"""Qualifiers: every row of the contract's table of quantities, stacked words, words of scope, spans."""

from __future__ import annotations

import pytest

from extractor.codebooks import load_codebook
from extractor.numbers import NumberMention, find_numbers

BOOK = load_codebook("acled")


def only(text: str) -> NumberMention:
    (mention,) = (mention for mention in find_numbers(text, BOOK) if mention.reason is None)
    return mention


Row = tuple[str, str, int | None, int | None, int | None, str]
TABLE: list[Row] = [
    (
        "exact",
        "31|thirty-one|exactly 31",
        31, 31, 31, "people",
    ),
    (
        "exact",
        "no|zero",
        0, 0, 0, "deaths",
    ),
    (
        "at_least",
        "at least 96|96 or more|a minimum of 96|no fewer than 96|not less than 96|96 at least",
        96, 96, None, "casualties",
    ),
    (
        "more_than",
        "over 150,000|more than 150,000|upwards of 150,000|150,000-plus|150,000+|150,000 plus|"
        "in excess of 150,000|just over 150,000|well over 150,000|exceeding 150,000",
        150_000, 150_000, None, "people",
    ),
    (
        "at_most",
        "up to 40|as many as 40|at most 40|no more than 40|a maximum of 40|40 at most|40 or fewer",
        None, 40, 40, "people",
    ),
    (
        "less_than",
        "fewer than 40|under 40|less than 40|below 40",
        None, 40, 40, "people",
    ),
    (
        "nearly",
        "nearly 400,000|almost 400,000|close to 400,000|nearing 400,000|just under 400,000|"
        "approaching 400,000|just short of 400,000",
        None, 400_000, 400_000, "people",
    ),
    (
        "about",
        "about 30|some 30|approximately 30|around 30|roughly 30|an estimated 30|30-odd|30 or so|"
        "circa 30|~30|estimated at 30|30 odd",
        None, 30, None, "people",
    ),
    (
        "range",
        "20 to 30|between 20 and 30|20-30",
        20, 20, 30, "people",
    ),
    (
        "vague",
        "several|a handful of|a few",
        3, 3, None, "people",
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_table_of_the_contract(row: Row) -> None:
    qualifier, texts, low, best, high, noun = row
    for text in texts.split("|"):
        quantity = only(f"Reports spoke of {text} {noun}.").quantity
        assert (quantity.qualifier, quantity.low, quantity.best, quantity.high) == (
            qualifier,
            low,
            best,
            high,
        ), text
        assert quantity.text == text.removesuffix(" of")


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("at least some 20", "at_least"),
        ("up to an estimated 20", "at_most"),
        ("more than about 20", "more_than"),
        ("an estimated 20 or more", "at_least"),
        ("an additional at least 20", "at_least"),
        ("another estimated 20", "about"),
        ("a further almost 20", "nearly"),
    ],
)
def test_stacked_qualifiers(text: str, qualifier: str) -> None:
    mention = only(f"They found {text} bodies.")
    assert (mention.quantity.qualifier, mention.quantity.text) == (qualifier, text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a further 20 people", "incremental"),
        ("an additional 41 civilians", "incremental"),
        ("another four", "incremental"),
        ("20 more people", "incremental"),
        ("hundreds more", "incremental"),
        ("two additional deaths", "incremental"),
        ("a total of 40 people", "cumulative"),
        ("40 in total", "cumulative"),
        ("the 18th victim", "cumulative"),
        ("a second man", "incremental"),
        ("40 people", None),
    ],
)
def test_words_of_scope(text: str, hint: str | None) -> None:
    assert only(text).scope_hint == hint


@pytest.mark.parametrize(
    ("text", "span", "core"),
    [
        ("killing at least 96 people", "at least 96", "96"),
        ("and 96 or more people", "96 or more", "96"),
        ("with an additional 41 civilians", "an additional 41", "41"),
        ("with between 20 and 30 dead", "between 20 and 30", "20 and 30"),
        ("the more than 200 dead", "more than 200", "200"),
        ("20 more people", "20", "20"),
        ("is nearing one million.", "nearing one million", "one million"),
        ("at\nleast\n96 people", "at\nleast\n96", "96"),
    ],
)
def test_span_and_core(text: str, span: str, core: str) -> None:
    mention = only(text)
    assert text[mention.start : mention.end] == mention.quantity.text == span
    assert text[mention.core_start : mention.core_end] == core


@pytest.mark.parametrize(
    ("text", "partitive"),
    [
        ("one of the injured", True),
        ("three of them", True),
        ("five of whom", True),
        ("hundreds of people", False),
    ],
)
def test_partitive(text: str, partitive: bool) -> None:
    assert only(text).partitive is partitive


def test_an_ordinal_of_one_more_counts_one() -> None:
    assert only("a third man was killed").quantity.best == 1
    assert only("the 18th victim").quantity.best == 18


def test_a_qualifier_belongs_to_one_number_only() -> None:
    found = find_numbers("at least 20 killed, 30 hurt", BOOK)
    assert [mention.quantity.qualifier for mention in found] == ["at_least", "exact"]


def test_up_from_an_older_figure_is_no_upper_bound() -> None:
    new, old = find_numbers("the toll is up to 30 from 20", BOOK)
    assert (new.quantity.qualifier, new.quantity.best, old.quantity.best) == ("exact", 30, 20)
