"""Counts of people and homes: each counted phrase with the event that governs it, or why none does."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from extractor.counts.coordination import inherit, let_go
from extractor.counts.fates import resolve_fates
from extractor.counts.parts import link_parts, predicate_noun
from extractor.counts.scope import is_added, is_moved, is_other_event, scope_of
from extractor.counts.sentence import Refused, Sentence, Tie, Ties, sentence_of
from extractor.counts.shot import resolve_shot
from extractor.counts.superseded import is_superseded
from extractor.counts.tables import table_counts
from extractor.counts.totals import just_before, link_tolls, link_totals
from extractor.counts.vetoes import (
    UNREAL_TOPICS,
    answers_what_if,
    is_figurative,
    is_freed,
    is_illness,
    is_rate,
    speaks_of_displacement,
    topic_of,
)
from extractor.frames.attachment import Link, link, link_by, runs_on
from extractor.frames.constructions import (
    NOMINAL_TOLL,
    PARTICIPLE,
    PRONOUN_OBJECT,
    REDUCED_PASSIVE,
    RELATIVE_CLAUSE,
    ZERO_TWIN,
)
from extractor.frames.count import Count
from extractor.frames.cues import Cue
from extractor.frames.frame import Frame, assertion_at
from extractor.frames.modality import ESTIMATED, Assertion, assertion, described
from extractor.language.syntax import is_verb
from extractor.layout.tables import Table
from extractor.lexicon import word_set
from extractor.numbers import NumberMention
from extractor.numbers.phrases import Phrase, find_phrases
from extractor.records import Evidence, Status, UnusedNumber

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token

RUNAWAYS = word_set("runaways")
DEAD = word_set("dead_nouns")
HURT = DEAD | word_set("wounded_nouns")
CAUSATIVES = word_set("causatives")
AWAITS = word_set("awaits")
UNREAL = ("hypothetical", "future")
# At 250 and at 1,000 no record of 403 texts changes.
CROWD = 500
"""So many people who return are taken for people who had fled; fewer need words that say so."""
STATE_NOUNS = word_set("state_nouns")


@dataclass(frozen=True, slots=True)
class Counts:
    """All counts of one text in order, and every number that became none."""

    counts: tuple[Count, ...]
    unused: tuple[UnusedNumber, ...]


def find_counts(
    doc: Doc,
    frames: Sequence[Frame],
    numbers: list[NumberMention],
    taken: Iterable[tuple[int, int]] = (),
    tables: Sequence[Table] = (),
) -> Counts:
    """Tie the numbers of a text to its event words.

    Args:
        doc: the annotated text.
        frames: those of its event words, as ``frames_of`` gives them.
        numbers: every number of the text, as ``numbers.find_numbers`` gives them.
        taken: character spans that are something else (dates), whose numbers never count.
        tables: the tables of the text, whose cells are read by their headings.
    """
    numbers = _mark_taken(numbers, sorted(taken))
    cues = [frame.cue for frame in frames]
    starts = [cue.start for cue in cues]
    in_tables = table_counts(doc, tables, numbers, cues)
    in_cells = {count.phrase.start for count in in_tables}
    phrases = [phrase for phrase in find_phrases(doc, numbers) if phrase.start not in in_cells]
    reasons: dict[tuple[int, int], str] = {}
    counts: list[Count] = []
    waiting = deque(sorted(in_tables, key=lambda count: count.phrase.start))
    for sent, in_sent in _by_sentence(doc, phrases):
        while waiting and waiting[0].phrase.start < sent.start:
            counts.append(waiting.popleft())
        own = frames[bisect_left(starts, sent.start) : bisect_left(starts, sent.end)]
        found, refused = _counts_of(sentence_of(doc, in_sent, own), just_before(doc, sent, counts))
        counts += found
        reasons |= refused
    counts = sorted([*counts, *waiting], key=lambda count: count.phrase.start)
    counts = resolve_shot(doc, resolve_fates(doc, counts, cues), cues)
    return Counts(tuple(counts), tuple(_unused(doc, numbers, counts, reasons)))


def _mark_taken(numbers: list[NumberMention], spans: list[tuple[int, int]]) -> list[NumberMention]:
    starts = [start for start, _ in spans]
    reach = [0, *accumulate((end for _, end in spans), max)]
    return [
        number._replace(reason="date")
        if number.reason is None and number.core_end <= reach[bisect_right(starts, number.core_start)]
        else number
        for number in numbers
    ]


def _by_sentence(doc: Doc, phrases: list[Phrase]) -> list[tuple[Span, list[Phrase]]]:
    groups: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        groups.setdefault(doc[phrase.head].sent.start, []).append(phrase)
    return [(doc[group[0].head].sent, group) for group in groups.values()]


def _counts_of(sentence: Sentence, before: list[Count]) -> tuple[list[Count], Refused]:
    """The stages of one sentence: link, complete lists, give each figure its status, complete pairs."""
    ties, refused = _attach(sentence)
    ties = let_go(sentence, ties)
    ties = link_tolls(sentence, inherit(sentence, ties, refused), refused)
    ties = link_parts(sentence, ties, refused, before)
    ties = link_totals(sentence, ties, refused, before)
    topic = topic_of(sentence.span)
    for phrase in sentence.phrases:
        if phrase.unit == "thing" or topic:
            refused.setdefault(phrase.chars, topic or "counts no people")
    if topic in UNREAL_TOPICS or (ties and answers_what_if(sentence.span)):
        return [], refused
    counts = _standing(sentence, ties)
    counts += _zero_twins(sentence, counts)
    counts += _taken_up(sentence, counts)
    return counts, refused


def _attach(sentence: Sentence) -> tuple[Ties, Refused]:
    """The strongest link of each phrase that the text asserts, and why the others were refused."""
    ties: Ties = {}
    refused: Refused = {}
    rate = is_rate(sentence.span)
    for index, phrase in enumerate(sentence.phrases):
        if phrase.possessive:
            continue
        for found in link(sentence.clause, phrase):
            if _is_agent(sentence, phrase, found) or _beside_the_point(sentence, index, found):
                continue
            reason, judged = _judge(sentence, phrase, found, rate=rate)
            away = _still_away(sentence, found) if reason in UNREAL else None
            if reason is None or away is not None:
                ties[index] = Tie(away or found, judged)
                break
            refused.setdefault(phrase.chars, reason)
    return ties, refused


def _still_away(sentence: Sentence, found: Link) -> Link | None:
    """ "3,150 families intend to return": who awaits or plans a return is displaced."""
    if found.event.meaning != "returned" or found.event.patient != "subject":
        return None
    above = {token.lower_ for token in sentence.doc[found.cue.start].ancestors}
    if not above & AWAITS:
        return None
    return replace(found, event=found.event.model_copy(update={"meaning": "displaced"}))


def _standing(sentence: Sentence, ties: Ties) -> list[Count]:
    """The counts of the links: noun given back, status, scope."""
    doc, added = sentence.doc, is_added(sentence.span)
    counts: list[Count] = []
    for i, tie in sorted(ties.items()):
        phrase = _recovered(doc, sentence.phrases[i], tie.link, counts, _whole_of(sentence, i))
        # "revised from 40 to 44", where the parse hangs the new figure on "from" too
        older = tie.link.earlier and doc[max(phrase.start - 1, 0)].lower_ != "to"
        older = older or is_superseded(doc, phrase, tie.link)
        status: Status = "previous" if older else tie.judged.status
        if status == "reported" and ESTIMATED.intersection(phrase.quantity.text.lower().split()):
            status = "estimated"
        scope, elsewhere = scope_of(doc, phrase, tie.link), is_other_event(doc, tie.link)
        scope = "subset" if _is_of_counted(sentence, ties, i) else scope
        moved = is_moved(doc, tie.link)
        counts.append(Count(phrase, tie.link, status, scope, added, elsewhere, moved))
    return counts


def _is_agent(sentence: Sentence, phrase: Phrase, found: Link) -> bool:
    """ "A man stabbed to death a driver": who does it is not whom it happens to."""
    if (
        found.event.patient != "object"
        or found.rule is REDUCED_PASSIVE
        or runs_on(sentence.clause, found.cue)
    ):
        return False
    root = sentence.doc.root_of(phrase.start, phrase.end).i
    frame = sentence.frames[found.cue.start]
    return any(agent.head in (root, phrase.head) for agent in frame.agents)


def _beside_the_point(sentence: Sentence, index: int, found: Link) -> bool:
    """Links that say nothing about the phrase: travellers who return, one person who moves, a second car."""
    phrase = sentence.phrases[index]
    if found.event.beside and not _stands_beside(sentence, phrase, found):
        return True
    if is_figurative(sentence.doc, phrase, found) or _is_of_survivors(phrase, found):
        return True
    if found.event.meaning == "returned":
        return not (_is_crowd(phrase) or speaks_of_displacement(sentence.doc, sentence.span))
    if _is_no_flight(sentence.doc, phrase, found.event.meaning) or _is_dead(sentence.doc, phrase, found):
        return True
    if phrase.number is not None:
        return False
    another_thing = phrase.elided and any(before.unit == "thing" for before in sentence.phrases[:index])
    return another_thing or not found.event.is_casualty  # "burned two vehicles and seized another"


def _is_no_flight(doc: Doc, phrase: Phrase, meaning: str) -> bool:
    """Rebels who run, patients who are flown out, pupils who change schools: nobody is displaced."""
    if meaning == "evacuated":
        return _is_hurt(doc, phrase)
    if meaning == "relocated":
        return noun_of(phrase) in word_set("pupils")
    return meaning == "fled" and (phrase.role == "armed_group" or noun_of(phrase) in RUNAWAYS)


def _is_hurt(doc: Doc, phrase: Phrase) -> bool:
    """ "Sixteen of the injured were airlifted", "evacuated 12 bodies": no displaced."""
    of_them = doc[phrase.end : phrase.end + 3] if doc.text_of(phrase.end, phrase.end + 1) == "of" else ()
    return any(token.lower_ in HURT for token in (*doc[phrase.start : phrase.end], *of_them))


def _is_dead(doc: Doc, phrase: Phrase, found: Link) -> bool:
    """ "Three of the bodies were burned": what is done to the dead hurts nobody."""
    return found.event.meaning == "injured" and any(t.lower_ in DEAD for t in doc[phrase.start : phrase.end])


def _is_of_survivors(phrase: Phrase, found: Link) -> bool:
    """ "brought in 12 bodies and 31 survivors": they are no toll of the dead."""
    return found.rule is NOMINAL_TOLL and noun_of(phrase) in word_set("survivors")


def _is_crowd(phrase: Phrase) -> bool:
    return phrase.unit == "people" and (phrase.quantity.best or 0) >= CROWD


def _stands_beside(sentence: Sentence, phrase: Phrase, found: Link) -> bool:
    """Whether a word stands beside the event word that it needs: of flight also in the sentence before.

    "Gunmen attacked Ostra. Some 300 families have left the town."
    """
    words = word_set(found.event.beside or "")
    cue = range(found.cue.start, found.cue.end)
    if any(token.lower_ in words and token.i not in cue for token in sentence.span):
        return True
    if found.event.is_casualty or noun_of(phrase) not in word_set("inhabitants") or not sentence.span.start:
        return False
    return not words.isdisjoint(sentence.doc[sentence.span.start - 1].sent.forms)


def noun_of(phrase: Phrase) -> str:
    """Last word of the counted noun phrase, lower case."""
    return (phrase.group or "").lower().split(" ")[-1]


def _judge(sentence: Sentence, phrase: Phrase, found: Link, *, rate: bool) -> tuple[str | None, Assertion]:
    """Why the link gives no record, null when it gives one, and how the event is asserted."""
    doc, judged = sentence.doc, _asserted(sentence, phrase, found)
    if any(token.lower_ in word_set("only_attempted") for token in doc[phrase.start : phrase.end]):
        return "hypothetical", judged
    if found.event.meaning == "captured" and found.via in ("self", "modifier") and is_freed(doc, phrase):
        return "released", judged
    if rate:
        return "rate", judged
    if found.event.meaning == "injured" and is_illness(doc, sentence.span, found):
        return "patients of a disease", judged
    zero = phrase.number is not None and phrase.number.kind == "zero"
    if zero and judged.reason == "negated":
        return None, judged  # "without casualties": the zero is the negation
    return judged.reason, judged


def _asserted(sentence: Sentence, phrase: Phrase, found: Link) -> Assertion:
    """How the event of a link is asserted: what only describes the people is, whatever its clause says."""
    doc = sentence.doc
    if _describes(doc, found):
        return described(doc, found.cue.start)
    if found.via in ("self", "modifier"):
        return assertion(doc, _verb_of(doc, found), found.cue.end, phrase.start, climb=False)
    return assertion_at(doc, _verb_of(doc, found), found.cue.end, sentence.frames)


def _describes(doc: Doc, found: Link) -> bool:
    """ "a fund to help 40 people hurt in the blast": the clause says nothing against what it says of them."""
    verb = doc[found.cue.start]
    if found.rule not in (PARTICIPLE, RELATIVE_CLAUSE) or verb.dep_ not in ("acl", "relcl"):
        return False
    return verb.tag_ in ("VBN", "VBD") and verb.head.head.lower_ not in CAUSATIVES


def _zero_twins(sentence: Sentence, counts: list[Count]) -> list[Count]:
    """ "No deaths or injuries": the zero counts for both."""
    doc, twins = sentence.doc, []
    for count in counts:
        number = count.phrase.number
        if number is None or number.kind != "zero":
            continue
        reach = doc[count.phrase.start : min(count.phrase.end + 4, sentence.span.end)]
        if any(token.lower_ in ("or", "nor") for token in reach):
            twins += list(islice(_other_harm(sentence, count, reach), 1))
    return twins


def _other_harm(sentence: Sentence, count: Count, reach: Iterable[Token]) -> Iterator[Count]:
    """The same number for the other harms that an event word in reach names."""
    for token in reach:
        cue = sentence.clause.cue_at.get(token.i)
        if cue is None or cue.start <= count.link.cue.start < cue.end:
            continue
        event = next((e for e in cue.readings if e.patient in ("of", "object")), None)
        if event and event.is_casualty and event.meaning != count.event.meaning:
            yield replace(count, link=link_by(ZERO_TWIN, cue, event))


def _taken_up(sentence: Sentence, counts: list[Count]) -> list[Count]:
    """ "captured two bandits and killed them": the object that a pronoun takes up."""
    found = []
    known = {(count.phrase.start, count.event.meaning) for count in counts}
    for frame in sentence.frames.values():
        event = next((e for e in frame.cue.readings if e.patient == "object" and e.is_casualty), None)
        meant = _object_before(sentence, frame.cue) if event else None
        if event is None or meant is None or frame.assertion.reason:
            continue
        if (meant.start, event.meaning) not in known:
            link = link_by(PRONOUN_OBJECT, frame.cue, event)
            found.append(Count(meant, link, frame.assertion.status, None))
    return found


def _object_before(sentence: Sentence, cue: Cue) -> Phrase | None:
    """The people, object of a verb before, whom the "them" behind an event word takes up."""
    doc = sentence.doc
    if not any(child.dep_ == "dobj" and child.lower_ == "them" for child in doc[cue.start].children):
        return None
    people = (p for p in reversed(sentence.phrases) if p.end <= cue.start and p.unit == "people")
    return next((phrase for phrase in people if _is_object(doc, phrase)), None)


def _is_object(doc: Doc, phrase: Phrase) -> bool:
    return doc.root_of(phrase.start, phrase.end).dep_ == "dobj"


def _verb_of(doc: Doc, link: Link) -> int:
    """Where to judge an event: at its word, or for a toll at the verb that gives the figure."""
    if not link.total:
        return link.cue.start
    return next((t.i for t in doc[link.cue.start].ancestors if is_verb(t)), link.cue.start)


def _whole_of(sentence: Sentence, i: int) -> Phrase | None:
    """ "three of the four climbers": the people that a bare number is taken of."""
    following = sentence.phrases[i + 1] if i + 1 < len(sentence.phrases) else None
    if following is None or not following.whole or following.elided:
        return None
    return following if sentence.between(i, i + 1)[:1] == ["of"] else None


def _is_of_counted(sentence: Sentence, ties: Ties, i: int) -> bool:
    """ "One of the six people killed was a nurse": a part of people whom the same word counts."""
    whole = ties.get(i + 1) if _whole_of(sentence, i) is not None else None
    return whole is not None and whole.link.event.meaning == ties[i].link.event.meaning


def _recovered(doc: Doc, phrase: Phrase, link: Link, before: list[Count], whole: Phrase | None) -> Phrase:
    """Give an elided noun back where the same sentence has it, or the state word that stands for it."""
    if not phrase.elided or phrase.start <= link.cue.start < phrase.end:
        return phrase
    if link.cue.start == phrase.end and doc[link.cue.start].lower_ in STATE_NOUNS:
        end = doc[link.cue.start].idx + len(doc[link.cue.start])
        phrase = replace(phrase, group=doc[link.cue.start].text, chars=(phrase.chars[0], end))
    if phrase.number and phrase.number.kind == "zero":
        return phrase
    if whole is not None:
        return replace(phrase, group=whole.group, role=whole.role, countries=whole.countries, unit=whole.unit)
    if link.subset and (named := predicate_noun(doc, phrase)):
        return replace(phrase, group=named[0], role=named[1].role, unit="people")
    nouns = (c.phrase for c in reversed(before) if _lends_noun(doc, c.phrase))
    other = next(nouns, None)
    return _with_noun_of(phrase, other, link) if other is not None else phrase


def _lends_noun(doc: Doc, phrase: Phrase) -> bool:
    """Whether a bare number behind may count the same: not what stands in brackets."""
    if phrase.elided or phrase.group is None or phrase.group.lower() in STATE_NOUNS:
        return False
    around = (doc[max(phrase.start - 1, 0)].text, doc.text_of(phrase.end, phrase.end + 1))
    return around != ("(", ")")


def _with_noun_of(phrase: Phrase, other: Phrase, link: Link) -> Phrase:
    """A bare number with the noun of a phrase before it, where it may count the same."""
    plural = other.number is not None and (other.quantity.best or 0) != 1
    if other.unit == "people" and (plural or (phrase.quantity.best or 0) == 1):
        return replace(phrase, group=other.group, role=other.role, countries=other.countries, unit="people")
    if other.unit == "households" or (other.unit == "homes" and link.event.is_housing):
        return replace(phrase, group=other.group, unit=other.unit)
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
        reason: str | None = number.reason
        nearest = bisect_right(starts, number.core_start) - 1
        if reason is None and nearest >= 0 and number.core_start < spans[nearest][1]:
            reason = reasons[spans[nearest]]
        yield UnusedNumber(
            evidence=Evidence.of(text, number.start, number.end),
            reason=reason or "no event word governs it",
        )
