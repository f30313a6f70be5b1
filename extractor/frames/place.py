"""Where an event happened: the place among those of its sentence that its words put it at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from extractor.dates.words import MONTHS, WEEKDAYS
from extractor.frames.stretches import Stretch
from extractor.language.syntax import climb, covers, is_verbal
from extractor.lexicon import reporting_verbs, word_set
from extractor.lexicon.event_types import naming_words
from extractor.places import Places

if TYPE_CHECKING:
    from extractor.language.doc import Span, Token

Anchors = tuple[int, ...]
"""Token positions of an event: its word, and the counted noun where there is one."""
# More than a sentence has words: such a candidate is out.
FAR = 1000
LONGEST_GAP = 6
"""Words between a place and the name of the wider one around it."""
DASHES = frozenset({"-", "--", "–", "—"})
LONGEST_DATELINE = 16
"""Words before the dash: town, country, day, agency in brackets."""
# Right places of figures and events in 95 labelled articles, each halved and doubled: anchor -1 and -7, above
# it -2 and -1, no name -7 and -3, hangs on nothing +1 and -1, describes 0 and 0, a side's -2 and 0.
AT_ANCHOR, IN_CHAIN, COMMON, LOOSE, DESCRIBES, OF_A_SIDE = -30, -15, 30, 20, 10, 12
"""How a candidate's distance in words changes: it hangs on the event's word, or above it; it has no name; it
hangs on nothing; it describes another place; it belongs to somebody who takes part."""
# Right places of events in notes on attacks: at 30 0.648, at 45 0.661; in 42 articles at 60 one fewer.
COMMON_OF_EVENT = 45
"""``COMMON`` where the place is that of an event, which is rather the town than "his home" in it."""
NOT_PLACES = frozenset({"DATE", "TIME", "CARDINAL", "NORP", "EVENT", "PERCENT", "MONEY"})
STOPS = frozenset({"relcl", "advcl", "punct", "mark", "acl"})


@dataclass(frozen=True, slots=True)
class Scene:
    """The place of an event: its name, and the names behind it that lie around it ("Pell", "Ostra").

    ``phrase`` is all that the sentence says of it: "near Pell", "a camp in Pell", "Pell, Corda and Ossa".
    """

    span: Span
    named: bool
    wider: tuple[Span, ...] = ()
    phrase: Span | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase of place: its tokens, the word that ties it to the sentence, whether it has a known name."""

    span: Span
    link: Token
    named: bool
    known: bool = True


def place_of(
    sent: Span,
    anchors: Anchors,
    stretch: Stretch,
    places: Places,
    *,
    care: bool = True,
    of_event: bool = False,
) -> Scene | None:
    """The place that the words around an event put it at: "in the Biaro camp", "shook western Nepal".

    Args:
        sent: the sentence, parsed.
        anchors: tokens of the event: its word, and the counted noun where there is one.
        stretch: the part of the sentence that speaks of the event.
        places: the places that the text names.
        care: whether a hospital or a shelter can be the place (not where the harmed are treated there).
        of_event: whether a town goes before a place in it that has no name ("his home").
    """
    common = COMMON_OF_EVENT if of_event else COMMON
    chain = {token.i for at in anchors for token in climb(sent.doc[at])}
    mentions = list(mentions_in(sent, places))
    candidates = [
        (far, candidate)
        for candidate in _candidates(sent, stretch, mentions, places, anchors)
        if (far := _distance(candidate, anchors, chain, common, care=care)) < FAR
    ]
    if not candidates:
        return None
    found = min(candidates, key=lambda pair: pair[0])[1]
    narrower = _narrower(found, mentions, places) if found.known else None
    span = narrower if narrower is not None else found.span
    phrase = whole_phrase(span, mentions) if found.named else None
    return Scene(span, found.named, tuple(_wider(span, mentions)), phrase)


def _narrower(found: Candidate, mentions: Sequence[Span], places: Places) -> Span | None:
    """The name in front of the "in" that leads to a wider place: "attacked Pell in southern Ostra"."""
    before = next((m for m in mentions if m.end == found.link.i), None)
    if found.link.lower_ != "in" or before is None:
        return None
    where = places.at(before.start_char, before.end_char)
    if where is None or where.precision == "country" or _is_dateline(before):
        return None
    return before


