"""Who gives a figure, as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.language.syntax import climb, covers, name_of
from extractor.lexicon import reporting_verbs, word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRONOUNS = word_set("pronouns")
NOT_TOLD = frozenset({"responsibility", "credit", "lives", "life"})
NOT_SOURCES = word_set("not_sources")


def source_of(doc: Doc, cue: int, head: int) -> str | None:
    """Who says so: the subject of the reporting verb above the figure, or what "according to" names."""
    sent = doc[head].sent
    for token in sent:
        if token.lower_ == "according" or (token.lower_ == "per" and token.dep_ == "prep"):
            named = [t for t in token.subtree if t.dep_ == "pobj" and t.i > token.i]
            if named and not covers(named[0], (cue, head)):
                return name_of(named[0])
    for start in (head, cue):
        for verb in climb(doc[start]):
            source = _speaker(verb, (cue, head))
            if source:
                return name_of(source)
    return None


def _speaker(verb: Token, inside: tuple[int, int]) -> Token | None:
    """Subject or agent of a reporting verb, when the figure is not part of it."""
    objects = {child.lower_ for child in verb.children if child.dep_ == "dobj"}
    if verb.lower_ not in reporting_verbs() or verb.i in inside or objects & NOT_TOLD:
        return None
    if verb.tag_ == "VBG" and verb.dep_ in ("advcl", "conj", "acl") and verb.head.i != verb.i:
        teller = next((c for c in verb.head.children if c.dep_ == "nsubj"), None)
        if teller is not None and teller.lower_ not in PRONOUNS and not covers(teller, inside):
            return teller  # "the group claimed the attack, saying it had killed 40"
    for child in verb.children:
        if child.dep_ == "nsubj" and not covers(child, inside):
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
