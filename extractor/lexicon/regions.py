"""Regions and towns that news text uses for one place, and the country that they show.

They are known beside the gazetteer, which lacks regions that are no division ("Darfur", "the Bekaa Valley").
"""

from __future__ import annotations

from functools import cache

from extractor.lexicon.loader import load_toml


def country_of_region(name: str) -> str | None:
    """The alpha-3 code of the country of a region or town of the lexicon.

    >>> country_of_region("Darfur"), country_of_region("Springfield")
    ('SDN', None)
    """
    return _regions().get(name.casefold())


@cache
def _regions() -> dict[str, str]:
    places = load_toml("lexicon/places")["places"]
    return {name.casefold(): code for code, names in places.items() for name in names}
