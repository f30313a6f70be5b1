"""Which passages speak of one event: own words first, then the event under discussion."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from extractor.events.agreement import is_one, retells, spreads
from extractor.events.days import first_day
from extractor.events.draft import MOVEMENT, Draft
from extractor.events.mentions import Mention
from extractor.events.passages import Passage
from extractor.frames.count import Count
from extractor.lexicon.event_markers import Category
from extractor.records import EventType

if TYPE_CHECKING:
    from extractor.language.doc import Token


# At none and at three days no record of 403 texts changes.
SAME = timedelta(days=1)
"""A sum that begins so long before an event is not the toll of that event."""
LASTING = frozenset({"disease", "hunger", "weather"})
"""Families whose events last: their sum over a time is the event."""
NATURAL = LASTING | {"nature", "fire"}
"""Families whose plural is one event: "forest fires that have raged since Monday"."""
NEAR = 3
"""Words between an addition and the toll that it brings about."""
WAR: tuple[EventType, ...] = ("war",)
OUTSIZED = 10
"""So many times the dead of an event are those of the conflict that it is a part of."""
REACH = 20
"""A passage speaks again of one of so many events, the first or the latest: more than an article has, a bound
for the cost. The most of 2,500 articles is six."""


def group(passages: tuple[Passage, ...]) -> list[Draft]:
    """The events of a text in the order in which it first speaks of them, each with its passages."""
    drafts: list[Draft] = []
    known: set[int] = set()
    current: Draft | None = None
    turned: Draft | None = None
    paragraph = -1
    for passage in passages:
        near = [draft for _, draft in in_reach(drafts)]
        if passage.position.paragraph != paragraph:
            current = current if passage.position.answer or current is turned else None
            paragraph = passage.position.paragraph
        draft = _draft_of(passage, near, current)
        turned = draft if _turns(passage) else turned
        if id(draft) not in known and (passage.figures or _opens(passage, drafts)):
            drafts.append(draft)
            known.add(id(draft))
        if (id(draft) in known or _is_topic(passage)) and not passage.stretch.cut:
            current = draft
    return drafts


def in_reach(drafts: Sequence[Draft]) -> list[tuple[int, Draft]]:
    """The events that a passage may speak of again, each behind its index."""
    last = max(len(drafts) - REACH, REACH)
    return [*enumerate(drafts[:REACH]), *enumerate(drafts[last:], last)]


def _is_older_toll(passage: Passage) -> bool:
    """True for "up from 12": what the text itself replaces is of the event under discussion."""
    return bool(passage.figures) and all(figure.count.status == "previous" for figure in passage.figures)


def _turns(passage: Passage) -> bool:
    """ "In other news, a boiler burst": a story that goes on in the next paragraphs."""
    return passage.stretch.category == "turn"


def _is_part(passage: Passage) -> bool:
    """True for "Three of them were children": a part of the figures before it, without an event word."""
    return passage.anchor is None and _are_parts(passage)


def _are_parts(passage: Passage) -> bool:
    return {figure.count.scope for figure in passage.figures} == {"subset"}


def _whole_of(passage: Passage, drafts: list[Draft]) -> Draft | None:
    """ "Among the dead of 3 May 2010 were 87 boys": the article's event, where it has so many dead."""
    counts = [figure.count for figure in passage.figures]
    return next(
        (
            draft
            for draft in drafts
            if draft.apart is None
            and all(draft.largest.get(c.event.meaning, 0) > (c.phrase.quantity.best or 0) for c in counts)
        ),
        None,
    )


def _is_toll_of_more(passage: Passage, drafts: list[Draft]) -> bool:
    """ "Divers found 12 more bodies, bringing the toll of last week's wreck to 89": all of one wreck."""
    if not passage.figures or not all(figure.count.moved for figure in passage.figures):
        return False
    last = _last_counted(passage, drafts)
    more = last.passages[-1] if last is not None else None
    near = more is not None and passage.stretch.tokens[0] - more.stretch.tokens[-1] <= NEAR
    return near and more is not None and all(f.count.scope == "incremental" for f in more.figures)


def _last_counted(passage: Passage, drafts: list[Draft]) -> Draft | None:
    """The event of the last figures of the paragraph."""
    here = passage.position.paragraph
    found = [d for d in drafts if d.passages[-1].figures and d.passages[-1].position.paragraph == here]
    return max(found, key=lambda draft: draft.passages[-1].stretch.tokens[0], default=None)


