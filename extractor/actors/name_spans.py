"""Capitalised runs: stretches of tokens that may hold the name of an organisation.

In: a :class:`View`. Out: where a run ends, and which head word in it gives its kind. A run goes
over "of", "for", "and", hyphens and possessives only where a name may go on: "Ministry of External Affairs",
"State Office of Statistics and Information", "El Paso County Sheriff's Office".
"""

from __future__ import annotations

from extractor.actors.view import HYPHENS, POSSESSIVES, View
from extractor.actors.vocabulary import HeadKind, head_phrases, head_words, title_words
from extractor.lexicon import word_set

OF = frozenset({"of", "for"})
NO_ACTOR = frozenset({"place", "thing", "site"})
_FOREIGN = frozenset({"de", "del", "la", "al", "el", "ul", "du", "des", "und", "y", "e", "di"})
_DATES = frozenset({"DATE", "TIME"})
# Tokens of a name. At 12 three of 124 lists of countries are lost, at 48 none changes (15 articles).
_MAX_TOKENS = 24


def run_end(view: View, start: int, owned: bytearray) -> int:
    """End of the capitalised run that begins at ``start``."""
    j = start + 1
    limit = min(len(view), start + _MAX_TOKENS)
    while j < limit and not owned[j] and view.sents[j] == view.sents[start]:
        if _may_be_inside(view, j):
            j += 1
            continue
        step = _joining(view, j, start)
        if not step or (j + step < len(view) and owned[j + step]):
            break
        j += step
    return j


def _may_be_inside(view: View, j: int) -> bool:
    """Whether a word may be part of a name: one with a capital, a short number in front of one."""
    word = view.words[j]
    if view.capital[j]:
        return view.labels[j] not in _DATES
    return word.isdigit() and len(word) < 4 and view.raw(j + 1)[:1].isupper()


def _joining(view: View, j: int, start: int) -> int:
    """How many joining tokens at ``j`` the run goes over (0: it ends)."""
    word, then = view.words[j], view.raw(j + 1)
    goes_on = then[:1].isupper()
    if word in HYPHENS:
        return int(bool(then) and view.starts[j] == view.ends[j - 1] and view.starts[j + 1] == view.ends[j])
    if word in OF:
        skip = int(then == "the")
        named = view.raw(j + 1 + skip)[:1].isupper()
        return (1 + skip) if named and (word == "of" or _has_head(view, start, j)) else 0
    if word == "and":
        return int(goes_on and _joins_by_and(view, start, j))
    return int(goes_on and (word in {"&", "amp"} or word in POSSESSIVES or word in _FOREIGN))


def _has_head(view: View, start: int, end: int) -> bool:
    words = head_words()
    return any(view.lower[k] in words for k in range(start, end))


def _joins_by_and(view: View, start: int, j: int) -> bool:
    """Whether "and" stands inside one name, not between two."""
    if view.word(j + 1) in title_words():
        return False
    if any(word in OF for word in view.lower[start:j]):
        # "Ministry of Defense and Ministry of Foreign Affairs" are two names.
        begins = head_words().get(view.word(j + 1), "place") not in NO_ACTOR and view.word(j + 2) in OF
        return not begins
    # "Relief and Works Agency": the only head stands behind.
    k = j + 1
    while k < min(len(view), j + 4) and view.capital[k]:
        if k > j + 1 and head_words().get(view.lower[k], "place") not in NO_ACTOR:
            return not _has_head(view, start, j)
        k += 1
    return False


def last_head(view: View, start: int, end: int) -> tuple[HeadKind, int, int] | None:
    """The last head in ``start:end``: its kind, its first and its last token."""
    phrases, kinds = head_phrases(), head_words()
    for k in range(end - 1, start - 1, -1):
        for words, kind in phrases.get(view.lower[k], ()):
            first = k - len(words) + 1
            if first >= start and _spells(view, first, words):
                return kind, first, k
        kind_of_word = kinds.get(view.lower[k].rstrip("."))
        if kind_of_word:
            return kind_of_word, k, k
    return None


def _spells(view: View, first: int, words: tuple[str, ...]) -> bool:
    return all(view.lower[first + n].replace("’", "'") == word for n, word in enumerate(words))


def trim(view: View, start: int, end: int) -> tuple[int, int]:
    """A stretch without the sentence-initial words before it and the possessive behind it."""
    stop_words = word_set("not_names")
    while start < end and (view.lower[start] in stop_words or not view.words[start][:1].isalnum()):
        if view.lower[start] == "police" and end - start > 1:
            break
        start += 1
    while end > start and (not view.words[end - 1][:1].isalnum() or view.words[end - 1] in POSSESSIVES):
        end -= 1
    return start, end
