"""What the sentences around an event say: its place and day where its own give none, and whom it harmed."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from extractor.events.agreement import is_one
from extractor.events.days import first_day, last_day
from extractor.events.draft import Draft
from extractor.events.grouping import event_at, in_order, in_reach
from extractor.events.mentions import Mention
from extractor.events.passages import LONG, Background, Passage, Position, passage_of, placed_sentences
from extractor.frames.place import Scene, place_of
from extractor.frames.stretches import Stretch, stretch_at
from extractor.frames.time import Timing, timing_of
from extractor.language.syntax import climb
from extractor.lexicon import word_set

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token


def complete(doc: Doc, drafts: Sequence[Draft], background: Background) -> None:
    """Give the article's own event a place and a day from its paragraph, where its sentences give none.

    The sentences before its first one come first, the nearest at the head, then those behind it; one that
    speaks of another event gives nothing.
    """
    own = next((draft for draft in drafts if draft.apart is None), None)
    if own is not None and (own.place is None or own.timing is None):
        _complete(doc, own, drafts, background)


def _complete(doc: Doc, own: Draft, drafts: Sequence[Draft], background: Background) -> None:
    if len(doc.sents) == 1:
        return
    others = [passage for draft in drafts if draft is not own for passage in draft.passages]
    days = tuple(mention for mention in background.dates if mention.granularity == "day")
    dated = replace(background, dates=days)
    for sent in _around(doc, own, {doc[passage.stretch.tokens[0]].sent.start for passage in others}):
        stretch = Stretch(tuple(range(sent.start, sent.end)))
        own.place_around = own.place_around or _place(sent, stretch, dated)
        own.timing_around = own.timing_around or _timing(sent, stretch, dated)
        if own.place_around and own.timing_around:
            return


# Local crime news: the earlier victims that an article recalls died years or weeks before.
EARLIER = timedelta(days=7)
"""How long before an event a death may lie and still be one of it."""


def event_of_person(
    doc: Doc,
    drafts: Sequence[Draft],
    passages: Sequence[tuple[int, int, Passage]],
    background: Background,
    token: int,
) -> int | None:
    """The event that harmed the person at a token: the one that the text speaks of there.

    None where the person's own clause dates the harm well before that event ("his brother was shot in 1997"),
    or long before publication where the event has no day.
    """
    index = event_at(passages, doc[token])
    day = drafts[index].timing if index is not None else None
    published = background.published - LONG if background.published is not None else None
    began = first_day(day.value) if day is not None else published
    if index is None or began is None:
        return index
    timing = _time_of_harm(doc, token, background)
    harmed = last_day(timing.value) if timing is not None else None
    return None if harmed is not None and harmed < began - EARLIER else index


def _time_of_harm(doc: Doc, token: int, background: Background) -> Timing | None:
    """The time that the clause of a person gives."""
    sent, verb = doc[token].sent, _verb_of(doc[token])
    deeds = (verb.i, *(t.i for t in verb.children if t.dep_ == "conj"))  # "was shot and killed in 1997"
    timing = timing_of(sent, (*deeds, token), stretch_at(sent, token), background.dates, background.published)
    return timing if timing is not None and timing.own else None


def _verb_of(token: Token) -> Token:
    return next((above for above in climb(token) if above.tag_.startswith("VB")), token)


def recall(
    doc: Doc, drafts: list[Draft], mentions: Sequence[Mention], persons: Sequence[int], background: Background
) -> None:
    """Add the earlier events of single persons whom no event of the text harmed.

    Args:
        doc: the annotated text.
        drafts: its events, to which those of "his brother was shot in 1997" are added.
        mentions: its event words.
        persons: tokens of persons who came to harm and whom no figure counts.
        background: its dates and places.
    """
    passages = in_order(drafts)
    placed: dict[int, Position] = {}
    for token in persons:
        if event_of_person(doc, drafts, passages, background, token) is not None:
            continue
        placed = placed or {sent.start: position for sent, position in placed_sentences(doc)}
        passage = _recalled(doc, token, mentions, background, placed)
        earlier = (i for i, draft in in_reach(drafts) if draft.apart == "earlier" and is_one(passage, draft))
        index = next(earlier, len(drafts) if drafts else None)
        if index is None:
            continue
        if index == len(drafts):
            drafts.append(Draft([passage], "earlier"))
        else:
            drafts[index].add(passage)
        insort(passages, (passage.stretch.tokens[0], index, passage), key=lambda row: row[:2])


def _recalled(
    doc: Doc,
    token: int,
    mentions: Sequence[Mention],
    background: Background,
    placed: Mapping[int, Position],
) -> Passage:
    """The clause that says how a person came to harm, without the clauses beside it."""
    sent, verb = doc[token].sent, _verb_of(doc[token])
    beside = {t.i for other in verb.children if _is_clause_beside(other) for t in other.subtree}
    tokens = tuple(t.i for t in verb.subtree if t.i not in beside)
    first, last = (
        bisect_left(mentions, at, key=lambda mention: mention.start) for at in (sent.start, sent.end)
    )
    own = tuple(mention for mention in mentions[first:last] if mention.start in tokens)
    stretch = Stretch(tokens, "earlier", cut=True)
    passage = passage_of(sent, stretch, own, (), background, placed[sent.start])
    return replace(passage, timing=_time_of_harm(doc, token, background))


def _is_clause_beside(token: Token) -> bool:
    """ "... and on Monday another strike killed his deputy"."""
    return token.dep_ == "conj" and any(child.dep_ in ("nsubj", "nsubjpass") for child in token.children)


def _around(doc: Doc, draft: Draft, taken: Container[int]) -> Iterator[Span]:
    """The other sentences of the paragraph in which an event stands first, the nearest before it first.

    ``taken`` are the first tokens of sentences that speak of other events.
    """
    first = draft.passages[0]
    at = first.stretch.tokens[0]
    here = [
        sent for sent, position in placed_sentences(doc) if position.paragraph == first.position.paragraph
    ]
    here = [sent for sent in here if sent.start not in taken]
    yield from reversed([sent for sent in here if sent.end <= at])
    yield from (sent for sent in here if sent.start > at)


def _place(sent: Span, stretch: Stretch, background: Background) -> Scene | None:
    scene = place_of(sent, (sent.root.i,), stretch, background.places, care=False)
    return scene if scene is not None and scene.named else None


def _timing(sent: Span, stretch: Stretch, background: Background) -> Timing | None:
    if sent.root.lower_ in word_set("prosecuting"):
        return None  # "was charged on Saturday": no day of the deed
    timing = timing_of(sent, (sent.root.i,), stretch, background.dates, background.published)
    return timing if timing is not None and timing.own else None
