"""Digests: ten of them, of ten unrelated items each; nothing of one item may reach another."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.records import CasualtyCount, DisplacementCount, Evidence, Extraction

ITEMS = (
    "Gunmen attacked a police post near Tessalit on Monday, killing nine guards and wounding six.",
    "A ferry capsized off Marore island on Tuesday; 12 people drowned and 18 are missing.",
    "Floods swept through Kebumen on Sunday, leaving 30 people dead and driving 4,200 from their homes.",
    "A bomb in the market of Chaman killed 21 people on Wednesday and injured 40.",
    "Two buses collided outside Masvingo on Monday night, killing 42 passengers.",
    "A landslide killed 16 miners at Kamituga on Thursday, officials said.",
    "An earthquake near Van injured 61 people and destroyed 120 houses on Tuesday.",
    "Fighters abducted 15 pupils from a school in Zurmi on Friday.",
    "A fire in a garment factory in Savar killed eight workers and injured 24.",
    "Shelling of Nikopol on Saturday wounded five people.",
    "Cholera has killed 33 people in Wau since the start of the month.",
    "A gas explosion in Torreon on Monday killed three people and hurt 14.",
    "Police opened fire on a march in Lome on Thursday; seven protesters were killed.",
    "A helicopter crashed near Juba on Sunday, killing all 11 on board.",
    "Storm winds in Batangas on Friday left six dead and 900 families homeless.",
    "A wall of a stadium in Sokode collapsed on Saturday and killed ten spectators.",
    "An air strike on a clinic in Saada killed 13 people on Monday.",
    "A landmine under a tractor outside Kupiansk killed two farmers on Tuesday.",
    "Wildfires near Sibenik forced 1,300 people to leave their homes on Wednesday.",
    "A stampede at a shrine in Karbala left 27 pilgrims dead on Thursday.",
    "A lorry overturned on a mountain road on Tuesday, killing four people.",
    "A man armed with a knife wounded five passengers on a train on Friday.",
    "Army helicopters killed 20 rebels on Saturday, the defence ministry said.",
    "Lightning killed three herders on Sunday.",
    "An avalanche killed two climbers on Wednesday; a third is missing.",
)
"""Kinds of event that do not go together, five without a place; many numbers add up (30 + 12 = 42)."""

HEADS = ("MORNING BRIEFING\n\n", "In brief\n\n", "Our week in short:\n\n", "")
MARKS = ("- ", "* ", "• ", "– ", "· ")
STEPS = (1, 2, 3, 4, 6, 7, 8, 9, 11, 12)
"""Coprime to the 25 items: a digest that takes every n-th of them has ten different ones."""


def digest(number: int) -> tuple[str, list[str]]:
    """The text of a digest, and its items as they stand there."""
    step, mark = STEPS[number], MARKS[number % len(MARKS)]
    items = [mark + ITEMS[(number + step * at) % len(ITEMS)] for at in range(10)]
    return HEADS[number % len(HEADS)] + "\n".join(items) + "\n", items


def item_of(words: Evidence, text: str, items: list[str]) -> str:
    """The item that holds words of the text."""
    return next(item for item in items if 0 <= words.start - text.index(item) < len(item))


def figures(extraction: Extraction) -> list[CasualtyCount | DisplacementCount]:
    """All figures of a digest."""
    return [*extraction.casualties, *extraction.displaced]


@pytest.fixture(scope="module", params=range(len(STEPS)))
def read(request: pytest.FixtureRequest) -> tuple[Extraction, str, list[str]]:
    text, items = digest(request.param)
    return extract(text, published="2025-03-10"), text, items


def test_every_item_has_its_figures(read: tuple[Extraction, str, list[str]]) -> None:
    extraction, text, items = read
    assert {item_of(figure.evidence, text, items) for figure in figures(extraction)} == set(items)


def test_no_sum_is_made_of_items(read: tuple[Extraction, str, list[str]]) -> None:
    assert read[0].ledger == ()


def test_no_event_and_no_figure_takes_anything_of_another_item(
    read: tuple[Extraction, str, list[str]],
) -> None:
    extraction, text, items = read
    for event in extraction.events:
        own = item_of(event.trigger, text, items)
        parts = [extraction.casualties[index].evidence for index in event.casualties]
        parts += [extraction.displaced[index].evidence for index in event.displaced]
        parts += [extraction.victims[index].evidence for index in event.victims]
        parts += [words for words in (event.place_evidence, event.date_evidence) if words]
        assert [part.text for part in parts if item_of(part, text, items) != own] == [], own
        assert event.place is None or event.place_evidence
    for figure in figures(extraction):
        assert (figure.place or "") in item_of(figure.evidence, text, items)


def test_no_place_lies_within_that_of_another_item(read: tuple[Extraction, str, list[str]]) -> None:
    extraction, text, items = read
    for place in extraction.places:
        own = " ".join(item_of(words, text, items) for words in place.mentions)
        assert [wider for wider in place.within if wider not in own] == [], place.text


def test_no_item_is_the_main_event(read: tuple[Extraction, str, list[str]]) -> None:
    assert "main" not in [event.relation for event in read[0].events]