def _wider(span: Span, mentions: Sequence[Span]) -> Iterator[Span]:
    """The names that follow one another behind a place, or behind its list: "a hotel in Pell, Ostra"."""
    end = _list_end(span, mentions)
    for mention in mentions:
        if mention.start < end:
            continue
        if not _leads_into(span.doc.span(end, mention.start)):
            return
        yield mention
        end = mention.end


_BETWEEN = word_set("place_nouns") | word_set("away_from") | word_set("into_wider")
"""Words that stand between a place and the wider one around it."""
_LINKS = frozenset({"in", "of", ","})


def _leads_into(gap: Span) -> bool:
    """Whether words between two names only say what the first is, and that the second lies around it.

    "Corvo coffee shop in the busy square of": nouns and what describes them, then a preposition or a comma.
    """
    if not len(gap) or all(token.lower_ in _BETWEEN for token in gap):
        return bool(len(gap))
    near = len(gap) <= LONGEST_GAP and not _LINKS.isdisjoint(gap.lower)
    return near and all(token.tag_ in ("NN", "JJ", "DT") or token.lower_ in _LINKS for token in gap)


def _candidates(
    sent: Span, stretch: Stretch, mentions: list[Span], places: Places, anchors: Anchors
) -> Iterator[Candidate]:
    """The named places of a stretch, and the common nouns for places behind a preposition."""
    scenes = [span for span in mentions if not _is_a_side(span, places, anchors)]
    yield from _named_candidates(scenes, stretch, anchors)
    taken = {i for span in mentions for i in range(span.start, span.end)}
    for preposition in sent.holding(word_set("where")):
        if preposition.i not in stretch:
            continue
        unknown = _unknown_name(preposition)
        noun = _place_noun(preposition, anchors) if unknown is None else None
        if unknown is not None and taken.isdisjoint(range(unknown.start, unknown.end)):
            yield Candidate(_both_ends(unknown, preposition), preposition, named=True, known=False)
        elif noun is not None and taken.isdisjoint(range(noun.left_edge.i, noun.i + 1)):
            yield Candidate(_phrase(noun), preposition, named=False)


def _named_candidates(mentions: list[Span], stretch: Stretch, anchors: Anchors) -> Iterator[Candidate]:
    """The named places of a stretch that the sentence speaks of as places, each without what is around it."""
    chained: set[int] = set()
    for span in mentions:
        if span.start not in stretch or span.start in chained or _is_dateline(span):
            continue
        link = _link(span, anchors)
        if link is not None:
            chained |= {wider.start for wider in _wider(span, mentions)}
            yield Candidate(_worded(span, link), link, named=True)


def _is_a_side(span: Span, places: Places, anchors: Anchors) -> bool:
    """ "A US drone", "the conflict between Ostra and Velm": a country that acts, and is no scene."""
    where, before = places.at(span.start_char, span.end_char), _before(span)
    if where is None or where.precision != "country":
        return False
    if before is not None and before.lower_ == "between" and before.head.i in anchors:
        return True
    return span.root.dep_ in ("compound", "amod", "nmod") and span.root.head.lower_ in word_set("arms")


def _place_noun(preposition: Token, anchors: Anchors) -> Token | None:
    """The common noun for a place behind a preposition: "in a market"."""
    target = _target(preposition)
    if target is None or target.lower_ not in word_set("place_nouns") or covers(target, anchors):
        return None
    return target


def _unknown_name(preposition: Token) -> Span | None:
    """The capitalised words right behind a preposition, a town that the gazetteer lacks: "in Ossa May 3"."""
    doc, start = preposition.doc, preposition.i + 1
    if preposition.lower_ not in word_set("names_place"):
        return None
    while start < len(doc) and _leads(doc[start]):
        start += 1
    end = start
    while end < len(doc) and _in_name(doc[end]):
        end += 1
    while end > start and not doc[end - 1].is_title:
        end -= 1
    return doc.span(start, end) if end > start and doc[start].is_title else None


def _leads(token: Token) -> bool:
    """A word between a preposition and the name that it leads to: "in the hill town of Pell"."""
    return token.is_lower and (token.tag_ in ("DT", "JJ", "NN") or token.lower_ == "of")


