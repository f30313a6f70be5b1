"""Records on their way to the totals: each with its place in its list and how it stands to its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.counts.victims import Victims
from extractor.events.draft import Draft
from extractor.frames.count import Count, Statement
from extractor.records import CasualtyCount, DisplacementCount, ListName, Victim

AnyCount = CasualtyCount | DisplacementCount


@dataclass(frozen=True, slots=True)
class Entry:
    """One record with its place in its list, how it stands to its neighbours, whether the title gives it."""

    index: int
    record: AnyCount
    statement: Statement
    title: bool = False

    @property
    def best(self) -> int:
        """The best value; entries without one never get here."""
        return self.record.quantity.best or 0

    @property
    def cue(self) -> int:
        """Token of the event word: figures of one event word are one statement."""
        return self.statement.cue


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of one event that have a best value, in text order, and its single victims by index."""

    event: int
    casualties: tuple[Entry, ...] = ()
    displaced: tuple[Entry, ...] = ()
    victims: tuple[tuple[int, Victim], ...] = ()
    attackers: frozenset[int] = frozenset()
    """Those of the victims who are attackers themselves."""

    def uncounted(self, outcome: str) -> tuple[int, ...]:
        """Indexes of the single victims of an outcome whom no figure counts."""
        return tuple(i for i, v in self.victims if v.outcome == outcome and v.counted_in is None)

    def indexes(self, name: ListName) -> tuple[int, ...]:
        """Where its figures stand in one list."""
        return tuple(entry.index for entry in self.of(name))

    def of(self, name: ListName) -> tuple[Entry, ...]:
        """The figures of one list."""
        return self.casualties if name == "casualties" else self.displaced


def tallies_of(
    drafts: Sequence[Draft],
    counts: Sequence[Count],
    casualties: Sequence[CasualtyCount],
    displaced: Sequence[DisplacementCount],
    victims: Victims,
) -> list[Tally]:
    """The figures of each event of an article, in the order of the events.

    Args:
        drafts: the events with their passages.
        counts: all counts of the text; those of casualties became ``casualties``, the others ``displaced``.
        casualties: the records of harm, each with its event.
        displaced: the records of displacement, each with its event.
        victims: the single victims, each with its event, and which of them are attackers.
    """
    titled = {f.index for draft in drafts for p in draft.passages if p.position.title for f in p.figures}
    standing = [(count.event.is_casualty, (count.statement, i in titled)) for i, count in enumerate(counts)]
    harmed = _entries(casualties, [stands for harm, stands in standing if harm])
    moved = _entries(displaced, [stands for harm, stands in standing if not harm])
    persons: dict[int | None, list[tuple[int, Victim]]] = {}
    for i, victim in enumerate(victims.records):
        persons.setdefault(victim.event, []).append((i, victim))
    harm, moves = _by_event(harmed), _by_event(moved)
    return [
        Tally(
            event,
            tuple(harm.get(event, ())),
            tuple(moves.get(event, ())),
            tuple(persons.get(event, ())),
            victims.attackers,
        )
        for event in range(len(drafts))
    ]


def _by_event(entries: Sequence[Entry]) -> dict[int | None, list[Entry]]:
    found: dict[int | None, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.record.event, []).append(entry)
    return found


def _entries(records: Sequence[AnyCount], standing: Sequence[tuple[Statement, bool]]) -> list[Entry]:
    """The records that have a best value."""
    return [
        Entry(i, record, *stands)
        for i, (record, stands) in enumerate(zip(records, standing, strict=True))
        if record.quantity.best is not None
    ]
