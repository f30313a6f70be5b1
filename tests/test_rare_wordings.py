"""Wordings that hardly any text has: each reaches a rule that no other text does."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.records import Extraction

PUBLISHED = "2025-12-26"


def figures(extraction: Extraction) -> list[tuple[str, int | None]]:
    return [(count.outcome, count.quantity.best) for count in extraction.casualties]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Forty aid workers were captured to the cause of hunger.", []),
        ("The quake of nineteen oh five killed 300 people.", [("killed", 300)]),
        ("Two guards died, said Tom Pell, 34, who had the keys.", [("killed", 2)]),
    ],
)
def test_figures_of_rare_wordings(text: str, expected: list[tuple[str, int]]) -> None:
    assert figures(extract(text, published=PUBLISHED)) == expected


def test_a_short_row_of_aligned_columns_stands_under_its_headings() -> None:
    table = (
        "Floods in Ostra\n\n"
        "Place      Killed   Injured   Missing\n"
        "Ostra           4         9         1\n"
        "Pell            6                   2\n"
        "Corda           7         3         5\n"
        "Tesk                      8\n"
    )
    found = figures(extract(table))
    assert found[3:5] == [("killed", 6), ("missing", 2)]
    assert found[8:] == [("injured", 8)]


def test_a_lost_space_before_a_number_loses_no_figure() -> None:
    found = extract("Soldiers found at least140,000 displaced people in the camp.")
    assert [count.quantity.best for count in found.displaced] == [140_000]


def test_people_who_number_are_counted() -> None:
    found = extract("Refugees numbering 12,000 crossed the border.")
    assert [count.quantity.best for count in found.displaced] == [12_000]


def test_an_event_of_a_counted_day_runs_from_the_first_one() -> None:
    text = "Nine people had died by the 18th day since the outbreak on December 8, doctors said."
    (count,) = extract(text, published=PUBLISHED).casualties
    assert count.date == "2025-12-08/2025-12-25"


def test_a_relative_of_a_named_person_is_the_victim() -> None:
    found = extract("The dead were identified as Tom Pell and Ana Ruiz's daughter.")
    assert [victim.name or victim.description for victim in found.victims] == [
        "Tom Pell",
        "Ana Ruiz's daughter",
    ]
