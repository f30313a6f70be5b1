"""Event words beside a phrase in plain word order, for telegraphic text and where the parse gives nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.frames.attachment.link import Clause, Link, Via
from extractor.frames.attachment.tree import is_participle
from extractor.frames.attachment.verbs import AMBITRANSITIVE, has_object
from extractor.frames.cues import Cue
from extractor.lexicon import Event, count_nouns, word_set
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SKIP = word_set("skip")
ENDS_LABEL = frozenset({".", ";", ",", "|"})
AUXILIARIES = frozenset({"were", "was", "are", "is", "be", "been", "being"})
BEFORE_NUMBER = frozenset(
    {
        "the",
        "of",
        "a",
        "an",
        "about",
        "some",
        "another",
        ":",
        "-",
        "up",
        "to",
        "at",
        "over",
        "least",
        "as",
        "many",
    }
)
INTO_NUMBER = frozenset({"of", "to", ":", "-"})
ACTIVE_TAGS = frozenset({"VBG", "VBD", "VBZ", "VBP", "VB", "NNS", "NN", "VBN", "JJ"})


def own(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """The word right after the phrase: "12 dead", "15 more were wounded", "two soldiers killed"."""
    doc, sent = clause.doc, clause.doc[phrase.head].sent
    starts = {cue.start for cue in clause.cue_at.values()}
    i, auxiliary = phrase.end, False
    while (
        i < sent.end and i not in starts and (doc[i].lower_ in SKIP or doc[i].is_space or doc[i].tag_ == "RB")
    ):
        auxiliary |= doc[i].lower_ in AUXILIARIES
        i += 1
    cue = clause.cue_at.get(i) if i < sent.end else None
    if cue is None or cue.start != i:
        return
    token = doc[cue.end - 1] if doc[i].tag_ == "RB" else doc[i]
    for event in cue.readings:
        strong = phrase.elided or event.is_casualty
        apart = not auxiliary and not phrase.elided and _is_subject(clause.doc, phrase)
        via: Via = "own" if strong and not apart else "neighbour"
        if event.patient == "modifier" or (event.patient == "self" and phrase.elided):
            yield Link(cue, event, via)
        elif event.patient == "subject" and token.tag_ != "VBG":
            if not (token.lower_ in AMBITRANSITIVE and has_object(token, cue)):
                yield Link(cue, event, "neighbour")
        elif (
            event.patient == "object" and is_participle(token) and (auxiliary or not _acts(token, cue, event))
        ):
            yield Link(cue, event, via)


def before(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """The word right before the phrase: "injuring at least 40", "evacuation of 300"."""
    sent = clause.doc[phrase.head].sent
    i = phrase.start - 1
    while i >= sent.start and (clause.doc[i].is_space or clause.doc[i].lower_ in BEFORE_NUMBER):
        i -= 1
    cue = clause.cue_at.get(i) if i >= sent.start else None
    if cue is None:
        return
    aimed = any(token.lower_ == "at" for token in clause.doc[i + 1 : phrase.start])
    of = any(token.lower_ in INTO_NUMBER for token in clause.doc[i + 1 : phrase.start])
    for event in cue.readings:
        heading = event.patient == "of" and phrase.elided and phrase.start == cue.end
        if event.weak and aimed:
            continue  # "shot at another man"
        if (
            heading
            or (event.patient == "object" and clause.doc[cue.start].tag_ in ACTIVE_TAGS and not of)
            or (event.patient in ("of", "self", "modifier", "object") and of)
        ):
            yield Link(cue, event, "neighbour")


def label(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """A line of a list: "Killed: 12", "Damaged houses: 2,738", "Deaths - 40"."""
    mark = phrase.start - 1
    if mark < 1 or clause.doc[mark].text not in (":", "|", "=", "–", "-") or not clause.doc[mark].whitespace_:
        return
    words = []
    for i in range(mark - 1, max(mark - 9, -1), -1):
        if "\n" in clause.doc[i].text or clause.doc[i].text in ENDS_LABEL or clause.doc[i].like_num:
            break
        words.append(i)
        if clause.doc[i].is_sent_start:
            break
    else:
        return
    if any(clause.doc[i].tag_ in ("VBZ", "VBP", "MD") for i in words):
        return
    homes = any((noun := count_nouns().get(clause.doc[i].lower_)) and noun.unit == "homes" for i in words)
    found = {clause.cue_at[i] for i in words if i in clause.cue_at}
    if len(found) == 1:
        cue = found.pop()
        for event in cue.readings:
            if event.patient != "subject" and event.is_housing == homes:
                yield Link(cue, event, "own")


def _is_subject(doc: Doc, phrase: Phrase) -> bool:
    """True when the phrase is the subject of an active verb that stands apart from the word after it."""
    root = doc[phrase.start : phrase.end].root
    return root.dep_ in ("nsubj", "nsubjpass") and root.head.i > phrase.end


def _acts(token: Token, cue: Cue, event: Event) -> bool:
    """True for an active verb: it has an object of its own, or shoots "at" somebody."""
    doc = token.doc
    aims = event.weak and cue.end < len(doc) and doc[cue.end].lower_ == "at"
    return aims or has_object(token, cue)
