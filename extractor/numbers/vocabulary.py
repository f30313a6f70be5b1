"""The words around numbers (``lexicon/number_contexts.toml``, ``lexicon/number_qualifiers.toml``)."""

from __future__ import annotations

from functools import cache
from typing import Literal

from extractor.lexicon import count_nouns, word_set
from extractor.lexicon.loader import Entry, load_toml, read_entry

Bound = Literal["at_least", "more_than", "at_most", "less_than", "nearly"]
Scope = Literal["incremental", "cumulative"]
Reason = Literal[
    "age", "base of a ratio", "calibre", "code", "comparison", "compound", "date", "decimal",
    "distance", "duration", "fraction", "house number", "index", "magnitude", "measure", "money",
    "multiplier", "not a plain number", "order", "part of a name", "percentage", "phone number",
    "pronoun", "rate", "repeated in brackets", "score", "time", "unit designation", "vehicle",
    "year",
]  # fmt: skip
"""Why a number can never be a count."""
Said = Bound | Scope | Literal["about", "plain"]


class Cue(Entry):
    """Words on one side of a number and the reason that they give.

    ``capital``: only as a name; ``sure``: also when a noun for people follows the number.
    """

    reason: Reason
    words: str
    capital: bool = False
    sure: bool = True
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()


class Vocabulary(Entry):
    """The content of ``number_contexts.toml``."""

    after: tuple[Cue, ...]
    before: tuple[Cue, ...]


class Qualifiers(Entry):
    """The content of ``number_qualifiers.toml``: phrases by what they say, ``plain`` ones nothing more."""

    before: dict[Said, tuple[str, ...]]
    after: dict[Said, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """The cues around numbers."""
    return read_entry(Vocabulary, load_toml("lexicon/number_contexts"), "lexicon/number_contexts.toml")


@cache
def qualifiers() -> Qualifiers:
    """The qualifier phrases."""
    return read_entry(Qualifiers, load_toml("lexicon/number_qualifiers"), "lexicon/number_qualifiers.toml")


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
    nouns = {noun for noun, entry in count_nouns().items() if entry.plural and " " not in noun}
    return frozenset(nouns - word_set("loose_nouns"))


@cache
def victims() -> frozenset[str]:
    """Single nouns in the singular that an ordinal may count: "the 18th victim"."""
    nouns = {noun for noun, entry in count_nouns().items() if not entry.plural and entry.unit == "people"}
    return frozenset(noun for noun in nouns if " " not in noun) - word_set("no_victim")
