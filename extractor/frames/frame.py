"""One frame an event word: who did it, to whom, and whether the text asserts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.frames.cues import Cue
from extractor.frames.modality import Assertion, assertion
from extractor.frames.participants import NounPhrase, Participants, participants
from extractor.language.syntax import NOUN_TAGS

if TYPE_CHECKING:
    from extractor.language.doc import Doc


class Frame(NamedTuple):
    """An event word of a sentence with its participants; token ranges of the ``Doc``, in text order."""

    cue: Cue
    agents: tuple[NounPhrase, ...]
    patients: tuple[NounPhrase, ...]
    assertion: Assertion
    suffers: bool
    """The word names what happens to somebody, not a deed (see ``participants``)."""


def frame_of(doc: Doc, cue: Cue) -> Frame:
    """Build the frame of an event word; its sentence must be parsed."""
    noun = doc[cue.start].tag_ in NOUN_TAGS and not any(
        t.tag_.startswith("VB") for t in doc[cue.start : cue.end]
    )
    suffers = noun or all(event.patient != "object" for event in cue.readings)
    found = participants(doc, cue.start, cue.end, suffers=suffers)
    return Frame(cue, found.agents, found.patients, assertion(doc, cue.start, cue.end, cue.start), suffers)


def frames_of(doc: Doc, cues: list[Cue]) -> list[Frame]:
    """The frames of the event words, in order; without a parse they have no participants."""
    return [frame_of(doc, cue) for cue in cues]


def by_start(frames: Sequence[Frame]) -> dict[int, Frame]:
    """The frames by the first token of their event words, for ``doers_at`` and ``assertion_at``."""
    return {frame.cue.start: frame for frame in frames}


def doers_at(doc: Doc, start: int, end: int, frames: Mapping[int, Frame]) -> Participants:
    """Who acts and who is acted upon by the deed that the words at tokens ``[start, end)`` name.

    As their frame has it, if they have one and it is not read as what befalls somebody.
    """
    frame = frames.get(start)
    if frame is None or frame.suffers or frame.cue.end != end:
        return participants(doc, start, end)
    return Participants(frame.agents, frame.patients)


def assertion_at(doc: Doc, start: int, end: int, frames: Mapping[int, Frame]) -> Assertion:
    """Whether the text asserts what the words at tokens ``[start, end)`` say, as their frame has it."""
    frame = frames.get(start)
    return assertion(doc, start, end, start) if frame is None else frame.assertion
