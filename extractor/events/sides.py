"""Who did it and to whom: the actors that an event's own clauses name as agents and as patients.

``stated`` where the text says it as a fact, ``claimed`` where the actor says so, ``blamed`` where somebody
else does. In an armed clash both sides are perpetrators, since no side began it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.counts.sighting import Sighting
from extractor.events.draft import Draft
from extractor.events.kind import type_of
from extractor.frames.frame import Frame, by_start, doers_at
from extractor.frames.participants import NounPhrase, Participants, participants, phrase
from extractor.lexicon import word_set
from extractor.lexicon.event_types import event_types, naming_words
from extractor.numbers.phrases import Phrase
from extractor.records import Actor, ActorBasis, EventActor, EventType

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token

_NEVER_SIDES = frozenset({"media", "igo"})
_MODALS = frozenset({"may", "might", "could"})
# At 4 seven of 403 texts change sides, at 16 one; one labelled sum of attackers is right more at 4.
_NEAR = 8
"""Tokens behind a word of suspicion in which the name of the suspected stands."""
_IRREGULAR = frozenset({"armed_group", "person", "other"})
_BY_FORCES = frozenset({"air_strike", "shelling", "crackdown"})
"""Types of event that armed forces carry out as a rule: the fighters among the dead are their targets."""
_FORCES = frozenset({"military", "police", "government"})
_BETWEEN = ("between", "with", "against", "and")
_BASES: tuple[ActorBasis, ...] = ("stated", "claimed", "blamed")
"""What the text states goes before what a side claims, and that before what somebody says of it."""


class Sides(NamedTuple):
    """The actors on each side of an event."""

    perpetrators: tuple[EventActor, ...] = ()
    targets: tuple[EventActor, ...] = ()


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a text by the token at which they are named."""

    actors: Sequence[Actor]
    at: dict[int, int]

    def within(self, found: NounPhrase) -> list[int]:
        """The actors that a noun phrase names: a named one alone, else its unnamed group."""
        seen = list(dict.fromkeys(self.at[i] for i in range(found.start, found.end) if i in self.at))
        named = [i for i in seen if self.actors[i].name[:1].isupper() and self.actors[i].kind != "country"]
        return named or seen


def cast_of(doc: Doc, actors: Sequence[Actor]) -> Cast:
    """The actors that can be a side, by token; agencies that report and peace bodies are none."""
    at: dict[int, int] = {}
    for index, actor in enumerate(actors):
        if actor.kind in _NEVER_SIDES:
            continue
        for mention in actor.mentions:
            span = doc.span_at(mention.start, mention.end)
            if span is not None:
                at.update(dict.fromkeys(range(span.start, span.end), index))
    return Cast(actors, at)


def sides_of_events(
    doc: Doc, drafts: Sequence[Draft], actors: Sequence[Actor], frames: Sequence[Frame]
) -> tuple[Sides, ...]:
    """The sides of each event of a text.

    A sentence without an event word of its own ("A rebel group claimed responsibility") speaks of the event
    before it.
    """
    cast = cast_of(doc, actors)
    kinds = [type_of(draft) for draft in drafts]
    violent = [index for index, kind in enumerate(kinds) if kind and event_types()[kind].family == "violence"]
    if not cast.at or not violent:
        return tuple(Sides() for _ in drafts)
    sents, known = _sentences(doc, drafts), by_start(frames)
    found = {}
    for index in violent:
        deeds = _deeds(doc, drafts[index], known)
        found[index] = _sides_of(doc, cast, deeds, sents.get(index, ()), clash=kinds[index] == "armed_clash")
    return tuple(found.get(index, Sides()) for index in range(len(drafts)))


Deeds = Mapping[tuple[int, int], Participants]
"""Who acts and who suffers by each of the event words of one event, by their token ranges."""


