"""The shot and the stabbed: a verb that leaves open who survived, decided for each group of victims.

A group counts as injured unless the text gives a death that may be one of its own: in the sentence of the
group or in the two behind it. A death that another figure counts is that figure's.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from extractor.frames.attachment import Link
from extractor.frames.constructions import FATAL_PART
from extractor.frames.count import Count
from extractor.frames.cues import Cue
from extractor.frames.modality import assertion
from extractor.lexicon import count_nouns, word_set

if TYPE_CHECKING:
    from extractor.language.doc import Doc

# At 1 two of 403 texts change, at 4 none.
REACH = 2
"""Sentences behind a group in which its deaths are reported; for a single person also before it."""
# At 20 and at 80 no record of 403 texts changes.
FARTHEST = 40
"""Words behind the sentence of a group in which its survivors are reported."""


class Deaths(NamedTuple):
    """The deaths of a text: event words by the number of their sentence, figures by their event word."""

    starts: list[int]
    """The first token of each sentence."""
    words: dict[int, list[Cue]]
    figures: dict[int, list[Count]]
    fatal_parts: list[Count]


def resolve_shot(doc: Doc, counts: list[Count], cues: list[Cue]) -> list[Count]:
    """The counts, with those of a weak event word ("shot") as injured where nobody of the group died."""
    if not any(count.event.weak for count in counts):
        return counts
    deaths = _deaths(doc, counts, cues)
    return [
        replace(count, link=_survived(count.link))
        if count.event.weak and not _is_lethal(doc, count, deaths)
        else count
        for count in counts
    ]


def _deaths(doc: Doc, counts: list[Count], cues: list[Cue]) -> Deaths:
    found = Deaths([sent.start for sent in doc.sents], {}, {}, [])
    for cue in cues:
        if "killed" in cue.meanings and _is_death(doc, cue):
            found.words.setdefault(bisect_right(found.starts, cue.start), []).append(cue)
    for count in counts:
        if count.event.meaning == "killed":
            found.figures.setdefault(count.link.cue.start, []).append(count)
    found.fatal_parts.extend(count for count in counts if count.link.rule is FATAL_PART)
    return found


def _is_lethal(doc: Doc, count: Count, deaths: Deaths) -> bool:
    """True when a death beside the group may be of one of its members."""
    here = bisect_right(deaths.starts, count.phrase.head)
    if any(c.link.cue is count.link.cue for c in deaths.fatal_parts):
        return True
    if _has_survivors(doc, count):
        return True
    first = -REACH if count.phrase.quantity.best == 1 else 0  # "he was shot ... a person was shot"
    near = (death for at in range(here + first, here + REACH + 1) for death in deaths.words.get(at, ()))
    return any(not _is_of_others(doc, count, deaths.figures.get(death.start, [])) for death in near)


def _is_of_others(doc: Doc, group: Count, dead: list[Count]) -> bool:
    """True when figures count the death and none of them can be a part of the group."""
    return bool(dead) and not any(_may_be_part(doc, group, count) for count in dead)


def _may_be_part(doc: Doc, group: Count, dead: Count) -> bool:
    """A part in words ("two of them", "the two killed"), or a smaller number that follows without a noun."""
    number = dead.phrase.number
    if dead.scope == "subset" or (number is not None and number.partitive):
        return True
    if number is None or dead.phrase.start < group.phrase.start:
        return False
    bare = number.end == dead.phrase.chars[1] or doc[max(dead.phrase.start - 1, 0)].lower_ == "the"
    return bare and (dead.phrase.quantity.best or 0) <= (group.phrase.quantity.best or 0)


def _has_survivors(doc: Doc, group: Count) -> bool:
    """ "Of those shot, only one survived": the others did not."""
    sent = doc[group.phrase.head].sent
    words = doc.lower[sent.start : min(sent.end + FARTHEST, len(doc))]
    return any(
        words[i] in word_set("survive") and words[i - 1] in ("one", "two") for i in range(1, len(words))
    )


def _is_death(doc: Doc, cue: Cue) -> bool:
    """An asserted death that is not the attacker's."""
    return not _of_attacker(doc, cue) and assertion(doc, cue.start, cue.end, cue.start).reason is None


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


def _survived(link: Link) -> Link:
    return replace(link, event=link.event.model_copy(update={"meaning": "injured"}))
