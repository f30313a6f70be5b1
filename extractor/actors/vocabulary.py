"""The actor lexicons as looked-up data: loaded and checked once, at first use.

In: ``lexicon/*.toml``. Out: word tries of named organisations, armed groups and places, maps from head
word to actor kind, title words by class, and the families of unnamed actors.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Any, Literal

from pydantic import Field

from extractor.lexicon.loader import Entry, EntryType, load_toml, read_entry
from extractor.records import ActorKind

HeadKind = ActorKind | Literal["site", "place", "thing"]
TitleClass = Literal["state", "local", "rank", "role", "kin", "courtesy"]


class _Entry(Entry):
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


class NamedEntry(_Entry):
    """A named organisation or armed group."""

    name: str
    kind: ActorKind = "armed_group"
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    needs_context: tuple[str, ...] = ()
    group_type: Literal["rebel", "militia", "criminal", "private"] | None = None
    source: str


class HeadEntry(_Entry):
    """Words and phrases that give the kind of a capitalised name."""

    kind: HeadKind
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


class TitleEntry(_Entry):
    """Titles of one class."""

    class_: TitleClass = Field(alias="class")
    words: tuple[str, ...]
    phrases: tuple[str, ...]


class Family(_Entry):
    """One family of unnamed actors; see the head of ``collectives.toml``."""

    id: str
    kind: ActorKind
    setting: bool = False
    bare: bool = False
    agent: bool = False
    speaker: bool = False
    placed: bool = False
    national: bool = False
    one_a_nation: bool = False
    by_name: bool = False
    apart: bool = False
    named: tuple[str, ...] = ()
    heads: tuple[str, ...]
    phrases: tuple[str, ...] = ()

    @property
    def at_home(self) -> bool:
        """Whether the bare word stands for those of the country that the article is set in: "police"."""
        return self.bare and self.setting


def _load(name: str) -> dict[str, Any]:
    return load_toml(f"lexicon/{name}")


def _entries(kind: type[EntryType], name: str, key: str) -> tuple[EntryType, ...]:
    return tuple(read_entry(kind, row, f"lexicon/{name}.toml") for row in _load(name)[key])


@cache
def named_entries() -> tuple[NamedEntry, ...]:
    """Every named organisation and armed group of the lexicons."""
    organisations = _entries(NamedEntry, "organisations", "organisations")
    return organisations + _entries(NamedEntry, "armed_groups", "groups")


@cache
def head_entries() -> tuple[HeadEntry, ...]:
    """The head words of organisation, place and thing names."""
    return _entries(HeadEntry, "organisation_heads", "heads")


@cache
def title_entries() -> tuple[TitleEntry, ...]:
    """The title words by class."""
    return _entries(TitleEntry, "titles", "titles")


@cache
def families() -> tuple[Family, ...]:
    """The families of unnamed actors."""
    return _entries(Family, "collectives", "families")


@cache
def _families() -> dict[str, Family]:
    return {family.id: family for family in families()}


def family_of(name: str) -> Family:
    """The family of an id."""
    return _families()[name]


@cache
def describing_words() -> frozenset[str]:
    """Lower-case words that may describe an unnamed actor without naming it."""
    return frozenset(_load("collectives")["families_common"]["describing"])


@cache
def peoples() -> frozenset[str]:
    """Capitalised words for peoples and creeds that are no nationality."""
    return frozenset(_load("collectives")["families_common"]["peoples"])


@cache
def places() -> dict[str, str]:
    """Regions and cities and the country that each lies in."""
    return {name: code for code, names in _load("places")["places"].items() for name in names}


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """A word without accents, case, stops and apostrophes.

    >>> fold("Médecins"), fold("U.N."), fold("Jama'at")
    ('medecins', 'un', 'jamaat')
    """
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.replace("'", "").replace("’", "").replace(".", "").casefold()


_PARTING = str.maketrans(dict.fromkeys("-‐‑–/,()", " "))


@lru_cache(maxsize=1 << 14)  # the same names stand in a text again and again
def fold_words(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase; hyphens and slashes part words."""
    return tuple(folded for word in phrase.translate(_PARTING).split() if (folded := fold(word)))


