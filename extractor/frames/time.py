"""When the event of a figure happened: the calendar mention of its own clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from extractor.frames.stretches import Stretch
from extractor.language.syntax import climb, is_report, is_verbal
from extractor.lexicon import word_set
from extractor.records import DateMention, Evidence

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token

REACTIONS = frozenset({"after", "following", "over", "about", "against", "for", "since"})
LONGEST_DATELINE = 14
"""Words in front of the date of a dateline."""
LEAST_BEHIND = 3
"""Words from a verb to the comma behind the name of its place."""
_ENDS_DATELINE = frozenset({"(", "—", "–", "--", ")", "-"})
_DAYS = re.compile(r"P(\d+)([DWMY])")


@dataclass(frozen=True, slots=True)
class Timing:
    """The time of an event: its EDTF value, and the calendar mention that gives it."""

    value: str
    evidence: Evidence
    own: bool
    """Whether the mention hangs on the event's own clause."""


def timing_of(
    sent: Span,
    anchors: tuple[int, ...],
    stretch: Stretch,
    dates: tuple[DateMention, ...],
    published: date | None = None,
) -> Timing | None:
    """The calendar mention of the event's own clause, else the nearest that no reporting verb governs.

    Args:
        sent: the sentence.
        anchors: tokens of the event: its word first, and the counted noun where there is one.
        stretch: the part of the sentence that speaks of the event.
        dates: the calendar mentions of the text, in order.
        published: the day of publication, where "in the last ten days" ends.
    """
    doc, cue = sent.doc, sent.doc[anchors[0]]
    chain = {token.i for at in anchors for token in climb(doc[at])}
    clause = _own_clause(doc, anchors)
    near: list[tuple[int, int, Timing]] = []
    for mention, stated, span in _mentions(sent, stretch, dates):
        if mention.kind != "duration" and _is_the_events(sent, span, cue, chain):
            return Timing(stated, mention.evidence, own=True)
        runs = _runs(cue, span)
        value = _event_value(doc, span, mention, published, runs=runs)
        verb = None if _stands_behind(cue, span) else _governed_clause(span)
        if value is None or not _is_of(cue, verb, chain, runs=runs):
            continue
        own = verb is None or verb.i in clause or _shares_the_clause(verb, cue)
        distance = abs(span.start - cue.i) + (0 if own else 20)
        near.append((distance, span.start, Timing(value, mention.evidence, own)))
    if not near:
        return None
    return _to_the_day(sent, min(near, key=lambda found: found[:2])[2], dates)


def _stands_behind(cue: Token, span: Span) -> bool:
    """ "a boat that sank off Pell, Ostra, on Monday": behind the place of a clause that describes.

    The comma in front of it makes the parser hang it on the verb of the sentence.
    """
    if cue.dep_ not in ("relcl", "advcl") or span.start <= cue.i:
        return False
    before = list(span.doc[cue.i : span.start])
    while before and before[-1].dep_ in ("prep", "advmod") and before[-1].right_edge.i >= span.start:
        before.pop()
    if len(before) < LEAST_BEHIND or before[-1].text != "," or before[-2].tag_ != "NNP":
        return False
    own = {token.i for token in cue.subtree}
    return all(token.i in own or token.is_punct for token in before)


def _shares_the_clause(verb: Token, cue: Token) -> bool:
    """ "killed 18 and wounded 13 on Monday": one day for both; "was shot and is buried on Monday" has two."""
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.like_num and verb.head.dep_ == "conj":
        return verb.head.head.i in {
            token.i for token in climb(cue)
        }  # "left 31 dead and 14 wounded on Monday"
    own = {"nsubj", "nsubjpass", "aux", "auxpass"}
    return verb.dep_ == "conj" and verb.head.i == cue.i and not any(c.dep_ in own for c in verb.children)


def _is_of(cue: Token, verb: Token | None, chain: set[int], *, runs: bool) -> bool:
    """Whether what dates a verb dates the event; "has recorded 40 deaths since March" runs on with it."""
    if verb is not None and ((runs and verb.i in chain) or _shares_the_clause(verb, cue)):
        return True
    return _dates_the_event(cue, verb, chain)


