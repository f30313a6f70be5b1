"""Figures that share one event word: members of a list, breakdowns, parts of the figure before them.

Every stage takes the phrases of one sentence and the links found so far, and returns them with links added or
marked as parts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from extractor.counts.scope import is_partitive
from extractor.counts.sentence import Refused, Sentence, Tie, Ties
from extractor.frames.attachment import AUXILIARIES, Link, has_other_predicate, is_whole, link_by
from extractor.frames.constructions import (
    EVENT_ELIDED,
    FATAL_PART,
    INCLUDED,
    LIST_INHERITED,
    PARTITIVE,
    Construction,
)
from extractor.lexicon import events
from extractor.numbers.phrases import Phrase

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
GENERAL = frozenset(
    {"people", "persons", "victims", "others", "dead", "deaths", "wounded", "injured", "individuals"}
)
FARTHEST = 14
"""Words that an event may reach over to a figure whose own event is not said again."""


def settle_lists(sentence: Sentence, ties: Ties, refused: Refused) -> Ties:
    """Link the members of lists and mark the parts of other figures."""
    ties = let_go(sentence, ties)
    ties = inherit(sentence, ties, refused)
    ties = link_partitives(sentence, ties, refused)
    ties = mark_included(sentence, ties)
    ties = mark_fatal(sentence, ties)
    ties = mark_breakdowns(sentence, ties)
    ties = mark_asides(sentence, ties)
    return mark_apposed(sentence, ties)


def let_go(sentence: Sentence, ties: Ties) -> Ties:
    """Without the links of figures whose event word is that of the figure behind them.

    "One was killed, three others and a girl injured": what opens a list with its own event word. "Seven
    sailors, four of them dead": what a part is taken of.
    """
    ties = dict(ties)
    for i in sorted(ties, reverse=True):
        if i + 1 not in ties:
            continue
        link, following = ties[i].link, ties[i + 1].link
        opens = link.rule is EVENT_ELIDED and _opens_list(sentence, i, following)
        if opens or (link.cue is following.cue and _is_parted(sentence, i, following)):
            del ties[i]
    return ties


def _is_parted(sentence: Sentence, i: int, following: Link) -> bool:
    """True when the next phrase is "four of them" and the event word follows without a comma."""
    part = sentence.phrases[i + 1]
    between = sentence.doc[part.end : max(following.cue.start, part.end)]
    behind = following.cue.start >= part.end and not any(token.text == "," for token in between)
    return behind and is_partitive(sentence.doc, part)


def _opens_list(sentence: Sentence, i: int, following: Link) -> bool:
    """True when the next phrase goes on a list that an event word behind it governs."""
    joined = set(sentence.between(i, i + 1)) <= {",", "and", "or"}
    return joined and following.cue.start >= sentence.phrases[i + 1].end


def inherit(sentence: Sentence, ties: Ties, refused: Refused) -> Ties:
    """Members of one list share the event: "two policemen and two soldiers were killed", "(8,200 people)"."""
    ties = dict(ties)
    last = len(sentence.phrases) - 1
    for i, j in (*((i, i - 1) for i in range(1, last + 1)), *((i, i + 1) for i in range(last - 1, -1, -1))):
        if i in ties or j not in ties or sentence.phrases[i].chars in refused:
            continue
        if not _is_open(sentence, i) or not _is_alike(sentence, i, j):
            continue
        joins = sentence.between(i, j)
        if j > i and is_partitive(sentence.doc, sentence.phrases[j]):
            continue  # "30 climbers, four of them hurt"
        if _is_nouns_own(sentence, i, j, ties[j].link):
            continue  # "1,245 cases and 13 deaths"
        rule = _join(sentence, i, j, joins)
        if rule is not None:
            subset = "including" in joins or ("of" in joins and ("them" in joins or "whom" in joins))
            link = link_by(rule, ties[j].link.cue, ties[j].link.event, subset=subset)
            ties[i] = Tie(link, ties[j].judged)
    return ties


def _is_open(sentence: Sentence, i: int) -> bool:
    """True for a phrase of people or homes that nothing else governs."""
    phrase = sentence.phrases[i]
    if phrase.unit in ("thing", "unlisted") or is_whole(sentence.clause, phrase):
        return False
    if has_other_predicate(sentence.clause, phrase) or _has_other_participle(sentence, phrase):
        return False
    return phrase.number is not None or phrase.role != "unspecified" or phrase.unit == "people"


def _is_alike(sentence: Sentence, i: int, j: int) -> bool:
    """True when both count people or both homes; "his son" joins only what stands right before it."""
    first, second = sentence.phrases[i], sentence.phrases[j]
    if first.possessive and (j > i or sentence.between(i, j) not in (["and"], [","])):
        return False
    return (first.unit == "homes") == (second.unit == "homes")


def _is_nouns_own(sentence: Sentence, i: int, j: int, link: Link) -> bool:
    """True when the event word is the noun that the other phrase counts, and is not shared."""
    other, phrase = sentence.phrases[j], sentence.phrases[i]
    if link.via not in ("noun", "self") or not other.start <= link.cue.start < other.end:
        return False
    shared = i < j and sentence.between(i, j) == ["and"] and phrase.unit == "people" and other.group
    return not shared and not (phrase.elided and i > j)


def _join(sentence: Sentence, i: int, j: int, joins: list[str]) -> Construction | None:
    """How the words between two phrases make them members of one list, if they do."""
    if joins and joins != ["of"] and all(word in LIST_WORDS for word in joins):
        return LIST_INHERITED
    return EVENT_ELIDED if i > j and _goes_on(sentence, i, joins) else None


def _has_other_participle(sentence: Sentence, phrase: Phrase) -> bool:
    """ "one man killed, another taken to a hospital": a participle of its own that says something else."""
    doc = sentence.doc
    if phrase.end >= len(doc) or not phrase.elided:
        return False
    return doc[phrase.end].tag_ in ("VBN", "VBD") and phrase.end not in sentence.clause.cue_at


def _goes_on(sentence: Sentence, i: int, joins: list[str]) -> bool:
    """The event is not said again: "12 died in Kabul and nine in Herat"."""
    if len(joins) > FARTHEST:
        return False
    joined = bool(joins) and joins[-1] in ("and", ",", ";")
    if sentence.phrases[i].elided and joined and sentence.behind(i) in PLACE_WORDS:
        return not any(word in AUXILIARIES for word in joins)
    return "including" in joins[-3:]


def link_partitives(sentence: Sentence, ties: Ties, refused: Refused) -> Ties:
    """ "15 people died, three of them in one kitchen": part of the nearest figure before it."""
    ties = dict(ties)
    for i, phrase in enumerate(sentence.phrases):
        if i in ties or not is_partitive(sentence.doc, phrase) or phrase.chars in refused:
            continue
        whole = next((j for j in range(i - 1, -1, -1) if j in ties), None)
        if whole is not None and sentence.best(i) <= sentence.best(whole):
            ties[i] = _part(ties[whole], PARTITIVE)
    return ties


def _part(whole: Tie, rule: Construction) -> Tie:
    return replace(whole, link=whole.link.by(rule, subset=True))


def mark_fatal(sentence: Sentence, ties: Ties) -> Ties:
    """ "five were shot, two of them fatally": the part that died."""
    ties = dict(ties)
    killed = next(event for event in events() if event.meaning == "killed" and event.patient == "object")
    for i, phrase in enumerate(sentence.phrases):
        if not i or i - 1 not in ties or not phrase.elided:
            continue
        words = [token.lower_ for token in sentence.doc[phrase.end : phrase.end + 4]]
        words = words[2:] if words[:2] in (["of", "them"], ["of", "whom"]) else words
        if words[:1] == ["fatally"] or words[:2] == ["to", "death"]:
            whole = ties[i - 1]
            ties[i] = Tie(link_by(FATAL_PART, whole.link.cue, killed, subset=True), whole.judged)
    return ties


def mark_included(sentence: Sentence, ties: Ties) -> Ties:
    """ "wounding 25, including 18 policemen and two soldiers": part of the figure before "including"."""
    ties = dict(ties)
    for i, whole in _included(sentence):
        if whole not in ties or sentence.phrases[i].unit in ("thing", "unlisted", "homes"):
            continue
        if sentence.best(i) >= sentence.best(whole):
            continue
        tie, mine = ties[whole], ties.get(i)
        if mine and mine.link.via == "own" and mine.link.event.meaning != tie.link.event.meaning:
            continue
        link = mine.link if mine and mine.link.event is tie.link.event else tie.link
        ties[i] = _part(replace(tie, link=link), INCLUDED)
    return ties


def _included(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Each phrase that "including" or "among them" opens or that goes on its list, and the one before it."""
    whole: int | None = None
    for i in range(1, len(sentence.phrases)):
        joins = sentence.between(i - 1, i)
        if "including" in joins or ("among" in joins and "them" in joins):
            whole = i - 1
        elif not all(word in LIST_WORDS or word in ("a", "an") for word in joins):
            whole = None
        if whole is not None:
            yield i, whole


