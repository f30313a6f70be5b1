"""Who speaks, who acts, what is only a place: tests on the words around a stretch of tokens."""

from __future__ import annotations

from extractor.actors.view import POSSESSIVES, View
from extractor.lexicon import word_set

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def is_act_verb(view: View, i: int) -> bool:
    """Whether a finite verb of doing or saying stands at token ``i``, one adverb aside."""
    for k in (i, i + 1):
        word = view.word(k)
        if word in word_set("act_verbs") or (k < len(view) and view.tags[k] in _FINITE):
            return True
        if word not in word_set("adverbs") and not word.endswith("ly"):
            return False
    return False


def looks_like_verb(view: View, i: int) -> bool:
    """Whether the word behind an actor is a verb by its tag, or by its ending where there are no tags."""
    if is_act_verb(view, i):
        return True
    word = view.word(i)
    if i >= len(view) or view.tags[i] not in {"", "NNS"} or not word.isalpha() or not word.islower():
        return False
    if word in word_set("spokes_nouns") or word in word_set("compound_nouns"):
        return False
    return word.endswith(("ed", "es")) or (word.endswith("s") and not word.endswith(("ss", "us", "is")))


def speaks(view: View, start: int, end: int) -> bool:
    """Whether a verb of speech stands right behind the stretch or right before it ("said X", "X told")."""
    speech = word_set("speech")
    if view.word(end) in speech or (view.word(end) in word_set("adverbs") and view.word(end + 1) in speech):
        return True
    i = start - 1
    if view.word(i) == "the":
        i -= 1
    return view.word(i) in speech or (view.word(i) == "to" and view.word(i - 1) == "according")


def gives_figures(view: View, end: int) -> bool:
    """Whether what stands before token ``end`` owns a figure or a statement: "the governorate's tally"."""
    return view.word(end) in POSSESSIVES and view.word(end + 1) in word_set("figure_nouns")


def located(view: View, start: int) -> bool:
    """Whether a preposition of place stands before the stretch, an article aside ("in the Senate")."""
    i = start - 1
    if view.word(i) == "the":
        i -= 1
    return view.word(i) in word_set("place_before")
