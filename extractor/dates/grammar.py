"""Reads calendar expressions out of plain text: text in, unresolved pieces with offsets out.

Each word that can open an expression names the rules that may read it, most complete first; all
other words are passed over at once, so that the cost of a text is that of its calendar words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extractor.dates import words
from extractor.dates.counted import counted, day_number, nth_day, recurring, single, week_of
from extractor.dates.days import day_month
from extractor.dates.doubts import doubt, no_year
from extractor.dates.named import decade, fiscal, named, quarter, season
from extractor.dates.numerals import cardinal
from extractor.dates.pieces import Found, Piece, Vague
from extractor.dates.portions import bare_unit, day_around, nth_of_month, portion, vague_period, year_ago
from extractor.dates.ranges import linked, opened
from extractor.dates.relative import shifted, simple_day
from extractor.dates.tokens import Tokens

Rule = Callable[[Tokens, int], tuple[Piece | None, int] | None]

_PLACELESS = (
    ("now",),
    ("right", "now"),
    ("currently",),
    ("recently",),
    ("nowadays",),
    ("in", "the", "past"),
    ("in", "the", "future"),
    ("the", "near", "future"),
    ("in", "the", "near", "future"),
    ("at", "present"),
    ("the", "time", "being"),
)
_DATES_BY_NOW = frozenset({"until", "till", "by", "from", "since", "to", "before"})
"""In front of "now" these date something by it; elsewhere it is an adverb of stress ("they now say")."""
_STRESSES = {("now",), ("currently",)}
_VAGUE_STARTS = {phrase[0]: [p for p in _PLACELESS if p[0] == phrase[0]] for phrase in _PLACELESS}


def vague_word(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "now", "recently", "in the past": a pointing word without any calendar."""
    phrases = [p for p in _VAGUE_STARTS.get(t.low[i], ()) if tuple(t.low[i : i + len(p)]) == p]
    if not phrases:
        return None
    phrase = max(phrases, key=len)
    j = i + len(phrase)
    if phrase[-1] in ("past", "future") and _counts_time(t, j):
        return None
    if phrase in _STRESSES and t.low[i - 1] not in _DATES_BY_NOW:
        return None
    return Vague(), j


def _counts_time(t: Tokens, j: int) -> bool:
    """Whether a counted time begins at the token: "in the past (three months)"."""
    word = t.low[j]
    return word in words.UNITS or word in words.VAGUE_COUNTS or word == "half" or cardinal(t, j) is not None


def the_named(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "the summer of 2021", "the third quarter", "the 1970s" with their article."""
    hit = season(t, i + 1) or quarter(t, i + 1) or decade(t, i + 1) or fiscal(t, i + 1)
    return hit if t.low[i] == "the" else None


_THE: tuple[Rule, ...] = (
    simple_day,
    day_around,
    portion,
    nth_of_month,
    week_of,
    nth_day,
    day_month,
    the_named,
    shifted,
    counted,
    bare_unit,
    vague_word,
)
_NAMED: tuple[Rule, ...] = (recurring, named)
_NUMBER: tuple[Rule, ...] = (portion, nth_of_month, counted, nth_day, named)
_HOW: tuple[Rule, ...] = (portion, vague_period, shifted, bare_unit)


_OPENINGS: tuple[tuple[Iterable[str], tuple[Rule, ...]], ...] = (
    (_VAGUE_STARTS, (vague_word,)),
    ((*words.MONTHS, *words.WEEKDAYS, *words.SHORT_WEEKDAYS, *words.SEASONS), _NAMED),
    ((key[0] for key in words.HOLIDAYS), _NAMED),
    ((f"{name}s" for name in words.WEEKDAYS), _NAMED),
    ((*words.DECADE_WORDS, "fiscal", "financial", "fy", "q", "'", "‘"), _NAMED),
    ((*words.SMALL, *words.TENS, *words.ORDINALS, *words.VAGUE_COUNTS, "couple", "dozen"), _NUMBER),
    (("one",), (single, *_NUMBER)),
    (words.SHIFTS, _HOW),
    (("recent", "future", "these", "those"), (vague_period,)),
    ((*words.PORTIONS, "earlier", "later", "latter"), (portion, vague_period)),
    (("today", "tonight", "yesterday", "tomorrow"), (simple_day,)),
    (("a", "an", "another", "half"), (counted, single)),
    (("every", "each"), (recurring,)),
    (("year", "month"), (year_ago,)),
    (("the", "its", "their"), _THE),
    (("day",), (day_number,)),
    (("week",), (week_of,)),
)
"""The words that open an expression and the rules that may read it; a later line replaces an earlier one."""


_STARTERS = {word: rules for opening, rules in _OPENINGS for word in opening}
_RANGES = frozenset({"between", "from"})
_OPEN = _STARTERS.keys() | _RANGES


def one(t: Tokens, i: int) -> tuple[Piece | None, int] | None:
    """The first rule's reading at a token: piece and index after, piece None for a known non-date."""
    word = t.low[i]
    rules = _STARTERS.get(word)
    if rules is None:
        if not word or not word[0].isdecimal():
            return None
        rules = _NUMBER
    for rule in rules:
        hit = rule(t, i)
        if hit:
            return hit
    return None


def read_at(t: Tokens, i: int) -> tuple[Piece | None, int] | None:
    """The reading at a token, extended to a range where the words make one."""
    if t.low[i] in _RANGES:
        return opened(t, i, one(t, i + 1), one)
    hit = one(t, i)
    return (linked(t, hit, one) or hit) if hit else None


def read(t: Tokens) -> list[Found]:
    """Every calendar expression of a text in order, without overlap, not yet resolved."""
    found: list[Found] = []
    behind = 0
    for i in [i for i in range(t.size) if t.low[i] in _OPEN or t.low[i][0].isdecimal()]:
        hit = read_at(t, i) if i >= behind else None
        if hit is None:
            continue
        piece, behind = hit
        if piece is not None and not no_year(t, i, behind, piece):
            found.append(Found(piece, t.start[i], t.end[behind - 1], doubt(t, i, behind, piece)))
    return found
