"""The verdict on one article: which predicted record answers which gold record, and how well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from extractor.gold import Gold, GoldActor, GoldVictim
from extractor.gold.scoring.errors import AnyGold, AnyRecord
from extractor.gold.scoring.events import MEMBERS, event_of, judge_events, with_event
from extractor.gold.scoring.keys import judged_keys
from extractor.gold.scoring.ledger import judge_ledger
from extractor.gold.scoring.matching import (
    Judged,
    actor_fits,
    date_fits,
    figure_fits,
    pair_up,
    plain,
    victim_fits,
)
from extractor.records import Actor, Extraction, Victim

RULES: Mapping[str, Callable[[str], Callable[[Any, Any], bool]]] = {
    "casualties": figure_fits,
    "displaced": figure_fits,
    "dates": date_fits,
    "actors": actor_fits,
    "victims": victim_fits,
}
LISTS = (*RULES, "events", "ledger")
"""The lists in the order in which they are judged: events by their figures, sums by theirs."""


def judge_article(gold: Gold, extraction: Extraction | None, text: str) -> dict[str, Judged]:
    """The verdicts on every list of an article, labelled or not; without an extraction all is missed."""
    found = {
        name: judge(name, getattr(gold, name), _records(extraction, name), text, extraction) for name in RULES
    }
    events = judge_events(gold, extraction, text, found)
    if "events" in gold.labelled:
        for name in MEMBERS:
            wanted = [event_of(record, gold.events) for record in getattr(gold, name)]
            got = [record.event for record in _records(extraction, name)]
            found[name] = with_event(found[name], events, wanted, got)
    if "casualties" in gold.labelled:
        found["victims"] = _with_counted_in(gold, extraction, found)
    return found | {"events": events, "ledger": judge_ledger(gold, extraction, found)}


def judge(
    name: str,
    wanted: Sequence[AnyGold],
    got: Sequence[AnyRecord],
    text: str,
    extraction: Extraction | None = None,
) -> Judged:
    """Pair the gold records of the list ``name`` with the predicted ones, one to one."""

    def rank(g: AnyGold, p: AnyRecord) -> int:
        same_name = (
            isinstance(g, GoldActor | GoldVictim)
            and isinstance(p, Actor | Victim)
            and plain(g.name or "") == plain(p.name or "") != ""
        )
        return 100 * same_name + sum(judged_keys(name, g, p, extraction).values())

    pairs = pair_up(wanted, got, RULES[name](text), rank)
    used = set(pairs.values())
    return Judged(
        pairs=pairs,
        keys={g: judged_keys(name, wanted[g], got[p], extraction) for g, p in sorted(pairs.items())},
        missed=tuple(i for i in range(len(wanted)) if i not in pairs),
        spare=tuple(i for i in range(len(got)) if i not in used),
    )


def _records(extraction: Extraction | None, name: str) -> Sequence[Any]:
    return getattr(extraction, name) if extraction else ()


def _with_counted_in(gold: Gold, extraction: Extraction | None, found: Mapping[str, Judged]) -> Judged:
    """The verdicts on the victims with the key ``counted_in``: the figure of that quote, or none."""
    judged = found["victims"]
    quotes = {p: gold.casualties[g].quote for g, p in found["casualties"].pairs.items()}
    keys = dict(judged.keys)
    for g, p in judged.pairs.items():
        if extraction and "counted_in" in gold.victims[g].model_fields_set:
            at = extraction.victims[p].counted_in
            quote = None if at is None else quotes.get(at, "")
            keys[g] = {**keys[g], "counted_in": quote == gold.victims[g].counted_in}
    return judged._replace(keys=keys)
