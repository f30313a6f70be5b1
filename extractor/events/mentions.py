"""Where a text speaks of an event: the words of the type table, and the words that refer back to one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.events.names import name_at
from extractor.frames.frame import Frame, assertion_at, by_start, doers_at
from extractor.language.offsets import where
from extractor.language.syntax import is_verbal
from extractor.lexicon import count_nouns, word_set
from extractor.lexicon.event_types import Form, event_types, trigger_forms, vehicle_types
from extractor.records import EventType

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
ADJECTIVES = frozenset({"JJ", "JJR", "JJS"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "such"})
BARE = frozenset({"to", "will", "would", "could", "may", "might", "can", "should", "shall", "must", "not"})


class Mention(NamedTuple):
    """Event words at tokens ``[start, end)`` and the types that they can name, the likeliest first.

    ``rank`` is 2 where the words determine the type, 1 where a narrower type of the same event wins, 0 where
    they name none ("the incident"). ``definite`` words speak of an event that is known ("the blast");
    ``attribute`` words only describe another noun ("flood victims"); ``asserted`` is false for what is
    denied, feared or planned; ``harm`` words say that somebody came to harm and not by what ("injuries").
    ``name`` is the proper name that they are a part of ("Cyclone Imelda").
    """

    start: int
    end: int
    types: tuple[EventType, ...]
    rank: int
    noun: bool
    plural: bool = False
    definite: bool = False
    attribute: bool = False
    asserted: bool = True
    harm: bool = False
    name: str | None = None

    @property
    def head(self) -> int:
        """The token that the sentence hangs the words on: the last of a noun, the first of a verb."""
        return self.end - 1 if self.noun else self.start

    @property
    def firm(self) -> bool:
        """Whether the words name a type, and not only as what describes another noun."""
        return self.rank > 0 and not self.attribute

    @property
    def family(self) -> str | None:
        """The family of the first type; null for words that name none."""
        return event_types()[self.types[0]].family if self.types else None


def find_mentions(doc: Doc, frames: Sequence[Frame]) -> tuple[Mention, ...]:
    """The event words of a text in order, the longest form at each place, without overlap.

    A verb of killing whose agent is a person, a group or a force names an attack.

    Args:
        doc: the annotated text.
        frames: those of its words of harm and displacement, as ``frames_of`` gives them.
    """
    known = by_start(frames)
    found = list(_named(doc, known))
    found += _killings(doc, known, _tokens(found))
    found += _harms(doc, frames, _tokens(found))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _tokens(mentions: Iterable[Mention]) -> set[int]:
    return {i for mention in mentions for i in range(mention.start, mention.end)}


def _harms(doc: Doc, frames: Sequence[Frame], taken: set[int]) -> Iterator[Mention]:
    """The words of harm that name no type."""
    for frame in frames:
        cue, token = frame.cue, doc[frame.cue.start]
        if cue.start in taken or not token.tag_ or not any(event.is_casualty for event in cue.readings):
            continue
        asserted = frame.assertion.reason is None
        yield Mention(cue.start, cue.end, (), 0, token.tag_ in NOUNS, asserted=asserted, harm=True)


def _killings(doc: Doc, frames: Mapping[int, Frame], taken: set[int]) -> Iterator[Mention]:
    for token in (doc[i] for i in doc.where(word_set("killing"))):
        if token.i in taken or not token.tag_.startswith("VB"):
            continue
        agents = doers_at(doc, token.i, token.i + 1, frames).agents
        if any(_is_somebody(doc[agent.head]) for agent in agents):
            asserted = assertion_at(doc, token.i, token.i + 1, frames).reason is None
            yield Mention(token.i, token.i + 1, ("attack",), 1, noun=False, asserted=asserted)


def _is_somebody(head: Token) -> bool:
    """A noun for people, or a name that is no place."""
    noun = count_nouns().get(head.lower_)
    people = bool(noun and noun.unit == "people") or head.lower_ in word_set("armed_bodies")
    return people or head.ent_type_ in ("ORG", "PERSON", "NORP")


def _named(doc: Doc, frames: Mapping[int, Frame]) -> tuple[Mention, ...]:
    """The words of the type table."""
    table = trigger_forms()
    places = doc.solid
    words = doc.lower if len(places) == len(doc) else [doc.lower[i] for i in places]
    found: list[Mention] = []
    behind = 0
    for at in where(words, table):
        forms = table[words[at]] if at >= behind else ()
        form = next((f for f in forms if _stands(doc, places, words, at, f)), None)
        if form is None:
            continue
        behind = at + len(form.words)
        if form.kind != "never":
            found.append(_mention(doc, places[at], places[behind - 1] + 1, form, frames))
    return tuple(found)


def _stands(doc: Doc, places: list[int], words: list[str], at: int, form: Form) -> bool:
    """True when the words of a form stand here as its part of speech."""
    if tuple(words[at : at + len(form.words)]) != form.words:
        return False
    if form.pos == "phrase":
        return True
    token = doc[places[at + len(form.words) - 1] if form.pos == "noun" else places[at]]
    if form.pos == "noun":
        return _is_noun(token) if token.tag_ else not _after_bare(doc, places[at])
    if not token.tag_:
        return token.lower_.endswith(("ed", "ing")) or len(form.words) > 1
    return is_verbal(token) or (token.tag_ in ADJECTIVES and token.lower_.endswith("ed"))


def _is_noun(token: Token) -> bool:
    """A noun by its tag, or by its part in the sentence: "in the Covid-19 pandemic"."""
    return token.tag_ in NOUNS or (token.tag_ in ADJECTIVES and token.dep_ in NOMINAL)


def _after_bare(doc: Doc, at: int) -> bool:
    """True behind "to" or a modal verb, where an untagged word is a verb."""
    return at > 0 and doc[at - 1].lower_ in BARE


def _mention(doc: Doc, start: int, end: int, form: Form, frames: Mapping[int, Frame]) -> Mention:
    head = doc[end - 1] if form.pos == "noun" else doc[start]
    types = _vehicle(doc, start) if form.kind == "vehicle" else form.types
    rank = max((event_types()[name].rank for name in types), default=0)
    noun = form.pos == "noun"
    name = name_at(doc, start, end) if noun else None
    return Mention(
        start=start,
        end=end,
        types=types,
        rank=rank,
        noun=noun,
        plural=noun and head.tag_ in ("NNS", "NNPS"),
        definite=noun and _is_definite(doc, start, head),
        attribute=noun and name is None and head.dep_ == "compound" and head.head.i >= end,
        asserted=not head.tag_ or _is_attempt(head) or assertion_at(doc, start, end, frames).reason is None,
        name=name,
    )


def _is_attempt(verb: Token) -> bool:
    """ "tried to bomb a bridge": an attempt is an event."""
    return verb.dep_ == "xcomp" and verb.head.lower_ in word_set("attempts")


def _is_definite(doc: Doc, start: int, head: Token) -> bool:
    """ "the blast", "the latest attack": an article up to two words before."""
    before = doc.lower[max(start - 2, head.sent.start) : start]
    return bool(DEFINITE & set(before))


def _vehicle(doc: Doc, at: int) -> tuple[EventType, ...]:
    """The accident that the vehicle nearest in the sentence makes of a crash."""
    sent: Span = doc[at].sent
    vehicles = vehicle_types()
    near = [(abs(token.i - at), vehicles[token.lower_]) for token in sent if token.lower_ in vehicles]
    return (min(near)[1],) if near else ()
