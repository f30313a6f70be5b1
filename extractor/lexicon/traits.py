"""Sex and age of people, as the noun that counts or describes them gives it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractor.lexicon.inflection import inflect
from extractor.lexicon.loader import Entry, load_toml, read_entry
from extractor.lexicon.people import count_nouns
from extractor.records import Age, Sex

_WORDS = re.compile(r"[\w'’-]+")
_FILE = "lexicon/person_traits"
_SEXES: tuple[Sex, ...] = ("female", "male")
_AGES: tuple[Age, ...] = ("elderly", "child", "adult")
"""In this order an adjective of age goes before the noun's own: "an elderly woman"."""


class TraitWords(Entry):
    """Nouns that give one sex or age."""

    nouns: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()


class Traits(NamedTuple):
    """Sex and age; null where the words do not say."""

    sex: Sex | None
    age: Age | None


@cache
def trait_words(kind: str, value: str) -> TraitWords:
    """The entry of one value: ``trait_words("sex", "female")``."""
    return read_entry(TraitWords, load_toml(_FILE)[kind][value], f"{_FILE}.toml")


@cache
def _forms(kind: str, value: str) -> frozenset[str]:
    return frozenset(form for noun in trait_words(kind, value).nouns for form in inflect(noun, "nouns"))


def sex_of_title(word: str) -> Sex | None:
    """The sex that a title of courtesy gives.

    >>> sex_of_title("mrs"), sex_of_title("dr")
    ('female', None)
    """
    return next((sex for sex in _SEXES if word in trait_words("sex", sex).titles), None)


def traits_of(phrase: str) -> Traits:
    """Return what a noun phrase gives of sex and age: by its last noun for people, and adjectives of age.

    >>> traits_of("elderly women"), traits_of("pupils of a school"), traits_of("soldiers")
    (Traits(sex='female', age='elderly'), Traits(sex=None, age='child'), Traits(sex=None, age=None))
    """
    sides = [_of_noun(side) for side in re.split(r"\b(?:and|or)\b", phrase.lower())]
    sexes, ages = {side.sex for side in sides}, {side.age for side in sides}
    return Traits(sexes.pop() if len(sexes) == 1 else None, ages.pop() if len(ages) == 1 else None)


def _of_noun(phrase: str) -> Traits:
    words = [word.replace("’", "'") for word in _WORDS.findall(phrase)]
    nouns = words[: words.index("of", 1)] if "of" in words[1:] else words
    last = next((word for word in reversed(nouns) if word in count_nouns() or _gives_sex(word)), "")
    sex = next((value for value in _SEXES if last in _forms("sex", value) or value in words), None)
    older = set(words) & set(trait_words("age", "elderly").adjectives)
    age = "elderly" if older else next((value for value in _AGES if last in _forms("age", value)), None)
    return Traits(sex, age)


def _gives_sex(word: str) -> bool:
    return any(word in _forms("sex", value) for value in _SEXES)
