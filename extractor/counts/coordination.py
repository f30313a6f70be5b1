"""Figures that share one event word: members of a list, breakdowns, parts of the figure before them.

All functions take the phrases of one sentence in order and the links found so far by position, and add or
mark links in place.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.counts.scope import is_partitive
from extractor.frames.attachment import AUXILIARIES, Attacher, Link
from extractor.frames.modality import Assertion
from extractor.lexicon import events
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc

Links = dict[int, tuple[Link, Assertion]]
Reasons = dict[tuple[int, int], str]
PLACE_WORDS = frozenset({"in", "at", "near", "on", "from", "outside"})
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
BREAKDOWN_MARKS = frozenset({"(", "-", "–", "—", ":", "--"})


def settle_lists(
    doc: Doc, attacher: Attacher, phrases: list[Phrase], linked: Links, reasons: Reasons
) -> None:
    """Link the members of lists and mark the parts of other figures."""
    _inherit(doc, attacher, phrases, linked, reasons)
    _link_partitives(doc, phrases, linked, reasons)
    _mark_included(doc, phrases, linked)
    _mark_fatal(doc, phrases, linked)
    _mark_breakdowns(doc, phrases, linked)
    _mark_asides(doc, phrases, linked)
    _mark_apposed(doc, phrases, linked)


def _inherit(
    doc: Doc,
    attacher: Attacher,
    phrases: list[Phrase],
    linked: Links,
    reasons: Reasons,
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
            if attacher.is_whole(phrases[i]) or attacher.has_other_predicate(phrases[i]):
                continue
            if _has_other_participle(doc, attacher, phrases[i]):
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
                subset = "including" in joins or ("of" in joins and ("them" in joins or "whom" in joins))
                linked[i] = (Link(link.cue, link.event, "list", subset), judged)


def _has_other_participle(doc: Doc, attacher: Attacher, phrase: Phrase) -> bool:
    """ "one man killed, another taken to a hospital": a participle of its own that tells something else."""
    if phrase.end >= len(doc) or not phrase.elided:
        return False
    return doc[phrase.end].tag_ in ("VBN", "VBD") and phrase.end not in attacher.clause.cue_at


def _goes_on(doc: Doc, phrase: Phrase, joins: list[str]) -> bool:
    """The event is not said again: "12 died in Kabul and nine in Herat"."""
    if len(joins) > 14:
        return False
    before = joins[-1] if joins else ""
    if phrase.elided and before in ("and", ",", ";") and _next(doc, phrase) in PLACE_WORDS:
        return not any(word in AUXILIARIES for word in joins)
    return "including" in joins[-3:]


def _link_partitives(
    doc: Doc,
    phrases: list[Phrase],
    linked: Links,
    reasons: Reasons,
) -> None:
    """ "15 people died, three of them in one kitchen": part of the nearest figure before it."""
    for i, phrase in enumerate(phrases):
        if i in linked or not is_partitive(doc, phrase) or phrase.chars in reasons:
            continue
        whole = next((j for j in range(i - 1, -1, -1) if j in linked), None)
        if whole is not None and (phrase.quantity.best or 0) <= (phrases[whole].quantity.best or 0):
            link, judged = linked[whole]
            linked[i] = (replace(link, via="list", subset=True), judged)


def _mark_fatal(doc: Doc, phrases: list[Phrase], linked: Links) -> None:
    """ "five were shot, two of them fatally": the part that died."""
    killed = next(event for event in events() if event.meaning == "killed" and event.patient == "object")
    for i, phrase in enumerate(phrases):
        words = [token.lower_ for token in doc[phrase.end : phrase.end + 4]]
        words = words[2:] if words[:2] in (["of", "them"], ["of", "whom"]) else words
        if (
            i
            and i - 1 in linked
            and phrase.elided
            and (words[:1] == ["fatally"] or words[:2] == ["to", "death"])
        ):
            link, judged = linked[i - 1]
            linked[i] = (Link(link.cue, killed, "list", True), judged)


def _mark_included(doc: Doc, phrases: list[Phrase], linked: Links) -> None:
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


def _mark_breakdowns(doc: Doc, phrases: list[Phrase], linked: Links) -> None:
    """ "injuring 15 (two Americans, a Canadian)": what follows the mark breaks the figure before it down."""
    between = doc[phrases[0].end : phrases[-1].start] if phrases else ()
    marks = [
        t.i
        for t in between
        if t.text in BREAKDOWN_MARKS and (t.i == 0 or doc[t.i - 1].whitespace_ or t.text == ":")
    ]
    for i, (link, judged) in linked.items():
        for j in range(i) if marks else ():
            if j not in linked or linked[j][0].event.meaning != link.event.meaning:
                continue
            same_unit = phrases[i].unit == phrases[j].unit or "unknown" in (phrases[i].unit, phrases[j].unit)
            smaller = (phrases[i].quantity.best or 0) < (phrases[j].quantity.best or 0)
            marked = bisect_left(marks, phrases[j].end) < bisect_left(marks, phrases[i].start)
            if marked and same_unit and smaller:
                linked[i] = (replace(link, subset=True, breakdown=True), judged)


def _mark_asides(doc: Doc, phrases: list[Phrase], linked: Links) -> None:
    """ "36 people were wounded, four by gunfire", "five injured, one critically": part of a figure."""
    for i, (link, judged) in list(linked.items()):
        if i - 1 not in linked or link.via == "own" or not phrases[i].elided:
            continue
        same = linked[i - 1][0].event.meaning == link.event.meaning
        smaller = (phrases[i].quantity.best or 0) < (phrases[i - 1].quantity.best or 0)
        joins = joins_of(doc, phrases[i - 1], phrases[i])
        if same and smaller and joins[-1:] == [","] and _next(doc, phrases[i]) not in PLACE_WORDS:
            linked[i] = (replace(link, subset=True), judged)


def _mark_apposed(doc: Doc, phrases: list[Phrase], linked: Links) -> None:
    """ "12 people were killed, eight civilians and four soldiers": parts that add up to a figure."""
    for i in linked:
        if not _may_be_total(doc, phrases, i):
            continue
        added, members = 0, []
        for j in range(i + 1, len(phrases)):
            if j not in linked or linked[j][0].event.meaning != linked[i][0].event.meaning:
                break
            added += phrases[j].quantity.best or 0
            members.append(j)
            if len(members) > 1 and added == phrases[i].quantity.best:
                for member in members:
                    link, judged = linked[member]
                    linked[member] = (replace(link, subset=True, breakdown=True), judged)
                break


def _may_be_total(doc: Doc, phrases: list[Phrase], i: int) -> bool:
    """A figure of no certain role, or one that a verb or a mark parts from the list behind it."""
    if i + 1 >= len(phrases) or (phrases[i].quantity.best or 0) < 2:
        return False
    joins = joins_of(doc, phrases[i], phrases[i + 1])
    if joins == ["and"]:
        return False
    general = phrases[i].elided or (phrases[i].group or "").lower().split()[-1] in GENERAL
    return general or len(joins) > 2


GENERAL = frozenset(
    {"people", "persons", "victims", "others", "dead", "deaths", "wounded", "injured", "individuals"}
)


def joins_of(doc: Doc, first: Phrase, second: Phrase) -> list[str]:
    """The words between two phrases, lower case."""
    return [token.lower_ for token in doc[first.end : second.start] if not token.is_space]


def _next(doc: Doc, phrase: Phrase) -> str:
    return doc[phrase.end].lower_ if phrase.end < len(doc) else ""
