"""Reads calendar expressions out of plain text: text in, unresolved pieces with offsets out.

Each word that can open an expression names the rules that may read it, most complete first; all
other words are passed over at once, so that the cost of a text is that of its calendar words.
"""

from __future__ import annotations

from collections.abc import Callable

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
_VAGUE_STARTS = {phrase[0]: [p for p in _PLACELESS if p[0] == phrase[0]] for phrase in _PLACELESS}


def vague_word(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """Reads "now", "recently", "in the past": a pointing word without any calendar."""
    best = 0
    for phrase in _VAGUE_STARTS.get(t.low[i], ()):
        if len(phrase) > best and tuple(t.low[i : i + len(phrase)]) == phrase:
            best = len(phrase)
    if best and t.low[i + best - 1] in ("past", "future"):
        follows = t.low[i + best]
        if (
            follows in words.UNITS
            or follows in words.VAGUE_COUNTS
            or cardinal(t, i + best)
            or follows == "half"
        ):
            return None
    if best == 1 and t.low[i] in ("now", "currently") and t.low[i - 1] not in _DATES_BY_NOW:
        return None
    return (Vague(), i + best) if best else None


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


def _starters() -> dict[str, tuple[Rule, ...]]:
    table: dict[str, tuple[Rule, ...]] = {}
    plurals = (f"{name}s" for name in words.WEEKDAYS)
    for word in (
        *words.MONTHS,
        *words.WEEKDAYS,
        *words.SHORT_WEEKDAYS,
        *words.SEASONS,
        *(key[0] for key in words.HOLIDAYS),
        *plurals,
        *words.DECADE_WORDS,
        "fiscal",
        "financial",
        "fy",
        "q",
        "'",
        "‘",
    ):
        table[word] = _NAMED
    for word in (
        *words.SMALL,
        *words.TENS,
        *words.ORDINALS,
        "couple",
        "dozen",
        *words.VAGUE_COUNTS,
        "eighteen",
    ):
        table[word] = _NUMBER
    table["one"] = (single, *_NUMBER)
    for word in words.SHIFTS:
        table[word] = _HOW
    for word in ("recent", "future", "these", "those"):
        table[word] = (vague_period,)
    for word in (*words.PORTIONS, "earlier", "later", "latter"):
        table[word] = (portion, vague_period)
    for word in ("today", "tonight", "yesterday", "tomorrow"):
        table[word] = (simple_day,)
    for word in ("a", "an", "another", "half"):
        table[word] = (counted, single)
    for word in ("every", "each"):
        table[word] = (recurring,)
    for word in ("year", "month"):
        table[word] = (year_ago,)
    for word in ("the", "its", "their"):
        table[word] = _THE
    table["day"] = (day_number,)
    table["week"] = (week_of,)
    for word in _VAGUE_STARTS:
        table.setdefault(word, (vague_word,))
    return table


_STARTERS = _starters()


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
    if t.low[i] in ("between", "from"):
        return opened(t, i, one(t, i + 1), one)
    if t.low[i] not in _STARTERS and not t.low[i][0].isdecimal():
        return None
    hit = one(t, i)
    return (linked(t, hit, one) or hit) if hit else None


def read(text: str) -> list[Found]:
    """Every calendar expression of a text in order, without overlap, not yet resolved."""
    t = Tokens(text)
    found: list[Found] = []
    i = 0
    while i < t.size:
        hit = read_at(t, i)
        if hit is None:
            i += 1
            continue
        piece, j = hit
        if piece is not None and not no_year(t, i, j, piece):
            found.append(Found(piece, t.start[i], t.end[j - 1], doubt(t, i, j, piece)))
        i = j
    return found
