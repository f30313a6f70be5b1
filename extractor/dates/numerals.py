"""Numbers as calendars write them: "18", "twenty-six", "18th", "nineteen ninety-six"."""

from __future__ import annotations

from extractor.dates import words
from extractor.dates.tokens import Tokens

_SUFFIXES = ("st", "nd", "rd", "th")


def cardinal(t: Tokens, i: int) -> tuple[int, int] | None:
    """A number in digits or words below a thousand: "18", "twenty-six", "a hundred"."""
    word = t.low[i]
    if word.isdecimal():
        return (int(word), i + 1) if len(word) <= 4 else None
    if word in words.SMALL:
        value, j = words.SMALL[word], i + 1
    elif word in words.TENS:
        value, j = words.TENS[word], i + 1
        k = j + 1 if t.low[j] == "-" else j
        if 0 < words.SMALL.get(t.low[k], 0) < 10:
            value, j = value + words.SMALL[t.low[k]], k + 1
    else:
        return _rounded(t, i)
    if t.low[j] == "hundred" and 0 < value < 10:
        value, j = 100 * value, j + 1
    return value, j


def _rounded(t: Tokens, i: int) -> tuple[int, int] | None:
    """Reads "a hundred", "a dozen", "half a dozen", "a couple of"."""
    if t.low[i : i + 3] == ["half", "a", "dozen"]:
        return 6, i + 3
    j = i + (t.low[i] == "a")
    if t.low[j] == "couple":
        return 2, j + 1 + (t.low[j + 1] == "of")
    number = {"dozen": 12, "hundred": 100}.get(t.low[j])
    return (number, j + 1) if number and (j > i or t.low[j] == "dozen") else None


def ordinal(t: Tokens, i: int) -> tuple[int, int] | None:
    """An ordinal: "18th", "third", "twenty-first"."""
    word = t.low[i]
    if word[:1].isdecimal():
        if word.endswith(_SUFFIXES) and word[:-2].isdecimal():
            return int(word[:-2]), i + 1
        return None
    if word in words.ORDINALS:
        return words.ORDINALS[word], i + 1
    if word in words.TENS:
        k = i + 2 if t.low[i + 1] == "-" else i + 1
        if words.ORDINALS.get(t.low[k], 99) < 10:
            return words.TENS[word] + words.ORDINALS[t.low[k]], k + 1
    return None


def year_number(t: Tokens, i: int) -> tuple[int, int] | None:
    """Four digits, "'98", or a year in words ("nineteen ninety-six", "two thousand")."""
    word = t.low[i]
    if word.isdecimal() and len(word) == 4:
        return (int(word), i + 1) if 1000 <= int(word) <= 2199 else None
    if word in ("'", "‘"):
        return _short_year(t, i + 1)
    if word in _CENTURIES:
        return _year_of_century(t, i)
    return _two_thousand(t, i) if t.low[i : i + 2] == ["two", "thousand"] else None


_CENTURIES = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}


def _short_year(t: Tokens, i: int) -> tuple[int, int] | None:
    """The year of two digits behind a mark: "'98" is 1998, "'30" is 2030."""
    if not t.glued(i) or not t.low[i].isdecimal() or len(t.low[i]) != 2:
        return None
    short = int(t.low[i])
    return (1900 + short if short > 30 else 2000 + short), i + 1


def _year_of_century(t: Tokens, i: int) -> tuple[int, int] | None:
    """Reads "nineteen ninety-six", "twenty-twelve"."""
    j = i + 2 if t.low[i + 1] == "-" else i + 1
    if t.low[j] not in words.TENS and words.SMALL.get(t.low[j], 0) < 10:
        return None
    rest = cardinal(t, j)
    return (_CENTURIES[t.low[i]] + rest[0], rest[1]) if rest and rest[0] < 100 else None


def _two_thousand(t: Tokens, i: int) -> tuple[int, int] | None:
    """Reads "two thousand", "two thousand and six"; a group of thousands is a count, not a year."""
    j = i + 3 if t.low[i + 2] == "and" else i + 2
    rest = cardinal(t, j)
    if rest and rest[0] < 100:
        return 2000 + rest[0], rest[1]
    group = t.low[i + 2] == "," and t.low[i + 4] == "hundred"  # "two thousand, four hundred and six"
    return None if group else (2000, i + 2)
