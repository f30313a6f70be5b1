"""Every number of a text, in order: the scan that puts cores, ranges, qualifiers and reasons together."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from extractor.codebooks import Codebook
from extractor.lexicon import word_set
from extractor.numbers import vague, words
from extractor.numbers.cores import ZERO_STARTS, Core, Kind, read_core, read_range
from extractor.numbers.in_context import InContext
from extractor.numbers.qualifiers import Qualified, combined, find_qualifiers
from extractor.numbers.reasons import LAST_DISTINGUISHING_ORDINAL, reason_for
from extractor.numbers.tokens import Tokens
from extractor.numbers.vocabulary import Reason, Scope
from extractor.records import Qualifier, Quantity

_STARTS = words.STARTS | frozenset(words.ORDINALS) | vague.STARTS | ZERO_STARTS
# A million characters of the densest notes hold 90,000 sentences, names, numbers and event words together.
MOST = 100_000
"""So many things of a text are read, see ``extent.py``."""


class NumberMention(NamedTuple):
    """A number of the text.

    ``start`` and ``end`` cover qualifier and number ("at least 96", "96 or more", "an additional 41"),
    ``core_start`` and ``core_end`` the number alone. ``reason`` says why it can never be a count, None
    if it may be one. ``partitive``: "of the", "of them" or the like follows.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    quantity: Quantity
    kind: Kind
    reason: Reason | None = None
    scope_hint: Scope | None = None
    partitive: bool = False


def find_numbers(text: str, codebook: Codebook) -> list[NumberMention]:
    """The number-like expressions of ``text`` in order, without overlap: the first ``MOST`` and one more.

    The work is linear in its length.
    """
    tokens = Tokens(text)
    found: list[NumberMention] = []
    floor = 0
    for index in tokens.candidates(_STARTS):
        core = read_core(tokens, index) if index >= floor else None
        if core is None:
            continue
        core, qualified = _widened(tokens, core, floor)
        found.append(_mention(tokens, core, qualified, codebook))
        floor = max(qualified.end, core.end)
        if len(found) > MOST:
            break
    return _in_lists(text, found)


def number_places(text: str) -> list[int]:
    """Where the words stand that may begin a number, articles left out."""
    tokens = Tokens(text)
    return [tokens.start[i] for i in tokens.candidates(_STARTS - {"a", "an"} | words.MULTIPLIERS.keys())]


def read_quantity(phrase: str, codebook: Codebook) -> Quantity | None:
    """The quantity of one phrase; None if it holds no number, several, or one that is no count."""
    found = find_numbers(phrase, codebook)
    usable = len(found) == 1 and found[0].reason is None
    return found[0].quantity if usable else None


def _widened(tokens: Tokens, core: Core, floor: int) -> tuple[Core, Qualified]:
    """``core`` with its range and the qualifiers around it."""
    qualified = find_qualifiers(tokens, core.first, core.end, floor)
    opener = tokens[qualified.first - 1].low if qualified.first > floor else ""
    wide = read_range(tokens, core, between=opener == "between")
    if wide is core or _changes(tokens, qualified.first):
        wide = core
    else:
        qualified = find_qualifiers(tokens, wide.first, wide.end, floor)
        if opener in ("between", "from"):
            qualified = qualified._replace(first=qualified.first - 1)
    if tokens[wide.end].low == "from" and tokens.words(wide.first - 2, wide.first) == ("up", "to"):
        said = tuple(word for word in qualified.said if word != "at_most")
        qualified = qualified._replace(first=wide.first, said=said)
    return wide, qualified


def _changes(tokens: Tokens, first: int) -> bool:
    """Whether a word of change before the number makes "20 to 30" an old and a new figure."""
    for at in range(first - 1, max(first - 16, -1), -1):
        token = tokens[at]
        if token.raw in (".", ";") or token.kind == "b":
            return False
        if token.low in word_set("change") and not (token.low == "up" and tokens[at + 1].low == "to"):
            return True
    return False


