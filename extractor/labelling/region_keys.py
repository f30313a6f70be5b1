"""The keys of gold records flat, as the answers of a form: which are choices, numbers, words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from extractor.records import DateBasis, Granularity, Measure, Qualifier, Role, Scope, Status, Unit

CHOICES: dict[str, tuple[str, ...]] = {
    "unit": get_args(Unit),
    "quantity.qualifier": get_args(Qualifier),
    "group.role": get_args(Role),
    "scope": get_args(Scope),
    "status": get_args(Status),
    "measure": get_args(Measure),
    "granularity": get_args(Granularity),
    "basis": get_args(DateBasis),
}
NUMBERS = ("quantity.low", "quantity.best", "quantity.high", "people_equivalent")
TEXTS = (
    "group.text",
    "group.countries",
    "source",
    "place",
    "date",
    "origin",
    "destination",
    "value",
    "start",
    "end",
    "name",
    "countries",
    "titles",
    "note",
)
NULLABLE = (
    "quantity.low",
    "quantity.best",
    "quantity.high",
    "people_equivalent",
    "group.text",
    "group.countries",
    "source",
    "place",
    "date",
    "origin",
    "destination",
    "scope",
    "measure",
    "value",
    "start",
    "end",
    "granularity",
    "basis",
    "countries",
    "titles",
)
"""Keys that a labeller can judge to be empty."""

_ELSEWHERE = frozenset({"quote", "nth", "quotes", "outcome", "term", "kind"})
_LISTS = frozenset({"group.countries", "countries", "titles"})


def flatten(record: Mapping[str, Any]) -> dict[str, Any]:
    """A gold record's keys, nested ones dotted, without the span and its label; an empty list is None.

    >>> flatten({"quote": "12", "outcome": "killed", "quantity": {"best": 12}, "group": {"countries": []}})
    {'quantity.best': 12, 'group.countries': None}
    """
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}.{inner}": v if v != [] else None for inner, v in value.items()}
        elif key not in _ELSEWHERE:
            flat[key] = None if value == [] else value
    return flat


def nest(flat: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round.

    >>> nest({"quantity.best": 12, "group.countries": None, "place": None})
    {'quantity': {'best': 12}, 'group': {'countries': []}, 'place': None}
    """
    record: dict[str, Any] = {}
    for key, value in flat.items():
        told = [] if value is None and key in _LISTS else value
        outer, _, inner = key.rpartition(".")
        if outer:
            record.setdefault(outer, {})[inner] = told
        else:
            record[key] = told
    return record
