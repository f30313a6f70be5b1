"""Which event word governs a counted noun phrase: a walk up the dependency tree, then plain neighbourhood.

The small parsers err on telegraphic news, so every link carries its strength: the word right behind the
phrase beats a predicate, which beats a noun for the event, a participle beside the noun, and a neighbour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.frames.attachment.link import STRENGTH, Clause, Link
from extractor.frames.attachment.neighbours import AUXILIARIES, before, label, own
from extractor.frames.attachment.tree import candidates, slot_of
from extractor.frames.attachment.verbs import PASSIVES, SUBJECTS, at_verb
from extractor.frames.cues import Cue
from extractor.lexicon import Event, count_nouns, reporting_verbs, word_set
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["AUXILIARIES", "Attacher", "Link"]

HOLDS_FIGURES = word_set("holds_figures")


class Attacher:
    """Links the counted phrases of one sentence to its event words."""

    def __init__(self, doc: Doc, cues: list[Cue], phrases: list[Phrase]) -> None:
        cue_at = {i: cue for cue in cues for i in range(cue.start, cue.end)}
        counted = frozenset(i for phrase in phrases if phrase.number for i in range(phrase.start, phrase.end))
        self.clause = Clause(doc, cue_at, counted)

    def link(self, phrase: Phrase) -> list[Link]:
        """All links of a phrase, strongest first; empty when nothing governs it."""
        if self.is_whole(phrase):
            return []
        found = [
            link
            for link in (
                *own(self.clause, phrase),
                *candidates(self.clause, phrase),
                *label(self.clause, phrase),
            )
            if self.fits(phrase, link.event)
        ]
        if not any(link.strength > 2 * STRENGTH["list"] for link in found):
            found += [link for link in before(self.clause, phrase) if self.fits(phrase, link.event)]
        if any(
            link.via == "self" for link in found
        ):  # "hosts 2,600 refugees": the noun tells more than the verb
            found = [x for x in found if x.event.meaning != "sheltered" or x.event.patient != "object"]
        return sorted(found, key=lambda link: -link.strength)

    def fits(self, phrase: Phrase, event: Event) -> bool:
        """True when the event can happen to what the phrase counts."""
        if phrase.unit == "thing":
            return False
        if event.is_housing:
            return phrase.unit == "homes" or (phrase.elided and self._homes_before(phrase))
        return phrase.unit != "homes" or event.meaning == "evacuated"

    def _homes_before(self, phrase: Phrase) -> bool:
        """ "damaged another 900": homes are spoken of in this sentence or the one before."""
        start = self.clause.doc[phrase.head].sent.start
        if start > 0:
            start = self.clause.doc[start - 1].sent.start
        nouns = (count_nouns().get(token.lower_) for token in self.clause.doc[start : phrase.start])
        return any(noun and noun.unit == "homes" and noun.plural for noun in nouns)

    def is_whole(self, phrase: Phrase) -> bool:
        """ "five members of one family": the part is the figure, not the whole that it is of."""
        root = self.clause.doc[phrase.start : phrase.end].root
        inside = set(range(phrase.start, phrase.end))
        return (
            root.dep_ == "pobj"
            and root.head.lower_ == "of"
            and root.head.head.i in self.clause.counted - inside
        )

    def has_other_predicate(self, phrase: Phrase) -> bool:
        """True when a verb that tells no event governs the phrase ("one was arrested", "freed five")."""
        token = self.clause.doc[phrase.start : phrase.end].root
        verb = token.head.lower_
        told = token.dep_ == "dobj" and verb not in HOLDS_FIGURES and verb not in reporting_verbs()
        if not told and token.dep_ not in SUBJECTS | PASSIVES:
            return False
        return not list(at_verb(self.clause, token.head, slot_of(token.dep_) or "subject"))
