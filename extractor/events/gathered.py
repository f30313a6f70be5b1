"""Figures taken together, and what is asked of them: each further one is weighed against all at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.events.tally import Entry
from extractor.frames.constructions import BARE_TOTAL, NOMINAL_TOLL
from extractor.lexicon import word_set

TOLLS = (NOMINAL_TOLL.name, BARE_TOTAL.name)
"""Constructions of a toll: "the toll is 12", "bringing the total to 12"."""


@dataclass(slots=True)
class Gathered:
    """Figures of one outcome that are added up, or that stand for one statement."""

    entries: list[Entry] = field(default_factory=list)
    total: int = 0
    indexes: set[int] = field(default_factory=set)
    days: set[str | None] = field(default_factory=set)
    sources: set[str | None] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    scopes: set[str | None] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    ends: int = -1
    """The offset at which the last of them begins."""
    moved: int = -1
    """That of the last toll among them that takes the place of the one before it."""
    nouns: dict[int, set[str]] = field(default_factory=dict)
    """The nouns that are counted, by the number of them; empty for a figure without one."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Gathered:
        """Some figures together."""
        found = cls()
        for entry in entries:
            found.add(entry)
        return found

    def add(self, entry: Entry) -> None:
        """Take one more."""
        record = entry.record
        self.entries.append(entry)
        self.total += entry.best
        self.indexes.add(entry.index)
        self.ends = max(self.ends, record.evidence.start)
        self.moved = max(self.moved, record.evidence.start if entry.statement.moved else -1)
        self.days.add(record.date)
        self.sources.add(record.source)
        self.roles.add(record.group.role)
        self.scopes.add(record.scope)
        self.countries.update(record.group.countries)
        self.nouns.setdefault(entry.best, set()).add(noun_of(entry))

    @property
    def general(self) -> bool:
        """Whether one of them counts people in general."""
        return any(not nouns.isdisjoint(_anybody()) for nouns in self.nouns.values())

    @property
    def special(self) -> bool:
        """Whether each of them counts a kind of people."""
        return not self.general and not any("" in nouns for nouns in self.nouns.values())

    def holds_twin(self, entry: Entry) -> bool:
        """Whether one is of as many people who can be the same: of one noun, or of a general one."""
        known, noun = self.nouns.get(entry.best), noun_of(entry)
        if not known:
            return False
        return not noun or noun in known or "" in known or not _anybody().isdisjoint({noun, *known})


def noun_of(entry: Entry) -> str:
    """The noun that is counted, empty where there is none."""
    return next(iter((entry.record.group.text or "").lower().split()[-1:]), "")


def _anybody() -> frozenset[str]:
    return word_set("anybody")


class Wider:
    """Figures of one outcome, asked whether a larger one is of more than some total."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._largest: dict[str, int] = {}
        for entry in entries:
            if day := entry.record.date:
                self._largest[day] = max(entry.best, self._largest.get(day, 0))
        self._all = _Undated(entries)
        self._undated = _Undated([entry for entry in entries if entry.record.date is None])

    def outdo(self, total: Entry) -> bool:
        """True when a larger figure shows a total to be of something less: of a part of the day, of one side.

        The same day or, where one of them has none, a speaker before gives it, or it is of people in general
        and the total of soldiers.
        """
        day = total.record.date
        if day is None:
            return self._all.outdo(total)
        return self._largest.get(day, 0) > total.best or self._undated.outdo(total)


class _Undated:
    """Figures that a day does not set against a total."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._general: dict[str | None, int] = {}
        """The largest of people in general, by the speaker."""
        for entry in entries:
            if entry.record.group.role == "unspecified":
                source = entry.record.source
                self._general[source] = max(entry.best, self._general.get(source, 0))
        self._most = max(self._general.values(), default=0)
        placed = sorted(entries, key=lambda entry: entry.record.evidence.start)
        self._starts = [entry.record.evidence.start for entry in placed]
        self._before: list[tuple[tuple[int, str | None], int]] = []
        """At each of the starts the largest figure before it with its speaker, and the largest of another."""
        largest: tuple[int, str | None] = (0, None)
        second = 0
        for entry in placed:
            self._before.append((largest, second))
            if entry.record.source == largest[1]:
                largest = (max(entry.best, largest[0]), largest[1])
            elif entry.best > largest[0]:
                largest, second = (entry.best, entry.record.source), largest[0]
            else:
                second = max(entry.best, second)
        self._before.append((largest, second))

    def outdo(self, total: Entry) -> bool:
        """Whether another speaker gives a larger figure before a total, or one of people in general.

        Of what is no toll ("12 bodies were found so far") any larger figure before it.
        """
        source, role = total.record.source, total.record.group.role
        largest, second = self._before[bisect_left(self._starts, total.record.evidence.start)]
        if total.record.rule not in TOLLS and largest[0] > total.best:
            return True
        if source is not None and (second if largest[1] == source else largest[0]) > total.best:
            return True
        if role == "unspecified":
            return False
        return (self._most if source is None else self._general.get(source, 0)) > total.best
