"""Unnamed actors: "Thai authorities", "government forces", "the rebels", "police".

In: a :class:`View` and the tokens already owned. Out: mentions typed by the family of
``lexicon/collectives.toml``; mentions of one family and description share a key. Counted groups ("23 Thai
soldiers", "seven villagers were killed") are figures, not actors.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.actors.view import (
    DETERMINERS,
    HYPHENS,
    POSSESSIVES,
    Mention,
    View,
    country_ending,
    is_people_word,
)
from extractor.actors.vocabulary import Family, describing_words, family_phrases, head_words
from extractor.actors.words import gives_figures, is_act_verb, looks_like_verb, speaks
from extractor.lexicon import word_set

_DEFINITE = frozenset({"the", "these", "those"})


_ARMED = frozenset({"armed_group", "military"})


@dataclass(slots=True)
class _Phrase:
    start: int
    codes: list[str] = field(default_factory=list)
    peoples: list[str] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def find_collectives(view: View, owned: bytearray) -> list[Mention]:
    """Mentions of unnamed actors, in order."""
    found: list[Mention] = []
    taken = bytearray(owned)
    for first, end, family in _longest_hits(view, owned):
        mention = None if any(taken[first:end]) else _read(view, first, end, family, taken)
        if mention:
            found.append(mention)
            taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return found


def _longest_hits(view: View, owned: bytearray) -> list[tuple[int, int, Family]]:
    """Head phrases in order; one that lies in a longer one ("military" in "military council") is left out."""
    by_last = family_phrases()
    hits: list[tuple[int, int, Family]] = []
    for i in view.doc.where(by_last.keys()):
        free = not owned[i] and i not in view.in_country
        hit = _match(view, i, by_last[view.lower[i]], owned) if free else None
        if hit:
            while hits and hits[-1][0] >= hit[0]:
                hits.pop()
            hits.append((hit[0], i + 1, hit[1]))
    return hits


def _match(
    view: View, i: int, rows: tuple[tuple[tuple[str, ...], Family], ...], owned: bytearray
) -> tuple[int, Family] | None:
    for words, family in rows:
        first = i - len(words) + 1
        if (
            first >= 0
            and not any(owned[first : i + 1])
            and all(view.lower[first + n].replace("’", "'") == word for n, word in enumerate(words))
        ):
            return first, family
    return None


def _read(view: View, head: int, end: int, family: Family, owned: bytearray) -> Mention | None:
    """The mention whose head phrase is ``head:end``, with what describes it; None where it is no actor."""
    phrase = _describe(view, head, family, owned)
    start = phrase.start
    acting = _acts(view, start, end)
    if not _is_phrase(view, start, head, end, family) or _is_other_thing(view, start, end, family, owned):
        return None
    if (family.speaker or not acting) and _must_act(view, start, end, family):
        return None
    codes = tuple(dict.fromkeys(phrase.codes))
    described = (*codes, *phrase.peoples) or (*phrase.words, *view.lower[head : end - 1])
    bare = not any((codes, phrase.peoples, phrase.place))
    seen_to_act = acting or end - head > 1
    return Mention(
        start,
        end,
        family.kind,
        view.span(start, end),
        countries=codes,
        key=f"family:{family.id}:{'+'.join(described)}:{' '.join(phrase.place)}",
        weak=bare and (family.id == "refugees" or not (seen_to_act or family.at_home)),
        link_only=bare and _only_refers(view, end, family, described),
    )


def _only_refers(view: View, end: int, family: Family, described: tuple[str, ...]) -> bool:
    """Whether an undescribed phrase is no actor by itself: refugees, officers, a bare office."""
    if family.id == "refugees" or view.lower[end - 1] in word_set("officers"):
        return True
    return family.id == "offices" and not described


def _is_phrase(view: View, start: int, head: int, end: int, family: Family) -> bool:
    """Whether the words are a noun phrase that may stand for an actor."""
    described = end - min(start, head) > 1 or (family.id == "officials" and _placed_behind(view, end))
    definite = view.word(start - 1) in _DEFINITE
    if family.speaker and not (definite or start in view.country_at):
        return False
    attacks = family.kind in _ARMED and _attacks(view, start, end)
    if _counted(view, start) and not (attacks and family.kind == "armed_group"):
        return False
    return any((family.bare, definite, described, attacks)) and _ends_here(view, end)


def _is_other_thing(view: View, start: int, end: int, family: Family, owned: bytearray) -> bool:
    """Social media, victims, vague seniors, and words that only say what a name beside them is."""
    if family.kind == "media":
        return view.word(start) in word_set("no_news_media")
    if family.kind == "armed_group":
        return _names_group(view, start, end, owned)
    return _suffers(view, start, end) or view.span(start, end).lower() in word_set("vague_officials")


def _must_act(view: View, start: int, end: int, family: Family) -> bool:
    """Whether the phrase is an actor only where it acts, and does not do what would make it one here."""
    if family.speaker:
        figures = gives_figures(view, end) or view.word(end) in word_set("figure_verbs")
        return not (figures or speaks(view, start, end))
    members = view.lower[end - 1] in word_set("members") and view.word(start - 1) not in _DEFINITE
    return family.agent or members


def _describe(view: View, head: int, family: Family, owned: bytearray) -> _Phrase:
    """Read nationality, peoples, place and describing words to the left of a head."""
    phrase = _Phrase(head)
    k = head - 1
    while k >= 0 and view.sents[k] == view.sents[head] and not owned[k]:
        country = country_ending(view, k)
        if country and view.word(country[0] - 2) not in word_set("prefixes"):
            phrase.codes.insert(0, country[1])
            k = country[0]
        elif is_people_word(view.words[k]):
            phrase.peoples.insert(0, view.words[k])
        elif _describes(view, k, head, family):
            phrase.words.insert(0, view.lower[k])
        elif family.placed and _is_place_name(view, k, phrase):
            phrase.place.insert(0, view.words[k])
        elif _joins(view, k):
            k -= 1
            continue
        else:
            break
        phrase.start = k
        k -= 1
    return phrase


def _joins(view: View, k: int) -> bool:
    """Whether a hyphen, or the possessive of a country, goes on to the left."""
    if view.words[k] in HYPHENS:
        return True
    return view.words[k] in POSSESSIVES and country_ending(view, k - 1) is not None


def _describes(view: View, k: int, head: int, family: Family) -> bool:
    """Whether a word describes the head: one of the lexicon, or a plain one close to who speaks."""
    return view.lower[k] in describing_words() or (family.speaker and head - k < 4 and _may_describe(view, k))


def _may_describe(view: View, k: int) -> bool:
    """Whether a lower-case word may belong to the phrase: the "social action" of a service."""
    word = view.lower[k]
    return (
        view.words[k].isalpha()
        and view.words[k].islower()
        and word not in word_set("not_names")
        and word not in word_set("act_verbs")
        and word not in word_set("place_before")
        and word not in DETERMINERS
    )


def _is_place_name(view: View, k: int, phrase: _Phrase) -> bool:
    """Whether the word before a collective is a place that says whose it is."""
    lower = view.lower[k]
    if not view.capital[k] or lower in word_set("not_names") or view.labels[k] in {"DATE", "TIME"}:
        return False
    if head_words().get(lower) == "thing" or phrase.codes:
        return False
    # A sentence-initial word is a name only where the model or the gazetteer says so.
    return not view.sent_start(k) or bool(view.labels[k] or phrase.place) or k in view.place_at


def _names_group(view: View, start: int, end: int, owned: bytearray) -> bool:
    """Whether a name beside it says who they are: "Islamic State" militants, gunmen of the MRTA."""
    i = start - 1
    while view.raw(i) in {'"', "”", "'", "’"}:
        i -= 1
    k = end + 2 if view.word(end + 1) == "the" else end + 1
    named_behind = view.word(end) in {"of", "from"} and k < len(view) and bool(owned[k])
    return named_behind or (i >= 0 and bool(owned[i]) and view.sents[i] == view.sents[start])


def _counted(view: View, start: int) -> bool:
    before = view.word(start - 1)
    if before in _DEFINITE and view.word(start - 2) == "of":  # "four of the attackers"
        before = view.word(start - 3)
    return (
        before in word_set("counting") or before[:1].isdigit() or (start > 0 and view.tags[start - 1] == "CD")
    )


def _attacks(view: View, start: int, end: int) -> bool:
    """ "Four gunmen stormed the post", "killed by two militants": a number of fighters who act together."""
    active = is_act_verb(view, end) and view.word(end) not in word_set("be")
    return active or "by" in (view.word(start - 2), view.word(start - 3))


def _ends_here(view: View, end: int) -> bool:
    """Whether the phrase ends here: not "police station", not the verb in "it forces people"."""
    behind = view.word(end)
    if behind in word_set("compound_nouns") or view.tags[end - 1].startswith("VB"):
        return False
    if behind in HYPHENS and view.starts[end] == view.ends[end - 1]:
        return False
    noun = end < len(view) and view.tags[end] in {"NN", "NNS"}
    return not noun or behind in word_set("spokes_nouns") or looks_like_verb(view, end)


def _suffers(view: View, start: int, end: int) -> bool:
    """Whether people are only the victims: "soldiers were killed", "injuries suffered by Thai soldiers"."""
    if view.lower[end - 1] not in word_set("counted_when_harmed"):
        return False
    k = end + 1 if view.word(end) in {"were", "was", "are", "have", "had"} else end
    if view.word(k) in word_set("before_harmed"):
        k += 1
    if k > end and view.word(k) in word_set("harmed"):
        return True
    i = start - 2 if view.word(start - 1) == "the" else start - 1
    return view.word(i) == "by" and view.word(i - 1) in word_set("suffer")


def _placed_behind(view: View, end: int) -> bool:
    """As in "officials in Digha", "officials on the two sides": whose they are stands behind."""
    i = end + 1
    if view.word(end) not in {"in", "on", "from"}:
        return False
    return view.raw(i)[:1].isupper() or " ".join(view.lower[i : i + 2]) in word_set("sides_behind")


def _acts(view: View, start: int, end: int) -> bool:
    i = start - 2 if view.word(start - 1) == "the" else start - 1
    relative = view.word(end) == "," and view.word(end + 1) in {"which", "who"}
    return (
        relative
        or speaks(view, start, end)
        or looks_like_verb(view, end)
        or gives_figures(view, end)
        or view.word(i) in word_set("before_actor")
        or _acts_behind_phrase(view, end)
    )


def _acts_behind_phrase(view: View, end: int) -> bool:
    """As in "Villagers near the city threw stones": a short phrase stands before the verb."""
    if view.word(end) not in {"in", "near", "on", "at", "from", "of", "with"}:
        return False
    for k in range(end + 1, min(end + 12, len(view))):
        if view.words[k] in {",", ".", ";"} or view.sents[k] != view.sents[end]:
            return False
        if is_act_verb(view, k):
            return True
    return False
