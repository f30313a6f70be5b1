"""Whether a figure is a running total, an addition, a part of another, or superseded by the text itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.frames.attachment import Link
from extractor.lexicon import word_set
from extractor.numbers.phrases import Phrase
from extractor.records import Scope

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

SPANS = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years"})
INCIDENTS = word_set("incidents")
EARLIER = frozenset(
    {"previous", "previously", "earlier", "initial", "initially", "preliminary", "provisional"}
)


def scope_of(doc: Doc, phrase: Phrase, link: Link) -> Scope | None:
    """Scope of a figure as the text words it; null when it does not say."""
    if link.subset or is_partitive(doc, phrase):
        return "subset"
    if _is_addition(doc, phrase):
        return "incremental"
    if (
        link.total
        or _is_running_total(doc, link)
        or (phrase.number and phrase.number.scope_hint == "cumulative")
    ):
        return "cumulative"
    return None


def _is_addition(doc: Doc, phrase: Phrase) -> bool:
    """ "another four", "20 more", "a further 300"."""
    number = phrase.number
    if number is None:
        return doc[phrase.start].lower_ == "another"
    first = (phrase.group or "").lower().split()[:1]
    more = first in (["more"], ["further"], ["additional"]) or doc[phrase.end - 1].lower_ == "more"
    return more or number.scope_hint == "incremental"


def is_superseded(doc: Doc, phrase: Phrase) -> bool:
    """ "up from 12", "an earlier count of 40": an older figure that the text replaces."""
    before = [token.lower_ for token in doc[max(phrase.start - 3, 0) : phrase.start]]
    if before[-2:] in (["up", "from"], ["down", "from"]) or (before[-1:] == ["from"] and "revised" in before):
        return True
    token = doc[phrase.head]
    for _ in range(4):
        tellers = [c for child in token.children if child.dep_ == "nsubj" for c in child.children]
        if any(c.lower_ in EARLIER and c.dep_ in ("advmod", "amod") for c in (*token.children, *tellers)):
            return True
        if token.head.i == token.i or token.dep_ in ("relcl", "advcl", "conj"):
            return False
        token = token.head
    return False


def is_added(sent: Span) -> bool:
    """The sentence tells of something beside what was told before."""
    return any(token.lower_ in ("also", "separately", "elsewhere", "meanwhile") for token in sent)


def _is_running_total(doc: Doc, link: Link) -> bool:
    """ "have been killed since March", "has so far displaced", "in total"."""
    cue = doc[link.cue.start]
    words = [token.lower_ for token in cue.sent]
    text = " ".join(words)
    if any(mark in text for mark in ("so far", "in total", "to date", "in all ,", "altogether")):
        return True
    verbs = [cue, *cue.ancestors]
    perfect = any(
        child.lower_ in ("have", "has", "had") and child.dep_ == "aux"
        for verb in verbs
        for child in verb.children
    )
    return perfect and any(token.lower_ == "since" for token in cue.sent)


def is_partitive(doc: Doc, phrase: Phrase) -> bool:
    """True for "three of them", "two of whom", "of whom two"."""
    following = [token.lower_ for token in doc[phrase.end : phrase.end + 2]]
    before = [token.lower_ for token in doc[max(phrase.start - 2, 0) : phrase.start]]
    behind = following[:1] == ["of"] and following[1:] in (["them"], ["whom"], ["those"], ["these"])
    return behind or before in (["of", "whom"], ["of", "them"])


def is_other_event(doc: Doc, link: Link) -> bool:
    """ "two weeks after a similar bombing left 14 dead": an event before the article's own."""
    sent = doc[link.cue.start].sent
    words = [token.lower_ for token in doc[sent.start : link.cue.start]]
    for i, word in enumerate(words):
        if word in ("after", "before") and i and words[i - 1] in SPANS:
            return True
        if word in ("similar", "previous", "separate") and words[i + 1 : i + 2] and words[i + 1] in INCIDENTS:
            return word != "separate"
    return False
