"""The closed classes of words (``closed_words.toml``): grammar, which the code may list."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def closed_classes() -> dict[str, dict[str, str]]:
    """Each class by name: its words as running text, and why they are grammar."""
    return tomllib.loads((Path(__file__).parent / "closed_words.toml").read_text(encoding="utf-8"))


@cache
def closed_words() -> frozenset[str]:
    """The words of all classes."""
    return frozenset(word for entry in closed_classes().values() for word in entry["words"].split())
