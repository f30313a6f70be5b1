"""Event words that a phrase reaches through the dependency tree: inside it, below it, above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.frames.attachment.link import Clause, Link, Slot, links
from extractor.frames.attachment.verbs import (
    BE,
    RISES,
    TOLL,
    among,
    at_verb,
    complements,
    has_passive,
    has_subject,
    toll,
)
from extractor.frames.constructions import (
    EVENT_ELIDED,
    EVENT_NOUN,
    EVENT_OF,
    LIST_INHERITED,
    OWNERS,
    PARTICIPLE,
    PARTICIPLE_STATE,
    PEOPLE_NOUN,
    PREMODIFIER,
    PREPOSITIONAL,
    RELATIVE_CLAUSE,
)
from extractor.frames.cues import Cue
from extractor.frames.participants import ANY_SUBJECT, PASSIVES, SUBJECTS
from extractor.language.syntax import NOUN_TAGS, is_verb, is_verbal
from extractor.lexicon import count_nouns, noun_kind, word_set
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Token

OBJECTS = frozenset({"dobj", "dative", "npadvmod"})
INSIDE = frozenset({"nummod", "quantmod", "compound", "nmod", "poss", "amod", "det", "predet"})
SUBSET_PREPOSITIONS = word_set("include") | {"among"}
CLOSING = word_set("closing")
COLLECTIVE = word_set("groups")
"""Nouns for people whose "of" phrase says how many they are: "a crew of 12"."""
HAVE = frozenset({"had", "have", "has"})
INTO_EVENT = frozenset({"for", "in", "by", "on"})


def candidates(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """All links that the dependency tree gives a phrase, in no order."""
    yield from inside(clause, phrase)
    for i in range(phrase.start, phrase.end):
        for child in clause.doc[i].children:
            if not phrase.start <= child.i < phrase.end:
                yield from modifying_clause(clause, child)
    for child in _clauses_of_part(clause, phrase) if phrase.whole else ():
        yield from modifying_clause(clause, child)
    yield from shared_participle(clause, phrase)
    yield from owners(clause, phrase)
    yield from lost_subject(clause, phrase)
    yield from listed_among(clause, phrase)
    yield from above(clause, phrase)


def _clauses_of_part(clause: Clause, phrase: Phrase) -> Iterator[Token]:
    """ "one of at least 40 children to have died": a clause behind the whole that is hung on the part."""
    of = clause.doc.root_of(phrase.start, phrase.end).head
    if of.lower_ == "of":
        yield from (
            child for child in of.head.rights if child.i >= phrase.end and child.dep_ in ("acl", "relcl")
        )


def shared_participle(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """ "seven clerks and three cars seized": the participle behind a list hangs on its last noun."""
    noun = clause.doc.root_of(phrase.start, phrase.end)
    yield from _owners_participle(clause, noun)
    while behind := [child for child in noun.rights if child.dep_ == "conj"]:
        noun = behind[0]
        for child, cue in _participles(clause, noun.children):
            if child.i == noun.i + 1:
                yield from (x.by(LIST_INHERITED) for x in links(cue, child.tag_, PARTICIPLE))
                return


def _owners_participle(clause: Clause, noun: Token) -> Iterator[Link]:
    """ "40 workers of the mine killed": the participle hangs on the thing behind "of"."""
    owners = (t for of in noun.rights if of.lower_ == "of" for t in of.rights if t.dep_ == "pobj")
    for owner in owners:
        if noun_kind(owner.lower_, plural=False) == "thing":
            for child, cue in _participles(clause, owner.rights):
                yield from links(cue, child.tag_, PARTICIPLE)


def _participles(clause: Clause, children: Iterable[Token]) -> Iterator[tuple[Token, Cue]]:
    """The event words among some words that hang on a noun as participles."""
    for child in children:
        cue = clause.cue_at.get(child.i) if child.dep_ == "acl" else None
        if cue and cue.start == child.i:
            yield child, cue


def lost_subject(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """ "by Thursday and 1,700 remain in shelters": a number read as a day, before a verb with no subject."""
    doc = clause.doc
    root = doc.root_of(phrase.start, phrase.end)
    if not phrase.elided or phrase.end >= len(doc) or root.dep_ in ANY_SUBJECT:
        return
    verb = doc[phrase.end]
    if verb.tag_ in ("VBD", "VBP", "VBZ") and is_verb(verb) and not has_subject(verb):
        slot: Slot = "passive" if has_passive(verb) else "subject"
        yield from (replace(link, via="neighbour") for link in at_verb(clause, verb, slot))


def listed_among(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """ "Among the dead: Ana Ruiz, 61, and five children": a list without a verb behind those who suffer."""
    noun = clause.doc.root_of(phrase.start, phrase.end)
    while noun.dep_ == "conj":
        noun = noun.head
    for preposition in noun.lefts if noun.dep_ == "ROOT" and not is_verbal(noun) else ():
        behind = preposition.right_edge.i + 1
        if preposition.lower_ == "among" and clause.doc[behind].text == ":":
            yield from among(clause, preposition)


def owners(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """ "300 households had their houses destroyed", "300 families whose houses burned down"."""
    for token in (token for verb in _owners_clauses(clause, phrase) for token in verb.subtree):
        cue = clause.cue_at.get(token.i)
        if cue and any(word.tag_ in ("PRP$", "WP$") for word in clause.doc[phrase.end : cue.start]):
            yield from (x for x in links(cue, token.tag_, OWNERS) if x.event.is_housing)
            return


def _owners_clauses(clause: Clause, phrase: Phrase) -> list[Token]:
    """The verbs that may say what became of somebody's things."""
    root = clause.doc.root_of(phrase.start, phrase.end)
    clauses = [child for child in root.children if child.dep_ == "relcl"]
    if root.dep_ in SUBJECTS and root.head.lower_ in HAVE:
        clauses += [child for child in root.head.rights if child.dep_ in ("ccomp", "dobj")]
    return clauses