def _in_name(token: Token) -> bool:
    """A capitalised word that is no date and belongs to no people; what joins two of them."""
    joins = token.text in ("-", "’s", "'s", "al", "el") and token.i > 0 and token.nbor(-1).is_title
    known = token.lower_ in MONTHS or token.lower_ in WEEKDAYS or token.ent_type_ in NOT_PLACES
    return joins or (token.is_title and not known)


def mentions_in(sent: Span, places: Places) -> Iterator[Span]:
    """The place names of a sentence as token spans, in order; no months and no acronyms of organisations."""
    for start, end in places.between(sent.start_char, sent.end_char):
        span = sent.doc.span_at(start, end)
        if span is None or span.root.lower_ in MONTHS:
            continue
        if not (span.root.ent_type_ == "ORG" and span.text.isupper()):
            yield span


def _is_dateline(span: Span) -> bool:
    """The place in capitals at the head of a text, and its country: "PELL, Ostra, May 3 (Agency) --"."""
    if span.start <= 1 and span.text.isupper() and len(span.doc) > span.end + 1:
        return True
    words = [token for token in span.sent if not token.is_space]
    if not (words[0].is_alpha and words[0].is_upper and len(words[0]) > 1):
        return False
    head = list(takewhile(lambda token: token.text not in DASHES, words))
    return span.end <= head[-1].i + 1 and _is_written_so(head, words[len(head) :])


def _is_written_so(head: list[Token], body: list[Token]) -> bool:
    """Whether words before a dash are a dateline: few, capitalised, in a text that has small letters too."""
    lower = any(token.is_lower for token in head)
    return len(head) <= LONGEST_DATELINE and not lower and any(token.is_lower for token in body)


def _link(span: Span, anchors: Anchors) -> Token | None:
    """The word that ties a name to the sentence as a place; null for "the mayor of Pell"."""
    root, before = span.root, _before(span)
    if before is not None and (leading := _leading(root, before)):
        return leading
    above = root.head
    if root.dep_ in ("dobj", "nsubjpass"):
        entered = above.lower_ in word_set("hits") or above.lower_ in word_set("enters")
        return above if above.i in anchors or entered else None
    if root.dep_ in ("pobj", "nsubj"):
        return _object_of(root, anchors[0]) or _counts_the_harm(root, anchors)
    if root.dep_ in ("compound", "poss", "amod", "nmod"):
        return _modifies(above, anchors)
    return root if root.dep_ in ("appos", "npadvmod", "ROOT", "dep", "attr") else None


def _object_of(root: Token, event: int) -> Token | None:
    """ "the shelling of Pell", "shelling of the city of Pell killed 12": "of" behind the event's noun."""
    while root.dep_ == "pobj" and root.head.lower_ == "of":
        noun = root.head.head
        acts = noun.dep_ == "nsubj" and noun.head.i == event and noun.lower_ in naming_words()
        if noun.i == event or acts:
            return root.head
        root = noun
    return None


def _counts_the_harm(root: Token, anchors: Anchors) -> Token | None:
    """ "Ostra has recorded 17 deaths": a place that counts what happened in it."""
    harm = (child for child in root.head.children if child.dep_ == "dobj" and child.i in anchors)
    counts = root.dep_ == "nsubj" and root.head.lower_ in word_set("counts_its_harm")
    return root if counts and any(harm) else None


def _leading(root: Token, before: Token) -> Token | None:
    """The preposition, distance or direction in front of a name: "in Pell", "20 km from Pell", "south of"."""
    low, head = before.lower_, before.head
    describes = root.dep_ in ("compound", "amod", "nmod") and root.head.tag_ in ("NN", "NNS")
    if low in word_set("where") and not describes:
        return _outermost(before)
    if low == "into" and head.lower_ not in word_set("goers"):
        return before
    if low == "from" and head.lower_ in word_set("distance_units"):
        return head
    return before.nbor(-1) if low == "of" and before.nbor(-1).lower_ in word_set("away_from") else None


