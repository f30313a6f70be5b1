"""Who gives a figure, where it happened, when: read from the words around the event, as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from extractor.counts import Count
from extractor.lexicon import load_toml, word_set
from extractor.records import DateMention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

PLACES = frozenset({"GPE", "LOC", "FAC"})
COMPASS = frozenset({"south", "north", "east", "west", "outside"})
REACTIONS = frozenset({"after", "following", "over", "about", "against", "for", "since"})
_DAYS = re.compile(r"P(\d+)([DWMY])")
WHERE = word_set("where")
PLACE_NOUNS = word_set("place_nouns")
PRONOUNS = word_set("pronouns")
NOT_SOURCES = word_set("not_sources")


@dataclass(frozen=True, slots=True)
class Setting:
    """Source, place, date and movement of one count; null where the text gives none."""

    source: str | None = None
    place: str | None = None
    date: str | None = None
    origin: str | None = None
    destination: str | None = None


@cache
def _verbs() -> dict[str, str]:
    return {form: kind for kind, entry in load_toml("reporting").items() for form in entry["forms"]}


def settings(
    doc: Doc, counts: tuple[Count, ...], dates: tuple[DateMention, ...], published: date | None = None
) -> list[Setting]:
    """Return the setting of each count, in order.

    Harm that is told without a place or a day belongs to the event told before it; movement does not, since
    its figures are often totals of wider areas and longer times.
    """
    found: list[Setting] = []
    day = place = None
    for count in counts:
        sent = doc[count.phrase.head].sent
        origin, destination = _movement(doc, count)
        own_place = place_of(doc, count)
        own_day = date_of(sent, count, dates, published)
        if count.event.is_casualty:
            new_event = own_day is not None and day is not None and own_day != day
            place, day = own_place or (None if new_event else place), own_day or day
        found.append(
            Setting(
                source=source_of(doc, count.link.cue.start, count.phrase.head),
                place=place if count.event.is_casualty else own_place,
                date=day if count.event.is_casualty else own_day,
                origin=origin,
                destination=destination,
            )
        )
    return found


# ---------------------------------------------------------------------------------------------- source


def source_of(doc: Doc, cue: int, head: int) -> str | None:
    """Who says so: the subject of the reporting verb above the figure, or what "according to" names."""
    sent = doc[head].sent
    for token in sent:
        if token.lower_ == "according" or (token.lower_ == "per" and token.dep_ == "prep"):
            named = [t for t in token.subtree if t.dep_ == "pobj" and t.i > token.i]
            if named and not _covers(named[0], (cue, head)):
                return _name(named[0])
    for start in (head, cue):
        for verb in _above(doc[start]):
            source = _speaker(verb, (cue, head))
            if source:
                return _name(source)
    return None


def _above(token: Token) -> Iterator[Token]:
    for _ in range(12):
        yield token
        if token.head.i == token.i:
            return
        token = token.head


def _speaker(verb: Token, inside: tuple[int, int]) -> Token | None:
    """Subject or agent of a reporting verb, when the figure is not part of it."""
    if verb.lower_ not in _verbs():
        return None
    for child in verb.children:
        if child.dep_ == "nsubj" and not _covers(child, inside):
            if child.lower_ in PRONOUNS or child.lower_ in NOT_SOURCES or child.like_num:
                return None
            return child
        inverted = (
            child.dep_ == "dobj"
            and child.i > verb.i
            and any(c.dep_ == "ccomp" and c.i < verb.i for c in verb.children)
        )
        if inverted and not _covers(child, inside) and not child.like_num:
            return child
        if child.dep_ == "agent":
            agent = next((c for c in child.children if c.dep_ == "pobj"), None)
            if agent is not None and not _covers(agent, inside):
                return agent
    return None


def _covers(token: Token, inside: tuple[int, int]) -> bool:
    return any(token.left_edge.i <= i <= token.right_edge.i for i in inside)


def _name(head: Token) -> str:
    """The noun phrase as written, without what is set off by a comma or a clause."""
    start, end = head.left_edge.i, head.i + 1
    for child in head.children:
        if (
            child.i > head.i
            and child.dep_ == "prep"
            and child.lower_ in ("of", "for", "on", "in", "at")
            and child.i == end
        ):
            end = max(end, min(child.right_edge.i + 1, end + 8))
    words = head.doc[start:end]
    for token in words:
        if (token.i >= head.i and token.dep_ in ("relcl", "acl", "appos")) or token.text == ",":
            if token.i > head.i:
                return head.doc[start : token.i].text.strip()
    return head.doc[start:end].text.strip()


# ---------------------------------------------------------------------------------------------- place


def place_of(doc: Doc, count: Count) -> str | None:
    """The place that a preposition sets beside the event: "in the Biaro camp", "near Kisangani"."""
    sent = doc[count.phrase.head].sent
    cue, head = count.link.cue.start, count.phrase.head
    chain = {token.i for start in (cue, head) for token in _above(doc[start])}
    best: tuple[int, str] | None = None
    for preposition in sent:
        if preposition.lower_ not in WHERE or preposition.tag_ != "IN":
            continue
        target = next((c for c in preposition.children if c.dep_ == "pobj"), None)
        if target is None or not _is_place(target, preposition) or _covers(target, (cue, head)):
            continue
        near = min(abs(preposition.i - cue), abs(preposition.i - head))
        above = preposition.head
        if above.i in (cue, head):
            near -= 30
        elif above.i in chain or any(t.i in (cue, head) for t in above.children):
            near -= 15
        elif above.lower_ in PLACE_NOUNS and above.dep_ == "pobj":
            continue  # "a camp in Zaire": the camp is the place
        if best is None or near < best[0]:
            best = (near, _place_text(_named_place(target)))
    return best[1] if best else None


def _is_place(target: Token, preposition: Token) -> bool:
    if target.ent_type_ == "PERSON" and target.tag_ == "NNP" and preposition.lower_ in ("in", "at"):
        return True  # an unknown town is often taken for a person; nobody dies "in" one
    if target.ent_type_ in ("DATE", "TIME", "PERSON", "CARDINAL", "NORP", "EVENT", "PERCENT", "MONEY"):
        return False
    if target.ent_type_ in PLACES:
        return True
    return target.lower_ in PLACE_NOUNS or (
        target.ent_type_ in ("ORG", "PRODUCT", "") and target.tag_ == "NNP"
    )


def _named_place(target: Token) -> Token:
    """ "the northern town of Beit Hanoun", "a firm in Caotun Township": the name that the noun leads to."""
    if target.ent_type_ in PLACES and target.tag_ not in ("NN", "NNS"):
        return target
    for child in target.children:
        if child.dep_ == "prep" and child.i == target.i + 1 and child.lower_ in ("of", "in"):
            named = next((c for c in child.children if c.dep_ == "pobj" and c.tag_ in ("NNP", "NNPS")), None)
            if named is not None and (child.lower_ == "of" or target.ent_type_ in ("ORG", "PRODUCT")):
                return named
    return target


def _place_text(target: Token) -> str:
    """The place with what describes it, up to a comma or a clause."""
    doc = target.doc
    start, end = target.left_edge.i, target.i + 1
    limit = target.right_edge.i + 1
    while end < limit:
        token = doc[end]
        if token.text in (",", "(", "-", "–", "—", ";", ":") or token.dep_ in (
            "relcl",
            "advcl",
            "punct",
            "mark",
        ):
            break
        if token.lower_ in (
            "where",
            "which",
            "that",
            "who",
            "as",
            "after",
            "when",
            "while",
            "during",
            "on",
            "since",
            "from",
            "by",
            "for",
            "with",
        ):
            break
        if token.ent_type_ in ("DATE", "TIME"):
            break
        end += 1
    if (
        end + 2 < len(doc)
        and doc[end].lower_ in COMPASS
        and doc[end + 1].lower_ == "of"
        and doc[end + 2].tag_ == "NNP"
    ):
        end += 3
    while end > target.i + 1 and doc[end - 1].tag_ in ("IN", "DT", "CC", "RB", "TO"):
        end -= 1
    return doc[start:end].text.strip()


def _movement(doc: Doc, count: Count) -> tuple[str | None, str | None]:
    """Origin and destination of people who moved: "from X", "to Y" below the event word."""
    if count.event.is_casualty:
        return None, None
    origin = destination = None
    for child in doc[count.link.cue.start].children:
        if child.dep_ != "prep":
            continue
        for target in child.children:
            if target.dep_ == "pobj" and any(t.ent_type_ in PLACES for t in target.subtree):
                if child.lower_ == "from":
                    origin = origin or _name(target)
                elif child.lower_ in ("to", "into", "towards"):
                    destination = destination or _name(target)
    return origin, destination


# ---------------------------------------------------------------------------------------------- date


def _in_dateline(doc: Doc, span: Span) -> bool:
    """True for the date between a place in capitals and the dash or agency that ends a dateline."""
    if span.start > 14 or not doc[0].text.isupper():
        return False
    return any(token.text in ("(", "—", "–", "--", ")", "-") for token in doc[span.end : span.end + 3])


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


def date_of(
    sent: Span, count: Count, dates: tuple[DateMention, ...], published: date | None = None
) -> str | None:
    """The calendar mention of the event's own clause, else the nearest that no reporting verb governs."""
    doc = sent.doc
    cue = doc[count.link.cue.start]
    chain = {token.i for token in _above(cue)} | {token.i for token in _above(doc[count.phrase.head])}
    perfect = any(child.lower_ in ("have", "has", "'ve") for child in cue.children)
    near: list[tuple[int, str]] = []
    for mention in dates:
        if not (sent.start_char <= mention.evidence.start < sent.end_char) or not mention.value:
            continue
        span = doc.char_span(mention.evidence.start, mention.evidence.end, alignment_mode="expand")
        if span is None or _in_dateline(doc, span):
            continue
        value = _event_value(doc, span, mention, published, perfect)
        if value is None:
            continue
        verb = _governor(span.root)
        if verb is not None and verb.i in chain and not _dates_event(cue, verb):
            continue  # "said on Thursday" dates the statement
        penalty = 0 if verb is None or verb.i in chain or verb.i == cue.i else 20
        near.append((abs(span.start - cue.i) + penalty, value))
    return min(near)[1] if near else None


def _dates_event(cue: Token, verb: Token) -> bool:
    """True when what dates ``verb`` dates the event too: no report, reaction or search stands between them."""
    if cue.i == verb.i:
        return True
    if verb.lower_ in _verbs() and not any(child.dep_ == "auxpass" for child in verb.children):
        return False
    nouns = 0
    for token in _above(cue):
        if token.i == verb.i:
            return nouns <= 1
        if token.dep_ in ("pobj", "dobj"):
            nouns += 1
        if token.dep_ == "prep" and token.lower_ in REACTIONS:
            return False
    return True


def _governor(token: Token) -> Token | None:
    """The verb that the words hang on."""
    for above in _above(token):
        if above.pos_ in ("VERB", "AUX") and above.i != token.i:
            return above
    return None
