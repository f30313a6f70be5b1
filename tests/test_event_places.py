"""Whether two places can be one scene."""

from __future__ import annotations

import pytest

from extractor.events.elsewhere import Apart, apart
from extractor.records import Place

PARIS = Place(text="Paris", country="FRA", lat=48.85, lon=2.35, precision="point")
LYON = Place(text="Lyon", country="FRA", lat=45.75, lon=4.85, precision="point")
VERSAILLES = Place(text="Versailles", country="FRA", lat=48.80, lon=2.13, precision="point")
FRANCE = Place(text="France", country="FRA", lat=46.0, lon=2.0, precision="country")
ROME = Place(text="Rome", country="ITA", lat=41.9, lon=12.5, precision="point")
HAMLET = Place(text="Pell", country="FRA", precision="point")
MARKET = Place(text="a market in Pell", country="FRA")


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        (PARIS, LYON, Apart.YES),
        (PARIS, ROME, Apart.YES),
        (PARIS, VERSAILLES, Apart.NO),
        (PARIS, FRANCE, Apart.NO),
        (PARIS, HAMLET, Apart.PERHAPS),
        (HAMLET, MARKET, Apart.NO),
    ],
)
def test_how_surely_two_places_differ(a: Place, b: Place, how: Apart) -> None:
    assert apart(a, b) is apart(b, a) is how
