"""Sources that a text declares for a stretch of it: "(source: Pell Hospital)", "Compiled by ...".

A declaration in a heading or in front of a list ("According to X:") holds up to the next blank line; one in
the first lines of the text ("figures as published by X") holds for the whole text; in a transcript each turn
is its speaker's ("SPOKESPERSON: Two drivers were killed"). It names the source only where no sentence does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractor.lexicon import word_set

_NAME = r"(?P<name>(?:the |The )?[^\W\d_][^\n,;:()]{1,60}?)"
# At 200 and at 800 no record of 403 texts changes.
_HEAD = 400
"""Characters in which "compiled by" speaks of the whole text."""
_TURN = re.compile(
    r"(?m)^[ \t]*(?P<name>[A-Z][A-Z.'’ -]{4,40}|(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+)"
    r":[ \t]+(?=[A-Z“\"])"
)
"""A turn of a transcript: a label of one name, then speech."""
TURNS = 2
"""Turns of one speaker, and one more of another, make labelled paragraphs a transcript."""
_BREAK = re.compile(r"\n[ \t]*\r?\n")


def _any(words: frozenset[str]) -> str:
    return "|".join(sorted(words))


@cache
def _source() -> re.Pattern[str]:
    words = _any(word_set("source_labels"))
    return re.compile(rf"\b(?i:{words})\s*[:=-]\s*{_NAME}(?=\s*(?:[,;()\n]|\.\s|\.$|$))")


@cache
def _made_by() -> re.Pattern[str]:
    words, end = _any(word_set("made_by")), r"\s*(?:[,;()\n]|\.\s|\.$|$|\b(?:from|on|in|at|as of)\b)"
    return re.compile(rf"\b(?i:{words})\s+by\s+{_NAME}(?={end})")


@cache
def _heading() -> re.Pattern[str]:
    words = _any(word_set("heads_of_sources"))
    return re.compile(rf"(?m)^\s*(?i:{words})\s+{_NAME}\s*:\s*$")


@dataclass(frozen=True, slots=True)
class Declared:
    """A source and the offsets between which it is declared."""

    start: int
    end: int
    name: str


def declared_sources(text: str) -> tuple[Declared, ...]:
    """The declared sources of a text, the narrowest first.

    >>> declared_sources("Casualties (source: Pell Hospital): 7 dead")[0].name
    'Pell Hospital'
    """
    if not any(mark in text for mark in (":", "=", "-", " by ")):
        return ()
    return tuple(sorted(_find(text), key=lambda declared: declared.end - declared.start))


def _find(text: str) -> Iterator[Declared]:
    for pattern in (_source(), _heading()):
        for match in pattern.finditer(text):
            stop = _BREAK.search(text, match.end())
            line = text.rfind("\n", 0, match.start()) + 1
            yield Declared(line, stop.start() if stop else len(text), match["name"].strip())
    yield from _turns(text)
    for match in _made_by().finditer(text[:_HEAD]):
        if match["name"][:1].isupper() or match["name"].startswith("the "):
            yield Declared(match.start(), len(text), match["name"].strip())


def _turns(text: str) -> Iterator[Declared]:
    """The turns of those who answer in a transcript; whoever asks in most turns gives no figures."""
    turns = list(_TURN.finditer(text))
    if len(turns) <= TURNS:
        return
    ends = [turn.start() for turn in turns[1:]] + [len(text)]
    spoken = Counter(turn["name"] for turn in turns)
    asked = Counter(t["name"] for t, end in zip(turns, ends, strict=True) if "?" in text[t.end() : end])
    asking = {name for name, times in asked.items() if 2 * times > spoken[name]}
    if not asking or max(spoken.values()) < TURNS:
        return
    for turn, end in zip(turns, ends, strict=True):
        if turn["name"] not in asking:
            yield Declared(turn.start(), end, turn["name"])


def source_at(declared: tuple[Declared, ...], offset: int) -> str | None:
    """The source that is declared for an offset, the narrowest stretch first."""
    return next((d.name for d in declared if d.start <= offset < d.end), None)
