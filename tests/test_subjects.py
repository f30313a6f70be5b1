"""Speakers behind a comma are not of those who were harmed, and give the figure."""

from __future__ import annotations

import pytest

from extractor import extract


@pytest.mark.parametrize(
    ("text", "figures", "speaker"),
    [
        ("The flood killed 12 people, witnesses and a doctor said.", [12], "witnesses"),
        (
            "The blast wounded 12 people, hospital workers and a police officer said.",
            [12],
            "hospital workers",
        ),
        (
            "Raiders stormed Ostra on Sunday, killing 14 people and abducting about 30 others, "
            "residents and a local official said on Monday.",
            [14, 30],
            None,
        ),
        ("The raid killed four farmers, two nurses and a driver told reporters.", [4], None),
        ("The raid killed four farmers, residents, doctors and police said.", [4], "residents"),
        ("The raid killed four farmers, two guards, residents and a doctor said.", [4, 2], "residents"),
        ("The raid killed four farmers, two nurses and a driver.", [4, 2, 1], None),
        ("The raid killed four farmers, a nurse and a driver, the army said.", [4, 1, 1], "the army"),
        ("The raid killed four farmers, a nurse and a driver said to be her brother.", [4, 1, 1], None),
    ],
)
def test_who_speaks_behind_a_comma_is_not_harmed(text: str, figures: list[int], speaker: str | None) -> None:
    found = extract(text).casualties
    assert [figure.quantity.best for figure in found] == figures
    if speaker:
        assert {figure.source for figure in found} == {speaker}
