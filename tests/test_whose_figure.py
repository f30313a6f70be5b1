"""Which event a figure belongs to: the headline figures of each event of short texts."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract

RAID = "Air raids on Hamrin killed 14 people on Tuesday, a monitor said.\n\n"
WARS = [
    (
        RAID + "The war, now in its sixth year, has killed some 80,000 people.",
        {"main": 14, "aggregate": 80000},
    ),
    (RAID + "The conflict has left more than 80,000 dead.", {"main": 14, "aggregate": 80000}),
    ("The civil war in Karsia has killed 80,000 people.", {"main": 80000}),
    (RAID + "The bombing hurt 150 people, the mayor said.", {"main": 14}),
]


@pytest.mark.parametrize(("text", "killed"), WARS)
def test_the_dead_of_the_war_are_not_those_of_the_raid(text: str, killed: dict[str, int]) -> None:
    events = extract(text, published="2024-03-14").events
    found = {e.relation: e.summary.killed.quantity.best for e in events if e.summary.killed is not None}
    assert found == killed


STANDING = [
    (
        "SITUATION REPORT 4: FLOODS IN PELL\n\n- Floods have killed 38 people in Pell since 29 February.\n"
        "- Some 1,700 people are displaced in two districts.\n\n"
        "- Ostra: 12 dead, 900 displaced\n- Korda: 26 dead, 800 displaced",
        {"killed": 38, "displaced": 1700},
    ),
    (
        "LIVE: Blast at Pell mill\n\n16:40 - Summary: what we know\nSix people are now confirmed dead.\n\n"
        "15:10 - Mayor arrives\nMayor Pia Lund told reporters that the number of dead had risen to five.",
        {"killed": 6},
    ),
    ("The storm has now killed 40 people in Pell. On Monday the toll was 31.", {"killed": 40}),
    ("A storm killed 40 people in Pell. The survivors are now in a school, where two died.", {"killed": 40}),
    (
        "Only two clerks remain unaccounted for after the fire that killed 19 people in Pell. On Sunday, 11 "
        "had still been listed as missing.",
        {"killed": 19, "missing": 2},
    ),
    ("Twelve sailors are missing in Pell, of which five from the coaster Ada.", {"missing": 12}),
    (
        "Divers off Pell pulled 12 more bodies from the sea on Sunday, bringing the death toll in last "
        "week's shipwreck to 89, the port authority said.",
        {"killed": 89},
    ),
    ("Pirates seized nine of her crew off Pell, five Greeks and four Filipinos.", {"captured": 9}),
    ("Pirates seized nine cooks, five Greeks and four Filipinos off Pell.", {"captured": 18}),
    ("LOSSES OF THE WEEK\n\nOstra: 5 soldiers killed, 12 wounded", {"killed": 5, "injured": 12}),
]


@pytest.mark.parametrize(("text", "figures"), STANDING)
def test_which_figure_stands(text: str, figures: dict[str, int]) -> None:
    summary = extract(text, published="2024-03-14").summary
    found = {name: figure.quantity.best for name, figure in summary if figure is not None}
    assert found == figures


LOG = (
    "MONTHLY LOG: JANUARY 2024\n\n"
    "3 January, Ostra: Armed men opened fire on a funeral, killing four mourners and wounding 11.\n\n"
    "9 January, Pell: Roadside bomb; two police officers killed.\n\n"
    "26 January, Korda: Landslide after rains buried five houses; 16 dead.\n\n"
)
DIGEST = (
    "Weekly digest, 22-28 January 2024\n\n"
    "North: On 23 January, gunmen ambushed a convoy near Ostra, killing five soldiers. On 25 January, a bomb "
    "struck a bus on the Pell road; nine civilians died.\n\n"
    "East: On 24 January, clashes between farmers and herders in Korda left 13 people dead.\n\n"
)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        (LOG + "Total for the month: 22 killed.", 22),
        (LOG, 22),
        (DIGEST + "Overall, 27 people were killed in the week under review.", 27),
    ],
)
def test_the_sum_of_a_digest_is_that_of_its_events(text: str, killed: int) -> None:
    extraction = extract(text, published="2024-01-31")
    assert not any(event.relation == "main" for event in extraction.events)
    assert extraction.summary.killed is not None
    assert extraction.summary.killed.quantity.best == killed


SUMS = [
    (
        "Cholera killed 57 people. Of the deaths, 36 were in Ostra, 15 in Pell and six in Korda.",
        [(57, [36, 15, 6])],
    ),
    (
        "Eleven people died in a blast in Pell. They were five women, four men and two boys.",
        [(11, [5, 4, 2])],
    ),
    ("Eight people drowned in Pell. The eight are six cooks from Ostra and two musicians.", [(8, [6, 2])]),
    ("Eleven people died in a blast in Pell. They were five women and four men of a choir.", []),
    (
        "A quake damaged 2,738 houses in Pell, of which 894 were destroyed and 1,844 damaged.",
        [(2738, [894, 1844])],
    ),
    ("A quake damaged 2,738 houses in Pell, of which 894 were destroyed and 844 damaged.", []),
    (
        "WEEKLY LOSSES\n\nOstra: 14 soldiers killed\nPell: 22 soldiers killed\nKorda: 5 soldiers killed\n\n"
        "All sectors: 41 killed\n\nThe other side lost 19 killed.",
        [(41, [14, 22, 5])],
    ),
]


@pytest.mark.parametrize(("text", "sums"), SUMS)
def test_parts_of_a_total(text: str, sums: list[tuple[int, list[int]]]) -> None:
    extraction = extract(text, published="2024-03-14")
    found = []
    for line in extraction.ledger:
        records = extraction.casualties if line.list == "casualties" else extraction.displaced
        found.append((records[line.total].quantity.best, [records[i].quantity.best for i in line.parts]))
    assert found == sums


WHAT_IF = "Q: What would have happened if the dam above Pell had burst?\nA: Hundreds dead, in one afternoon."
ASKED = [
    (WHAT_IF, None),
    ("Q: How many people died when the dam above Pell burst?\nA: Hundreds dead, in one afternoon.", 100),
    ("What would have happened if the dam had burst? At least 40 people died in Pell in 1990.", 40),
]


@pytest.mark.parametrize(("text", "killed"), ASKED)
def test_the_answer_to_what_if_counts_nobody(text: str, killed: int | None) -> None:
    found = extract(text, published="2024-03-14").summary.killed
    assert (found.quantity.best if found else None) == killed


def test_the_dead_of_a_day_long_ago_are_those_of_the_anniversary() -> None:
    text = (
        "Pell remembers the flood that took 214 lives\n\nHundreds came to the memorial on Saturday.\n\n"
        "Among the dead of 3 October 2010 were 87 pupils. More than 600 people were injured."
    )
    (event,) = extract(text, published="2020-10-03").events
    assert event.summary.killed is not None
    assert event.summary.injured is not None
    assert (event.summary.killed.quantity.best, event.summary.injured.quantity.best) == (214, 600)


def test_what_is_condemned_in_the_strongest_terms_is_no_record() -> None:
    text = (
        "Two drivers were killed in an ambush near Pell on Tuesday. We condemn this in the strongest terms: "
        "nine aid workers have lost their lives there since the beginning of the year."
    )
    events = extract(text, published="2024-03-14").events
    assert [(e.relation, e.summary.killed and e.summary.killed.quantity.best) for e in events] == [
        ("main", 2),
        ("aggregate", 9),
    ]
