"""The table of event types: every example names its type, no counterexample does, every code has a source."""

from __future__ import annotations

from functools import cache
from typing import get_args

import pytest

from extractor.events.mentions import Mention, find_mentions
from extractor.frames.cues import find_cues
from extractor.frames.frame import frames_of
from extractor.language.annotate import annotate_many
from extractor.lexicon.event_types import Codes, event_types, sources, trigger_forms
from extractor.lexicon.inflection import inflect
from extractor.records import EventType

EXAMPLES = [(entry.name, text) for entry in event_types().values() for text in entry.examples]
COUNTER = [(entry.name, text) for entry in event_types().values() for text in entry.not_examples]


@cache
def _mentions() -> dict[str, tuple[Mention, ...]]:
    texts = sorted({text for _, text in (*EXAMPLES, *COUNTER)})
    docs = annotate_many(texts)
    return {
        text: find_mentions(doc, frames_of(doc, find_cues(doc)))
        for text, doc in zip(texts, docs, strict=True)
    }


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_an_example_names_its_type(name: EventType, text: str) -> None:
    typed = [mention for mention in _mentions()[text] if mention.types]
    assert typed, "no event word"
    assert max(typed, key=lambda mention: mention.rank).types[0] == name


@pytest.mark.parametrize(("name", "text"), COUNTER)
def test_a_counter_example_does_not(name: EventType, text: str) -> None:
    assert name not in {found for mention in _mentions()[text] for found in mention.types}


def test_the_table_holds_every_type_of_the_records() -> None:
    assert tuple(event_types()) == get_args(EventType)


def test_every_classification_has_a_source() -> None:
    assert set(sources()) == set(Codes.model_fields)


def test_a_word_of_the_table_is_written_in_lower_case_and_once_a_type() -> None:
    for entry in event_types().values():
        for words in (entry.nouns, entry.verbs, entry.phrases):
            assert len(set(words)) == len(words), entry.name
            assert [word for word in words if word != word.lower().strip()] == []


@pytest.mark.parametrize(
    ("verb", "past"), [("shell", "shelled"), ("step on a mine", "stepped on a mine"), ("ram", "rammed")]
)
def test_a_verb_brings_its_past(verb: str, past: str) -> None:
    assert past in inflect(verb, "verbs")
    assert past.split(maxsplit=1)[0] in trigger_forms()
