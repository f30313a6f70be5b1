"""Where the event of a figure happened, as written; where people left and went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.frames.count import Count
from extractor.language.syntax import climb, covers, is_verb, name_of, names_in
from extractor.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

CARE_PLACES = frozenset(
    {
        "hospital",
        "hospitals",
        "clinic",
        "clinics",
        "centre",
        "centres",
        "center",
        "centers",
        "shelter",
        "shelters",
    }
)
SCENE = frozenset({"in", "at", "near", "inside", "outside", "across", "of"})
PLACES = frozenset({"GPE", "LOC", "FAC"})
COMPASS = frozenset({"south", "north", "east", "west", "outside"})
WHERE = word_set("where")
PLACE_NOUNS = word_set("place_nouns")
HITS = word_set("hits")


def place_of(doc: Doc, count: Count) -> str | None:
    """The place that a preposition sets beside the event: "in the Biaro camp", "near Kisangani"."""
    sent = doc[count.phrase.head].sent
    cue, head = count.link.cue.start, count.phrase.head
    chain = {token.i for start in (cue, head) for token in climb(doc[start])}
    best: tuple[int, str] | None = None
    for preposition in sent:
        if preposition.lower_ not in WHERE or preposition.tag_ != "IN":
            continue
        target = next((c for c in preposition.children if c.dep_ == "pobj"), None)
        if (
            target is not None
            and target.lower_ in CARE_PLACES
            and (count.event.is_casualty or count.event.is_housing)
        ):
            continue
        if target is None or not _is_place(target, preposition) or covers(target, (cue, head)):
            continue
        near = min(abs(preposition.i - cue), abs(preposition.i - head))
        above = preposition.head
        if above.i in (cue, head):
            near -= 30
        elif above.i in chain or any(t.i in (cue, head) for t in above.children):
            near -= 15
        elif above.lower_ in PLACE_NOUNS and above.dep_ == "pobj" and above.head.lower_ in WHERE:
            continue  # "in a camp in Zaire": the camp is the place
        if best is None or near < best[0]:
            best = (near, _place_text(_named_place(target)))
    return best[1] if best else _place_hit(sent)


def _place_hit(sent: Span) -> str | None:
    """The named place that a disaster or an attack hits: "the quake that shook western Nepal"."""
    for verb in sent:
        if verb.lower_ not in HITS or not is_verb(verb):
            continue
        for child in verb.children:
            if child.dep_ in ("dobj", "nsubjpass") and child.ent_type_ in PLACES:
                return _place_text(child)
    return None


def place_before(doc: Doc, sent: Span) -> str | None:
    """The last place that the two sentences before name behind a preposition: the scene of what follows.

    Those sentences may be unparsed: names and the words before them are enough.
    """
    start = sent.start
    for _ in range(2):
        if start == 0:
            return None
        earlier = doc[start - 1].sent
        start = earlier.start
        for ent in reversed(names_in(earlier)):
            before = [token.lower_ for token in doc[max(ent.start - 2, earlier.start) : ent.start]]
            if ent[0].ent_type_ in PLACES and SCENE & set(before):
                return ent.text.strip()
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


def _place_text(target: Token) -> str:
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
    return doc[start:end].text.strip()


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
