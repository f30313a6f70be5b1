"""Tables and lists: a record a labelled cell, whatever parts the cells, with the place or day of its row."""

from __future__ import annotations

import pytest

from extractor import Extraction, extract
from extractor.layout.tables import find_tables

TOLLS = [
    ["Province", "Killed", "Injured"],
    ["Ostra", "4", "11"],
    ["San Pell", "6", "9"],
    ["Total", "10", "20"],
]
LAYOUTS = {
    "bars": "\n".join("| " + " | ".join(row) + " |" for row in TOLLS),
    "bars without ends": "\n".join(" | ".join(row) for row in TOLLS),
    "Markdown": "\n".join(
        "|" + "|".join(row) + "|" for row in [TOLLS[0], ["---", "---:", ":--:"], *TOLLS[1:]]
    ),
    "tabs": "\n".join("\t".join(row) for row in TOLLS),
    "columns": "\n".join("{:<12}{:>8}{:>10}".format(*row) for row in TOLLS),
    "columns under a rule": "\n".join(
        "{:<12}{:>8}{:>10}".format(*row) for row in [TOLLS[0], ["-" * 9, "-" * 6, "-" * 7], *TOLLS[1:]]
    ),
    "single spaces": "\n".join(" ".join(row) for row in TOLLS),
    "CRLF": "\r\n".join("\t".join(row) for row in TOLLS),
}


def cells(extraction: Extraction) -> list[tuple[str, int | None, str | None]]:
    """Outcome or term, value and place of each figure."""
    return [(r.outcome, r.quantity.best, r.place) for r in extraction.casualties] + [
        (r.term, r.quantity.best, r.place) for r in extraction.displaced
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("frame", ["{}", "Floods in Orlen\n\n{}\n\nThe river has fallen since."])
def test_a_record_for_every_labelled_cell(layout: str, frame: str) -> None:
    text = frame.format(LAYOUTS[layout])
    extraction = extract(text)
    assert cells(extraction) == [
        ("killed", 4, "Ostra"),
        ("injured", 11, "Ostra"),
        ("killed", 6, "San Pell"),
        ("injured", 9, "San Pell"),
        ("killed", 10, None),
        ("injured", 20, None),
    ]
    assert [r.scope for r in extraction.casualties] == ["subset"] * 4 + ["cumulative"] * 2
    assert extraction.summary.killed
    assert extraction.summary.killed.quantity.best == 10
    assert all(text[r.evidence.start : r.evidence.end] == str(r.quantity.best) for r in extraction.casualties)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "| | Killed | | Injured | |\n| Place | Men | Women | Men | Women |\n| Ostra | 4 | 1 | 2 | - |",
            [("killed", 4, "Ostra"), ("killed", 1, "Ostra"), ("injured", 2, "Ostra")],
        ),
        (
            "| | Ostra | Pell |\n| Killed | 4 | 6 |\n| Missing | 2 | 0 |",
            [("killed", 4, "Ostra"), ("killed", 6, "Pell"), ("missing", 2, "Ostra"), ("missing", 0, "Pell")],
        ),
        (
            "District\tFamilies displaced\tHouses destroyed\tCost, USD\nOstra\t350\t12\t90\nPell\t1,900\t\t7",
            [("displaced", 350, "Ostra"), ("housing_destroyed", 12, "Ostra"), ("displaced", 1900, "Pell")],
        ),
        ("Killed by town:\n- Ostra: 4\n- Pell: 6", [("killed", 4, "Ostra"), ("killed", 6, "Pell")]),
        ("Deaths by town\n• Ostra – 4\n• Pell – 6", [("killed", 4, "Ostra"), ("killed", 6, "Pell")]),
        (
            "Houses destroyed by town\nTown\tNumber\nOstra\t1950\nPell\t17",
            [("housing_destroyed", 1950, "Ostra"), ("housing_destroyed", 17, "Pell")],
        ),
        ("Match\tGoals\nOstra\t4\nPell\t6", []),
        ("Deaths rate by town\nTown\tDeaths per 1,000\nOstra\t4\nPell\t6", []),
    ],
)
def test_headings_say_what_a_cell_counts(text: str, wanted: list[tuple[str, int | None, str | None]]) -> None:
    assert cells(extract(text)) == wanted


def test_a_day_in_a_row_is_the_day_of_its_figures() -> None:
    found = extract("Date\tTown\tKilled\n3 May 2018\tOstra\t4\n4 May 2018\tPell\t6")
    assert [(r.date, r.quantity.best) for r in found.casualties] == [("2018-05-03", 4), ("2018-05-04", 6)]


def test_a_list_under_its_total_holds_parts_of_it() -> None:
    found = extract("At least 10 people were killed in two towns:\nOstra: 4\nPell: 6")
    assert [(r.quantity.best, r.scope, r.place) for r in found.casualties[1:]] == [
        (4, "subset", "Ostra"),
        (6, "subset", "Pell"),
    ]
    assert found.summary.killed
    assert found.summary.killed.quantity.best == 10


@pytest.mark.parametrize(
    "text",
    [
        "The army said that  14 men\nwere killed in  Ostra on\nMonday and  12 were hurt.",
        "Home | News | Sport\nLive | Video | Weather",
        "Ostra 4 11\nHe said 14 men had died.",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert find_tables(text) == ()
