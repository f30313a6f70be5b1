"""Qualifiers and words of scope, before and after a number: "at least", "some", "-plus", "a further".

"Just under" and its kin are read as ``nearly`` (the number is approached, not only an upper bound);
"just over" is ``more_than``. Of stacked qualifiers the outermost bound wins ("at least some 20" is
``at_least``), then ``about``.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from extractor.numbers.tokens import Tokens
from extractor.records import Qualifier

Scope = Literal["incremental", "cumulative"]
Said = Qualifier | Scope | Literal[""]  # "" keeps the words in the span and says nothing more

_BEFORE: dict[Said, str] = {
    "at_least": """at least|at the very least|at a minimum|no fewer than|no less than|not fewer than|not less than
        |a minimum of|minimum of|minimum|as few as|≥|not under|never fewer than|never less than""",
    "more_than": """more than|over|above|upwards of|upward of|in excess of|exceeding|exceeds|exceeded|exceed
        |greater than|well over|well above|far more than|much more than|many more than|just over|just above
        |slightly more than|slightly over|a little over|a little more than|just more than|surpassing|surpassed
        |surpasses|topping|topped|tops|beyond|>|significantly more than|considerably more than|easily more than""",
    "at_most": """up to|as many as|at most|at the most|no more than|not more than|a maximum of|maximum of|maximum
        |as much as|as high as|not exceeding|≤|never more than|anything up to|up to a maximum of""",
    "less_than": """fewer than|less than|under|below|far fewer than|well under|<|lower than""",
    "nearly": """nearly|almost|close to|nearing|approaching|just under|just below|just short of|just shy of|shy of
        |slightly under|slightly less than|slightly fewer than|a little under|a little less than|virtually
        |just less than|just fewer than|not quite|the best part of|the better part of|verging on|practically""",
    "about": """about|some|approximately|approx|approx.|around|roughly|an estimated|estimated|estimated at
        |estimated to be|circa|c.|ca|ca.|~|≈|an approximate|somewhere around|in the region of|on the order of
        |in the order of|of the order of|in the vicinity of|in the neighborhood of|in the neighbourhood of
        |more or less|perhaps|maybe|possibly|something like|an estimate of|estimates of|the estimated|anywhere around
        |believed to be about|about a|around a|some of the estimated""",
    "incremental": """another|a further|further|an additional|additional|an extra|extra|yet another|still another""",
    "cumulative": """a total of|total of|a combined total of|a grand total of|a combined|a cumulative total of
        |a cumulative|altogether|in all|in total|a total""",
    "": """exactly|precisely|a confirmed|a reported|a mere|a record|an unconfirmed|an astonishing|a staggering""",
}
_AFTER: dict[Said, str] = {
    "at_least": """or more|at least|and counting|or higher|and upwards|or upwards|and up|and above|and over|and more
        |at a minimum|if not more|or over|or above|at the very least|minimum""",
    "more_than": "- plus|+|plus|-plus",
    "at_most": "or fewer|or less|at most|at the most|maximum|or under|or below",
    "about": "or so|or two|- odd|odd|- ish|or thereabouts|give or take|more or less|or about that|- or - so",
    "cumulative": "in total|in all|altogether",
    "incremental": "",
}
# After the number but no part of the mention: only the scope is told.
_INCREMENTAL_AFTER = frozenset("more additional further extra".split())
_BOUNDS = ("at_least", "more_than", "at_most", "less_than", "nearly")


class Phrase(NamedTuple):
    """One qualifier as words."""

    words: tuple[str, ...]
    says: Said


def _table(source: dict[Said, str], *, key: int) -> dict[str, list[Phrase]]:
    """Phrases by their last (``key`` -1) or first word, longest first."""
    table: dict[str, list[Phrase]] = {}
    for says, text in source.items():
        for phrase in filter(None, (" ".join(part.split()) for part in text.split("|"))):
            words = tuple(phrase.replace(".", " .").replace("-plus", "- plus").split())
            table.setdefault(words[key], []).append(Phrase(words, says))
    for phrases in table.values():
        phrases.sort(key=lambda phrase: -len(phrase.words))
    return table


BEFORE = _table(_BEFORE, key=-1)
AFTER = _table(_AFTER, key=0)


class Qualified(NamedTuple):
    """The tokens that a mention covers with its qualifiers, and what these say."""

    first: int
    end: int
    said: tuple[Said, ...]


def find_qualifiers(tokens: Tokens, first: int, end: int, floor: int) -> Qualified:
    """Extend the tokens ``first`` to ``end`` by the qualifiers around them, back to ``floor`` at most."""
    said: list[Said] = []
    for _ in range(4):
        phrase = _before(tokens, first, floor)
        if phrase is None:
            break
        first -= len(phrase.words)
        said.append(phrase.says)
    said.reverse()
    for _ in range(2):
        phrase = _after(tokens, end)
        if phrase is None:
            break
        end += len(phrase.words)
        said.append(phrase.says)
    if tokens[end].low in _INCREMENTAL_AFTER and tokens[end + 1].low != "than":
        said.append("incremental")
    return Qualified(first, end, tuple(said))


def _before(tokens: Tokens, first: int, floor: int) -> Phrase | None:
    at = first
    if tokens[at - 1].raw in ("-", "‑") and tokens.glued(at):
        return None
    for phrase in BEFORE.get(tokens[at - 1].low, ()):
        start = at - len(phrase.words)
        if start >= floor and tokens.words(start, at) == phrase.words:
            return phrase
    return None


def _after(tokens: Tokens, end: int) -> Phrase | None:
    for phrase in AFTER.get(tokens[end].low, ()):
        size = len(phrase.words)
        if tokens.words(end, end + size) != phrase.words:
            continue
        if phrase.words[0] in ("-", "+") and not tokens.glued(end):
            continue
        if phrase.words == ("plus",) and tokens[end + 1].kind == "n":
            continue
        return phrase
    return None


def combined(said: tuple[Said, ...]) -> tuple[Qualifier, Scope | None]:
    """The one qualifier and the scope that stacked words come to.

    >>> combined(("incremental", "at_least", "about")), combined(())
    (('at_least', 'incremental'), ('exact', None))
    """
    qualifier: Qualifier = "about" if "about" in said else "exact"
    for word in said:
        if word in _BOUNDS:
            qualifier = word
            break
    scopes: list[Scope] = [word for word in said if word in ("incremental", "cumulative")]
    return qualifier, scopes[0] if scopes else None
