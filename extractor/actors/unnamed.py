"""Unnamed actors joined: one per family and description; bare mentions join the one described before.

In: the mentions of ``collectives.py`` and the named actors. Out: drafts of their own; mentions that mean a
named actor ("the ministry", "deputies") are added to its draft.
"""

from __future__ import annotations

from extractor.actors.drafts import Draft, core
from extractor.actors.setting import sentence_country
from extractor.actors.view import Mention, View
from extractor.actors.vocabulary import families, family_of, fold_words
from extractor.lexicon import word_set

_BODIES = frozenset({"government", "igo", "ngo", "other"})


def takes_setting(draft: Draft) -> bool:
    """Whether an unnamed actor belongs to the country in which the article is set."""
    local = {family.id for family in families() if family.setting}
    return any(m.key.startswith("family:") and m.key.split(":")[1] in local for m in draft.mentions)


def join_families(view: View, mentions: list[Mention], named: list[Draft]) -> list[Draft]:
    """Drafts of unnamed actors; ``named`` drafts take the mentions that mean them."""
    made: list[Draft] = []
    for mention in mentions:
        _, family, described, place = mention.key.split(":", 3)
        kin = [draft for draft in made if f"family:{family}" in draft.keys]
        if not (described or place or kin) and family_of(family).national:
            here = sentence_country(view, mention.start)
            mention.countries = (here,) if here else ()
        definite = view.word(mention.start - 1) in {"the", "these", "those"}
        home = _home(mention, kin, _named_kin(mention, family, named, definite=definite))
        if home is None:
            made.append(Draft.of(mention, f"family:{family}", f"described:{described}:{place}"))
        else:
            home.keys.add(f"described:{described}:{place}")
            home.add(mention)
    return made


def _named_kin(mention: Mention, family: str, named: list[Draft], *, definite: bool) -> list[Draft]:
    """The named actors that an unnamed mention may mean."""
    if family == "offices":  # "the agency said": the body named before
        return _earlier(named, mention, _BODIES)
    if mention.kind == "armed_group":
        meant = definite or fold_words(mention.name)[-1] in word_set("of_a_group")
        return _earlier(named, mention, frozenset({"armed_group"})) if meant else []
    place = fold_words(mention.key.split(":", 3)[3])
    if place and family == "officials":  # "Upjohn officials" speak for Upjohn Co
        return [draft for draft in named if draft.words[: len(place)] == place]
    return [draft for draft in named if draft.kind == mention.kind and _is_of_family(draft, family)]


def _earlier(named: list[Draft], mention: Mention, kinds: frozenset[str]) -> list[Draft]:
    """The actors of some kinds that are named before a mention."""
    return [draft for draft in named if draft.kind in kinds and draft.first < mention.start]


def _is_of_family(draft: Draft, family: str) -> bool:
    """Whether the words of a named actor are those of a family: a police department is police."""
    wanted = frozenset(family_of(family).named)
    return draft.head in wanted or (family == "police" and bool(wanted & set(draft.words)))


def _home(mention: Mention, kin: list[Draft], named: list[Draft]) -> Draft | None:
    _, family, described, place = mention.key.split(":", 3)
    if place:
        return _of_place(fold_words(place), mention, kin, named)
    only_words = not family_of(family).apart and described.islower()
    if not described or (only_words and kin):
        return _of_bare(mention, family, kin, named)
    same = _described_alike(mention, family, described, kin)
    if same is None and family_of(family).one_a_nation and mention.countries:
        same = next((draft for draft in [*named, *kin] if draft.countries == mention.countries), None)
    return same or _undescribed(kin)


def _described_alike(mention: Mention, family: str, described: str, kin: list[Draft]) -> Draft | None:
    """The first of the family that has been described in the same words."""
    for draft in kin:
        same = any(key.startswith(f"described:{described}:") for key in draft.keys)
        if same and (not family_of(family).by_name or _shares(draft, mention)):
            return draft
    return None


def _undescribed(kin: list[Draft]) -> Draft | None:
    """ "The rebels" came first and "Zairean rebels" later: the same, unless another one is known."""
    if len(kin) != 1 or kin[0].countries or "described::" not in kin[0].keys:
        return None
    return kin[0]


def _of_place(place: tuple[str, ...], mention: Mention, kin: list[Draft], named: list[Draft]) -> Draft | None:
    """As in "El Paso police" is the El Paso Police Department, if the text names it."""
    head = fold_words(mention.name)[-1]
    fits = [draft for draft in [*named, *kin] if draft.words[: len(place)] == place]
    return max(fits, key=lambda draft: head in draft.words, default=None)


def _of_bare(mention: Mention, family: str, kin: list[Draft], named: list[Draft]) -> Draft | None:
    if family_of(family).by_name:
        fits = [draft for draft in [*named, *kin] if _shares(draft, mention)]
        return max(fits, key=lambda draft: draft.last_before(mention.start), default=None)
    if mention.kind == "armed_group" and not kin:
        return named[0] if len(named) == 1 else None
    if kin:
        return max(kin, key=lambda draft: draft.last_before(mention.start))
    if len(named) == 1:
        return named[0]
    if family != "police" or not named:
        return None
    return max(named, key=lambda draft: (draft.last_before(mention.start), -draft.first))


def _shares(draft: Draft, mention: Mention) -> bool:
    """Whether a draft's name holds the mention's words ("the ministry", "Foreign Ministry")."""
    words = core(mention.name)
    return any(
        other[-len(words) :] == words or (len(words) == 1 and words[0] in other)
        for other in (core(m.name) for m in draft.mentions)
    )
