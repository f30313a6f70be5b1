"""Where the armed groups of the lexicon are at home, as evidence for the country that a text is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from extractor.lexicon.loader import load_toml

_LETTERS = re.compile(r"([^\W\d_]+)")


def group_countries(text: str) -> Iterator[str]:
    """The country of each named armed group that belongs to one country, in order.

    >>> list(group_countries("The Khmer Rouge and JNIM denied it."))
    ['KHM']
    """
    known, done = _by_first_word(), 0
    parts = _LETTERS.split(text)  # what stands between two words, a word, and so on
    words = parts[1::2]
    if known.keys().isdisjoint(words):
        return
    starts = list(accumulate(map(len, parts)))[:-1:2]
    for at, word in [(at, word) for at, word in zip(starts, words, strict=True) if word in known]:
        for name, code in known[word] if at >= done else ():
            behind = at + len(name)
            if text.startswith(name, at) and not text[behind : behind + 1].isalnum():
                yield code
                done = behind
                break


@cache
def _by_first_word() -> dict[str, tuple[tuple[str, str], ...]]:
    """The letters that a name opens with to the names and their country, the longest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for group in load_toml("lexicon/armed_groups")["groups"]:
        if len(group.get("countries", ())) != 1:
            continue
        for name in (group["name"], *group.get("aliases", ())):
            if name not in group.get("needs_context", ()):
                opening = next((name[:i] for i, c in enumerate(name) if not c.isalpha()), name)
                found.setdefault(opening, []).append((name, group["countries"][0]))
    return {word: tuple(sorted(names, key=lambda n: -len(n[0]))) for word, names in found.items()}
