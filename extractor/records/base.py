"""What every record is, and the words that it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self

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

    def model_post_init(self, context: Any, /) -> None:
        """Let the record share the names of its given fields, a third of its memory, with others like it."""
        object.__setattr__(self, "__pydantic_fields_set__", _shared(frozenset(self.__pydantic_fields_set__)))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The record with some values changed, as pydantic's."""
        copied = super().model_copy(update=update, deep=deep)
        Record.model_post_init(copied, None)
        return copied


@lru_cache(maxsize=1024)
def _shared(names: frozenset[str]) -> set[str]:
    """One set of these names; a record is frozen, and a copy has a set of its own before it is changed."""
    return set(names)


class Evidence(Record):
    """The words that a record stands on: ``text == article[start:end]``."""

    start: int
    """Offset of the first character in the article as it was read, counted in characters from 0."""
    end: int
    """Offset behind the last character."""
    text: str
    """The words between the two offsets, unchanged."""

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """The words of a text between two offsets.

        They are right by construction. Half of all records are evidence, and pydantic's validation and its
        ``model_construct`` take three to four times the time.
        """
        made = cls.__new__(cls)
        object.__setattr__(made, "__dict__", {"start": start, "end": end, "text": text[start:end]})
        object.__setattr__(made, "__pydantic_fields_set__", _shared(_OF_EVIDENCE))
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made


_OF_EVIDENCE = frozenset({"start", "end", "text"})
