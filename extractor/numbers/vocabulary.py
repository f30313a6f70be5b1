"""The words around numbers, read from ``contexts.toml`` and ``qualifiers.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from extractor.lexicon import count_nouns

Bound = Literal["at_least", "more_than", "at_most", "less_than", "nearly"]
Scope = Literal["incremental", "cumulative"]
Said = Bound | Scope | Literal["about", "plain"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cue(_Strict):
    """Words on one side of a number and the reason that they give.

    ``capital``: only as a name; ``sure``: also when a noun for people follows the number.
    """

    reason: str
    words: str
    capital: bool = False
    sure: bool = True
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()


class Vocabulary(_Strict):
    """The content of ``contexts.toml``."""

    after: tuple[Cue, ...]
    before: tuple[Cue, ...]
    sets: dict[str, str]


class Qualifiers(_Strict):
    """The content of ``qualifiers.toml``: phrases by what they say; ``plain`` ones say nothing more."""

    before: dict[Said, tuple[str, ...]]
    after: dict[Said, tuple[str, ...]]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("extractor.numbers") / name).read_text(encoding="utf-8"))


@cache
def vocabulary() -> Vocabulary:
    """The cues and word sets."""
    return Vocabulary.model_validate(_read("contexts.toml"))


@cache
def qualifiers() -> Qualifiers:
    """The qualifier phrases."""
    return Qualifiers.model_validate(_read("qualifiers.toml"))


@cache
def word_set(name: str) -> frozenset[str]:
    """One word set of ``contexts.toml``."""
    return frozenset(vocabulary().sets[name].split())


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
