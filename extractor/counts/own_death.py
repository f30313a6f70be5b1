"""Persons who harm others and die in the same sentence: "killed two clerks before shooting himself".

Such a person is the attacker of an attack, whatever noun or name the text has ("a former employee"), and is
none of the people whom the figure of the deed counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from extractor.frames.frame import Frame
from extractor.frames.participants import NounPhrase
from extractor.language.syntax import is_verbal
from extractor.lexicon import count_nouns, word_set
from extractor.numbers.nouns import is_agent_noun

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Token

SELF = frozenset({"himself", "herself"})
SAME = frozenset({"he", "she", "him", "her"})
FORCES = frozenset({"police", "military"})
"""Roles of those who fight attackers: "a guard killed two raiders before he was shot"."""
UNTIL = frozenset({"before", "until"})


def doers_who_die(doc: Doc, frames: Sequence[Frame]) -> list[NounPhrase]:
    """The single persons who harm somebody and die in one sentence, each once.

    Args:
        doc: the annotated text.
        frames: those of its event words, in order.
    """
    found: dict[int, NounPhrase] = {}
    for at, deed in enumerate(frames):
        doer = _doer_of(doc, deed)
        if doer is None or doer.head in found:
            continue
        if _harms_self(doc, deed) or any(_is_death_of(doc, doer, deed, f) for f in _behind(doc, frames, at)):
            found[doer.head] = doer
    return list(found.values())


def _doer_of(doc: Doc, deed: Frame) -> NounPhrase | None:
    """The one person who does an asserted harm."""
    harms = any(event.is_casualty for event in deed.cue.readings)
    if not harms or deed.assertion.reason is not None or len(deed.agents) != 1:
        return None
    return deed.agents[0] if _is_one_person(doc[deed.agents[0].head]) else None


def _is_one_person(head: Token) -> bool:
    """Whether a noun or a name is of one person, who is of no force."""
    noun = count_nouns().get(head.lower_)
    if noun is None:
        return head.ent_type_ == "PERSON" if head.tag_ == "NNP" else head.tag_ == "NN" and is_agent_noun(head)
    person = noun.unit == "people" and not noun.plural and noun.role not in FORCES
    return person and head.tag_ in ("NN", "NNP")


def _harms_self(doc: Doc, deed: Frame) -> bool:
    """ "Killed two clerks and himself", "shot dead his wife and then himself"."""
    if "killed" not in deed.cue.meanings:
        return False
    above = {*range(deed.cue.start, deed.cue.end), *(patient.head for patient in deed.patients)}
    return any(t.dep_ == "conj" and t.head.i in above for t in doc[deed.cue.start].sent.holding(SELF))


def _behind(doc: Doc, frames: Sequence[Frame], at: int) -> Iterator[Frame]:
    """The frames behind one in its sentence."""
    end = doc[frames[at].cue.start].sent.end
    return takewhile(lambda frame: frame.cue.start < end, frames[at + 1 :])


def _is_death_of(doc: Doc, doer: NounPhrase, deed: Frame, death: Frame) -> bool:
    """Whether an asserted death behind a deed is of who did it: "and then took his own life"."""
    if "killed" not in death.cue.meanings or death.assertion.reason is not None or len(death.patients) > 1:
        return False
    head = next((patient.head for patient in death.patients), None)
    if head == doer.head:
        return _is_violent(doc, death)
    known = head is None or doc[head].lower_ in SAME
    return known and _ends_the_deed(doc[death.cue.start], deed)


def _is_violent(doc: Doc, death: Frame) -> bool:
    """By the own hand or that of others; a driver who "later died" is no attacker."""
    by_others = any(event.patient == "object" for event in death.cue.readings)
    return by_others or not word_set("own_hand").isdisjoint(doc.lower[death.cue.start : death.cue.end])


def _ends_the_deed(verb: Token, deed: Frame) -> bool:
    """ "... before killing himself", "... until he was shot": behind the deed or the verb above it."""
    opens = verb.head if verb.dep_ == "pcomp" else next((c for c in verb.children if c.dep_ == "mark"), None)
    if opens is None or opens.lower_ not in UNTIL:
        return False
    above = opens.head if verb.dep_ == "pcomp" else verb.head
    return above.i < opens.i and (above.i in range(deed.cue.start, deed.cue.end) or is_verbal(above))
