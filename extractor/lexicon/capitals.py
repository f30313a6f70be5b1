"""How words and names with capitals are written: WordNet's, countries, organisations, groups, places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from extractor.lexicon.loader import load_toml
from extractor.lexicon.words import word_set

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
Phrase = tuple[str, ...]
_ODD = re.compile(r"[\d.]")
_TITLES = frozenset({"state", "local", "rank", "courtesy"})
_COUNTRY_KEYS = ("adjectives", "singular", "plural", "capitals", "aliases")


@cache
def capital_words() -> dict[str, str]:
    """Words that WordNet writes with a capital in every sense, by their lower-case form."""
    text = (files("extractor") / "lexicon" / "capitals.txt").read_text(encoding="utf-8")
    return {word.lower(): word for word in text.splitlines() if not word.startswith("#")}


@cache
def name_phrases() -> dict[str, tuple[tuple[Phrase, Phrase], ...]]:
    """Names of the lexicon by their first word: the words in lower case and as written, longest first."""
    table: defaultdict[str, set[tuple[Phrase, Phrase]]] = defaultdict(set)
    for name in _names():
        words = tuple(WORD.findall(name))
        if words and not _ODD.search(name) and any(word != word.lower() for word in words):
            lower = tuple(word.lower() for word in words)
            table[lower[0]].add((lower, words))
    return {
        first: tuple(sorted(found, key=lambda two: (-len(two[0]), two))) for first, found in table.items()
    }


@cache
def country_words() -> frozenset[str]:
    """Single words for countries, their people and their capitals, lower case."""
    entries = load_toml("lexicon/countries")["countries"].values()
    return frozenset(name.lower() for entry in entries for name in _country(entry) if name.isalpha())


@cache
def name_heads() -> frozenset[str]:
    """Lower-case nouns that end names and have a capital there ("front", "committee", "street")."""
    heads = load_toml("lexicon/organisation_heads")["heads"]
    return frozenset(word for entry in heads for word in entry.get("words", ())) - word_set("small_heads")


@cache
def title_words() -> frozenset[str]:
    """Lower-case titles that have a capital before the name of a person."""
    entries = load_toml("lexicon/titles")["titles"]
    titles = (word for entry in entries if entry["class"] in _TITLES for word in entry["words"])
    return frozenset(word for word in titles if word.isalpha()) - word_set("small_titles")


def _names() -> Iterator[str]:
    for file, key in (("organisations", "organisations"), ("armed_groups", "groups")):
        for entry in load_toml(f"lexicon/{file}")[key]:
            doubtful = entry.get("needs_context", ())
            yield from (n for n in (entry["name"], *entry.get("aliases", ())) if n not in doubtful)
    for country in load_toml("lexicon/countries")["countries"].values():
        yield from _country(country)
    for names in load_toml("lexicon/places")["places"].values():
        yield from names


def _country(country: dict[str, Any]) -> Iterator[str]:
    yield country["name"]
    for key in _COUNTRY_KEYS:
        yield from country.get(key, ())
