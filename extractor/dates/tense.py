"""Tells from the words around a date whether it lies ahead or behind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
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
    """The tense that governs a date, None if unclear: the nearest word that shows one, those before first."""
    before = [word.lower().replace("’", "'") for word in words.before]
    if before and before[-1] in word_set("deadlines"):
        return _deadline(before, words)
    return _tense_before(before, words.before_tags) or _tense_after(words)


def _tense_before(before: list[str], tags: list[str]) -> Tense | None:
    """The tense of the words before a date, read from the date back to the start of its clause."""
    last = len(before) - 1
    for index in range(last, -1, -1):
        if before[index] in _STOPS and index < last:
            return None
        kind = _kind(before, index, tags[index])
        if kind == "past" and _planned_near(before, index):
            kind = "future"
        if kind == "future" and _looked_back_on(before, index):
            return "planned"
        if kind:
            return kind
    return None


def _tense_after(words: Words) -> Tense | None:
    """The tense of the words behind a date, up to the end of its clause."""
    after = [word.lower().replace("’", "'") for word in words.after]
    clause = takewhile(lambda index: after[index] not in _STOPS, range(len(after)))
    kinds = (_kind(after, index, words.after_tags[index]) for index in clause)
    return next((kind for kind in kinds if kind), None)


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
    """The tense that one word shows, by itself, by the word behind it, or by its tag."""
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else ""
    if word in word_set("looks_ahead") or word.endswith("'ll") or _opens_plan(word, following):
        return "future"
    if tag:
        return "past" if tag in ("VBD", "VBN") else None
    return "past" if word in word_set("looks_back") or (word.endswith("ed") and len(word) > 4) else None


def _opens_plan(word: str, following: str) -> bool:
    """Whether two words make a plan: "plans to (meet)", "planned for", "to be (held)"."""
    if following == "to":
        return word in word_set("looks_ahead_to")
    if following == "for":
        return word in word_set("looks_ahead_for")
    return (word, following) == ("to", "be")


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
