"""Where a text names places: stretches of tokens, each found by a named rule, before any meaning.

The recogniser's places come first; what it misses or takes for a person or an organisation is found by
the words around a name of the gazetteer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.lexicon import word_set
from extractor.lexicon.countries import find_country_words, word_uses
from extractor.places.gazetteer import Gazetteer, fold
from extractor.places.words import HYPHENS, PLACE_LABELS, Words, short_names

LONGEST = 7
"""Tokens of the longest name that is looked up; hyphens count."""
_OPENERS = frozenset({"(", ",", "-", "–", "—", "--", ":"})
_COMPASS = ("north", "south", "east", "west", "central", "upper", "lower", "mid")


@dataclass(slots=True)
class Mention:
    """Tokens ``start`` to ``end`` name a place, ``first`` to ``last`` of them are the bare name.

    ``noun`` is the word that says what it is ("town"), ``code`` the country or division that a word of
    the lexicons stands for.
    """

    start: int
    end: int
    first: int
    last: int
    rule: str
    noun: str = ""
    code: str = ""


class Finder:
    """The rules, over the words of one text; each adds mentions on tokens that are still free."""

    def __init__(self, words: Words, gazetteer: Gazetteer) -> None:
        self.words, self.gazetteer = words, gazetteer
        self.found: dict[int, Mention] = {}
        self.at: list[Mention | None] = [None] * len(words)
        self.names = dict(self._names())

    def add(self, mention: Mention) -> None:
        """Take a mention whose tokens are free."""
        if not any(self.at[mention.start : mention.end]):
            self.found[mention.start] = mention
            self.at[mention.start : mention.end] = [mention] * (mention.end - mention.start)

    def _names(self) -> Iterator[tuple[int, int]]:
        """Longest names of the gazetteer by their first token."""
        w, i = self.words, 0
        while i < len(w):
            end = self._longest(i) if w.capital(i) and not w.glued(i) else i
            if end > i:
                yield i, end
            i = max(end, i + 1)

    def _longest(self, i: int) -> int:
        w, ends = self.words, []
        for j in range(i, min(i + LONGEST, len(w))):
            inner = j == i or w.capital(j) or w.raw[j] in HYPHENS or w.low(j) in word_set("place_particles")
            if not inner or (j > i and w.sents[j] != w.sents[i]):
                break
            if w.capital(j) or (w.glued(j) and w.raw[j] not in HYPHENS):
                ends.append(j + 1)
        for end in reversed(ends):
            if not (w.glued(end) and w.capital(end + 1)) and self.gazetteer.find(w.slice(i, end)):
                return end
        return i


def find_mentions(words: Words, gazetteer: Gazetteer) -> list[Mention]:
    """The mentions of places, in order, without overlap."""
    finder = Finder(words, gazetteer)
    for rule in (_countries, _short_names, _nouns, _labelled, _datelines, _slots, _lists, _again):
        for mention in list(rule(finder)):
            finder.add(mention)
    return sorted(finder.found.values(), key=lambda mention: mention.start)


def _countries(finder: Finder) -> Iterator[Mention]:
    """ "Iraq", "the UK": a country by its name; no nationality, no part of a longer name."""
    w = finder.words
    at_start = {start: i for i, start in enumerate(w.starts)}
    at_end = {end: i + 1 for i, end in enumerate(w.ends)}
    for word in find_country_words(w.text):
        i = at_start.get(word.start)
        j = at_end.get(word.end) or at_end.get(word.end + 1)
        if word.use != "name" or i is None or j is None or w.raw[min(j, len(w) - 1)] == "$":
            continue
        if not _inside_name(w, i, j) and not w.raw[j - 1].endswith("$"):
            yield Mention(i, j, i, j, "country", code=word.code)


def _inside_name(w: Words, i: int, j: int) -> bool:
    """Whether the stretch is a part of a longer name of a person or an organisation."""
    ent = w.ents[i]
    if ent and ent[2] not in PLACE_LABELS and (ent[0] < i or j < ent[1]):
        rest = [k for k in range(ent[0], ent[1]) if not i <= k < j]
        return any(w.capital(k) for k in rest)
    return False


def _short_names(finder: Finder) -> Iterator[Mention]:
    """ "Athens, Ga.": the short name of a division, with its stop, or behind a comma."""
    w = finder.words
    for i in range(len(w)):
        for j in (i + 3, i + 2, i + 1):
            form = w.slice(i, j) if j <= len(w) and w.capital(i) else ""
            code = short_names().get(form) or short_names().get(form + ".")
            if not code or (j < len(w) and w.glued(j)):
                continue
            behind = w.low(i - 1) == "," and w.capital(i - 2)
            dotted = "." in w.text[w.starts[i] : w.ends[j - 1] + 1] and len(form) > 2
            if behind or (dotted and w.low(i - 1) in word_set("closely_before_places")):
                yield Mention(i, j, i, j, "short_name", code=code)
                break


def _nouns(finder: Finder) -> Iterator[Mention]:
    """ "Fairfax County", "the town of Pell", "Ostra province": a name and a noun that says what it is."""
    w = finder.words
    for i in range(len(w)):
        if w.lower[i] in _area_nouns():
            yield from _noun_behind(finder, i)
            yield from _noun_before(finder, i)


def _area_nouns() -> frozenset[str]:
    return word_set("division_nouns") | word_set("settlement_nouns") | word_set("terrain_nouns")


def _noun_behind(finder: Finder, i: int) -> Iterator[Mention]:
    """The name that ends right before the noun at ``i``."""
    w = finder.words
    if w.loud[i] or not w.capital(i - 1) or w.opens(i) or (w.capital(i) and _goes_on(w, i + 1)):
        return
    start = _run_start(w, i - 1)
    known = (
        finder.gazetteer.find(w.slice(start, i)) or w.label(start) in PLACE_LABELS or w.lower[i] == "county"
    )
    whole = w.capital(i) and bool(finder.gazetteer.find(w.slice(start, i + 1)))
    if not (known or whole) or word_uses(w.slice(start, i)) or (w.lower[i] == "department" and w.capital(i)):
        return
    if whole or w.lower[i] in word_set("terrain_nouns"):
        yield Mention(start, i + 1, start, i + 1, "noun_behind", noun="" if whole else w.lower[i])
    else:
        yield Mention(start, i + 1, start, i, "noun_behind", noun=w.lower[i])


def _goes_on(w: Words, i: int) -> bool:
    """Whether a longer name goes on at ``i``: "Pell City Council", but "Pell County Sheriff"."""
    return w.capital(i) and not w.opens(i) and w.lower[i - 1] not in {"county", "parish"}


def _run_start(w: Words, i: int) -> int:
    """The first token of the run of capitals that ends at ``i``; no more than four words."""
    k = i
    while k > 0 and i - k < 4 and not w.opens(k):
        before = k - 1
        if w.capital(before) and w.low(before) not in word_set("before_places") | {"the"}:
            k = before
        elif w.raw[before] in HYPHENS and w.glued(k) and w.capital(k - 2):
            k -= 2
        else:
            break
    return k


def _noun_before(finder: Finder, i: int) -> Iterator[Mention]:
    """The name behind the noun at ``i``: "the town of Pell", "Lake Pell"."""
    w = finder.words
    first = i + 2 if w.low(i + 1) == "of" else i + 1
    if first == i + 1 and not (w.capital(i) and w.lower[i] in word_set("terrain_nouns")):
        return
    if not w.capital(first) or w.loud[i]:
        return
    last = _run_end(w, first)
    start = i - 1 if w.low(i - 1) == "the" else i
    if first == i + 1:
        yield Mention(i, last, i, last, "terrain", noun=w.lower[i])
    else:
        yield Mention(start, last, first, last, "noun_of", noun=w.lower[i])


def _run_end(w: Words, i: int) -> int:
    """The end of the run of capitals that begins at ``i``."""
    k = i + 1
    while k < len(w) and k - i < LONGEST and w.sents[k] == w.sents[i] and _continues(w, k):
        k += 1
    return k


def _continues(w: Words, k: int) -> bool:
    """Whether a name goes on with the token at ``k``: a capital, a hyphen inside a word, a particle."""
    if w.capital(k):
        return True
    if w.glued(k) and (w.raw[k - 1] in HYPHENS or w.glued(k + 1)):
        return True
    return w.low(k) in word_set("place_particles") - {"of", "the"} and w.capital(k + 1)


def _labelled(finder: Finder) -> Iterator[Mention]:
    """What the recogniser calls a place, with the whole of its name."""
    w = finder.words
    seen = -1
    for i in range(len(w)):
        ent = w.ents[i]
        if ent is None or ent[0] <= seen:
            continue
        seen = ent[0]
        if ent[2] in PLACE_LABELS and not w.loud[i]:
            yield from _parts(finder, *ent[:2])


def _parts(finder: Finder, start: int, end: int) -> Iterator[Mention]:
    """One name of the recogniser, cut at commas and at what is owned already, without an article."""
    w = finder.words
    first = start
    for cut in range(start, end + 1):
        if cut < end and w.raw[cut] not in {",", ";", "("} and finder.at[cut] is None:
            continue
        k = cut
        while first < k and (w.low(first) == "the" or not _may_open(w, first)):
            first += 1
        while first < k and not _may_open(w, k - 1):
            k -= 1
        if first < k and any(w.capital(t) for t in range(first, k)):
            last = _run_end(w, k - 1) if k == end and w.capital(k - 1) and w.glued(k) else k
            yield Mention(first, last, first, last, "labelled", noun=_fac(w, first, last))
        first = cut + 1


def _may_open(w: Words, i: int) -> bool:
    return w.capital(i) or w.raw[i][:1].isdigit()


def _fac(w: Words, first: int, last: int) -> str:
    return w.lower[last - 1] if w.label(first) == "FAC" else ""


def _datelines(finder: Finder) -> Iterator[Mention]:
    """ "PELL, Ostra (AP) --": names in front of the dash that opens a story."""
    w = finder.words
    for i in (k for k in range(min(len(w), 400)) if w.opens(k) and w.capital(k)):
        dash = next(
            (k for k in range(i + 1, min(i + 16, len(w))) if w.raw[k] in {"-", "--", "–", "—", "_"}), None
        )
        if dash is None or w.sents[dash] != w.sents[i] or w.glued(dash):
            continue
        if i in finder.names and w.raw[finder.names[i]] in {",", "(", "-", "--", "–", "—", "_"}:
            yield Mention(i, finder.names[i], i, finder.names[i], "dateline")


def _slots(finder: Finder) -> Iterator[Mention]:
    """A name of the gazetteer behind "in", or in front of a wider place: "in Pell", "Pell, Ostra"."""
    for first, last in finder.names.items():
        if _joined(finder, first, last):
            continue
        rule = _slot(finder, first, last)
        if rule:
            yield Mention(first, last, first, last, rule)


_NO_PLACES = frozenset({"DATE", "TIME", "MONEY", "CARDINAL", "ORDINAL", "PERCENT", "QUANTITY", "LANGUAGE"})


def _slot(finder: Finder, first: int, last: int) -> str:
    w = finder.words
    if w.label(first) in _NO_PLACES:
        return ""
    before = w.low(first - 1)
    wider = finder.at[last + 1] if last + 1 < len(w) and w.raw[last] == "," else None
    if wider and wider.rule in {"short_name", "country", "labelled", "noun_behind"} and not w.loud[first]:
        return "container"
    if before in word_set("closely_before_places"):
        return "behind_in"
    person = w.label(first) == "PERSON"
    if before in word_set("before_places") and not person and not w.loud[first]:
        return "behind_preposition"
    if w.label(first) == "ORG" and w.ents[first] == (first, last, "ORG") and not w.loud[first]:
        return "organisation"
    return ""


def _joined(finder: Finder, first: int, last: int) -> bool:
    """Whether the name is only a part of a longer run of capitals."""
    w = finder.words
    if _inside_name(w, first, last) and not w.loud[first]:
        return True
    if w.loud[first]:
        return False
    behind = last < len(w) and w.capital(last) and w.sents[last] == w.sents[first] and finder.at[last] is None
    ahead = (
        first > 0 and w.capital(first - 1) and not w.opens(first - 1) and w.sents[first - 1] == w.sents[first]
    )
    ahead = ahead and finder.at[first - 1] is None and not w.low(first - 1).startswith(_COMPASS)
    return behind or ahead


def _lists(finder: Finder) -> Iterator[Mention]:
    """ "Pell, Corda and Ostra": a name of the gazetteer beside a place of a list."""
    w = finder.words
    for step in (1, -1):
        for first, last in sorted(finder.names.items(), reverse=step > 0):
            if w.loud[first] or finder.at[first] or _joined(finder, first, last):
                continue
            beside = last if step > 0 else first - 1
            word, after = w.low(beside), beside + step
            if word == "," and w.low(after) in {"and", "or"}:
                after += step
            other = finder.at[after] if word in {",", "and", "or", "&"} and 0 <= after < len(w) else None
            if other and w.sents[after] == w.sents[first]:
                mention = Mention(first, last, first, last, "list")
                finder.add(mention)
    yield from ()


def _again(finder: Finder) -> Iterator[Mention]:
    """A name that the text has used for a place before."""
    w = finder.words
    known = {fold(w.slice(m.first, m.last)) for m in finder.found.values() if m.rule != "country"}
    for first, last in finder.names.items():
        if finder.at[first] or w.loud[first] or _joined(finder, first, last):
            continue
        if fold(w.slice(first, last)) in known and w.label(first) != "PERSON":
            yield Mention(first, last, first, last, "again")
