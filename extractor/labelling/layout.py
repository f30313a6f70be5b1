"""How a gold file is written: one record a line, so that a correction is a one-line change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def gold_json(gold: Mapping[str, Any]) -> str:
    """The JSON text of a gold file, with its line end.

    >>> print(gold_json({"article": "a", "labelled": ["dates"], "dates": [{"quote": "May"}]}), end="")
    {
      "article": "a",
      "labelled": ["dates"],
      "dates": [
        {"quote": "May"}
      ]
    }
    """
    return "{\n" + ",\n".join(f"  {_dump(key)}: {_value(value)}" for key, value in gold.items()) + "\n}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"    {_dump(record)}" for record in value) + "\n  ]"
    return _dump(value)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
