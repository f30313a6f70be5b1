"""Tells from the words around a date whether it lies ahead or behind."""

from __future__ import annotations

import re
from typing import Literal

from extractor.dates.words import word_set

Tense = Literal["past", "future"]

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[,;:()\"“”.]|``|''|--|—")
_REACH = 90  # characters read on each side: about 15 words, which holds the clause of nearly all dates

_AHEAD = word_set(
    "will 'll shall won't would upcoming tomorrow payable expire expires expiring deadline ahead "
    "tentatively postponed delayed extended redeemable matures maturing scheduled due expected "
    "expects slated"
)
_AHEAD_BEFORE_TO = word_set(
    "set plan plans planned planning likely intends intend hopes hope about going ready agreed wants "
    "is are vowed pledged promised threatened"
)
"""These look ahead only before "to": "plans to meet", "is to resume"."""
_WAS = word_set(
    "said was were had did has have told announced killed died began started took came went made "
    "reported left got became met held found struck broke fell rose saw gave won lost led sent spoke "
    "shot hit set"
)
_STOP = frozenset({";", ".", '"', "“", "”", "``", "''", "--", "—"})
_LEADS_AHEAD = frozenset({"until", "till", "by", "effective", "starting", "beginning", "due"})


def _kind(word: str, following: str) -> Tense | None:
    low = word.lower().replace("’", "'")
    if low in _AHEAD or low.endswith("'ll") or (low in _AHEAD_BEFORE_TO and following == "to"):
        return "future"
    if low == "to" and following == "be":
        return "future"
    if low in _WAS or (low.endswith("ed") and len(low) > 4 and low.islower()):
        return "past"
    return None


def tense_at(text: str, start: int, end: int, low: int, high: int) -> Tense | None:
    """The tense that governs ``text[start:end]`` within its sentence ``text[low:high]``, None if unclear.

    The nearest telling word in the same clause wins, words before the date first.
    """
    before = [m.group() for m in _WORD.finditer(text, max(low, start - _REACH), start)]
    if before and before[-1].lower() in _LEADS_AHEAD:
        return "future" if not _passed(before) else None
    for index in range(len(before) - 1, -1, -1):
        word = before[index]
        if word in _STOP and index < len(before) - 1:
            break
        following = before[index + 1] if index + 1 < len(before) else ""
        kind = _kind(word, following)
        if kind == "past" and _ahead_near(before, index):
            kind = "future"
        if kind == "future" and _was_planned(before, index):
            return None
        if kind:
            return kind
    after = [m.group() for m in _WORD.finditer(text, end, min(high, end + _REACH))]
    for index, word in enumerate(after):
        if word in _STOP:
            break
        kind = _kind(word, after[index + 1] if index + 1 < len(after) else "")
        if kind:
            return kind
    return None


def _was_planned(before: list[str], index: int) -> bool:
    """Whether the plan is itself past: "had been due to expire"."""
    return any(word.lower() == "had" for word in before[max(index - 4, 0) : index])


def _passed(before: list[str]) -> bool:
    """Whether a plain past verb governs "until" or "by" ("talks lasted until Friday", "had left by Monday")."""
    return any(word in ("lasted", "remained", "stayed", "ran", "continued", "had") for word in before[-8:])


def _ahead_near(before: list[str], index: int) -> bool:
    """Whether a past-looking word is itself part of a plan: "was due", "is expected", "has set"."""
    window = before[max(index - 2, 0) : index + 1]
    return any(word.lower() in _AHEAD for word in window) or (
        index >= 2 and before[index - 2 : index] == ["to", "be"]
    )
