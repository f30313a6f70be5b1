"""Nothing is silent: every number of a text ends in a record, a date, or ``unused_numbers`` with a reason."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from counting import counts
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Extraction, extract, extract_many
from extractor.articles.sources import read_article

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.txt"))
DIGITS = re.compile(r"\d+")
WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundred|"
    r"thousand|million|dozens|hundreds|thousands)\b",
    re.IGNORECASE,
)

numbers = st.sampled_from(["12", "1,250", "forty", "at least 30", "dozens of", "between 5 and 9", "2.5m"])
people = st.sampled_from(["people", "soldiers", "villagers", "families", "houses", "cows", "votes"])
events = st.sampled_from(
    ["were killed", "fled", "were hurt", "attended", "are missing", "were displaced", "won", "burned"]
)
tails = st.sampled_from(
    [
        "",
        " on 12 May",
        " near Route 66",
        " aged 7",
        ", 3 of them badly",
        " and 40 others were hurt",
        " (6 in all)",
    ]
)
frames = st.sampled_from(
    ["{}.", "Police denied that {}.", "If {}, we leave.", "The 31st Brigade said {}.", "“{},” she said."]
)
sentences = st.builds(
    lambda frame, number, group, event, tail: frame.format(f"{number} {group} {event}{tail}"),
    frames,
    numbers,
    people,
    events,
    tails,
)


def silent(text: str, extraction: Extraction) -> list[str]:
    """Numbers of the text that no record, date or unused number covers."""
    reported = [record.evidence for record in counts(extraction)]
    reported += [mention.evidence for mention in extraction.dates]
    reported += [number.evidence for number in extraction.unused_numbers]
    covered = {place for evidence in reported for place in range(evidence.start, evidence.end)}
    found = [*DIGITS.finditer(text), *WORDS.finditer(text)]
    return [match.group() for match in found if match.start() not in covered]


@cache
def _read_corpus() -> dict[str, tuple[str, Extraction]]:
    articles = [read_article(path) for path in CORPUS]
    found = extract_many(articles)
    return {a.id: (a.text, e) for a, e in zip(articles, found, strict=True)}


@pytest.mark.parametrize("name", [path.stem for path in CORPUS])
def test_every_number_of_an_article_is_reported(name: str) -> None:
    text, extraction = _read_corpus()[name]
    assert silent(text, extraction) == []


@settings(max_examples=80, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=3).map(" ".join))
def test_every_number_of_made_up_sentences_is_reported(text: str) -> None:
    extraction = extract(text)
    assert silent(text, extraction) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=3).map(" ".join))
def test_a_number_is_used_or_unused_and_never_both(text: str) -> None:
    extraction = extract(text)
    used = {(record.evidence.start, record.evidence.end) for record in counts(extraction)}
    for number in extraction.unused_numbers:
        assert number.reason.strip()
        assert (number.evidence.start, number.evidence.end) not in used


@settings(max_examples=40, deadline=None)
@given(sentences)
def test_the_words_of_a_quantity_stand_in_its_evidence(text: str) -> None:
    extraction = extract(text)
    for record in counts(extraction):
        quantity = record.quantity
        assert quantity.text in record.evidence.text
        bounds = [bound for bound in (quantity.low, quantity.best, quantity.high) if bound is not None]
        assert bounds == sorted(bounds)
