"""The data files of the package: read once, checked once, refused with their name."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError


class Entry(BaseModel):
    """Base of all entries: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


EntryType = TypeVar("EntryType", bound=Entry)


@cache
def load_toml(name: str) -> dict[str, Any]:
    """Return a parsed data file, by its path in the package without the suffix ("lexicon/events")."""
    return tomllib.loads((files("extractor") / f"{name}.toml").read_text(encoding="utf-8"))


def read_entry(kind: type[EntryType], data: object, where: str) -> EntryType:
    """Return the entry that ``data`` describes.

    Raises:
        ValueError: an unknown or missing key or a wrong value; the message begins with ``where``.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
