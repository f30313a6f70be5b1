"""Reads calendar expressions out of plain text: text in, unresolved pieces with offsets out.

Each word that can open an expression names the rules that may read it, most complete first; all
other words are passed over at once, so that the cost of a text is that of its calendar words.
"""

from __future__ import annotations

from collections.abc import Callable

from extractor.dates import words
from extractor.dates.counted import counted, nth_day, recurring, single
from extractor.dates.named import cardinal, day_month, named
from extractor.dates.pieces import Calendar, Doubt, Found, Part, Piece, Relative, Span, Vague
from extractor.dates.relative import (
    bare_unit,
    day_around,
    nth_of_month,
    portion,
    shifted,
    simple_day,
    vague_period,
    year_ago,
)
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
_VAGUE_STARTS = {phrase[0]: [p for p in _PLACELESS if p[0] == phrase[0]] for phrase in _PLACELESS}


def vague_word(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "now", "recently", "in the past": a pointing word without any calendar."""
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
    return (Vague(), i + best) if best else None


_THE: tuple[Rule, ...] = (
    simple_day,
    day_around,
    portion,
    nth_of_month,
    nth_day,
    day_month,
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


def _calendar_only(piece: Piece | None) -> bool:
    """Whether a piece can be an end of a range."""
    if isinstance(piece, Part):
        return _calendar_only(piece.whole)
    return isinstance(piece, Calendar) or (isinstance(piece, Relative) and piece.unit != "weekend")


def joined(t: Tokens, i: int) -> tuple[Piece, int] | None:
    """ "between 23 December and 28 January", "from Monday to Friday", "between 2020 and today"."""
    opener = t.low[i]
    links = ("and",) if opener == "between" else ("to", "until", "till", "through")
    split = day_month(t, i + 1) if opener == "between" else None
    if split and isinstance(split[0], Span):
        return split
    first = one(t, i + 1)
    if opener == "between" and not first:
        return None
    if not first or not _calendar_only(first[0]) or t.low[first[1]] not in links:
        return None
    last = one(t, first[1] + 1)
    if not last or not _calendar_only(last[0]):
        return None
    assert first[0] is not None
    assert last[0] is not None
    if last[0] == Relative("day", 0) and isinstance(first[0], Calendar) and first[0].day is None:
        return Span(first[0], None), last[1]
    if _bare_year(first[0]) != _bare_year(last[0]) and not _has_year(last[0]):
        return None
    return Span(first[0], last[0]), last[1]


def _bare_year(piece: Piece) -> bool:
    return isinstance(piece, Calendar) and piece == Calendar(year=piece.year)


def _has_year(piece: Piece) -> bool:
    return isinstance(piece, Calendar) and piece.year is not None


def doubt(t: Tokens, i: int, j: int, piece: Piece) -> Doubt:
    """How much the words around a piece must be asked before it is believed."""
    before = t.low[i - 1] if i else ""
    if isinstance(piece, Calendar):
        if _bare_year(piece) and j == i + 1 and t.low[i].isdecimal():
            return _year_doubt(t, i, j, before)
        alone = piece == Calendar(month=piece.month) and piece.month is not None
        if alone and t.low[i] in words.AMBIGUOUS_MONTHS and t.low[j - 1] != ".":
            if before not in words.MONTH_CUES:
                return "much"
            return "some" if before in ("by", "to", "for", "from", "about", "and") else "none"
        if piece == Calendar(season=piece.season) and piece.season is not None:
            return "some" if before in ("in", "the", "during", "by", "this", "since", "until") else "much"
        if piece == Calendar(quarter=piece.quarter) and piece.quarter is not None:
            return "some"
    return "none"


_NEVER_BEFORE_YEAR = frozenset(
    {"$", "£", "€", "#", "no", "number", "flight", "room", "route", "highway", "us$", "+", "="}
)


def _year_doubt(t: Tokens, i: int, j: int, before: str) -> Doubt:
    after = t.low[j]
    if before in words.YEAR_CUES:
        strong = before in (
            "in",
            "since",
            "until",
            "till",
            "during",
            "fiscal",
            "year",
            "early",
            "late",
            "mid",
        )
        return "none" if strong else "some"
    if (before == "(" and after in (")", ",", "-", "–")) or (
        before == "-" and i > 1 and t.low[i - 2] == "mid"
    ):
        return "none"
    return "much"


def _is_year_token(t: Tokens, i: int, j: int) -> bool:
    """Whether four digits at ``i`` may be a year at all, by what touches them."""
    before, after = (t.low[i - 1] if i else ""), t.low[j]
    if before in _NEVER_BEFORE_YEAR or after in words.COUNTED_AFTER_YEAR or after == "%":
        return False
    if i and t.glued(i) and before in (".", "/", ":", "_", "@", "-", ","):
        return before == "-" and t.low[i - 2] in ("mid", "pre", "post", "early", "late")
    if (t.glued(j) and after in ("/", ":", "_", "@")) or (
        t.glued(j) and after == "-" and t.low[j + 1].isdecimal()
    ):
        return False
    return not (t.glued(j) and after[:1].isalpha())


def read(text: str) -> list[Found]:
    """Every calendar expression of a text in order, without overlap, not yet resolved."""
    t = Tokens(text)
    found: list[Found] = []
    i = 0
    low = t.low
    starters = _STARTERS
    while i < t.size:
        word = low[i]
        if word in ("between", "from"):
            hit: tuple[Piece | None, int] | None = joined(t, i)
        elif word in starters or word[0].isdecimal():
            hit = one(t, i)
        else:
            i += 1
            continue
        if hit is None:
            i += 1
            continue
        piece, j = hit
        if piece is None:
            i = j
            continue
        if isinstance(piece, Calendar) and _bare_year(piece) and j == i + 1 and low[i].isdecimal():
            if not _is_year_token(t, i, j):
                i = j
                continue
        if isinstance(piece, Calendar) and _bare_year(piece) and low[j] in words.UNITS:
            i = j
            continue
        found.append(Found(piece, t.start[i], t.end[j - 1], doubt(t, i, j, piece)))
        i = j
    return found
