"""What an event was: the type that its first words name, or a narrower one that later words name."""

from __future__ import annotations

from extractor.events.draft import Draft
from extractor.events.passages import Passage
from extractor.lexicon.event_types import narrower
from extractor.records import EventType


def type_of(draft: Draft) -> EventType | None:
    """The type of an event; null where none of its words names one.

    Without a word of its own an earlier one ("in 2009 there were 125 deaths") is of the kind beside it.
    """
    named = [name for passage in draft.passages if (name := _named(passage))]
    if not named and draft.figures and all(f.count.event.meaning == "captured" for f in draft.figures):
        return "abduction"  # "Gunmen seized 27 pupils": captives and no word for what took them
    if not named:
        return type_of(draft.beside) if draft.beside is not None else None
    first = named[0]
    return next((name for name in named[1:] if name in narrower(first)), first)


def _named(passage: Passage) -> EventType | None:
    """The type of the firmest event word of a passage."""
    anchor = passage.anchor
    return anchor.types[0] if anchor is not None and anchor.types else None
