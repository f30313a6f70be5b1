"""What holds for any text: offsets, order, no crash, linear work, light imports."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.codebooks import load_codebook
from extractor.numbers import find_numbers, read_quantity
from extractor.numbers.tokens import Tokens

BOOK = load_codebook("acled")
PIECES = [
    "at least", "between", "from", "to", "and", "or", "a", "an", "half", "quarter", "one", "twenty",
    "-", "hundred", "thousand", "million", "dozen", "dozens", "scores", "of", "several", "many", "no",
    "none", "zero", "without", "deaths", "people", "3", "12", "2014", "1,200", "9.3", "4,5,6", "½", "$",
    "%", "th", "st", "m", "k", "km", "years", "old", "aged", "May", "December", "(", ")", ",", ".", ":",
    "/", "'", "+", "plus", "more", "than", "up", "if not", "first", "eighth", "in", "the", "\n", "\n\n",
    "soldiers", "No", "Flight", "٣", "９", "was", "out",
]  # fmt: skip
anything = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
)


@settings(max_examples=400, deadline=None)
@given(anything)
def test_mentions_lie_in_the_text_in_order(text: str) -> None:
    found = find_numbers(text, BOOK)
    for mention in found:
        assert 0 <= mention.start <= mention.core_start < mention.core_end <= mention.end <= len(text)
        assert mention.quantity.text == text[mention.start : mention.end]
        low, best, high = mention.quantity.low, mention.quantity.best, mention.quantity.high
        bounds = [bound for bound in (low, best, high) if bound is not None]
        assert bounds == sorted(bounds)
        assert all(bound >= 0 for bound in bounds)
        assert best is not None or mention.reason is not None
    assert all(here.end <= after.start for here, after in pairwise(found))
    read_quantity(text, BOOK)


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=1, max_value=10**12 - 1), st.sampled_from(["{:,}", "{}"]))
def test_digits_are_read_back(value: int, style: str) -> None:
    (mention,) = find_numbers(style.format(value) + " people", BOOK)
    assert mention.quantity.best == value


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_number_words_are_read_back(value: int) -> None:
    num2words = pytest.importorskip("num2words").num2words
    text = num2words(value).replace(",", "")
    quantity = read_quantity(text, BOOK)
    assert quantity is not None
    assert quantity.best == value


HOSTILE = [
    "1" * 10**5,
    "hundred " * 4000,
    "a hundred and " * 3000,
    "1,222" + ",333" * 10**4,
    "1 222" + " 333" * 4000,
    "1-2-" * 4000,
    "twenty-" * 4000,
    "thousand million " * 3000,
    "hundreds of " * 4000,
    "at least " * 4000,
    "no " * 8000,
    "one and a half " * 3000,
    "1 or " * 4000,
    "\n \n" * 10**4,
    " " * 10**5,
    "a" * 10**5,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_work_grows_with_the_length_alone(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens looked at, not seconds: twice the text, about twice the work."""
    looks = 0
    plain = Tokens.__getitem__

    def counted(self: Tokens, index: int) -> object:
        nonlocal looks
        looks += 1
        return plain(self, index)

    monkeypatch.setattr(Tokens, "__getitem__", counted)
    find_numbers(text[: len(text) // 2], BOOK)
    half, looks = looks, 0
    find_numbers(text, BOOK)
    assert looks <= 2.2 * half + 200
    assert looks <= 400 * len(Tokens(text))


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys\n"
        "from extractor.codebooks import load_codebook\n"
        "from extractor.numbers import find_numbers\n"
        "assert not any(name.split('.')[0] in ('quantulum3', 'spacy') for name in sys.modules)\n"
        "find_numbers('at least 96 people', load_codebook())\n"
        "assert 'inflect' not in sys.modules and 'spacy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
