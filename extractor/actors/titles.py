"""Titles before and beside names: "Cambodian Prime Minister Hun Manet" gives the title, its class and KHM.

In: a :class:`View` and the token where a name begins or ends. Out: a :class:`Title`, or None where no title
stands there.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.actors.view import HYPHENS, POSSESSIVES, View, country_ending
from extractor.actors.vocabulary import TitleClass, fold, title_modifiers, title_phrases
from extractor.lexicon import word_set

_APPOSITION_ENDS = word_set("said") | {",", ".", ";", ":", '"', "”", "who", "was", "is", "were", "has", "had"}
_OPENING = frozenset({"the", "a", "an", "its", "their", "his", "her"})
_NAMING = word_set("before_name")
_CUTS = frozenset({"at", "from", "whose", "which", "that", "who", "to"})
"""Words that end the title itself in an apposition ("a professor at Kookmin University")."""
# Tokens. At 7 one title of 95 labelled articles is lost, at 28 none changes.
_MAX_APPOSITION = 14
# Tokens. At 2 one title of 95 labelled articles is right more, at 10 none changes.
_MAX_BEFORE_HEAD = 5
_AFTER_HEAD = frozenset({"of", "for", "at", "in", "with", "from", "to", "on", "and", "under"})


@dataclass(frozen=True, slots=True)
class Title:
    """A title as written, its class and the countries that it states.

    ``start`` and ``end`` are the tokens of its whole phrase: "World Bank president", of which "president" is
    the title.
    """

    text: str
    class_: TitleClass
    start: int
    end: int
    countries: tuple[str, ...]


def title_before(view: View, name_start: int) -> Title | None:
    """The title that ends right before a name."""
    k = _before_stop(view, name_start - 1)
    if view.word(k) in _NAMING and view.sents[k] == view.sents[name_start]:
        k -= 1  # "an accountant surnamed Chang"
    class_, start = _head(view, k) if k >= 0 and view.sents[k] == view.sents[name_start] else (None, k)
    if class_ is None:
        return None
    class_, start = _whole_title(view, start, class_)
    edge, countries = _whose(view, start)
    # "UNHCR spokesman" keeps the body; "Cambodian Prime Minister" gives its country apart.
    own = (
        edge
        if not countries and "'s" not in view.lower[edge:start] and "’s" not in view.lower[edge:start]
        else start
    )
    return Title(view.span(own, k + 1), class_, edge, name_start, countries)


def _before_stop(view: View, k: int) -> int:
    """The token before a full stop that belongs to a title: the "Col" of "Col." """
    stop = k > 0 and view.words[k] == "." and view.ends[k - 1] == view.starts[k]
    return k - 1 if stop and k - 1 in view.titles else k


def title_ending(view: View, i: int) -> tuple[int, TitleClass | None]:
    """Where the title that ends at token ``i`` begins, modifiers and all, and its class."""
    class_, start = _head(view, i)
    if class_ is None:
        return i, None
    class_, start = _whole_title(view, start, class_)
    return start, class_


def _whole_title(view: View, start: int, class_: TitleClass) -> tuple[TitleClass, int]:
    """Read further titles and modifiers to the left: "former deputy foreign minister"."""
    k = start - 1
    while k >= 0 and view.sents[k] == view.sents[start]:
        k = _before_stop(view, k)
        more, first = _head(view, k)
        if more and more != "courtesy":
            class_ = more if class_ == "courtesy" else class_
        elif fold(view.words[k]) in title_modifiers() or view.words[k] in HYPHENS:
            first = k
        else:
            break
        start, k = first, first - 1
    return class_, start


def _whose(view: View, start: int) -> tuple[int, tuple[str, ...]]:
    """What stands left of a title says whose it is: "US", "UNHCR", "Israel's"."""
    countries: list[str] = []
    edge, k = start, start - 1
    while k >= 0 and view.sents[k] == view.sents[start] and start - k < 8:
        country = country_ending(view, k)
        if country:
            edge = country[0]
            countries.insert(0, country[1])
            k = edge - 1
        elif view.words[k] in POSSESSIVES or _is_proper(view, k):
            edge = k if view.capital[k] else edge
            k -= 1
        else:
            break
    return edge, tuple(dict.fromkeys(countries))


def _is_proper(view: View, k: int) -> bool:
    return view.capital[k] and view.lower[k] not in word_set("not_names") and "." not in view.words[k][:-1]


def _head(view: View, i: int) -> tuple[TitleClass | None, int]:
    """The class of the title word or phrase that ends at ``i``, and where it begins."""
    word = fold(view.words[i])
    for words, class_ in title_phrases().get(word, ()):
        first = _phrase_start(view, i, words)
        if first is not None:
            return class_, first
    return view.titles.get(i), i


def _phrase_start(view: View, i: int, words: tuple[str, ...]) -> int | None:
    """Where a title phrase that ends at ``i`` begins, hyphens passed over; None if it is not there."""
    k = i + 1
    for expected in reversed(words):
        k -= 1
        while k > 0 and view.words[k] in HYPHENS:
            k -= 1
        if k < 0 or fold(view.words[k]) != expected:
            return None
    return k


def apposition_after(view: View, name_end: int) -> Title | None:
    """The title in an apposition behind a name: "X, a spokesman for Palestinian president Y"."""
    if view.word(name_end) != ",":
        return None
    start = name_end + 1
    start += 2 * view.word(start).isdigit()  # "Pruitt, 55, the sheriff"
    start += view.word(start) in {"the", "a", "an", "its", "their", "then"}
    class_, end, countries = _apposed(view, start, view.sents[name_end])
    opens_other = view.word(start) in {"and", "or", "but"} or view.word(start) in word_set("counting")
    if class_ is None or class_ == "courtesy" or opens_other:
        return None
    return Title(view.span(start, _title_end(view, start, end, class_)), class_, start, end, countries)


def _apposed(view: View, start: int, sent: int) -> tuple[TitleClass | None, int, tuple[str, ...]]:
    """The class of title in the apposition that begins at ``start``, its end, and the first country in it."""
    countries: list[str] = []
    class_: TitleClass | None = None
    i = start
    while i < min(len(view), start + _MAX_APPOSITION) and view.lower[i] not in _APPOSITION_ENDS:
        if view.sents[i] != sent or (class_ is None and i - start > _MAX_BEFORE_HEAD):
            break
        country = view.country_at.get(i)
        if country and country[1].use != "capital":
            # "a US envoy", "president of Chad": its own country; "coordinator in Chad": where it works.
            if class_ is None or _names_whose(view, i - 1, class_):
                countries.append(country[1].code)
            i = country[0]
            continue
        if class_ in {None, "courtesy"} and _ends_phrase(view, i + 1):
            class_ = _head(view, i)[0]
        i += 1
    return class_, i, tuple(countries[:1])


def _title_end(view: View, start: int, end: int, class_: TitleClass) -> int:
    """Where the title proper ends in an apposition: before "at", and before "of" unless it is an office."""
    for k in range(start + 1, end):
        word = view.lower[k]
        if word in _CUTS and not (word == "to" and class_ == "state"):
            return k
        if word == "of" and class_ in {"role", "rank"}:
            return k
        if word == "and" and class_ != "role":
            return k
    return end


def _names_whose(view: View, i: int, class_: TitleClass) -> bool:
    """Whether the country behind a title is its own: "president of Chad", "spokesman for the Thai army"."""
    if view.word(i) == "the":
        i -= 1
    return view.word(i) == "for" or (class_ == "state" and view.word(i) == "of")


def _ends_phrase(view: View, i: int) -> bool:
    """Whether a title may end before token ``i``: not the "refugee" of "the UN refugee agency"."""
    return view.word(i) in _AFTER_HEAD or view.word(i) in _APPOSITION_ENDS or not view.word(i).isalpha()


def apposition_before(view: View, name_start: int, name_end: int) -> Title | None:
    """The title in front of a name between commas: "the mayor of Younine, Hassan Yaghi, said"."""
    comma = name_start - 1
    if view.word(comma) != "," or view.word(name_end) not in word_set("said") | {",", "."}:
        return None
    for i in range(comma - 1, _opening(view, comma) - 1, -1):
        if view.lower[i] in word_set("act_verbs") or view.tags[i] in {"VBD", "VBZ", "VBP", "MD"}:
            break
        class_, first = _head(view, i)
        if class_ and class_ != "courtesy" and _ends_phrase(view, i + 1):
            class_, first = _whole_title(view, first, class_)
            edge, countries = _whose(view, first)
            return Title(view.span(first, comma), class_, edge, comma, countries)
    return None


def _opening(view: View, comma: int) -> int:
    """Where the phrase in front of a comma begins: behind the last mark, or at the word that opens it."""
    start = comma
    while start > 0 and comma - start < _MAX_APPOSITION and view.sents[start - 1] == view.sents[comma]:
        if view.words[start - 1] in {",", ";", ":", '"', "”", "“"}:
            break
        start -= 1
        if view.lower[start] in _OPENING and view.word(start - 1) not in {"of", "for"}:
            break
    return start


def titles_of(view: View, start: int, end: int) -> list[Title]:
    """Every title that stands beside the name ``start:end``."""
    found = (title_before(view, start), apposition_before(view, start, end), apposition_after(view, end))
    return [title for title in found if title]
