"""Sides of an event: who did it, to whom, on whose word; and the attackers among the dead."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract
from extractor.records import Event, Extraction


def _read(text: str) -> tuple[Extraction, Event]:
    extraction = extract(text, published="2024-05-10")
    event = next(e for e in extraction.events if e.relation == "main")
    return extraction, event


@pytest.mark.parametrize(
    ("text", "side"),
    [
        (
            "Boko Haram fighters attacked a village in Borno on Monday, killing nine people.",
            ("Boko Haram", "stated"),
        ),
        ("Nine people were killed in an attack by Boko Haram in Borno on Monday.", ("Boko Haram", "stated")),
        (
            "A bomb killed nine people in Borno on Monday. Boko Haram claimed responsibility for the attack.",
            ("Boko Haram", "claimed"),
        ),
        (
            "A bomb killed nine people in Borno on Monday. Officials blamed Boko Haram for the attack.",
            ("Boko Haram", "blamed"),
        ),
        (
            "Suspected Boko Haram militants shot dead nine people in Borno on Monday.",
            ("Boko Haram", "blamed"),
        ),
        ("Boko Haram fired rockets at a village in Borno on Monday. Nine died.", ("Boko Haram", "stated")),
        ("Boko Haram fighters opened fire on traders in Borno, killing nine.", ("Boko Haram", "stated")),
        ("Nine people were shot and killed by Boko Haram in Borno.", ("Boko Haram", "stated")),
        (
            "Boko Haram was responsible for launching a mortar attack on a market in Borno. Nine died.",
            ("Boko Haram", "stated"),
        ),
        (
            "A bomb killed nine people in Borno. Boko Haram may have been responsible for the attack.",
            ("Boko Haram", "blamed"),
        ),
        (
            "Nine people died when a bus was attacked in Borno. Boko Haram was suspected.",
            ("Boko Haram", "blamed"),
        ),
        ("A bomb killed nine people in Borno. The deed was blamed on Boko Haram.", ("Boko Haram", "blamed")),
        (
            "A clash broke out between the Nigerian army and Boko Haram in Borno. Nine fighters died.",
            ("Boko Haram", "stated"),
        ),
    ],
)
def test_perpetrators(text: str, side: tuple[str, str]) -> None:
    extraction, event = _read(text)
    found = [(extraction.actors[entry.actor].name, entry.basis) for entry in event.perpetrators]
    assert any(side[0] in name and basis == side[1] for name, basis in found), found


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed nine people in Borno. Boko Haram was not responsible for the attack.",
        "A bomb killed nine people in Borno. The Nigerian army was responsible for the roads of the town.",
    ],
)
def test_who_is_not_responsible_is_no_perpetrator(text: str) -> None:
    assert not _read(text)[1].perpetrators


def test_who_fires_is_no_target() -> None:
    extraction, event = _read("Boko Haram fired rockets at the Nigerian army in Borno. Nine soldiers died.")
    targets = [extraction.actors[entry.actor].name for entry in event.targets]
    assert not any("Boko" in name for name in targets), targets


def test_both_sides_of_a_clash_are_perpetrators_and_nobody_is_an_attacker() -> None:
    extraction, event = _read(
        "Clashes between the Syrian army and Hezbollah on Monday left 12 fighters dead near Ostra."
    )
    assert event.type == "armed_clash"
    assert len(event.perpetrators) == 2, [a.name for a in extraction.actors]
    assert event.summary.perpetrators_killed is None


def test_a_disaster_has_no_perpetrators() -> None:
    assert not _read("A flood killed nine people in Borno on Monday, the army said.")[1].perpetrators


def test_the_attackers_among_the_dead() -> None:
    extraction, _event = _read(
        "Two suicide bombers attacked a market in Borno on Monday. Nine shoppers and both bombers died."
    )
    sides = [(count.quantity.best, count.group.side) for count in extraction.casualties]
    assert (9, None) in sides
    assert all(side == "perpetrator" for best, side in sides if best == 2)


def test_a_gunman_who_shot_himself_is_among_the_killed_and_told_apart() -> None:
    event = _read("A gunman killed five people at a bar in Pell on Friday. The gunman later shot himself.")[1]
    assert event.summary.killed is not None
    assert event.summary.killed.quantity.best == 6
    assert event.summary.perpetrators_killed is not None
    assert event.summary.perpetrators_killed.quantity.best == 1


@pytest.mark.parametrize(
    ("text", "attackers"),
    [
        ("A bomb killed one guard in Borno. Three of the four attackers also died.", {3}),
        ("A gunman attacked a school in Borno. Two victims of the gunman were killed.", set()),
        (
            "The attackers fired rockets at a camp in Borno. One guard and 15 terrorists were killed.",
            {15},
        ),
        ("A bomb killed 15 terrorists in Borno, police said.", set()),
        ("Boko Haram bombed a market in Borno, killing 53 people, including six Turkish fighters.", set()),
    ],
)
def test_whose_noun_or_side_makes_them_attackers(text: str, attackers: set[int]) -> None:
    counts = extract(text, published="2024-05-10").casualties
    assert {c.quantity.best for c in counts if c.group.side == "perpetrator"} == attackers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A general was killed by four Muslim militants in Pell.", {"Muslim militants"}),
        ("On 14 June 2020, presumed Red Path militants killed a youth in a village.", {"Red Path"}),
        (
            "On 5 March, gunmen attacked a police checkpoint in Selva. The police killed two militants.",
            {"gunmen"},
        ),
        (
            "The Revolutionary Harbour Action (RHA) planted a time bomb at the ministry. One clerk was hurt.",
            {"Revolutionary Harbour Action"},
        ),
    ],
)
def test_who_attacked_and_who_only_shot_back(text: str, names: set[str]) -> None:
    found = extract(text)
    assert {found.actors[side.actor].name for side in found.events[0].perpetrators} == names
