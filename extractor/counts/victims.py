"""Single persons who were killed, injured, missing or captured: named, definite or indefinite, each once.

A sighting is one place where the text says what happened to one person. ``find_sightings`` reads them off the
frames (who suffers), off the counts ("a soldier was killed") and off the sentences that name the victims
("identified as Ana Ruiz, 41"); ``victim_records`` joins those of one person and finds the figure that already
counts the person.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple

from extractor.counts.fates import dies_behind
from extractor.counts.own_death import doers_who_die
from extractor.counts.persons import EventAt, join_persons
from extractor.counts.sighting import Sighting, age_of
from extractor.counts.vetoes import UNREAL_TOPICS, topic_of
from extractor.frames.count import Count
from extractor.frames.cues import Cue
from extractor.frames.frame import Frame
from extractor.frames.participants import NounPhrase
from extractor.language.offsets import where
from extractor.language.syntax import lists_members, sentence_of
from extractor.lexicon import Event, count_nouns, word_set
from extractor.lexicon.countries import countries_in
from extractor.lexicon.event_types import event_types
from extractor.lexicon.traits import sex_of_title, traits_of
from extractor.numbers.nouns import is_agent_noun
from extractor.numbers.phrases import Phrase, says_who
from extractor.records import Actor, CasualtyCount, EventType, Evidence, Outcome, Sex, Victim

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token

_PRONOUNS: dict[str, Sex] = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female"}
_DETERMINERS = frozenset({"the", "those", "at", "least"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_ASIDE = (",", "(", ":", "—", "–")
_POSSESSIVES = frozenset({"his", "her", "their", "'s", "’s"})


class Naming(NamedTuple):
    """Tokens ``[start, end)`` in which victims are named, and what happened to them."""

    start: int
    end: int
    outcome: Outcome


class Victims(NamedTuple):
    """The records of single victims, and the places among them of those who are attackers themselves."""

    records: tuple[Victim, ...] = ()
    attackers: frozenset[int] = frozenset()


def find_sightings(
    doc: Doc, frames: Sequence[Frame], counts: Sequence[Count], actors: Sequence[Actor]
) -> list[Sighting]:
    """All sightings in text order.

    Args:
        doc: the annotated text.
        frames: those of its event words.
        counts: its counts of harm and displacement, as ``find_counts`` gives them.
        actors: its actors, whose persons may be victims.
    """
    persons = _person_tokens(doc, actors)
    harmed = [count for count in counts if count.event.is_casualty]
    found = [
        *_counted(doc, harmed, persons),
        *_patients(doc, frames, harmed, persons),
        *_named_in_lists(doc, persons, harmed),
    ]
    found = [sighting for sighting in found if topic_of(doc[sighting.start].sent) not in UNREAL_TOPICS]
    found = _with_fates(doc, found, [frame.cue for frame in frames])
    found = _with_doers(doc, found, doers_who_die(doc, frames), persons)
    found.sort(key=lambda sighting: (sighting.start, sighting.count is None))
    return found


def _with_fates(doc: Doc, sightings: Sequence[Sighting], cues: Sequence[Cue]) -> list[Sighting]:
    """The sightings, with a person who was hurt among the killed where the next sentences say "he died"."""
    starts = [sighting.start for sighting in sightings]
    sentences = [sent.start for sent in doc.sents]
    deaths = [cue for cue in cues if "killed" in cue.meanings]
    return [
        replace(sighting, outcome="killed")
        if sighting.outcome in ("injured", "casualties")
        and sighting.count is None
        and dies_behind(doc, sighting.end, starts, deaths, sentences)
        else sighting
        for sighting in sightings
    ]


def _with_doers(
    doc: Doc, sightings: list[Sighting], doers: Sequence[NounPhrase], persons: dict[int, tuple[int, int, int]]
) -> list[Sighting]:
    """The sightings, each doer among them as an attacker."""
    heads = {doer.head: doer for doer in doers}
    found = []
    for sighting in sightings:
        own = next((i for i in range(sighting.start, sighting.end) if i in heads), None)
        found.append(replace(sighting, doer=True) if own is not None else sighting)
        heads.pop(own, None) if own is not None else None
    for doer in heads.values():
        name = persons.get(doer.head)
        start, end = name[1:] if name else (doer.start, doer.head + 1)
        actor = name[0] if name else None
        found.append(Sighting(start, end, doc[doer.head].lower_, "killed", actor, doer=True))
    return found


def _person_tokens(doc: Doc, actors: Sequence[Actor]) -> dict[int, tuple[int, int, int]]:
    """For each token of a person's name: the actor's index and the tokens of that mention."""
    table: dict[int, tuple[int, int, int]] = {}
    for index, actor in enumerate(actors):
        if actor.kind != "person":
            continue
        for mention in actor.mentions:
            span = doc.span_at(mention.start, mention.end)
            if span is not None and span.text[:1].isupper():
                table.update(dict.fromkeys(range(span.start, span.end), (index, span.start, span.end)))
    return table


def _counted(
    doc: Doc, counts: Sequence[Count], persons: dict[int, tuple[int, int, int]]
) -> Iterator[Sighting]:
    """ "A soldier was killed": the indefinite singular, which is a count too."""
    for index, count in enumerate(counts):
        phrase = count.phrase
        first = doc[phrase.start].lower_
        single = phrase.number is None and (first in ("a", "an") or first in _POSSESSIVES)
        aside = _said_again(doc, phrase) if phrase.quantity.best == 1 else None
        if phrase.group is not None and (single or aside):
            head = doc[phrase.head].lower_
            actor = _name_behind(doc, phrase, persons)
            yield Sighting(
                actor[1] if actor else phrase.start,
                actor[2] if actor else phrase.end,
                head,
                _outcome(count.event.meaning),
                actor[0] if actor else None,
                count=index,
                part=count.scope == "subset",
                listed_with=count.link.cue.start,
                described=(phrase.start, phrase.end) if actor else aside,
            )


def _said_again(doc: Doc, phrase: Phrase) -> tuple[int, int] | None:
    """The tokens of the apposition that says who one person was: "one tenant, a 71-year-old man, died"."""
    asides = (child for child in doc[phrase.head].rights if child.dep_ == "appos" and _is_person(child))
    noun = next((n for n in asides if doc[n.left_edge.i].lower_ in ("a", "an")), None)
    if noun is None or doc[noun.left_edge.i - 1].text not in (",", "("):
        return None
    return noun.left_edge.i, noun.i + 1


def _is_person(noun: Token) -> bool:
    kind = count_nouns().get(noun.lower_) if noun.tag_ == "NN" else None
    return kind is not None and kind.unit == "people" and not kind.plural


def _name_behind(
    doc: Doc, phrase: Phrase, persons: dict[int, tuple[int, int, int]]
) -> tuple[int, int, int] | None:
    """The name that a noun phrase introduces: "a driver named Ana Ruiz", "a driver, Ana Ruiz, was killed"."""
    actor = persons.get(phrase.end)
    if actor is None and (naming := _naming_aside(doc, phrase.end)):
        return persons.get(naming)
    if actor is None and doc.text_of(phrase.end, phrase.end + 1) == ",":
        behind = persons.get(phrase.end + 1)
        actor = behind if behind and _is_aside(doc, phrase, behind, persons) else None
    return actor if actor and actor[1] in (phrase.end, phrase.end + 1) else None


def _is_aside(
    doc: Doc, phrase: Phrase, name: tuple[int, int, int], persons: dict[int, tuple[int, int, int]]
) -> bool:
    """A name between commas, as the parse or the second comma says: "a driver, Ana Ruiz, and two pupils"."""
    root = doc.root_of(name[1], name[2])
    if root.dep_ == "appos" and root.head.i == phrase.head:
        return True
    after = doc[name[2] : name[2] + 2]
    closed = not after or after[0].text in (",", ".")
    return closed and not (len(after) > 1 and after[1].i in persons)


def _naming_aside(doc: Doc, at: int) -> int | None:
    """Where the name begins of "a driver, identified as Ana Ruiz, was killed"."""
    words = [token.lower_ for token in doc[at : at + 4] if token.text != ","]
    named = len(words) > 1 and words[0] in word_set("naming") and words[1] == "as"
    return at + 2 + (doc[at].text == ",") if named else None


def _outcome(meaning: str) -> Outcome:
    return meaning  # type: ignore[return-value]  # a casualty event's meaning is an outcome


def _patients(
    doc: Doc, frames: Sequence[Frame], counts: Sequence[Count], persons: dict[int, tuple[int, int, int]]
) -> Iterator[Sighting]:
    """Names and definite singulars that an asserted event word governs."""
    counted = {i for count in counts for i in range(count.phrase.start, count.phrase.end)}
    for frame in frames:
        cue = frame.cue
        reading = next((event for event in cue.readings if event.is_casualty), None)
        if reading is None or not doc[cue.start].tag_:
            continue
        for noun in _governed(doc, frame, reading, counted):
            sighting = _person_of(doc, noun, persons)
            if sighting is not None:
                yield replace(
                    sighting,
                    outcome=_outcome(reading.meaning),
                    listed_with=cue.start,
                    open_cause=reading.meaning == "killed" and reading.patient in ("subject", "of"),
                )


def _governed(doc: Doc, frame: Frame, reading: Event, counted: set[int]) -> Iterator[NounPhrase]:
    """The nouns without a number whom an asserted event word befalls, with the relatives beside them."""
    verb = doc[frame.cue.start]
    if reading.patient == "modifier" and any(child.dep_ == "dobj" for child in verb.children):
        return  # "the visitors, missing five regulars"
    if frame.assertion.reason is not None:
        return
    for patient in frame.patients:
        if patient.head not in counted and not _is_counted_as(doc, patient, counted):
            yield from (noun for noun in (patient, *_kin(doc, patient, counted)) if noun.head not in counted)


def _is_counted_as(doc: Doc, patient: NounPhrase, counted: set[int]) -> bool:
    """ "His passenger, a woman of 40": counted once, by the words that describe the person."""
    head = doc[patient.head]
    return head.tag_ == "NN" and any(c.dep_ == "appos" and c.i in counted for c in head.children)


def _kin(doc: Doc, patient: NounPhrase, counted: set[int]) -> Iterator[NounPhrase]:
    """ "Ana Ruiz, 41, her husband and two sons": who stands in a list and is parsed as an apposition."""
    todo = [doc[patient.head]]
    while todo:
        for child in todo.pop().children:
            if child.dep_ in ("appos", "conj"):
                todo.append(child)
                if any(t.tag_ == "PRP$" for t in child.children) or _leads_to_others(child, counted):
                    yield NounPhrase(child.left_edge.i, child.i + 1, child.i)


def _leads_to_others(member: Token, counted: set[int]) -> bool:
    """ "The governor, the army chief and six others": no apposition, which a comma would close."""
    definite = any(token.lower_ == "the" for token in member.children)
    others = any(token.dep_ == "conj" and token.i in counted for token in member.children)
    return definite and others and not any(token.is_punct for token in member.children)


def _person_of(doc: Doc, patient: NounPhrase, persons: dict[int, tuple[int, int, int]]) -> Sighting | None:
    """The named or definite single person of a noun phrase; None for groups, things and pronouns."""
    head = doc[patient.head]
    beside = [child.i for child in head.children if child.dep_ == "appos"]
    named = next((persons[i] for i in (patient.head, *beside) if i in persons), None)
    if named is not None:
        apart = None if patient.head in persons else (patient.start, patient.head + 1)
        return Sighting(named[1], named[2], head.lower_, "killed", named[0], described=apart)
    noun = count_nouns().get(head.lower_)
    person = not noun.plural and noun.unit == "people" if noun else is_agent_noun(head)
    if not person or head.tag_ != "NN":
        return None
    if not _is_definite(doc, patient) or head.lower_ in word_set("not_a_victim"):
        return None
    return Sighting(patient.start, patient.head + 1, head.lower_, "killed")


def _is_definite(doc: Doc, patient: NounPhrase) -> bool:
    """Whether a noun phrase means one known person: "the driver", "his wife"."""
    if doc[patient.start].lower_ in ("the", *_POSSESSIVES):
        return True
    return any(token.lower_ in _POSSESSIVES for token in doc[patient.start : patient.head])


def _named_in_lists(
    doc: Doc, persons: dict[int, tuple[int, int, int]], counts: Sequence[Count]
) -> Iterator[Sighting]:
    """Names that "were among the dead"; behind "identified as", "the dead were", "12 died, including"."""
    inside: dict[int, list[Count]] = {}
    for count in counts:
        inside.setdefault(doc[count.phrase.start].sent.start, []).append(count)
    for sent in doc.sents:
        here = inside.get(sent.start, ())
        naming = _list_of_victims(sent) or _of_a_figure(sent, here, counts, persons)
        if naming is None:
            continue
        start, end, outcome = naming
        last = -1
        for i in range(start, end):
            named = persons.get(i)
            if named is None or named[1] < last:
                continue
            if _is_speaker(doc, named[1], named[2]):
                break
            last = named[2]
            sighting = _owned(doc, named[2], outcome) or Sighting(
                named[1], named[2], doc[named[2] - 1].lower_, outcome, named[0]
            )
            yield replace(sighting, named_victim=outcome == "casualties")


def _of_a_figure(
    sent: Span, inside: Sequence[Count], counts: Sequence[Count], persons: dict[int, tuple[int, int, int]]
) -> Naming | None:
    """Where a sentence names some of those whom a figure counts, of this sentence or of the one before."""
    return (
        _among_the_dead(sent)
        or _one_of_a_figure(sent, counts)
        or _among_a_figure(sent, inside)
        or _beside_a_figure(sent, inside, persons)
        or _members_of_the_last(sent, counts)
    )


def _owned(doc: Doc, end: int, outcome: Outcome) -> Sighting | None:
    """ "Ruiz's daughter": the relative of the person whose name ends in front of token ``end``."""
    if end + 1 >= len(doc) or doc[end].lower_ not in ("'s", "’s"):
        return None
    noun = next((i for i in range(end + 1, min(end + 3, len(doc))) if doc[i].lower_ in count_nouns()), None)
    if noun is None:
        return None
    first = end - 1
    while first and doc[first - 1].dep_ == "compound" and doc[first - 1].tag_ == "NNP":
        first -= 1
    return Sighting(first, noun + 1, doc[noun].lower_, outcome)


def _among_the_dead(sent: Span) -> Naming | None:
    """ "Ana Ruiz, 41, was among the dead": the names in front of the verb."""
    words = sent.lower if "among" in sent.forms else []
    for at, word in enumerate(words[:-2]):
        noun = next((w for w in words[at + 1 : at + 4] if w not in _DETERMINERS), "")
        outcome = _outcome_of([noun])
        if word == "among" and outcome and words[max(at - 1, 0)] in ("was", "were"):
            return Naming(sent.start, sent.start + at, outcome)
    return None


def _one_of_a_figure(sent: Span, counts: Sequence[Count]) -> Naming | None:
    """ "Ana Ruiz was one of six people killed", "Ana Ruiz was among the five kidnapped"."""
    words = [] if sent.forms.isdisjoint(("among", "one")) else sent.lower
    for at, word in enumerate(words[1:-2], 1):
        within = word == "among" or words[at : at + 2] == ["one", "of"]
        if within and words[at - 1] in word_set("be"):
            behind = (c for c in counts if sent.start + at < c.phrase.start < sent.end)
            figure = next((c for c in behind if c.scope != "subset"), None)
            if figure is not None and figure.event.meaning != "casualties":
                return Naming(sent.start, sent.start + at, _outcome(figure.event.meaning))
    return None


def _among_a_figure(sent: Span, inside: Sequence[Count]) -> Naming | None:
    """ "Six people died, including Ana Ruiz and Tom Pell": the names behind, as far as the next verb."""
    opens = inside and not sent.forms.isdisjoint(("among", "including"))
    for token in sent[1:] if opens else ():
        figure = _figure_before(inside, token.i) if _opens_names(token) else None
        if figure is not None and figure.event.meaning != "casualties":
            behind = (t.i for t in sent.doc[token.i + 1 : sent.end] if t.tag_ in _FINITE or t.text == ";")
            return Naming(token.i + 1, next(behind, sent.end), _outcome(figure.event.meaning))
    return None


def _beside_a_figure(
    sent: Span, inside: Sequence[Count], persons: dict[int, tuple[int, int, int]]
) -> Naming | None:
    """ "Two brothers, Ana Ruiz, 22, and Tom Pell, 19, were killed": as many names as are counted."""
    doc = sent.doc
    for count in inside:
        first, noun = count.phrase.end + 1, doc.root_of(count.phrase.start, count.phrase.end)
        if first not in persons or doc[first - 1].text not in _ASIDE or count.event.meaning == "casualties":
            continue
        named = [t.i for t in doc[first : sent.end] if t.i in persons and noun.is_ancestor(t)]
        if len({persons[i][0] for i in named}) == count.phrase.quantity.best:
            return Naming(first, named[-1] + 1, _outcome(count.event.meaning))
    return None


def _members_of_the_last(sent: Span, counts: Sequence[Count]) -> Naming | None:
    """ "Six people died. They include Ana Ruiz and Tom Pell": those of the sentence before."""
    if not lists_members(sent.lower[:2]) or not sent.start:
        return None
    before = sent.doc[sent.start - 1].sent
    wholes = {
        c.event.meaning for c in counts if before.start <= c.phrase.start < before.end and c.scope != "subset"
    }
    return Naming(sent.start + 2, sent.end, _outcome(wholes.pop())) if len(wholes) == 1 else None


def _opens_names(token: Token) -> bool:
    """ "including", "among them": names of those who are counted may follow."""
    return token.lower_ == "including" or (token.lower_ == "among" and token.nbor(1).lower_ == "them")


def _figure_before(counts: Sequence[Count], at: int) -> Count | None:
    """The last figure that stands with its event word in front of a token."""
    before = [count for count in counts if max(count.phrase.start, count.link.cue.start) < at]
    return before[-1] if before else None


def _list_of_victims(sent: Span) -> Naming | None:
    """The names behind the words for victims in a sentence that names them."""
    words = sent.lower
    if _outcome_of(sent.forms) is None:
        return None
    for at in where(words, word_set("include") | {"were", "was", "as", ":"}):
        word, before = words[at], words[max(at - 6, 0) : at]
        outcome = _outcome_of(before)
        if outcome and word == "as" and not word_set("naming").isdisjoint(before):
            return Naming(sent.start + at + 1, _end_of_names(sent, sent.start + at + 1), outcome)
        if outcome and word != "as" and _opens_victims(sent, at):
            return Naming(sent.start + at + 1, sent.end, outcome)
    return None


def _opens_victims(sent: Span, at: int) -> bool:
    """ "The dead were Ana Ruiz and Tom Pell", "Among the dead: Ana Ruiz", not "the dead were buried"."""
    words = sent.lower
    if words[at] == ":" and words[max(at - 3, 0) : at - 1] not in (["among", "the"], ["the"]):
        return False  # "a list of the victims: Police examine"
    participle = any(t.tag_ in ("VBN", "VBD") and t.lower_ != words[at] for t in sent[at : at + 2])
    return _outcome_of(words[at - 1 : at]) is not None and not participle


def _end_of_names(sent: Span, start: int) -> int:
    """Where the main clause goes on: "the victim, identified as Ana Ruiz, was shot by Tom Pell"."""
    main = (token for token in sent.doc[start : sent.end] if "ROOT" in (token.dep_, token.head.dep_))
    return next((token.i for token in main if token.tag_ in _FINITE), sent.end)


def _outcome_of(words: Collection[str]) -> Outcome | None:
    """What the nouns for victims say; of "the victim" the event says it (``_settled``)."""
    if not word_set("wounded_nouns").isdisjoint(words):
        return "injured"
    if not word_set("dead_nouns").isdisjoint(words):
        return "killed"
    return None if word_set("victim_nouns").isdisjoint(words) else "casualties"


def _is_speaker(doc: Doc, start: int, end: int) -> bool:
    """ "..., said Chief Ana Pell": a speaker, not one more of the names."""
    near = [token.lower_ for token in (*doc[max(start - 4, 0) : start], *doc[end : end + 3])]
    return "according" in near or bool(word_set("said") & set(near))


def victim_records(
    doc: Doc,
    sightings: Sequence[Sighting],
    figures: Sequence[tuple[Count, CasualtyCount]],
    event_at: EventAt,
    types: Sequence[EventType | None] = (),
) -> Victims:
    """One record per person and outcome in text order, each with the figure that already counts the person.

    Args:
        doc: the annotated text.
        sightings: what ``find_sightings`` found.
        figures: each casualty count with its record, in order; the records name their events.
        event_at: the event that the text speaks of at a token.
        types: the type of each event; a death of open cause in an event of none is a natural one.
    """
    settled = _settled(sightings, figures, event_at)
    groups = join_persons(doc, _harmed(settled, figures, event_at, types), event_at)
    people = sorted((part for group in groups for part in _best_outcomes(group)), key=_start)
    room = _Room(figures)
    records, attackers = [], set()
    for number, group in enumerate(people):
        own = [figures[s.count][1].event for s in group if s.count is not None]
        event = next((e for e in (*own, *(event_at(s.start) for s in group)) if e is not None), None)
        counted = room.place(group, event)
        records.append(_record(doc, group, event, counted))
        if any(s.attacker for s in group) and _is_violent(event, types):
            attackers.add(number)
    return Victims(tuple(records), frozenset(attackers))


def _is_violent(event: int | None, types: Sequence[EventType | None]) -> bool:
    """Whether an event may have an attacker: no accident, and no clash, in which nobody is the attacker."""
    kind = types[event] if event is not None and event < len(types) else None
    return kind is None or (kind != "armed_clash" and event_types()[kind].family == "violence")


def _start(group: list[Sighting]) -> int:
    return _shown(group).start


def _settled(
    sightings: Sequence[Sighting], figures: Sequence[tuple[Count, CasualtyCount]], event_at: EventAt
) -> list[Sighting]:
    """ "Police identified the victim as Ana Ruiz": hurt as others of her event were, else no sighting."""
    known = {(record.event, record.outcome) for _, record in figures}
    known |= {(event_at(s.start), s.outcome) for s in sightings if not s.named_victim}
    found = []
    for sighting in sightings:
        if not sighting.named_victim:
            found.append(sighting)
            continue
        event = event_at(sighting.start)
        outcomes: tuple[Outcome, ...] = ("killed", "injured")
        met = next((outcome for outcome in outcomes if (event, outcome) in known), None)
        if met is not None:
            found.append(replace(sighting, outcome=met))
    return found


def _harmed(
    sightings: Sequence[Sighting],
    figures: Sequence[tuple[Count, CasualtyCount]],
    event_at: EventAt,
    types: Sequence[EventType | None],
) -> list[Sighting]:
    """The sightings of victims: neither attackers who got away or were caught, nor natural deaths."""
    known = {(record.event, record.outcome) for _, record in figures}
    untyped = {None} | {index for index, kind in enumerate(types) if kind is None}
    quiet = untyped - {record.event for _, record in figures}
    found = []
    for sighting in sightings:
        event = event_at(sighting.start)
        at_large = sighting.attacker and sighting.outcome in ("missing", "captured")
        natural = sighting.open_cause and event in quiet
        if not (at_large or natural or _taken_up(sighting, (event, sighting.outcome) in known)):
            found.append(sighting)
    return found


def _taken_up(sighting: Sighting, counted: bool) -> bool:
    """ "The victim", where a figure of the same event and outcome holds whom these words take up again."""
    alone = sighting.count is None and sighting.actor is None and not sighting.doer
    return counted and alone and sighting.head in word_set("anaphors")


def _best_outcomes(group: list[Sighting]) -> list[list[Sighting]]:
    """A person's sightings by outcome; who was killed is not also injured or harmed."""
    by: dict[Outcome, list[Sighting]] = {}
    for sighting in group:
        by.setdefault(sighting.outcome, []).append(sighting)
    if "killed" in by:
        by.pop("casualties", None)
        if all(s.count is None for s in by.get("injured", [])):
            by.pop("injured", None)
    return list(by.values())


