"""Sources that a text declares for a stretch of it: "(source: Pell Hospital)", "Compiled by ...".

A declaration in a heading or in front of a list ("According to X:") holds up to the next blank line; one in
the first lines of the text ("figures as published by X") holds for the whole text. It names the source only
where no sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractor.lexicon import word_set

_NAME = r"(?P<name>(?:the |The )?[^\W\d_][^\n,;:()]{1,60}?)"
_HEAD = 400
"""Characters in which "compiled by" speaks of the whole text."""
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
    for match in _made_by().finditer(text[:_HEAD]):
        if match["name"][:1].isupper() or match["name"].startswith("the "):
            yield Declared(match.start(), len(text), match["name"].strip())


def source_at(declared: tuple[Declared, ...], offset: int) -> str | None:
    """The source that is declared for an offset, the narrowest stretch first."""
    return next((d.name for d in declared if d.start <= offset < d.end), None)
