"""What counts people, households and homes: nouns, the unit that each counts, and the role that it gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from extractor.lexicon.loader import load_toml
from extractor.records import Role


@dataclass(frozen=True, slots=True)
class CountNoun:
    """What a noun counts, and the victim role that it gives."""

    unit: Literal["people", "households", "homes"]
    role: Role
    plural: bool


@cache
def count_nouns() -> dict[str, CountNoun]:
    """Lower-case singular and plural nouns (also of several words) and what they count."""
    data = load_toml("lexicon/people")
    plurals: dict[str, list[str]] = data["plurals"]
    nouns: dict[str, CountNoun] = {}

    def add(words: Iterable[str], unit: Literal["people", "households", "homes"], role: Role) -> None:
        for word in words:
            for form in plurals.get(word) or [plural(word)]:
                nouns.setdefault(form, CountNoun(unit, role, plural=True))
            nouns.setdefault(word, CountNoun(unit, role, plural=False))

    add(data["households"]["nouns"], "households", "unspecified")
    for role in get_args(Role):
        add(data["roles"][role]["nouns"], "people", role)
    add(data["homes"]["nouns"], "homes", "unspecified")
    return nouns


def plural(noun: str) -> str:
    """Regular English plural of the last word.

    >>> [plural(noun) for noun in ("soldier", "family", "gunman", "coach", "bus driver")]
    ['soldiers', 'families', 'gunmen', 'coaches', 'bus drivers']
    """
    if noun.endswith("man") and noun not in ("human",):
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun + "s"
