"""Speakers that the parser takes for more of what was counted get their verb back.

"The flood killed 12 people, witnesses and a doctor said": the parser lists people, witnesses and doctor, and
leaves "said" without a subject. No list is followed by a verb of saying that has none, so what stands between
the comma and that verb is its subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from extractor.lexicon import reporting_verbs

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Token

_FINITE = ("VBD", "VBP", "VBZ")
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_LISTED = ("conj", "appos")
_COUNTED = ("det", "nummod", "poss")
_DESCRIBED = ("VBN", "VBG", "JJ")
"""What stands behind "reported" where it describes the noun in front: "a child reported missing"."""


def set_subjects(doc: Doc) -> None:
    """Hang subjects on verbs of saying; the heads of the tokens are set, and their children not yet."""
    for at in doc.where(reporting_verbs().keys()):
        verb = doc[at]
        if _needs_subject(verb) and (first := _first_of_subject(doc[at - 1])):
            first.head = first.above = verb
            first.dep_ = "nsubj"


def _needs_subject(verb: Token) -> bool:
    """Whether a finite verb stands right behind a list, and has no subject."""
    last = verb.doc[verb.i - 1]
    if verb.tag_ not in _FINITE or verb.is_sent_start or last.dep_ not in _LISTED or last.tag_[:1] != "N":
        return False
    if any(token.lower_ == "to" or token.tag_ in _DESCRIBED for token in verb.doc[verb.i + 1 : verb.i + 2]):
        return False
    return not any(token.above is verb and token.dep_ in _SUBJECTS for token in _before(verb))


def _first_of_subject(last: Token) -> Token | None:
    """The member of a list that the subject begins with, by its last one: the nearest behind a comma.

    What is listed before it belongs to it where nothing counts it: "12 people, residents, doctors and police
    said".
    """
    listed = [*dropwhile(lambda member: not _is_behind_comma(member), _list_of(last))]
    if not listed:
        return None
    bare = takewhile(lambda member: _is_behind_comma(member) and _is_bare(member), listed[1:])
    return [listed[0], *bare][-1]


def _list_of(last: Token) -> Iterator[Token]:
    """A member of a list and those before it, but for the first."""
    while last.dep_ in _LISTED:
        yield last
        last = last.above


def _is_behind_comma(member: Token) -> bool:
    begin = member
    while begin.i and member.is_ancestor(begin.doc[begin.i - 1]):
        begin = begin.doc[begin.i - 1]
    return begin.i > 0 and begin.doc[begin.i - 1].text == ","


def _is_bare(member: Token) -> bool:
    """Whether no article and no number stands in front of it."""
    return not any(token.above is member and token.dep_ in _COUNTED for token in _before(member))


def _before(token: Token) -> Iterator[Token]:
    """The tokens of its sentence in front of it, the nearest first."""
    while token.i and not token.is_sent_start:
        token = token.doc[token.i - 1]
        yield token
