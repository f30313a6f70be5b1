"""A spaCy ``Doc`` as plain lists, read once: what every finder of actors looks at.

In: the Doc (names everywhere; tags only where a sentence was parsed). Out: a :class:`View`; a
:class:`Mention` is what the finders put out and the linker joins into actors.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain, compress
from typing import TYPE_CHECKING

from extractor.actors.vocabulary import (
    END,
    TitleClass,
    Trie,
    fold,
    peoples,
    place_trie,
    title_words,
)
from extractor.language.offsets import place_of
from extractor.lexicon import word_set
from extractor.lexicon.countries import CountryWord
from extractor.records import ActorKind

if TYPE_CHECKING:
    from extractor.language.doc import Doc

DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our"}
)
HYPHENS = frozenset({"-", "‐", "‑", "–"})
APOSTROPHES = frozenset({"'", "’", "`"})
_APOSTROPHE_S = frozenset({"'s", "’s"})
_PASSED_OVER = HYPHENS | APOSTROPHES | {"/", ",", "("}
# Tokens. At 12 one of 95 articles changes, at 48 none.
_MAX_NAME = 24
POSSESSIVES = frozenset({"'s", "’s", "'S", "’S", "'", "’"})


@dataclass(slots=True)
class Mention:
    """A stretch of tokens that names an actor: ``start`` and ``end`` are token positions, end exclusive."""

    start: int
    end: int
    kind: ActorKind
    name: str
    countries: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    title_spans: tuple[tuple[int, int], ...] = ()
    """Tokens of the phrases beside a person's name that hold the titles."""
    key: str = ""
    """What mentions of one actor share, where the finder knows it: a lexicon entry, a family."""
    weak: bool = False
    """True where the mention alone is not enough to make an actor."""
    link_only: bool = False
    """True where the mention may only join an actor that another mention makes."""


