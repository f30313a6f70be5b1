"""Where the armed groups of the lexicon are at home, as evidence for the country that a text is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.lexicon.loader import load_toml

_LETTER = r"[^\W\d_]"


def group_countries(text: str) -> Iterator[str]:
    """The country of each named armed group that belongs to one country, in order.

    >>> list(group_countries("The Khmer Rouge and JNIM denied it."))
    ['KHM']
    """
    known, done = _by_first_word(), 0
    for match in [match for match in _opening().finditer(text) if match[0] in known]:
        at = match.start()
        for name, code in known[match[0]] if at >= done else ():
            behind = at + len(name)
            if text.startswith(name, at) and not text[behind : behind + 1].isalnum():
                yield code
                done = behind
                break


@cache
def _opening() -> re.Pattern[str]:
    """A word that may open a name, by its first letter: mostly one with a capital."""
    initials = "".join(sorted({word[:1] for word in _by_first_word()}))
    return re.compile(rf"[{initials}](?<!{_LETTER}.){_LETTER}*")


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
