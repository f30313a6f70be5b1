"""Named word sets (``lexicon/words/*.toml``): the open vocabulary that a rule asks for by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from pydantic import Field

from extractor.lexicon.inflection import TAGS, alternatives, inflect
from extractor.lexicon.loader import Entry, load_toml, read_entry

GAP = "..."
"""Stands in a form for words in between ("took ... hostage")."""


class Words(Entry):
    """Lower-case words and phrases, each written once.

    ``verbs`` and ``nouns`` are lemmas that stand for all their forms; of other verbs only some are meant:
    ``inflected`` without the base form (which may be a noun), ``finites`` in the third person and the past,
    ``participles`` in their past forms. ``words`` stand as they are.
    """

    verbs: tuple[str, ...] = ()
    inflected: tuple[str, ...] = ()
    finites: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every surface form, each once."""
        made = [form for pos in TAGS for phrase in getattr(self, pos) for form in inflect(phrase, pos)]
        fixed = [form for phrase in self.words for form in alternatives(phrase)]
        return tuple(dict.fromkeys([*made, *fixed]))


class WordSet(Words):
    """Words with one use; ``sets`` names other sets whose words belong to it too.

    ``examples`` maps a text to the counts that are found in it, for words that decide over a count; ``dates``
    to the values of its dates, ``-`` for one without a value.
    """

    note: str
    sets: tuple[str, ...] = ()
    examples: Mapping[str, str] = Field(default_factory=dict)
    dates: Mapping[str, str] = Field(default_factory=dict)


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
    return frozenset(entry.forms).union(*(word_set(other) for other in entry.sets))


def rarest_words(forms: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """One word of every form: of a phrase one that is there already, else its last that is not too common.

    "Sought treatment" is found by its treatment, "took ... hostage" by its hostage.
    """
    common = word_set("open_words") | {GAP, "-", ","}
    phrases = list(forms)
    found = {words[0] for words in phrases if len(words) == 1}
    for words in phrases:
        if not found.intersection(words):
            rare = [word for word in words if word not in common]
            found.add(rare[-1] if rare else words[0])
    return frozenset(found)
