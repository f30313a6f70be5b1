"""Persons: names that the model sees, names behind a title, and later surnames.

In: a :class:`View` and the tokens already owned. Out: mentions of kind ``person``, titles apart from the
name. What makes a capitalised stretch a name is in ``names.py``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Literal

from extractor.actors.names import (
    count_words,
    full_name,
    is_aged,
    is_name_word,
    known_surnames,
    plausible,
    single_names,
    trim_name,
    whole_name,
)
from extractor.actors.titles import Title, apposition_after, apposition_before, titles_of
from extractor.actors.view import Mention, View
from extractor.actors.vocabulary import TitleClass, head_words
from extractor.actors.words import located, speaks
from extractor.lexicon import word_set

Span = tuple[int, int]
Office = Literal["office", "body", ""]


@cache
def _body() -> re.Pattern[str]:
    """The name of an international body, whose titles give no country: "UN Secretary General"."""
    names = "|".join(sorted(map(re.escape, word_set("world_bodies"))))
    return re.compile(rf"\b(?:{names})\b", re.IGNORECASE)


def find_persons(view: View, owned: bytearray) -> list[Mention]:
    """Person mentions in order: full names, titled names, then single names that the text vouches for."""
    taken = bytearray(owned)
    spans: list[Span] = []
    for find in (_full_names, _titled, _vouched_names):
        found = find(view, taken)
        _own(taken, found)
        spans += found
    spans.sort()
    singles = single_names(view, taken, known_surnames(view, spans))
    return [_mention(view, start, end) for start, end in sorted({*spans, *singles})]


def _own(owned: bytearray, spans: list[Span]) -> None:
    for start, end in spans:
        owned[start:end] = b"\x01" * (end - start)


def _full_names(view: View, owned: bytearray) -> list[Span]:
    found: list[Span] = []
    last = 0
    for ent_start, ent_end, label in view.ents:
        if label != "PERSON" or ent_start < last or any(owned[ent_start:ent_end]):
            continue
        span = full_name(view, ent_start, ent_end, owned)
        if span and not _is_byline(view, *span) and not _is_product(view, span[0]):
            found.append(span)
            last = span[1]
    return _without_places(view, found)


def _without_places(view: View, spans: list[Span]) -> list[Span]:
    """Drop names that stand behind "in" or "near" and that nothing else in the text vouches for."""
    placed: defaultdict[str, int] = defaultdict(int)
    for start, end in spans:
        if located(view, start):
            placed[view.span(start, end)] += 1
        elif titles_of(view, start, end) or speaks(view, start, end) or is_aged(view, end):
            placed[view.span(start, end)] -= 9
        else:
            placed[view.span(start, end)] -= 1
    return [span for span in spans if placed[view.span(*span)] <= 0]


def _vouched_names(view: View, owned: bytearray) -> list[Span]:
    """Names of two to four words that the model missed, where an age, a title or speech vouches."""
    found: list[Span] = []
    behind = 0
    for i in view.heads:
        named = i >= behind and not owned[i] and is_name_word(view, i)
        if not named or i in view.titles:
            continue
        start, end = trim_name(view, *whole_name(view, i, i + 1, owned))
        named = 1 < count_words(view, start, end) < 5 and plausible(view, start, end)
        if named and _is_person(view, start, end, owned):
            found.append((start, end))
        behind = end
    return found


def _is_person(view: View, start: int, end: int, owned: bytearray) -> bool:
    """Whether the words around a full name make it a person: kin, an age, a title, what it says, a list."""
    heads = any(view.lower[k] in head_words() for k in range(start, end))
    if heads or _is_kin(view, start):
        return not heads
    if located(view, start) or view.word(start - 1) in {"the", "from", "to", "of"}:
        return False
    if view.word(end) == "," and view.word(end + 1) == "who":
        return True
    beside = apposition_after(view, end) or apposition_before(view, start, end)
    if is_aged(view, end) or beside is not None:
        return True
    if speaks(view, start, end) and view.labels[start] != "ORG":
        return True
    return _is_listed(view, start, owned)


def _is_listed(view: View, start: int, owned: bytearray) -> bool:
    """ "Parneisha Slater, Christopher Moore and a juvenile": a list that a person stands in."""
    k = start - 1
    if k < 1 or view.word(k) not in {",", "and"}:
        return False
    return bool(owned[k - 1]) and view.labels[k - 1] == "PERSON"


def _is_kin(view: View, start: int) -> bool:
    """ "the son of Ana Roe", "her son, Ana Roe": behind a word for a relative."""
    before = view.word(start - 1)
    return before in {"of", ","} and view.titles.get(start - 2) == "kin"


def _is_byline(view: View, start: int, end: int) -> bool:
    """Whether it reads "By Jane Doe" at the head of an article, alone at the end of its line."""
    return view.word(start - 1) == "by" and start < 60 and (view.raw(end).isspace() or view.raw(end) == "")


def _is_product(view: View, start: int) -> bool:
    """Whether an article makes a name without a title a thing: "a red Vauxhall Corsa"."""
    i = start - 1
    if view.word(i) not in {"a", "an"} and view.raw(i).isalpha():
        i -= 1
    return view.word(i) in {"a", "an"} and start - 1 not in view.titles


def _titled(view: View, owned: bytearray) -> list[Span]:
    """Capitalised names right behind a title word."""
    found: list[Span] = []
    behind = 1
    for i in view.heads:
        class_ = view.titles.get(i - 1) if i >= behind else None
        if class_ is None or owned[i] or owned[i - 1] or not _may_follow(view, i):
            continue
        start, end = trim_name(view, *whole_name(view, i, i + 1, owned))
        named = plausible(view, start, end) and view.lower[end - 1] not in head_words()
        if named and (count_words(view, start, end) > 1 or _vouched(view, start, end, class_)):
            found.append((start, end))
        behind = end
    return found


def _may_follow(view: View, i: int) -> bool:
    return (
        view.sents[i] == view.sents[i - 1]
        and i not in view.titles
        and is_name_word(view, i)
        and not (view.words[i - 1].isupper() and view.words[i].isupper())
    )


def _vouched(view: View, start: int, end: int, class_: TitleClass) -> bool:
    """Whether one word behind a title is a person: "Mr Kelly", "President Trump"."""
    if view.labels[start] == "PERSON" or speaks(view, start, end):
        return start not in view.place_at
    if class_ == "courtesy":
        return True
    capital = view.words[start - 1][:1].isupper()
    return capital and class_ in {"state", "rank", "local"} and start not in view.place_at


def _mention(view: View, start: int, end: int) -> Mention:
    titles = titles_of(view, start, end)
    stated = next((title.countries for title in titles if title.countries), ())
    behind = view.country_at.get(end + 1) if view.word(end) == "of" else None
    if behind and not stated and any(title.class_ == "state" for title in titles):
        stated = (behind[1].code,)  # "Presidents Leonid Kuchma of Ukraine and Boris Yeltsin of Russia"
    return Mention(
        start,
        end,
        "person",
        view.span(start, end),
        countries=stated,
        titles=tuple(title.text.strip() for title in titles if _is_title(title)),
        title_spans=tuple((title.start, title.end) for title in titles),
        key=_office(view, titles),
    )


def _is_title(title: Title) -> bool:
    """Whether to keep a title: neither "Mr" nor "her nephew"."""
    learned = title.text.strip(" .").lower() in word_set("learned_titles")
    return learned or title.class_ not in {"courtesy", "kin"}


def _office(view: View, titles: list[Title]) -> Office:
    """``office`` for who holds one in a state or town, ``body`` for one in an international body."""
    if any(_body().search(view.span(title.start, title.end)) for title in titles):
        return "body"
    return "office" if any(title.class_ in {"state", "local", "rank"} for title in titles) else ""
