"""Words that extraction from PDF has run together ("peoplewere", "least140,000", "fledShirqat").

Humanitarian reports often reach a reader as text pulled out of a PDF, where the spaces at line ends are lost.
Only pairs of listed words are parted, so that no real word is ever cut.
"""

from __future__ import annotations

import re

from extractor.lexicon import word_set


def _any(words: frozenset[str]) -> str:
    return "|".join(sorted(words))


_BEFORE_NUMBER = _any(word_set("runs_into_number"))
_NOUN, _AFTER_NOUN = _any(word_set("noun_run_on")), _any(word_set("behind_noun_run_on"))
_BEFORE_EVENT, _EVENT = _any(word_set("event_runs_on")), _any(word_set("event_run_on"))
_LIKE_EVENT = _any(word_set("run_on_like_events"))
_AFTER_EVENT, _BEFORE_NAME = _any(word_set("behind_event_run_on")), _any(word_set("runs_into_name"))
_GLUED = re.compile(
    rf"\b(?:(?P<a>{_BEFORE_NUMBER})(?=\d)"
    rf"|(?P<b>{_NOUN})(?=(?:{_AFTER_NOUN})\b)"
    rf"|(?P<c>{_BEFORE_EVENT})(?=(?:{_EVENT})\b)"
    rf"|(?P<d>{_EVENT}|{_LIKE_EVENT})(?=(?:{_AFTER_EVENT})\b)"
    rf"|(?P<e>{_BEFORE_NAME})(?=[A-Z][a-z]{{3,}}\b)"
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
