"""Event words beside a phrase in plain word order, for telegraphic text and where the parse gives nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.frames.attachment.link import Clause, Link, links
from extractor.frames.attachment.verbs import AMBITRANSITIVE, has_object
from extractor.frames.constructions import (
    ACTIVE_OBJECT,
    EVENT_OF,
    INTRANSITIVE_SUBJECT,
    LABEL,
    PARTICIPLE,
    PASSIVE_SUBJECT,
    STATE_BEHIND,
    Construction,
)
from extractor.frames.cues import Cue
from extractor.language.syntax import is_verb
from extractor.lexicon import Event, count_nouns, word_set
from extractor.numbers.nouns import state_words
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Token

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
ASIDES = {",": ",", "(": ")", "-": "-", "–": "–", "—": "—", "--": "--"}
"""Marks that set an aside off, with those that close it."""
LONGEST_ASIDE = 9
"""Tokens from the mark that opens an aside to the one that closes it; longer ones are clauses."""
PARTICIPLE_TAGS = frozenset({"VBN", "VBD", "JJ", "NN"})
"""Of a participle right behind the phrase, also where the tagger took it for an adjective or a noun."""
ACTIVE_TAGS = frozenset({"VBG", "VBD", "VBZ", "VBP", "VB", "NNS", "NN", "VBN", "JJ"})


def own(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """The word right after the phrase: "12 dead", "15 more were wounded", "two soldiers killed"."""
    doc, i = clause.doc, _behind(clause, phrase)
    cue = clause.cue_at.get(i) if i < doc[phrase.head].sent.end else None
    if cue is None or cue.start != i:
        return
    auxiliary = any(token.lower_ in AUXILIARIES for token in doc[phrase.end : i])
    token = doc[cue.end - 1] if doc[i].tag_ == "RB" else doc[i]
    sure = auxiliary or phrase.elided or not _is_subject(doc, phrase) or _opens_a_count(doc, cue)
    for event in cue.readings:
        rule = _rule_behind(clause, phrase, token, cue, event, auxiliary)
        if rule is not None:
            yield Link(cue, event, rule, "own" if sure and _is_sure(phrase, event, rule) else "neighbour")


def _opens_a_count(doc: Doc, cue: Cue) -> bool:
    """ "Ostra: 5 soldiers killed, 12 wounded": another number stands right behind."""
    behind = doc[cue.end : cue.end + 2]
    return len(behind) > 1 and behind[0].text == "," and behind[1].like_num


def _is_sure(phrase: Phrase, event: Event, rule: Construction) -> bool:
    """Whether the word behind leaves no doubt whom it is about."""
    return rule is not INTRANSITIVE_SUBJECT and (phrase.elided or event.is_casualty)


def over_aside(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """ "8 people, possibly fighters, killed in Ostra": the participle behind an aside."""
    behind = _behind_aside(clause, phrase)
    cue = clause.cue_at.get(behind) if behind is not None else None
    if cue is None or cue.start != behind or clause.doc[cue.start].tag_ not in ("VBN", "VBD"):
        return
    for event in cue.readings:
        if event.patient == "object" and event.is_casualty and not _acts(clause.doc[cue.start], cue, event):
            yield Link(cue, event, PARTICIPLE, "neighbour")


def _behind_aside(clause: Clause, phrase: Phrase) -> int | None:
    """Position of the word behind what is set off right behind the phrase and says nothing of its own."""
    doc, opens = clause.doc, phrase.end
    end = min(opens + LONGEST_ASIDE, doc[phrase.head].sent.end - 1)
    close = ASIDES.get(doc[opens].text) if opens < end else None
    closes = next((i for i in range(opens + 1, end) if doc[i].text == close), None)
    if closes is None or any(_says_something(clause, i) for i in range(opens + 1, closes)):
        return None
    return closes + 1


def _says_something(clause: Clause, i: int) -> bool:
    """True for a word of an aside that is an event word, part of a figure, or a verb."""
    return i in clause.cue_at or i in clause.counted or is_verb(clause.doc[i])


def _behind(clause: Clause, phrase: Phrase) -> int:
    """Position of the first word behind the phrase that is no auxiliary or adverb."""
    doc, end = clause.doc, clause.doc[phrase.head].sent.end
    starts = {cue.start for cue in clause.cue_at.values()}
    i = phrase.end
    while i < end and i not in starts and (doc[i].lower_ in SKIP or doc[i].is_space or doc[i].tag_ == "RB"):
        i += 1
    return i


def runs_on(clause: Clause, cue: Cue) -> bool:
    """ "5 staff killed 7 staff injured": notes without commas; the next figure has its own word behind it."""
    i = cue.end
    while i in clause.counted:
        i += 1
    following = clause.cue_at.get(i)
    return i > cue.end and following is not None and following.start == i


def _rule_behind(
    clause: Clause, phrase: Phrase, token: Token, cue: Cue, event: Event, auxiliary: bool
) -> Construction | None:
    """The rule by which an event word right behind the phrase governs it."""
    if event.patient == "subject":
        acts = token.tag_ == "VBG" or (token.lower_ in AMBITRANSITIVE and has_object(token, cue))
        return None if acts else INTRANSITIVE_SUBJECT
    if event.patient == "object":
        if not _is_participle(token, phrase):
            return None
        if auxiliary:
            return PASSIVE_SUBJECT
        return PARTICIPLE if runs_on(clause, cue) or not _acts(token, cue, event) else None
    state = event.patient == "modifier" or phrase.elided
    return STATE_BEHIND if state and STATE_BEHIND.accepts(event, token.tag_) else None


def _is_participle(token: Token, phrase: Phrase) -> bool:
    """ "Nine killed and 34 hurt": behind a bare number also where the tagger took it for another form."""
    return token.tag_ in PARTICIPLE_TAGS or (phrase.elided and token.lower_ in state_words())


def before(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """The word right before the phrase: "injuring at least 40", "evacuation of 300"."""
    sent = clause.doc[phrase.head].sent
    i = phrase.start - 1
    while i >= sent.start and (clause.doc[i].is_space or clause.doc[i].lower_ in BEFORE_NUMBER):
        i -= 1
    cue = clause.cue_at.get(i) if i >= sent.start else None
    if cue is None:
        return
    words = set(clause.doc.lower[i + 1 : phrase.start])
    for event in cue.readings:
        rule = _rule_before(clause, phrase, cue, event, bool(words & INTO_NUMBER))
        if rule is not None and not (event.weak and "at" in words):  # "shot at another man"
            yield Link(cue, event, rule, "neighbour")


def _rule_before(clause: Clause, phrase: Phrase, cue: Cue, event: Event, of: bool) -> Construction | None:
    """The rule by which an event word right in front of the phrase governs it."""
    if event.patient == "of" and phrase.elided and phrase.start == cue.end:
        return LABEL  # "Deaths 12"
    if of:
        return EVENT_OF if event.patient != "subject" else None
    active = event.patient == "object" and clause.doc[cue.start].tag_ in ACTIVE_TAGS
    return ACTIVE_OBJECT if active else None


def label(clause: Clause, phrase: Phrase) -> Iterator[Link]:
    """A line of a list: "Killed: 12", "Damaged houses: 2,738", "Deaths - 40"."""
    words = _label_words(clause.doc, phrase.start - 1)
    if any(token.tag_ in ("VBZ", "VBP", "MD") for token in words):
        return
    nouns = (count_nouns().get(token.lower_) for token in words)
    homes = any(noun is not None and noun.unit == "homes" for noun in nouns)
    found = {clause.cue_at[token.i] for token in words if token.i in clause.cue_at}
    if len(found) == 1:
        cue = found.pop()
        for link in links(cue, clause.doc[cue.start].tag_, LABEL):
            if link.event.is_housing == homes:
                yield link


def _label_words(doc: Doc, mark: int) -> list[Token]:
    """The words between the start of a line or sentence and the mark in front of its number."""
    if mark < 1 or doc[mark].text not in (":", "|", "=", "–", "-") or not doc[mark].whitespace_:
        return []
    words: list[Token] = []
    for i in range(mark - 1, max(mark - 9, -1), -1):
        if "\n" in doc[i].text or doc[i].text in ENDS_LABEL or doc[i].like_num:
            return words
        words.append(doc[i])
        if doc[i].is_sent_start:
            return words
    return []  # running text, too long for a label


def _is_subject(doc: Doc, phrase: Phrase) -> bool:
    """True when the phrase is the subject of an active verb that stands apart from the word after it."""
    root = doc.root_of(phrase.start, phrase.end)
    return root.dep_ in ("nsubj", "nsubjpass") and root.head.i > phrase.end


def _acts(token: Token, cue: Cue, event: Event) -> bool:
    """True for an active verb: it has an object of its own, or shoots "at" somebody."""
    doc = token.doc
    aims = event.weak and cue.end < len(doc) and doc[cue.end].lower_ == "at"
    return aims or has_object(token, cue)
