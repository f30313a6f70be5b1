"""How each event stands to the article: its own, a further one, one given as context, or a sum of many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from extractor.events.days import first_day, last_day
from extractor.events.draft import Draft
from extractor.records import EventRelation

# Of 175 labelled relations in 95 articles: at 4 days three fewer are right, at 16 one more.
NEAR = timedelta(days=8)
"""An event this near to the main one, or inside its time, is a current one ("about a week")."""

# Of 175 labelled relations in 95 articles: at 2 none changes, at 6 one fewer is right.
DIGEST = 3
"""So many events of one paragraph each are a digest; of two the first is the article's own."""


def relations_of(drafts: Sequence[Draft], published: date | None) -> list[EventRelation]:
    """The relation of each event, in order."""
    own = [draft for draft in drafts if draft.apart is None]
    current = own or [
        d for d in drafts if d.apart in ("earlier", "another") and not d.passages[0].stretch.cut
    ]
    main = current[0] if current and not _is_digest(current) else None
    return [_relation(draft, main, published) for draft in drafts]


def _is_digest(current: Sequence[Draft]) -> bool:
    """True where each event has a paragraph or an item to itself, and none goes on in another.

    "1 March: Gunmen killed nine guards in A. / 3 March: A flood killed two in B. / 4 March: ..." is one; an
    article on the attack in A that comes back to it after the flood in B is none.
    """
    homes = [_paragraphs(draft) for draft in current]
    return len(current) >= DIGEST and len(set().union(*homes)) == len(current) == sum(map(len, homes))


def _paragraphs(draft: Draft) -> set[int]:
    """The paragraphs that speak of an event; behind an item of a list only those with figures."""
    item = draft.passages[0].position.item
    return {p.position.paragraph for p in draft.passages if not p.position.title and (p.figures or not item)}


def _relation(draft: Draft, main: Draft | None, published: date | None) -> EventRelation:
    if draft is main:
        return "main"
    if draft.apart == "period":
        return "aggregate"
    if draft.apart == "compare":
        return "background"
    start = first_day(main.date) if main and main.date else published
    end = last_day(main.date) if main and main.date else published
    first, last = _days(draft)
    if first and last and start:
        return "other" if _is_near(first, last, start, end) else "background"
    return "background" if draft.apart == "earlier" else "other"


def _days(draft: Draft) -> tuple[date | None, date | None]:
    """First and last day of an event, else of the time that its first passage speaks of."""
    day = draft.date or draft.passages[0].spoken
    return first_day(day), last_day(day)


def _is_near(first: date, last: date, start: date, end: date | None) -> bool:
    """Whether a time overlaps another one, or nearly so; the other one may go on."""
    return last >= start - NEAR and (end is None or first <= end + NEAR)
