"""Parts and wholes in the wording: "41 of the 60 dead", "three of them", "including", breakdowns.

Every stage takes the phrases of one sentence and the links found so far, and returns them with the links of
parts added or marked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.counts.coordination import LIST_WORDS, PLACE_WORDS
from extractor.counts.scope import REFERRING, is_partitive
from extractor.counts.sentence import Refused, Sentence, Tie, Ties
from extractor.counts.vetoes import is_freed
from extractor.frames.attachment import Link, has_other_predicate, link_by
from extractor.frames.constructions import FATAL_PART, INCLUDED, PARTITIVE, Construction
from extractor.frames.count import Count
from extractor.frames.cues import Cue
from extractor.frames.modality import Assertion
from extractor.language.syntax import lists_members
from extractor.lexicon import CountNoun, Event, count_nouns, events, word_set
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from extractor.language.doc import Doc

BREAKDOWN_MARKS = frozenset({"(", "-", "–", "—", ":", "--"})
INCLUDES = word_set("include")
GENERAL = word_set("general_people")
BE = frozenset({"was", "were", "is", "are"})
AGED = frozenset({"aged", "below", "under", "over", "between", "older", "younger"})
SEVERITY = word_set("severity")


def link_parts(sentence: Sentence, ties: Ties, refused: Refused, before: list[Count]) -> Ties:
    """Link the parts of figures and mark them; ``before`` are the counts of the sentence before."""
    ties = link_parts_of_wholes(sentence, ties, refused)
    ties = link_partitives(sentence, ties, refused)
    ties = refer_back(sentence, ties, refused, before)
    ties = link_members(sentence, ties, refused, before)
    ties = link_referring(sentence, ties, refused)
    ties = link_places_of_parts(sentence, ties, refused)
    ties = mark_included(sentence, ties)
    ties = link_itemized(sentence, ties, refused)
    ties = mark_fatal(sentence, ties)
    ties = mark_breakdowns(sentence, ties)
    ties = mark_asides(sentence, ties)
    return mark_apposed(sentence, ties)


def link_parts_of_wholes(sentence: Sentence, ties: Ties, refused: Refused) -> Ties:
    """ "41 of the 60 dead", "Of the 60 dead, 41 were children": parts of a number with an event word."""
    ties = dict(ties)
    for whole, phrase in enumerate(sentence.phrases):
        if not phrase.whole or whole not in ties:
            continue
        fronted = phrase.start - sentence.span.start <= FRONT
        for i in range(whole + 1, len(sentence.phrases)) if fronted else [whole - 1] if whole else []:
            if is_freed(sentence.doc, sentence.phrases[i]):
                continue  # "freed eight of the 20 hostages"
            same = i in ties and ties[i].link.event.meaning == ties[whole].link.event.meaning
            free = i not in ties and _is_free(sentence, i, refused, fronted)
            if (same or free) and sentence.best(i) <= sentence.best(whole):
                ties[i] = _part(ties[whole], PARTITIVE)
    return ties


def _is_free(sentence: Sentence, i: int, refused: Refused, fronted: bool) -> bool:
    """True for a number of people that no other verb governs, or that stands right before its whole."""
    phrase = sentence.phrases[i]
    if phrase.unit in ("thing", "unlisted", "homes") or phrase.chars in refused:
        return False
    verb = sentence.doc.root_of(phrase.start, phrase.end).head
    return not fronted or verb.lower_ in BE or not has_other_predicate(sentence.clause, phrase)


OF_THEM = word_set("of_them") | {"of", "them", "whom", "those", "these", "the"}
LEAST = 2
"""Persons of a part that is counted by itself; "one of the injured" refers back to a victim."""
# At 1 and at 6 no record of 403 texts changes.
LONGEST = 3
"""Words of a predicate noun: "41 were primary school pupils"."""
# At 1 two labelled figures of 403 texts are lost, at 6 none changes.
FRONT = 3
"""Tokens before a whole that opens its sentence ("Of the nearly"), or behind a part ("of the dead")."""


def link_partitives(sentence: Sentence, ties: Ties, refused: Refused) -> Ties:
    """ "15 people died, three of them in one kitchen": part of the nearest figure before it."""
    ties = dict(ties)
    for i, phrase in enumerate(sentence.phrases):
        if i in ties or phrase.chars in refused or not _may_be_part(sentence, i):
            continue
        named = _named(sentence, i)
        if named is None and not _may_stand_alone(sentence, i, refused):
            continue  # "104 wounded, several of whom have gone home"
        wholes = (j for j in range(i - 1, -1, -1) if j in ties and _suits(named, ties[j].link))
        whole = next((j for j in wholes if sentence.best(i) <= sentence.best(j)), None)
        if whole is not None:
            ties[i] = _part(ties[whole], PARTITIVE)
    return ties


def _may_stand_alone(sentence: Sentence, i: int, refused: Refused) -> bool:
    return _is_among_them(sentence, i) or _is_free(sentence, i, refused, fronted=True)


def _may_be_part(sentence: Sentence, i: int) -> bool:
    """ "three of them", "15 people were injured, two seriously", "17 children are among them"."""
    phrase = sentence.phrases[i]
    return (
        _is_among_them(sentence, i)
        or (phrase.elided and sentence.behind(i) in SEVERITY)
        or is_partitive(sentence.doc, phrase)
    )


def _is_among_them(sentence: Sentence, i: int) -> bool:
    """ "17 children and 31 women are among them": people whom no word but that governs."""
    phrase = sentence.phrases[i]
    if phrase.unit != "people" or "among" not in sentence.span.forms:
        return False
    behind = sentence.doc.lower[phrase.end : sentence.span.end]
    at = next((k for k, word in enumerate(behind[1:], 1) if word == "among" and behind[k - 1] in BE), None)
    if at is None or behind[at + 1 : at + 2] != ["them"]:
        return False
    return not any(phrase.end <= cue < phrase.end + at for cue in sentence.clause.cue_at)


def _suits(named: Cue | None, link: Link) -> bool:
    """Whether the noun of a part ("two of the dead"), if it has one, says what befell the whole."""
    return named is None or link.event.meaning in named.meanings


def link_referring(sentence: Sentence, ties: Ties, refused: Refused) -> Ties:
    """ "Four of the injured were flown to Ostra": the noun says what befell them, whatever follows."""
    ties = _of_the_named(sentence, ties)
    for i, phrase in enumerate(sentence.phrases):
        if i in ties or phrase.chars in refused or not phrase.elided or sentence.best(i) < LEAST:
            continue
        cue = _named(sentence, i)
        event = _befell(sentence.doc, cue) if cue else None
        if cue and event and event.is_casualty:
            ties[i] = Tie(link_by(PARTITIVE, cue, event, subset=True), Assertion(None))
    return ties


def _of_the_named(sentence: Sentence, ties: Ties) -> Ties:
    """ "Of the wounded, four are in intensive care": a part, whatever else says the same of them."""
    cue = _named(sentence, 0)
    if 0 not in ties or cue is None or cue.start > sentence.phrases[0].start:
        return dict(ties)
    tie = ties[0]
    part = tie.link.event.meaning in cue.meanings
    return {**ties, 0: replace(tie, link=replace(tie.link, subset=tie.link.subset or part))}


def link_places_of_parts(sentence: Sentence, ties: Ties, refused: Refused) -> Ties:
    """ "Of the deaths, 36 were in Ostra, 15 in Pell and six in Korda": the list of places goes on."""
    ties = dict(ties)
    for i in range(1, len(sentence.phrases)):
        part = ties.get(i - 1)
        if part is None or sentence.phrases[i].chars in refused or not _is_next_place(sentence, i):
            continue
        share = part.link.subset or is_partitive(sentence.doc, sentence.phrases[i - 1])
        if share and (i not in ties or ties[i].link.event.meaning == part.link.event.meaning):
            ties[i] = _part(part, PARTITIVE)
    return ties


def _is_next_place(sentence: Sentence, i: int) -> bool:
    """A bare number with a place behind a comma or "and", in front of which stands a place too."""
    joins = sentence.between(i - 1, i)
    placed = sentence.phrases[i].elided and sentence.behind(i) in PLACE_WORDS
    return placed and not PLACE_WORDS.isdisjoint(joins) and joins[-1:] in ([","], ["and"])


def refer_back(sentence: Sentence, ties: Ties, refused: Refused, before: list[Count]) -> Ties:
    """ "Nine people died. Three of them were children.": parts of the figure of the sentence before."""
    ties = dict(ties)
    members = lists_members([token.lower_ for token in sentence.span][:2])
    for i, phrase in enumerate(sentence.phrases):
        member = (members and phrase.unit == "people" and not phrase.elided) or _is_among_them(sentence, i)
        if i in ties or phrase.chars in refused or not (member or _refers_back(sentence, i)):
            continue
        whole = _whole_before(before, _named(sentence, i), sentence.best(i))
        if whole is not None:
            ties[i] = _part(Tie(whole.link, Assertion(None)), PARTITIVE)
    return ties


def link_members(sentence: Sentence, ties: Ties, refused: Refused, before: list[Count]) -> Ties:
    """ "Eleven people died. They were five women, four men and two boys": a list that adds up to the figure.

    So does "The eleven are ..."; another sum, or another verb behind the list, makes no part.
    """
    listed = [] if ties else _listed_people(sentence, refused)
    added = sum(map(sentence.best, listed))
    whole = next((count for count in reversed(before) if count.phrase.quantity.best == added), None)
    if whole is None or len(listed) < LEAST or not (listed[0] == 0 or _is_number_of(sentence, added)):
        return ties
    return dict.fromkeys(listed, _part(Tie(whole.link, Assertion(None)), INCLUDED))


def _listed_people(sentence: Sentence, refused: Refused) -> list[int]:
    """The phrases behind "They were", where all of them count people."""
    verb = _verb_of_identity(sentence)
    behind = [] if verb is None else [i for i, phrase in enumerate(sentence.phrases) if phrase.start > verb]
    phrases = [sentence.phrases[i] for i in behind]
    return behind if all(p.unit == "people" and p.chars not in refused for p in phrases) else []


def _verb_of_identity(sentence: Sentence) -> int | None:
    """Token of the verb in "They were ...", "The eleven are ..." at the head of a sentence."""
    start, words = sentence.span.start, [token.lower_ for token in sentence.span][:3]
    if words[:1] == ["they"] and words[1:2] and words[1] in BE:
        return start + 1
    return start + 2 if words[:1] == ["the"] and words[2:] and words[2] in BE else None


def _is_number_of(sentence: Sentence, added: int) -> bool:
    """Whether a sentence opens with "the eight"."""
    first = sentence.phrases[0]
    return first.elided and first.quantity.best == added and first.start - sentence.span.start <= 1


def _whole_before(before: list[Count], named: Cue | None, best: int) -> Count | None:
    """The last larger figure that a part may be of, where all that may be meant are of one outcome."""
    meant = [count for count in before if _suits(named, count.link)]
    wholes = [count for count in meant if (count.phrase.quantity.best or 0) > best]
    outcomes = {count.event.meaning for count in meant if count.scope != "subset"}
    return wholes[-1] if wholes and len(outcomes) == 1 else None


def _befell(doc: Doc, cue: Cue) -> Event | None:
    """What a noun says of the people it names ("the wounded"), or that stands for them ("the deaths")."""
    kinds = ("self", "of") if doc[cue.start].lower_ in REFERRING else ("self",)
    return next((event for event in cue.readings if event.patient in kinds), None)


def _named(sentence: Sentence, i: int) -> Cue | None:
    """The noun for those whom a number is a part of: "two of the dead", "Of the wounded, 12 were boys"."""
    start, end = sentence.span.start, sentence.phrases[i].end
    for at in (end, start) if i == 0 else (end,):
        if sentence.doc.lower[at : at + 2] == ["of", "the"]:
            return sentence.clause.cue_at.get(at + 2)
    return None


def _refers_back(sentence: Sentence, i: int) -> bool:
    """ "Three of them were children", "Twenty-two were students": who they are, and no event of their own."""
    phrase, doc = sentence.phrases[i], sentence.doc
    if not phrase.elided or phrase.number is None:
        return False
    aged = doc.lower[phrase.end : phrase.end + 4]
    if predicate_noun(doc, phrase) is None and not (aged[:1] and aged[0] in BE and set(aged) & AGED):
        return False
    opens = phrase.start - sentence.span.start <= FRONT or i > 0
    return opens and (is_partitive(doc, phrase) or sentence.behind(i) in BE)


def predicate_noun(doc: Doc, phrase: Phrase) -> tuple[str, CountNoun] | None:
    """The noun for people that a number stands for: "41 were children", "14 of them rebels"."""
    i, end = phrase.end, doc[phrase.head].sent.end
    while i < end and (doc[i].lower_ in OF_THEM or doc[i].lower_ in BE):
        i += 1
    for last in range(i, min(i + LONGEST, end)):
        noun = count_nouns().get(doc[last].lower_)
        if noun is not None and noun.plural and noun.unit == "people":
            return doc.text_of(i, last + 1), noun
        if doc[last].tag_ not in ("", "JJ", "NN", "VBN", "NNP", "CD", "RB"):
            return None
    return None


def _part(whole: Tie, rule: Construction) -> Tie:
    return replace(whole, link=whole.link.by(rule, subset=True))


def mark_fatal(sentence: Sentence, ties: Ties) -> Ties:
    """ "five were shot, two of them fatally": the part that died."""
    ties = dict(ties)
    killed = next(event for event in events() if event.meaning == "killed" and event.patient == "object")
    for i, phrase in enumerate(sentence.phrases):
        if not i or i - 1 not in ties or not phrase.elided:
            continue
        words = sentence.doc.lower[phrase.end : phrase.end + 4]
        words = words[2:] if words[:2] in (["of", "them"], ["of", "whom"]) else words
        if " ".join(words).startswith(tuple(word_set("fatal_behind"))):
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
        if INCLUDES & set(joins) or ("among" in joins and "them" in joins):
            whole = i - 1
        elif whole is not None and (
            not _goes_on(sentence, i, joins) or _is_beside(sentence, whole, i, joins)
        ):
            whole = None
        if whole is not None:
            yield i, whole


def _goes_on(sentence: Sentence, i: int, joins: list[str]) -> bool:
    """True for the next member of a list, with a place between: "one in Ostra, one in Pell"."""
    if all(word in LIST_WORDS or word in ("a", "an") for word in joins):
        return True
    placed = sentence.phrases[i].elided and sentence.behind(i - 1) in PLACE_WORDS
    return placed and joins[-1:] in ([","], ["and"])


def _is_beside(sentence: Sentence, whole: int, i: int, joins: list[str]) -> bool:
    """ "five civilians, including a child, and three soldiers", "... and three people in Orland".

    A comma and "and" set another role apart from the figure, or people whom no word makes a part of it.
    """
    roles = {sentence.phrases[whole].role, sentence.phrases[i].role}
    anybody = sentence.doc[sentence.phrases[i].head].lower_ in word_set("people_of_no_role")
    return joins == [",", "and"] and (anybody or (len(roles) == 2 and "unspecified" not in roles))


def link_itemized(sentence: Sentence, ties: Ties, refused: Refused) -> Ties:
    """ "Six people died, police said: three nurses, a shepherd and two pilots": a list that adds up."""
    colon = next((token.i for token in sentence.span if token.text in (":", "–", "—")), None)
    if colon is None:
        return ties
    behind = [i for i in range(len(sentence.phrases)) if _is_item(sentence, i, colon, refused)]
    wholes = [i for i in ties if sentence.phrases[i].end <= colon and ties[i].link.event.is_casualty]
    if not wholes or any(i in ties for i in behind):
        return ties
    if sum(map(sentence.best, behind)) != sentence.best(wholes[-1]):
        return ties
    whole = ties[wholes[-1]]
    part = replace(whole, link=replace(whole.link.by(INCLUDED, subset=True), breakdown=True))
    return {**ties, **dict.fromkeys(behind, part)}


def _is_item(sentence: Sentence, i: int, colon: int, refused: Refused) -> bool:
    """People behind the colon, or a bare number with a place: "64 in Ostra"."""
    phrase = sentence.phrases[i]
    placed = phrase.elided and sentence.behind(i) in PLACE_WORDS
    return phrase.start > colon and phrase.chars not in refused and (placed or phrase.unit == "people")


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
        placed = sentence.behind(i) in PLACE_WORDS and sentence.phrases[i].end not in sentence.clause.cue_at
        if same and smaller and joined and not placed:
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


def _is_of_a_group(sentence: Sentence, i: int) -> bool:
    """ "Nine of her crew": a number of a known group."""
    phrase = sentence.phrases[i]
    words = sentence.doc[phrase.start : phrase.end]
    return any(a.lower_ == "of" and b.tag_ in ("PRP$", "DT") for a, b in pairwise(words))


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
    if joins == [","] and _is_of_a_group(sentence, i):
        return True  # "nine of her crew, five Greeks and four Filipinos"
    general = phrases[i].elided or (phrases[i].group or "").lower().split()[-1] in GENERAL
    return general or len(joins) > 2
