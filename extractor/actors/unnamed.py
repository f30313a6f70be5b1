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
    wanted = frozenset(family_of(family).named)
    if family == "offices":  # "the agency said": the body named before
        return [d for d in named if d.kind in _BODIES and d.first < mention.start]
    if mention.kind == "armed_group":
        meant = definite or fold_words(mention.name)[-1] in word_set("of_a_group")
        return [d for d in named if meant and d.kind == "armed_group" and d.first < mention.start]
    place = fold_words(mention.key.split(":", 3)[3])
    if place and family == "officials":  # "Upjohn officials" speak for Upjohn Co
        return [draft for draft in named if draft.words[: len(place)] == place]
    return [
        draft
        for draft in named
        if draft.kind == mention.kind
        and (draft.head in wanted or (family == "police" and wanted & set(draft.words)))
    ]


def _home(mention: Mention, kin: list[Draft], named: list[Draft]) -> Draft | None:
    _, family, described, place = mention.key.split(":", 3)
    if place:
        return _of_place(fold_words(place), mention, kin, named)
    only_words = not family_of(family).apart and described.islower()
    if not described or (only_words and kin):
        return _of_bare(mention, family, kin, named)
    for draft in kin:
        same = any(key.startswith(f"described:{described}:") for key in draft.keys)
        if same and (not family_of(family).by_name or _shares(draft, mention)):
            return draft
    if family_of(family).one_a_nation and mention.countries:
        for draft in [*named, *kin]:
            if draft.countries == mention.countries:
                return draft
    # "The rebels" came first and "Zairean rebels" later: the same, unless another one is known.
    loose = [draft for draft in kin if draft.keys >= {"described::"} and not draft.countries]
    return loose[0] if len(kin) == 1 and loose else None


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