def _deeds(doc: Doc, draft: Draft, frames: Mapping[int, Frame]) -> Deeds:
    own = {token for passage in draft.passages for token in passage.stretch.tokens}
    words = [(mention.start, mention.end) for mention in draft.mentions if mention.asserted]
    words += [(start, frame.cue.end) for start, frame in frames.items() if start in own]
    parsed = dict.fromkeys((start, end) for start, end in words if doc[start].tag_)
    return {(start, end): doers_at(doc, start, end, frames) for start, end in parsed}


def _sentences(doc: Doc, drafts: Sequence[Draft]) -> dict[int, list[Span]]:
    """The sentences that speak of each event, those without an event word among them."""
    begins = {
        doc[passage.stretch.tokens[0]].sent.start: index
        for index, draft in enumerate(drafts)
        for passage in draft.passages
    }
    found: dict[int, list[Span]] = {}
    current = None
    for sent in doc.sents:
        current = begins.get(sent.start, current)
        if current is not None:
            found.setdefault(current, []).append(sent)
    return found


def _sides_of(doc: Doc, cast: Cast, deeds: Deeds, sents: Iterable[Span], *, clash: bool) -> Sides:
    """The sides of one event.

    Args:
        doc: the annotated text.
        cast: its actors by token.
        deeds: what its event words say.
        sents: the sentences that speak of it.
        clash: whether it is an armed clash, in which all act.
    """
    agents, patients = _by_words(doc, cast, deeds, clash=clash)
    for sent in sents:
        for index, basis in (*_responsible(sent, cast), *_suspected(sent, cast)):
            if index not in patients:
                _add(agents, [index], basis)
    return Sides(_entries(agents), _entries({i: b for i, b in patients.items() if i not in agents}))


Side = dict[int, ActorBasis]


def _by_words(doc: Doc, cast: Cast, deeds: Deeds, *, clash: bool) -> tuple[Side, Side]:
    """Who acts and who suffers by the event words themselves; in a clash all act."""
    agents: Side = {}
    patients: Side = {}
    repel: set[int] = set()
    for (start, end), found in deeds.items():
        acting = [(cast.within(_with_origin(doc, noun)), _basis(doc, noun)) for noun in found.agents]
        for indexes, basis in acting:
            _add(agents, indexes, basis)
        if not clash and any(_is_attacker(doc, patient) for patient in found.patients):
            repel |= _forces(cast, acting)
        others = (*found.patients, *_opponents(doc, start, end)) if clash else found.patients
        for noun in others:
            _add(agents if clash else patients, cast.within(noun), "stated")
    return _without(agents, repel, cast), patients


def _forces(cast: Cast, acting: Iterable[tuple[Iterable[int], ActorBasis]]) -> set[int]:
    """Those who act and are forces of a state."""
    return {i for indexes, _ in acting for i in indexes if cast.actors[i].kind in _FORCES}


def _is_attacker(doc: Doc, noun: NounPhrase) -> bool:
    """ "Two of the hijackers", "the gunmen", "three militants": the harmed may be who attacked."""
    words = set(doc.lower[noun.start : noun.end])
    return bool(words & (word_set("attackers") | word_set("fighters")))


def _without(agents: Side, repel: set[int], cast: Cast) -> Side:
    """The agents without the forces that shot attackers, where others began it."""
    began = any(cast.actors[i].kind not in _FORCES for i in agents)
    return {i: basis for i, basis in agents.items() if not (began and i in repel)}


def _add(side: dict[int, ActorBasis], actors: Iterable[int], basis: ActorBasis) -> None:
    for index in actors:
        known = side.get(index)
        if known is None or _BASES.index(basis) < _BASES.index(known):
            side[index] = basis


def _entries(side: dict[int, ActorBasis]) -> tuple[EventActor, ...]:
    return tuple(EventActor(actor=index, basis=basis) for index, basis in side.items())


def _basis(doc: Doc, noun: NounPhrase) -> ActorBasis:
    words = set(doc.lower[max(noun.start - 1, 0) : noun.end])
    return "blamed" if words & word_set("suspicion") else "stated"


