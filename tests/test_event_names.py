"""Proper names of events: every way to give one holds in its examples and in no counterexample."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.lexicon.event_names import namings

EXAMPLES = [(text, name) for naming in namings() for text, name in naming.examples]
COUNTER = [text for naming in namings() for text in naming.not_examples]


@pytest.mark.parametrize(("text", "name"), EXAMPLES)
def test_an_example_gives_its_name(text: str, name: str) -> None:
    assert [event.name for event in extract(text).events] == [name]


@pytest.mark.parametrize("text", COUNTER)
def test_a_counter_example_gives_none(text: str) -> None:
    assert [event.name for event in extract(text).events if event.name] == []


def test_a_name_with_a_hyphen_is_whole_and_the_storm_did_the_killing() -> None:
    (event,) = extract("Typhoon Sol-yi killed eight people in Pell on Sunday.").events
    assert (event.name, event.type) == ("Typhoon Sol-yi", "storm")


def test_a_line_in_title_case_gives_no_name() -> None:
    extraction = extract("Hurricane Strikes Northern Coastal Villages\n\nFour people died, police said.")
    assert [event.name for event in extraction.events] == [None]


def test_storms_with_two_names_are_two_events() -> None:
    extraction = extract(
        "Cyclone Imelda killed 12 people in Pell.\n\nCyclone Dalia killed 90 people on the same coast.",
        published="2024-05-16",
    )
    found = [
        (e.name, e.summary.killed.quantity.best if e.summary.killed else None) for e in extraction.events
    ]
    assert found == [("Cyclone Imelda", 12), ("Cyclone Dalia", 90)]
