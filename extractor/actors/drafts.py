"""Actors in the making: the mentions joined so far and the words that further mentions are compared by."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.actors.view import Mention
from extractor.actors.vocabulary import fold_words
from extractor.records import ActorKind

_GENERIC = frozenset({"the", "of", "and", "for", "in", "a", "an", "s"})


@dataclass(slots=True)
class Draft:
    """An actor in the making."""

    mentions: list[Mention]
    kind: ActorKind
    countries: tuple[str, ...] = ()
    keys: set[str] = field(default_factory=set)
    words: tuple[str, ...] = ()
    """Folded words of the longest name."""
    core: tuple[str, ...] = ()
    """The same without articles and joining words."""
    starts: list[int] = field(default_factory=list)
    """Token positions of the mentions in order."""

    @classmethod
    def of(cls, mention: Mention, *keys: str) -> Draft:
        """Begin an actor with its first mention."""
        draft = cls([], mention.kind, keys=set(keys))
        draft.add(mention)
        return draft

    @property
    def first(self) -> int:
        """Token position of the first mention."""
        return self.starts[0]

    def last_before(self, start: int) -> int:
        """Token position of the last mention before ``start``, -1 if there is none."""
        before = bisect_left(self.starts, start)
        return self.starts[before - 1] if before else -1

    @property
    def head(self) -> str:
        """The word that says what it is: the last before "of" or "for", or the last."""
        cut = next((i for i, word in enumerate(self.words) if i and word in {"of", "for"}), len(self.words))
        return self.words[cut - 1] if self.words else ""

    def add(self, mention: Mention) -> None:
        """Join a mention."""
        self.mentions.append(mention)
        insort(self.starts, mention.start)
        self.countries = self.countries or mention.countries
        self.words = max(self.words, fold_words(mention.name), key=len)
        self.core = max(self.core, core(mention.name), key=len)


class Bodies:
    """Organisations in the making in their order, found again by the openings and endings of their names."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._number: dict[int, int] = {}
        self._by_part: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._by_core: dict[tuple[str, ...], set[int]] = defaultdict(set)

    def join(self, mention: Mention, draft: Draft | None) -> Draft:
        """Join a mention to one of them, or begin another with it."""
        if draft is None:
            draft = Draft.of(mention)
            self._number[id(draft)] = len(self.drafts)
            self.drafts.append(draft)
        else:
            known = draft.core
            draft.add(mention)
            if draft.core == known:
                return draft
        for part in _cuts(draft.core):
            self._by_part[part].add(self._number[id(draft)])
        self._by_core[draft.core].add(self._number[id(draft)])
        return draft

    def near(self, words: tuple[str, ...]) -> Iterator[Draft]:
        """Those whose name begins or ends with some words, or that some words begin or end with, in order."""
        found = set(self._by_part.get(words, ()))
        for part in _cuts(words):
            found |= self._by_core.get(part, set())
        return (self.drafts[number] for number in sorted(found))


class Titled:
    """Persons in the making, found again by a word of their titles: the one who was named last."""

    def __init__(self, persons: list[Draft]) -> None:
        self._persons = persons
        self._named: dict[str, list[tuple[int, int]]] = defaultdict(list)
        """For each word of a title where a person with it is mentioned, and who it is, in order."""
        self._titles: list[set[str]] = [set() for _ in persons]
        for number, person in enumerate(persons):
            for mention in person.mentions:
                self._entitle(number, mention)
        for places in self._named.values():
            places.sort()

    def join(self, mention: Mention, title: str) -> bool:
        """Join a mention to the person of a title who was named last before it, or else comes first.

        Returns whether there is any.
        """
        places = self._named.get(title)
        if not places:
            return False
        before = bisect_left(places, (mention.start,))
        last = bisect_left(places, places[before - 1][:1]) if before else 0
        number = places[last][1] if before else min(number for _, number in places)
        self._persons[number].add(mention)
        for word in self._titles[number]:
            insort(self._named[word], (mention.start, number))
        for word in self._entitle(number, mention):
            self._named[word].sort()
        return True

    def _entitle(self, number: int, mention: Mention) -> set[str]:
        """Enter all places of a person under the words that are new in its titles."""
        words = {word for text in mention.titles for word in fold_words(text)} - self._titles[number]
        self._titles[number] |= words
        for word in words:
            self._named[word] += [(start, number) for start in self._persons[number].starts]
        return words


def _cuts(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """The openings of a name, and its endings of two words and more."""
    return {words[:cut] for cut in range(1, len(words) + 1)} | {words[cut:] for cut in range(len(words) - 1)}


@lru_cache(maxsize=1 << 14)
def core(name: str) -> tuple[str, ...]:
    """The words that distinguish a name, folded.

    >>> core("the Ministry of Defence")
    ('ministry', 'defence')
    """
    return tuple(word for word in fold_words(name) if word not in _GENERIC)


def is_part(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one name is the other, or a distinguishing part of it ("Ministry of External Affairs")."""
    short, long = sorted((a, b), key=len)
    if not short:
        return False
    if len(short) == 1:
        return a == b or (long[0] == short[0] and len(short[0]) > 3)
    return long[-len(short) :] == short or long[: len(short)] == short
