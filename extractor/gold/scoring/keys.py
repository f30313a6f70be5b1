"""The keys of a matched pair: what the label says, what the record says, and whether that is the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.gold import GoldEvent, GoldItem
from extractor.gold.scoring.matching import key_of, plain, same_value
from extractor.records import Event, EventActor, Extraction, Record, SummaryFigure

ROW = ("type", "place", "date", "summary.killed")
"""The keys of an event that make it a row to work with."""
# A name is how an actor is matched, not a key of its own: a match by quote may carry another name. A line of
# the ledger is matched by its total and its parts.
_NOT_KEYS = {
    "actors": frozenset({"name"}),
    "ledger": frozenset({"list", "total", "parts", "sum"}),
}
_ANY_OF = frozenset({"place", "perpetrators", "targets"})
_DETERMINER = re.compile(r"\A(?:an?|the|my|your|his|her|its|our|their)\s+", re.IGNORECASE)


def wanted_keys(name: str, wanted: GoldItem) -> dict[str, object]:
    """The labelled keys of a record of the list ``name``, by the names that the scores have."""
    skip = _NOT_KEYS.get(name, frozenset())
    keys = {key: value for key, value in wanted.labelled_keys().items() if key not in skip}
    if isinstance(wanted, GoldEvent) and "places" in keys:
        keys["place"] = keys.pop("places")
    return keys


def got_value(got: Record, key: str, extraction: Extraction | None) -> object:
    """What a predicted record holds under a key of the scores; names where it holds indexes.

    An event of another labelling may stand in its place.
    """
    if isinstance(got, GoldEvent):
        return wanted_keys("events", got).get(key)
    if not isinstance(got, Event):
        return key_of(got, key)
    if key == "place":
        given = (got.place.text, got.place.name) if got.place else ()
        return tuple(dict.fromkeys(name for name in given if name))
    if key == "country":
        return got.place.country if got.place else None
    if key in ("perpetrators", "targets"):
        return _names(getattr(got, key), extraction)
    if key.startswith("summary."):
        figure = key_of(got, key)
        return figure.quantity.best if isinstance(figure, SummaryFigure) else None
    return key_of(got, key)


def judged_keys(
    name: str, wanted: GoldItem, got: Record, extraction: Extraction | None, only: Iterable[str] | None = None
) -> dict[str, bool]:
    """Each labelled key of a matched record, right or wrong; ``only`` narrows the keys down."""
    keys = wanted_keys(name, wanted)
    if only is not None:
        keys = {key: keys[key] for key in only if key in keys}
    verdicts = {key: _right(key, value, got, extraction) for key, value in keys.items()}
    row = [verdicts[key] for key in ROW if key in verdicts]
    return verdicts | ({"row": all(row)} if isinstance(wanted, GoldEvent) and len(row) == len(ROW) else {})


def _right(key: str, wanted: object, got: Record, extraction: Extraction | None) -> bool:
    given = got_value(got, key, extraction)
    is_event = isinstance(got, Event | GoldEvent)
    if is_event and key in _ANY_OF:
        assert isinstance(wanted, Sequence) and isinstance(given, Sequence)
        return _in_common(wanted, given) if wanted else not given
    if key == "description" and isinstance(wanted, str) and isinstance(given, str):
        return same_value(_DETERMINER.sub("", wanted, count=1), _DETERMINER.sub("", given, count=1))
    if is_event and key.startswith("summary."):
        return given == wanted or (wanted == 0 and given is None)
    return same_value(wanted, given)


def _in_common(a: Iterable[str], b: Iterable[str]) -> bool:
    return bool({plain(name) for name in a} & {plain(name) for name in b})


def _names(sides: Iterable[EventActor], extraction: Extraction | None) -> tuple[str, ...]:
    """Every name of the actors of one side."""
    actors = [extraction.actors[side.actor] for side in sides] if extraction else []
    given = (name for actor in actors for name in (actor.name, *(m.text for m in actor.mentions)))
    return tuple(dict.fromkeys(given))
