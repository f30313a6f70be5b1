"""Words that set one event off from another."""

from __future__ import annotations

from functools import cache
from typing import Literal

from extractor.lexicon.loader import Entry, load_toml, read_entry

Category = Literal["another", "earlier", "compare", "period", "beside", "turn"]
NUMBER = "NUMBER"
SPAN = "SPAN"
LONG = "LONG"


class Marker(Entry):
    """The words of one category, with what they look like in a sentence."""

    category: Category
    words: tuple[str, ...]
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()


@cache
def markers() -> tuple[Marker, ...]:
    """All markers, in file order."""
    return tuple(
        read_entry(Marker, entry, "lexicon/event_markers.toml")
        for entry in load_toml("lexicon/event_markers")["marker"]
    )


@cache
def patterns() -> tuple[tuple[tuple[str, ...], Category], ...]:
    """Every marker as the words that it consists of, the longest first."""
    found = [(tuple(words.split()), marker.category) for marker in markers() for words in marker.words]
    return tuple(sorted(found, key=lambda item: -len(item[0])))
