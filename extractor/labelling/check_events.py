"""Labelled events and single victims: their values, and what points from one record to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.gold import Gold, GoldEvent, GoldVictim
from extractor.gold.scoring.matching import plain
from extractor.labelling.check_quantity import Remark
from extractor.labelling.check_summary import check_event_summary
from extractor.labelling.check_values import check_countries, check_edtf

OLDEST = 120
"""The highest age that no doubt is cast on."""


def check_event(gold: Gold, event: GoldEvent) -> Iterator[Remark]:
    """An event whose values, sides or headline figures do not go with the rest."""
    yield from check_edtf(event.date, "date")
    yield from check_countries([event.country] if event.country else [], "country")
    if event.country and not event.places:
        yield Remark("country", "an event without a place shows none", "name the place, or write null", True)
    if [other.id for other in gold.events].count(event.id) > 1:
        yield Remark("id", f"{event.id!r} stands twice", "give each event an id of its own")
    if event.relation == "main" and [e.relation for e in gold.events].count("main") > 1:
        yield Remark("relation", "more than one main event", "keep one; the others are other")
    if event.date and gold.published and event.date[:10] > gold.published[: len(event.date[:10])]:
        yield Remark("date", f"{event.date} is after publication", "check it: was it announced?", doubt=True)
    if "actors" in gold.labelled:
        yield from _check_sides(gold, event.perpetrators, "perpetrators")
        yield from _check_sides(gold, event.targets, "targets")
    yield from check_event_summary(gold, event)


def check_victim(gold: Gold, victim: GoldVictim) -> Iterator[Remark]:
    """A victim that belongs to no event or figure of the article, or is no actor under its name."""
    yield from check_countries(victim.countries or (), "countries")
    if victim.age is not None and not 0 <= victim.age <= OLDEST:
        yield Remark("age", f"{victim.age} is no age", "write years, or null")
    if victim.counted_in is not None:
        figures = [c for c in gold.casualties if c.quote == victim.counted_in]
        if not figures:
            yield Remark("counted_in", f"“{victim.counted_in}” is the quote of no figure", "write its quote")
        elif not {c.outcome for c in figures} & {victim.outcome, "casualties", None}:
            fix = "check it: a figure of another outcome counts nobody"
            yield Remark("counted_in", f"“{victim.counted_in}” counts no {victim.outcome}", fix, doubt=True)
    if victim.name and "actors" in gold.labelled and plain(victim.name) not in _names(gold):
        yield Remark("name", f"{victim.name!r} is no labelled actor", "label the actor, or mend the name")


def check_links(gold: Gold) -> Iterator[Remark]:
    """Records that name an event that is not there, or none where events are labelled."""
    if "events" not in gold.labelled or any(event.figures == "all" for event in gold.events):
        return
    ids = {event.id for event in gold.events}
    for name in ("casualties", "displaced", "victims"):
        for index, record in enumerate(getattr(gold, name)):
            if record.event is None:
                yield Remark(f"{name}[{index}].event", "no event", "every figure and victim belongs to one")
            elif record.event not in ids:
                yield Remark(f"{name}[{index}].event", f"{record.event!r} is no event", "write its id")


def _check_sides(gold: Gold, sides: Iterable[str], key: str) -> Iterator[Remark]:
    for name in sides:
        if plain(name) not in _names(gold):
            yield Remark(key, f"{name!r} is no labelled actor", "label the actor, or mend the name")


def _names(gold: Gold) -> set[str]:
    return {plain(name) for actor in gold.actors for name in (actor.name, *actor.quotes)}
