"""What counts people, households and homes: nouns, the unit that each counts, and the role that it gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from extractor.lexicon.inflection import with_tag
from extractor.lexicon.loader import Entry, load_toml, read_entry
from extractor.records import Role

Unit = Literal["people", "households", "homes"]


@dataclass(frozen=True, slots=True)
class CountNoun:
    """What a noun counts, and the victim role that it gives."""

    unit: Unit
    role: Role
    plural: bool


class _Nouns(Entry):
    nouns: tuple[str, ...]
    words: tuple[str, ...] = ()


class _Content(Entry):
    roles: dict[Role, _Nouns]
    households: _Nouns
    homes: _Nouns


@cache
def count_nouns() -> dict[str, CountNoun]:
    """Lower-case singular and plural nouns (also of several words) and what they count."""
    content = read_entry(_Content, load_toml("lexicon/people"), "lexicon/people.toml")
    found: dict[str, CountNoun] = {}
    groups: list[tuple[_Nouns, Unit, Role]] = [(content.households, "households", "unspecified")]
    groups += [(content.roles[role], "people", role) for role in get_args(Role)]
    for group, unit, role in [*groups, (content.homes, "homes", "unspecified")]:
        for noun in group.nouns:
            for form in with_tag(noun, "nouns", "NNS"):
                found.setdefault(form, CountNoun(unit, role, plural=True))
            for form in with_tag(noun, "nouns", "NN"):
                found.setdefault(form, CountNoun(unit, role, plural=False))
        for word in group.words:
            found.setdefault(word, CountNoun(unit, role, plural=False))
    return found
