"""Whether two places can be one: by their words, their countries, and how far they lie apart."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from math import asin, cos, radians, sin, sqrt

from extractor.records import Place

EARTH = 6371.0
"""Mean radius in kilometres."""
# Each at half and at double: no record of 80 texts changes.
POINT, AREA = 60.0, 150.0
"""Kilometres within which two settlements, or a settlement and an area, can be one scene."""


class Apart(IntEnum):
    """How surely two places differ."""

    NO = 0
    PERHAPS = 1
    """Their names differ, and one of them is not on the map."""
    YES = 2
    """They lie in different countries, or far from each other."""


def apart(a: Place, b: Place) -> Apart:
    """How surely two places of one text are different scenes.

    A country holds its towns, and a place that shares a name with the other is near it or around it.
    """
    if a.country and b.country and a.country != b.country:
        return Apart.YES
    if "country" in (a.precision, b.precision) or _names(a) & _names(b):
        return Apart.NO
    far = _kilometres(a, b)
    if far is None:
        return Apart.PERHAPS
    reach = POINT if a.precision == b.precision == "point" else AREA
    return Apart.YES if far > reach else Apart.NO


def _names(place: Place) -> set[str]:
    """The capitalised words of a place and of what is around it."""
    return {word for text in _texts(place) for word in text.replace("-", " ").split() if word[:1].isupper()}


def _texts(place: Place) -> Iterator[str]:
    yield from (text for text in (place.text, place.name, *place.within) if text)


def _kilometres(a: Place, b: Place) -> float | None:
    """The great-circle distance; null where one is not on the map."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, south = radians(a.lat), radians(b.lat)
    arc = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(radians(a.lon - b.lon) / 2) ** 2
    return 2 * EARTH * asin(sqrt(arc))
