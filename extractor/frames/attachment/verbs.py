"""Event words that a phrase reaches through a verb: its own, complements, tolls that rise to a figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.frames.attachment.link import Clause, Link, Slot, link_by, links
from extractor.frames.constructions import (
    ACTIVE_OBJECT,
    AMONG_VICTIMS,
    COMPLEMENT,
    INTRANSITIVE_SUBJECT,
    NOMINAL_TOLL,
    NUMBERING,
    PASSIVE_SUBJECT,
    PREDICATE_STATE,
    REDUCED_PASSIVE,
    STATE_INCLUDES,
    Construction,
)
from extractor.frames.cues import Cue
from extractor.frames.participants import ANY_SUBJECT, SUBJECTS, is_object, is_when_or_where
from extractor.language.syntax import ADJECTIVE_TAGS, is_verbal
from extractor.lexicon import Event, count_nouns, word_set

if TYPE_CHECKING:
    from extractor.language.doc import Token

TOLL_SLOTS = ANY_SUBJECT | {"dobj"}
COMPLEMENTS = frozenset({"acomp", "advcl", "advmod", "amod", "attr", "dobj", "oprd", "prep", "prt", "xcomp"})
"""Dependency labels of what completes a verb."""
BE = word_set("be")
TAKES_LIVES = word_set("takes_lives")
RISES = word_set("rises")
TOLL = word_set("toll_nouns")
INCLUDES = word_set("include") | {"were", "are", "was"}
AMOUNTS = word_set("amount_to")
AMBITRANSITIVE = word_set("ambitransitive")
LEAVES = word_set("leaving")
PLACES = word_set("places")


def at_verb(clause: Clause, verb: Token, slot: Slot, *, depth: int = 0) -> Iterator[Link]:
    """Links of a phrase that stands in ``slot`` of ``verb``."""
    if verb.dep_ in ("aux", "auxpass") and verb.head.i > verb.i:
        verb = verb.head  # "remained displaced" read as an auxiliary and its verb
        slot = "passive" if slot == "subject" else slot
    yield from _at_event_word(clause, verb, slot)
    if slot == "object" and verb.lower_ in TAKES_LIVES:
        return
    yield from _figures_of(clause, verb, slot)
    yield from complements(clause, verb, slot)
    if depth < 2 and slot in ("subject", "passive"):
        for other in filter(_goes_on, verb.children):
            passive = slot == "passive" and other.tag_ == "VBN"
            yield from at_verb(clause, other, "passive" if passive else "subject", depth=depth + 1)


def _at_event_word(clause: Clause, verb: Token, slot: Slot) -> Iterator[Link]:
    """Links at a verb that is an event word itself."""
    cue = clause.cue_at.get(verb.i)
    if cue:
        suffers = "object" if slot == "passive" else None  # "were moved" before "moved"
        for event in sorted(cue.readings, key=lambda event: event.patient != suffers):
            if (rule := _predicate(clause, verb, cue, event, slot)) is not None:
                yield link_by(rule, cue, event)


def _figures_of(clause: Clause, verb: Token, slot: Slot) -> Iterator[Link]:
    """Links of a figure that the verb ascribes to those who suffer: tolls, lists of the dead, numbers."""
    stated = [*_subject_state(clause, verb)] if slot == "attribute" and verb.lower_ in INCLUDES else []
    yield from stated
    rises = slot == "attribute" or (slot in ("object", "passive") and verb.lower_ in RISES)
    if rises and not stated and any(noun.dep_ in SUBJECTS for noun in verb.children):
        yield from toll(clause, verb, False)
    if slot in ("object", "attribute"):
        if verb.lower_ in INCLUDES and not stated:
            yield from _subject_state(clause, verb)
        if verb.lower_ in AMOUNTS:
            yield from _numbering(clause, verb)


def _goes_on(verb: Token) -> bool:
    """A coordinated predicate without a subject of its own."""
    if verb.dep_ != "conj" or not (is_verbal(verb) or verb.tag_ in ADJECTIVE_TAGS):
        return False
    return not has_subject(verb)


def has_subject(verb: Token) -> bool:
    """True for a verb with a subject of its own."""
    return any(child.dep_ in ANY_SUBJECT for child in verb.children)


def _numbering(clause: Clause, verb: Token) -> Iterator[Link]:
    """ "refugees numbering 12,000", "the displaced are estimated to number 4,000"."""
    token = verb
    for _ in range(3):
        people = [child for child in token.children if child.dep_ in ANY_SUBJECT]
        if token.dep_ in ("acl", "relcl"):
            people.append(token.head)
        for noun in people:
            cue = clause.cue_at.get(noun.i)
            if cue:
                yield from links(cue, noun.tag_, NUMBERING, total=True)
                return
        if token.dep_ not in ("xcomp", "ccomp"):
            return
        token = token.head


def _predicate(clause: Clause, verb: Token, cue: Cue, event: Event, slot: Slot) -> Construction | None:
    """The rule by which the phrase in ``slot`` is who suffers the event; null for who causes it."""
    if event.patient == "object":
        if slot == "subject":
            return REDUCED_PASSIVE if _suffers(clause, verb, cue, event) else None
        return {"passive": PASSIVE_SUBJECT, "object": ACTIVE_OBJECT}.get(slot)
    if event.patient == "subject":
        if slot == "object":
            return ACTIVE_OBJECT if event.is_casualty else None
        return None if slot == "attribute" or _causes(verb, cue, slot) else INTRANSITIVE_SUBJECT
    state = event.patient == "modifier" or (event.patient == "self" and slot == "attribute")
    return PREDICATE_STATE if state else None


def _causes(verb: Token, cue: Cue, slot: Slot) -> bool:
    """ "a woman drowned her two children": the subject of a verb that also takes an object."""
    return slot == "subject" and verb.lower_ in AMBITRANSITIVE and has_object(verb, cue)


def _suffers(clause: Clause, verb: Token, cue: Cue, event: Event) -> bool:
    """A subject that is the victim: "two killed in ambush", "12,000 evacuated their homes"."""
    if event.weak and cue.end < len(clause.doc) and clause.doc[cue.end].lower_ == "at":
        return False
    return (verb.lower_ in LEAVES and _leaves_home(verb)) or _reduced_passive(verb, cue)


def _leaves_home(verb: Token) -> bool:
    """ "12,000 people evacuated their homes": who evacuates a place is who moves."""
    for child in verb.children:
        if child.dep_ == "dobj":
            noun = count_nouns().get(child.lower_)
            owned = any(c.tag_ == "PRP$" for c in child.children)
            place = child.ent_type_ in ("GPE", "LOC") or child.lower_ in PLACES
            return owned or place or bool(noun and noun.unit == "homes")
    return not any(child.dep_ == "auxpass" for child in verb.children)


def _reduced_passive(verb: Token, cue: Cue) -> bool:
    """ "Two soldiers killed in ambush", "12 evacuated": the participle without its auxiliary."""
    if any(child.dep_ == "auxpass" for child in verb.children):
        return True
    if verb.tag_ not in ("VBN", "VBD") or has_object(verb, cue):
        return False
    return not any(c.dep_ == "aux" and c.lower_ in ("have", "has", "had") for c in verb.children)


def has_passive(verb: Token) -> bool:
    """True for a verb with a passive auxiliary or subject."""
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def has_object(verb: Token, cue: Cue) -> bool:
    """True when the event words have an object ("stabbed and killed a guard"): an active verb."""
    doc = verb.doc
    shared = (c for c in verb.children if c.dep_ == "conj" and not has_subject(c))
    verbs = [*doc[cue.start : cue.end], *shared]
    if any(child.i >= cue.end and is_object(child) for token in verbs for child in token.children):
        return True
    i = cue.end
    while i < len(doc) and doc[i].tag_ == "RB":
        i += 1
    return i < len(doc) and doc[i].sent.start == verb.sent.start and _opens_object(doc[i])


def _opens_object(token: Token) -> bool:
    """Whether the word behind a verb opens a noun phrase that is neither a date nor a subject."""
    nominal = token.tag_ in ("DT", "CD", "PRP", "PRP$", "NNP", "NNPS")
    return nominal and not is_when_or_where(token) and token.dep_ not in ANY_SUBJECT


def complements(clause: Clause, verb: Token, slot: Slot) -> Iterator[Link]:
    """ "were found dead", "were forced to flee", "left 12 dead", "remain displaced", "are in camps"."""
    for child in _completing(verb):
        cue = clause.cue_at.get(child.i)
        yield from _at_list_of(clause, verb, child, slot)
        yield from _at_event_word(clause, child, "passive") if _is_parted_passive(verb, child, slot) else ()
        if child.dep_ == "pcomp" and slot in ("subject", "passive"):
            yield from at_verb(clause, child, "subject", depth=1)
        elif child.dep_ in ("xcomp", "ccomp") and slot in ("object", "passive", "subject"):
            yield from _clause_below(clause, child, slot)
        elif cue and child.dep_ in COMPLEMENTS and not (child.dep_ == "prep" and _harms(clause, verb)):
            yield from (link_by(COMPLEMENT, cue, e) for e in cue.readings if _ascribes(child, e, slot))


_OF_ITS_OWN = ANY_SUBJECT | {"mark", "aux", "auxpass", "advmod"}
"""Dependency labels of what makes a participle the verb of a clause of its own."""


def _is_parted_passive(verb: Token, child: Token, slot: Slot) -> bool:
    """ "Nine people were on Sunday evening killed": the time between the auxiliary and its participle."""
    if slot not in ("subject", "passive") or verb.lower_ not in BE:
        return False
    bare = child.dep_ in ("advcl", "acl", "xcomp", "acomp", "dep") and child.i > verb.i
    when = verb.doc.span(verb.i + 1, verb.i + 2).text.lower() in word_set("parting")
    past = child.tag_ == "VBN" or child.lower_ in word_set("unchanged")
    return bare and past and when and not any(c.dep_ in _OF_ITS_OWN for c in child.children)


def _completing(verb: Token) -> Iterator[Token]:
    """What hangs on a verb, or on the place or time behind it.

    "Came to the hospital with burns", "came after suffering burns".
    """
    for child in verb.children:
        yield child
        for behind in child.children if child.dep_ == "prep" else ():
            if behind.dep_ == "pcomp" and child.lower_ == "after":
                yield behind
            elif behind.dep_ == "pobj":
                yield from (t for t in behind.children if t.dep_ == "prep" and t.lower_ == "with")


def _harms(clause: Clause, verb: Token) -> bool:
    """ "were shot in a camp": a verb of harm, and the phrase behind it only says where."""
    cue = clause.cue_at.get(verb.i)
    return cue is not None and all(event.is_casualty for event in cue.readings)


def _at_list_of(clause: Clause, verb: Token, child: Token, slot: Slot) -> Iterator[Link]:
    """ "are among the dead", "were listed as missing"."""
    if child.lower_ == "among" and (slot == "passive" or verb.lower_ in BE):
        yield from among(clause, child)
    if child.lower_ == "as" and child.dep_ == "prep" and slot in ("object", "passive"):
        yield from _listed_as(clause, child)


def _listed_as(clause: Clause, preposition: Token) -> Iterator[Link]:
    """ "the police list nine as missing", "are registered as displaced"."""
    for child in preposition.children:
        cue = clause.cue_at.get(child.i)
        if cue and not any(c.dep_ in ("det", "nummod") for c in child.children):
            yield from (
                link_by(COMPLEMENT, cue, e)
                for e in cue.readings
                if e.patient in ("modifier", "self") or (e.patient == "object" and child.tag_ != "VBG")
            )


def _clause_below(clause: Clause, verb: Token, slot: Slot) -> Iterator[Link]:
    """ "were forced to flee": the clause below has no subject of its own."""
    if (verb.dep_ == "ccomp" and slot == "subject") or any(c.dep_ in ANY_SUBJECT for c in verb.children):
        return
    passive = verb.tag_ == "VBN" or any(c.dep_ == "auxpass" for c in verb.children)
    yield from at_verb(clause, verb, "passive" if passive else "subject", depth=1)


def _ascribes(word: Token, event: Event, slot: Slot) -> bool:
    """True when the event word as a complement says what became of the phrase."""
    if event.patient == "modifier":
        return True
    if event.patient == "object" and word.tag_ in ("VBN", "JJ") and word.dep_ != "advcl":
        return True
    phrasal = word.dep_ in ("prep", "advcl", "dobj", "prt") and word.tag_ in ("IN", "NN", "NNS", "RP")
    definite = any(child.lower_ == "the" for child in word.lefts)  # "officers investigating the killing"
    if event.patient in ("subject", "object") and phrasal and not definite:
        return True
    named = event.patient in ("self", "object") and word.dep_ in ("attr", "oprd", "acomp")
    return named and slot != "attribute"


def among(clause: Clause, preposition: Token) -> Iterator[Link]:
    """ "a pupil is among the dead"."""
    for token in preposition.subtree:
        cue = clause.cue_at.get(token.i)
        if cue:
            yield from links(cue, token.tag_, AMONG_VICTIMS, subset=True)


def _subject_state(clause: Clause, verb: Token) -> Iterator[Link]:
    """ "The dead include 19 children", "The injured were two drivers"."""
    for child in verb.children:
        cue = clause.cue_at.get(child.i)
        if cue and child.dep_ in ANY_SUBJECT and any(c.lower_ == "the" for c in child.children):
            part = verb.lower_.startswith("includ")
            yield from links(cue, child.tag_, STATE_INCLUDES, subset=part)


def toll(clause: Clause, head: Token, subset: bool) -> Iterator[Link]:
    """ "the death toll rose to 40", "bringing the number of dead to 40", "put the toll at 40"."""
    for noun in _toll_nouns(head):
        if noun.lower_ not in TOLL and noun.i not in clause.cue_at:
            continue
        token = next((t for t in noun.subtree if t.i in clause.cue_at), None)
        if token is None:
            continue
        cue = clause.cue_at[token.i]
        part = subset or _is_of_some(noun)
        for event in cue.readings:
            if NOMINAL_TOLL.accepts(event, token.tag_) or (
                event.patient == "subject" and _tells_of(token, noun)
            ):
                yield link_by(NOMINAL_TOLL, cue, event, subset=part, total=True)


def _is_of_some(toll: Token) -> bool:
    """ "Deaths among children rose to 13": the toll of a part of the people."""
    return any(child.lower_ == "among" for child in toll.rights)


def _toll_nouns(head: Token) -> list[Token]:
    """The toll that a figure is of: the word itself, or the subject of its verb or of the verb beside it."""
    if head.lower_ in TOLL:
        return [head]
    if head.dep_ == "relcl" and head.head.lower_ in TOLL:
        return [head.head]  # "the toll, which stood at 11"
    nouns = [child for child in head.children if child.dep_ in TOLL_SLOTS]
    if nouns or head.lower_ not in RISES:
        return nouns
    return [child for verb in _verbs_beside(head) for child in verb.children if child.dep_ in ANY_SUBJECT]


def _verbs_beside(verb: Token) -> list[Token]:
    """The verbs that share the toll: "first put at 54, has been corrected to 47"."""
    beside = [child for child in verb.lefts if child.dep_ == "advcl"]
    above = verb.head.head if verb.dep_ == "pcomp" else verb.head  # "at first put at 54, has been revised"
    return beside + ([above] if verb.dep_ in ("pcomp", "advcl", "acl") else [])


def _tells_of(verb: Token, toll: Token) -> bool:
    """ "the number of people who died": the clause of those whom the toll counts."""
    of = verb.head.head
    return verb.dep_ in ("relcl", "acl") and of.lower_ == "of" and of.head.i == toll.i
