"""Single victims: named, definite or indefinite, once each, with the figure that already counts them."""

from __future__ import annotations

from functools import cache

import pytest

from extractor.pipeline import extract
from extractor.records import Extraction, Victim


@cache
def _read(text: str) -> Extraction:
    return extract(text, published="2024-05-10")


def _short(victim: Victim) -> tuple[str | None, str, int | None, int | None]:
    return (victim.name or victim.description, victim.outcome, victim.age, victim.counted_in)


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        (
            "Six miners died in the Orla pit on Sunday. The dead were named as Pavel Orlin, 44, "
            "Ivan Petrin, 51, and Sergei Volin, 23. The mine's director, Oleg Baran, resigned.",
            [
                ("Pavel Orlin", "killed", 44, 0),
                ("Ivan Petrin", "killed", 51, 0),
                ("Sergei Volin", "killed", 23, 0),
            ],
        ),
        (
            "Maria Quill, 34, her husband and two sons were killed when a truck hit their car on Monday.",
            [("Maria Quill", "killed", 34, None), ("her husband", "killed", None, None)],
        ),
        (
            "Corporal Dan Oyston was killed by a roadside bomb in Ostra on Friday. He was 26.",
            [("Dan Oyston", "killed", 26, None)],
        ),
        (
            "Gunmen raided Ostra on Friday. Among the dead: Yusuf Hatami, 61, and Ana Pell, 40.",
            [("Yusuf Hatami", "killed", 61, None), ("Ana Pell", "killed", 40, None)],
        ),
        (
            "One tenant, a 71-year-old man, was pronounced dead in Ostra.",
            [("a 71-year-old man", "killed", 71, 0)],
        ),
        (
            "A 24-year-old man was shot and killed on Tuesday. The victim was identified as Dale Hobbs.",
            [("Dale Hobbs", "killed", 24, 0)],
        ),
        (
            "A gunman killed five people at a bar on Friday. The gunman later shot himself.",
            [("The gunman", "killed", None, None)],
        ),
        ("Mayor Tom Reedman was abducted by armed men on Sunday.", [("Tom Reedman", "captured", None, None)]),
        ("The army denied that General Musa Abdin had been killed.", []),
        ("The actress Vera Lindqvist died on Sunday after a long illness.", []),
        (
            "A woman was killed in the blast on Friday. Rescuers found a woman dead in the yard.",
            [("A woman", "killed", None, 0)],
        ),
        (
            "Ana Ruiz, a nurse, was one of six people killed when the wall collapsed on Sunday.",
            [("Ana Ruiz", "killed", None, 1)],
        ),
        (
            "A motorcyclist, identified as Dean Orvall, 44, was killed when his bike struck a rail.",
            [("Dean Orvall", "killed", 44, 0)],
        ),
        (
            "Five civilians, among them a woman and her infant son, were killed in Ostra on Friday. "
            "On Sunday gunmen shot and killed union leader Julio Mendez in Pell.",
            [
                ("a woman", "killed", None, 1),
                ("her infant son", "killed", None, 2),
                ("Julio Mendez", "killed", None, None),
            ],
        ),
        (
            "Six people died in the fire. Among them were Ana Ruiz, 40, and Tom Pell, a nurse.",
            [("Ana Ruiz", "killed", 40, 0), ("Tom Pell", "killed", None, 0)],
        ),
        (
            "Six people died in the fire. They include a girl and her grandmother.",
            [("a girl", "killed", None, 1), ("her grandmother", "killed", None, 2)],
        ),
        (
            "The dead of Sunday's slide included a teacher, Ana Moll, and two pupils.",
            [("Ana Moll", "killed", None, 0)],
        ),
        (
            "Among the dead were four children and a nurse, Mira Tal, 34.",
            [("Mira Tal", "killed", 34, 1)],
        ),
        ("Tom Pell was among the five miners kidnapped on Sunday.", [("Tom Pell", "captured", None, 0)]),
        (
            "The skipper was found dead on Tuesday. Officers found Tom Pell, 24, with a stab wound.",
            [("The skipper", "killed", None, None), ("Tom Pell", "injured", 24, None)],
        ),
        ("Police identified the victim as Lena Ortiz, 31. She is recovering in hospital.", []),
        (
            "A woman was shot in the leg on Friday. Police identified the victim as Lena Ortiz, 31.",
            [("Lena Ortiz", "injured", 31, 0)],
        ),
    ],
)
def test_victims(text: str, victims: list[tuple[str | None, str, int | None, int | None]]) -> None:
    assert [_short(victim) for victim in _read(text).victims] == victims


def test_a_victim_points_to_the_actor_the_event_and_the_words() -> None:
    text = (
        "A blast hit a bus near Ostra on Monday, injuring nine people. "
        "Ana Moreno, 41, was killed and her brother was injured."
    )
    extraction = _read(text)
    ana, brother = extraction.victims
    assert ana.actor is not None
    assert extraction.actors[ana.actor].name == "Ana Moreno"
    assert (brother.name, brother.description, brother.sex) == (None, "her brother", "male")
    assert all(text[v.evidence.start : v.evidence.end] == v.evidence.text for v in extraction.victims)
    assert [i for event in extraction.events for i in event.victims] == [0, 1]


