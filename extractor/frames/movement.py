"""Where people who moved came from and went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.frames.count import Count
from extractor.language.syntax import name_of

if TYPE_CHECKING:
    from extractor.language.doc import Doc

PLACES = frozenset({"GPE", "LOC", "FAC"})


def movement(doc: Doc, count: Count) -> tuple[str | None, str | None]:
    """Origin and destination of people who moved: "from X", "to Y" below the event word."""
    if count.event.is_casualty:
        return None, None
    origin = destination = None
    for child in doc[count.link.cue.start].children:
        if child.dep_ != "prep":
            continue
        for target in child.children:
            if target.dep_ == "pobj" and any(t.ent_type_ in PLACES for t in target.subtree):
                if child.lower_ == "from":
                    origin = origin or name_of(target)
                elif child.lower_ in ("to", "into", "towards"):
                    destination = destination or name_of(target)
    return origin, destination
