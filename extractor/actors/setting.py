"""Where an article is set: the country that its dateline, places and country words agree on.

In: a :class:`View`. Out: one alpha-3 code, or None where the text leaves it open. It decides whose "police"
and "authorities" are meant; it is never used for a group that crosses borders.
"""

from __future__ import annotations

from collections import Counter

from extractor.actors.view import View, is_people_word
from extractor.lexicon import word_set

# In 95 labelled articles: at 0.25 one actor changes, at 0.75 36 of 411 countries are lost.
SHARE = 0.5
"""The least share of the weight of all countries that the setting's own must have."""


def find_setting(view: View) -> str | None:
    """The country in which the article is set."""
    weight: Counter[str] = Counter()
    place_before = word_set("place_before")
    for start, _, word in view.country:
        weight[word.code] += 2 if view.word(start - 1) in place_before else 1
    for start, (_, code) in view.place_at.items():
        weight[code] += 2 if view.word(start - 1) in place_before or start < 12 else 1
    if not weight:
        return None
    (code, most), *rest = weight.most_common(2)
    if rest and rest[0][1] == most:
        return None
    return code if most >= SHARE * sum(weight.values()) else None


def sentence_country(view: View, i: int) -> str | None:
    """The country that the sentence of token ``i`` is about: its only one, else the last adjective before."""
    sent = view.sents[i]
    words = view.countries_of.get(sent, [])
    codes = {word.code for _, word in words if word.use not in {"plural", "singular"}}
    codes |= view.places_of.get(sent, set())
    if len(codes) == 1:
        return next(iter(codes))
    before = [word.code for start, word in words if start < i and word.use == "adjective"]
    return before[-1] if before else None


def last_country(view: View, i: int) -> str | None:
    """The last country word before token ``i`` in its sentence."""
    before = [word.code for start, word in view.countries_of.get(view.sents[i], []) if start < i]
    return before[-1] if before else None


def countries_of_peoples(view: View) -> dict[str, str]:
    """Peoples that the text itself ties to one country: "Rwandan Hutu refugees" makes Hutus Rwandan."""
    tied: dict[str, set[str]] = {}
    for _, end, word in view.country:
        people = view.raw(end)
        if word.use == "adjective" and is_people_word(people):
            tied.setdefault(people.rstrip("s"), set()).add(word.code)
    return {people: next(iter(codes)) for people, codes in tied.items() if len(codes) == 1}
