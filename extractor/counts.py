"""Counts of people and homes: each counted phrase with the event that governs it, or why none does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.attachment import AUXILIARIES, Attacher, Link
from extractor.cues import Cue, find_cues
from extractor.lexicon import Event, count_nouns, word_set
from extractor.modality import Assertion, assertion
from extractor.numbers import NumberMention
from extractor.phrases import Phrase, find_phrases
from extractor.records import Evidence, Scope, Status, UnusedNumber

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@dataclass(frozen=True, slots=True)
class Count:
    """A phrase and the event that it counts: what ``casualties`` and ``displacement`` make records of."""

    phrase: Phrase
    link: Link
    status: Status
    scope: Scope | None

    also: bool = False

    @property
    def event(self) -> Event:
        """The lexicon entry that was read."""
        return self.link.event


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
    spans = sorted(taken)
    numbers = [_mark_taken(number, spans) for number in numbers]
    cues = find_cues(doc)
    phrases = find_phrases(doc, numbers)
    counts: list[Count] = []
    lethal = _tells_a_death(doc, cues)
    reasons: dict[tuple[int, int], str] = {}
    for sent, in_sent in _by_sentence(doc, phrases):
        found, refused = _sentence(doc, sent, in_sent, cues)
        counts += found if lethal else [_survived(count) for count in found]
        reasons |= refused
    return Counts(tuple(counts), tuple(_unused(doc, numbers, counts, reasons)))


def _is_illness(doc: Doc, sent: Span, link: Link) -> bool:
    """Patients admitted with a disease are cases, not injured people."""
    words = {token.lower_ for token in doc[link.cue.start : link.cue.end]}
    return bool(words & CARE) and any(token.lower_ in DISEASES for token in sent)


CARE = word_set("care")
DISEASES = word_set("diseases")


def _speaks_of_displacement(doc: Doc, sent: Span) -> bool:
    """Returning counts for people who had fled: the sentence or its neighbours must say so."""
    start = doc[sent.start - 1].sent.start if sent.start else 0
    words = {token.lower_ for token in doc[start : sent.end]}
    return bool(words & MOVED) and not words & {"hospital", "clinic", "treatment"}


MOVED = word_set("moved")


def _tells_a_death(doc: Doc, cues: list[Cue]) -> bool:
    """True when the text asserts any death: then "three people were shot" leaves open how many died."""
    return any(
        "killed" in cue.meanings
        and not _of_attacker(doc, cue)
        and assertion(doc, cue.start, cue.end, cue.start).reason is None
        for cue in cues
    )


def _of_attacker(doc: Doc, cue: Cue) -> bool:
    """True for a death that the text gives to the attacker alone ("he was shot dead", "killed himself")."""
    verb = doc[cue.start]
    if doc[cue.end - 1].lower_ in ("himself", "herself", "themselves"):
        return True
    nouns = count_nouns()
    for child in (*verb.children, *verb.head.children):
        if child.dep_ in ("nsubjpass", "dobj") or (child.dep_ == "nsubj" and verb.tag_ == "VBN"):
            noun = nouns.get(child.lower_)
            definite = any(c.lower_ == "the" for c in child.children)
            if child.lower_ in ("he", "she", "him", "her") or (
                noun and noun.role == "armed_group" and definite
            ):
                return True
    return False


def _survived(count: Count) -> Count:
    """In a text without a death, the shot and the stabbed are the injured."""
    if not count.event.weak:
        return count
    event = count.event.model_copy(update={"meaning": "injured"})
    return replace(count, link=replace(count.link, event=event))


def _mark_taken(number: NumberMention, spans: list[tuple[int, int]]) -> NumberMention:
    if number.reason is None and any(s <= number.core_start and number.core_end <= e for s, e in spans):
        return replace(number, reason="date")
    return number


def _by_sentence(doc: Doc, phrases: list[Phrase]) -> list[tuple[Span, list[Phrase]]]:
    groups: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        groups.setdefault(doc[phrase.head].sent.start, []).append(phrase)
    return [(doc[group[0].head].sent, group) for group in groups.values()]


def _sentence(
    doc: Doc, sent: Span, phrases: list[Phrase], cues: list[Cue]
) -> tuple[list[Count], dict[tuple[int, int], str]]:
    attacher = Attacher(doc, [cue for cue in cues if sent.start <= cue.start < sent.end])
    reasons: dict[tuple[int, int], str] = {}
    attacher.counted = {i for phrase in phrases if phrase.number for i in range(phrase.start, phrase.end)}
    linked: dict[int, tuple[Link, Assertion]] = {}
    for index, phrase in enumerate(phrases):
        if phrase.possessive:
            continue
        if any(token.lower_ == "attempted" for token in doc[phrase.start : phrase.end]):
            reasons[phrase.chars] = "hypothetical"
            continue
        for link in attacher.link(phrase):
            if link.event.meaning == "returned" and not _speaks_of_displacement(doc, sent):
                continue
            if phrase.number is None and not link.event.is_casualty:
                continue
            if link.event.meaning == "injured" and _is_illness(doc, sent, link):
                reasons[phrase.chars] = "patients of a disease"
                break
            judged = assertion(
                doc, link.cue.start, link.cue.end, phrase.start, climb=link.via not in ("self", "modifier")
            )
            if judged.reason is None:
                linked[index] = (link, judged)
                break
            reasons.setdefault(phrase.chars, judged.reason)
    _inherit(doc, attacher, phrases, linked, reasons)
    _link_partitives(doc, phrases, linked, reasons)
    _mark_included(doc, phrases, linked)
    _mark_breakdowns(doc, phrases, linked)
    _mark_apposed(doc, phrases, linked)
    counts: list[Count] = []
    for i, (link, judged) in sorted(linked.items()):
        phrase = _recovered(doc, phrases[i], link, counts)
        status: Status = "previous" if link.earlier or _superseded(doc, phrase) else judged.status
        counts.append(Count(phrase, link, status, _scope(doc, phrase, link), _is_added(sent)))
    return counts, reasons


def _recovered(doc: Doc, phrase: Phrase, link: Link, before: list[Count]) -> Phrase:
    """Give an elided noun back where the same sentence has it, or the state word that stands for it."""
    if not phrase.elided:
        return phrase
    if link.cue.start == phrase.end and doc[link.cue.start].lower_ in STATE_NOUNS:
        end = doc[link.cue.start].idx + len(doc[link.cue.start])
        return replace(phrase, group=doc[link.cue.start].text, chars=(phrase.chars[0], end))
    if phrase.number and phrase.number.kind == "zero":
        return phrase
    for count in reversed(before):
        other = count.phrase
        if (
            not other.elided
            and other.unit == "people"
            and other.group
            and other.group.lower() not in STATE_NOUNS
        ):
            return replace(
                phrase, group=other.group, role=other.role, countries=other.countries, unit="people"
            )
        if not other.elided and other.unit in ("homes", "households"):
            return replace(phrase, group=other.group, unit=other.unit)
    return phrase


STATE_NOUNS = frozenset({"dead", "wounded", "injured", "missing", "homeless", "displaced", "others"})
PLACE_WORDS = frozenset({"in", "at", "near", "on", "from", "outside"})


def _next(doc: Doc, phrase: Phrase) -> str:
    return doc[phrase.end].lower_ if phrase.end < len(doc) else ""


LIST_WORDS = frozenset(
    {
        ",",
        "and",
        "(",
        "or",
        "plus",
        "including",
        ";",
        "as",
        "well",
        "with",
        "other",
        "the",
        "of",
        "them",
        "whom",
        "which",
        "&",
    }
)


def _goes_on(doc: Doc, phrase: Phrase, joins: list[str]) -> bool:
    """The event is not said again: "12 died in Kabul and nine in Herat"."""
    if len(joins) > 14:
        return False
    before = joins[-1] if joins else ""
    if phrase.elided and before in ("and", ",", ";") and _next(doc, phrase) in PLACE_WORDS:
        return not any(word in AUXILIARIES for word in joins)
    return "including" in joins[-3:]


def joins_of(doc: Doc, first: Phrase, second: Phrase) -> list[str]:
    """The words between two phrases, lower case."""
    return [token.lower_ for token in doc[first.end : second.start] if not token.is_space]


def _inherit(
    doc: Doc,
    attacher: Attacher,
    phrases: list[Phrase],
    linked: dict[int, tuple[Link, Assertion]],
    reasons: dict[tuple[int, int], str],
) -> None:
    """Members of one list share the event: "two policemen and two soldiers were killed", "(8,200 people)"."""
    for order in (range(1, len(phrases)), range(len(phrases) - 2, -1, -1)):
        for i in order:
            j = i - 1 if order.step == 1 else i + 1
            if i in linked or j not in linked or phrases[i].chars in reasons or phrases[i].unit == "thing":
                continue
            if phrases[i].possessive and (
                j > i or joins_of(doc, phrases[j], phrases[i]) not in (["and"], [","])
            ):
                continue
            if attacher.has_other_predicate(phrases[i]):
                continue
            first, second = sorted((phrases[i], phrases[j]), key=lambda phrase: phrase.start)
            joins = joins_of(doc, first, second)
            listed = bool(joins) and joins != ["of"] and all(word in LIST_WORDS for word in joins)
            link, judged = linked[j]
            if link.via in ("noun", "self") and phrases[j].start <= link.cue.start < phrases[j].end:
                shared = i < j and joins == ["and"] and phrases[i].unit == "people" and phrases[j].group
                if not shared and not (phrases[i].elided and i > j):
                    continue  # "1,245 cases and 13 deaths": the noun is the other figure's own
            if not listed and i > j and _goes_on(doc, phrases[i], joins):
                listed = True
            if (phrases[i].unit == "homes") != (phrases[j].unit == "homes"):
                continue
            if phrases[i].number is None and phrases[i].role == "unspecified" and phrases[i].unit != "people":
                continue
            if listed:
                aside = (
                    joins == [","]
                    and phrases[i].elided
                    and i > j
                    and _next(doc, phrases[i]) not in PLACE_WORDS
                )
                subset = (
                    aside or "including" in joins or ("of" in joins and ("them" in joins or "whom" in joins))
                )
                linked[i] = (Link(link.cue, link.event, "list", subset), judged)


BREAKDOWN_MARKS = frozenset({"(", "-", "–", "—", ":", "--"})


def _link_partitives(
    doc: Doc,
    phrases: list[Phrase],
    linked: dict[int, tuple[Link, Assertion]],
    reasons: dict[tuple[int, int], str],
) -> None:
    """ "15 people died, three of them in one kitchen": part of the nearest figure before it."""
    for i, phrase in enumerate(phrases):
        if i in linked or not _partitive(doc, phrase) or phrase.chars in reasons:
            continue
        whole = next((j for j in range(i - 1, -1, -1) if j in linked), None)
        if whole is not None and (phrase.quantity.best or 0) <= (phrases[whole].quantity.best or 0):
            link, judged = linked[whole]
            linked[i] = (replace(link, via="list", subset=True), judged)


def _mark_included(doc: Doc, phrases: list[Phrase], linked: dict[int, tuple[Link, Assertion]]) -> None:
    """ "wounding 25, including 18 policemen and two soldiers": part of the figure before "including"."""
    whole: int | None = None
    for i in range(1, len(phrases)):
        joins = joins_of(doc, phrases[i - 1], phrases[i])
        if "including" in joins or ("among" in joins and "them" in joins):
            whole = i - 1
        elif whole is not None and not all(word in LIST_WORDS or word in ("a", "an") for word in joins):
            whole = None
        if whole is None or whole not in linked or phrases[i].unit in ("thing", "homes"):
            continue
        if (phrases[i].quantity.best or 0) >= (phrases[whole].quantity.best or 0):
            continue
        link, judged = linked[whole]
        mine = linked.get(i)
        if mine and mine[0].via == "own" and mine[0].event.meaning != link.event.meaning:
            continue
        linked[i] = (
            replace(mine[0] if mine and mine[0].event is link.event else link, via="list", subset=True),
            judged,
        )


def _mark_breakdowns(doc: Doc, phrases: list[Phrase], linked: dict[int, tuple[Link, Assertion]]) -> None:
    """ "injuring 15 (two Americans, a Canadian)": what follows the mark breaks the figure before it down."""
    for i, (link, judged) in linked.items():
        for j in range(i):
            if j not in linked or linked[j][0].event.meaning != link.event.meaning:
                continue
            same_unit = phrases[i].unit == phrases[j].unit or "unknown" in (phrases[i].unit, phrases[j].unit)
            smaller = (phrases[i].quantity.best or 0) < (phrases[j].quantity.best or 0)
            between = doc[phrases[j].end : phrases[i].start]
            marks = [
                t
                for t in between
                if t.text in BREAKDOWN_MARKS and (t.i == 0 or doc[t.i - 1].whitespace_ or t.text == ":")
            ]
            if marks and same_unit and smaller:
                linked[i] = (replace(link, subset=True), judged)


def _mark_apposed(doc: Doc, phrases: list[Phrase], linked: dict[int, tuple[Link, Assertion]]) -> None:
    """ "all four victims, three men and a woman": a list that adds up to the figure before it."""
    for i in linked:
        added, members = 0, []
        for j in range(i + 1, len(phrases)):
            joins = joins_of(doc, phrases[j - 1], phrases[j])
            if (
                joins not in ([","], ["and"], [",", "and"])
                or j not in linked
                or (j == i + 1 and joins == ["and"])
            ):
                break
            added += phrases[j].quantity.best or 0
            members.append(j)
            if len(members) > 1 and added == phrases[i].quantity.best:
                for member in members:
                    link, judged = linked[member]
                    linked[member] = (replace(link, subset=True), judged)
                break


def _scope(doc: Doc, phrase: Phrase, link: Link) -> Scope | None:
    number = phrase.number
    if link.subset or _partitive(doc, phrase):
        return "subset"
    if phrase.group and phrase.group.lower().split()[0] in ("more", "further", "additional"):
        return "incremental"
    if number and doc[phrase.end - 1].lower_ == "more":
        return "incremental"
    if link.total or _is_running_total(doc, link):
        return "cumulative"
    if (number and number.scope_hint == "incremental") or (
        number is None and doc[phrase.start].lower_ == "another"
    ):
        return "incremental"
    if number and number.scope_hint == "cumulative":
        return "cumulative"
    if link.event.patient == "of" and "toll" in doc[link.cue.start : link.cue.end].text.lower():
        return "cumulative"
    return None


EARLIER = frozenset(
    {"previous", "previously", "earlier", "initial", "initially", "preliminary", "provisional"}
)


def _superseded(doc: Doc, phrase: Phrase) -> bool:
    """ "up from 12", "an earlier count of 40": an older figure that the text replaces."""
    before = [token.lower_ for token in doc[max(phrase.start - 3, 0) : phrase.start]]
    if before[-2:] in (["up", "from"], ["down", "from"]) or (before[-1:] == ["from"] and "revised" in before):
        return True
    token = doc[phrase.head]
    for _ in range(4):
        if any(child.lower_ in EARLIER and child.dep_ in ("advmod", "amod") for child in token.children):
            return True
        if token.head.i == token.i or token.dep_ in ("relcl", "advcl", "conj"):
            return False
        token = token.head
    return False


def _is_added(sent: Span) -> bool:
    """The sentence tells of something beside what was told before."""
    return any(token.lower_ in ("also", "separately", "elsewhere", "meanwhile") for token in sent)


def _is_running_total(doc: Doc, link: Link) -> bool:
    """ "have been killed since March", "has so far displaced", "in total"."""
    cue = doc[link.cue.start]
    words = [token.lower_ for token in cue.sent]
    text = " ".join(words)
    if any(mark in text for mark in ("so far", "in total", "to date", "in all ,", "altogether")):
        return True
    verbs = [cue, *cue.ancestors]
    perfect = any(
        child.lower_ in ("have", "has", "had") and child.dep_ == "aux"
        for verb in verbs
        for child in verb.children
    )
    return perfect and any(token.lower_ == "since" and token.head in verbs for token in cue.sent)


def _partitive(doc: Doc, phrase: Phrase) -> bool:
    following = [token.lower_ for token in doc[phrase.end : phrase.end + 2]]
    return following[:1] == ["of"] and following[1:] in (["them"], ["whom"], ["those"], ["these"])


def _unused(
    doc: Doc, numbers: list[NumberMention], counts: list[Count], reasons: dict[tuple[int, int], str]
) -> Iterable[UnusedNumber]:
    used = {(c.phrase.number.core_start, c.phrase.number.core_end) for c in counts if c.phrase.number}
    for number in numbers:
        if (number.core_start, number.core_end) in used:
            continue
        reason = number.reason or next(
            (why for (s, e), why in reasons.items() if s <= number.core_start < e), None
        )
        yield UnusedNumber(
            evidence=Evidence(start=number.start, end=number.end, text=doc.text[number.start : number.end]),
            reason=reason or "no event word governs it",
        )
