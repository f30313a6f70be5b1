"""The records as a JSON Schema, for readers in other languages."""

from __future__ import annotations

from typing import Any

from extractor.records import Extraction


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of ``records.jsonl``."""
    schema = Extraction.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema
