"""Countries that act, as against countries that are only places.

In: a :class:`View` and the tokens already owned by other actors. Out: mentions of kind ``country``.
Position decides: "in Thailand" is a place; "Thailand said", "signed by Thailand", "talks with Turkey" are
not. Capitals that act ("Beijing rejected the report") are mentions of their country.
"""

from __future__ import annotations

from typing import Literal

from extractor.actors.view import HYPHENS, POSSESSIVES, Mention, View
from extractor.actors.words import is_act_verb, looks_like_verb
from extractor.lexicon import word_set
from extractor.lexicon.countries import country_name, word_uses

Part = Literal["act", "weak", "place"]
"""What a mention of a country does: it acts, that is left open, or it is only a place."""

_LISTING = frozenset({",", "and", "or", "&", "/"})


def find_states(view: View, owned: bytearray) -> list[Mention]:
    """Mentions of countries that act, and weak ones that may only join them."""
    found: list[Mention] = []
    previous: tuple[int, Part] = (-9, "weak")
    for start, end, word in view.country:
        is_capital = word.use == "capital"
        if any(owned[start:end]) or not (is_capital or _is_name(view, start, end)):
            continue
        if _shouted(view, start) or _in_name(view, start, end):
            continue
        part = _part(view, start, end, previous)
        previous = (end, part)
        if part == "place" or (is_capital and part != "act"):
            continue
        name = country_name(word.code) if is_capital else view.span(start, end)
        found.append(
            Mention(
                start,
                end,
                "country",
                name,
                countries=(word.code,),
                key=f"state:{word.code}",
                weak=part != "act",
            )
        )
    return found


def _is_name(view: View, start: int, end: int) -> bool:
    uses = word_uses(view.span(start, end))
    return uses is not None and "name" in uses[1]


def _shouted(view: View, start: int) -> bool:
    """A dateline or headline in capitals."""
    word = view.words[start]
    return word.isupper() and len(word) > 4


def _in_name(view: View, start: int, end: int) -> bool:
    """Whether a capitalised word right beside it makes it part of a name ("Lebanon Road", "Jordan Peele")."""
    after = view.raw(end)
    if after[:1].isupper() and not after.isupper() and view.sents[end] == view.sents[start]:
        return True
    before = view.raw(start - 1)
    return (
        before.isalpha()
        and before[:1].isupper()
        and not view.sent_start(start - 1)
        and view.lower[start - 1] not in {"the", "both"}
    )


def _part(view: View, start: int, end: int, previous: tuple[int, Part]) -> Part:
    i = start - 1
    while i >= 0 and view.lower[i] in word_set("before_neighbours"):
        i -= 1
    before = view.word(i) if i >= 0 and view.sents[i] == view.sents[start] else ""
    if before == "," and _is_address(view, i, end):
        return "place"
    # Lists take the part of what stands first: "in Lebanon, Syria and Jordan".
    if before in _LISTING and previous[0] >= i - 2:
        return previous[1]
    if view.word(end) in POSSESSIVES:
        return _possessor(view, end + 1, before)
    part = _before(view, i, before) or _behind(view, end, before)
    return "weak" if part == "act" and _before_noun(view, end) else part


def _is_address(view: View, comma: int, end: int) -> bool:
    """ "Chanthaburi, Thailand": a place name and a comma before, no verb behind."""
    return _place_like(view, comma - 1) and not is_act_verb(view, end)


def _before_noun(view: View, end: int) -> bool:
    """Whether a noun follows that is no verb: "the Zaire refugee crisis"."""
    return end < len(view) and view.tags[end] in {"NN", "NNS"} and not is_act_verb(view, end)


def _before(view: View, i: int, before: str) -> Part | None:
    """The part that the word before gives, or None."""
    if before in word_set("directions") or before in word_set("place_before"):
        return "place"
    if before in {"of", "to", "from", "on", "for"}:
        return _related(view, i, before)
    if before in {"between", "with"}:
        return "place" if view.word(i - 1) in word_set("border_nouns") else "act"
    return None


def _behind(view: View, end: int, before: str) -> Part:
    """The part that the word behind gives."""
    if view.word(end) in HYPHENS:
        return "place"
    if is_act_verb(view, end) or _headline_verb(view, end) or before in word_set("acting_before"):
        return "act"
    return "weak"


def _headline_verb(view: View, end: int) -> bool:
    """As in "Cyprus expresses concern": a verb in -s at the head of a sentence that has no tags."""
    return view.sent_start(end - 1) and view.raw(end).islower() and looks_like_verb(view, end)


def _possessor(view: View, i: int, before: str) -> Part:
    """Tell "Israel's army" (acts) from "Cuba's capital" and "in Thailand's north" (places)."""
    if view.word(i) in word_set("owned_place_nouns") or view.raw(i)[:1].isupper():
        return "place"
    return "weak" if before in word_set("place_before") or before == "of" else "act"


def _related(view: View, i: int, before: str) -> Part:
    """Tell "aid to Indonesia", "strikes on Israel" (acted upon) from "fled to Zaire" (a place)."""
    noun = view.word(i - 1)
    if noun in word_set("relation_nouns") or (before == "on" and noun in word_set("upon_nouns")):
        return "act"
    return "weak" if before == "for" and noun not in word_set("leaving_for") else "place"


def _place_like(view: View, i: int) -> bool:
    return view.raw(i)[:1].isupper() and i not in view.country_at
