"""Gold records from bare spans: a label and the words under it, the number read from the words."""

from __future__ import annotations

from typing import Any

from extractor.codebooks import load_codebook
from extractor.labelling.draft import quote_keys
from extractor.labelling.keys import LEAST, RECORDS, SPANS, label_key
from extractor.numbers import read_quantity
from extractor.records import Evidence

LABELS: dict[str, tuple[str, ...]] = {name: label_key(name).choices for name in SPANS}
"""The span labels of each list: what a labeller picks first."""


def record_of(name: str, label: str, evidence: Evidence, text: str) -> dict[str, Any]:
    """A gold record of the list ``name``; keys that a span does not give are left out, so not scored."""
    if name == "actors":
        return {"name": evidence.text, "kind": label, "quotes": [evidence.text]}
    record = quote_keys(evidence, text) | {label_key(name).key: label}
    if name == "displaced":
        record["unit"] = "homes" if label.startswith("housing_") else "people"
    if name in {"casualties", "displaced"} and (read := read_quantity(evidence.text, load_codebook())):
        record["quantity"] = read.model_dump(include={"low", "best", "high", "qualifier"})
    return record


def label_of(name: str, record: dict[str, Any]) -> str:
    """The span label of a gold record; the least specific one where the labeller left it out."""
    key = label_key(name).key
    return str(record.get(key) or LEAST[RECORDS[name]][key])