def _shown(group: list[Sighting]) -> Sighting:
    """The sighting that the record points to: the first with the name, else the first."""
    return next((s for s in group if s.actor is not None), group[0])


class _Room:
    """How many of the persons whom each figure counts are known, and which figures still count others."""

    def __init__(self, figures: Sequence[tuple[Count, CasualtyCount]]) -> None:
        self._figures = figures
        self._known = [0] * len(figures)
        self._open: dict[tuple[int | None, Outcome], deque[int]] = {}
        for index, (_, record) in enumerate(figures):
            if record.scope != "subset":
                self._open.setdefault((record.event, record.outcome), deque()).append(index)

    def place(self, group: list[Sighting], event: int | None) -> int | None:
        """The figure that counts a person: the person's own, else one of the event with room, now less."""
        index = next((s.count for s in group if s.count is not None), None)
        if index is None and event is not None and not any(s.attacker for s in group):
            index = self._first_open(event, group)
        if index is not None:
            self._known[index] += 1
        return index

    def _first_open(self, event: int, group: list[Sighting]) -> int | None:
        queues = [self._open.get((event, kind), deque()) for kind in {group[0].outcome, "casualties"}]
        for queue in queues:
            while queue and not self._has_room(queue[0]):
                queue.popleft()  # for good: a figure only fills
        beside = {
            s.listed_with for s in group
        }  # "Ana Ruiz, her husband and two sons were killed": two others
        own = (i for i in merge(*queues) if self._figures[i][0].link.cue.start not in beside)
        return next(filter(self._has_room, own), None)

    def _has_room(self, index: int) -> bool:
        return (self._figures[index][1].quantity.best or 0) > self._known[index]


