"""Qualifiers and words of scope, before and after a number: "at least", "some", "-plus", "a further".

The phrases are ``lexicon/number_qualifiers.toml``. Of stacked ones the outermost bound wins
("at least some 20" is ``at_least``), then ``about``.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor.lexicon import word_set
from extractor.numbers.in_context import HYPHENS
from extractor.numbers.tokens import Tokens
from extractor.numbers.vocabulary import Said, Scope, qualifiers
from extractor.records import Qualifier

# Halved or doubled they change no record of 403 texts.
_MOST_BEFORE, _MOST_AFTER = 4, 2  # stacked phrases: "yet another estimated at least some", "or more in total"


class Phrase(NamedTuple):
    """One qualifier as words."""

    words: tuple[str, ...]
    says: Said


class Qualified(NamedTuple):
    """The tokens that a mention covers with its qualifiers, and what these say."""

    first: int
    end: int
    said: tuple[Said, ...]


@cache
def _phrases() -> tuple[dict[str, list[Phrase]], dict[str, list[Phrase]]]:
    """The phrases before a number by their last word, those after it by their first; longest first."""
    tables: tuple[dict[str, list[Phrase]], dict[str, list[Phrase]]] = ({}, {})
    for table, key, source in zip(tables, (-1, 0), (qualifiers().before, qualifiers().after), strict=True):
        for says, phrases in source.items():
            for phrase in phrases:
                words = tuple(phrase.replace(".", " .").split())
                table.setdefault(words[key], []).append(Phrase(words, says))
        for candidates in table.values():
            candidates.sort(key=lambda phrase: -len(phrase.words))
    return tables


def find_qualifiers(tokens: Tokens, first: int, end: int, floor: int) -> Qualified:
    """Extend the tokens ``first`` to ``end`` by the qualifiers around them, back to ``floor`` at most."""
    said: list[Said] = []
    while len(said) < _MOST_BEFORE and (phrase := _before(tokens, first, floor)):
        first -= len(phrase.words)
        said.insert(0, phrase.says)
    for _ in range(_MOST_AFTER):
        if phrase := _after(tokens, end):
            end += len(phrase.words)
            said.append(phrase.says)
    if tokens[end].low in word_set("incremental_after") and tokens[end + 1].low != "than":
        said.append("incremental")
    return Qualified(first, end, tuple(said))


def _before(tokens: Tokens, first: int, floor: int) -> Phrase | None:
    for phrase in _phrases()[0].get(tokens[first - 1].low, ()):
        start = first - len(phrase.words)
        if start >= floor and tokens.words(start, first) == phrase.words:
            return phrase
    return None


def _after(tokens: Tokens, end: int) -> Phrase | None:
    for phrase in _phrases()[1].get(tokens[end].low, ()):
        if tokens.words(end, end + len(phrase.words)) != phrase.words:
            continue
        joined = tokens.glued(end) if phrase.words[0] in (*HYPHENS, "+") else True
        sum_of_two = phrase.words == ("plus",) and tokens[end + 1].kind == "n"
        if joined and not sum_of_two:
            return phrase
    return None


def combined(said: tuple[Said, ...]) -> tuple[Qualifier, Scope | None]:
    """The one qualifier and the scope that stacked words come to.

    >>> combined(("incremental", "at_least", "about")), combined(())
    (('at_least', 'incremental'), ('exact', None))
    """
    qualifier: Qualifier = "about" if "about" in said else "exact"
    scope: Scope | None = None
    for word in reversed(said):
        match word:
            case "incremental" | "cumulative":
                scope = word
            case "at_least" | "more_than" | "at_most" | "less_than" | "nearly":
                qualifier = word
    return qualifier, scope
