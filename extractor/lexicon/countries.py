"""Country names, nationality words and capitals, and the ISO 3166-1 alpha-3 codes that they state.

In: a phrase ("Thai soldiers", "two Frenchmen", "citizens of India"). Out: the codes of the countries that
the phrase itself names, in order. Words that only look like a country ("New Mexico") or that relate someone
to one without belonging ("pro-Russian", "Iran-backed") state no nationality. The vocabulary is data:
``lexicon/countries.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import Literal

from extractor.lexicon.loader import Entry, load_toml, read_entry
from extractor.lexicon.words import word_set

WordUse = Literal["name", "adjective", "singular", "plural", "capital", "none"]

# "U.S." and "D.R." keep their stops; hyphens and apostrophes part words: "US-Thai", "China's".
_WORD = re.compile(r"((?:[A-Z]\.)+(?:[A-Z](?![^\W\d_]))?|[^\W\d_]+)")


class Country(Entry):
    """One country of ``lexicon/countries.toml``."""

    name: str
    user_assigned: bool = False
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    singular: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


class _CountryFile(Entry):
    not_countries: tuple[str, ...]
    countries: dict[str, Country]


@dataclass(frozen=True, slots=True)
class CountryWord:
    """A country word found in a phrase: the code, how the word is used, its ``str`` offsets."""

    code: str
    use: WordUse
    start: int
    end: int


_Row = tuple[tuple[str, ...], str, frozenset[WordUse]]
"""The words of an entry, its code (empty where it is no country) and how it is used."""


@cache
def _file() -> _CountryFile:
    return read_entry(_CountryFile, load_toml("lexicon/countries"), "lexicon/countries.toml")


def countries() -> dict[str, Country]:
    """Every country of the lexicon by its alpha-3 code."""
    return _file().countries


def country_name(code: str) -> str:
    """The short English name of a code; the code itself if the lexicon does not hold it."""
    country = countries().get(code)
    return country.name if country else code


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a phrase, and the offsets where they begin and end."""

    text: list[str]
    starts: list[int]
    ends: list[int]


def _words(phrase: str) -> _Words:
    parts = _WORD.split(phrase)  # what stands between two words, a word, and so on
    edges = list(accumulate(map(len, parts)))
    return _Words(parts[1::2], edges[:-1:2], edges[1::2])


@cache
def _index() -> dict[str, tuple[_Row, ...]]:
    """Word sequences by their first word, longest first, each with its code and uses."""
    uses: dict[tuple[str, ...], tuple[str, set[WordUse]]] = {}

    def add(phrase: str, code: str, use: WordUse) -> None:
        key = tuple(_WORD.findall(phrase))
        known = uses.setdefault(key, (code, set()))
        if known[0] == code:
            known[1].add(use)

    for phrase in _file().not_countries:
        add(phrase, "", "none")
    for code, country in countries().items():
        for name in (country.name, *country.aliases):
            add(name, code, "name")
        for word in country.adjectives:
            add(word, code, "adjective")
        for word in country.singular:
            add(word, code, "singular")
        for word in country.plural:
            add(word, code, "plural")
    for code, country in countries().items():
        for city in country.capitals:
            add(city, code, "capital")
    by_first: dict[str, list[_Row]] = {}
    for key, (code, found) in uses.items():
        by_first.setdefault(key[0], []).append((key, code, frozenset(found)))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in by_first.items()}


@cache
def _exact() -> dict[str, tuple[str, frozenset[WordUse]]]:
    return {" ".join(key): (code, uses) for rows in _index().values() for key, code, uses in rows}


def word_uses(phrase: str) -> tuple[str, frozenset[WordUse]] | None:
    """The code and uses of a phrase that is, as a whole, one country word; else None.

    >>> word_uses("Thais")
    ('THA', frozenset({'plural'}))
    """
    found = _exact().get(" ".join(_WORD.findall(phrase)))
    return found if found and found[0] else None


@lru_cache(maxsize=8)  # places and actors ask for the same article
def find_country_words(phrase: str) -> tuple[CountryWord, ...]:
    """Every country word of a phrase in order, longest first, without overlap; capitals included."""
    words = _words(phrase)
    opening = _openings()
    found: list[CountryWord] = []
    behind = 0
    for i in [i for i, word in enumerate(words.text) if word in opening]:
        row = _row_at(words.text, i, opening[words.text[i]]) if i >= behind else None
        if row is None:
            continue
        key, code, uses = row
        behind = i + len(key)
        if code and not _only_related(phrase, words, i, behind):
            found.append(CountryWord(code, _main_use(uses), words.starts[i], words.ends[behind - 1]))
    return tuple(found)


@cache
def _openings() -> dict[str, tuple[_Row, ...]]:
    """The entries that may start with a word with a capital, longest first.

    A word in capitals is a headline's spelling, unless it is short ("US" is not "us").
    """
    written = {word: rows for word, rows in _index().items() if word[0].isupper()}
    loud = {word.upper(): rows for word, rows in written.items() if len(word) > 3 and word.istitle()}
    return loud | written


def _row_at(words: list[str], i: int, rows: tuple[_Row, ...]) -> _Row | None:
    """The longest of some entries that stands at a word."""
    return next((row for row in rows if _spells(words[i : i + len(row[0])], row[0])), None)


def _spells(words: list[str], key: tuple[str, ...]) -> bool:
    """Whether words spell an entry, as it is written or in capitals."""
    return len(words) == len(key) and all(
        word == own or (len(own) > 3 and word.isupper() and word.title() == own)
        for word, own in zip(words, key, strict=True)
    )


@lru_cache(maxsize=1 << 12)  # the same groups of people stand in many texts
def countries_in(phrase: str) -> tuple[str, ...]:
    """The alpha-3 codes that a phrase states, in order, each once; a capital alone states none.

    >>> countries_in("US and Thai soldiers")
    ('USA', 'THA')
    >>> countries_in("pro-Russian fighters from New Mexico")
    ()
    """
    found = (word.code for word in find_country_words(phrase) if word.use != "capital")
    return tuple(dict.fromkeys(found))


def country_of_capital(name: str) -> str | None:
    """The country whose capital or seat of government is called ``name``."""
    found = word_uses(name)
    return found[0] if found and "capital" in found[1] else None


def _main_use(uses: frozenset[WordUse]) -> WordUse:
    order: tuple[WordUse, ...] = ("name", "adjective", "plural", "singular", "capital", "none")
    return next(use for use in order if use in uses)


def _only_related(phrase: str, words: _Words, i: int, j: int) -> bool:
    """Whether a hyphen ties the word to "pro-", "anti-" before it or "-backed", "-led" after it."""

    def hyphen(left: int, right: int) -> bool:
        return phrase[left:right].strip() in {"-", "‐", "‑", "–"}

    text, starts, ends = words.text, words.starts, words.ends
    if i and text[i - 1].lower() in word_set("against_prefixes") and hyphen(ends[i - 1], starts[i]):
        return True
    return (
        j < len(text) and text[j].lower() in word_set("related_to_country") and hyphen(ends[j - 1], starts[j])
    )
