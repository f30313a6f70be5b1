"""Attackers who die in the sentence of their deed, or behind it, are counted once."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract

DEEDS = [
    ("A clerk shot dead three guests at a hotel in Pell on Sunday before turning the gun on himself.", 4, 1),
    ("A gunman killed three people and himself at a bar in Pell on Sunday.", 4, 1),
    ("A bomber blew up his van at a checkpoint in Pell on Monday, killing 12 people and himself.", 13, 1),
    ("In 2011, a man killed four relatives and then himself at a farm outside Pell.", 5, 1),
    ("A man killed his wife and two daughters in Pell before taking his own life, an inquest heard.", 4, 1),
    ("A man fatally shot two people and then turned the gun on himself in Pell on Sunday.", 3, 1),
    ("A man killed three people in Pell on Sunday before officers shot and killed him.", 4, 1),
    ("An attacker killed five people in Pell and was himself shot dead.", 6, 1),
    ("A man killed three people in Pell before dying by suicide.", 4, 1),
    (
        "Three people were shot dead at a mill in Pell on Sunday. The suspected gunman, Carl Adam Moss, 34, "
        "was found in a van with a self-inflicted gunshot wound. He was pronounced dead at the scene.",
        4,
        1,
    ),
    (
        "A former cook shot dead three waiters in Pell on Sunday before turning the gun on himself. "
        "The gunman shot himself in the yard, a witness said.",
        4,
        1,
    ),
    (
        "The toll of a raid on a hotel in Pell on Friday rose to 13 on Sunday. "
        "One of the attackers was also killed.",
        14,
        1,
    ),
]
HELD = [
    ("Four guests, the gunman among them, were killed in a shooting in Pell on Sunday.", 4, None),
    (
        "Police found two dead adults in Pell on Sunday. Carl Moss, 79, shot his wife Ada and then shot "
        "himself, police said.",
        2,
        1,
    ),
    ("A policeman killed three bandits in Pell on Sunday before he was killed.", 3, None),
    ("A man killed three people in Pell on Sunday before he was arrested.", 3, None),
    ("A man killed three people in Pell on Sunday and tried to kill himself.", 3, None),
]


@pytest.mark.parametrize(("text", "killed", "attackers"), [*DEEDS, *HELD])
def test_who_dies_of_the_own_deed_is_counted_once(text: str, killed: int, attackers: int | None) -> None:
    summary = extract(text, published="2024-03-14").summary
    assert summary.killed is not None
    own = summary.perpetrators_killed
    assert (summary.killed.quantity.best, own.quantity.best if own else None) == (killed, attackers)
