"""Who gives a figure, where it happened, when: read from the words around the event, as written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.counts import Count
from extractor.lexicon import load_toml
from extractor.records import DateMention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

PLACES = frozenset({"GPE", "LOC", "FAC"})
PLACE_PREPOSITIONS = frozenset("in at near inside outside around across on within throughout off along of from over under to into between".split())
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "which", "that", "you", "one", "this", "there"})
NOT_SOURCES = frozenset("attack blast explosion storm flood floods toll death deaths people quake earthquake number clashes fighting video footage fire bomb crash".split())


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


def settings(doc: Doc, counts: tuple[Count, ...], dates: tuple[DateMention, ...]) -> list[Setting]:
    """Return the setting of each count, in order."""
    lead = _lead_date(doc, dates)
    found: list[Setting] = []
    for count in counts:
        sent = doc[count.phrase.head].sent
        origin, destination = _movement(doc, count)
        found.append(
            Setting(
                source=source_of(doc, count.link.cue.start, count.phrase.head),
                place=place_of(doc, count),
                date=date_of(sent, count, dates) or lead,
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
        if child.i > head.i and child.dep_ == "prep" and child.lower_ in ("of", "for", "on", "in", "at") and child.i == end:
            end = max(end, min(child.right_edge.i + 1, end + 8))
    words = head.doc[start:end]
    for token in words:
        if token.i >= head.i and token.dep_ in ("relcl", "acl", "appos") or token.text == ",":
            if token.i > head.i:
                return head.doc[start : token.i].text.strip()
            if token.i < head.i and token.text == ",":
                start = start
    return head.doc[start:end].text.strip()


# ---------------------------------------------------------------------------------------------- place


def place_of(doc: Doc, count: Count) -> str | None:
    """The place named nearest to the event, in its sentence, else the last one named before it."""
    sent = doc[count.phrase.head].sent
    cue = count.link.cue.start
    inside = range(count.phrase.start, count.phrase.end)
    candidates: list[tuple[int, str]] = []
    for ent in sent.ents:
        if ent.label_ not in PLACES or ent.start in inside:
            continue
        preposition = _preposition(ent)
        if preposition is None:
            continue
        distance = min(abs(ent.start - cue), abs(ent.start - count.phrase.head))
        candidates.append((distance + (0 if preposition.i > min(cue, count.phrase.head) else 3), _place_name(ent)))
    if candidates:
        return min(candidates)[1]
    return None


def _preposition(ent: Span) -> Token | None:
    root = ent.root
    for _ in range(4):
        if root.dep_ == "pobj" and root.head.lower_ in PLACE_PREPOSITIONS:
            return root.head
        if root.dep_ in ("compound", "conj", "appos", "nmod", "poss") and root.head.i != root.i:
            root = root.head
            continue
        return None
    return None


def _place_name(ent: Span) -> str:
    """The name with the adjectives before it ("northern Gaza Strip")."""
    start = ent.start
    while start > ent.sent.start and (
        ent.doc[start - 1].tag_ in ("JJ", "NNP") or ent.doc[start - 1].dep_ in ("amod", "compound")
    ):
        start -= 1
    return ent.doc[start : ent.end].text.strip()


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


def date_of(sent: Span, count: Count, dates: tuple[DateMention, ...]) -> str | None:
    """The calendar mention nearest to the event within its sentence."""
    doc = sent.doc
    place = doc[count.link.cue.start].idx
    near = [
        mention
        for mention in dates
        if sent.start_char <= mention.evidence.start < sent.end_char
        and mention.value
        and mention.kind in ("date", "interval")
    ]
    if not near:
        return None
    return min(near, key=lambda mention: abs(mention.evidence.start - place)).value


def _lead_date(doc: Doc, dates: tuple[DateMention, ...]) -> str | None:
    """The day that the first sentences give to the event."""
    for index, sent in enumerate(doc.sents):
        if index > 3:
            return None
        for mention in dates:
            inside = sent.start_char <= mention.evidence.start < sent.end_char
            if inside and mention.kind == "date" and mention.granularity == "day" and mention.basis != "explicit":
                return mention.value
    return None
