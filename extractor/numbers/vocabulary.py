"""The words around numbers, read from ``contexts.toml`` and ``qualifiers.toml``."""

from __future__ import annotations

from functools import cache
from typing import Literal

from extractor.lexicon import count_nouns, word_set
from extractor.lexicon.loader import Entry, load_toml, read_entry

Bound = Literal["at_least", "more_than", "at_most", "less_than", "nearly"]
Scope = Literal["incremental", "cumulative"]
Said = Bound | Scope | Literal["about", "plain"]


class Cue(Entry):
    """Words on one side of a number and the reason that they give.

    ``capital``: only as a name; ``sure``: also when a noun for people follows the number.
    """

    reason: str
    words: str
    capital: bool = False
    sure: bool = True
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()


class Vocabulary(Entry):
    """The content of ``contexts.toml``."""

    after: tuple[Cue, ...]
    before: tuple[Cue, ...]


class Qualifiers(Entry):
    """The content of ``qualifiers.toml``: phrases by what they say; ``plain`` ones say nothing more."""

    before: dict[Said, tuple[str, ...]]
    after: dict[Said, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """The cues around numbers."""
    return read_entry(Vocabulary, load_toml("numbers/contexts"), "numbers/contexts.toml")


@cache
def qualifiers() -> Qualifiers:
    """The qualifier phrases."""
    return read_entry(Qualifiers, load_toml("numbers/qualifiers"), "numbers/qualifiers.toml")


@cache
def cues_after() -> dict[str, tuple[Cue, ...]]:
    """The cues behind a number, by word."""
    return _by_word(vocabulary().after)


@cache
def cues_before() -> dict[str, tuple[Cue, ...]]:
    """The cues in front of a number, by word."""
    return _by_word(vocabulary().before)


def _by_word(cues: tuple[Cue, ...]) -> dict[str, tuple[Cue, ...]]:
    table: dict[str, tuple[Cue, ...]] = {}
    for cue in cues:
        for word in cue.words.lower().split():
            table[word] = (*table.get(word, ()), cue)
    return table


@cache
def people() -> frozenset[str]:
    """Single nouns in the plural that count people, households or homes, whatever the context."""
    nouns = {noun for noun, told in count_nouns().items() if told.plural and " " not in noun}
    return frozenset(nouns - word_set("loose_nouns"))


@cache
def victims() -> frozenset[str]:
    """Single nouns in the singular that an ordinal may count: "the 18th victim"."""
    nouns = {noun for noun, told in count_nouns().items() if not told.plural and told.unit == "people"}
    return frozenset(noun for noun in nouns if " " not in noun) - word_set("no_victim")
