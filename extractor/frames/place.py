"""Where the event of a figure happened, as written; where people left and went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.frames.count import Count
from extractor.frames.stretches import Stretch
from extractor.language.syntax import climb, covers, is_verb, name_of
from extractor.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Anchors = tuple[int, ...]
"""Token positions of an event: its word, and the counted noun where there is one."""
PLACES = frozenset({"GPE", "LOC", "FAC"})
COMPASS = frozenset({"south", "north", "east", "west", "outside"})
CARE_PLACES = word_set("care_places")
WHERE = word_set("where")
PLACE_NOUNS = word_set("place_nouns")
HITS = word_set("hits")


def place_of(sent: Span, anchors: Anchors, stretch: Stretch, *, care: bool = True) -> Span | None:
    """The place that a preposition sets beside the event: "in the Biaro camp", "near Kisangani".

    Args:
        sent: the sentence, parsed.
        anchors: tokens of the event: its word, and the counted noun where there is one.
        stretch: the part of the sentence that speaks of the event.
        care: whether a hospital or a shelter can be the place (not where the harmed are treated there).
    """
    chain = {token.i for at in anchors for token in climb(sent.doc[at])}
    best: tuple[int, Span] | None = None
    for preposition in (sent.doc[i] for i in stretch.tokens):
        target = _target(preposition)
        if target is None or not _is_place(target, preposition) or covers(target, anchors):
            continue
        if target.lower_ in CARE_PLACES and not care:
            continue
        near = _distance(preposition, anchors, chain)
        if near is not None and (best is None or near < best[0]):
            best = (near, _place_span(_named_place(target)))
    return best[1] if best else _place_hit(sent, stretch)


def _target(preposition: Token) -> Token | None:
    """The noun behind a preposition of place."""
    if preposition.lower_ not in WHERE or preposition.tag_ != "IN":
        return None
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)


def _distance(preposition: Token, anchors: Anchors, chain: set[int]) -> int | None:
    """How far a phrase of place stands from the event, by tree, then words; null for a place in a place."""
    near = min(abs(preposition.i - at) for at in anchors)
    above = preposition.head
    if above.i in anchors:
        return near - 30
    if above.i in chain or any(child.i in anchors for child in above.children):
        return near - 15
    if above.lower_ in PLACE_NOUNS and above.dep_ == "pobj" and above.head.lower_ in WHERE:
        return None  # "in a camp in Zaire": the camp is the place
    return near


def _place_hit(sent: Span, stretch: Stretch) -> Span | None:
    """The named place that a disaster or an attack hits: "the quake that shook western Nepal"."""
    for verb in sent:
        if verb.i not in stretch or verb.lower_ not in HITS or not is_verb(verb):
            continue
        for child in verb.children:
            if child.dep_ in ("dobj", "nsubjpass") and child.ent_type_ in PLACES:
                return _place_span(child)
    return None


def _is_place(target: Token, preposition: Token) -> bool:
    if target.ent_type_ == "PERSON" and target.tag_ == "NNP" and preposition.lower_ in ("in", "at"):
        return True  # an unknown town is often taken for a person; nobody dies "in" one
    if target.ent_type_ in ("DATE", "TIME", "PERSON", "CARDINAL", "NORP", "EVENT", "PERCENT", "MONEY"):
        return False
    if target.ent_type_ in PLACES:
        return True
    return target.lower_ in PLACE_NOUNS or (
        target.ent_type_ in ("ORG", "PRODUCT", "") and target.tag_ == "NNP"
    )


def _named_place(target: Token) -> Token:
    """ "the northern town of Beit Hanoun", "a firm in Caotun Township": the name that the noun leads to."""
    if target.ent_type_ in PLACES and target.tag_ not in ("NN", "NNS"):
        return target
    for child in target.children:
        if child.dep_ == "prep" and child.i == target.i + 1 and child.lower_ in ("of", "in"):
            named = next((c for c in child.children if c.dep_ == "pobj" and c.tag_ in ("NNP", "NNPS")), None)
            if named is not None and (child.lower_ == "of" or target.ent_type_ in ("ORG", "PRODUCT")):
                return named
    return target


def _place_span(target: Token) -> Span:
    """The place with what describes it, up to a comma or a clause."""
    doc = target.doc
    start, end = target.left_edge.i, target.i + 1
    limit = target.right_edge.i + 1
    while end < limit:
        token = doc[end]
        if token.text in (",", "(", "-", "–", "—", ";", ":") or token.dep_ in (
            "relcl",
            "advcl",
            "punct",
            "mark",
        ):
            break
        if token.lower_ in (
            "where",
            "which",
            "that",
            "who",
            "as",
            "after",
            "when",
            "while",
            "during",
            "on",
            "since",
            "from",
            "by",
            "for",
            "with",
        ):
            break
        if token.ent_type_ in ("DATE", "TIME"):
            break
        end += 1
    if (
        end + 2 < len(doc)
        and doc[end].lower_ in COMPASS
        and doc[end + 1].lower_ == "of"
        and doc[end + 2].tag_ == "NNP"
    ):
        end += 3
    while end > target.i + 1 and doc[end - 1].tag_ in ("IN", "DT", "CC", "RB", "TO"):
        end -= 1
    return doc[start:end]


def movement(doc: Doc, count: Count) -> tuple[str | None, str | None]:
    """Origin and destination of people who moved: "from X", "to Y" below the event word."""
    if count.event.is_casualty:
        return None, None
    origin = destination = None
    for child in doc[count.link.cue.start].children:
        if child.dep_ != "prep":
            continue
        for target in child.children:
            if target.dep_ == "pobj" and any(t.ent_type_ in PLACES for t in target.subtree):
                if child.lower_ == "from":
                    origin = origin or name_of(target)
                elif child.lower_ in ("to", "into", "towards"):
                    destination = destination or name_of(target)
    return origin, destination
