"""Names that a common noun beside them types: "the union Unify", "the Santa Rosa de Lima gang".

In: a :class:`View` and the tokens already owned. Out: mentions whose kind is the noun's. Numbered units of an
army ("the 172nd Battalion", "52 Engineers") are read here too.
"""

from __future__ import annotations

import re

from extractor.actors.names import is_name_word
from extractor.actors.view import HYPHENS, Mention, View, country_ending
from extractor.actors.vocabulary import describing_words, kind_nouns
from extractor.lexicon import word_set
from extractor.records import ActorKind

_NUMBERED = re.compile(r"\d{1,4}(?:st|nd|rd|th)?")
_ARTICLES = frozenset({"the", "a", "an"})


def find_described(view: View, owned: bytearray) -> list[Mention]:
    """Mentions of names typed by a noun before or behind them, and of numbered units."""
    found: list[Mention] = []
    nouns = kind_nouns()
    last = 0
    for i in _openings(view):
        word, mention = view.lower[i], None
        if i < last or owned[i]:
            continue
        if word in nouns and not view.capital[i]:
            mention = _noun_first(view, i, nouns[word], owned) or _noun_last(view, i, nouns[word], owned)
        elif word[0].isdigit():
            mention = _unit(view, i, owned)
        if mention and not (found and mention.start < found[-1].end):
            found.append(mention)
            last = mention.end
    return found


def _openings(view: View) -> list[int]:
    """The nouns that type a name, and the numbers, which may be those of a unit."""
    nouns = kind_nouns()
    return [i for i, word in enumerate(view.lower) if word in nouns or word[0].isdigit()]


def _name_end(view: View, i: int, owned: bytearray) -> int:
    """End of the capitalised name that begins at ``i``; ``i`` if none does."""
    end = i
    while end < len(view) and not owned[end] and view.sents[end] == view.sents[i]:
        if not _is_named(view, end) and not (end > i and _goes_on(view, end)):
            break
        end += 1
    return end


def _is_named(view: View, i: int) -> bool:
    return view.capital[i] and view.lower[i] not in word_set("not_names") and i not in view.country_at


def _goes_on(view: View, i: int) -> bool:
    """Whether a name goes on over a hyphen or a particle, or behind a hyphen: "Al-mina", "Rosa de Lima"."""
    if view.words[i - 1] in HYPHENS:
        return True
    behind = view.raw(i + 1)[:1]
    return (view.words[i] in HYPHENS and behind.isalpha()) or (
        view.lower[i] in _PARTICLES and behind.isupper()
    )


_PARTICLES = frozenset({"de", "of", "del", "al", "la"})


def _noun_first(view: View, i: int, kind: ActorKind, owned: bytearray) -> Mention | None:
    """As in "the union Unify", "according to the NGO INSO": a name right behind the noun."""
    end = _name_end(view, i + 1, owned)
    if end == i + 1 or not view.raw(i - 1):
        return None
    start, codes = _left(view, i)
    opened = any(word in _ARTICLES for word in view.lower[max(0, start - 3) : start])
    if not opened and start == i:
        return None
    return Mention(i + 1, end, kind, view.span(i + 1, end), countries=codes)


def _noun_last(view: View, i: int, kind: ActorKind, owned: bytearray) -> Mention | None:
    """As in "the Santa Rosa de Lima gang": a capitalised name between the article and the noun."""
    start = i
    while start > 0 and not owned[start - 1] and view.sents[start - 1] == view.sents[i] and i - start < 6:
        inside = view.lower[start - 1] in _PARTICLES and start < i
        if not inside and not _ends_name(view, start - 1):
            break
        start -= 1
    if start == i or not view.capital[start] or view.word(start - 1) not in {"the", "and", ","}:
        return None
    return Mention(start, i + 1, kind, view.span(start, i + 1))


def _ends_name(view: View, k: int) -> bool:
    """Whether a word in front of a noun is part of a name."""
    if view.words[k] in HYPHENS:
        return True
    return view.capital[k] and (is_name_word(view, k) or k in view.in_country)


def _left(view: View, i: int) -> tuple[int, tuple[str, ...]]:
    """Where the describing words before a noun begin, and the nationality among them."""
    codes: list[str] = []
    start = i
    while start > 0:
        country = country_ending(view, start - 1)
        if country:
            start = country[0]
            codes.insert(0, country[1])
        elif view.lower[start - 1] in describing_words():
            start -= 1
        else:
            break
    return start, tuple(codes)


def _unit(view: View, i: int, owned: bytearray) -> Mention | None:
    """ "172nd Battalion", "17 Infantry Division": an ordinal or number before a capitalised unit word."""
    if not _NUMBERED.fullmatch(view.lower[i]):
        return None
    end = i + 1
    while view.word(end) in word_set("army_unit_sorts") and view.raw(end)[:1].isupper():
        end += 1
    if view.word(end) not in word_set("army_units") or not view.raw(end)[:1].isupper() or owned[end]:
        return None
    start = i
    country = country_ending(view, i - 1)
    codes = (country[1],) if country else ()
    return Mention(start, end + 1, "military", view.span(start, end + 1), countries=codes)
