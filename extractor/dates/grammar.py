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
from extractor.lexicon import word_set

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


DIGIT = "0"
"""Stands for all words that begin with a digit."""
_FISCAL = ("fiscal", "financial", "fy")
_YEAR = ("'", "‘", "eighteen", "nineteen", "twenty", "two")
"""How a year begins that does not begin with a digit."""
_REPORTED = ("latest", "current", "recent", "quarter", "period", "year", *word_set("compared_periods"))
_ORDINAL = (*words.ORDINALS, *words.TENS, DIGIT)
_BEHIND_THE: tuple[tuple[Rule, Iterable[str]], ...] = (
    (simple_day, ("day",)),
    (day_around, (*words.PARTS_OF_DAY, *words.UNITS)),
    (portion, ("first", "second", "last", "latter", *words.PORTIONS)),
    (nth_of_month, _ORDINAL),
    (week_of, ("week",)),
    (nth_day, ("last", "final", *_ORDINAL)),
    (day_month, _ORDINAL),
    (the_named, (*words.SEASONS, *words.DECADE_WORDS, *_FISCAL, "q", *_YEAR, *_ORDINAL)),
    (shifted, (*words.SHIFTS, *word_set("edges_of_series"), *_REPORTED, *_YEAR, DIGIT)),
    (counted, ("few",)),
    (bare_unit, ("weekend", "year", *word_set("kinds_of_year"))),
    (vague_word, ("near", "time")),
)
_BEHIND_A: tuple[tuple[Rule, Iterable[str]], ...] = (
    (counted, ("few", "couple", "dozen", "hundred", "a")),
    (single, ("half", "a", "further", "-", *words.UNITS, *word_set("unit_fillers"))),
)
BEHIND_ARTICLES = ((("the", "its", "their"), _BEHIND_THE), (("a", "an", "another", "half"), _BEHIND_A))
"""Articles, the rules that may read what they open, and the words behind them that each of these reads."""
_NAMED: tuple[Rule, ...] = (recurring, named)
_NUMBER: tuple[Rule, ...] = (portion, nth_of_month, counted, nth_day, named)
_HOW: tuple[Rule, ...] = (portion, vague_period, shifted, bare_unit)


_OPENINGS: tuple[tuple[Iterable[str], tuple[Rule, ...]], ...] = (
    (_VAGUE_STARTS, (vague_word,)),
    ((*words.MONTHS, *words.WEEKDAYS, *words.SHORT_WEEKDAYS, *words.SEASONS), _NAMED),
    ((key[0] for key in words.HOLIDAYS), _NAMED),
    ((f"{name}s" for name in words.WEEKDAYS), _NAMED),
    ((*words.DECADE_WORDS, *_FISCAL, "q", "'", "‘"), _NAMED),
    ((*words.SMALL, *words.TENS, *words.ORDINALS, *words.VAGUE_COUNTS, "couple", "dozen"), _NUMBER),
    (("one",), (single, *_NUMBER)),
    (words.SHIFTS, _HOW),
    (("recent", "future", "these", "those"), (vague_period,)),
    ((*words.PORTIONS, "earlier", "later", "latter"), (portion, vague_period)),
    (("today", "tonight", "yesterday", "tomorrow"), (simple_day,)),
    (("every", "each"), (recurring,)),
    (("year", "month"), (year_ago,)),
    (("day",), (day_number,)),
    (("week",), (week_of,)),
)
"""The words that open an expression and the rules that may read it; a later line replaces an earlier one."""


def _by_word(behind: Iterable[tuple[Rule, Iterable[str]]]) -> dict[str, tuple[Rule, ...]]:
    """The rules that may read each word behind an article."""
    found: dict[str, tuple[Rule, ...]] = {}
    for rule, read in behind:
        for word in dict.fromkeys(read):
            found[word] = (*found.get(word, ()), rule)
    return found


_STARTERS = {word: rules for opening, rules in _OPENINGS for word in opening}
_ARTICLES = {article: _by_word(behind) for articles, behind in BEHIND_ARTICLES for article in articles}
_RANGES = frozenset({"between", "from"})
_OPEN = _STARTERS.keys() | _ARTICLES.keys() | _RANGES


def one(t: Tokens, i: int) -> tuple[Piece | None, int] | None:
    """The first rule's reading at a token: piece and index after, piece None for a known non-date."""
    for rule in _rules_at(t, i):
        hit = rule(t, i)
        if hit:
            return hit
    return None


def _rules_at(t: Tokens, i: int) -> tuple[Rule, ...]:
    """The rules that may read what begins at a token."""
    word, behind = t.low[i], t.low[i + 1]
    if word in _ARTICLES:
        return _ARTICLES[word].get(DIGIT if behind[:1].isdecimal() else behind, ())
    return _NUMBER if word[:1].isdecimal() else _STARTERS.get(word, ())


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