def inside(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """Event words inside the phrase: "12 wounded soldiers", "38,000 displacements", "400 IDPs"."""
    for i in range(phrase.start, phrase.end):
        cue = clause.cue_at.get(i)
        if cue is None or cue.start < phrase.start:
            continue
        named = phrase.head == cue.end - 1 or (phrase.head == cue.start and cue.end > phrase.end)
        rules = (EVENT_NOUN, PEOPLE_NOUN) if named else (PREMODIFIER,)
        for link in links(cue, clause.doc[i].tag_, *rules):
            if phrase.number is not None or link.event.patient != "of":  # "a death", "a casualty" in general
                yield link


def modifying_clause(clause: Clause, child: Token) -> Iterator[Link]:
    """A participle, relative clause or prepositional phrase that hangs on the noun."""
    cue = clause.cue_at.get(child.i)
    if child.dep_ == "relcl":
        for link in () if _speaks_of_part(child) else at_verb(clause, child, _relative_slot(child)):
            yield link.by(RELATIVE_CLAUSE)
    elif child.dep_ in ("acl", "amod", "advcl"):
        if cue:
            yield from links(cue, child.tag_, PARTICIPLE)
        if child.dep_ == "acl":
            for link in complements(clause, child, "subject"):
                yield link.by(PARTICIPLE_STATE)
    elif child.dep_ == "prep" and cue:
        yield from links(cue, child.tag_, PREPOSITIONAL)


def _speaks_of_part(verb: Token) -> bool:
    """ "40 pupils, one of whom died", "of whom one died": the clause is about a part of the noun."""
    return any(
        any(t.lower_ in ("whom", "which") for t in child.subtree)
        for child in verb.children
        if (child.dep_ in ANY_SUBJECT and child.tag_ not in ("WP", "WDT")) or child.lower_ == "of"
    )


def _relative_slot(verb: Token) -> Slot:
    """The slot that the noun has in its relative clause: that of the pronoun, or the one left open."""
    roles = ANY_SUBJECT | OBJECTS
    pronoun = next((c for c in verb.children if c.dep_ in roles and c.tag_ in ("WP", "WDT", "WP$")), None)
    if pronoun is not None and pronoun.dep_ in PASSIVES:
        return "passive"
    if pronoun is not None:
        return "object" if pronoun.dep_ in OBJECTS else "subject"
    return "object" if any(c.dep_ in ANY_SUBJECT for c in verb.children) else "subject"


def above(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """Climb from the phrase to the verb or noun that governs it."""
    phrase_root = clause.doc.root_of(phrase.start, phrase.end)
    token: Token | None = phrase_root
    subset = False
    if token is not None and is_verb(token) and phrase.number:
        yield from toll(clause, token, subset)  # "the number of displaced is nearing one million"
    for _ in range(12):
        if token is None or token.head.i == token.i or _is_of_whole(clause, phrase, token):
            return
        if _behind_preposition(token):
            part = token.head.lower_ in SUBSET_PREPOSITIONS
            subset = subset or (part and not _is_behind_aside(phrase_root, token))
        found, token = _step_up(clause, phrase, token, subset)
        yield from _of_subset(found) if subset else found


def _of_subset(found: list[Link]) -> Iterator[Link]:
    return (replace(link, subset=True) for link in found)


def _is_behind_aside(noun: Token, part: Token) -> bool:
    """ "five civilians, including a child, and three soldiers": the comma closes the aside.

    With two members or more the comma is that of a list: "including a child, a nurse, and three soldiers".
    """
    members = [child for child in part.children if child.dep_ == "conj"]
    closed = any(child.dep_ == "cc" and child.nbor(-1).text == "," for child in part.children)
    opened = part.head.i > 0 and part.head.nbor(-1).text == ","
    return closed and opened and members == [noun]


def _is_of_whole(clause: Clause, phrase: Phrase, token: Token) -> bool:
    """ "five members of one family": the part is the figure, not the whole."""
    if not _behind_preposition(token) or token.head.lower_ != "of":
        return False
    part = token.head.head.i
    return part in clause.counted and not phrase.start <= part < phrase.end


def _step_up(clause: Clause, phrase: Phrase, token: Token, subset: bool) -> tuple[list[Link], Token | None]:
    """Links at what stands above a token, and where the climb goes on: null where it ends."""
    if _behind_preposition(token):
        return _over_preposition(clause, token.head, subset)
    if token.dep_ in ("conj", "appos") or token.dep_ in INSIDE:
        return _over_noun(clause, phrase, token)
    slot = slot_of(token.dep_) or (side_of(token) if token.tag_ in ("IN", "RB", "JJR") else None)
    return (list(_at_clause(clause, phrase, token, slot)) if slot else []), None


def _at_clause(clause: Clause, phrase: Phrase, noun: Token, slot: Slot) -> Iterator[Link]:
    """Links at the verb of a noun that the phrase is, or is set beside.

    A phrase that the verb parts from the subject which it goes with ("five were killed, two of them guards")
    is tied less: it may open a clause of its own.
    """
    apart = slot in ("subject", "passive") and noun.i < noun.head.i < phrase.start
    for link in at_verb(clause, noun.head, slot):
        yield _elided(clause, phrase, link) if apart else link


def _elided(clause: Clause, phrase: Phrase, link: Link) -> Link:
    """The link of a phrase whose event is not said again; a number and a place leave little doubt of it."""
    placed = phrase.elided and phrase.end < len(clause.doc) and clause.doc[phrase.end].tag_ == "IN"
    return replace(link.by(EVENT_ELIDED), via=link.via if placed else EVENT_ELIDED.via)


def _behind_preposition(token: Token) -> bool:
    head = token.head
    return token.dep_ == "pobj" or (token.dep_ in ("pcomp", "conj", "dep") and head.dep_ == "prep")


def _over_preposition(clause: Clause, preposition: Token, subset: bool) -> tuple[list[Link], Token | None]:
    """Links at a preposition, and where the climb goes on: null where the preposition ends it."""
    head = preposition.head
    if preposition.lower_ == "with" and clause.doc[preposition.i - 1].lower_ in ("along", "together"):
        verb = head if is_verbal(head) else head.head
        return [x.by(LIST_INHERITED) for x in at_verb(clause, verb, "object")], head
    if preposition.dep_ == "cc" and preposition.lower_ == "as":
        return [], preposition
    found = list(prepositional(clause, preposition, subset))
    if preposition.lower_ in CLOSING or _is_owned(clause, preposition, found):
        return found, None
    token = preposition if preposition.dep_ == "pcomp" else head
    if not is_verbal(token):
        return found, token
    return found + _parts_of_subject(clause, preposition, token), None


def _parts_of_subject(clause: Clause, preposition: Token, verb: Token) -> list[Link]:
    """ "Forty people died, including 12 children": the part suffers what the subject does."""
    subject = next((child for child in verb.children if child.dep_ in ANY_SUBJECT), None)
    if preposition.lower_ not in SUBSET_PREPOSITIONS or subject is None or subject.i >= preposition.i:
        return []
    return list(at_verb(clause, verb, slot_of(subject.dep_) or "subject"))


def _is_owned(clause: Clause, preposition: Token, found: list[Link]) -> bool:
    """ "the bodies of 12 men were sent home", "the tenants of one landlord died": the noun has the verb."""
    if preposition.lower_ != "of":
        return False
    noun = count_nouns().get(preposition.head.lower_)
    others = noun is not None and noun.unit == "people" and preposition.head.lower_ not in COLLECTIVE
    known = preposition.head.i in clause.cue_at or preposition.head.i in clause.counted
    return any(link.rule is EVENT_OF for link in found) or (others and not known)


def _over_noun(clause: Clause, phrase: Phrase, token: Token) -> tuple[list[Link], Token | None]:
    """Links of a member of a list whose head was read as a verb; else the climb goes on to the head."""
    head = token.head
    if token.dep_ == "appos" and head.lower_ in TOLL:
        return list(toll(clause, head, False)), None  # "the number of injured, 31, stands"
    if token.dep_ == "conj" and is_verbal(head) and not is_verbal(token):
        if head.lower_ in BE or _has_own_participle(clause, token):
            return [], None  # "one is dead and another in custody"
        takes = has_passive(head)
        found = at_verb(clause, head, "object")
        return [
            _elided(clause, phrase, x) if takes or x.event.patient == "subject" else x for x in found
        ], None
    return [], head


def _has_own_participle(clause: Clause, noun: Token) -> bool:
    """ "one clerk killed and four of another office wounded": the participle of the noun's "of" phrase."""
    return any(token.dep_ == "acl" and token.i in clause.cue_at for token in noun.subtree)


def prepositional(clause: Clause, preposition: Token, subset: bool) -> Iterator[Link]:
    """The phrase behind a preposition: "the deaths of 12 miners", "rose to 40"."""
    head, low = preposition.head, preposition.lower_
    cue = clause.cue_at.get(head.i) or clause.cue_at.get(preposition.i) or _harm_before(clause, preposition)
    if cue and (low in ("of", "to", "among") or (low in INTO_EVENT and _is_toll(clause.doc, cue))):
        yield from links(cue, head.tag_, EVENT_OF, subset=subset)
    noun_cue = clause.cue_at.get(head.head.i) if head.dep_ == "acl" and low in ("at", "as", "to") else None
    if noun_cue:
        yield from links(noun_cue, head.head.tag_, EVENT_OF, subset=subset)
    head = _governor(head)
    if _gives_value(head, low) and not _harm_before(clause, preposition):
        yield from (replace(link, earlier=low == "from") for link in toll(clause, head, subset))


def _harm_before(clause: Clause, preposition: Token) -> Cue | None:
    """ "verified the deaths of two women and injuries to 12": the noun before "to", where the verb has it.

    Behind a verb of rising the figure is a toll's: "brought deaths to 12".
    """
    cue = clause.cue_at.get(preposition.i - 1) if preposition.lower_ == "to" else None
    risen = cue is not None and preposition.head.lower_ in RISES
    harms = cue is not None and any(e.patient == "of" and e.meaning == "injured" for e in cue.readings)
    return cue if harms and not risen else None


def _governor(head: Token) -> Token:
    """The verb or noun above a preposition: "rose from 12 to 19", "rose to 19, up from 12"."""
    for _ in range(3):
        if is_verbal(head) or head.tag_ in NOUN_TAGS:
            break
        head = head.head
    return head


def _gives_value(head: Token, preposition: str) -> bool:
    """Whether the number behind a preposition is the value, or the older value, of a toll."""
    if head.lower_ in RISES or head.lower_ in TOLL or preposition in ("at", "to", "of", "as"):
        return True
    return preposition == "from" and any(c.lower_ == "to" and c.dep_ == "prep" for c in head.children)


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
    return "passive" if has_passive(token.head) else "subject"


def _is_toll(doc: Doc, cue: Cue) -> bool:
    return doc[cue.end - 1].lower_ in TOLL
