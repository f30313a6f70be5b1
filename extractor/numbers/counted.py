"""Whether the words behind a number count people or homes: what parts a count from a year or a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractor.lexicon import count_nouns, word_set
from extractor.numbers.vocabulary import people

# At 3 one of 403 texts changes, at 12 none.
REACH = 6
"""Tokens behind a number that are looked at: two adjectives or nationalities and a noun of a few words."""
# Adjectives or nationalities; three are a phrase of its own.
_MODIFIERS = 2
_WORDS = re.compile(r"\w+")
_HYPHENS = frozenset({"-", "‑"})


@cache
def _compounds() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Plural nouns of several words ("aid workers", "passers-by"), by their first word."""
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for noun, entry in count_nouns().items():
        words = tuple(_WORDS.findall(noun))
        if entry.plural and len(words) > 1:
            table[words[0]] = (*table.get(words[0], ()), words)
    return table


@cache
def _openings() -> frozenset[str]:
    """The words without a capital that what is counted may open with."""
    return people() | _compounds().keys() | word_set("person_adjectives")


def hyphenated_noun(words: Sequence[str]) -> int:
    """How many tokens a plural noun with hyphens takes up at the start of ``words`` (lower case), or 0.

    >>> hyphenated_noun(["passers", "-", "by", "were"]), hyphenated_noun(["aid", "workers"])
    (3, 0)
    """
    if len(words) < 3 or words[1] not in _HYPHENS:
        return 0
    plain = tuple(word for word in words if word not in _HYPHENS)
    found = (c for c in _compounds().get(words[0], ()) if plain[: len(c)] == c)
    return next(
        (2 * len(c) - 1 for c in found if tuple(words[1 : 2 * len(c) - 1 : 2]) == ("-",) * (len(c) - 1)), 0
    )


def counted_noun_at(words: Sequence[str]) -> bool:
    """True where a plural noun for people or homes comes next, behind adjectives and nationalities at most.

    Args:
        words: the words behind the number as written, ``REACH`` of them; hyphens may stand as words.

    >>> counted_noun_at(["protesters", "were"]), counted_noun_at(["unarmed", "Kurdish", "aid", "workers"])
    (True, True)
    >>> counted_noun_at(["in", "Paris"]), counted_noun_at([])
    (False, False)
    """
    if words and words[0].isalnum() and words[0][0].islower() and words[0].lower() not in _openings():
        return False  # as most words are
    joined = _WORDS.findall(" ".join(words))
    plain, capitals = [word.lower() for word in joined], [word[:1].isupper() for word in joined]
    for at, low in enumerate(plain[: _MODIFIERS + 1]):
        if low in people() or any(tuple(plain[at : at + len(c)]) == c for c in _compounds().get(low, ())):
            return True
        if not (capitals[at] or low in word_set("person_adjectives")):
            return False
    return False