def _before(span: Span) -> Token | None:
    """The word that leads to a name, over what describes it: "in the hill town of Pell", "south of Pell"."""
    doc, i = span.doc, span.start - 1
    while i >= span.sent.start:
        token = doc[i]
        noun = doc[i - 1] if i > span.sent.start else None
        of = token.lower_ == "of" and noun is not None and noun.tag_ in ("NN", "NNS")
        of = of and noun is not None and noun.lower_ not in word_set("away_from")
        names = ("NNP", "NNPS", "POS") if span[0].is_lower else ()
        if not of and token.tag_ not in ("DT", "JJ", "JJS", "PRP$", "CD", "NN", *names):
            return token
        i -= 1
    return None


def _outermost(preposition: Token) -> Token:
    """ "in the area around Pell": the preposition that leads to the noun for a place."""
    above = preposition.head
    outer = above.head if above.dep_ == "pobj" and above.lower_ in word_set("place_nouns") else preposition
    return outer if outer.lower_ in word_set("where") else preposition


def _modifies(above: Token, anchors: Anchors) -> Token | None:
    """ "the Pell bombing", "in a Pell bakery", "in Pell's northern district"."""
    if above.i in anchors:
        return above
    if above.lower_ not in word_set("place_nouns"):
        return None
    return above.head if above.dep_ == "pobj" and above.head.lower_ in word_set("where") else above


def _distance(candidate: Candidate, anchors: Anchors, chain: set[int], common: int, *, care: bool) -> int:
    """How far a candidate stands from the event, by tree, then words; ``FAR`` for one of something else."""
    link = candidate.link
    head = link if link.i in anchors else link.head
    if _is_of_statement(link, chain, anchors):
        return FAR
    inside = {head.lower_, candidate.span.root.lower_}
    if not care and _is_of_care(link, inside, anchors):
        return FAR
    far = min(abs(link.i - at) for at in anchors) + (0 if candidate.named else common) + _doubt(candidate)
    if head.i in anchors:
        return far + AT_ANCHOR
    if head.i in chain or any(child.i in anchors for child in head.children):
        return far + IN_CHAIN
    return far + (LOOSE if link.dep_ in ("ROOT", "dep", "appos", "npadvmod") else 0)


def _is_of_care(link: Token, inside: set[str], anchors: Anchors) -> bool:
    return bool(inside & word_set("care_places") and _is_brought(link)) or _is_treated(link, anchors)


def _is_treated(link: Token, anchors: Anchors) -> bool:
    """ "are in intensive care in Ostra": where the harmed are treated."""
    treating = (link.doc[at] for at in anchors if at < link.i and link.doc[at].dep_ == "prep")
    return any(child.lower_ in word_set("care") for prep in treating for child in prep.children)


def _is_brought(link: Token) -> bool:
    """ "died at a hospital", "was taken to a clinic": where the harmed were brought."""
    return any(token.lower_ in word_set("brought") for token in climb(link))


def _doubt(candidate: Candidate) -> int:
    """What speaks against a candidate: it describes another place, or belongs to one who takes part."""
    root, link = candidate.span.root, candidate.link
    describes = root.dep_ in ("amod", "compound", "nmod", "poss") or link.lower_ in word_set("distance_units")
    of_a_side = link.head.dep_ in ("nsubj", "nsubjpass")
    other = not candidate.known and root.ent_type_ in ("ORG", "PERSON")
    return DESCRIBES * (describes or not candidate.known) + OF_A_SIDE * of_a_side + LOOSE * other


def _is_of_statement(link: Token, chain: set[int], anchors: Anchors) -> bool:
    """ "told reporters in Pell", "officials in Pell said": where it was said."""
    for token in climb(link):
        if token.i in anchors:
            return False
        if is_verbal(token):
            states = any(child.dep_ in ("ccomp", "dative") for child in token.children)
            return token.lower_ in reporting_verbs() and states
        if token.i in chain:
            return False
    return False


def _worded(span: Span, link: Token) -> Span:
    """The name as the text words it: with a distance or a direction, without what only describes it.

    "20 km from Pell", "camps south of Pell", "eastern Ostra"; "Pell" for "the northern city of Pell".
    """
    doc, start = span.doc, span.start
    if link.lower_ in word_set("distance_units"):
        return doc.span(min(link.left_edge.i, start), span.end)
    if start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].lower_ in word_set("away_from"):
        noun = start > 2 and doc[start - 3].lower_ in word_set("place_nouns")
        return doc.span(start - 3 if noun else start - 2, span.end)
    if len(span) > 2 and span[1].lower_ == "of":
        return doc.span(start + 2, span.end) if _only_describes(span) else span
    if start and doc[start - 1].lower_ in word_set("parts_of_places"):
        return doc.span(start - 1, span.end)
    return _both_ends(span, link)


