"""Gold records from bare spans: a label and the words under it, the number read from the words."""

from __future__ import annotations

from typing import Any, get_args

from extractor.codebooks import load_codebook
from extractor.labelling.draft import quote_keys
from extractor.numbers import read_quantity
from extractor.records import ActorKind, DateKind, Evidence, Outcome, Term

LABELS: dict[str, tuple[str, ...]] = {
    "casualties": get_args(Outcome),
    "displaced": get_args(Term),
    "dates": get_args(DateKind),
    "actors": get_args(ActorKind),
}
"""The span labels of each list: what a labeller picks first."""

_KEYS = {"casualties": "outcome", "displaced": "term", "dates": "kind", "actors": "kind"}


def record_of(name: str, label: str, evidence: Evidence, text: str) -> dict[str, Any]:
    """A gold record of the list ``name``; keys that a span does not tell are left out, so not scored."""
    if name == "actors":
        return {"name": evidence.text, "kind": label, "quotes": [evidence.text]}
    record = quote_keys(evidence, text) | {_KEYS[name]: label}
    if name == "displaced":
        record["unit"] = "homes" if label.startswith("housing_") else "people"
    if name in {"casualties", "displaced"} and (read := read_quantity(evidence.text, load_codebook())):
        record["quantity"] = read.model_dump(include={"low", "best", "high", "qualifier"})
    return record


def label_of(name: str, record: dict[str, Any]) -> str:
    """The span label of a gold record; the least telling one where the labeller left it out."""
    rest = {"casualties": "casualties", "displaced": "displaced", "dates": "date", "actors": "other"}
    return str(record.get(_KEYS[name]) or rest[name])
