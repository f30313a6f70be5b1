"""Find the event words of a ``Doc``: every place where the lexicon says that people were harmed or moved."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.language.offsets import where
from extractor.lexicon import GAP, Event, event_forms, word_set

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Token

HEADLINE_VERBS = word_set("headline_verbs")
# Words of a gap. At 3 two labelled figures of 403 texts are lost, at 12 none changes.
MAX_GAP = 6
ENDS_GAP = frozenset({".", ",", ";", ":", "!", "?"})


class Cue(NamedTuple):
    """An event word or phrase: token range, and the readings that the lexicon allows for it."""

    start: int
    end: int
    readings: tuple[Event, ...]

    @property
    def meanings(self) -> frozenset[str]:
        """The outcomes and terms that it may stand for."""
        return frozenset(event.meaning for event in self.readings)


def find_cues(doc: Doc) -> list[Cue]:
    """Return the event words of the text in order, the longest form at each place, without overlap.

    A form with a gap ("took ... hostage") ends before the gap, so that the words inside stay free.
    """
    forms = event_forms()
    places = doc.solid
    words = doc.lower if len(places) == len(doc) else [doc.lower[i] for i in places]
    starts = frozenset(k for k, i in enumerate(places) if doc[i].is_sent_start)
    cues: list[Cue] = []
    behind = 0
    for i in where(words, forms):
        opening = _opening(words[i], "".join(words[i + 1 : i + 2])) if i >= behind else ()
        found = next((form for form in opening if _matches(words, i, form[0], starts)), None)
        if found is None:
            continue
        pattern, entries = found
        behind = i + (pattern.index(GAP) if GAP in pattern else len(pattern))
        if readings := _by_tag(doc[places[i]], pattern, entries):
            cues.append(Cue(places[i], places[behind - 1] + 1, readings))
    return cues


@lru_cache(maxsize=1 << 14)
def _opening(word: str, behind: str) -> tuple[tuple[tuple[str, ...], tuple[Event, ...]], ...]:
    """The forms that may begin with a word and the one behind it."""
    return tuple(
        (pattern, entries)
        for pattern, entries in event_forms()[word]
        if len(pattern) == 1 or pattern[1] in (GAP, behind)
    )


def _by_tag(token: Token, pattern: tuple[str, ...], entries: tuple[Event, ...]) -> tuple[Event, ...]:
    """Without the verb readings of a word that the tagger takes for a noun ("in need of shelter")."""
    noun = token.tag_ in ("NN", "NNS") and len(pattern) == 1 and not token.lower_.endswith(("ed", "ing"))
    if not noun or token.lower_ in HEADLINE_VERBS:
        return entries
    return tuple(event for event in entries if event.patient not in ("object", "subject"))


def _matches(words: list[str], start: int, pattern: tuple[str, ...], starts: frozenset[int]) -> bool:
    """True when the words at ``start`` are those of the pattern; a gap takes a few words of its clause.

    ``starts`` are the words that open a sentence, which a gap does not reach.
    """
    if GAP not in pattern:
        return tuple(words[start : start + len(pattern)]) == pattern
    gap = pattern.index(GAP)
    if tuple(words[start : start + gap]) != pattern[:gap]:
        return False
    behind, first = pattern[gap + 1 :], start + gap + 1
    if behind[0] not in words[first : first + MAX_GAP]:
        return False
    for i in range(first, first + MAX_GAP):
        if i in starts or (words[i - 1 : i] and words[i - 1] in ENDS_GAP):
            return False
        if tuple(words[i : i + len(behind)]) == behind:
            return True
    return False
