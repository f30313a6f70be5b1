"""Words that extraction from PDF has run together ("peoplewere", "least140,000", "fledShirqat").

Humanitarian reports often reach a reader as text pulled out of a PDF, where the spaces at line ends are lost.
Only pairs of listed words are parted, so that no real word is ever cut.
"""

from __future__ import annotations

import re

BEFORE_NUMBER = [
    "at",
    "about",
    "and",
    "around",
    "approximately",
    "additional",
    "another",
    "as",
    "between",
    "by",
    "estimated",
    "for",
    "forced",
    "from",
    "least",
    "many",
    "more",
    "nearly",
    "of",
    "over",
    "some",
    "than",
    "to",
    "up",
    "with",
]
_NOUNS = [
    "people",
    "persons",
    "families",
    "households",
    "houses",
    "homes",
    "individuals",
    "civilians",
    "children",
    "refugees",
    "villages",
    "residents",
    "idps",
]
_AFTER_NOUN = [
    "were",
    "was",
    "are",
    "have",
    "had",
    "has",
    "who",
    "in",
    "from",
    "and",
    "to",
    "of",
    "displaced",
    "fled",
    "killed",
    "evacuated",
    "between",
    "since",
    "after",
    "affected",
    "remain",
    "remained",
]
_BEFORE_EVENT = [
    "were",
    "was",
    "are",
    "been",
    "being",
    "have",
    "had",
    "newly",
    "already",
    "remain",
    "remained",
    "internally",
    "people",
]
_EVENTS = [
    "displaced",
    "evacuated",
    "killed",
    "injured",
    "wounded",
    "destroyed",
    "damaged",
    "homeless",
    "missing",
    "affected",
]
_AFTER_EVENT = ["in", "from", "to", "by", "more", "about", "over", "the", "some", "between", "at", "after"]
_BEFORE_NAME = ["fled", "displaced", "evacuated", "killed", "of", "in", "from", "near", "the", "and"]


def _any(words: list[str]) -> str:
    return "|".join(words)


_GLUED = re.compile(
    rf"\b(?:(?P<a>{_any(BEFORE_NUMBER)})(?=\d)"
    rf"|(?P<b>{_any(_NOUNS)})(?=(?:{_any(_AFTER_NOUN)})\b)"
    rf"|(?P<c>{_any(_BEFORE_EVENT)})(?=(?:{_any(_EVENTS)})\b)"
    rf"|(?P<d>{_any(_EVENTS)}|forced|damage)(?=(?:{_any(_AFTER_EVENT)})\b)"
    rf"|(?P<e>{_any(_BEFORE_NAME)})(?=[A-Z][a-z]{{3,}}\b)"
    r"|(?P<f>[a-z]+),(?=\d))"
)


def glued_at(text: str) -> list[int]:
    """Offsets where a space is missing, in order.

    >>> glued_at("at least140,000 peoplewere moved"), glued_at("areas in the southwest")
    ([8, 22], [])
    """
    places: list[int] = []
    for match in _GLUED.finditer(text):
        if match["f"]:
            places.append(match.end() - 1)
        places.append(match.end())
    return places
