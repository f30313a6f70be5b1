"""What every record is, and the words that it stands on."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Base of all records: immutable, no unknown keys, written with the contract's key names.

    The text below a field is its description, in the JSON Schema and in the documentation.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
    )


class Evidence(Record):
    """The words that a record stands on: ``text == article[start:end]``."""

    start: int
    """Offset of the first character in the article as it was read, counted in characters from 0."""
    end: int
    """Offset behind the last character."""
    text: str
    """The words between the two offsets, unchanged."""
