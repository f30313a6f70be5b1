"""How each event stands to the article: its own, a further one, one told as context, or a sum of many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from extractor.events.days import first_day, last_day
from extractor.events.grouping import Draft
from extractor.records import EventRelation

NEAR = timedelta(days=8)
"""An event this near to the main one, or inside its time, is a current one ("about a week")."""


def relations_of(drafts: Sequence[Draft], published: date | None) -> list[EventRelation]:
    """The relation of each event, in order."""
    own = [draft for draft in drafts if draft.apart is None]
    told = own or [d for d in drafts if d.apart in ("earlier", "another") and not d.passages[0].stretch.cut]
    main = told[0] if told else None
    return [_relation(draft, main, published) for draft in drafts]


def _relation(draft: Draft, main: Draft | None, published: date | None) -> EventRelation:
    if draft is main:
        return "main"
    if draft.apart == "period":
        return "aggregate"
    if draft.apart == "compare":
        return "background"
    start = first_day(main.date) if main and main.date else published
    end = last_day(main.date) if main and main.date else published
    own = first_day(draft.date), last_day(draft.date)
    if own[0] and own[1] and start:
        inside = own[1] >= start - NEAR and (end is None or own[0] <= end + NEAR)
        return "other" if inside else "background"
    return "background" if draft.apart == "earlier" else "other"
