"""Totals without an event word: "bringing the total to 41", "45 in all" sum the figures before them."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from extractor.counts.sentence import Refused, Sentence, Tie, Ties
from extractor.frames.attachment import Link, link_by
from extractor.frames.constructions import BARE_TOTAL, NOMINAL_TOLL
from extractor.frames.count import Count
from extractor.frames.cues import Cue
from extractor.frames.modality import Assertion
from extractor.lexicon import Event, count_nouns, events, word_set
from extractor.numbers.nouns import event_nouns, state_words
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token

SUMS = word_set("sums")
TOLL = word_set("toll_nouns")
RISES = word_set("rises")
INTO = word_set("before_value") | {"to", "at", "of", "is", "now", "was"}
IN_ALL = word_set("in_total")
EARLIER = word_set("earlier_figure")
EARLIER_AT = 4
"""Words before a figure in which "earlier" makes it that of a count before."""
SHORTEST = 3
"""Words before the figure of a toll: "toll rose to"."""
# At 1 one labelled figure of 403 texts is lost, at 4 none changes.
BACK = 2
"""Sentences back to the figures that a total sums."""


def just_before(doc: Doc, sent: Span, counts: list[Count]) -> list[Count]:
    """The counts of the nearest sentence before this one that has any, at most two sentences back.

    ``counts`` are those of the sentences before, in the order of these.
    """
    start = sent.start
    for _ in range(BACK):
        if start == 0:
            return []
        start = doc[start - 1].sent.start
        first = len(counts)
        while first and counts[first - 1].phrase.start >= start:
            first -= 1
        if counts[first:]:
            return counts[first:]
    return []


def link_tolls(sentence: Sentence, ties: Ties, refused: Refused) -> Ties:
    """Link what a toll has risen to, where the parse loses the toll among the names behind it."""
    ties = dict(ties)
    for i, phrase in enumerate(sentence.phrases):
        if i in ties or phrase.chars in refused or not phrase.elided:
            continue
        cue = _toll_before(sentence, phrase)
        event = next((event for event in cue.readings if event.is_casualty), None) if cue else None
        if cue is not None and event is not None:
            ties[i] = Tie(link_by(NOMINAL_TOLL, cue, event, total=True), Assertion(None))
    return ties


def _toll_before(sentence: Sentence, phrase: Phrase) -> Cue | None:
    """ "The death toll from the attack in the capital Dorn has risen to 85": no other verb between."""
    words = list(sentence.doc[sentence.span.start : phrase.start])
    if len(words) < SHORTEST or words[-1].lower_ != "to" or words[-2].lower_ not in RISES:
        return None
    before = takewhile(lambda token: not _is_finite(token), reversed(words[:-2]))
    toll = next((token for token in before if token.lower_ in TOLL), None)
    at = sentence.clause.cue_at
    return (at.get(toll.i) or at.get(toll.i - 1)) if toll is not None else None


def _is_finite(token: Token) -> bool:
    return token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.lower_ not in ("has", "have", "had")


def link_totals(sentence: Sentence, ties: Ties, refused: Refused, before: list[Count]) -> Ties:
    """Link the bare totals of a sentence to what the figures before them count."""
    ties = dict(ties)
    for i, phrase in enumerate(sentence.phrases):
        if phrase.chars in refused or not _is_total(sentence, i, ties.get(i)):
            continue
        summed = [ties[j].link for j in sorted(ties) if j < i] or [count.link for count in before]
        event = _event_summed(sentence, phrase, summed)
        if event is not None and (i not in ties or event.meaning != ties[i].link.event.meaning):
            cue = summed[-1].cue
            ties[i] = Tie(link_by(BARE_TOTAL, cue, event, total=True), Assertion(None))
    return ties


def _is_total(sentence: Sentence, i: int, tie: Tie | None) -> bool:
    """True for a number without a noun that sums what stands before it."""
    phrase = sentence.phrases[i]
    if tie is None and _is_nth_victim(phrase):
        return True
    if not phrase.elided or phrase.number is None:
        return False
    if tie is None:
        return _is_in_all(sentence.doc, phrase) or _is_bare_total(sentence, i)
    own = phrase.start <= tie.link.cue.start < phrase.end  # "90 casualties in all"
    return not own and _is_in_all(sentence.doc, phrase)


def _is_nth_victim(phrase: Phrase) -> bool:
    """ "A girl died on Friday, becoming the 13th victim": the number counts up to her."""
    number = phrase.number
    counts_up = number is not None and number.kind == "ordinal" and number.scope_hint == "cumulative"
    return counts_up and (phrase.group or "").endswith("victim")


def _is_in_all(doc: Doc, phrase: Phrase) -> bool:
    """True where "in all", "in total", "altogether" stand behind the number or at its end."""
    words = " ".join(doc.lower[phrase.start + 1 : phrase.end + 2])
    return any(words.endswith(mark) or words.startswith(mark) for mark in IN_ALL)


def _is_bare_total(sentence: Sentence, i: int) -> bool:
    """ "taking the total to 41", "bringing to 41 the total", "for a total of 41", "the tally is 41"."""
    phrase, doc = sentence.phrases[i], sentence.doc
    if "total" in phrase.quantity.text.lower():
        return doc[max(phrase.start - 1, 0)].lower_ == "for"
    before = doc.lower[sentence.span.start : phrase.start]
    behind = doc.lower[phrase.end : phrase.end + 3]
    named = bool(SUMS & set(before)) or bool(SUMS & set(behind) and behind[:1] in (["the"], ["a"]))
    if named and _is_of_things(sentence):
        return False
    return named and before[-1:] != [] and before[-1] in INTO and bool(RISES & set(before))


def _is_of_things(sentence: Sentence) -> bool:
    """ "bringing the number of cases to 41": a total that says itself what it counts, and no people."""
    words = list(sentence.span)
    for at, word in enumerate(words[:-1]):
        if word.lower_ in SUMS and words[at + 1].lower_ == "of":
            counted = list(takewhile(_is_counted, words[at + 2 :]))
            return bool(counted) and not any(_counts_people(token.lower_) for token in counted)
    return False


def _is_counted(token: Token) -> bool:
    """Whether a word behind "the number of" is still of what it counts; "a count of 28" says how many."""
    return not (token.like_num or token.lower_ in INTO or token.lower_ in RISES)


def _counts_people(word: str) -> bool:
    return word in count_nouns() or word in event_nouns() or word in state_words()


def _event_summed(sentence: Sentence, phrase: Phrase, summed: list[Link]) -> Event | None:
    """What a total counts: of "an earlier count" the dead, else what the figures do."""
    if _is_nth_victim(phrase):
        return _death_in(summed)
    before = sentence.doc[max(phrase.start - EARLIER_AT, sentence.span.start) : phrase.start]
    if any(token.lower_ in EARLIER for token in before):
        death = next((link.event for link in summed if link.event.meaning == "killed"), None)
        return death or _event_of(summed)
    return _event_of(summed)


def _death_in(summed: list[Link]) -> Event | None:
    """The death that these figures count, if all of them count the dead."""
    return summed[-1].event if {link.event.meaning for link in summed} == {"killed"} else None


def _event_of(summed: list[Link]) -> Event | None:
    """What a total of these figures counts: their event, or undifferentiated casualties where they differ."""
    figures = [link for link in summed if not link.subset]
    if not figures:
        return None
    last = figures[-1].event
    if not last.is_casualty:
        return last
    outcomes = {link.event.meaning for link in figures if link.event.is_casualty}
    if len(outcomes) == 1:
        return last
    return next(event for event in events() if event.meaning == "casualties" and event.patient == "of")
