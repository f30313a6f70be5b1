"""What becomes of one person found hurt: "a man was shot ... he died in hospital" is one death.

A text reports one victim step by step: shot, taken to a hospital, pronounced dead there. Where the next
sentences say of "he", "the man" or "the victim" that the person died, and of nobody else in between, the
figure is a death.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.frames.count import Count
from extractor.frames.cues import Cue
from extractor.frames.frame import frame_of
from extractor.lexicon import count_nouns, word_set

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Token

REACH = 3
"""Sentences behind the one of a hurt person in which the death of the same person is reported."""
PRONOUNS = frozenset({"he", "she"})
DEFINITE = frozenset({"the", "this", "that"})


def resolve_fates(doc: Doc, counts: list[Count], cues: list[Cue]) -> list[Count]:
    """The counts, with a single person who was hurt and then died among the killed."""
    if not any(_may_die(count) for count in counts):
        return counts
    starts = [sent.start for sent in doc.sents]
    deaths = [cue for cue in cues if "killed" in cue.meanings]
    harmed = [count.phrase.start for count in counts if count.event.is_casualty]
    return [
        _died(count, death)
        if _may_die(count) and (death := _death_of(doc, count, harmed, deaths, starts))
        else count
        for count in counts
    ]


def _may_die(count: Count) -> bool:
    """One person, hurt or shot."""
    harmed = count.event.meaning == "injured" or count.event.weak
    return harmed and count.phrase.unit in ("people", "unlisted") and _is_one(count)


def _is_one(count: Count) -> bool:
    quantity = count.phrase.quantity
    return quantity.best == 1 and quantity.qualifier == "exact"


def _death_of(doc: Doc, count: Count, harmed: list[int], deaths: list[Cue], starts: list[int]) -> Cue | None:
    """The event word behind a figure that says of the same person that he died."""
    behind = bisect_right(starts, count.phrase.head) + REACH
    end = starts[behind] if behind < len(starts) else len(doc)
    first = max(count.link.cue.end, count.phrase.end)
    other = bisect_right(harmed, count.phrase.start)
    last = min(end, harmed[other] + 1) if other < len(harmed) else end
    near = deaths[bisect_left(deaths, first, key=_start) : bisect_left(deaths, last, key=_start)]
    return next((cue for cue in near if _is_of_the_same(doc, cue)), None)


def dies_behind(
    doc: Doc, end: int, others: Sequence[int], deaths: Sequence[Cue], sentences: Sequence[int]
) -> bool:
    """Whether the text says of the person named before token ``end`` that he died, and of nobody else before.

    Args:
        doc: the annotated text.
        end: the token behind the person's words.
        others: where victims are named, in order.
        deaths: the words of death of the text, in order.
        sentences: where its sentences begin.
    """
    behind, other = bisect_right(sentences, end - 1) + REACH, bisect_left(others, end)
    last = sentences[behind] if behind < len(sentences) else len(doc)
    last = others[other] if other < len(others) else last
    near = deaths[bisect_left(deaths, end, key=_start) : bisect_left(deaths, last, key=_start)]
    return any(_is_of_the_same(doc, cue) for cue in near)


def _start(cue: Cue) -> int:
    return cue.start


def _is_of_the_same(doc: Doc, death: Cue) -> bool:
    """True for "he died", "the victim was pronounced dead": asserted, and of a person known before."""
    frame = frame_of(doc, death)
    heads = [doc[patient.head] for patient in frame.patients]
    return frame.assertion.reason is None and len(heads) == 1 and _is_known(heads[0])


def _is_known(head: Token) -> bool:
    """A pronoun, or "the" before a noun for one person who is no attacker."""
    if head.lower_ in PRONOUNS:
        return True
    noun = count_nouns().get(head.lower_)
    if noun is None or noun.unit != "people" or noun.plural:
        return False
    if noun.role == "armed_group" or head.lower_ in word_set("attackers"):
        return False
    return any(child.lower_ in DEFINITE for child in head.children)


def _died(count: Count, death: Cue) -> Count:
    event = next(event for event in death.readings if event.meaning == "killed")
    return replace(count, link=replace(count.link, event=event))
