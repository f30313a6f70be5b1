"""Numbers value first: a value, then all the ways in which news text writes it."""

from __future__ import annotations

import pytest

from extractor.codebooks import load_codebook
from extractor.numbers import find_numbers, read_quantity

BOOK = load_codebook("acled")

# Written with these in view.
CORPUS: dict[int, str] = {
    0: "0|zero|no one|no-one|nobody|none|not a single",
    1: "1|one|One|ONE",
    2: "2|two|Two",
    6: "6|six|half a dozen|half-dozen|a half-dozen",
    12: "12|twelve|a dozen|dozen|one dozen|１２|١٢",
    21: "21|twenty-one|Twenty-one|twenty one",
    24: "24|two dozen|2 dozen|twenty-four",
    31: "31|thirty-one|Thirty-One",
    60: "60|sixty|three score",
    100: "100|a hundred|one hundred|hundred",
    105: "105|a hundred and five|one hundred five|one hundred and five",
    1_200: "1,200|1200|1.200|1 200|twelve hundred|one thousand two hundred|1'200|1.2k|1.2 thousand",
    2_012: "two thousand and twelve|2,012",
    3_000: "3,000|3k|3K|three thousand|3 thousand",
    9_300: "9,300|9 300|9.300|9\u00a0300|9\u202f300|nine thousand three hundred|９,３００",
    76_400: "76,400|seventy-six thousand four hundred|76.4 thousand",
    100_000: "100,000|1 lakh|one lakh|a lakh|1,00,000|a hundred thousand",
    120_000: "120,000|1 lakh 20 thousand|1.2 lakh|1,20,000",
    250_000: "250,000|a quarter of a million|quarter of a million|a quarter million",
    400_000: "400,000|four hundred thousand|400k|4 lakh",
    500_000: "500,000|half a million|half-million|a half million|5 lakh|0.5 million",
    610_000: "610,000|610 000|6,10,000|6.1 lakh|six hundred and ten thousand",
    750_000: "three quarters of a million|750,000",
    1_000_000: "1,000,000|one million|a million|1 million|10 lakh|1.000.000|1 000 000",
    1_200_000: "1.2 million|1,200,000|1.2 mln|1.2 mn|12 lakh",
    1_500_000: "1.5 million|a million and a half|one and a half million|one-and-a-half million",
    2_300_000: "two million, three hundred thousand|two point three million",
    5_612: "five thousand, six hundred and twelve|5,612",
    2_300_006: "two million three hundred thousand and six",
    25_000_000: "2.5 crore|25 million|25,000,000",
    3_000_000_000: "3 billion|three billion|3bn",
}
# Written after the grammar was settled, to see that it holds.
HELD_OUT: dict[int, str] = {
    17: "17|seventeen|١٧",
    36: "36|three dozen|thirty-six",
    99: "99|ninety-nine",
    340: "340|three hundred forty|three hundred and forty",
    5_060: "5,060|five thousand sixty|five thousand and sixty",
    18_500: "18,500|18.5k|18 500|18.500|eighteen thousand five hundred",
    330_000: "330,000|3.3 lakh|3,30,000|three hundred thirty thousand",
    2_250_000: "2.25 million|2,250,000|two and a quarter million",
    40_000_000: "40 million|forty million|4 crore",
}


def _cases(corpus: dict[int, str]) -> list[tuple[int, str]]:
    return [(value, text) for value, texts in corpus.items() for text in texts.split("|")]


@pytest.mark.parametrize(("value", "text"), _cases(CORPUS) + _cases(HELD_OUT))
def test_value(value: int, text: str) -> None:
    quantity = read_quantity(text, BOOK)
    assert quantity is not None
    assert (quantity.text, quantity.low, quantity.best, quantity.high, quantity.qualifier) == (
        text, value, value, value, "exact",
    )  # fmt: skip


@pytest.mark.parametrize(("value", "text"), _cases(CORPUS) + _cases(HELD_OUT))
def test_value_inside_a_sentence(value: int, text: str) -> None:
    sentence = f"Officials said {text} people had fled."
    found = [m for m in find_numbers(sentence, BOOK) if m.reason is None]
    assert [(m.quantity.best, sentence[m.core_start : m.core_end]) for m in found] == [(value, text)]


