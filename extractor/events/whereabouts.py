"""The place of a scene as a record: its name in the gazetteer, its country, the wider places around it."""

from __future__ import annotations

from extractor.frames.place import Scene
from extractor.places import Places
from extractor.records import Place


def whereabouts(places: Places, scene: Scene) -> Place:
    """The place of a scene: what the text and the gazetteer say of its name, and of the names around it."""
    span = scene.span
    found = places.phrase(span.text, span.start_char)
    place = found or Place(text=" ".join(span.text.split()), country=places.home)
    around = [at for wider in scene.wider if (at := places.at(wider.start_char, wider.end_char))]
    within = dict.fromkeys((*(at.text for at in around), *place.within))
    country = place.country or next((at.country for at in around if at.country), None)
    rest = tuple(name for name in within if name != place.text)
    return place.model_copy(update={"within": rest, "country": country})
