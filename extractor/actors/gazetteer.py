"""Named organisations and armed groups of the lexicons, found by their words.

In: a :class:`View`. Out: mentions whose ``key`` is the lexicon entry. A name that means other things too
counts only where the text also gives another name of the same entry or names its country.
"""

from __future__ import annotations

from functools import cache

from extractor.actors.view import Mention, View, longest
from extractor.actors.vocabulary import NamedEntry, named_entries, named_trie

Choice = tuple[int, str]
"""A lexicon entry's index and the name of it that was found."""
Hit = tuple[int, int, tuple[Choice, ...]]

_ARTICLES = frozenset({"al", "the", "so"})


def entry_of(mention: Mention) -> NamedEntry | None:
    """The lexicon entry that a mention names."""
    return named_entries()[int(mention.key[6:])] if mention.key.startswith("entry:") else None


def find_named(view: View) -> list[Mention]:
    """Mentions of lexicon entries, in order, without overlap."""
    entries = named_entries()
    hits = _hits(view)
    countries = {word.code for _, _, word in view.country} | {code for _, code in view.place_at.values()}
    sure = {
        index
        for _, _, choices in hits
        for index, alias in choices
        if alias not in entries[index].needs_context
    }
    found: list[Mention] = []
    for start, end, choices in hits:
        index = _choose(choices, sure, countries)
        if index is None:
            continue
        entry = entries[index]
        found.append(
            Mention(
                start,
                end,
                entry.kind,
                view.span(start, end),
                countries=entry.countries,
                key=f"entry:{index}",
            )
        )
    return found


def _hits(view: View) -> list[Hit]:
    trie = named_trie()
    hits: list[Hit] = []
    behind = 0
    opening = _small_openings()
    for i in [i for i, word in enumerate(view.lower) if view.capital[i] or word in opening]:
        found = longest(view, trie, i) if i >= behind else None
        if found is None:
            continue
        end, rows = found
        kept = tuple((int(index), alias) for index, alias in rows if _spelled(view, i, end, alias))
        if kept:
            hits.append((i, end, kept))
            behind = end
    return hits


@cache
def _small_openings() -> frozenset[str]:
    """What a name may begin with that has no capital: an article or a number."""
    return frozenset(word for word in named_trie() if word[0].isdigit()).union(
        _ARTICLES, (f"{word}-" for word in _ARTICLES)
    )


def _spelled(view: View, start: int, end: int, alias: str) -> bool:
    """Whether case agrees: acronyms in capitals, names capitalised, nothing inside a line in capitals."""
    words = view.words[start:end]
    if len(words) == 1:
        word = words[0].replace(".", "")
        if alias.replace(".", "").isupper():
            return word.isupper() and (len(word) > 4 or not _shouting(view, start, end))
        if len(word) < 5:
            return word == alias.replace(".", "")
        return word[:1].isupper()
    parts = alias.replace("-", " ").replace("/", " ").split()
    if (
        parts[0][:1].isupper()
        and not words[0][:1].isupper()
        and words[0].lower().rstrip("-") not in _ARTICLES
    ):
        return False
    wanted = sum(part[:1].isupper() for part in parts)
    return sum(word[:1].isupper() for word in words) >= min(wanted, 2)


def _shouting(view: View, start: int, end: int) -> bool:
    """Whether the line around is in capitals, where "IS" and "WHO" are no acronyms."""
    around = view.words[max(0, start - 2) : start] + view.words[end : end + 2]
    return sum(word.isupper() and word.isalpha() and len(word) > 3 for word in around) >= 2


def _choose(choices: tuple[Choice, ...], sure: set[int], countries: set[str]) -> int | None:
    """The entry meant: one whose name is unmistakable, else the only one that the text gives context for."""
    entries = named_entries()
    plain = [index for index, alias in choices if alias not in entries[index].needs_context]
    if plain:
        return plain[0]
    named = {index for index, _ in choices if index in sure}
    near = {index for index, _ in choices if countries & set(entries[index].countries)}
    for found in (named, near):
        if len(found) == 1:
            return next(iter(found))
    return None
