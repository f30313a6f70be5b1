"""Who does it and to whom: the noun phrases that an event word governs as agent and as patient."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from extractor.language.syntax import NOUN_TAGS, is_verbal
from extractor.lexicon import count_nouns, word_set

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Token

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVES = frozenset({"nsubjpass", "csubjpass"})
ANY_SUBJECT = SUBJECTS | PASSIVES
NOMINAL = NOUN_TAGS | {"NNP", "NNPS", "PRP", "CD", "DT", "JJ", "WP", "WDT"}
SIDES = frozenset({"ORG", "NORP", "GPE", "PERSON"})
LOOSE = frozenset({"relcl", "acl", "appos", "conj", "cc", "punct", "advcl", "parataxis"})
"""What hangs on a noun and is no part of the phrase that names a participant."""
AGAINST = frozenset({"on", "against", "at"})
# At 2 and at 8 no record of 403 texts changes; a bound for chains of verbs.
STEPS = 4
"""Clauses that a subject may be shared over: "they stormed the camp, shot the guards and set fire to it"."""


class NounPhrase(NamedTuple):
    """A participant: tokens ``[start, end)`` and the head among them."""

    start: int
    end: int
    head: int


class Participants(NamedTuple):
    """Who acts and who is acted upon, as the grammar of the sentence gives them; pronouns included."""

    agents: tuple[NounPhrase, ...] = ()
    patients: tuple[NounPhrase, ...] = ()


def participants(doc: Doc, start: int, end: int, *, suffers: bool = False) -> Participants:
    """Return agents and patients of the event word at tokens ``[start, end)``.

    Args:
        doc: a parsed text.
        start: first token of the event word.
        end: token behind it.
        suffers: the word names what happens to somebody, not a deed ("died", "death", "killing"): its subject
            and its owner are patients.
    """
    word = _word(doc, start, end)
    if word.tag_ in NOUN_TAGS or word.tag_ in ("NNP", "NNPS"):
        found = (list(_noun_agents(word, suffers)), list(_noun_patients(word, suffers)))
    elif suffers:
        found = ([], _of_state(word) or _subjects(word, ANY_SUBJECT))
    else:
        found = _verb(doc, word, end)
    agents, patients = ([_outside(phrase(head), start, end) for head in _joined(heads)] for heads in found)
    return Participants(
        tuple(dict.fromkeys(agents)), tuple(p for p in dict.fromkeys(patients) if p not in agents)
    )


def _outside(found: NounPhrase, start: int, end: int) -> NounPhrase:
    """Without the event words: "shot dead four guards" read as dead guards."""
    if found.start < end <= found.head:
        return NounPhrase(end, found.end, found.head)
    return NounPhrase(found.start, start, found.head) if found.head < start < found.end else found


def phrase(head: Token) -> NounPhrase:
    """The noun phrase of a head: what stands before it, and a name or an "of" phrase right behind it."""
    doc, end = head.doc, head.i + 1
    for child in head.rights:
        if child.i != end or child.dep_ in LOOSE or (child.dep_ == "prep" and child.lower_ != "of"):
            break
        end = next(
            (t.i for t in doc[child.i : child.right_edge.i + 1] if t.dep_ in LOOSE), child.right_edge.i + 1
        )
    return NounPhrase(_first(head), end, head.i)


def _first(head: Token) -> int:
    left = [child.left_edge.i for child in head.lefts if child.dep_ not in LOOSE or child.dep_ == "punct"]
    return min([head.i, *left])


def _word(doc: Doc, start: int, end: int) -> Token:
    """The verb of the words if there is one, else the noun that governs them."""
    verb = next((token for token in doc[start:end] if token.tag_.startswith("VB")), None)
    return verb or doc.root_of(start, end)


def _joined(heads: list[Token]) -> Iterator[Token]:
    """Each head and the nouns that are coordinated with it."""
    for head in heads:
        yield head
        todo = [child for child in head.children if child.dep_ == "conj"]
        while todo:
            token = todo.pop(0)
            if token.tag_ in NOMINAL:
                yield token
                todo += [child for child in token.children if child.dep_ == "conj"]


def _verb(doc: Doc, verb: Token, end: int) -> tuple[list[Token], list[Token]]:
    """Participants of a verb: passive, active, or a participle beside a noun."""
    verbs = _verbs(doc, verb, end)
    agents = [*chain.from_iterable(map(_by, verbs))]
    passive = [child for child in verb.children if child.dep_ in PASSIVES]
    if passive or agents or any(child.dep_ == "auxpass" for child in verb.children):
        return agents, passive or _shared(verb)
    objects = list(_objects(verbs, end))
    if objects or _is_active(verb):
        return _subjects(verb), objects
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl"):
        return [], [verb.head]
    aims = _aims(verb, end)
    # Without an aim it is a passive without its auxiliary: "two soldiers killed in ambush".
    return ([], _subjects(verb)) if aims is None else (_subjects(verb), aims)


def _of_state(word: Token) -> list[Token]:
    """ "was found dead", "found the driver with a stab wound": who is in a state that a verb gives."""
    verb = word.head
    if word.dep_ not in ("oprd", "acomp") and (word.dep_, word.lower_) != ("prep", "with"):
        return []
    if verb.dep_ == "pobj" and _is_thing(verb):  # "was found in a car with a stab wound"
        verb = verb.head.head
    if not is_verbal(verb):
        return [verb] if word.dep_ == "prep" and verb.tag_ in NOMINAL else []
    return [child for child in verb.children if child.dep_ == "dobj"] or _subjects(verb, ANY_SUBJECT)


def _is_thing(noun: Token) -> bool:
    """Whether a common noun counts no people."""
    known = count_nouns().get(noun.lower_)
    return noun.tag_ == "NN" and not (known is not None and known.unit == "people")


def _verbs(doc: Doc, verb: Token, end: int) -> list[Token]:
    """The verbs that the event words hold ("shot and killed"), and the state that an object may hang on."""
    behind = doc[verb.i + 1 : end]  # "shot dead his wife"
    return [verb, *(token for token in behind if token.tag_.startswith("VB") or token.dep_ == "oprd")]


def _by(verb: Token) -> Iterator[Token]:
    """ "was killed by gunmen"."""
    for child in verb.children:
        if child.dep_ == "agent":
            yield from (target for target in child.children if target.dep_ == "pobj")


def _is_active(verb: Token) -> bool:
    """Whether the form of a verb alone shows it to be active."""
    return verb.tag_ in ("VBG", "VBZ", "VBP", "VB") or _has_aux(verb)


def _aims(verb: Token, end: int) -> list[Token] | None:
    """Whom a deed is aimed at whose words hold its object or preposition; None if they hold neither.

    "Fired rockets at the post", "opened fire on", "shot at": the subject does it and is not shot.
    """
    held = [
        child
        for child in verb.children
        if verb.i < child.i < end and (child.dep_ == "dobj" or child.lower_ in AGAINST)
    ]
    if not held:
        return None
    led = [child for child in verb.children if child.dep_ == "prep" and child.lower_ in AGAINST]
    return [target for prep in led for target in prep.children if target.dep_ == "pobj"]


def _has_aux(verb: Token) -> bool:
    return any(
        child.dep_ == "aux" and child.lower_ in ("have", "has", "had", "'ve") for child in verb.children
    )


def _objects(verbs: list[Token], end: int) -> Iterator[Token]:
    """Objects of the verbs that the event words hold ("shot and killed a clerk")."""
    for verb in verbs:
        yield from (child for child in verb.children if child.i >= end and is_object(child))


def is_when_or_where(token: Token) -> bool:
    """ "kidnapped Nov 10", "abducted North of Ostra": an adverbial, whatever the parser takes it for."""
    return token.ent_type_ in ("DATE", "TIME") or token.lower_ in word_set("adverbial_names")


def is_object(token: Token) -> bool:
    """True for a direct object of a verb.

    False for what the parser takes for one in notes: the subject of a clause behind the verb ("injured when
    masked men"), a date, what a comma or other words part from it ("killed, 12 wounded", "shot dead outside
    residence").
    """
    if token.dep_ != "dobj" or is_when_or_where(token):
        return False
    doc, left = token.doc, token.left_edge.i
    if any(word.tag_ == "WRB" for word in doc[left : token.i]) or (left and doc[left - 1].text == ","):
        return False
    bare = token.tag_ == "NN" and not any(w.dep_ in ("det", "poss", "nummod", "predet") for w in token.lefts)
    known = count_nouns().get(token.lower_)
    return not bare or token.i == token.head.i + 1 or (known is not None and known.unit == "people")


def _subjects(verb: Token, labels: frozenset[str] = SUBJECTS) -> list[Token]:
    """Subject of a verb, its own or that of the clause which it goes on or belongs to; active unless said."""
    own = [child for child in verb.children if child.dep_ in labels]
    if not own:
        return _shared(verb)
    if own[0].tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        return [verb.head]
    return own


def _shared(verb: Token) -> list[Token]:
    """The subject that a verb shares: with the verb before it, the one above it, or the noun it hangs on."""
    for _ in range(STEPS):
        above = verb.head
        if above.i == verb.i or verb.dep_ not in ("conj", "xcomp", "advcl", "acl", "relcl"):
            return []
        if not is_verbal(above):
            return [above] if above.tag_ in NOMINAL and above.i < verb.i else []
        own = [child for child in above.children if child.dep_ in ANY_SUBJECT]
        own = own or _suspected(above, verb)
        if own:
            relative = own[0].tag_ in ("WP", "WDT") and above.dep_ == "relcl"
            return [above.head] if relative else own
        verb = above
    return []


def _suspected(above: Token, verb: Token) -> list[Token]:
    """ "On May 3, presumed rebels killed a clerk": the parser may take "presumed" for the verb."""
    if above.lower_ not in word_set("suspicion"):
        return []
    return [child for child in above.children if child.dep_ == "dobj" and above.i < child.i < verb.i]


def _noun_agents(noun: Token, suffers: bool) -> Iterator[Token]:
    """ "an attack by gunmen", "an Al-Shabaab attack", "the army's raid", "their killing of two guards"."""
    for child in noun.children:
        if child.lower_ == "by" and child.dep_ in ("prep", "agent"):
            yield from (target for target in child.children if target.dep_ == "pobj")
        elif _is_owner(noun, child, suffers):
            yield child


def _is_owner(noun: Token, child: Token, suffers: bool) -> bool:
    """Whether a possessive or a name in front of a noun is who does it, and not whom it befalls."""
    if child.dep_ == "poss":
        return not suffers or _has_of(noun)
    return not suffers and _is_side(noun, child)


def _is_side(noun: Token, child: Token) -> bool:
    """Whether a word in front of a noun names who does it: "an Al-Shabaab attack", "a rebel raid"."""
    if child.dep_ not in ("compound", "amod", "nmod") or child.i > noun.i:
        return False
    known = count_nouns().get(child.lower_)
    return child.ent_type_ in SIDES or (known is not None and known.unit == "people")


def _noun_patients(noun: Token, suffers: bool) -> Iterator[Token]:
    """ "the killing of 12 miners", "an attack on a convoy", "the man's death"."""
    for child in noun.children:
        if child.dep_ == "prep" and (child.lower_ == "of" or (child.lower_ in AGAINST and not suffers)):
            yield from (target for target in child.children if target.dep_ == "pobj")
        elif suffers and child.dep_ == "poss" and not _has_of(noun):
            yield child


def _has_of(noun: Token) -> bool:
    return any(child.dep_ == "prep" and child.lower_ == "of" for child in noun.children)