def _record(doc: Doc, group: list[Sighting], event: int | None, counted: int | None) -> Victim:
    shown = _shown(group)
    span = doc.span(shown.start, shown.end)
    apart = _described(doc, group, shown)
    words = doc.text_of(apart[0], apart[1]) if apart else ""
    noun = count_nouns().get(doc[apart[1] - 1].lower_) if apart else None
    evidence = Evidence.of(doc.text, span.start_char, span.end_char)
    return Victim(
        name=span.text if shown.actor is not None else None,
        description=words or None,
        actor=shown.actor,
        age=next((age for s in group if (age := age_of(doc, s)) is not None), None),
        sex=traits_of(words).sex or _sex(doc, shown),
        role=noun.role if noun else "unspecified",
        countries=countries_in(words),
        outcome=group[0].outcome,
        event=event,
        counted_in=counted,
        evidence=evidence,
        sentence=sentence_of(doc, evidence),
    )


def _described(doc: Doc, group: list[Sighting], shown: Sighting) -> tuple[int, int] | None:
    """The tokens that say who a person was beside the name, if any do."""
    apart = next((s.described for s in group if s.described), None)
    apart = apart or next(((s.start, s.end) for s in group if s.actor is None), None)
    return apart or (_apposition(doc, shown) if shown.actor is not None else None)


