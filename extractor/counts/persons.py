"""The sightings of each person joined: by name, by the noun that takes a person up again, by a later report.

A text may speak of thousands of persons, so a sighting is not compared with every person before it: each
question that it asks ("who of that name?", "who was that man?") is answered by an index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from typing import TYPE_CHECKING, get_args

from extractor.counts.sighting import Sighting, age_of
from extractor.lexicon import word_set
from extractor.records import Outcome

if TYPE_CHECKING:
    from extractor.language.doc import Doc

EventAt = Callable[[int], int | None]
"""The index of the event that the text speaks of at a token."""
_ANY_AGE = -1
"""Key of the persons of any age; real ages are above it."""


def join_persons(doc: Doc, sightings: Iterable[Sighting], event_at: EventAt) -> list[list[Sighting]]:
    """The sightings of each person, the persons in the order of their first ones.

    Args:
        doc: the annotated text.
        sightings: all of them in text order.
        event_at: the event that the text speaks of at a token.
    """
    people = _People(doc, event_at)
    for sighting in sightings:
        home = people.home_of(sighting)
        if home is None:
            people.begin(sighting)
        elif people.groups[home][-1].start != sighting.start:
            people.join(home, sighting)
    return people.groups


class _People:
    """The persons met so far, each known by a number, with the indexes that find them again."""

    def __init__(self, doc: Doc, event_at: EventAt) -> None:
        self.groups: list[list[Sighting]] = []
        self._doc, self._event_at = doc, event_at
        # Each gives the last person: who bears a name, whom a noun means, who met an outcome last (a heap
        # of negative numbers, in which some are out of date), whom a name may still be given to.
        self._by_actor: dict[int, int] = {}
        self._by_head: dict[str, int] = {}
        self._by_last_outcome: dict[Outcome, list[int]] = {}
        self._nameless: dict[tuple[int | None, Outcome], list[int]] = {}
        # The first person of a noun, an outcome, an event and an age; all of one outcome in an event.
        self._reported: dict[tuple[str, Outcome, int | None, int | None], int] = {}
        self._alike: dict[tuple[Outcome, bool, int | None], list[int]] = {}

    def begin(self, sighting: Sighting) -> None:
        """A person seen for the first time."""
        number, event = len(self.groups), self._event_at(sighting.start)
        self.groups.append([sighting])
        self._note(number, sighting)
        heappush(self._by_last_outcome.setdefault(sighting.outcome, []), -number)
        self._alike.setdefault((sighting.outcome, sighting.attacker, event), []).append(number)
        if sighting.count is None:
            return
        for age in (age_of(self._doc, sighting), _ANY_AGE):
            self._reported.setdefault((sighting.head, sighting.outcome, event, age), number)
        if _may_be_named(self._doc, sighting):
            self._nameless.setdefault((event, sighting.outcome), []).append(number)

    def join(self, number: int, sighting: Sighting) -> None:
        """One more sighting of a person."""
        group = self.groups[number]
        if group[-1].outcome != sighting.outcome:
            heappush(self._by_last_outcome.setdefault(sighting.outcome, []), -number)
        group.append(sighting)
        self._note(number, sighting)

    def _note(self, number: int, sighting: Sighting) -> None:
        self._by_head[sighting.head] = max(number, self._by_head.get(sighting.head, number))
        if sighting.actor is not None:
            self._by_actor[sighting.actor] = max(number, self._by_actor.get(sighting.actor, number))

    def home_of(self, sighting: Sighting) -> int | None:
        """The person whom a sighting shows, if it was met before."""
        home = self._same_person(sighting)
        if home is None and sighting.attacker:
            home = self._attacker_before(sighting)
        if home is None and sighting.count is not None:
            home = self._reported_before(sighting)
        return self._taken_up_by(sighting) if home is None else home

    def _attacker_before(self, sighting: Sighting) -> int | None:
        """The one attacker who dies: "a former employee", "the gunman"; not one of another name."""
        known = self._alike.get((sighting.outcome, True, self._event_at(sighting.start)), [])
        if len(known) != 1 or not any(s.doer for s in (sighting, *self.groups[known[0]])):
            return None
        names = {s.actor for s in self.groups[known[0]]} - {None}
        return known[0] if sighting.actor is None or names <= {sighting.actor} else None

    def _same_person(self, sighting: Sighting) -> int | None:
        """The last person of the name, or whom the noun takes up again; a new figure takes up nobody."""
        if sighting.actor is not None:
            known = self._by_actor.get(sighting.actor)
            return known if sighting.count is not None else _last(known, self._named_by(sighting))
        if sighting.count is not None:
            return None
        known = self._by_head.get(sighting.head)
        return _last(known, self._met_last(sighting)) if sighting.head in word_set("any_victim") else known

    def _met_last(self, sighting: Sighting) -> int | None:
        """The last person whose last sighting has the same outcome."""
        heap = self._by_last_outcome.get(sighting.outcome, [])
        while heap and self.groups[-heap[0]][-1].outcome != sighting.outcome:
            heappop(heap)
        return -heap[0] if heap else None

    def _named_by(self, name: Sighting) -> int | None:
        """ "A man was killed ... Ana Ruiz": a name behind an indefinite one of the same event and outcome."""
        event = self._event_at(name.start)
        outcomes = get_args(Outcome) if name.outcome == "casualties" else (name.outcome, "casualties")
        return _last(*(self._nameless_before(self._nameless.get((event, o), []), name) for o in outcomes))

    def _nameless_before(self, numbers: list[int], name: Sighting) -> int | None:
        """The last of some persons who has one sighting only, in another list than the name."""
        while numbers and len(self.groups[numbers[-1]]) > 1:
            numbers.pop()
        for number in reversed(numbers):
            first = self.groups[number]
            if len(first) == 1 and first[0].listed_with != name.listed_with:
                return number
        return None

    def _reported_before(self, again: Sighting) -> int | None:
        """ "A woman was killed" and later "a 57-year-old woman": one noun, outcome and event, no other age.

        The first such person answers for all: where that one stands in the same sentence, all later ones do.
        """
        age, event = age_of(self._doc, again), self._event_at(again.start)
        ages = (_ANY_AGE,) if age is None else (None, age)
        keys = ((again.head, again.outcome, event, each) for each in ages)
        first = min((self._reported[key] for key in keys if key in self._reported), default=None)
        if first is None:
            return None
        sentence = self._doc[self.groups[first][0].start].sent.start
        return first if sentence != self._doc[again.start].sent.start else None

    def _taken_up_by(self, sighting: Sighting) -> int | None:
        """The only person whom "the man" can mean, or whose name comes behind "the man".

        One of the two is named and the other a definite noun with "the"; both met the same in one event, and
        nobody else did. "The man killed himself" is rather the attacker.
        """
        key = (sighting.outcome, sighting.attacker, self._event_at(sighting.start))
        fitting = self._alike.get(key, [])
        if len(fitting) != 1:
            return None
        group = self.groups[fitting[0]]
        if _is_the(self._doc, sighting):
            return fitting[0] if any(s.actor is not None for s in group) else None
        named = sighting.actor is not None and all(_is_the(self._doc, s) for s in group)
        return fitting[0] if named else None


def _last(*numbers: int | None) -> int | None:
    return max((number for number in numbers if number is not None), default=None)


def _may_be_named(doc: Doc, first: Sighting) -> bool:
    """Not "her infant son", named by whose son he is, nor "among them a woman", one of many."""
    return first.actor is None and not first.part and not first.attacker and doc[first.start].tag_ != "PRP$"


def _is_the(doc: Doc, sighting: Sighting) -> bool:
    """ "The man", who has no name here, is not counted and does it not to himself."""
    if sighting.actor is not None or sighting.count is not None or doc[sighting.start].lower_ != "the":
        return False
    return not set(doc.lower[sighting.end : sighting.end + 6]) & {"himself", "herself"}
