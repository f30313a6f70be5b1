"""Which event word governs a counted noun phrase: a walk up the dependency tree, then plain neighbourhood.

The small parsers err on telegraphic news, so every link carries its strength: a predicate of the phrase beats
a noun for the event, which beats a participle beside the noun, which beats a neighbour in the same clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from extractor.cues import Cue
from extractor.lexicon import Event, count_nouns, word_set
from extractor.phrases import Phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Via = Literal["own", "predicate", "noun", "clause", "neighbour", "list", "modifier", "self"]
STRENGTH: dict[Via, int] = {
    "own": 10,
    "predicate": 9,
    "noun": 8,
    "clause": 7,
    "neighbour": 6,
    "list": 5,
    "modifier": 4,
    "self": 3,
}
Slot = Literal["subject", "passive", "object", "attribute"]

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVES = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "dative", "npadvmod"})
COMPLEMENTS = word_set("complements")
INSIDE = frozenset({"nummod", "quantmod", "compound", "nmod", "poss", "amod", "det", "predet"})
BE = word_set("be")
TAKES_LIVES = word_set("takes_lives")
RISES = word_set("rises")
SUBSET_PREPOSITIONS = frozenset({"including", "among", "includes", "include", "included"})
INTO_EVENT = frozenset({"of", "to", "among", "for", "in", "by", "on"})
TOLL = frozenset({"toll", "number", "total", "count", "tally", "figure", "numbers"})
SKIP = word_set("skip")


INCLUDES = frozenset({"include", "includes", "included", "were", "are", "was"})
LEAVES = frozenset({"evacuate", "evacuated", "evacuates", "evacuating"})
PLACES = word_set("places")
AUXILIARIES = frozenset({"were", "was", "are", "is", "be", "been", "being"})
BEFORE_NUMBER = frozenset(
    {
        "the",
        "of",
        "a",
        "an",
        "about",
        "some",
        "another",
        ":",
        "-",
        "up",
        "to",
        "at",
        "over",
        "least",
        "as",
        "many",
    }
)
INTO_NUMBER = frozenset({"of", "to", ":", "-"})
ACTIVE_TAGS = frozenset({"VBG", "VBD", "VBZ", "VBP", "VB", "NNS", "NN", "VBN", "JJ"})


@dataclass(frozen=True, slots=True)
class Link:
    """A phrase tied to an event word: the reading chosen, how it was found, part-of-another marking."""

    cue: Cue
    event: Event
    via: Via
    subset: bool = False
    earlier: bool = False
    total: bool = False

    @property
    def strength(self) -> int:
        """Higher wins; a weak event word ("shot") loses to a plain one at the same place."""
        return 2 * STRENGTH[self.via] - (5 if self.event.weak else 0)


class Attacher:
    """Links the phrases of one sentence to its event words."""

    def __init__(self, doc: Doc, cues: list[Cue]) -> None:
        self.doc = doc
        self.cue_at = {i: cue for cue in cues for i in range(cue.start, cue.end)}
        self.counted: set[int] = set()

    def link(self, phrase: Phrase) -> list[Link]:
        """All links of a phrase, strongest first; empty when nothing governs it."""
        found = [
            link
            for link in (*self._own(phrase), *self._candidates(phrase), *self._label(phrase))
            if self.fits(phrase, link.event)
        ]
        if not any(link.strength > 2 * STRENGTH["list"] for link in found):
            found += [link for link in self._before(phrase) if self.fits(phrase, link.event)]
        return sorted(found, key=lambda link: -link.strength)

    # ------------------------------------------------------------------ inside and below the phrase

    def _candidates(self, phrase: Phrase) -> Iterator[Link]:
        yield from self._inside(phrase)
        for i in range(phrase.start, phrase.end):
            for child in self.doc[i].children:
                if not phrase.start <= child.i < phrase.end:
                    yield from self._clause(child)
        yield from self._above(phrase)

    def _inside(self, phrase: Phrase) -> Iterator[Link]:
        for i in range(phrase.start, phrase.end):
            cue = self.cue_at.get(i)
            if cue is None or cue.start < phrase.start:
                continue
            for event in cue.readings:
                if phrase.number is None and event.patient == "of":
                    continue  # "a death", "a casualty" in general
                if cue.end - 1 == phrase.head:
                    if event.patient == "of":
                        yield Link(cue, event, "noun")
                    elif event.patient == "self":
                        yield Link(cue, event, "self")
                elif (
                    event.patient == "modifier"
                    or (event.patient == "object" and self.doc[i].tag_ in ("VBN", "JJ", "VBD"))
                    or (event.patient == "subject" and self.doc[i].tag_ in ("VBG", "VBN", "VBD"))
                ):
                    yield Link(cue, event, "modifier")

    def _clause(self, child: Token) -> Iterator[Link]:
        """A participle or relative clause that hangs on the noun."""
        if child.dep_ == "relcl":
            relative = [
                c
                for c in child.children
                if c.dep_ in SUBJECTS | PASSIVES | OBJECTS and c.tag_ in ("WP", "WDT", "WP$")
            ]
            slot: Slot = "subject"
            if relative:
                slot = (
                    "passive"
                    if relative[0].dep_ in PASSIVES
                    else "object"
                    if relative[0].dep_ in OBJECTS
                    else "subject"
                )
            elif any(c.dep_ in SUBJECTS | PASSIVES for c in child.children):
                slot = "object"
            for link in self._at_verb(child, slot):
                yield replace(link, via="clause")
        elif child.dep_ in ("acl", "amod", "advcl"):
            cue = self.cue_at.get(child.i)
            if cue:
                for event in cue.readings:
                    if (
                        event.patient in ("modifier",)
                        or (event.patient == "object" and child.tag_ in ("VBN", "JJ", "VBD"))
                        or (event.patient == "subject" and child.tag_ in ("VBG", "VBN", "VB"))
                    ):
                        yield Link(cue, event, "clause")
            elif child.dep_ == "acl":
                for link in self._complements(child, "subject"):
                    yield replace(link, via="clause")
        elif child.dep_ == "prep":
            cue = self.cue_at.get(child.i)
            if cue:
                yield from (
                    Link(cue, event, "clause")
                    for event in cue.readings
                    if event.patient in ("subject", "object")
                )

    # ------------------------------------------------------------------ above the phrase

    def _above(self, phrase: Phrase) -> Iterator[Link]:
        token = self.doc[phrase.start : phrase.end].root
        subset = False
        if token.pos_ == "VERB" and phrase.number:
            yield from self._toll(token, subset)  # "the number of displaced is nearing one million"
        for _ in range(12):
            head, dep = token.head, token.dep_
            if head.i == token.i:
                return
            if dep == "pobj" or (dep in ("pcomp", "conj", "dep") and head.dep_ == "prep"):
                preposition = head
                if preposition.lower_ == "of" and preposition.head.i in self.counted - set(
                    range(phrase.start, phrase.end)
                ):
                    return  # "five members of one family": the part is the figure, not the whole
                if preposition.lower_ in SUBSET_PREPOSITIONS:
                    subset = True
                if preposition.lower_ == "with" and preposition.head.lower_ in ("along", "together"):
                    token = preposition.head
                    if token.dep_ in ("advmod", "prep"):
                        yield from self._at_verb(token.head, "object")
                    continue
                if preposition.dep_ == "cc" and preposition.lower_ == "as":
                    token = preposition
                    continue
                if preposition.lower_ in (
                    "by",
                    "against",
                    "from",
                    "after",
                    "before",
                    "during",
                    "since",
                    "at",
                    "near",
                    "around",
                    "with",
                    "like",
                    "than",
                    "despite",
                    "over",
                    "per",
                    "without",
                    "on",
                    "in",
                    "under",
                    "to",
                    "into",
                    "for",
                ):
                    yield from self._prepositional(preposition, subset)
                    return
                yield from self._prepositional(preposition, subset)
                token = preposition.head if preposition.dep_ != "pcomp" else preposition
                if token.pos_ in ("VERB", "AUX") and preposition.lower_ not in SUBSET_PREPOSITIONS:
                    return
                if token.pos_ in ("VERB", "AUX"):
                    slot_token = next((c for c in token.children if c.dep_ in SUBJECTS | PASSIVES), None)
                    if slot_token is not None and slot_token.i < preposition.i:
                        yield from (
                            replace(x, subset=True)
                            for x in self._at_verb(token, self._slot(slot_token.dep_) or "subject")
                        )
                    return
                continue
            if dep in ("conj", "appos") or dep in INSIDE:
                if dep == "conj" and head.pos_ in ("VERB", "AUX") and token.pos_ not in ("VERB", "AUX"):
                    yield from (replace(link, subset=subset) for link in self._at_verb(head, "object"))
                    return
                token = head
                continue
            slot = self._slot(dep) or (self._side(token) if token.tag_ in ("IN", "RB", "JJR") else None)
            if slot:
                yield from (replace(link, subset=subset or link.subset) for link in self._at_verb(head, slot))
                return
            return

    @staticmethod
    def _side(token: Token) -> Slot:
        """Slot of a phrase that opens with "between" and was read as an adverbial: by its side of the verb."""
        if token.i > token.head.i:
            return "object"
        passive = any(child.dep_ == "auxpass" for child in token.head.children)
        return "passive" if passive else "subject"

    @staticmethod
    def _slot(dep: str) -> Slot | None:
        if dep in SUBJECTS:
            return "subject"
        if dep in PASSIVES:
            return "passive"
        if dep in OBJECTS:
            return "object"
        if dep in ("attr", "oprd", "acomp"):
            return "attribute"
        return None

    def _prepositional(self, preposition: Token, subset: bool) -> Iterator[Link]:
        head = preposition.head
        cue = self.cue_at.get(head.i) or self.cue_at.get(preposition.i)
        if cue and preposition.lower_ in INTO_EVENT:
            for event in cue.readings:
                if event.patient == "of" and (
                    preposition.lower_ in ("of", "to", "among") or _is_toll(self.doc, cue)
                ):
                    yield Link(cue, event, "noun", subset)
        if head.dep_ == "acl" and preposition.lower_ in ("at", "as", "to"):
            noun_cue = self.cue_at.get(head.head.i)
            if noun_cue:
                yield from (Link(noun_cue, e, "noun", subset) for e in noun_cue.readings if e.patient == "of")
        if head.lower_ in RISES or head.lower_ in TOLL or preposition.lower_ in ("at", "to", "of", "as"):
            earlier = preposition.lower_ == "from"
            yield from (replace(link, earlier=earlier) for link in self._toll(head, subset))
        elif preposition.lower_ == "from" and any(
            c.lower_ == "to" and c.dep_ == "prep" for c in head.children
        ):
            yield from (replace(link, earlier=True) for link in self._toll(head, subset))

    def _toll(self, head: Token, subset: bool) -> Iterator[Link]:
        """ "the death toll rose to 40", "bringing the number of dead to 40", "put the toll at 40"."""
        if head.lower_ in TOLL:
            nouns = [head]
        else:
            nouns = [c for c in head.children if c.dep_ in SUBJECTS | PASSIVES | {"dobj"}]
        for noun in nouns:
            if noun.lower_ not in TOLL and not (cue := self.cue_at.get(noun.i)):
                continue
            for token in noun.subtree:
                cue = self.cue_at.get(token.i)
                if cue:
                    for event in cue.readings:
                        if event.patient in ("of", "self", "modifier", "object"):
                            yield Link(cue, event, "noun", subset, total=True)
                    break

    def _at_verb(self, verb: Token, slot: Slot, *, depth: int = 0) -> Iterator[Link]:
        """Links of a phrase that stands in ``slot`` of ``verb``."""
        if verb.dep_ in ("aux", "auxpass") and verb.head.i > verb.i:
            verb = verb.head  # "remained displaced" read as an auxiliary and its verb
            slot = "passive" if slot == "subject" else slot
        cue = self.cue_at.get(verb.i)
        if cue:
            yield from (
                Link(cue, event, "predicate")
                for event in cue.readings
                if self._governs(verb, cue, event, slot)
            )
        if slot == "object" and verb.lower_ in TAKES_LIVES:
            return
        if slot in ("object", "attribute", "passive") and (verb.lower_ in RISES or slot == "attribute"):
            for noun in verb.children:
                if noun.dep_ in SUBJECTS:
                    yield from self._toll(verb, False)
                    break
        if slot in ("object", "attribute") and verb.lower_ in INCLUDES:
            yield from self._subject_state(verb)
        yield from self._complements(verb, slot)
        if depth < 2:
            for other in verb.children:
                if (
                    other.dep_ == "conj"
                    and other.pos_ in ("VERB", "AUX", "ADJ")
                    and slot in ("subject", "passive")
                ):
                    own = [c for c in other.children if c.dep_ in SUBJECTS | PASSIVES]
                    if not own:
                        other_slot: Slot = (
                            "passive" if slot == "passive" and other.tag_ == "VBN" else "subject"
                        )
                        yield from self._at_verb(other, other_slot, depth=depth + 1)

    def _subject_state(self, verb: Token) -> Iterator[Link]:
        """ "The dead include 19 children", "The injured were two drivers"."""
        for child in verb.children:
            cue = self.cue_at.get(child.i)
            if cue and child.dep_ in SUBJECTS | PASSIVES and any(c.lower_ == "the" for c in child.children):
                yield from (
                    Link(cue, e, "noun", True)
                    for e in cue.readings
                    if e.patient in ("self", "modifier", "object")
                )

    def _governs(self, verb: Token, cue: Cue, event: Event, slot: Slot) -> bool:
        if event.patient == "object":
            if slot in ("passive", "object"):
                return True
            if (
                slot == "subject"
                and event.weak
                and cue.end < len(self.doc)
                and self.doc[cue.end].lower_ == "at"
            ):
                return False
            if slot == "subject" and verb.lower_ in LEAVES and self._leaves_home(verb):
                return True
            return slot == "subject" and self._reduced_passive(verb, cue)
        if event.patient == "subject":
            return slot in ("subject", "passive") or (slot == "object" and event.is_casualty)
        if event.patient == "modifier":
            return True
        if event.patient == "self":
            return slot == "attribute"
        return False

    @staticmethod
    def _leaves_home(verb: Token) -> bool:
        """ "12,000 people evacuated their homes": who evacuates a place is who moves."""
        for child in verb.children:
            if child.dep_ == "dobj":
                noun = count_nouns().get(child.lower_)
                owned = any(c.tag_ == "PRP$" for c in child.children)
                place = child.ent_type_ in ("GPE", "LOC") or child.lower_ in PLACES
                return owned or place or bool(noun and noun.unit == "homes")
        return not any(child.dep_ == "auxpass" for child in verb.children)

    def _reduced_passive(self, verb: Token, cue: Cue) -> bool:
        """ "Two soldiers killed in ambush", "12 evacuated": the participle without its auxiliary."""
        if verb.tag_ not in ("VBN", "VBD") or any(c.dep_ in ("dobj",) for c in verb.children):
            return any(c.dep_ == "auxpass" for c in verb.children)
        return not any(c.dep_ == "aux" and c.lower_ in ("have", "has", "had") for c in verb.children) or any(
            c.dep_ == "auxpass" for c in verb.children
        )

    def _complements(self, verb: Token, slot: Slot) -> Iterator[Link]:
        """ "were found dead", "were forced to flee", "left 12 dead", "remain displaced", "are in camps"."""
        for child in verb.children:
            cue = self.cue_at.get(child.i)
            if child.lower_ == "among" and verb.lower_ in BE and slot in ("subject", "passive"):
                yield from self._among(child)
            if child.dep_ in ("xcomp", "ccomp") and slot in ("object", "passive", "subject"):
                if child.dep_ == "ccomp" and slot == "subject":
                    continue
                if any(c.dep_ in SUBJECTS | PASSIVES for c in child.children):
                    continue
                inner: Slot = "subject"
                if child.tag_ == "VBN" or any(c.dep_ == "auxpass" for c in child.children):
                    inner = "passive"
                yield from self._at_verb(child, inner, depth=1)
            elif cue and child.dep_ in COMPLEMENTS:
                for event in cue.readings:
                    if (
                        event.patient == "modifier"
                        or (
                            event.patient == "object"
                            and child.tag_ in ("VBN", "JJ")
                            and child.dep_ != "advcl"
                        )
                        or (
                            event.patient in ("subject", "object")
                            and child.dep_ in ("prep", "advcl", "dobj", "prt")
                            and child.tag_ in ("IN", "NN", "NNS", "RP")
                        )
                        or (
                            event.patient in ("self", "object")
                            and child.dep_ in ("attr", "oprd", "acomp")
                            and slot != "attribute"
                        )
                    ):
                        yield Link(cue, event, "predicate")

    def _among(self, preposition: Token) -> Iterator[Link]:
        """ "a pupil is among the dead"."""
        for token in preposition.children:
            cue = self.cue_at.get(token.i)
            if cue:
                yield from (
                    Link(cue, e, "noun", True)
                    for e in cue.readings
                    if e.patient in ("self", "modifier", "object")
                )

    def _label(self, phrase: Phrase) -> Iterator[Link]:
        """A line of a list: "Killed: 12", "Damaged houses: 2,738", "Deaths - 40"."""
        mark = phrase.start - 1
        if mark < 1 or self.doc[mark].text not in (":", "|", "=", "–", "-") or not self.doc[mark].whitespace_:
            return
        words = []
        for i in range(mark - 1, max(mark - 9, -1), -1):
            if "\n" in self.doc[i].text:
                break
            words.append(i)
            if self.doc[i].is_sent_start:
                break
        else:
            return
        if any(self.doc[i].tag_ in ("VBZ", "VBP", "MD") for i in words):
            return
        homes = any((noun := count_nouns().get(self.doc[i].lower_)) and noun.unit == "homes" for i in words)
        found = {self.cue_at[i] for i in words if i in self.cue_at}
        if len(found) == 1:
            cue = found.pop()
            for event in cue.readings:
                if event.patient != "subject" and event.is_housing == homes:
                    yield Link(cue, event, "noun")

    # ------------------------------------------------------------------ neighbours

    def _own(self, phrase: Phrase) -> Iterator[Link]:
        """The word right after the phrase: "12 dead", "15 more were wounded", "two soldiers killed"."""
        sent = self.doc[phrase.head].sent
        i, auxiliary = phrase.end, False
        while i < sent.end and (
            self.doc[i].lower_ in SKIP or self.doc[i].is_space or self.doc[i].tag_ == "RB"
        ):
            auxiliary |= self.doc[i].lower_ in AUXILIARIES
            i += 1
        cue = self.cue_at.get(i) if i < sent.end else None
        if cue is None or cue.start != i:
            return
        token = self.doc[i]
        for event in cue.readings:
            via: Via = (
                "own"
                if event.is_casualty and (auxiliary or not _is_subject(self.doc, phrase))
                else "neighbour"
            )
            if event.patient == "modifier" or (event.patient == "self" and phrase.elided):
                yield Link(cue, event, via)
            elif event.patient == "subject" and token.tag_ != "VBG":
                yield Link(cue, event, "neighbour")
            elif (
                event.patient == "object" and _is_participle(token) and (auxiliary or not _has_object(token))
            ):
                if auxiliary or not (event.weak and self.doc[min(cue.end, len(self.doc) - 1)].lower_ == "at"):
                    yield Link(cue, event, via)

    def _before(self, phrase: Phrase) -> Iterator[Link]:
        """The word right before the phrase: "injuring at least 40", "evacuation of 300"."""
        sent = self.doc[phrase.head].sent
        i = phrase.start - 1
        while i >= sent.start and (self.doc[i].is_space or self.doc[i].lower_ in BEFORE_NUMBER):
            i -= 1
        cue = self.cue_at.get(i) if i >= sent.start else None
        if cue is None:
            return
        of = any(token.lower_ in INTO_NUMBER for token in self.doc[i + 1 : phrase.start])
        for event in cue.readings:
            if (event.patient == "object" and self.doc[cue.start].tag_ in ACTIVE_TAGS and not of) or (
                event.patient in ("of", "self", "modifier", "object") and of
            ):
                yield Link(cue, event, "neighbour")

    def fits(self, phrase: Phrase, event: Event) -> bool:
        """True when the event can happen to what the phrase counts."""
        if phrase.unit == "thing":
            return False
        if event.is_housing:
            return phrase.unit == "homes" or (phrase.elided and self._homes_before(phrase))
        return phrase.unit != "homes" or event.meaning == "evacuated"

    def _homes_before(self, phrase: Phrase) -> bool:
        """ "damaged another 900": homes are spoken of in this sentence or the one before."""
        start = self.doc[phrase.head].sent.start
        if start > 0:
            start = self.doc[start - 1].sent.start
        nouns = (count_nouns().get(token.lower_) for token in self.doc[start : phrase.start])
        return any(noun and noun.unit == "homes" and noun.plural for noun in nouns)

    def has_other_predicate(self, phrase: Phrase) -> bool:
        """True when the phrase is the subject of a verb that tells no event ("one was arrested")."""
        token = self.doc[phrase.start : phrase.end].root
        if token.dep_ not in SUBJECTS | PASSIVES:
            return False
        return not list(self._at_verb(token.head, self._slot(token.dep_) or "subject"))


def _is_participle(token: Token) -> bool:
    return token.tag_ in ("VBN", "VBD", "JJ", "NN")


def _is_subject(doc: Doc, phrase: Phrase) -> bool:
    """True when the phrase is the subject of an active verb that stands apart from the word after it."""
    root = doc[phrase.start : phrase.end].root
    return root.dep_ in ("nsubj", "nsubjpass") and root.head.i > phrase.end


def _is_toll(doc: Doc, cue: Cue) -> bool:
    return doc[cue.end - 1].lower_ in TOLL


def _has_object(token: Token) -> bool:
    return any(child.dep_ == "dobj" for child in token.children)
