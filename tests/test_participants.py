"""Agents and patients of event words, each from one sentence."""

from __future__ import annotations

import pytest

from extractor.frames.cues import find_cues
from extractor.frames.frame import Frame, frames_of
from extractor.frames.participants import NounPhrase, participants
from extractor.language.annotate import annotate

Words = list[str]


def frames(text: str) -> list[tuple[str, Words, Words]]:
    doc = annotate(text)

    def words(found: tuple[NounPhrase, ...]) -> Words:
        return [doc.span(phrase.start, phrase.end).text for phrase in found]

    def shown(frame: Frame) -> tuple[str, Words, Words]:
        return doc.span(frame.cue.start, frame.cue.end).text, words(frame.agents), words(frame.patients)

    return [shown(frame) for frame in frames_of(doc, find_cues(doc))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man stabbed to death a driver.", [("stabbed to death", ["A man"], ["a driver"])]),
        (
            "Two gunmen on a scooter shot and killed a clerk.",
            [("shot and killed", ["Two gunmen"], ["a clerk"])],
        ),
        ("Two clerks were killed by raiders on Monday.", [("killed", ["raiders"], ["Two clerks"])]),
        ("Two clerks killed in ambush.", [("killed", [], ["Two clerks"])]),
        ("The killing of 12 miners by rebels shook Oru.", [("killing", ["rebels"], ["12 miners"])]),
        (
            "Raiders stormed the depot, shot dead four guards and abducted two.",
            [("shot dead", ["Raiders"], ["four guards"]), ("abducted", ["Raiders"], ["two"])],
        ),
        (
            "Rebels who abducted five traders killed two of them.",
            [("abducted", ["Rebels"], ["five traders"]), ("killed", ["Rebels"], ["two of them"])],
        ),
        ("The bus carried 40 pupils, one of whom died.", [("died", [], ["one of whom"])]),
        (
            "Five guards died and 20 others were wounded.",
            [("died", [], ["Five guards"]), ("wounded", [], ["20 others"])],
        ),
    ],
)
def test_agents_and_patients(text: str, expected: list[tuple[str, Words, Words]]) -> None:
    assert frames(text) == expected


@pytest.mark.parametrize(
    ("text", "word", "agents", "patients"),
    [
        ("An attack by two gunmen on a convoy killed 3 guards.", "attack", ["two gunmen"], ["a convoy"]),
        ("The army's raid killed 3 guards.", "raid", ["The army's"], []),
        ("Rebels attacked a depot and killed 3 guards.", "attacked", ["Rebels"], ["a depot"]),
    ],
)
def test_any_word_may_be_asked(text: str, word: str, agents: Words, patients: Words) -> None:
    doc = annotate(text)
    at = next(token.i for token in doc if token.text == word)
    found = participants(doc, at, at + 1)
    assert [doc.span(p.start, p.end).text for p in found.agents] == agents
    assert [doc.span(p.start, p.end).text for p in found.patients] == patients
