"""How much the words around a piece must be asked before it is believed."""

from __future__ import annotations

from extractor.dates import words
from extractor.dates.pieces import Calendar, Doubt, Piece
from extractor.dates.tokens import Tokens
from extractor.lexicon import word_set


def doubt(t: Tokens, i: int, j: int, piece: Piece) -> Doubt:
    """How much the words around a piece must be asked before it is believed."""
    before = t.low[i - 1] if i else ""
    if isinstance(piece, Calendar):
        if bare_year(piece) and j == i + 1 and t.low[i].isdecimal():
            return _year_doubt(t, i, j, before)
        alone = piece == Calendar(month=piece.month) and piece.month is not None
        if alone and t.low[i] in words.AMBIGUOUS_MONTHS and t.low[j - 1] != ".":
            if before not in words.MONTH_CUES:
                return "much"
            return "some" if before in ("by", "to", "for", "from", "about", "and") else "none"
        if piece == Calendar(season=piece.season) and piece.season is not None:
            if t.capital(j) and t.capital(j - 1) and not t.line_break(j):
                return "much"
            return (
                "some"
                if t.low[i] == "the" or before in ("in", "the", "during", "by", "this", "since", "until")
                else "much"
            )
        if piece == Calendar(quarter=piece.quarter) and piece.quarter is not None:
            return "some"
    return "none"


_OPENERS = frozenset({"In", "Since", "By"})  # they open a sentence with a year: "In 2014 rebels attacked"
_LASTING = frozenset({"since", "until", "till", "during", "fiscal", "year", "early", "late", "mid"})
"""Before four digits these name a time whatever follows: "since 2014 residents have"."""
_EARLIEST = 1800  # older bare years need a word such as "in" before them: house numbers look like them
_SURE = _LASTING | {"in"}
"""Before four digits these leave no doubt, unless a plural follows: "in 1500 villages"."""


def _year_doubt(t: Tokens, i: int, j: int, before: str) -> Doubt:
    after = t.low[j]
    if before in words.YEAR_CUES:
        if t.raw[i - 1] in _OPENERS:
            return "none"
        plural = after.endswith("s") and after.isalpha() and not t.capital(j)
        return "none" if before in _SURE and not plural else "some"
    if before == "(" and after in (")", ",", "-", "–"):
        return "none"
    return "none" if before == "-" and t.low[i - 2] == "mid" else "much"


def no_year(t: Tokens, i: int, j: int, piece: Piece) -> bool:
    """Whether what reads as a bare year is something else: "$1999", "1999/2", "two thousand years"."""
    if not bare_year(piece):
        return False
    if t.low[j] in words.UNITS or (not t.low[i].isdecimal() and t.counted(j)):
        return True
    return j == i + 1 and t.low[i].isdecimal() and not _may_be_year(t, i, j)


def _may_be_year(t: Tokens, i: int, j: int) -> bool:
    """Whether four digits at ``i`` may be a year at all, by what touches them."""
    before, after = (t.low[i - 1] if i else ""), t.low[j]
    if int(t.low[i]) < _EARLIEST and before not in _SURE:
        return False
    dated = t.raw[i - 1] in _OPENERS or before in _LASTING
    counted = t.counted(j) and not dated
    if before in word_set("no_year_behind") or counted or after == "%":
        return False
    if i and t.glued(i) and before in (".", "/", ":", "_", "@", "-", ","):
        return before == "-" and t.low[i - 2] in ("mid", "pre", "post", "early", "late")
    if (t.glued(j) and after in ("/", ":", "_", "@")) or (
        t.glued(j) and after == "-" and t.low[j + 1].isdecimal()
    ):
        return False
    return not (t.glued(j) and after[:1].isalpha())


def bare_year(piece: Piece) -> bool:
    """Whether a piece is a year and nothing else."""
    return isinstance(piece, Calendar) and piece == Calendar(year=piece.year)
