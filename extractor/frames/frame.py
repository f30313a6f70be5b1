"""One frame an event word: who did it, to whom, and whether the text asserts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.frames.cues import Cue
from extractor.frames.modality import Assertion, assertion
from extractor.frames.participants import NounPhrase, participants
from extractor.language.syntax import NOUN_TAGS

if TYPE_CHECKING:
    from extractor.language.doc import Doc


class Frame(NamedTuple):
    """An event word of a sentence with its participants; token ranges of the ``Doc``, in text order."""

    cue: Cue
    agents: tuple[NounPhrase, ...]
    patients: tuple[NounPhrase, ...]
    assertion: Assertion


def frame_of(doc: Doc, cue: Cue) -> Frame:
    """Build the frame of an event word; its sentence must be parsed."""
    noun = doc[cue.start].tag_ in NOUN_TAGS and not any(
        t.tag_.startswith("VB") for t in doc[cue.start : cue.end]
    )
    suffers = noun or all(event.patient != "object" for event in cue.readings)
    found = participants(doc, cue.start, cue.end, suffers=suffers)
    return Frame(cue, found.agents, found.patients, assertion(doc, cue.start, cue.end, cue.start))


def frames_of(doc: Doc, cues: list[Cue]) -> list[Frame]:
    """The frames of the event words, in order; without a parse they have no participants."""
    return [frame_of(doc, cue) for cue in cues]
