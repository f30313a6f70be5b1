"""Event words that a phrase reaches through the dependency tree: inside it, below it, above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.frames.attachment.link import Clause, Link, Slot
from extractor.frames.attachment.verbs import BE, PASSIVES, RISES, SUBJECTS, TOLL, at_verb, complements, toll
from extractor.frames.cues import Cue
from extractor.language.syntax import NOUN_TAGS, is_verb, is_verbal
from extractor.lexicon import word_set
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

OBJECTS = frozenset({"dobj", "dative", "npadvmod"})
INSIDE = frozenset({"nummod", "quantmod", "compound", "nmod", "poss", "amod", "det", "predet"})
SUBSET_PREPOSITIONS = frozenset({"including", "among", "includes", "include", "included"})
CLOSING = word_set("closing")
INTO_EVENT = frozenset({"of", "to", "among", "for", "in", "by", "on"})


def candidates(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """All links that the dependency tree gives a phrase, in no order."""
    yield from inside(clause, phrase)
    for i in range(phrase.start, phrase.end):
        for child in clause.doc[i].children:
            if not phrase.start <= child.i < phrase.end:
                yield from modifying_clause(clause, child)
    yield from above(clause, phrase)


def inside(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """Event words inside the phrase: "12 wounded soldiers", "38,000 displacements", "400 IDPs"."""
    for i in range(phrase.start, phrase.end):
        cue = clause.cue_at.get(i)
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
                or (event.patient == "object" and clause.doc[i].tag_ in ("VBN", "JJ", "VBD"))
                or (event.patient == "subject" and clause.doc[i].tag_ in ("VBG", "VBN", "VBD"))
            ):
                yield Link(cue, event, "modifier")


def modifying_clause(clause: Clause, child: Token) -> Iterator[Link]:
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
        for link in at_verb(clause, child, slot):
            yield replace(link, via="clause")
    elif child.dep_ in ("acl", "amod", "advcl"):
        cue = clause.cue_at.get(child.i)
        if cue:
            for event in cue.readings:
                if (
                    event.patient in ("modifier",)
                    or (event.patient == "object" and child.tag_ in ("VBN", "JJ", "VBD"))
                    or (event.patient == "subject" and child.tag_ in ("VBG", "VBN", "VB"))
                ):
                    yield Link(cue, event, "clause")
        elif child.dep_ == "acl":
            for link in complements(clause, child, "subject"):
                yield replace(link, via="clause")
    elif child.dep_ == "prep":
        cue = clause.cue_at.get(child.i)
        if cue:
            yield from (
                Link(cue, event, "clause") for event in cue.readings if event.patient in ("subject", "object")
            )


def above(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """Climb from the phrase to the verb or noun that governs it."""
    token: Token | None = clause.doc[phrase.start : phrase.end].root
    subset = False
    if token is not None and is_verb(token) and phrase.number:
        yield from toll(clause, token, subset)  # "the number of displaced is nearing one million"
    for _ in range(12):
        if token is None or token.head.i == token.i:
            return
        if _behind_preposition(token):
            whole = clause.counted - set(range(phrase.start, phrase.end))
            if token.head.lower_ == "of" and token.head.head.i in whole:
                return  # "five members of one family": the part is the figure, not the whole
            subset = subset or token.head.lower_ in SUBSET_PREPOSITIONS
            links, token = _over_preposition(clause, token.head, subset)
        elif token.dep_ in ("conj", "appos") or token.dep_ in INSIDE:
            links, token = _over_noun(clause, token)
        else:
            slot = slot_of(token.dep_) or (side_of(token) if token.tag_ in ("IN", "RB", "JJR") else None)
            links, token = list(at_verb(clause, token.head, slot)) if slot else [], None
        yield from (replace(link, subset=subset or link.subset) for link in links)


def _behind_preposition(token: Token) -> bool:
    head = token.head
    return token.dep_ == "pobj" or (token.dep_ in ("pcomp", "conj", "dep") and head.dep_ == "prep")


def _over_preposition(clause: Clause, preposition: Token, subset: bool) -> tuple[list[Link], Token | None]:
    """Links at a preposition, and where the climb goes on: null where the preposition ends it."""
    head = preposition.head
    if preposition.lower_ == "with" and head.lower_ in ("along", "together"):
        return (list(at_verb(clause, head.head, "object")) if head.dep_ in ("advmod", "prep") else []), head
    if preposition.dep_ == "cc" and preposition.lower_ == "as":
        return [], preposition
    links = list(prepositional(clause, preposition, subset))
    if preposition.lower_ in CLOSING:
        return links, None
    token = head if preposition.dep_ != "pcomp" else preposition
    if not is_verbal(token):
        return links, token
    subject = next((child for child in token.children if child.dep_ in SUBJECTS | PASSIVES), None)
    if preposition.lower_ in SUBSET_PREPOSITIONS and subject is not None and subject.i < preposition.i:
        links += at_verb(clause, token, slot_of(subject.dep_) or "subject")
    return links, None


def _over_noun(clause: Clause, token: Token) -> tuple[list[Link], Token | None]:
    """Links of a member of a list whose head was read as a verb; else the climb goes on to the head."""
    head = token.head
    if token.dep_ == "conj" and is_verbal(head) and not is_verbal(token):
        links = at_verb(clause, head, "object")
        return ([] if head.lower_ in BE else list(links)), None  # "one is dead and another in custody"
    return [], head


def prepositional(clause: Clause, preposition: Token, subset: bool) -> Iterator[Link]:
    """The phrase behind a preposition: "the deaths of 12 miners", "rose to 40"."""
    head = preposition.head
    cue = clause.cue_at.get(head.i) or clause.cue_at.get(preposition.i)
    if cue and preposition.lower_ in INTO_EVENT:
        for event in cue.readings:
            if event.patient == "of" and (
                preposition.lower_ in ("of", "to", "among") or _is_toll(clause.doc, cue)
            ):
                yield Link(cue, event, "noun", subset)
    if head.dep_ == "acl" and preposition.lower_ in ("at", "as", "to"):
        noun_cue = clause.cue_at.get(head.head.i)
        if noun_cue:
            yield from (Link(noun_cue, e, "noun", subset) for e in noun_cue.readings if e.patient == "of")
    for _ in range(3):  # "rose from 12 to 19", "rose to 19, up from 12"
        if is_verbal(head) or head.tag_ in NOUN_TAGS:
            break
        head = head.head
    earlier = preposition.lower_ == "from"
    if head.lower_ in RISES or head.lower_ in TOLL or preposition.lower_ in ("at", "to", "of", "as"):
        yield from (replace(link, earlier=earlier) for link in toll(clause, head, subset))
    elif earlier and any(c.lower_ == "to" and c.dep_ == "prep" for c in head.children):
        yield from (replace(link, earlier=True) for link in toll(clause, head, subset))


def slot_of(dep: str) -> Slot | None:
    """The place in its clause that a dependency label gives a phrase, if it is one that events look at."""
    if dep in SUBJECTS:
        return "subject"
    if dep in PASSIVES:
        return "passive"
    if dep in OBJECTS:
        return "object"
    if dep in ("attr", "oprd", "acomp"):
        return "attribute"
    return None


def side_of(token: Token) -> Slot:
    """Slot of a phrase that opens with "between" and was read as an adverbial: by its side of the verb."""
    if token.i > token.head.i:
        return "object"
    passive = any(child.dep_ == "auxpass" for child in token.head.children)
    return "passive" if passive else "subject"


def is_participle(token: Token) -> bool:
    """True for a participle, also where the tagger took it for an adjective or a noun."""
    return token.tag_ in ("VBN", "VBD", "JJ", "NN")


def _is_toll(doc: Doc, cue: Cue) -> bool:
    return doc[cue.end - 1].lower_ in TOLL
