"""Named word sets (``lexicon/words/*.toml``): the open vocabulary that a rule asks for by name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from extractor.lexicon.loader import Entry, load_toml, read_entry

GAP = "..."
"""Stands in a form for words in between ("took ... hostage")."""


class WordSet(Entry):
    """Lower-case words with one use; ``sets`` names other sets whose words belong to it too."""

    note: str
    words: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()


@cache
def word_sets() -> dict[str, WordSet]:
    """Every word set by its name.

    Raises:
        ValueError: a set is malformed, or two files name one set.
    """
    found: dict[str, WordSet] = {}
    folder = files("extractor") / "lexicon" / "words"
    for stem in sorted(path.name.removesuffix(".toml") for path in folder.iterdir()):
        for name, data in load_toml(f"lexicon/words/{stem}").items():
            where = f"lexicon/words/{stem}.toml: [{name}]"
            if name in found:
                raise ValueError(f"{where}: another file has a set of this name; give it one of its own")
            found[name] = read_entry(WordSet, data, where)
    return found


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of a named set, with those of the sets that it includes."""
    entry = word_sets()[name]
    return frozenset(entry.words).union(*(word_set(other) for other in entry.sets))


def rarest_words(forms: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """One word of each form: the first that is not too common, else the longest."""
    common = word_set("open_words") | {GAP, "-", ","}
    return frozenset(next((w for w in words if w not in common), max(words, key=len)) for words in forms)
