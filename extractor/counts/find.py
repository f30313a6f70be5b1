"""Counts of people and homes: each counted phrase with the event that governs it, or why none does."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from extractor.counts.coordination import settle_lists
from extractor.counts.scope import is_added, is_other_event, is_superseded, scope_of
from extractor.counts.vetoes import (
    is_freed,
    is_illness,
    is_rate,
    speaks_of_displacement,
    survived,
    tells_a_death,
    topic_of,
)
from extractor.frames.attachment import Attacher, Link
from extractor.frames.count import Count
from extractor.frames.cues import Cue, find_cues
from extractor.frames.modality import Assertion, assertion
from extractor.language.syntax import is_verb
from extractor.numbers import NumberMention
from extractor.numbers.phrases import Phrase, find_phrases
from extractor.records import Evidence, Status, UnusedNumber

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

RUNAWAYS = frozenset(
    {"robbers", "convicts", "inmates", "prisoners", "thieves", "drivers", "detainees", "burglars"}
)
CROWD = 500
"""So many people who return are taken for people who had fled; fewer need words that say so."""
STATE_NOUNS = frozenset({"dead", "wounded", "injured", "missing", "homeless", "displaced", "others"})


@dataclass(frozen=True, slots=True)
class Counts:
    """All counts of one text in order, and every number that became none."""

    counts: tuple[Count, ...]
    unused: tuple[UnusedNumber, ...]


def find_counts(doc: Doc, numbers: list[NumberMention], taken: Iterable[tuple[int, int]] = ()) -> Counts:
    """Tie the numbers of a text to its event words.

    Args:
        doc: the annotated text.
        numbers: every number of the text, as ``numbers.find_numbers`` gives them.
        taken: character spans that are something else (dates), whose numbers never count.
    """
    numbers = _mark_taken(numbers, sorted(taken))
    cues = find_cues(doc)
    starts = [cue.start for cue in cues]
    phrases = find_phrases(doc, numbers)
    counts: list[Count] = []
    lethal = tells_a_death(doc, cues)
    reasons: dict[tuple[int, int], str] = {}
    for sent, in_sent in _by_sentence(doc, phrases):
        own = cues[bisect_left(starts, sent.start) : bisect_left(starts, sent.end)]
        found, refused = _sentence(doc, sent, in_sent, own)
        counts += found if lethal else [replace(count, link=survived(count.link)) for count in found]
        reasons |= refused
    return Counts(tuple(counts), tuple(_unused(doc, numbers, counts, reasons)))


def _mark_taken(numbers: list[NumberMention], spans: list[tuple[int, int]]) -> list[NumberMention]:
    starts = [start for start, _ in spans]
    reach = [0, *accumulate((end for _, end in spans), max)]
    return [
        replace(number, reason="date")
        if number.reason is None and number.core_end <= reach[bisect_right(starts, number.core_start)]
        else number
        for number in numbers
    ]


def _by_sentence(doc: Doc, phrases: list[Phrase]) -> list[tuple[Span, list[Phrase]]]:
    groups: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        groups.setdefault(doc[phrase.head].sent.start, []).append(phrase)
    return [(doc[group[0].head].sent, group) for group in groups.values()]


def _sentence(
    doc: Doc, sent: Span, phrases: list[Phrase], cues: list[Cue]
) -> tuple[list[Count], dict[tuple[int, int], str]]:
    attacher = Attacher(doc, cues, phrases)
    reasons: dict[tuple[int, int], str] = {}
    linked: dict[int, tuple[Link, Assertion]] = {}
    rate, topic, added = is_rate(sent), topic_of(sent), is_added(sent)
    for index, phrase in enumerate(phrases):
        if not phrase.possessive:
            for link in attacher.link(phrase):
                if not _beside_the_point(doc, sent, phrases, index, link):
                    reason, judged = _judge(doc, sent, phrase, link, rate=rate)
                    if reason is None:
                        linked[index] = (link, judged)
                        break
                    reasons.setdefault(phrase.chars, reason)
    settle_lists(doc, attacher, phrases, linked, dict(reasons))
    for phrase in phrases:
        if phrase.unit == "thing" or topic:
            reasons.setdefault(phrase.chars, topic or "counts no people")
    if topic == "sport":
        return [], reasons
    counts: list[Count] = []
    for i, (link, judged) in sorted(linked.items()):
        phrase = _recovered(doc, phrases[i], link, counts)
        status: Status = "previous" if link.earlier or is_superseded(doc, phrase) else judged.status
        if status == "reported" and "estimate" in phrase.quantity.text.lower():
            status = "estimated"
        scope, elsewhere = scope_of(doc, phrase, link), is_other_event(doc, link)
        counts.append(Count(phrase, link, status, scope, added, elsewhere))
    counts += _zero_twins(doc, attacher, counts)
    counts += _taken_up(doc, attacher, phrases, counts)
    return counts, reasons


def _beside_the_point(doc: Doc, sent: Span, phrases: list[Phrase], index: int, link: Link) -> bool:
    """Links that say nothing about the phrase: travellers who return, one person who moves, a second car."""
    phrase = phrases[index]
    if link.event.meaning == "returned":
        crowd = phrase.unit == "people" and (phrase.quantity.best or 0) >= CROWD
        return not (crowd or speaks_of_displacement(doc, sent))
    if link.event.meaning == "fled" and (phrase.role == "armed_group" or noun_of(phrase) in RUNAWAYS):
        return True
    if phrase.number is not None:
        return False
    another_thing = phrase.elided and any(before.unit == "thing" for before in phrases[:index])
    return another_thing or not link.event.is_casualty  # "burned two vehicles and seized another"


def noun_of(phrase: Phrase) -> str:
    """Last word of the counted noun phrase, lower case."""
    return (phrase.group or "").lower().split(" ")[-1]


def _judge(doc: Doc, sent: Span, phrase: Phrase, link: Link, *, rate: bool) -> tuple[str | None, Assertion]:
    """Why the link gives no record, null when it gives one, and how the event is told."""
    climb = link.via not in ("self", "modifier")
    judged = assertion(doc, _verb_of(doc, link), link.cue.end, phrase.start, climb=climb)
    if any(token.lower_ == "attempted" for token in doc[phrase.start : phrase.end]):
        return "hypothetical", judged
    if link.event.meaning == "captured" and link.via == "self" and is_freed(doc, phrase):
        return "released", judged
    if rate:
        return "rate", judged
    if link.event.meaning == "injured" and is_illness(doc, sent, link):
        return "patients of a disease", judged
    return judged.reason, judged


def _zero_twins(doc: Doc, attacher: Attacher, counts: list[Count]) -> list[Count]:
    """ "No deaths or injuries": the zero counts for both."""
    twins = []
    for count in counts:
        number = count.phrase.number
        if number is None or number.kind != "zero":
            continue
        reach = doc[count.phrase.start : min(count.phrase.end + 4, doc[count.phrase.head].sent.end)]
        if not any(token.lower_ in ("or", "nor") for token in reach):
            continue
        for token in reach:
            cue = attacher.clause.cue_at.get(token.i)
            if cue is None or cue.start <= count.link.cue.start < cue.end:
                continue
            event = next((e for e in cue.readings if e.patient in ("of", "object")), None)
            if event and event.is_casualty and event.meaning != count.event.meaning:
                twins.append(replace(count, link=replace(count.link, cue=cue, event=event)))
                break
    return twins


def _taken_up(doc: Doc, attacher: Attacher, phrases: list[Phrase], counts: list[Count]) -> list[Count]:
    """ "captured two bandits and killed them": the object that a pronoun takes up."""
    found = []
    told = {(count.phrase.start, count.event.meaning) for count in counts}
    for cue in dict.fromkeys(attacher.clause.cue_at.values()):
        event = next((e for e in cue.readings if e.patient == "object" and e.is_casualty), None)
        verb = doc[cue.start]
        if event is None or not any(c.dep_ == "dobj" and c.lower_ == "them" for c in verb.children):
            continue
        objects = [p for p in phrases if p.end <= cue.start and p.unit == "people" and _is_object(doc, p)]
        if not objects or (objects[-1].start, event.meaning) in told:
            continue
        judged = assertion(doc, cue.start, cue.end, objects[-1].start)
        if judged.reason is None:
            found.append(Count(objects[-1], Link(cue, event, "predicate"), judged.status, None))
    return found


def _is_object(doc: Doc, phrase: Phrase) -> bool:
    return doc[phrase.start : phrase.end].root.dep_ == "dobj"


def _verb_of(doc: Doc, link: Link) -> int:
    """Where to judge an event: at its word, or for a toll at the verb that gives the figure."""
    if not link.total:
        return link.cue.start
    return next((t.i for t in doc[link.cue.start].ancestors if is_verb(t)), link.cue.start)


def _recovered(doc: Doc, phrase: Phrase, link: Link, before: list[Count]) -> Phrase:
    """Give an elided noun back where the same sentence has it, or the state word that stands for it."""
    if not phrase.elided or phrase.start <= link.cue.start < phrase.end:
        return phrase
    if link.cue.start == phrase.end and doc[link.cue.start].lower_ in STATE_NOUNS:
        end = doc[link.cue.start].idx + len(doc[link.cue.start])
        phrase = replace(phrase, group=doc[link.cue.start].text, chars=(phrase.chars[0], end))
    if phrase.number and phrase.number.kind == "zero":
        return phrase
    for count in reversed(before):
        other = count.phrase
        if other.elided or other.group is None or other.group.lower() in STATE_NOUNS:
            continue
        plural = other.number is not None and (other.quantity.best or 0) != 1
        if other.unit == "people" and (plural or (phrase.quantity.best or 0) == 1):
            return replace(
                phrase, group=other.group, role=other.role, countries=other.countries, unit="people"
            )
        if other.unit == "households" or (other.unit == "homes" and link.event.is_housing):
            return replace(phrase, group=other.group, unit=other.unit)
        break
    return phrase


def _unused(
    doc: Doc, numbers: list[NumberMention], counts: list[Count], reasons: dict[tuple[int, int], str]
) -> Iterable[UnusedNumber]:
    text = doc.text
    spans = sorted(reasons)
    starts = [start for start, _ in spans]
    used = {(c.phrase.number.core_start, c.phrase.number.core_end) for c in counts if c.phrase.number}
    for number in numbers:
        if (number.core_start, number.core_end) in used:
            continue
        reason = number.reason
        nearest = bisect_right(starts, number.core_start) - 1
        if reason is None and nearest >= 0 and number.core_start < spans[nearest][1]:
            reason = reasons[spans[nearest]]
        yield UnusedNumber(
            evidence=Evidence(start=number.start, end=number.end, text=text[number.start : number.end]),
            reason=reason or "no event word governs it",
        )