def test_who_a_named_person_is_counts_nobody() -> None:
    extraction = _read("Among the dead was Ana Moreno, 41, a nurse. The blast killed nine people on Friday.")
    assert [count.quantity.best for count in extraction.casualties] == [9]


def test_the_noun_gives_sex_and_age_of_a_group() -> None:
    girls, soldiers = _read("The shell killed three girls and two soldiers.").casualties
    assert (girls.group.sex, girls.group.age) == ("female", "child")
    assert (soldiers.group.sex, soldiers.group.age) == (None, None)


@pytest.mark.parametrize(
    ("text", "killed", "described"),
    [
        ("Amara Dione, a nurse, was killed in the blast.", 1, {"Amara Dione": "a nurse"}),
        ("Among the dead was Amara Dione, 34, a nurse.", 1, {"Amara Dione": "a nurse"}),
        ("A blast killed Amara Dione, a nurse, and two guards.", 3, {"Amara Dione": "a nurse"}),
        ("Police said a nurse, Amara Dione, was shot dead.", 1, {"Amara Dione": "a nurse"}),
        ("Amara Dione, a driver and two guards were killed.", 4, {"Amara Dione": None, None: "a driver"}),
        ("VILLA ROSA, Mo. - A man was killed at a mill on Friday.", 1, {None: "A man"}),
    ],
)
def test_who_a_victim_was_is_nobody_else(text: str, killed: int, described: dict[str | None, str]) -> None:
    extraction = _read(text)
    assert extraction.summary.killed is not None
    assert extraction.summary.killed.quantity.best == killed
    assert {victim.name: victim.description for victim in extraction.victims} == described


def test_names_among_the_dead_and_of_a_figure_are_its_victims() -> None:
    for text in (
        "Six people died in Marn on Friday, among them Ana Ruiz, 34, and Tom Pell.",
        "Six people died in Marn on Friday, including Ana Ruiz, 34, and Tom Pell.",
        "A fire killed six people in Marn. Ana Ruiz, 34, and Tom Pell were among the dead.",
    ):
        extraction = _read(text)
        assert [_short(victim) for victim in extraction.victims] == [
            ("Ana Ruiz", "killed", 34, 0),
            ("Tom Pell", "killed", None, 0),
        ], text
        assert extraction.summary.killed is not None
        assert extraction.summary.killed.quantity.best == 6
    talks = _read("Six people died in Marn, and leaders including Ana Ruiz sent condolences.")
    assert talks.victims == ()


def test_who_was_harmed_well_before_the_event_is_none_of_it() -> None:
    text = (
        "Kyle Brown was shot and killed on May 6 in a hallway in Lagos. "
        "His brother, Dennis Carr, was shot and killed in Lagos in 1997."
    )
    extraction = extract(text, published="2024-05-10")
    events = {victim.name: victim.event for victim in extraction.victims}
    assert events["Kyle Brown"] == 0
    assert events["Dennis Carr"] != 0
    assert extraction.summary.killed and extraction.summary.killed.quantity.best == 1


def test_what_somebody_did_long_ago_makes_nobody_an_earlier_victim() -> None:
    text = "Ana Ruiz, who had worked at the mill since 2010, was shot dead in Lagos on Friday."
    (victim,) = extract(text, published="2024-05-10").victims
    assert victim.event == 0


def test_the_man_and_the_only_name_are_one_person() -> None:
    text = "The man killed in a shooting in Lagos on Friday was named. Jesse Ruiz was shot dead in a park."
    assert [v.name for v in extract(text, published="2024-05-12").victims] == ["Jesse Ruiz"]


def test_the_man_who_killed_himself_is_not_the_named_victim() -> None:
    text = "Jesse Ruiz was shot dead in a park in Lagos on Friday. The man killed himself later."
    assert len(extract(text, published="2024-05-12").victims) == 2


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        (
            "The driver was shot on Friday and was taken to a hospital, where he died.",
            [("The driver", "killed", None, None)],
        ),
        (
            "Ana Ruiz, 41, was wounded in the blast on Friday. She died in hospital on Sunday.",
            [("Ana Ruiz", "killed", 41, None)],
        ),
        (
            "Ana Ruiz, 41, was wounded in the blast on Friday. Tom Pell, 9, was killed. He died at once.",
            [("Ana Ruiz", "injured", 41, None), ("Tom Pell", "killed", 9, None)],
        ),
        (
            "Two brothers, Amir Khan, 22, and Bilal Khan, 19, were killed in the bombing on Friday.",
            [("Amir Khan", "killed", 22, 0), ("Bilal Khan", "killed", 19, 0)],
        ),
        ("The blast killed two soldiers, John Smith and Tom Pell said on Monday.", []),
        ("The blast killed three soldiers, John Smith and Tom Pell.", []),
        (
            "The victim - identified as Dale Hobbs - was shot dead on Friday by Tom Pell of Marn.",
            [("Dale Hobbs", "killed", None, None)],
        ),
    ],
)
def test_what_becomes_of_a_victim(
    text: str, victims: list[tuple[str | None, str, int | None, int | None]]
) -> None:
    assert [_short(victim) for victim in _read(text).victims] == victims
