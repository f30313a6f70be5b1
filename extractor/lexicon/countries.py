"""Country names, nationality words and capitals, and the ISO 3166-1 alpha-3 codes that they state.

In: a phrase ("Thai soldiers", "two Frenchmen", "citizens of India"). Out: the codes of the countries that
the phrase itself names, in order. Words that only look like a country ("New Mexico") or that relate someone
to one without belonging ("pro-Russian", "Iran-backed") state no nationality. The vocabulary is data:
``lexicon/countries.toml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice
from string import ascii_uppercase
from typing import Literal, NamedTuple

from extractor.lexicon.loader import Entry, load_toml, read_entry
from extractor.lexicon.words import word_set

WordUse = Literal["name", "adjective", "singular", "plural", "capital", "none"]

_LETTER = r"[^\W\d_]"
# "U.S." and "D.R." keep their stops; hyphens and apostrophes part words: "US-Thai", "China's".
_WORD = re.compile(rf"(?:[A-Z]\.)+(?:[A-Z](?!{_LETTER}))?|{_LETTER}+")
_HYPHENS = ("-", "‐", "‑", "–")
_HYPHEN_BEHIND = re.compile(rf"\s*[{''.join(_HYPHENS)}]\s*")
_LAST_LETTERS = re.compile(rf"{_LETTER}+\Z")
# The longest prefix has four letters.
_NEAR = 16
"""Characters in front of a country word in which "pro-" or "anti-" begins."""


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


class CountryWord(NamedTuple):
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


@lru_cache(maxsize=1 << 12)  # a text names a place again and again
def word_uses(phrase: str) -> tuple[str, frozenset[WordUse]] | None:
    """The code and uses of a phrase that is, as a whole, one country word; else None.

    >>> word_uses("Thais")
    ('THA', frozenset({'plural'}))
    """
    found = _exact().get(" ".join(_WORD.findall(phrase)))
    return found if found and found[0] else None


def find_country_words(phrase: str) -> tuple[CountryWord, ...]:
    """Every country word of a phrase in order, longest first, without overlap; capitals included."""
    opening = _openings()
    found: list[CountryWord] = []
    behind = 0
    for match in [match for match in _capitalised().finditer(phrase) if match[0] in opening]:
        start = match.start()
        row = _row_at(phrase, match, opening[match[0]]) if start >= behind else None
        if row is None:
            continue
        behind, code, uses = row
        if code and not _only_related(phrase, start, behind):
            found.append(CountryWord(code, _main_use(uses), start, behind))
    return tuple(found)


@cache
def _capitalised() -> re.Pattern[str]:
    """A ``_WORD`` with a capital that an entry may open with: the others, most of a text, are passed over."""
    capitals = "".join(sorted({word[0] for word in _openings()} - set(ascii_uppercase)))
    return re.compile(
        rf"[A-Z{capitals}](?<!{_LETTER}.)(?:(?<=[A-Z])\.(?:[A-Z]\.)*(?:[A-Z](?!{_LETTER}))?|{_LETTER}*)"
    )


@cache
def _openings() -> dict[str, tuple[_Row, ...]]:
    """The entries that may start with a word with a capital, longest first.

    A word in capitals is a headline's spelling, unless it is short ("US" is not "us").
    """
    written = {word: rows for word, rows in _index().items() if word[0].isupper()}
    loud = {word.upper(): rows for word, rows in written.items() if len(word) > 3 and word.istitle()}
    return loud | written


def _row_at(
    phrase: str, opening: re.Match[str], rows: tuple[_Row, ...]
) -> tuple[int, str, frozenset[WordUse]] | None:
    """The longest of the entries that open with a word: where it ends, its code and its uses."""
    longest = len(rows[0][0])
    words = (
        [opening, *islice(_WORD.finditer(phrase, opening.end()), longest - 1)] if longest > 1 else [opening]
    )
    for key, code, uses in rows:
        if len(key) <= len(words) and all(map(_spells, words[1:], key[1:])):
            return words[len(key) - 1].end(), code, uses
    return None


def _spells(word: re.Match[str], own: str) -> bool:
    """Whether a word is one of an entry, as it is written or in capitals."""
    written = word[0]
    return written == own or (len(own) > 3 and written.isupper() and written.title() == own)


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


def _only_related(phrase: str, start: int, end: int) -> bool:
    """Whether a hyphen ties the word to "pro-", "anti-" before it or "-backed", "-led" after it."""
    before = phrase[max(0, start - _NEAR) : start].rstrip()
    prefix = _LAST_LETTERS.search(before[:-1].rstrip()) if before.endswith(_HYPHENS) else None
    if prefix and prefix[0].lower() in word_set("against_prefixes"):
        return True
    hyphen = _HYPHEN_BEHIND.match(phrase, end)
    behind = _WORD.match(phrase, hyphen.end()) if hyphen else None
    return behind is not None and behind[0].lower() in word_set("related_to_country")
