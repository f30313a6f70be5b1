"""When the event of a figure happened: the calendar mention of its own clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, timedelta
from typing import TYPE_CHECKING

from extractor.frames.count import Count
from extractor.language.syntax import climb, is_verbal
from extractor.lexicon import reporting_verbs
from extractor.records import DateMention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

REACTIONS = frozenset({"after", "following", "over", "about", "against", "for", "since"})
_DAYS = re.compile(r"P(\d+)([DWMY])")


def date_of(
    sent: Span, count: Count, dates: tuple[DateMention, ...], published: date | None = None
) -> str | None:
    """The calendar mention of the event's own clause, else the nearest that no reporting verb governs."""
    doc = sent.doc
    cue = doc[count.link.cue.start]
    chain = {token.i for token in climb(cue)} | {token.i for token in climb(doc[count.phrase.head])}
    perfect = any(child.lower_ in ("have", "has", "'ve") for child in cue.children)
    near: list[tuple[int, str]] = []
    for mention in _inside(sent, dates):
        if not mention.value:
            continue
        span = doc.char_span(mention.evidence.start, mention.evidence.end, alignment_mode="expand")
        if span is None or _in_dateline(doc, span):
            continue
        if _opens_when(doc, span, cue.i):
            return mention.value
        value = _event_value(doc, span, mention, published, perfect)
        if value is None:
            continue
        verb = _governor(span.root)
        if verb is not None and verb.i in chain and not _dates_event(cue, verb):
            continue  # "said on Thursday" dates the statement
        if verb is not None and verb.i not in chain and verb.i != cue.i and verb.dep_ in ("relcl", "acl"):
            continue  # "camps in a town that was taken on March 15"
        penalty = 0 if verb is None or verb.i in chain or verb.i == cue.i else 20
        near.append((abs(span.start - cue.i) + penalty, value))
    return min(near)[1] if near else None


def day_before(doc: Doc, sent: Span, dates: tuple[DateMention, ...]) -> str | None:
    """The day that the sentence before gives to what it tells: "On 14 May militants attacked a post. ..."."""
    if sent.start == 0:
        return None
    earlier = doc[sent.start - 1].sent
    for mention in _inside(earlier, dates):
        if mention.kind != "date" or mention.granularity != "day":
            continue
        span = doc.char_span(mention.evidence.start, mention.evidence.end, alignment_mode="expand")
        verb = _governor(span.root) if span is not None else None
        told = verb is None or (verb.lower_ not in reporting_verbs() and verb.dep_ not in ("relcl", "acl"))
        if span is not None and told and not _in_dateline(doc, span):
            return mention.value
    return None


def _inside(sent: Span, dates: tuple[DateMention, ...]) -> tuple[DateMention, ...]:
    first, last = (
        bisect_left(dates, at, key=lambda mention: mention.evidence.start)
        for at in (sent.start_char, sent.end_char)
    )
    return dates[first:last]


def _event_value(
    doc: Doc, span: Span, mention: DateMention, published: date | None, perfect: bool
) -> str | None:
    """The time that a mention gives to an event: "since March" runs on, "in the last 10 days" ends now."""
    before = doc[max(span.start - 3, 0) : span.end].text.lower()
    if (
        mention.kind == "duration"
        and published
        and mention.value
        and ("last " in before or "past " in before)
    ):
        days = _DAYS.fullmatch(mention.value)
        if days:
            length = int(days[1]) * {"D": 1, "W": 7, "M": 30, "Y": 365}[days[2]]
            return f"{published - timedelta(days=length)}/{published}"
        return None
    if mention.kind not in ("date", "interval") or not mention.value:
        return None
    since = span.start > 0 and doc[span.start - 1].lower_ == "since"
    if since and perfect and "/" not in mention.value:
        end = published.isoformat() if published and "X" not in mention.value else ".."
        return f"{mention.value}/{end}"
    return mention.value


def _opens_when(doc: Doc, span: Span, cue: int) -> bool:
    """ "the worst since 2018, when 52 people died": the day of the clause behind it."""
    following = [token.lower_ for token in doc[span.end : span.end + 2]]
    return (cue > span.end and following[:1] == ["when"]) or (cue > span.end and following == [",", "when"])


def _in_dateline(doc: Doc, span: Span) -> bool:
    """True for the date between a place in capitals and the dash or agency that ends a dateline."""
    if span.start > 14 or not doc[0].text.isupper():
        return False
    return any(token.text in ("(", "—", "–", "--", ")", "-") for token in doc[span.end : span.end + 3])


def _dates_event(cue: Token, verb: Token) -> bool:
    """True when what dates ``verb`` dates the event too: no report or reaction stands between them."""
    if cue.i == verb.i:
        return True
    if verb.lower_ in reporting_verbs() and not any(child.dep_ == "auxpass" for child in verb.children):
        return False
    nouns = 0
    for token in climb(cue):
        if token.i == verb.i:
            return nouns <= 1
        if token.dep_ in ("pobj", "dobj"):
            nouns += 1
        if token.dep_ == "prep" and token.lower_ in REACTIONS:
            return False
    return True


def _governor(token: Token) -> Token | None:
    """The verb that the words hang on."""
    for above in climb(token):
        if is_verbal(above) and above.i != token.i:
            return above
    return None