def mark_breakdowns(sentence: Sentence, ties: Ties) -> Ties:
    """ "injuring 15 (two Americans, a Canadian)": what follows the mark breaks the figure before it down."""
    marks = _breakdown_marks(sentence)
    if not marks:
        return ties
    ties = dict(ties)
    for i, tie in ties.items():
        wholes = (j for j in range(i) if j in ties and _breaks_down(sentence, i, j, marks))
        if any(ties[j].link.event.meaning == tie.link.event.meaning for j in wholes):
            ties[i] = replace(tie, link=replace(tie.link, subset=True, breakdown=True))
    return ties


def _breakdown_marks(sentence: Sentence) -> list[int]:
    doc, phrases = sentence.doc, sentence.phrases
    between = doc[phrases[0].end : phrases[-1].start] if phrases else ()
    return [
        token.i
        for token in between
        if token.text in BREAKDOWN_MARKS
        and (token.i == 0 or doc[token.i - 1].whitespace_ or token.text == ":")
    ]


def _breaks_down(sentence: Sentence, part: int, whole: int, marks: list[int]) -> bool:
    """True when a mark parts a smaller figure from one before it."""
    first, second = sentence.phrases[whole], sentence.phrases[part]
    same_unit = first.unit == second.unit or "unknown" in (first.unit, second.unit)
    marked = bisect_left(marks, first.end) < bisect_left(marks, second.start)
    return marked and same_unit and sentence.best(part) < sentence.best(whole)