def _mentions(
    sent: Span, stretch: Stretch, dates: tuple[DateMention, ...]
) -> Iterator[tuple[DateMention, str, Span]]:
    """The mentions with a value in a stretch of the sentence, their tokens last, except a dateline's."""
    for mention in _inside(sent, dates):
        span = sent.doc.span_at(mention.evidence.start, mention.evidence.end)
        if span is not None and mention.value and span.start in stretch and not _in_dateline(sent.doc, span):
            yield mention, mention.value, span


def _is_the_events(sent: Span, span: Span, cue: Token, chain: set[int]) -> bool:
    """Whether a day or year dates the event whatever verb governs it: "On Monday, when ...", a stamp."""
    return _opens_when(sent.doc, span, cue.i) or _is_stamp(sent, span) or _names_the_event(span, chain)


def _to_the_day(sent: Span, timing: Timing, dates: tuple[DateMention, ...]) -> Timing:
    """ "the 18th day since the outbreak on December 8": from the one to the other."""
    here = [mention for mention in _inside(sent, dates) if mention.value and mention.granularity == "day"]
    last = _counted_day(here)
    first = next((m for m in here if m.value and m.value < last), None)
    if first is None or "since" not in sent.text[: first.evidence.end - sent.start_char]:
        return timing
    if timing.value not in (last, first.value):
        return timing
    return Timing(f"{first.value}/{last}", first.evidence, own=True)


def _counted_day(mentions: list[DateMention]) -> str:
    """The value of "the 18th day", empty if there is none."""
    days = (m for m in mentions if m.basis == "anchored" and m.text.lower().endswith("day"))
    return next((day.value or "" for day in days), "")


def _own_clause(doc: Doc, anchors: tuple[int, ...]) -> set[int]:
    """The tokens that an event word and what it counts hang on, and the verbs that describe the word."""
    return {i for at in anchors for i in _clause(doc[at])} | {v.i for v in _relatives(doc[anchors[0]])}


def _clause(token: Token) -> Iterator[int]:
    """The words above an event word up to its own clause: not those that a relative clause hangs on."""
    for above in climb(token):
        yield above.i
        if above.dep_ == "relcl":
            return


def _relatives(cue: Token) -> list[Token]:
    """The verbs of the clauses that describe an event: "the quake that shook Ostra on Friday"."""
    return [child for child in cue.children if child.dep_ == "relcl"]


def _dates_the_event(cue: Token, verb: Token | None, chain: set[int]) -> bool:
    """False for a mention that dates a statement, or a clause beside the event.

    "said on Thursday" dates the statement; "camps in a town that was taken on March 15" something else.
    """
    if verb is None or verb.i == cue.i or verb in _relatives(cue):
        return True
    if verb.i in chain:
        return _dates_event(cue, verb)
    if is_report(verb) and any(child.dep_ == "nsubj" for child in verb.children):
        return False
    return verb.dep_ not in ("relcl", "acl") or _is_main(verb)


def _is_main(verb: Token) -> bool:
    """ "A bus overturned on Monday, killing six": the parser may take the main verb for an attribute."""
    return verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and verb.tag_ in ("VBD", "VBN")


def _is_perfect(cue: Token) -> bool:
    return any(child.lower_ in ("have", "has", "'ve") for child in cue.children)


def _inside(sent: Span, dates: tuple[DateMention, ...]) -> tuple[DateMention, ...]:
    first, last = (
        bisect_left(dates, at, key=lambda mention: mention.evidence.start)
        for at in (sent.start_char, sent.end_char)
    )
    return dates[first:last]


def _event_value(
    doc: Doc, span: Span, mention: DateMention, published: date | None, *, runs: bool
) -> str | None:
    """The time that a mention gives to an event: "since March" runs on, "in the last 10 days" ends now."""
    before = doc.text_of(max(span.start - 3, 0), span.end).lower()
    if mention.kind == "duration" and published and ("last " in before or "past " in before):
        days = _DAYS.fullmatch(mention.value or "")
        if days is None:
            return None
        length = int(days[1]) * {"D": 1, "W": 7, "M": 30, "Y": 365}[days[2]]
        return f"{published - timedelta(days=length)}/{published}"
    if mention.kind not in ("date", "interval") or not mention.value:
        return None
    return f"{mention.value}/.." if runs and "/" not in mention.value else mention.value


