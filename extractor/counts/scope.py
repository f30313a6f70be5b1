"""Whether a figure is a running total, an addition, or a part of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.frames.attachment import Link
from extractor.frames.constructions import BARE_TOTAL
from extractor.language.syntax import NOUN_TAGS, is_verbal
from extractor.lexicon import word_set
from extractor.numbers.nouns import event_only_nouns
from extractor.numbers.phrases import Phrase
from extractor.records import Scope

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token

SPANS = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years"})
INCIDENTS = word_set("incidents")
REFERRING = word_set("referring")
ADDED = word_set("adding")
MOVING = word_set("moves_toll")
LATER = frozenset({"later", "since", "now"})


def scope_of(doc: Doc, phrase: Phrase, link: Link) -> Scope | None:
    """Scope of a figure as the text words it; null when it does not say."""
    if link.subset or is_partitive(doc, phrase):
        return "subset"
    if _is_addition(doc, phrase):
        return "incremental"
    if (
        link.total
        or _is_running_total(doc, phrase, link)
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
    more = (bool(first) and first[0] in word_set("incremental_after")) or doc[phrase.end - 1].lower_ == "more"
    if first == ["new"] or (first == [] and doc.text_of(phrase.start, phrase.end).lower().find(" new ") > 0):
        more = more or doc[phrase.head].lower_ in event_only_nouns()
    added = any(token.lower_ in ADDED for token in list(doc[phrase.head].ancestors)[:1])
    return more or added or number.scope_hint == "incremental"


def is_moved(doc: Doc, link: Link) -> bool:
    """ "The toll rose to 40", "bringing the total to 41": the figure takes the place of the one before it."""
    if not link.total or link.rule is BARE_TOTAL:
        return link.total
    verb = next((token for token in doc[link.cue.start].ancestors if is_verbal(token)), None)
    return verb is not None and (
        verb.lower_ in MOVING or any(child.lower_ in LATER for child in verb.children)
    )


def is_added(sent: Span) -> bool:
    """The sentence reports something beside what was reported before."""
    return not word_set("beside_before").isdisjoint(sent.forms)


def _is_running_total(doc: Doc, phrase: Phrase, link: Link) -> bool:
    """ "have been killed since March", "has so far displaced", "12 in total", "In all, 12 died"."""
    cue = doc[link.cue.start]
    text = " ".join(cue.sent.lower)
    beside = " ".join(doc.lower[phrase.end : phrase.end + 3])
    if any(mark in text for mark in word_set("up_to_now")):
        return True
    if any(mark in beside or text.startswith(mark) for mark in word_set("in_total")):
        return True
    return beside.startswith("since ") or _stands_now(doc, link) or (_is_perfect(cue) and _runs_since(cue))


def _stands_now(doc: Doc, link: Link) -> bool:
    """ "Six people are now confirmed dead": by now; "is now missing" says since when."""
    cue = doc[link.cue.start]
    verbs = (cue, cue.head) if link.event.meaning in ("killed", "injured") else ()
    return any(_is_present(verb) and any(c.lower_ == "now" for c in verb.children) for verb in verbs)


def _is_present(verb: Token) -> bool:
    """Whether a verb or its auxiliary stands in the present: "are confirmed dead", "has killed"."""
    return any(token.tag_ in ("VBZ", "VBP") for token in (verb, *verb.children))


def _is_perfect(cue: Token) -> bool:
    """Whether an event word, or a verb above it, stands in a perfect tense."""
    auxiliaries = (c for verb in (cue, *cue.ancestors) for c in verb.children if c.dep_ == "aux")
    return any(child.lower_ in ("have", "has", "had") for child in auxiliaries)


def _runs_since(cue: Token) -> bool:
    """Whether "since" in the sentence begins the time of the event."""
    sent = cue.sent
    return "since" in sent.forms and not _dates(sent[sent.lower.index("since")], cue)


def _dates(since: Token, cue: Token) -> bool:
    """ "the worst since August, when clashes left 70 dead": the event is what the time begins with."""
    between = since.doc.lower[since.i : max(cue.i, since.i)]
    return since.is_ancestor(cue) or "when" in between


def is_partitive(doc: Doc, phrase: Phrase) -> bool:
    """True for "three of them", "two of whom", "of whom two", "six of the ten", "one of the victims"."""
    following = doc.lower[phrase.end : phrase.end + 4]
    before = doc.lower[max(phrase.start - 2, 0) : phrase.start]
    if following[:1] == ["of"] and following[1:2] in (["them"], ["whom"], ["those"], ["these"]):
        return True
    if before in (["of", "whom"], ["of", "which"], ["of", "them"]):
        return True
    number = phrase.number
    if number is None or not number.partitive:
        return False
    if (
        phrase.elided
        and following[:2] == ["of", "the"]
        and following[2:]
        and _is_bare_number(doc, phrase.end + 2)
    ):
        return True
    whole = following if following[:1] == ["of"] else []
    return bool(REFERRING & {*whole, doc[phrase.head].lower_})


def _is_bare_number(doc: Doc, i: int) -> bool:
    """ "six of the ten died": a number that refers back to a figure, and no "ten climbers"."""
    number, *behind = doc[i : i + 2]
    return number.like_num and not any(token.tag_ in (*NOUN_TAGS, "JJ") for token in behind)


_OF_ANOTHER = word_set("other_event") | {"after", "before"}
"""Words without which a sentence gives no figure of another event."""


def is_other_event(doc: Doc, link: Link) -> bool:
    """ "two weeks after a similar bombing left 14 dead": an event before the article's own."""
    sent = doc[link.cue.start].sent
    if sent.forms.isdisjoint(_OF_ANOTHER):
        return False
    words = doc.lower[sent.start : link.cue.start]
    for i, word in enumerate(words):
        if word in ("after", "before") and i and words[i - 1] in SPANS:
            return True
        if word in word_set("other_event") and words[i + 1 : i + 2] and words[i + 1] in INCIDENTS:
            return word not in word_set("other_of_its_own")
    return False
