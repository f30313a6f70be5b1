"""How much the words around a piece must be asked before it is believed."""

from __future__ import annotations

from extractor.dates import words
from extractor.dates.pieces import Calendar, Doubt, Piece
from extractor.dates.tokens import Tokens
from extractor.lexicon import word_set


def doubt(t: Tokens, i: int, j: int, piece: Piece) -> Doubt:
    """How much the words around the piece at tokens ``i`` to ``j`` must be asked before it is believed."""
    if not isinstance(piece, Calendar):
        return "none"
    if bare_year(piece) and j == i + 1 and t.low[i].isdecimal():
        return _year_doubt(t, i, j, t.low[i - 1])
    if _names_only(piece, "month"):
        return _month_doubt(t, i, j)
    if _names_only(piece, "season"):
        return _season_doubt(t, i, j)
    return "some" if _names_only(piece, "quarter") else "none"


def _names_only(piece: Calendar, part: str) -> bool:
    value = getattr(piece, part)
    return value is not None and piece == Calendar(**{part: value})


def _month_doubt(t: Tokens, i: int, j: int) -> Doubt:
    """A month name that is another word too ("may", "march") needs a cue in front of it."""
    if t.low[i] not in words.AMBIGUOUS_MONTHS or t.low[j - 1] == ".":
        return "none"
    before = t.low[i - 1]
    if before not in words.MONTH_CUES:
        return "much"
    return "some" if before in _BEFORE_NAMES_TOO else "none"


def _season_doubt(t: Tokens, i: int, j: int) -> Doubt:
    """A season may be part of a name ("Spring Hill"), or another word ("fall")."""
    in_name = t.capital(j) and t.capital(j - 1) and not t.line_break(j)
    cued = t.low[i] == "the" or t.low[i - 1] in _SEASON_CUES
    return "some" if cued and not in_name else "much"


_BEFORE_NAMES_TOO = frozenset({"by", "to", "for", "from", "about", "and"})
"""Cues of a month that stand in front of a person's name as well: "by April"."""
_SEASON_CUES = frozenset({"in", "the", "during", "by", "this", "since", "until"})


_OPENERS = frozenset({"In", "Since", "By"})  # they open a sentence with a year: "In 2014 rebels attacked"
_LASTING = frozenset({"since", "until", "till", "during", "fiscal", "year", "early", "late", "mid"})
"""Before four digits these name a time whatever follows: "since 2014 residents have"."""
# At 1500 and at 1900 no date of 278 labelled texts changes.
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
    before = t.low[i - 1]
    if int(t.low[i]) < _EARLIEST and before not in _SURE:
        return False
    dated = t.raw[i - 1] in _OPENERS or before in _LASTING
    if before in word_set("no_year_behind") or t.low[j] == "%" or (t.counted(j) and not dated):
        return False
    if t.glued(i) and before in _JOINTS:
        return before == "-" and t.low[i - 2] in ("mid", "pre", "post", "early", "late")
    return not (t.glued(j) and _joins(t, j))


_JOINTS = frozenset({".", "/", ":", "_", "@", "-", ","})
"""Directly in front of four digits these make them a part of something longer."""


def _joins(t: Tokens, j: int) -> bool:
    """Whether the token, written onto four digits, makes them a part of something longer: "1999/2"."""
    after = t.low[j]
    return after in ("/", ":", "_", "@") or after[0].isalpha() or (after == "-" and t.low[j + 1].isdecimal())


def bare_year(piece: Piece) -> bool:
    """Whether a piece is a year and nothing else."""
    return isinstance(piece, Calendar) and piece.month is None and piece == Calendar(year=piece.year)