@pytest.mark.parametrize(
    "letter", ["1.2m people", "1.2M people", "1.2m Syrians", "1.2m have fled", "1.2 m people"]
)
def test_a_glued_letter_counts_people(letter: str) -> None:
    (mention,) = find_numbers(letter, BOOK)
    assert (mention.quantity.best, mention.reason) == (1_200_000, None)


VAGUE: dict[tuple[int, str], str] = {
    (2, "couple"): "a couple|A couple",
    (3, "several"): "several|a few|a handful|many|quite a few",
    (10, "tens"): "tens of people",
    (12, "dozens"): "dozens|dozens of people|many dozens|dozens and dozens|dozens, perhaps hundreds,",
    (20, "scores"): "scores of people|Scores killed",
    (36, "several dozen"): "several dozen|a few dozen",
    (100, "hundreds"): "hundreds|hundreds of people|hundreds, if not thousands|hundreds or even thousands",
    (200, "a couple of hundred"): "a couple hundred|a couple of hundred",
    (300, "several hundred"): "several hundred|a few hundred|several hundreds",
    (1_000, "thousands"): "thousands|thousands of people|thousands upon thousands",
    (3_000, "several thousand"): "several thousand|a few thousand",
    (10_000, "tens of thousands"): "tens of thousands|Tens of thousands of people|many tens of thousands",
    (100_000, "hundreds of thousands"): "hundreds of thousands",
    (300_000, "several hundred thousand"): "several hundred thousand",
    (1_000_000, "millions"): "millions|millions of people",
    (100_000_000, "hundreds of millions"): "hundreds of millions",
}


@pytest.mark.parametrize(
    ("value", "text"), [(value, text) for (value, _), texts in VAGUE.items() for text in texts.split("|")]
)
def test_vague_words(value: int, text: str) -> None:
    (mention,) = find_numbers(text, BOOK)
    quantity = mention.quantity
    assert mention.kind == quantity.qualifier == "vague"
    assert (quantity.low, quantity.best, quantity.high, mention.reason) == (value, value, None, None)


RANGES: dict[tuple[int, int], str] = {
    (
        20,
        30,
    ): "20 to 30|between 20 and 30|20-30|20–30|20 - 30|from 20 to 30|20 or 30|twenty to thirty|some 20 to 30",
    (2, 3): "two or three|two to three|2-3|between two and three",
    (
        3_000,
        4_000,
    ): "3,000 to 4,000|some 3 to 4,000|3-4,000|three to four thousand|between three and four thousand",
    (200, 300): "two or three hundred|two to three hundred|200-300",
    (2_000_000, 3_000_000): "2-3 million|two to three million|2 million to 3 million",
    (24, 36): "two to three dozen|two or three dozen",
    (159_000, 192_000): "between 159,000 and 192,000|159,000 to 192,000",
}


@pytest.mark.parametrize(
    ("ends", "text"), [(ends, text) for ends, texts in RANGES.items() for text in texts.split("|")]
)
def test_ranges(ends: tuple[int, int], text: str) -> None:
    quantity = read_quantity(text, BOOK)
    assert quantity is not None
    assert quantity.qualifier == "range"
    assert (quantity.text, quantity.low, quantity.best, quantity.high) == (text, ends[0], ends[0], ends[1])


def test_the_codebook_decides_the_best_of_a_range() -> None:
    quantity = read_quantity("between 20 and 30", load_codebook("emdat"))
    assert quantity is not None
    assert quantity.best == 25


@pytest.mark.parametrize(
    "text",
    [
        "the toll rose from 20 to 30",
        "the number climbed by 20 to 30",
        "the toll went up from 20 to 30",
        "deaths fell from 30 to 20",
    ],
)
def test_an_old_and_a_new_figure_are_no_range(text: str) -> None:
    assert sorted(mention.quantity.best or 0 for mention in find_numbers(text, BOOK)) == [20, 30]