def _mention(tokens: Tokens, core: Core, qualified: Qualified, codebook: Codebook) -> NumberMention:
    start, end = tokens.start[qualified.first], tokens.end[qualified.end - 1]
    qualifier, scope = combined(qualified.said)
    reason = reason_for(InContext(tokens, core, qualified.first, qualified.end))
    text = tokens.text[start:end]
    if core.kind == "ordinal" and reason is None:
        another = (
            tokens[qualified.first - 1].low in ("a", "an") and (core.high or 0) <= LAST_DISTINGUISHING_ORDINAL
        )
        if another:  # "a second man": one more; "a 14th man" is the last of fourteen
            core, scope = core._replace(low=1, high=1), "incremental"
        else:
            scope = "cumulative"
    return NumberMention(
        start,
        end,
        tokens.start[core.first],
        tokens.end[core.end - 1],
        _quantity(text, core, qualifier, codebook),
        core.kind,
        reason,
        scope,
        tokens[qualified.end].low == "of" and tokens[qualified.end + 1].low in word_set("partitive"),
    )


def _quantity(text: str, core: Core, qualifier: Qualifier, codebook: Codebook) -> Quantity:
    """The bounds that the words state (the table of ``Quantity``)."""
    low: int | None
    best: int | None
    high: int | None
    if core.kind == "vague" and core.word is not None:
        qualifier = "vague"
        low, best, high = codebook.vague(core.word, core.factor)
    elif core.low is None or core.high is None or core.low.denominator * core.high.denominator != 1:
        low = best = high = None
    elif core.is_range:
        qualifier, low, high = "range", int(core.low), int(core.high)
        best = codebook.range_best(low, high)
    else:
        best = int(core.high)
        low = best if qualifier in ("exact", "at_least", "more_than") else None
        high = best if qualifier in ("exact", "at_most", "less_than", "nearly") else None
    return _once(text, low, best, high, qualifier)


@lru_cache(maxsize=4096)
def _once(text: str, low: int | None, best: int | None, high: int | None, qualifier: Qualifier) -> Quantity:
    """A quantity, the same object for the same words: a table holds some numbers very often."""
    return Quantity(text=text, low=low, best=best, high=high, qualifier=qualifier)


_UNIT_REASONS = frozenset(
    ("percentage", "duration", "distance", "measure", "age", "money", "calibre", "multiplier", "date")
)
_LINKS = frozenset((",", "and", ", and", "or", ", or", "to", "-", "–"))
_AFTER_AGE = (
    ",",
    ".",
    ";",
    ")",
    " and",
    " or",
    " years",
    " respectively",
    " were",
    " in",
    " at",
    " from",
    " of",
    " who",
)
_LATER = (" later", " ago", " earlier", " before", " after", " since")


def _in_lists(text: str, found: list[NumberMention]) -> list[NumberMention]:
    """Units that a list states once: "10 and 12 percent", "5 and 7 years old", "aged 3, 5 and 8"."""
    for index in range(len(found) - 1, 0, -1):
        before, here = found[index - 1], found[index]
        if _shares_unit(text, before, here):
            found[index - 1] = before._replace(reason=here.reason)
    for index in range(1, len(found)):
        here = found[index]
        reason = here.reason or _listed_reason(text, found[index - 1], here)
        if reason != here.reason:
            found[index] = here._replace(reason=reason)
    return found


def _shares_unit(text: str, before: NumberMention, here: NumberMention) -> bool:
    """Whether the unit behind a number is that of the number in front of it too."""
    if before.reason is not None or here.reason not in _UNIT_REASONS or before.kind != "cardinal":
        return False
    if before.start != before.core_start or text[before.end : here.start].strip() not in _LINKS:
        return False
    tail = text[here.end : here.end + 30].lower()
    return not any(word in tail for word in _LATER)


def _listed_reason(text: str, before: NumberMention, here: NumberMention) -> Reason | None:
    """Why a number is no count that its own words say nothing against: what it goes on from in a list."""
    twice = here.quantity.best == before.quantity.best
    if not twice and before.reason not in ("age", "date"):
        return None
    link = text[before.end : here.start].strip()
    tail = text[here.end : here.end + 13].lower()
    if twice and link == "(" and tail.startswith(")"):
        return "repeated in brackets"  # "12 (twelve) people"
    listed = before.reason == "age" or (before.reason == "date" and link in ("and", "or"))
    if not listed or link not in _LINKS:
        return None
    return before.reason if not tail or tail.startswith(_AFTER_AGE) else None
