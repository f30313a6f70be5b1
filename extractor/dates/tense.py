"""Tells from the words around a date whether it lies ahead or behind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractor.lexicon import word_set

Tense = Literal["past", "future", "planned"]
"""``planned`` is a plan that the text looks back on ("was due to begin on Friday")."""

_STOPS = frozenset({";", ".", '"', "“", "”", "``", "''", "--", "—"})
_REACH = 15  # words read on each side: the clause of nearly all dates lies within
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[,;:()\"“”.]|``|''|--|—")


@dataclass(frozen=True, slots=True)
class Words:
    """The words before and after a date inside its sentence, with part-of-speech tags where known."""

    before: list[str]
    after: list[str]
    before_tags: list[str]
    after_tags: list[str]


def plain_words(text: str, start: int, end: int, low: int, high: int) -> Words:
    """The untagged words around ``text[start:end]`` within ``text[low:high]``."""
    before = [m.group() for m in _WORD.finditer(text, max(low, start - 6 * _REACH), start)][-_REACH:]
    after = [m.group() for m in _WORD.finditer(text, end, min(high, end + 6 * _REACH))][:_REACH]
    return Words(before, after, [""] * len(before), [""] * len(after))


def tense_of(words: Words) -> Tense | None:
    """The tense that governs a date, None if unclear: the nearest telling word, words before it first."""
    before = [word.lower().replace("’", "'") for word in words.before]
    if before and before[-1] in word_set("deadlines"):
        return _deadline(before, words)
    for index in range(len(before) - 1, -1, -1):
        if before[index] in _STOPS and index < len(before) - 1:
            break
        kind = _kind(before, index, words.before_tags[index])
        if kind == "past" and _planned_near(before, index):
            kind = "future"
        if kind == "future" and _looked_back_on(before, index):
            return "planned"
        if kind:
            return kind
    after = [word.lower().replace("’", "'") for word in words.after]
    for index, word in enumerate(after):
        if word in _STOPS:
            break
        kind = _kind(after, index, words.after_tags[index])
        if kind:
            return kind
    return None


def _deadline(before: list[str], words: Words) -> Tense | None:
    """The tense of "by Friday" or "until Friday": ahead, unless the verbs say that it has gone by."""
    if any(word in word_set("goes_on") for word in before[-8:]):
        return None
    clause = max((index for index, word in enumerate(before) if word in _STOPS), default=-1) + 1
    if any(_kind(before, index, words.before_tags[index]) for index in range(clause, len(before) - 1)):
        return "future"
    after = [word.lower() for word in words.after]
    kinds = [_kind(after, index, words.after_tags[index]) for index in range(len(after))]
    return "past" if next((kind for kind in kinds if kind), None) == "past" else "future"


def _kind(words: list[str], index: int, tag: str) -> Tense | None:
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else ""
    if (
        word in word_set("looks_ahead")
        or word.endswith("'ll")
        or (word in word_set("looks_ahead_to") and following == "to")
    ):
        return "future"
    if word in word_set("looks_ahead_for") and following == "for":
        return "future"
    if word == "to" and following == "be":
        return "future"
    if tag:
        return "past" if tag in ("VBD", "VBN") else None
    if word in word_set("looks_back") or (word.endswith("ed") and len(word) > 4):
        return "past"
    return None


def _planned_near(before: list[str], index: int) -> bool:
    """Whether a past-looking word is itself part of a plan: "was due", "is expected", "to be held"."""
    window = before[max(index - 2, 0) : index + 1]
    return any(word in word_set("looks_ahead") for word in window) or before[max(index - 2, 0) : index] == [
        "to",
        "be",
    ]


def _looked_back_on(before: list[str], index: int) -> bool:
    """Whether the plan is itself past: "had been due to expire", "was supposed to be flown out"."""
    return any(word in ("had", "was", "were") for word in before[max(index - 4, 0) : index])