END = "\0"
Trie = dict[str, Any]
"""Nested dictionaries of folded words; the key ``END`` holds the values that end there."""


def _put(trie: Trie, words: tuple[str, ...], value: object) -> None:
    for word in words:
        trie = trie.setdefault(word, {})
    trie.setdefault(END, []).append(value)


@cache
def named_trie() -> Trie:
    """Folded words to ``(entry index, alias as written)``."""
    trie: Trie = {}
    for index, entry in enumerate(named_entries()):
        for name in dict.fromkeys((entry.name, *entry.aliases)):
            _put(trie, fold_words(name), (index, name))
    return trie


@cache
def place_trie() -> Trie:
    """Folded words to ``(country code, place as written)``."""
    trie: Trie = {}
    for name, code in places().items():
        _put(trie, fold_words(name), (code, name))
    return trie


@cache
def head_words() -> dict[str, HeadKind]:
    """Lower-case head word to the kind that it gives; the first entry that lists a word has it."""
    kinds: dict[str, HeadKind] = {}
    for entry in head_entries():
        for word in entry.words:
            kinds.setdefault(word, entry.kind)
    return kinds


@cache
def head_phrases() -> dict[str, tuple[tuple[tuple[str, ...], HeadKind], ...]]:
    """Last word of a head phrase to its phrases (lower-case words) and kinds, longest first."""
    by_last: dict[str, list[tuple[tuple[str, ...], HeadKind]]] = {}
    for entry in head_entries():
        for phrase in entry.phrases:
            words = tuple(phrase.replace("'s", " 's").replace("s'", "s '").split())
            by_last.setdefault(words[-1], []).append((words, entry.kind))
    return {last: tuple(sorted(rows, key=lambda row: -len(row[0]))) for last, rows in by_last.items()}


@cache
def title_words() -> dict[str, TitleClass]:
    """Folded title words and the last words of title phrases, with their class."""
    classes: dict[str, TitleClass] = {}
    for entry in title_entries():
        for word in entry.words:
            classes.setdefault(fold(word), entry.class_)
            if entry.class_ != "courtesy" and not word.endswith("s"):
                classes.setdefault(fold(word) + "s", entry.class_)
    return classes


@cache
def title_phrases() -> dict[str, tuple[tuple[tuple[str, ...], TitleClass], ...]]:
    """Last folded word of a title phrase to its phrases and classes, longest first."""
    by_last: dict[str, list[tuple[tuple[str, ...], TitleClass]]] = {}
    for entry in title_entries():
        for phrase in entry.phrases:
            words = fold_words(phrase)
            by_last.setdefault(words[-1], []).append((words, entry.class_))
    return {last: tuple(sorted(rows, key=lambda row: -len(row[0]))) for last, rows in by_last.items()}


@cache
def title_modifiers() -> frozenset[str]:
    """Folded words that may stand before a title word."""
    return frozenset(fold(word) for word in _load("titles")["modifiers"]["words"])


@cache
def family_phrases() -> dict[str, tuple[tuple[tuple[str, ...], Family], ...]]:
    """Last lower-case word of a collective to its word sequences and families, longest first."""
    by_last: dict[str, list[tuple[tuple[str, ...], Family]]] = {}
    for family in families():
        for phrase in (*family.heads, *family.phrases):
            words = tuple(phrase.replace("'s", " 's").replace("-", " - ").split())
            by_last.setdefault(words[-1], []).append((words, family))
    return {last: tuple(sorted(rows, key=lambda row: -len(row[0]))) for last, rows in by_last.items()}


@cache
def kind_nouns() -> dict[str, ActorKind]:
    """Lower-case common nouns that type the name beside them."""
    rows: dict[ActorKind, list[str]] = _load("organisation_heads")["kind_nouns"]
    return {noun: kind for kind, nouns in rows.items() for noun in nouns}
