"""Older figures that the text itself replaces: "up from 12", "the toll had stood at 12", "eight, not 12"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.frames.attachment import Link
from extractor.frames.attachment.verbs import has_passive
from extractor.language.syntax import is_verbal
from extractor.lexicon import word_set
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Token

EARLIER = word_set("earlier_figure")
STATES = word_set("states_figure")
STATEMENTS = word_set("statements")
TOLL = word_set("toll_nouns")
MOVES = word_set("tolls_move")
REVISED = word_set("revised")
STEPS = 4
"""Heads above a figure at which an older statement is looked for."""


def is_superseded(doc: Doc, phrase: Phrase, link: Link) -> bool:
    """True for a figure that the text gives as an older one."""
    return (
        _is_replaced(doc, phrase)
        or _is_contrasted(doc, phrase)
        or any(_is_older(token, link) for token in _stating(doc, phrase))
    )


def _is_replaced(doc: Doc, phrase: Phrase) -> bool:
    """ "up from 12", "revised from 12", "first put at 54"."""
    before = doc.lower[max(phrase.start - 5, 0) : phrase.start]
    if before[-2:] in (["up", "from"], ["down", "from"]):
        return True
    if before[-1:] == ["from"] and REVISED.intersection(before[-3:]):
        return True
    return "first" in before and before[-1:] in (["at"], ["as"]) and before[-2:-1] != ["first"]


def _is_contrasted(doc: Doc, phrase: Phrase) -> bool:
    """ "eight, not twelve", "not twelve but eight", "corrected to 47, not 54 as first reported"."""
    if not phrase.start or doc[phrase.start - 1].lower_ != "not":
        return False
    ends = phrase.end >= len(doc) or doc[phrase.end].is_punct or doc[phrase.end].lower_ == "as"
    behind = doc.lower[phrase.end : phrase.end + 3]
    return (ends and _has_number(doc, phrase.start - 5, phrase.start)) or behind[:1] == ["but"]


def _has_number(doc: Doc, start: int, end: int) -> bool:
    return any(token.like_num for token in doc[max(start, 0) : end])


def _stating(doc: Doc, phrase: Phrase) -> list[Token]:
    """The head of a figure and the words above it, as far as its clause and the verb of its statement."""
    token = doc[phrase.head]
    before = doc[max(phrase.start - 1, 0)]
    if phrase.elided and before.lower_ == "at" and before.head.i < before.i < token.head.i:
        token = before  # "had put the toll at 14 before six more ...": the parse hangs 14 on what follows
    found = [token]
    while len(found) < STEPS + 1 and token.head.i != token.i:
        if token.dep_ in ("relcl", "advcl") or (token.dep_ == "conj" and is_verbal(token)):
            break
        token = token.head
        found.append(token)
    return found


def _is_older(token: Token, link: Link) -> bool:
    """A statement that the text calls an earlier one, or gives in the past perfect."""
    if any(child.lower_ in EARLIER and child.dep_ in ("advmod", "amod") for child in token.children):
        return (is_verbal(token) and token.i != link.cue.start) or token.lower_ in STATEMENTS
    if _is_of_first_report(token) or _before_it_moved(token) or _had_still(token):
        return True
    if has_passive(token) and not link.total:
        return False  # "no deaths had been reported"
    return token.lower_ in STATES and (_is_past_perfect(token) or _at_first(token))


def _is_of_first_report(verb: Token) -> bool:
    """ "an earlier report put the toll at 12", "the first count gave 12"."""
    subjects = (child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass"))
    modifiers = (c for subject in subjects if subject.lower_ in STATEMENTS for c in subject.children)
    return any(child.lower_ == "first" or child.lower_ in EARLIER for child in modifiers)


def _before_it_moved(verb: Token) -> bool:
    """ "The toll, which stood at 11 on Friday, rose": where it stood before the main clause moves it."""
    toll = verb.head
    aside = verb.dep_ == "relcl" and verb.tag_ == "VBD" and toll.lower_ in TOLL
    return aside and toll.dep_ == "nsubj" and toll.head.lower_ in MOVES


def _had_still(verb: Token) -> bool:
    """ "On Sunday 11 had still been missing": how it stood before."""
    words = {child.lower_ for child in verb.children}
    return is_verbal(verb) and "had" in words and not words.isdisjoint(word_set("still"))


def _is_past_perfect(verb: Token) -> bool:
    """ "had put the toll at 12", and nobody who says so: reported speech would put any verb into it."""
    had = any(child.lower_ in ("had", "'d") and child.dep_ == "aux" for child in verb.children)
    return had and verb.dep_ not in ("ccomp", "advcl") and not _is_up_to(verb)


def _is_up_to(verb: Token) -> bool:
    """ "By Monday the ministry had reported 12 deaths": a figure as it stood."""
    return any(child.lower_ == "by" and child.dep_ == "prep" and child.i < verb.i for child in verb.children)


def _at_first(verb: Token) -> bool:
    """ "at first spoke of nine deaths"."""
    words = verb.doc.lower[max(verb.i - 3, 0) : verb.i]
    return any(words[i : i + 2] == ["at", "first"] for i in range(len(words)))
