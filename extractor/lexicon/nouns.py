"""What a common noun is, a person, an animal or a thing, by WordNet's senses (``nouns.txt``)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, cast

Kind = Literal["person", "animal", "thing"]


@cache
def kinds() -> dict[str, Kind]:
    """The kind of each lower-case noun in the singular."""
    text = (files("extractor") / "lexicon" / "nouns.txt").read_text(encoding="utf-8")
    found: dict[str, Kind] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, _, words = line.partition(": ")
            found.update(dict.fromkeys(words.split(), cast("Kind", kind)))
    return found


def noun_kind(word: str, *, plural: bool = False) -> Kind | None:
    """What a lower-case noun is; null for one that the list does not hold.

    >>> noun_kind("vaccinator"), noun_kind("thieves", plural=True), noun_kind("rhinos", plural=True)
    ('person', 'person', 'animal')
    """
    forms = singulars(word) if plural else (word,)
    return next((kinds()[form] for form in forms if form in kinds()), None)


def singulars(word: str) -> Iterator[str]:
    """What a word can be the regular plural of, and the word itself.

    >>> list(singulars("families")), list(singulars("coaches"))
    (['family', 'familie', 'families'], ['coach', 'coache', 'coaches'])
    """
    endings = (("men", "man"), ("ies", "y"), ("ves", "f"), ("ves", "fe"), ("es", ""), ("s", ""), ("", ""))
    sibilant = word.endswith(("ses", "xes", "ches", "shes", "oes"))
    for ending, singular in endings:
        if word.endswith(ending) and (ending != "es" or sibilant):
            yield word.removesuffix(ending) + singular
