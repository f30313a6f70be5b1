"""Whole dates in rarer spellings ("25-Dec-2014", "2014 December 25"), read by dateparser.

The grammar reads the spellings of news. These are picked out by a strict pattern, and dateparser's answer
counts only if every part of it stands in the text: it fills gaps from the current day and turns "a
second" into a date, so that it is never shown anything less than a day, a month name and a year.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from extractor.dates import words
from extractor.dates.pieces import Calendar, Found
from extractor.dates.tokens import Tokens
from extractor.language.offsets import where

_MONTH = "(?:" + "|".join(sorted(words.MONTHS, key=len, reverse=True)) + ")"
_WHOLE = re.compile(
    rf"(?<![\w-])(?:\d{{1,2}}[-./]{_MONTH}[-./](?:\d{{4}}|\d\d)|{_MONTH}[-./]\d{{1,2}}[-./]\d{{4}}"
    rf"|\d{{4}}[-./ ]{_MONTH}[-./ ]\d{{1,2}})(?![\w-])",
    re.IGNORECASE,
)
_MARKS = frozenset({"-", ".", "/"})
_BASE = datetime(2000, 1, 1)  # no part of an answer may come from it


def rare_dates(t: Tokens) -> list[Found]:
    """The whole dates in rarer spellings of a text, in order."""
    if not any(_is_joined(t, i) for i in where(t.low, words.MONTHS)):
        return []
    found = []
    for match in _WHOLE.finditer(t.text):
        piece = spelled_date(match.group())
        if piece:
            found.append(Found(piece, match.start(), match.end()))
    return found


def _is_joined(t: Tokens, i: int) -> bool:
    """Whether a mark or a year stands beside a month as it may in such a date."""
    before = t.low[i - 1]
    if before in _MARKS or (before.isdecimal() and len(before) == 4):
        return True
    return t.low[i + 1] in _MARKS and t.glued(i + 2) and t.low[i + 2][0].isdecimal()


@lru_cache(maxsize=512)
def spelled_date(span: str) -> Calendar | None:
    """The year, month and day of a whole date; None if it is none or if a part does not stand in the span."""
    if not _WHOLE.fullmatch(span):
        return None
    import dateparser

    answer = dateparser.parse(
        span, languages=["en"], settings={"STRICT_PARSING": True, "RELATIVE_BASE": _BASE}
    )
    if answer is None or not _stands_in(answer.date(), span):
        return None
    return Calendar(year=answer.year, month=answer.month, day=answer.day)


def _stands_in(at: date, span: str) -> bool:
    numbers = [int(number) for number in re.findall(r"\d+", span)]
    names = [words.MONTHS.get(name.lower()) for name in re.findall(r"[A-Za-z]+", span)]
    return at.day in numbers and at.month in names and (at.year in numbers or at.year % 100 in numbers)