@dataclass
class View:
    """The tokens of one article: texts, offsets, sentence numbers, tags, name labels, country words."""

    doc: Doc
    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: array[int]
    sents: array[int]
    tags: list[str]
    labels: list[str]
    ents: list[tuple[int, int, str]]
    capital: list[bool]
    heads: list[int]
    """The tokens with a capital."""
    country: list[tuple[int, int, CountryWord]] = field(default_factory=list)
    country_at: dict[int, tuple[int, CountryWord]] = field(default_factory=dict)
    in_country: set[int] = field(default_factory=set)
    place_at: dict[int, tuple[int, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def name_words(self) -> frozenset[int]:
        """The tokens that may be words of a person's name."""
        return frozenset(i for i in self.heads if i not in self.in_country and _may_name(self.words[i]))

    @cached_property
    def titles(self) -> dict[int, TitleClass]:
        """The tokens that are titles, with their class."""
        classes = title_words()
        named = {form: classes[word] for form in self.doc.forms if (word := fold(form)) in classes}
        return {i: named[word] for i, word in enumerate(self.lower) if word in named}

    @cached_property
    def business(self) -> bool:
        """Whether the text is business news, where presidents preside over companies."""
        return len(self.doc.where(word_set("business_page"))) >= 3

    @cached_property
    def countries_of(self) -> dict[int, list[tuple[int, CountryWord]]]:
        """The country words of each sentence that has any, behind their first tokens."""
        found: dict[int, list[tuple[int, CountryWord]]] = {}
        for start, _, word in self.country:
            found.setdefault(self.sents[start], []).append((start, word))
        return found

    @cached_property
    def places_of(self) -> dict[int, set[str]]:
        """The countries of the places of each sentence that has any."""
        found: dict[int, set[str]] = {}
        for start, (_, code) in self.place_at.items():
            found.setdefault(self.sents[start], set()).add(code)
        return found

    def span(self, start: int, end: int) -> str:
        """The article's own text of a token stretch."""
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""

    def word(self, i: int) -> str:
        """Lower-case word at ``i``, empty outside the text."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def raw(self, i: int) -> str:
        """Word at ``i`` as written, empty outside the text."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def sent_start(self, i: int) -> bool:
        """Whether a sentence, a quotation or a line begins at ``i``."""
        if i <= 0 or self.sents[i] != self.sents[i - 1]:
            return True
        before = self.words[i - 1]
        return before in {'"', "“", "‘", ".", "?", "!", ":", "—", "--", "•", "*"} or before.isspace()


def read_view(doc: Doc) -> View:
    """Read a Doc into a :class:`View`."""
    words = doc.words
    labels = [""] * len(words)
    for ent in doc.ents:
        labels[ent.start : ent.end] = [ent.label_] * len(ent)
    view = View(
        doc=doc,
        text=doc.text,
        words=words,
        lower=doc.lower,
        starts=doc.starts,
        ends=doc.ends,
        sents=array("i", chain.from_iterable([i] * len(sent) for i, sent in enumerate(doc.sents))),
        tags=doc.tags,
        labels=labels,
        ents=[(ent.start, ent.end, ent.label_) for ent in doc.ents],
        capital=doc.capital,
        heads=list(compress(range(len(words)), doc.capital)),
    )
    _add_countries(view, doc.country_words)
    _add_places(view)
    return view


def _add_places(view: View) -> None:
    """Gazetteer places, as token stretches."""
    trie = place_trie()
    behind = 0
    for i in view.heads:
        hit = longest(view, trie, i) if i >= behind and i not in view.country_at else None
        if hit is None:
            continue
        behind, values = hit
        code, written = str(values[0][0]), values[0][1]
        if written.endswith(".") and view.words[behind - 1][-1:] != ".":
            behind = i + 1
        else:
            view.place_at[i] = (behind, code)
    _part_georgia(view)


def _add_countries(view: View, words: Iterable[CountryWord]) -> None:
    """Country words, as token stretches."""
    for found in words:
        i, last = place_of(view.starts, found.start), place_of(view.ends, found.end)
        if i is not None and last is None:  # "U.S" in "U.S.", "D.C" and the like
            last = place_of(view.ends, found.end + 1)
        if i is not None and last is not None:
            j = last + 1
            view.country.append((i, j, found))
            view.country_at[i] = (j, found)
            view.in_country.update(range(i, j))


def _part_georgia(view: View) -> None:
    """Read "Georgia" as the American state where the text is full of America and says nothing Georgian."""
    codes = [word.code for _, _, word in view.country if word.use != "name" or word.code != "GEO"]
    american = "USA" in codes or any(code == "USA" for _, code in view.place_at.values())
    if "GEO" in codes or not american:
        return
    for start, end, word in view.country:
        if word.code == "GEO":
            view.place_at[start] = (end, "USA")
            del view.country_at[start]
    view.country = [row for row in view.country if row[2].code != "GEO"]


def stated_countries(view: View, start: int, end: int) -> tuple[str, ...]:
    """The countries that a stretch names, capitals aside, each once."""
    found = (view.country_at[i][1] for i in range(start, end) if i in view.country_at)
    return tuple(dict.fromkeys(word.code for word in found if word.use != "capital"))


def _may_open(trie: Trie, word: str) -> bool:
    """Whether a sequence of a trie may begin with a word, as most do not."""
    folded = fold(word)
    return folded in trie or folded + "s" in trie or not word.isalpha()


Ending = tuple[int, list[tuple[int | str, str]]]
"""Where a word sequence of a trie ends, and its values."""


def longest(view: View, trie: Trie, i: int) -> Ending | None:
    """The longest word sequence of a trie that begins at token ``i``."""
    return _longest(view, trie, i) if _may_open(trie, view.words[i]) else None


def _longest(view: View, trie: Trie, i: int) -> Ending | None:
    node: Trie | None = trie
    best: Ending | None = None
    words = view.words
    j, limit = i, min(len(words), i + _MAX_NAME)
    while node is not None and j < limit:
        word = words[j]
        if j > i and word in _PASSED_OVER:
            j += 1
            continue
        folded = fold(word)
        if view.raw(j + 1) in _APOSTROPHE_S and folded + "s" in node:  # "People's" is one word of the lexicon
            node = node[folded + "s"]
            j += 2
        elif word.isalpha():
            node = node.get(folded)
            j += 1
        else:
            for part in word.replace("-", " ").replace("/", " ").split() or [word]:
                node = node.get(fold(part)) if node else None
            j += 1
        if node is not None and END in node:
            best = (j, node[END])
    return best


@lru_cache(maxsize=1 << 14)
def _may_name(word: str) -> bool:
    """Whether a word with a capital may be one of a person's name."""
    letters = word.rstrip(".").replace("-", "").replace("'", "").replace("’", "")
    return letters.isalpha() and word.lower() not in word_set("not_person_names") and not is_people_word(word)


def is_people_word(word: str) -> bool:
    """Whether a capitalised word is a people or creed ("Hutu", "Muslims")."""
    return word in peoples()


def country_ending(view: View, k: int) -> tuple[int, str] | None:
    """The country word, no capital, whose last token is ``k``: where it begins and its code."""
    for start in (k, k - 1, k - 2):
        hit = view.country_at.get(start)
        if hit and hit[0] == k + 1:
            return None if hit[1].use == "capital" else (start, hit[1].code)
    return None
