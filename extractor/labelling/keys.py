"""The keys of gold records, from the types of the records that they label: by list, flat, as answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from extractor.records import (
    Actor,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    Event,
    LedgerLine,
    Record,
    Victim,
)
from extractor.records.fields import Leaf, labelled

RECORDS: Mapping[str, type[Record]] = {
    "casualties": CasualtyCount,
    "displaced": DisplacementCount,
    "dates": DateMention,
    "actors": Actor,
    "events": Event,
    "victims": Victim,
    "ledger": LedgerLine,
}
"""What the records of each list are labels of."""

LEAST: Mapping[type[Record], Mapping[str, str]] = {
    CasualtyCount: {"outcome": "casualties", "quantity.qualifier": "exact"},
    DisplacementCount: {"term": "displaced", "unit": "people", "quantity.qualifier": "exact"},
    DateMention: {"kind": "date"},
    Actor: {"kind": "other"},
    Event: {"relation": "other"},
    Victim: {"outcome": "casualties"},
    LedgerLine: {"relation": "equal"},
}
"""What a record is taken for where nobody has labelled a key that it cannot be without."""

SPANS = ("casualties", "displaced", "dates", "actors")
"""The lists whose records are spans of the text, in the order of their labels."""


def label_key(name: str) -> Leaf:
    """The key that is the label of a span: what a labeller picks first."""
    return next(leaf for leaf in labelled(RECORDS[name]) if leaf.needed and leaf.choices)


def _answers() -> dict[str, Leaf]:
    """Every key that is an answer to a labelled span; one of several lists may take the values of each."""
    found: dict[str, Leaf] = {}
    for name in SPANS:
        for leaf in labelled(RECORDS[name]):
            if leaf.key != label_key(name).key:
                known = found.setdefault(leaf.key, leaf)
                choices = tuple(dict.fromkeys((*known.choices, *leaf.choices)))
                found[leaf.key] = known._replace(choices=choices)
    return found


ANSWERS: Mapping[str, Leaf] = _answers()
CHOICES: Mapping[str, tuple[str, ...]] = {key: leaf.choices for key, leaf in ANSWERS.items() if leaf.choices}
NUMBERS = tuple(key for key, leaf in ANSWERS.items() if leaf.kind in ("integer", "real") and not leaf.pointer)
TEXTS = (*(key for key in ANSWERS if key not in CHOICES and key not in NUMBERS), "note")
LISTS = frozenset(key for key, leaf in ANSWERS.items() if leaf.many)
NULLABLE = tuple(key for key, leaf in ANSWERS.items() if leaf.optional)
"""Keys that a labeller can judge to be empty."""

_APART = frozenset({"quote", "nth", "quotes", "by", *(label_key(name).key for name in SPANS)})


def flatten(record: Mapping[str, Any]) -> dict[str, Any]:
    """A gold record's keys, nested ones dotted, without the span and its label; an empty list is None.

    >>> flatten({"quote": "12", "outcome": "killed", "quantity": {"best": 12}, "group": {"countries": []}})
    {'quantity.best': 12, 'group.countries': None}
    """
    return {key: None if value == [] else value for key, value in _flat(record, "") if key not in _APART}


def flatten_all(record: Mapping[str, Any]) -> dict[str, Any]:
    """Every key of a gold record, nested ones dotted.

    >>> flatten_all({"quote": "12", "quantity": {"best": 12}})
    {'quote': '12', 'quantity.best': 12}
    """
    return dict(_flat(record, ""))


def _flat(record: Mapping[str, Any], outer: str) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{outer}{key}.")
        else:
            yield f"{outer}{key}", value


def nest(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted keys as nested ones; where the key is a list, None is an empty one.

    >>> nest({"quantity.best": 12, "group.countries": None, "place": None})
    {'quantity': {'best': 12}, 'group': {'countries': []}, 'place': None}
    """
    record: dict[str, Any] = {}
    for key, value in flat.items():
        *outer, inner = key.split(".")
        at = record
        for name in outer:
            at = at.setdefault(name, {})
        at[inner] = [] if value is None and key in LISTS else value
    return record
