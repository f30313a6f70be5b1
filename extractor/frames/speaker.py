"""Who gives a figure, as written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.language.offsets import where
from extractor.language.syntax import climb, covers, is_report, name_of
from extractor.lexicon import count_nouns, reporting_verbs, word_set

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token

PRONOUNS = word_set("pronouns")
RELATIVES = frozenset({"which", "who"})
CLAIMED_THINGS = word_set("claimed_things")
NOT_SOURCES = word_set("not_sources")
_DATELINE = re.compile(r"\A[A-Z]{2}.{0,60}\s[-–—]{1,2}\s+")
""" "PELL, May 3 (Agency) - ": the parser may hang it on the speaker."""
_NO_SPEAKER = frozenset({"no", "them", "whom"})
""" "No wounded", "three of them": what looks like a subject of saying and counts people."""


def source_of(doc: Doc, cue: int, head: int) -> str | None:
    """Who says so: what "according to" names, or the subject of the reporting verb above the figure."""
    inside = (cue, head)
    for token in doc[head].sent.holding(_GIVING):
        if (giver := _according_to(token)) is not None and not covers(giver, inside):
            return _named(giver)
    verbs = dict.fromkeys(verb for start in (head, cue) for verb in climb(doc[start]))
    source = next((found for verb in verbs if (found := _speaker(verb, inside)) is not None), None)
    return _named(source) if source is not None else None


_GIVING = frozenset({"according", "per", "by"})
"""Words that may name the giver of what is said."""


def _according_to(token: Token) -> Token | None:
    """Whom a word names as the giver of what is said: "according to X", "per X", "by X's reckoning"."""
    if token.lower_ == "according" or (token.lower_ == "per" and token.dep_ == "prep"):
        return next((t for t in token.subtree if t.dep_ == "pobj" and t.i > token.i), None)
    return _reckoner(token) if token.lower_ == "by" else None


def _reckoner(by: Token) -> Token | None:
    """ "By the union's count, 29 have died": who counts."""
    counted = (t for t in by.children if t.dep_ == "pobj" and t.lower_ in word_set("report_nouns"))
    owners = (o for t in counted for o in t.children if o.dep_ == "poss" and o.lower_ not in PRONOUNS)
    return next((owner for owner in owners if owner.tag_ != "PRP$"), None)


def speaks_by_pronoun(doc: Doc, cue: int, head: int) -> bool:
    """ "It added that 40 had fled": whether a pronoun is the subject of the verb that reports the figure."""
    for start in (head, cue):
        for verb in climb(doc[start]):
            if is_report(verb) and verb.i not in (head, cue):
                subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
                if subject is not None and subject.lower_ in PRONOUNS:
                    return True
    return False


def speaker_of(sent: Span) -> str | None:
    """Who states something in a sentence: "Police chief Ana Ruiz said that gunmen had attacked a bus"."""
    for verb in [sent[i] for i in where(sent.lower, reporting_verbs())]:
        if not is_report(verb) or not verb.tag_.startswith("VB"):
            continue
        states = any(child.dep_ == "ccomp" for child in verb.children)
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if states and subject is not None and _subject(verb, subject) is subject:
            return _named(subject)
    return None


def _named(source: Token) -> str | None:
    """The source as written: of a report or count the one who gives it, null where nobody is named."""
    if source.lower_ in word_set("report_nouns"):
        author = _author(source)
        if author is None:
            return None
        source = author
    if any(token.lower_ in _NO_SPEAKER for token in source.subtree if token.i <= source.i + 2):
        return None
    return _DATELINE.sub("", _with_apposition(source))


def _with_apposition(source: Token) -> str:
    """ "The mayor, Ana Ruiz": an office and the name right behind its comma are one."""
    name = name_of(source)
    doc, start = source.doc, source.left_edge
    end = next((i for i in range(source.i, len(doc)) if doc[i].idx >= start.idx + len(name)), len(doc))
    if doc.text_of(end, end + 1) != ",":
        return name
    person = next((t for t in source.subtree if t.dep_ == "appos" and t.left_edge.i == end + 1), None)
    return doc.text_of(start.i, person.i + 1) if person is not None and _is_holder(source, person) else name


def _is_holder(office: Token, person: Token) -> bool:
    """Whether a name in apposition is that of a person who holds an office."""
    known = count_nouns().get(office.lower_)
    people = known is not None and known.unit == "people"
    return person.tag_ == "NNP" and office.tag_ in ("NN", "NNP") and (people or person.ent_type_ == "PERSON")


def _author(report: Token) -> Token | None:
    """Who gives a report: "a count by the army", "the agency's table", "figures that the ministry gave"."""
    givers = (_giver(child) for child in report.subtree)
    if giver := next((giver for giver in givers if giver is not None), None):
        return giver
    for child in report.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ in ("relcl", "acl"):
            return next((c for c in child.children if c.dep_ == "nsubj" and c.lower_ not in PRONOUNS), None)
    return None


def _giver(preposition: Token) -> Token | None:
    """The body behind "by", "from" or "of" that gives a report."""
    gives = preposition.dep_ == "prep" and preposition.lower_ in ("by", "from", "of")
    if preposition.dep_ != "agent" and not gives:
        return None
    giver = _object_of(preposition)
    if giver is None or giver.lower_ in word_set("report_nouns") or not _is_body(giver):
        return None
    return giver


def _object_of(preposition: Token) -> Token | None:
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)


def _is_body(token: Token) -> bool:
    """A name, or a noun with "the" in front of it."""
    return token.tag_ in ("NNP", "NNPS") or any(child.lower_ == "the" for child in token.children)


def _speaker(verb: Token, inside: tuple[int, int]) -> Token | None:
    """Subject or agent of a reporting verb, when the figure is not part of it."""
    if not _reports(verb, inside):
        return None
    if above := _speaker_above(verb, inside) or _quoted(verb, inside) or _antecedent(verb, inside):
        return above
    for child in verb.children:
        if child.dep_ == "nsubj" and not covers(child, inside):
            return _subject(verb, child)
        behind = _agent_of(child) or (child if _is_inverted(verb, child) else None)
        if behind is not None and not covers(behind, inside):
            return behind
    return None


def _antecedent(verb: Token, inside: tuple[int, int]) -> Token | None:
    """ "The union, which counts five dead": whom a relative clause makes speak."""
    subjects = [child.lower_ for child in verb.children if child.dep_ == "nsubj"]
    if verb.dep_ != "relcl" or len(subjects) != 1 or subjects[0] not in RELATIVES or verb.head.i in inside:
        return None
    return _subject(verb, verb.head) if verb.head.tag_.startswith("NN") else None


def _agent_of(child: Token) -> Token | None:
    """ "it was reported by the mayor"."""
    return _object_of(child) if child.dep_ == "agent" else None


def _quoted(verb: Token, inside: tuple[int, int]) -> Token | None:
    """ "The paper quoted the mayor as saying that 40 had died": the mayor."""
    if not any(c.lower_ == "as" and c.dep_ == "prep" for c in verb.children):
        return None
    quoted = next((c for c in verb.children if c.dep_ == "dobj" and c.tag_.startswith("N")), None)
    if quoted is None or covers(quoted, inside) or quoted.lower_ in NOT_SOURCES:
        return None
    return quoted


def _reports(verb: Token, inside: tuple[int, int]) -> bool:
    """Whether a verb above a figure gives it to somebody.

    A verb of saying, but "found three bodies" is a find; a verb of correcting with the toll or the number as
    its object ("has lowered the toll to 8"); a verb of treating whose object is the figure.
    """
    objects = {child.lower_ for child in verb.children if child.dep_ == "dobj"}
    if verb.i in inside or objects & CLAIMED_THINGS:
        return False
    if verb.lower_ in word_set("correcting"):
        return bool(objects & (word_set("report_nouns") | {"number"}))
    if verb.lower_ in word_set("treating"):
        return any(child.dep_ == "dobj" and covers(child, inside) for child in verb.children)
    if verb.lower_ in word_set("finding"):
        return any(child.dep_ == "ccomp" for child in verb.children)
    return is_report(verb)


def _speaker_above(verb: Token, inside: tuple[int, int]) -> Token | None:
    """ "the group claimed the attack, saying it had killed 40": the subject of the verb above."""
    if verb.tag_ != "VBG" or verb.dep_ not in ("advcl", "conj", "acl") or verb.head.i == verb.i:
        return None
    subject = next((c for c in verb.head.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.lower_ in PRONOUNS or covers(subject, inside):
        return None
    return subject


def _subject(verb: Token, subject: Token) -> Token | None:
    """Who speaks, behind a dateline; no pronoun, number or event, and no country that counts its own."""
    if _is_dateline(subject):
        return next((c for c in (*subject.children, *verb.children) if _acts(subject, c)), None)
    if subject.lower_ in PRONOUNS or subject.lower_ in NOT_SOURCES or subject.like_num:
        return None
    counts = verb.lower_ in word_set("recording")
    return None if counts and subject.ent_type_ == "GPE" else subject


def _is_inverted(verb: Token, child: Token) -> bool:
    """ "Forty died, said the mayor": the subject behind the verb, which the parser takes for an object."""
    if child.dep_ != "dobj" or child.i < verb.i or child.like_num:
        return False
    return any(c.dep_ == "ccomp" and c.i < verb.i for c in verb.children)


def _is_dateline(subject: Token) -> bool:
    """ "OSTRA — The army said": the parser may take the dateline for the subject."""
    doc = subject.doc
    dash = subject.i + 1 < len(doc) and doc[subject.i + 1].text in ("—", "–", "-", "--")
    return subject.text.isupper() and dash


def _acts(dateline: Token, token: Token) -> bool:
    """Whether a token behind the dateline is the subject proper."""
    return (
        token.i > dateline.i
        and token.dep_ in ("appos", "nsubj", "nmod", "conj")
        and token.tag_.startswith("N")
    )
