"""Open vocabulary kept as data (``lexicon/*.toml``): event words and nouns for people, homes, households."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

from extractor.records import Outcome, Role, Term

Patient = Literal["object", "subject", "of", "self", "modifier"]
GAP = "..."
"""Stands in a form for words in between ("took ... hostage")."""
OUTCOMES: tuple[str, ...] = get_args(Outcome)
TERMS: tuple[str, ...] = get_args(Term)


class Entry(BaseModel):
    """Base of lexicon entries: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Entry):
    """Words that tell one outcome or displacement term, and where the people stand in the clause."""

    meaning: Outcome | Term
    patient: Patient
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()
    weak: bool = False

    @property
    def is_casualty(self) -> bool:
        """True for an outcome, False for a displacement term."""
        return self.meaning in OUTCOMES

    @property
    def is_housing(self) -> bool:
        """True for the terms that count homes."""
        return self.meaning.startswith("housing_")


@dataclass(frozen=True, slots=True)
class CountNoun:
    """What a noun counts, and the victim role that it tells."""

    unit: Literal["people", "households", "homes"]
    role: Role
    plural: bool


@cache
def load_toml(name: str) -> dict[str, Any]:
    """Return the parsed lexicon file ``lexicon/<name>.toml``."""
    return tomllib.loads((files("extractor") / "lexicon" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def events() -> tuple[Event, ...]:
    """All event entries, in file order."""
    return tuple(Event.model_validate(entry) for entry in load_toml("events")["event"])


@cache
def count_nouns() -> dict[str, CountNoun]:
    """Lower-case singular and plural nouns (also of several words) and what they count."""
    data = load_toml("people")
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


@cache
def word_set(name: str) -> frozenset[str]:
    """A named set of lower-case words of ``lexicon/words.toml``."""
    return frozenset(load_toml("words")[name]["words"])


@cache
def reporting_verbs() -> dict[str, str]:
    """Verb forms that give a figure to somebody, and how: ``say``, ``claim``, ``estimate`` or ``deny``."""
    return {form: kind for kind, entry in load_toml("reporting").items() for form in entry["forms"]}


@cache
def event_forms() -> dict[str, list[tuple[tuple[str, ...], tuple[Event, ...]]]]:
    """Forms by first word, longest first, each with every entry that lists it."""
    merged: dict[tuple[str, ...], list[Event]] = {}
    for event in events():
        for form in event.forms:
            merged.setdefault(tuple(form.replace(",", " ,").replace("-", " - ").split()), []).append(event)
    table: dict[str, list[tuple[tuple[str, ...], tuple[Event, ...]]]] = {}
    for words, entries in sorted(merged.items(), key=lambda item: (GAP in item[0], -len(item[0]))):
        table.setdefault(words[0], []).append((words, tuple(entries)))
    return table


@cache
def telling_words() -> frozenset[str]:
    """One word of every event form: a sentence without any of them holds no event.

    It is the first word that is not too common ("in camps", "took ... hostage").
    """
    common = word_set("open_words") | {GAP, "-", ","}
    forms = (words for entries in event_forms().values() for words, _ in entries)
    return frozenset(next((w for w in words if w not in common), max(words, key=len)) for words in forms)
