"""How each event stands to the article: its own, a further one, one given as context, or a sum of many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from extractor.events.days import first_day, last_day
from extractor.events.draft import MOVEMENT, Draft
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
    digest = _is_digest(_told(drafts, current)) or _is_summed_up(current, drafts)
    main = current[0] if current and not digest else None
    reported = _openers(own) if main is None else set()
    return ["other" if id(draft) in reported else _relation(draft, main, published) for draft in drafts]


def _told(drafts: Sequence[Draft], current: Sequence[Draft]) -> Sequence[Draft]:
    """The events that a digest may be of: all, where a speaker goes on from one to the next."""
    return drafts if any(draft.passages[0].stretch.category == "turn" for draft in drafts) else current


def _openers(drafts: Sequence[Draft]) -> set[int]:
    """The events that open a paragraph: what each item of a digest is about, however long it was ago."""
    first: dict[int, Draft] = {}
    for draft in drafts:
        if not _is_sum(draft):
            first.setdefault(draft.passages[0].position.paragraph, draft)
    return {id(draft) for draft in first.values()}


def _is_summed_up(current: Sequence[Draft], drafts: Sequence[Draft]) -> bool:
    """True where a sum over a time is that of three events or more: "27 people were killed in the week"."""
    for figure in (f for draft in drafts if draft.apart == "period" for f in draft.figures):
        harm = figure.count.event.meaning
        parts = [draft.largest[harm] for draft in current if draft.largest.get(harm)]
        if len(parts) >= DIGEST and sum(parts) == figure.count.phrase.quantity.best:
            return True
    return False


def _is_digest(current: Sequence[Draft]) -> bool:
    """True where each event has paragraphs to itself, the first only one, and none comes back later.

    "1 March: Gunmen killed nine guards in A. / 3 March: A flood killed two in B. / 4 March: ..." is one; an
    article on the attack in A that comes back to it after the flood in B is none. In a list of headlines the
    first line stands where a title does.
    """
    homes = [_paragraphs(draft) for draft in current]
    apart = len(set().union(*homes)) == sum(map(len, homes)) and all(map(_is_block, homes))
    return len(current) >= DIGEST and apart and len(homes[0]) <= 1


def _is_block(paragraphs: set[int]) -> bool:
    return len(paragraphs) == max(paragraphs, default=0) - min(paragraphs, default=1) + 1


def _paragraphs(draft: Draft) -> set[int]:
    """The paragraphs that speak of an event: figures, or outside lists a word for its type."""
    item = draft.passages[0].position.item
    spoken = [
        p for p in draft.passages if p.figures or (not item and p.anchor is not None and p.anchor.types)
    ]
    return {p.position.paragraph for p in spoken if not p.position.title}


def _relation(draft: Draft, main: Draft | None, published: date | None) -> EventRelation:
    if draft is main:
        return "main"
    if _is_sum(draft):
        return "aggregate"
    if draft.apart == "compare":
        return "background"
    if main is None and draft.apart is None and not draft.passages[0].long_ago:
        return "other"  # an item of a digest, which may be of a month
    return _by_day(draft, main, published)


def _by_day(draft: Draft, main: Draft | None, published: date | None) -> EventRelation:
    """Current or background, by how near to the main event, or to publication, it lies."""
    start = first_day(main.date) if main and main.date else published
    end = last_day(main.date) if main and main.date else published
    first, last = _days(draft)
    if first and last and start:
        return "other" if _is_near(first, last, start, end) else "background"
    return "background" if draft.apart == "earlier" else "other"


def _is_sum(draft: Draft) -> bool:
    """A sum over a time, or displaced people without a day: "the country has 700,000 refugees"."""
    if draft.apart == "period":
        return True
    moved = draft.families == {MOVEMENT} and not draft.returns
    return moved and bool(draft.figures) and draft.date is None and not any(p.harms for p in draft.passages)


def _days(draft: Draft) -> tuple[date | None, date | None]:
    """First and last day of an event, else of the time that its first passage speaks of."""
    day = draft.date or draft.passages[0].spoken
    return first_day(day), last_day(day)


def _is_near(first: date, last: date, start: date, end: date | None) -> bool:
    """Whether a time overlaps another one, or nearly so; the other one may go on."""
    return last >= start - NEAR and (end is None or first <= end + NEAR)
