"""A sighting: one place where the text says what happened to one person, and the age that stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.lexicon import word_set
from extractor.records import Outcome

if TYPE_CHECKING:
    from extractor.language.doc import Doc

_AGE_BEHIND = re.compile(r"[\s,(]*(?:aged?\s+)?(\d{1,3})(?=[\s,.;:)]|$)(?!\s*(?:years?\s+in|people|others))")
"""An age within fourteen characters behind a name; "in 3 years" and "12 people" are none."""
_AGE_NEXT = re.compile(r"[^.;!?]*[.;] (?:He|She) was (?:just |only |aged )?(\d{1,3})[.,;]")
"""An age in the sentence behind a name: "Ana Ruiz died in Ostra. She was 26."."""
_AGE_BEFORE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b[^.;,]*$")
_AGE_INSIDE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b")
# Years; nobody was ever older than 122.
_OLDEST = 120


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where the text says what happened to one person: tokens ``[start, end)`` of the person."""

    start: int
    end: int
    head: str
    outcome: Outcome
    actor: int | None = None
    count: int | None = None
    part: bool = False
    """Whether a count gives the person as a part of another figure."""
    listed_with: int | None = None
    """First token of the event word that other counts share with it."""
    described: tuple[int, int] | None = None
    """Tokens of the noun set beside the person: "the attacker, Usman Khan", "a man, a 40-year-old cook"."""
    named_victim: bool = False
    """Whether the words call the person a victim and leave open of what."""
    open_cause: bool = False
    """Whether the words leave open what the person died of ("died", "the death of")."""
    doer: bool = False
    """Whether the person harmed others in the sentence of the own death."""

    @property
    def attacker(self) -> bool:
        """Whether the noun or the deed says that the person is the attacker."""
        return self.doer or self.head in word_set("attackers")


def age_of(doc: Doc, sighting: Sighting) -> int | None:
    """An age inside the words ("a 24-year-old man"), right behind a name ("Ana Ruiz, 41,") or before it."""
    span = doc.span(sighting.start, sighting.end)
    start = max(span.sent.start_char, span.start_char - 60)
    follows = doc.text[span.end_char : span.end_char + 14]
    inside = _AGE_INSIDE.search(span.text)
    behind = _AGE_BEHIND.match(follows)
    before = _AGE_BEFORE.search(doc.text[start : span.start_char])
    if inside is None and sighting.described and sighting.actor is None:
        inside = _AGE_INSIDE.search(doc.text_of(*sighting.described))
    found = inside or (behind if sighting.actor is not None or "," in follows[:2] else None) or before
    if found is None and sighting.actor is not None:
        found = _AGE_NEXT.match(doc.text, span.end_char)
    years = int(found[1]) if found else _OLDEST + 1
    return years if 0 < years <= _OLDEST else None
