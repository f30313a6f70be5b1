"""Who gives a figure, as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.language.syntax import climb, covers, name_of
from extractor.lexicon import reporting_verbs, word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRONOUNS = word_set("pronouns")
CLAIMED_THINGS = word_set("claimed_things")
NOT_SOURCES = word_set("not_sources")


def source_of(doc: Doc, cue: int, head: int) -> str | None:
    """Who says so: the subject of the reporting verb above the figure, or what "according to" names."""
    sent = doc[head].sent
    for token in sent:
        if token.lower_ == "according" or (token.lower_ == "per" and token.dep_ == "prep"):
            named = [t for t in token.subtree if t.dep_ == "pobj" and t.i > token.i]
            if named and not covers(named[0], (cue, head)):
                return _named(named[0])
    for start in (head, cue):
        for verb in climb(doc[start]):
            source = _speaker(verb, (cue, head))
            if source is not None:
                return _named(source)
    return None


def speaks_by_pronoun(doc: Doc, cue: int, head: int) -> bool:
    """ "It added that 40 had fled": whether a pronoun is the subject of the verb that reports the figure."""
    for start in (head, cue):
        for verb in climb(doc[start]):
            if verb.lower_ in reporting_verbs() and verb.i not in (head, cue):
                subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
                if subject is not None and subject.lower_ in PRONOUNS:
                    return True
    return False


def _named(source: Token) -> str | None:
    """The source as written: of a report or count the one who gives it, null where nobody is named."""
    if source.lower_ not in word_set("report_nouns"):
        return name_of(source)
    author = _author(source)
    return name_of(author) if author is not None else None


def _author(report: Token) -> Token | None:
    """Who gives a report: "a count by the army", "the agency's table", "figures that the ministry gave"."""
    for child in report.subtree:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ in ("by", "from", "of")):
            giver = next((c for c in child.children if c.dep_ == "pobj"), None)
            if giver is not None and giver.lower_ not in word_set("report_nouns") and _is_body(giver):
                return giver
    for child in report.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "relcl":
            return next((c for c in child.children if c.dep_ == "nsubj" and c.lower_ not in PRONOUNS), None)
    return None


def _is_body(token: Token) -> bool:
    """A name, or a noun with "the" in front of it."""
    return token.tag_ in ("NNP", "NNPS") or any(child.lower_ == "the" for child in token.children)


def _speaker(verb: Token, inside: tuple[int, int]) -> Token | None:
    """Subject or agent of a reporting verb, when the figure is not part of it."""
    objects = {child.lower_ for child in verb.children if child.dep_ == "dobj"}
    if verb.lower_ not in reporting_verbs() or verb.i in inside or objects & CLAIMED_THINGS:
        return None
    if verb.tag_ == "VBG" and verb.dep_ in ("advcl", "conj", "acl") and verb.head.i != verb.i:
        teller = next((c for c in verb.head.children if c.dep_ == "nsubj"), None)
        if teller is not None and teller.lower_ not in PRONOUNS and not covers(teller, inside):
            return teller  # "the group claimed the attack, saying it had killed 40"
    for child in verb.children:
        if child.dep_ == "nsubj" and not covers(child, inside):
            if _is_dateline(child):
                return next((c for c in (*child.children, *verb.children) if _acts(child, c)), None)
            if child.lower_ in PRONOUNS or child.lower_ in NOT_SOURCES or child.like_num:
                return None
            return child
        inverted = (
            child.dep_ == "dobj"
            and child.i > verb.i
            and any(c.dep_ == "ccomp" and c.i < verb.i for c in verb.children)
        )
        if inverted and not covers(child, inside) and not child.like_num:
            return child
        if child.dep_ == "agent":
            agent = next((c for c in child.children if c.dep_ == "pobj"), None)
            if agent is not None and not covers(agent, inside):
                return agent
    return None


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
