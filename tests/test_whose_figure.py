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