def _is_topic(passage: Passage) -> bool:
    """True for a new event without a figure yet: "A convoy was ambushed near Pell. Two drivers died."."""
    anchor = passage.anchor
    firm = anchor is not None and anchor.firm and anchor.asserted
    return firm and (passage.position.item or _turns(passage) or _has_own_event(passage))


def _draft_of(passage: Passage, drafts: list[Draft], current: Draft | None) -> Draft:
    """The event that a passage is added to: one of ``drafts``, the topic of its paragraph, or a new one."""
    held = _held_by(passage, drafts, current)
    if held is not None:
        held.add(passage)
        return held
    item = passage.position.item
    apart = apart_of(passage, drafts, current)
    find = _in_item if item else _candidates
    candidates = find(passage, apart, drafts, current)
    draft = next((draft for draft in candidates if is_one(passage, draft)), None)
    if draft is not None:
        draft.add(passage)
        return draft
    apart = (apart or _set_off(passage)) if drafts else _of_the_first(apart)
    beside = (current or next(iter(drafts), None)) if apart in ("earlier", "compare") else None
    return Draft([passage], apart, passage.position.paragraph if item else None, beside)


def _held_by(passage: Passage, drafts: list[Draft], current: Draft | None) -> Draft | None:
    """The event whose figures a passage goes on with, whatever it says beside."""
    if _is_part(passage) or _is_toll_of_more(passage, drafts):
        return _last_counted(passage, drafts)
    if passage.long_ago and _are_parts(passage) and not (passage.anchor and passage.anchor.types):
        return _whole_of(passage, drafts)
    return current if _is_older_toll(passage) else None


def _set_off(passage: Passage) -> Category | None:
    """What an event of its own is without a word that says so: long ago, or one beside another."""
    if passage.long_ago:
        return "earlier"
    return "another" if passage.stretch.category == "beside" else None


def _of_the_first(apart: Category | None) -> Category | None:
    """Nothing was before the first event: "the fighting of recent weeks" is what the article is about."""
    return apart if apart in ("period", "compare") else None


def _candidates(
    passage: Passage, apart: Category | None, drafts: list[Draft], current: Draft | None
) -> Iterator[Draft]:
    """The events that a passage may speak of again, the likeliest first; "in another attack" none of them."""
    if apart == "another":
        return
    if apart is not None:
        yield from (draft for draft in drafts if draft.apart == apart)
        return
    if current is not None and not _is_past(passage, current):
        yield current
    yield from (draft for draft in drafts if draft.apart is None)
    yield from (draft for draft in reversed(drafts) if draft.apart not in (None, "period"))


def _is_past(passage: Passage, current: Draft) -> bool:
    """Whether a topic gives way: a sum to an event, people who live as refugees to the dead."""
    if current.apart == "period":
        return _has_own_event(passage)
    return passage.harms and current.families == {MOVEMENT} and not current.harmed


def _in_item(
    passage: Passage, apart: Category | None, drafts: list[Draft], current: Draft | None
) -> Iterator[Draft]:
    """For an item of a list: its own event, else the one that the text before the list speaks of."""
    if current is not None:
        yield current
        if passage.anchor is not None and passage.anchor.firm:
            return
    if apart == "period":
        return
    lead = (draft for draft in drafts if draft.item is None and draft.apart is None)
    yield from (d for d in lead if not _has_own_event(passage) or retells(passage, d) or spreads(passage, d))


def _has_own_event(passage: Passage) -> bool:
    """Whether a passage names an event and its place or day."""
    anchor = passage.anchor
    return anchor is not None and anchor.firm and (passage.place is not None or passage.timing is not None)


def apart_of(passage: Passage, drafts: Sequence[Draft], current: Draft | None) -> Category | None:
    """What sets a passage off from the events before it."""
    category = _standing(passage)
    if category == "period" and _is_lasting(passage, current or next(iter(drafts), None)):
        return None
    if category is not None:
        return category
    if passage.figures and _runs_on(passage, drafts):
        return None if _is_lasting(passage, current) else "period"
    return "period" if _is_of_the_war(passage, drafts) else None


def _is_of_the_war(passage: Passage, drafts: Sequence[Draft]) -> bool:
    """ "The war has killed 80,000 people" beside a raid that killed 14: a sum over the war.

    Not where the words have a day of their own, and only where the conflict has killed many times as many.
    """
    anchor = passage.anchor
    if anchor is None or anchor.family != "violence" or not (anchor.definite or anchor.types == WAR):
        return False
    if passage.timing is not None and passage.timing.own and not passage.timing.value.endswith("/.."):
        return False
    others = (d for d in drafts if d.apart is None and d.types.isdisjoint(anchor.types))
    return any(_is_outsized(passage, draft) for draft in others)


