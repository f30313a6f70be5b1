"""Small walks over the dependency tree that several readers share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.lexicon import reporting_verbs, word_set
from extractor.records import Evidence

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token


NOUN_TAGS = frozenset({"NN", "NNS"})
ADJECTIVE_TAGS = frozenset({"JJ", "JJR", "JJS"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
_BE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "'m", "'s", "'re"})
_HALF_VERBS = frozenset({"have", "has", "had", "'ve", "'d", "do", "does", "did"})
_MAIN = frozenset({"ROOT", "advcl", "ccomp", "conj", "relcl", "xcomp"})


def evidence_of(span: Span) -> Evidence:
    """The words of a span, without the white space behind them."""
    start = span.start_char
    return Evidence.of(span.doc.text, start, start + len(span.text.rstrip()))


def sentence_of(doc: Doc, words: Evidence) -> Evidence | None:
    """The sentence in which some words begin; None where no token stands there."""
    first = doc.token_at(words.start)
    return evidence_of(first.sent) if first is not None else None


def is_verbal(token: Token) -> bool:
    """True for verbs, auxiliaries among them."""
    tag = token.tag_
    return tag.startswith("VB") or tag == "MD" or (token.dep_ in _AUXILIARIES and tag != "TO")


def is_verb(token: Token) -> bool:
    """True for verbs that say what happens: no auxiliaries, no forms of "be"."""
    if not token.tag_.startswith("VB") or token.dep_ in _AUXILIARIES or token.lower_ in _BE:
        return False
    return token.lower_ not in _HALF_VERBS or token.dep_ in _MAIN


def climb(token: Token) -> Iterator[Token]:
    """The token and the heads above it, at most twelve steps."""
    for _ in range(12):
        yield token
        if token.head.i == token.i:
            return
        token = token.head


def covers(token: Token, inside: tuple[int, ...]) -> bool:
    """True when the subtree of ``token`` spans one of the positions."""
    return any(token.left_edge.i <= i <= token.right_edge.i for i in inside)


def name_of(head: Token) -> str:
    """The noun phrase as written, without what is set off by a comma or a clause."""
    doc, start, end = head.doc, head.left_edge.i, head.i + 1
    for child in head.children:
        if child.i == end and child.dep_ == "prep" and child.lower_ in ("of", "for", "on", "in", "at"):
            end = max(end, min(child.right_edge.i + 1, end + 8))
    for token in doc[head.i + 1 : end]:
        if token.dep_ in ("relcl", "acl", "appos") or token.text == ",":
            end = token.i
            break
    return doc.text_of(start, end).strip()


def is_report(verb: Token) -> bool:
    """Whether a verb gives what somebody says: not in "a footbridge gave way"."""
    if verb.lower_ not in reporting_verbs():
        return False
    behind = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    return behind not in word_set("said_by_nobody")


def lists_members(opening: Sequence[str]) -> bool:
    """Whether a sentence lists people counted before it: "They include a nurse", "Among them were two boys".

    Args:
        opening: its first two words, lower case.
    """
    if len(opening) < 2:
        return False
    first, second = opening
    return (first == "they" and second in word_set("include")) or (first == "among" and second == "them")