def _opponents(doc: Doc, start: int, end: int) -> Iterator[NounPhrase]:
    """ "clashes between A and B", "fought with B", "a clash broke out between A and B": the nouns behind."""
    word = doc.root_of(start, end)
    around = word.head if word.dep_ in ("nsubj", "dobj") else word
    for child in (*word.children, *(around.children if around.i != word.i else ())):
        if child.dep_ == "prep" and child.lower_ in _BETWEEN:
            for target in child.children:
                if target.dep_ == "pobj":
                    yield phrase(target)
                    yield from (phrase(c) for c in target.subtree if c.dep_ == "conj")


def _with_origin(doc: Doc, noun: NounPhrase) -> NounPhrase:
    """ "A bomber from the Red Brigade", "the Red Brigade (RB)": the group is part of the phrase."""
    end = noun.end
    if end < len(doc) and doc[end].text == "(":
        end = next((i + 1 for i in range(end, min(end + _NEAR, len(doc))) if doc[i].text == ")"), end)
    behind = doc.lower[end : end + 2]
    if behind[:1] == [","] and set(behind) & word_set("claims_membership"):
        end += 1
    while end < len(doc) and doc[end].lower_ in word_set("membership"):
        end = max(doc[end].right_edge.i + 1, end + 1)
    return NounPhrase(noun.start, end, noun.head)


def _suspected(sent: Span, cast: Cast) -> Iterator[tuple[int, ActorBasis]]:
    """ "Presumably a Red Brigade cell", "believed to be members of it": the name a few words behind."""
    for token in sent.holding(word_set("suspicion")):
        near = range(token.i + 1, min(token.i + _NEAR, sent.end))
        first = next((i for i in near if i in cast.at), None)
        if first is not None:
            yield cast.at[first], "blamed"


@cache
def _holding_words() -> frozenset[str]:
    """The words by which somebody is held responsible."""
    return word_set("claiming") | word_set("attack_verbs") | word_set("blaming") | word_set("answerable")


def _responsible(sent: Span, cast: Cast) -> Iterator[tuple[int, ActorBasis]]:
    """Whom a sentence holds responsible: "X claimed responsibility", "blamed X", "X was suspected"."""
    for token in sent.holding(_holding_words()):
        for noun, basis in _held(token) if token.tag_ else ():
            yield from ((index, basis) for index in cast.within(noun))


def _held(token: Token) -> Iterator[tuple[NounPhrase, ActorBasis]]:
    """Whom a word holds responsible, and on what grounds."""
    doc, low = token.doc, token.lower_
    if low in word_set("claiming") and _objects(token) & word_set("responsibility"):
        yield from ((_with_origin(doc, noun), "claimed") for noun in _subjects(token))
    elif low in word_set("attack_verbs"):
        agents = participants(doc, token.i, token.i + 1).agents
        yield from ((_with_origin(doc, noun), _basis(doc, noun)) for noun in agents)
    elif low in word_set("blaming"):
        yield from ((noun, "blamed") for noun in _blamed(token))
    elif low in word_set("answerable") and token.dep_ == "acomp" and _for_a_deed(token):
        basis: ActorBasis = "blamed" if _is_hedged(token.head) else "stated"
        yield from ((_with_origin(doc, noun), basis) for noun in _subjects(token.head))


def _for_a_deed(responsible: Token) -> bool:
    """ "responsible for the attack", "for launching it"; not denied, and no office ("for the roads")."""
    deeds = word_set("responsibility") | naming_words()
    behind = [t for prep in responsible.children if prep.lower_ == "for" for t in prep.children]
    meant = any(t.dep_ == "pcomp" or t.lower_ in deeds for t in behind)
    return meant and not any(child.dep_ == "neg" for child in responsible.head.children)


def _is_hedged(verb: Token) -> bool:
    """Whether a clause is said by somebody or thought possible: "may be", "police suspect that"."""
    beside = {child.lower_ for child in verb.children if child.dep_ in ("aux", "advmod")}
    return bool(beside & (word_set("suspicion") | _MODALS)) or verb.dep_ == "ccomp"


def _objects(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.dep_ in ("dobj", "nsubjpass")}