def _only_describes(span: Span) -> bool:
    """Whether the noun in front of "of" only describes the name behind it: "the northern city of Pell"."""
    modified = span.start > 0 and span.doc[span.start - 1].tag_ not in ("DT", "IN")
    return modified or span[0].lower_ in word_set("beside_the_name")


def _both_ends(span: Span, preposition: Token) -> Span:
    """The two ends of a stretch of road: "between Pell and Ossa"."""
    doc, end = span.doc, span.end
    if preposition.lower_ != "between" or end >= len(doc) or doc[end].lower_ != "and":
        return span
    while end + 1 < len(doc) and _in_name(doc[end + 1]):
        end += 1
    return doc.span(span.start, end + 1) if end > span.end else span


def whole_phrase(span: Span, mentions: Sequence[Span]) -> Span:
    """A name with the noun that it belongs to, what else is in its list, and a "near" in front of it.

    "Near Pell", "a camp in Pell", "Pell elementary school", "the camps of Pell, Corda and Ossa".
    """
    doc, start, end = span.doc, span.start, span.end
    above, before = span.root.head, _before(span)
    if span.root.dep_ in ("compound", "nmod", "amod", "poss") and _is_site(above) and above.i >= end:
        start, end = min(above.left_edge.i, start), above.i + 1
    elif before is not None and _is_site(before.head) and before.nbor(-1) == before.head:
        start = before.head.left_edge.i
    end = _list_end(doc.span(start, end), mentions)
    leads = doc[start - 1].lower_ if start > span.sent.start else ""
    return doc.span(start - (leads in word_set("worded_with_place")), end)


_TO_A_SITE = word_set("where") | {"from", "to", "into"}
"""Prepositions in front of a place where something happens."""


def _is_site(noun: Token) -> bool:
    """A common noun for a place, itself where something happens: behind a preposition of place."""
    known = noun.lower_ in word_set("place_nouns") and noun.tag_ in ("NN", "NNS", "NNP")
    return known and noun.dep_ == "pobj" and noun.head.lower_ in _TO_A_SITE


_BEFORE_A_NAME = word_set("parts_of_places") | {"the"}


def _list_end(span: Span, mentions: Sequence[Span]) -> int:
    """The end of the list of places that a name opens: "Pell, Corda and Ossa", "Pell and northern Ostra"."""
    doc, end, closed = span.doc, span.end, span.end
    while end < span.sent.end:
        behind = end + 1 + (doc.text_of(end + 1, end + 2) == "and")
        behind += doc.text_of(behind, behind + 1).lower() in _BEFORE_A_NAME
        found = next((m for m in mentions if m.start == behind), None)
        if doc[end].lower_ not in ("and", ",") or found is None:
            break
        last = "and" in (doc[end].lower_, doc[end + 1].lower_)
        end = found.end
        if last:
            closed = end
            break
    return closed


def _target(preposition: Token) -> Token | None:
    """The noun behind a preposition of place."""
    if preposition.lower_ not in word_set("where") or preposition.tag_ != "IN":
        return None
    target = next((child for child in preposition.children if child.dep_ == "pobj"), None)
    return None if target is None or target.ent_type_ in NOT_PLACES else target


def _phrase(target: Token) -> Span:
    """The noun with what describes it, up to a comma, another preposition or a clause."""
    doc, end = target.doc, target.i + 1
    while end <= target.right_edge.i:
        token = doc[end]
        if (
            token.dep_ in STOPS
            or token.lower_ in word_set("ends_place")
            or token.ent_type_ in ("DATE", "TIME")
        ):
            break
        end += 1
    while end > target.i + 1 and doc[end - 1].tag_ in ("IN", "DT", "CC", "RB", "TO"):
        end -= 1
    return doc.span(target.left_edge.i, end)