def mark_asides(sentence: Sentence, ties: Ties) -> Ties:
    """ "36 people were wounded, four by gunfire", "five injured, one critically": part of a figure."""
    ties = dict(ties)
    for i, tie in list(ties.items()):
        if i - 1 not in ties or tie.link.via == "own" or not sentence.phrases[i].elided:
            continue
        same = ties[i - 1].link.event.meaning == tie.link.event.meaning
        smaller = sentence.best(i) < sentence.best(i - 1)
        joined = sentence.between(i - 1, i)[-1:] == [","]
        if same and smaller and joined and sentence.behind(i) not in PLACE_WORDS:
            ties[i] = replace(tie, link=replace(tie.link, subset=True))
    return ties


def mark_apposed(sentence: Sentence, ties: Ties) -> Ties:
    """ "12 people were killed, eight civilians and four soldiers": parts that add up to a figure."""
    ties = dict(ties)
    for i in ties:
        members = _adding_up(sentence, ties, i) if _may_be_total(sentence, i) else []
        for member in members:
            tie = ties[member]
            ties[member] = replace(tie, link=replace(tie.link, subset=True, breakdown=True))
    return ties


def _adding_up(sentence: Sentence, ties: Ties, whole: int) -> list[int]:
    """The figures right behind one, of the same event, that add up to it."""
    added, members = 0, list[int]()
    for j in range(whole + 1, len(sentence.phrases)):
        if j not in ties or ties[j].link.event.meaning != ties[whole].link.event.meaning:
            break
        added += sentence.best(j)
        members.append(j)
        if len(members) > 1 and added == sentence.phrases[whole].quantity.best:
            return members
    return []


def _may_be_total(sentence: Sentence, i: int) -> bool:
    """A figure of no certain role, or one that a verb or a mark parts from the list behind it."""
    phrases = sentence.phrases
    if i + 1 >= len(phrases) or sentence.best(i) < 2:
        return False
    joins = sentence.between(i, i + 1)
    if joins == ["and"]:
        return False
    if joins == [","] and phrases[i + 1].elided and not phrases[i].elided:
        return True  # "two clerks, one from a bank and one from a shop"
    general = phrases[i].elided or (phrases[i].group or "").lower().split()[-1] in GENERAL
    return general or len(joins) > 2
