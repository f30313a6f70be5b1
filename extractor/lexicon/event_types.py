"""The types of events: their words, their families, and what other classifications call them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from extractor.lexicon.inflection import inflect
from extractor.lexicon.loader import Entry, load_toml, read_entry
from extractor.lexicon.words import rarest_words
from extractor.records import EventType

PartOfSpeech = Literal["noun", "verb", "phrase"]
Family = Literal[
    "accident", "blast", "crowd", "disease", "fire", "hunger", "movement", "nature", "poison",
    "structure", "unrest", "violence", "water", "weather",
]  # fmt: skip
Kind = Literal["never", "type", "vehicle", "retold"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Codes(Entry):
    """Names of a type in other classifications; ``sources()`` says where each is published."""

    acled: tuple[str, str] | None = None
    gtd: str | None = None
    glide: str | None = None
    emdat: str | None = None


class TypeEntry(Entry):
    """One type: its words in their base form, its family, how firmly its words determine the type."""

    name: EventType
    family: Family
    rank: Literal[1, 2]
    nouns: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    vehicles: tuple[str, ...] = ()
    codes: Codes = Codes()
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One surface form of a trigger: its words, its part of speech, the types that it can name.

    ``kind`` is ``type``, ``vehicle`` (an accident whose vehicle says which), ``retold`` (an event without its
    type) or ``never`` (words that hold an event word and name none).
    """

    words: tuple[str, ...]
    pos: PartOfSpeech
    kind: Kind
    types: tuple[EventType, ...] = ()


@cache
def event_types() -> dict[str, TypeEntry]:
    """Every type by its name, in the order of the table."""
    entries = [
        read_entry(TypeEntry, entry, "lexicon/event_types.toml")
        for entry in load_toml("lexicon/event_types")["type"]
    ]
    return {entry.name: entry for entry in entries}


@cache
def sources() -> dict[str, str]:
    """Where each of the classifications is published."""
    return dict(load_toml("lexicon/event_types")["sources"])


@cache
def vehicle_types() -> dict[str, EventType]:
    """The accident that each vehicle word makes of a crash."""
    return {word: entry.name for entry in event_types().values() for word in entry.vehicles}


@cache
def trigger_forms() -> dict[str, tuple[Form, ...]]:
    """Every surface form by its first word, the longest first; words that name no event come first."""
    merged: dict[tuple[tuple[str, ...], PartOfSpeech, Kind], list[EventType]] = {}
    for text, pos, kind, types in _all_forms():
        for written in {text, text.replace("-", " - ")}:  # "covid-19" is one token, "drive-by" three
            merged.setdefault((tuple(written.split()), pos, kind), []).extend(types)
    forms = [Form(*key, tuple(dict.fromkeys(types))) for key, types in merged.items()]
    table: dict[str, list[Form]] = {}
    for form in sorted(forms, key=lambda form: (-len(form.words), KINDS.index(form.kind))):
        table.setdefault(form.words[0], []).append(form)
    return {word: tuple(forms) for word, forms in table.items()}


@cache
def _kin() -> dict[str, frozenset[str]]:
    return {name: frozenset(kin) for name, kin in load_toml("lexicon/event_types")["families"].items()}


def related(a: str, b: str) -> bool:
    """True when types of two families can be one happening: a blast and a fire, a storm and a landslide.

    >>> related("violence", "blast"), related("nature", "disease"), related("fire", "fire")
    (True, False, True)
    """
    return a == b or b in _kin().get(a, frozenset()) or a in _kin().get(b, frozenset())


@cache
def narrower(name: EventType) -> frozenset[str]:
    """The types that a general one gives way to."""
    return frozenset(load_toml("lexicon/event_types")["narrower"].get(name, ()))


@cache
def naming_words() -> frozenset[str]:
    """One word of every trigger: a sentence without any of them names no type of event."""
    forms = (form for forms in trigger_forms().values() for form in forms)
    return rarest_words(form.words for form in forms if form.kind in ("type", "vehicle"))


def _all_forms() -> Iterator[tuple[str, PartOfSpeech, Kind, tuple[EventType, ...]]]:
    data = load_toml("lexicon/event_types")
    yield from ((phrase, "phrase", "never", ()) for phrase in data["never"]["phrases"])
    for entry in event_types().values():
        yield from _of_words(entry.nouns, entry.verbs, "type", (entry.name,))
        yield from ((phrase, "phrase", "type", (entry.name,)) for phrase in entry.phrases)
    yield from _of_words(data["vehicle_words"]["nouns"], data["vehicle_words"]["verbs"], "vehicle", ())
    yield from _of_words(data["retold"]["nouns"], (), "retold", ())


def _of_words(
    nouns: Iterable[str], verbs: Iterable[str], kind: Kind, types: tuple[EventType, ...]
) -> Iterator[tuple[str, PartOfSpeech, Kind, tuple[EventType, ...]]]:
    for noun in nouns:
        yield from ((form, "noun", kind, types) for form in inflect(noun, "nouns"))
    for verb in verbs:
        yield from ((form, "verb", kind, types) for form in inflect(verb, "verbs"))