def _apposition(doc: Doc, name: Sighting) -> tuple[int, int] | None:
    """The tokens of the noun that says who a named person was: "Ana Ruiz, 41, a nurse"."""
    root = doc.root_of(name.start, name.end)
    nouns = (child for child in root.children if child.tag_ == "NN" and says_who(child))
    noun = next((n for n in nouns if any(c.lower_ in ("a", "an", "the") for c in n.children)), None)
    return (noun.left_edge.i, noun.i + 1) if noun is not None else None


def _sex(doc: Doc, sighting: Sighting) -> Sex | None:
    """From "Mr" or "Mrs" before a name, or from the first pronoun behind it in its sentence."""
    before = doc[sighting.start - 1].lower_ if sighting.start else ""
    if title := sex_of_title(before):
        return title
    beside = doc[max(sighting.start - 5, doc[sighting.start].sent.start) : sighting.start]
    owners = [token.i for token in beside if token.tag_ == "PRP$" or token.lower_ in _POSSESSIVES]
    if owners and (kin := traits_of(doc.text_of(owners[-1] + 1, sighting.start)).sex):
        return kin  # "his wife, Ana Ruiz"
    for token in doc[sighting.end : doc[sighting.start].sent.end]:
        if token.ent_type_ == "PERSON":
            return None
        if token.lower_ in _PRONOUNS:
            return _PRONOUNS[token.lower_]
    behind = doc.lower[doc[sighting.start].sent.end :][:1]
    return _PRONOUNS.get(behind[0]) if behind else None