def _is_outsized(passage: Passage, draft: Draft) -> bool:
    """Whether a passage counts many times those who came to the same harm in an event."""
    counts = (figure.count for figure in passage.figures)
    return any(
        (count.phrase.quantity.best or 0) >= OUTSIZED * draft.largest.get(count.event.meaning, 0) > 0
        for count in counts
    )


def _standing(passage: Passage) -> Category | None:
    """What the words of a passage say of its event, before what they speak of is weighed."""
    category = passage.stretch.category
    return "another" if category == "turn" else None if category == "beside" else category


def _is_lasting(passage: Passage, draft: Draft | None) -> bool:
    """True for the sum over a time of an epidemic or a drought, but not for a country beside its town."""
    family = passage.anchor.family if passage.anchor else None
    if not LASTING & ({family} if family else draft.families if draft else set()):
        return False
    return not (draft is not None and draft.narrow and _is_country(passage))


def _is_country(passage: Passage) -> bool:
    return passage.where is not None and passage.where.precision == "country"


def _runs_on(passage: Passage, drafts: Sequence[Draft]) -> bool:
    """True for a sum over a time: "have been killed since March", of no one event or from before this one."""
    if passage.timing is None or not passage.timing.value.endswith("/.."):
        return False
    anchor, begins = passage.anchor, first_day(passage.timing.value)
    event = next((day for draft in drafts if draft.apart is None and (day := first_day(draft.date))), None)
    if event is not None and begins is not None:
        return begins < event - SAME
    if all(not figure.count.event.is_casualty for figure in passage.figures):
        return False  # people who moved since a day: a flight that goes on
    return anchor is None or not anchor.rank or _is_of_many(anchor, passage)


def _is_of_many(anchor: Mention, passage: Passage) -> bool:
    """Whether the event word of a sum over a time names many events, or none of what is summed."""
    return _only_by_the_way(passage) or (anchor.plural and anchor.family not in NATURAL)


def _only_by_the_way(passage: Passage) -> bool:
    """ "52 people have died since March, one of them on her way to a raid": in passing, and no other."""
    figure = passage.figures[0].count.phrase.head
    firm = (mention for mention in passage.mentions if mention.firm)
    return all(mention.noun and not mention.definite and mention.start > figure for mention in firm)


def _opens(passage: Passage, drafts: list[Draft]) -> bool:
    """True for words without a figure that open an event: the first, one with a day or harm of its own."""
    anchor = passage.anchor
    if anchor is None or not anchor.asserted or not (anchor.types or anchor.harm):
        return False
    if anchor.attribute:
        return passage.position.title
    if not drafts:
        return True
    if passage.stretch.category in ("turn", "another", "beside") and anchor.rank == 2:
        return not passage.stretch.cut
    dated = passage.timing is not None or any(mention.harm for mention in passage.mentions)
    return anchor.rank == 2 and dated and not passage.stretch.cut


@dataclass(frozen=True, slots=True)
class FigureEvents:
    """Index of the event of each figure, in the order of the casualty and of the displacement counts."""

    casualties: tuple[int, ...]
    displaced: tuple[int, ...]


def events_of(drafts: Sequence[Draft], counts: Sequence[Count]) -> FigureEvents:
    """The event of each count of a text."""
    event = {figure.index: i for i, draft in enumerate(drafts) for figure in draft.figures}
    casualties = tuple(event[i] for i, count in enumerate(counts) if count.event.is_casualty)
    return FigureEvents(casualties, tuple(event[i] for i, c in enumerate(counts) if not c.event.is_casualty))


def in_order(drafts: Sequence[Draft]) -> list[tuple[int, int, Passage]]:
    """The passages of a text by their first token, each behind that token and the index of its event."""
    found = [
        (passage.stretch.tokens[0], index, passage)
        for index, draft in enumerate(drafts)
        for passage in draft.passages
    ]
    return sorted(found, key=lambda row: row[:2])


def event_at(passages: Sequence[tuple[int, int, Passage]], token: Token) -> int | None:
    """Index of the event that the text speaks of at a token: that of the passage there or before it."""
    begun = bisect_right(passages, token.i, key=lambda row: row[0])
    here = bisect_left(passages, token.sent.start, key=lambda row: row[0])
    around = (index for _, index, passage in reversed(passages[here:begun]) if token.i in passage.stretch)
    return next(around, passages[begun - 1][1] if begun else None)
