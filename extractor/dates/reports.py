"""Grammar of the periods of business reports: "the latest quarter", "the year-ago period"."""

from __future__ import annotations

from dataclasses import replace

from extractor.dates.named import named
from extractor.dates.numerals import year_number
from extractor.dates.pieces import Again, Calendar, Piece, Relative, YearAgo
from extractor.dates.tokens import Tokens
from extractor.lexicon import word_set

_PERIOD_WORDS = frozenset({"quarter", "period"})


def own_part(t: Tokens, j: int, year_shift: int) -> tuple[Piece, int] | None:
    """Reads "'s third quarter" behind "this year", and "'s quarter" behind "last year"."""
    if t.low[j] != "'s":
        return None
    hit = named(t, j + 1)
    if hit and isinstance(hit[0], Calendar) and hit[0].quarter:
        return replace(hit[0], year_shift=year_shift), hit[1]
    if t.low[j + 1] in _PERIOD_WORDS:
        return Again("quarter", year_shift=year_shift), j + 2
    return None


def reported(t: Tokens, j: int) -> tuple[Piece, int] | None:
    """Reads, behind "the": "latest quarter", "year-ago quarter", "1988 second quarter", "current year"."""
    if t.low[j] in word_set("compared_periods"):
        j += 1
    word = t.low[j]
    if word == "year":
        k = j + 2 if t.low[j + 1] == "-" else j + 1
        return same_year_ago(t, k + 1) if t.low[k] in ("ago", "earlier") else None
    if word in ("latest", "current", "recent"):
        return _latest(t, j + 1, word)
    if word in _PERIOD_WORDS:
        return _period(t, j)
    return _of_year(t, j)


def _latest(t: Tokens, k: int, word: str) -> tuple[Piece, int] | None:
    if t.low[k] in ("fiscal", "financial"):
        k += 1
    if t.low[k] == "year" and word != "recent":
        return Relative("year", 0), k + 1
    if t.low[k] in _PERIOD_WORDS and (t.low[k + 1] != "of" or year_number(t, k + 2)):
        return Again("quarter", ended=ended(t, k + 1)), k + 1
    return None


def _period(t: Tokens, k: int) -> tuple[Piece, int] | None:
    """Reads "quarter", and "period last year" as the year-ago quarter."""
    if t.low[k] == "period":
        return (YearAgo("quarter"), k + 3) if t.low[k + 1 : k + 3] == ["last", "year"] else None
    if t.low[k + 1] == "of" and not year_number(t, k + 2):
        return None
    return Again("quarter", ended=ended(t, k + 1)), k + 1


def _of_year(t: Tokens, j: int) -> tuple[Piece, int] | None:
    """Reads "1988 period" and "1988 second quarter"."""
    year = year_number(t, j)
    if not year or not 1500 <= year[0] < 2200:
        return None
    k = year[1] + (t.low[year[1]] == "fiscal")
    if t.low[k] in _PERIOD_WORDS:
        return Again("quarter", year=year[0]), k + 1
    own = named(t, k)
    if own and isinstance(own[0], Calendar) and own[0].quarter and not own[0].year:
        return replace(own[0], year=year[0]), own[1]
    return None


def ended(t: Tokens, k: int) -> Piece | None:
    """The day in "ended Sept. 30" behind a period."""
    hit = named(t, k + 1) if t.low[k] in ("ended", "ending") else None
    return hit[0] if hit else None


def same_year_ago(t: Tokens, k: int) -> tuple[Piece, int]:
    """Reads what follows "year-ago": "third quarter", "quarter", "period", or nothing."""
    hit = named(t, k)
    if hit and isinstance(hit[0], Calendar) and hit[0].quarter:
        return replace(hit[0], year_shift=-1), hit[1]
    if t.low[k] in _PERIOD_WORDS:
        return YearAgo("quarter"), k + 1
    return YearAgo(), k