def _subjects(verb: Token) -> list[NounPhrase]:
    """Who does what a verb says: its subject and its agent, else the subject of the verb above it."""
    found = [child for child in verb.children if child.dep_ == "nsubj"]
    found += [t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
    if not found and verb.head.i != verb.i:
        found = _subjects_above(verb)
    return [phrase(noun) for noun in found]


def _subjects_above(verb: Token) -> list[Token]:
    """The subject that a verb shares with the one above it: "a group emerged, claiming responsibility"."""
    if verb.dep_ not in ("conj", "advcl", "xcomp", "acl", "relcl"):
        return []
    shared = [child for child in verb.head.children if child.dep_ in ("nsubj", "nsubjpass")]
    return shared or ([verb.head] if verb.dep_ in ("acl", "relcl") else [])


def _blamed(verb: Token) -> Iterator[NounPhrase]:
    """Who is blamed: the object, the subject of the passive, or what stands behind "on"."""
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass"):
            yield phrase(child)
        elif child.dep_ == "prep" and child.lower_ in ("on", "to"):
            yield from (phrase(target) for target in child.children if target.dep_ == "pobj")
        elif child.dep_ == "ccomp":  # "suspected that X was responsible"
            yield from (phrase(c) for c in child.children if c.dep_ == "nsubj")


def attackers_among(
    doc: Doc,
    drafts: Sequence[Draft],
    sides: Sequence[Sides],
    actors: Sequence[Actor],
    sightings: Sequence[Sighting] = (),
) -> frozenset[int]:
    """Numbers of the counts whose people are the attackers themselves; in an armed clash nobody is.

    The noun says so ("a suicide bomber", "the hijackers"), or it is one for fighters where fighters and no
    state force began it ("militants attacked a post; three militants were killed"), or a sighting
    shows that they harm others and die in the same sentence.
    """
    found = set()
    dying = _tokens_of_doers(sightings)
    for draft, side in zip(drafts, sides, strict=True):
        figures = [(figure.index, figure.count.phrase) for figure in draft.figures]
        kind = type_of(draft) if figures else None
        if not _is_attack(kind):
            continue
        kinds = {actors[entry.actor].kind for entry in side.perpetrators}
        began = bool(kinds) and kind not in _BY_FORCES
        irregular = kinds <= _IRREGULAR and (began or _attackers_act(doc, draft))
        found |= {i for i, who in figures if who.head in dying or _are_attackers(doc, who, irregular)}
    return frozenset(found)


def _is_attack(kind: EventType | None) -> bool:
    """Whether events of a type have an attacker: violence, but no clash, which no side began."""
    return kind is not None and kind != "armed_clash" and event_types()[kind].family == "violence"


def _tokens_of_doers(sightings: Sequence[Sighting]) -> frozenset[int]:
    """The tokens of those who harm others and die in the same sentence."""
    words = ((s.start, s.end) if s.described is None else s.described for s in sightings if s.doer)
    return frozenset(i for start, end in words for i in range(start, end))


def _attackers_act(doc: Doc, draft: Draft) -> bool:
    """Whether the subject of a clause of an event is called its attacker: "the attackers fired rockets"."""
    tokens = (i for passage in draft.passages for i in passage.stretch.tokens)
    words, lower = word_set("attackers"), doc.lower
    return any(lower[i] in words and doc[i].dep_ == "nsubj" for i in tokens)


def _are_attackers(doc: Doc, counted: Phrase, irregular: bool) -> bool:
    """Whether the counted are attackers by their noun, or fighters of the side that began it.

    "Three of the four attackers" are named by the noun behind "of"; fighters of a named country ("six allied
    Turkish fighters") are not those without one.
    """
    head = doc[counted.head]
    behind = [t for prep in head.children if prep.lower_ == "of" for t in prep.children if t.dep_ == "pobj"]
    nouns = {token.lower_ for token in (head, *(behind if head.tag_ == "CD" else ()))}
    if nouns & word_set("attackers"):
        return True
    return irregular and bool(nouns & word_set("fighters")) and not counted.countries
