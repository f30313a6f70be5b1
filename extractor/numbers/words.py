"""The closed grammar of English number words: every word once, and what a run of them is worth.

Words and digits share one grammar ("two hundred thousand", "1.2 million", "1 lakh 20 thousand"), so a
run is read token by token: a small number, multiplied by hundreds, dozens or a scale, added to
smaller parts. Each further part must belong to a smaller scale; otherwise the run ends.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from extractor.numbers.digits import Value, read_digits, spaced_group
from extractor.numbers.tokens import Tokens
from extractor.numbers.vocabulary import people

UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
GROUPS = {"hundred": 100, "dozen": 12, "score": 20}
SCALES = {
    "thousand": 10**3, "lakh": 10**5, "lac": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9,
    "trillion": 10**12,
}  # fmt: skip
# Abbreviations that may also stand apart from the digits, and those that only count when glued to them.
SHORT = {"mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "lakhs": 10**5, "lacs": 10**5, "crores": 10**7}
GLUED = {"k": 10**3, "m": 10**6, "b": 10**9}
_IRREGULAR = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}

SMALL = UNITS | TEENS
BELOW_HUNDRED = SMALL | TENS
ORDINALS = _IRREGULAR | {
    (word[:-1] + "ieth" if word in TENS else word + "th"): value
    for word, value in (BELOW_HUNDRED | {"hundred": 100} | SCALES).items()
    if value not in _IRREGULAR.values()
}
SIMPLE_ORDINALS = {word: value for word, value in ORDINALS.items() if value < 20}
MULTIPLIERS = GROUPS | SCALES | SHORT
STARTS = frozenset(BELOW_HUNDRED) | {"hundred", "thousand", "dozen", "a", "an", "half", "quarter", "three"}
BEHIND_ARTICLE = frozenset({"hundred", "dozen", "half", "quarter", "three", "-", "‑", *SCALES})
"""Behind one of these "a" may open a number."""
# Multipliers that are a number alone; a bare "million" is the rest of one that could not be read.
_BARE = frozenset(("hundred", "thousand", "dozen"))
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}
_SINGLE_DIGITS = {str(value): value for value in UNITS.values()}
_SPOKEN_DIGITS = UNITS | {"zero": 0, "oh": 0}
_LIMIT = 10**13


class Read(NamedTuple):
    """A number read from tokens: its value, the first token after it, and how it was written."""

    value: Value
    end: int
    scale: int  # the last multiplier written out, 1 if none ("30 thousand": 1000)
    digits: str | None  # the digits as written, if the number is digits alone
    glued: str = ""  # a glued letter that may be a unit instead ("5m", "3k")


def read_number(tokens: Tokens, index: int) -> Read | None:
    """Read the longest number that starts at ``index``; None if none starts there.

    >>> def value(text):
    ...     read = read_number(Tokens(text), 0)
    ...     return read and (int(read.value), read.end)
    >>> value("thirty-one"), value("a hundred and five people"), value("half a million")
    ((31, 3), (105, 4), (500000, 3))
    >>> value("1 lakh 20 thousand"), value("two million three hundred thousand and six")
    ((120000, 4), (2300006, 7))
    >>> value("1.2 million"), value("3k"), value("two dozen"), value("one and a half million")
    ((1200000, 2), (3000, 2), (24, 2), (1500000, 5))
    >>> value("two and three"), value("a soldier")
    ((2, 1), None)
    """
    opening = _fraction_opening(tokens, index) or _article(tokens, index)
    if opening is None:
        opening = _small(tokens, index)
    if opening is None:
        token = tokens[index]
        if token.low in _BARE:
            opening = Read(1, index, 1, None)
        else:
            return None
    return _multiplied(tokens, _with_part(tokens, opening))


def _small(tokens: Tokens, index: int) -> Read | None:
    """A number below a hundred in words, or a clump of digits with its groups."""
    token = tokens[index]
    if token.kind == "n":
        return _digits(tokens, index)
    if token.low in TENS:
        after = _skip_hyphen(tokens, index + 1)
        unit = UNITS.get(tokens[after].low) or _SINGLE_DIGITS.get(tokens[after].raw)  # "Twenty 2" is met
        if unit:
            return Read(TENS[token.low] + unit, after + 1, 1, None)
        return Read(TENS[token.low], index + 1, 1, None)
    if token.low in SMALL:
        return _spoken_decimal(tokens, index) or Read(SMALL[token.low], index + 1, 1, None)
    return None


def _spoken_decimal(tokens: Tokens, index: int) -> Read | None:
    """ "one point two million": digits spoken one by one, in front of a scale."""
    if tokens[index + 1].low != "point":
        return None
    at, spoken = index + 2, ""
    while (digit := _SPOKEN_DIGITS.get(tokens[at].low)) is not None and len(spoken) < 3:
        spoken, at = spoken + str(digit), at + 1
    if not spoken or tokens[at].low not in SCALES:
        return None
    return Read(SMALL[tokens[index].low] + Fraction(int(spoken), 10 ** len(spoken)), at, 1, None)


def _digits(tokens: Tokens, index: int) -> Read | None:
    clump = tokens[index].raw
    end = index + 1
    if tokens[end].kind == "n":
        clump, end = spaced_group(tokens, index)
    scaled = tokens[end].low in MULTIPLIERS or tokens[end].low in GLUED
    value = read_digits(clump, decimal=scaled)
    if value is None:
        return None
    letter = tokens[end]
    spaced = letter.low == "m" and tokens[end + 1].low in people()  # "1.2 m people"
    if letter.low in GLUED and (spaced or tokens.glued(end)):
        factor = GLUED[letter.low]
        return Read(value * factor, end + 1, factor, None, letter.raw)
    return Read(value, end, 1, clump)


def _article(tokens: Tokens, index: int) -> Read | None:
    """ "a" before a multiplier: "a hundred", "a dozen", "a million and a half"."""
    after = _skip_hyphen(tokens, index + 1)
    if tokens[index].low in ("a", "an") and tokens[after].low in ("hundred", "dozen", *SCALES):
        return Read(1, after, 1, None)
    return None


def _fraction_opening(tokens: Tokens, index: int) -> Read | None:
    """Halves and quarters of a multiplier: "half a million", "a half-dozen", "a quarter of a million"."""
    at = index + 1 if tokens[index].low in ("a", "an") else index
    part = _PARTS.get(tokens[at].low)
    if tokens[at].low == "three" and tokens[_skip_hyphen(tokens, at + 1)].low == "quarters":
        part, at = Fraction(3, 4), _skip_hyphen(tokens, at + 1)
    if part is None:
        return None
    at = _skip_hyphen(tokens, at + 1)
    at += tokens[at].low == "of"
    at += tokens[at].low in ("a", "an")
    return Read(part, at, 1, None) if tokens[at].low in ("dozen", *SCALES) else None


def _multiplied(tokens: Tokens, opening: Read) -> Read:
    """Follow ``opening`` through its multipliers and the smaller parts that are added to it."""
    total: Value = 0
    current, at = opening.value, opening.end
    scale, ceiling, last = 1, _LIMIT, opening.scale
    while True:
        after = _skip_hyphen(tokens, at)
        factor = MULTIPLIERS.get(tokens[after].low, 0)
        if factor and _fits(current, factor, ceiling):
            current *= factor
            at, scale, last = after + 1, factor, factor
            if factor >= 1000:
                total, ceiling, current = total + current, factor, 0
                rest, part = _and_a_part(tokens, at)
                if rest:  # "a million and a half"
                    total, at = total + factor * part, rest
                    break
            continue
        if scale in (1, 12, 20) or (current and current % 100):
            break
        added = _added(tokens, at, 100 if current else ceiling, within_group=bool(current))
        if added is None:
            break
        current, at = current + added.value, added.end
    digits = opening.digits if last == 1 and scale == 1 else None
    return Read(total + current, at, last, digits, opening.glued)


def _with_part(tokens: Tokens, opening: Read) -> Read:
    """``opening`` with the half or quarter behind it: "two and a half (days)", "one and a half (million)"."""
    rest, part = _and_a_part(tokens, opening.end)
    return opening._replace(value=opening.value + part, end=rest, digits=None) if rest else opening


def _fits(current: Value, factor: int, ceiling: int) -> bool:
    """Whether ``factor`` may multiply what stands before it ("two thousand hundred" may not)."""
    if not current or factor * current >= ceiling:
        return False
    return current < 100 if factor == 100 else factor >= 1000 or current < 100


def _added(tokens: Tokens, at: int, ceiling: int, *, within_group: bool) -> Read | None:
    """The next smaller part: "five" in "a hundred and five", "20" in "1 lakh 20 thousand"."""
    joined = tokens[at].low == "and"
    comma = tokens[at].raw == "," and tokens[at + 2].low == "hundred"  # "five thousand, six hundred"
    first = at + (joined or comma)
    first = _skip_hyphen(tokens, first)
    part = _small(tokens, first)
    if part is None or part.value >= ceiling or part.value.denominator != 1:
        return None
    follows = MULTIPLIERS.get(tokens[_skip_hyphen(tokens, part.end)].low, 1)
    if tokens[first].kind == "n" and (joined or follows < 1000):
        return None  # digits join only with a scale of their own: "1 lakh 20 thousand", not "1 lakh 20"
    if within_group:  # a scale behind it multiplies the whole group: "three hundred thirty thousand"
        return None if 1 < follows < 1000 else part
    return part if follows * part.value < ceiling else None


def _and_a_part(tokens: Tokens, at: int) -> tuple[int, Value]:
    """The token after "and a half" or "and a quarter" at ``at``, and the part; (0, 0) if neither is there."""
    if tokens[at].low not in ("and", "-"):
        return 0, 0
    words = [index for index in range(at, at + 7) if tokens[index].raw != "-"][:3]
    if [tokens[index].low for index in words[:2]] != ["and", "a"] or len(words) < 3:
        return 0, 0
    part = _PARTS.get(tokens[words[2]].low)
    return (words[2] + 1, part) if part else (0, 0)


def _skip_hyphen(tokens: Tokens, index: int) -> int:
    """``index``, or the token after it if it is a hyphen inside a compound."""
    inside = tokens[index].raw in ("-", "‑") and tokens.glued(index) and tokens.glued(index + 1)
    return index + 1 if inside else index
