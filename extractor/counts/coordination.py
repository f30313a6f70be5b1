"""Figures that share one event word: members of a list.

Every stage takes the phrases of one sentence and the links found so far, and returns them with links added.
"""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING

from extractor.counts.scope import is_partitive
from extractor.counts.sentence import Refused, Sentence, Tie, Ties
from extractor.frames.attachment import AUXILIARIES, Link, has_other_predicate, is_whole, link_by
from extractor.frames.constructions import EVENT_ELIDED, LIST_INHERITED, Construction
from extractor.lexicon import word_set
from extractor.numbers.phrases import Phrase

if TYPE_CHECKING:
    from extractor.language.doc import Token

ENDS = (".", ",", ";", ")")
# At 2 one of the lexicon's examples is lost, at 6 nothing changes.
LONGEST_NAME = 3
"""Words of a place's name between two members of a list."""
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
PLACES = frozenset({"GPE", "LOC", "FAC", "PERSON", "ORG"})
"""Labels of names that are places, also where the recogniser takes an unknown town for something else."""
EQUALS = word_set("same_people")
# At 7 and at 28 no record of 403 texts changes; a bound against figures of other clauses.
FARTHEST = 14
"""Words that an event may reach over to a figure whose own event is not said again."""


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
    ties = _step_from(sentence, ties)
    last = len(sentence.phrases) - 1
    for i, j in (*((i, i - 1) for i in range(1, last + 1)), *((i, i + 1) for i in range(last - 1, -1, -1))):
        if i in ties or j not in ties or sentence.phrases[i].chars in refused:
            continue
        tie = _shared(sentence, i, j, ties[j])
        if tie is not None:
            ties[i] = tie
    return ties


def _shared(sentence: Sentence, i: int, j: int, neighbour: Tie) -> Tie | None:
    """The tie that phrase ``i`` shares with phrase ``j`` beside it; null where they are not one list."""
    if not _is_open(sentence, i) or not _is_alike(sentence, i, j):
        return None
    if j > i and is_partitive(sentence.doc, sentence.phrases[j]):
        return None  # "30 climbers, four of them hurt"
    if _is_nouns_own(sentence, i, j, neighbour.link):
        return None  # "1,245 cases and 13 deaths"
    joins = sentence.between(i, j)
    rule = _join(sentence, i, j, joins)
    if rule is None:
        return None
    subset = "including" in joins or ("of" in joins and not {"them", "whom"}.isdisjoint(joins))
    return Tie(link_by(rule, neighbour.link.cue, neighbour.link.event, subset=subset), neighbour.judged)


def _step_from(sentence: Sentence, ties: Ties) -> Ties:
    """ "212 deaths, up from 190": what a figure rose or fell from counts the same."""
    ties = dict(ties)
    for i in range(1, len(sentence.phrases)):
        phrase = sentence.phrases[i]
        from_it = sentence.between(i - 1, i)[-2:] in (["up", "from"], ["down", "from"])
        if from_it and phrase.elided and i - 1 in ties and i not in ties:
            whole = ties[i - 1]
            ties[i] = Tie(link_by(EVENT_ELIDED, whole.link.cue, whole.link.event), whole.judged)
    return ties


def _is_open(sentence: Sentence, i: int) -> bool:
    """True for a phrase of people or homes that nothing else governs."""
    phrase = sentence.phrases[i]
    if phrase.unit in ("thing", "unlisted") or phrase.whole or is_whole(sentence.clause, phrase):
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
    units = {sentence.phrases[i].unit, sentence.phrases[j].unit}
    if units == {"people", "households"} and joins and set(joins) <= EQUALS:
        return LIST_INHERITED  # "53,600 people, equal to about 11,000 families"
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
    return "including" in joins[-3:] or (sentence.phrases[i].elided and _is_gapped(sentence, i))


def _is_gapped(sentence: Sentence, i: int) -> bool:
    """ "12 deaths in Ostra, followed by Pell with nine": a name, and nothing behind the number."""
    doc, phrase = sentence.doc, sentence.phrases[i]
    if phrase.end < len(doc) and doc[phrase.end].text not in ENDS and doc[phrase.end].lower_ != "and":
        return False
    words = [token for token in doc[sentence.phrases[i - 1].end : phrase.start] if not token.is_space]
    names = [*dropwhile(_joins, words)]
    joined = len(names) < len(words)
    if names and names[-1].lower_ == "with":
        names.pop()
    places = all(token.tag_ == "NNP" and token.ent_type_ in PLACES for token in names)
    return joined and places and 0 < len(names) <= LONGEST_NAME


def _joins(token: Token) -> bool:
    """Whether a word leads from one member of a list to the next: ", followed by"."""
    return token.lower_ in ("and", ",", ";") or token.lower_ in word_set("list_goes_on")