def _runs(cue: Token, span: Span) -> bool:
    """ "have died since 3 May", "since the offensive began on 3 May": the day from which the event runs."""
    since = _follows_since(span)
    verb = _governor(span.root)
    if since and (verb is None or _is_perfect(cue) or _is_perfect(verb)):
        return True
    marked = verb is not None and any(c.dep_ == "mark" and c.lower_ == "since" for c in verb.children)
    return marked and verb is not None and cue.i not in {token.i for token in verb.subtree}


def _follows_since(span: Span) -> bool:
    """ "since March", "since the deadline of 1 November"."""
    for token in climb(span.root):
        if is_verbal(token):
            return False
        if token.lower_ == "since":
            return True
    return any(token.lower_ == "since" for token in span.doc[max(span.start - 2, 0) : span.start])


def _opens_when(doc: Doc, span: Span, cue: int) -> bool:
    """ "the worst since 2018, when 52 people died": the day of the clause behind it."""
    following = doc.lower[span.end : span.end + 2]
    return (cue > span.end and following[:1] == ["when"]) or (cue > span.end and following == [",", "when"])


def _names_the_event(span: Span, chain: set[int]) -> bool:
    """The day of the noun: "since a 2015 bombing that killed 40", "Tuesday's raid", "the fire of 3 May"."""
    root = span.root
    if root.dep_ == "pobj" and root.head.lower_ == "of":
        root = root.head
    elif root.dep_ not in ("nummod", "amod", "compound", "nmod", "poss", "npadvmod"):
        return False
    noun = root.head
    return noun.i in chain and not is_verbal(noun) and noun.lower_ not in word_set("report_nouns")


def _is_stamp(sent: Span, span: Span) -> bool:
    """ "12 May: gunmen attacked a post": the day that heads an entry."""
    return span.start <= sent.start and span.end < len(sent.doc) and sent.doc[span.end].text == ":"


def _in_dateline(doc: Doc, span: Span) -> bool:
    """True for the date between a place in capitals and the dash or agency that ends a dateline.

    A text in capitals is read with small letters: there the place is a name at the head of its sentence.
    """
    if not any(token.text in _ENDS_DATELINE for token in doc[span.end : span.end + 3]):
        return False
    before = [token for token in doc[span.sent.start : span.start] if not token.is_punct]
    named = bool(before) and all(token.tag_ in ("NNP", "NNPS") for token in before)
    near = span.start - (span.sent.start if named else 0) <= LONGEST_DATELINE
    return near and (named or doc[0].text.isupper())


def _dates_event(cue: Token, verb: Token) -> bool:
    """True when what dates ``verb`` dates the event too: no report or reaction stands between them."""
    if cue.i == verb.i:
        return True
    if is_report(verb) and not any(child.dep_ == "auxpass" for child in verb.children):
        return False
    if verb.lower_ in word_set("prosecuting"):
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


def _governed_clause(span: Span) -> Token | None:
    """The verb of the clause that a mention stands in.

    "Nine died in Marn, Orland, on Sunday, police said": what stands in front of the speaker is in the clause
    before, though the parser hangs it on "said"; the day of the statement would stand behind the speaker.
    """
    verb = _governor(span.root)
    if verb is None:
        return None
    said = next((child for child in verb.children if child.dep_ == "ccomp" and child.i < span.start), None)
    speaker = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    ahead = speaker is not None and span.end <= min(speaker.left_edge.i, verb.i)
    if not ahead:
        return verb
    above = verb.dep_ == "advcl" and is_report(verb) and verb.head.i < span.start
    return said or (verb.head if above else verb)  # "Eight died in Marn, Orland, on Sunday, police confirmed"


def _governor(token: Token) -> Token | None:
    """The verb that the words hang on."""
    for above in climb(token):
        if is_verbal(above) and above.i != token.i:
            return above
    return None
