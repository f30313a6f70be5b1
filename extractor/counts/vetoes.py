"""What the rest of the text says against a reading: patients, people on a trip, victims who lived."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.frames.attachment import Link
from extractor.frames.cues import Cue
from extractor.frames.modality import assertion
from extractor.lexicon import count_nouns, word_set
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

CARE = word_set("care")
PERIODS = frozenset({"year", "month", "week", "day", "hour", "season", "minute"})
SPORT = word_set("sport")
BUSINESS = word_set("business")
VIOLENT = word_set("violent")
FREED = frozenset({"released", "freed", "rescued", "escaped", "exchanged", "returned", "release", "free"})
DISEASES = word_set("diseases")
MOVED = word_set("moved")


def is_illness(doc: Doc, sent: Span, link: Link) -> bool:
    """Patients admitted with a disease are cases, not injured people."""
    words = {token.lower_ for token in doc[link.cue.start : link.cue.end]}
    return bool(words & CARE) and any(token.lower_ in DISEASES for token in sent)


def speaks_of_displacement(doc: Doc, sent: Span) -> bool:
    """Returning counts for people who had fled: the sentence or its neighbours must say so."""
    start = doc[sent.start - 1].sent.start if sent.start else 0
    words = {token.lower_ for token in doc[start : sent.end]}
    return bool(words & MOVED) and not words & {"hospital", "clinic", "treatment"}


def tells_a_death(doc: Doc, cues: list[Cue]) -> bool:
    """True when the text asserts any death: then "three people were shot" leaves open how many died."""
    return any(
        "killed" in cue.meanings
        and not _of_attacker(doc, cue)
        and assertion(doc, cue.start, cue.end, cue.start).reason is None
        for cue in cues
    )


def _of_attacker(doc: Doc, cue: Cue) -> bool:
    """True for a death that the text gives to the attacker alone ("he was shot dead", "killed himself")."""
    verb = doc[cue.start]
    if doc[cue.end - 1].lower_ in ("himself", "herself", "themselves"):
        return True
    nouns = count_nouns()
    for child in (*verb.children, *verb.head.children):
        if child.dep_ in ("nsubjpass", "dobj") or (child.dep_ == "nsubj" and verb.tag_ == "VBN"):
            noun = nouns.get(child.lower_)
            definite = any(c.lower_ == "the" for c in child.children)
            if child.lower_ in ("he", "she", "him", "her") or (
                noun and noun.role == "armed_group" and definite
            ):
                return True
    return False


def survived(link: Link) -> Link:
    """In a text without a death, the shot and the stabbed are the injured."""
    if not link.event.weak:
        return link
    return replace(link, event=link.event.model_copy(update={"meaning": "injured"}))


def is_freed(doc: Doc, phrase: Phrase) -> bool:
    """ "Four of the hostages were released": told as free, not as taken."""
    verb = doc[phrase.start : phrase.end].root.head
    return verb.lower_ in FREED or any(child.lower_ in FREED for child in verb.children)


def topic_of(sent: Span) -> str | None:
    """ "sport" or "business" where the sentence speaks of nothing else."""
    words = {token.lower_ for token in sent}
    if words & VIOLENT:
        return None
    if words & SPORT:
        return "sport"
    return "business" if words & BUSINESS else None


def is_rate(sent: Span) -> bool:
    """ "3,000 people die on the roads every year": how often, not how many in an event."""
    words = [token.lower_ for token in sent]
    if "annually" in words or any(words[i : i + 2] == ["on", "average"] for i in range(len(words))):
        return True
    return any(a in ("every", "each") and b in PERIODS for a, b in pairwise(words))
