"""How a text gives an event a proper name, as data."""

from __future__ import annotations

from functools import cache
from typing import Literal

from extractor.lexicon.loader import Entry, load_toml, read_entry

How = Literal["before", "campaign", "of", "behind", "kind", "called"]


class Naming(Entry):
    """The words of one way to name an event, with a name that each example gives."""

    how: How
    words: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    not_examples: tuple[str, ...] = ()


@cache
def namings() -> tuple[Naming, ...]:
    """All ways, in file order."""
    entries = load_toml("lexicon/event_names")["naming"]
    return tuple(read_entry(Naming, entry, "lexicon/event_names.toml") for entry in entries)


@cache
def naming_forms(how: How) -> frozenset[tuple[str, ...]]:
    """The words of one way, each as the words that it consists of."""
    return frozenset(tuple(text.split()) for entry in namings() if entry.how == how for text in entry.words)


@cache
def not_names() -> frozenset[str]:
    """Words that give no name beside such a word ("Hurricane Center")."""
    return frozenset(load_toml("lexicon/event_names")["not_names"]["words"])
