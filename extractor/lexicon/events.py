"""Event words: the words for harm and displacement, and where the people stand in the clause."""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

from extractor.lexicon.loader import load_toml, read_entry
from extractor.lexicon.words import GAP, Words, rarest_words
from extractor.records import Outcome, Term

Patient = Literal["object", "subject", "of", "self", "modifier"]
OUTCOMES: tuple[str, ...] = get_args(Outcome)


class Event(Words):
    """Words for one outcome or displacement term, and where the people stand in the clause."""

    meaning: Outcome | Term
    patient: Patient
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()
    weak: bool = False
    beside: str | None = None
    """Name of a word set of which one word must stand in the sentence."""

    @property
    def is_casualty(self) -> bool:
        """True for an outcome, False for a displacement term."""
        return self.meaning in OUTCOMES

    @property
    def is_housing(self) -> bool:
        """True for the terms that count homes."""
        return self.meaning.startswith("housing_")


@cache
def events() -> tuple[Event, ...]:
    """All event entries, in file order."""
    entries = load_toml("lexicon/events")["event"]
    return tuple(read_entry(Event, entry, "lexicon/events.toml") for entry in entries)


@cache
def event_forms() -> dict[str, list[tuple[tuple[str, ...], tuple[Event, ...]]]]:
    """Forms by first word, each with every entry that lists it; in what order they are tried: ``_rank``."""
    merged: dict[tuple[str, ...], list[Event]] = {}
    for event in events():
        for form in event.forms:
            merged.setdefault(tuple(form.replace(",", " ,").replace("-", " - ").split()), []).append(event)
    table: dict[str, list[tuple[tuple[str, ...], tuple[Event, ...]]]] = {}
    for words, entries in sorted(merged.items(), key=lambda item: _rank(item[0])):
        table.setdefault(words[0], []).append((words, tuple(entries)))
    return table


def _rank(words: tuple[str, ...]) -> tuple[int, int]:
    """Phrases before those with a gap, before single words ("shot dead", "shot ... to death", "shot")."""
    kind = 1 if GAP in words else 2 if len(words) == 1 else 0
    return kind, -len(words)


@cache
def trigger_words() -> frozenset[str]:
    """One word of every event form: a sentence without any of them holds no event.

    See :func:`~extractor.lexicon.words.rarest_words`.
    """
    return rarest_words(words for entries in event_forms().values() for words, _ in entries)


@cache
def casualty_words() -> frozenset[str]:
    """Single words that say what happened to a person, as verb, participle or noun."""
    harm = (event for event in events() if event.is_casualty and event.patient != "self")
    return frozenset(form for event in harm for form in event.forms if " " not in form)
