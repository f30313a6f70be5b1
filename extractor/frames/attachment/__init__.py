"""Which event word governs a counted noun phrase: a walk up the dependency tree, then plain neighbourhood.

The small parsers err on telegraphic news, so every link carries its strength: the word right behind the
phrase beats a predicate, which beats a noun for the event, a participle beside the noun, and a neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.frames.attachment.link import Clause, Link, clause_of, link_by
from extractor.frames.attachment.neighbours import AUXILIARIES, before, label, over_aside, own, runs_on
from extractor.frames.attachment.tree import candidates, slot_of
from extractor.frames.attachment.verbs import at_verb, has_object, has_subject
from extractor.frames.constructions import (
    EVENT_ELIDED,
    EVENT_NOUN,
    OWNERS,
    PARTICIPLE,
    PEOPLE_NOUN,
    PREMODIFIER,
    RELATIVE_CLAUSE,
    STATE_BEHIND,
    STRENGTH,
)
from extractor.frames.cues import Cue
from extractor.frames.participants import ANY_SUBJECT, PASSIVES
from extractor.language.syntax import is_verbal
from extractor.lexicon import Event, count_nouns, reporting_verbs, word_set
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from extractor.language.doc import Token

__all__ = [
    "AUXILIARIES",
    "Clause",
    "Link",
    "clause_of",
    "has_other_predicate",
    "is_whole",
    "link",
    "link_by",
    "runs_on",
]

# Halved or doubled it changes no record of 403 texts.
NEIGHBOURLY = 2 * STRENGTH["list"]
"""A link this weak lets the word before the phrase compete."""
BESIDE_THE_NOUN = (EVENT_NOUN, PARTICIPLE, PEOPLE_NOUN, PREMODIFIER, RELATIVE_CLAUSE, STATE_BEHIND)
MORTAL = frozenset({"killed", "injured"})
"""What befalls nothing but living beings: an unlisted noun that dies or is killed counts people."""
SAID_OF = ("object", "subject", "modifier")
"""Readings of an event word that say what befell the subject or object of its verb."""
HOLDS_FIGURES = word_set("holds_figures")


def link(clause: Clause, phrase: Phrase) -> list[Link]:
    """All links of a phrase, strongest first; empty when nothing governs it."""
    if is_whole(clause, phrase) and not phrase.whole:
        return []
    found = _links(clause, phrase)
    if any(x.rule is PEOPLE_NOUN for x in found):
        found = [x for x in found if not _yields_to_noun(x)]
    if phrase.whole:
        found = [x for x in found if x.rule in BESIDE_THE_NOUN]
    ranked = sorted(found, key=lambda x: -x.strength)
    return [*(in_the_end(clause, x) for x in ranked[:1]), *ranked]


def _links(clause: Clause, phrase: Phrase) -> list[Link]:
    """The links that fit what a phrase counts; the word before it competes where the others are weak."""
    readers = (own, candidates, label, over_aside)
    found = [x for read in readers for x in read(clause, phrase) if fits(clause, phrase, x)]
    if not any(x.strength > NEIGHBOURLY for x in found):
        found += [x for x in before(clause, phrase) if fits(clause, phrase, x)]
    return found


def _yields_to_noun(found: Link) -> bool:
    """Whether the noun says more: "hosts 2,600 refugees", "310,400 refugees and 47,600 returnees crossed"."""
    hosted = found.event.meaning == "sheltered" and found.event.patient == "object"
    return hosted or found.rule is EVENT_ELIDED


def in_the_end(clause: Clause, found: Link) -> Link:
    """ "were kidnapped and later killed", "died or vanished": what a second verb says of the same people."""
    if not _has_patient(found.event):
        return found
    verb = clause.doc[found.cue.start]
    either = any(child.lower_ == "or" for child in verb.rights if child.dep_ == "cc")
    for cue, later in _later_events(clause, found):
        if either:
            casualties = found.event.model_copy(update={"meaning": "casualties", "weak": False})
            return replace(found, event=casualties)
        if later.meaning == "killed":
            return replace(found, cue=cue, event=later)
    return found


def _has_patient(event: Event) -> bool:
    return event.is_casualty and event.patient in ("object", "subject")


def _later_events(clause: Clause, found: Link) -> Iterator[tuple[Cue, Event]]:
    """Other events of the verbs that are joined to the one found and share its subject."""
    for verb in clause.doc[found.cue.start].rights:
        cue = (clause.cue_at.get(verb.i) or _found_as(clause, verb)) if verb.dep_ == "conj" else None
        if cue is None or has_subject(verb) or has_object(verb, cue) or cue.start == found.cue.start:
            continue
        later = next((e for e in cue.readings if e.is_casualty and e.patient in SAID_OF), None)
        if later is not None and later.meaning != found.event.meaning:
            yield cue, later


def _found_as(clause: Clause, verb: Token) -> Cue | None:
    """ "were abducted and later found dead": the state that a verb without an object gives."""
    states = (child for child in verb.rights if child.dep_ in ("oprd", "acomp"))
    return next((clause.cue_at[child.i] for child in states if child.i in clause.cue_at), None)


def fits(clause: Clause, phrase: Phrase, found: Link) -> bool:
    """True when the event can happen to what the phrase counts."""
    event = found.event
    if found.rule is OWNERS:
        return phrase.unit == "households"
    if phrase.unit == "thing":
        return False
    if phrase.unit == "unlisted":
        return event.meaning in MORTAL and event.patient in ("object", "subject", "modifier")
    if event.is_housing:
        return phrase.unit == "homes" or (phrase.elided and _homes_before(clause, phrase))
    return phrase.unit != "homes" or event.meaning == "evacuated"


def _homes_before(clause: Clause, phrase: Phrase) -> bool:
    """ "damaged another 900": homes are spoken of in this sentence or the one before."""
    start = clause.doc[phrase.head].sent.start
    if start > 0:
        start = clause.doc[start - 1].sent.start
    nouns = (count_nouns().get(token.lower_) for token in clause.doc[start : phrase.start])
    return any(noun and noun.unit == "homes" and noun.plural for noun in nouns)


def is_whole(clause: Clause, phrase: Phrase) -> bool:
    """ "five members of one family": the part is the figure, not the whole that it is of."""
    root = clause.doc.root_of(phrase.start, phrase.end)
    part = root.head.head.i
    inside = phrase.start <= part < phrase.end
    return root.dep_ == "pobj" and root.head.lower_ == "of" and part in clause.counted and not inside


def has_other_predicate(clause: Clause, phrase: Phrase) -> bool:
    """True when a verb that is no event word governs the phrase ("one was arrested", "freed five")."""
    token = clause.doc.root_of(phrase.start, phrase.end)
    verb = token.head.lower_
    acted_on = token.dep_ == "dobj" and verb not in HOLDS_FIGURES and verb not in reporting_verbs()
    governed = acted_on or (token.dep_ in ANY_SUBJECT and is_verbal(token.head))
    said = token.dep_ in PASSIVES and verb in reporting_verbs()  # "101 were reported from Ostra"
    if not governed or said:
        return False
    return not list(at_verb(clause, token.head, slot_of(token.dep_) or "subject"))
