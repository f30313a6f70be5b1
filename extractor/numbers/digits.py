"""Digits to values: the plain reading is quantulum3's, the grammar of what may be read is ours.

quantulum3's ``parse`` loads its units and an inflection engine, which takes seconds, and reads
"1.2m people" as metres. Only its light number grammar is used here: the regular expression of a
number and ``get_values``, on one normalised clump at a time, imported at the first clump that needs
it. A value that is not what our own grammar expects of the clump is dropped, never guessed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from fractions import Fraction
from functools import cache, lru_cache

from extractor.lexicon import word_set
from extractor.numbers.tokens import Tokens

# A bound: longer clumps of digits are codes, and no count reaches ten trillion.
MAX_DIGITS = 13
Value = int | Fraction
"""What a number is worth: a fraction only where it is no whole number."""
_FRACTIONS: dict[str, Value] = {"¼": Fraction(1, 4), "½": Fraction(1, 2), "¾": Fraction(3, 4)}
_SPACES = (" ", "\u00a0", "\u2009", "\u202f")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(\.\d+)?|\d{1,3}(?:['’]\d{3})+|\d{1,3}(?: \d{3})+")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_PLAIN = re.compile(r"\d+(\.\d+)?")


@lru_cache(maxsize=4096)
def read_digits(clump: str, *, decimal: bool = False) -> Value | None:
    """The value of one digit clump; None if it is malformed or too long to be a count.

    ``decimal`` says that a scale word follows, so that a point before three digits is a decimal one.

    >>> [int(read_digits(clump)) for clump in ("9,300", "9 300", "9.300", "6,10,000", "９３００", "٩٣٠٠")]
    [9300, 9300, 9300, 610000, 9300, 9300]
    >>> read_digits("1.234", decimal=True), read_digits("2½"), read_digits("1,2,3"), read_digits("9" * 40)
    (Fraction(617, 500), Fraction(5, 2), None, None)
    """
    if len(clump) > 2 * MAX_DIGITS:
        return None
    rest = _FRACTIONS.get(clump[-1], 0)
    body = _to_ascii(clump[:-1] if rest else clump)
    if not body:
        return rest
    point = _POINTS.fullmatch(body)
    if _PLAIN.fullmatch(body) and (decimal or not point):
        plain = body
    elif _THOUSANDS.fullmatch(body) or _INDIAN.fullmatch(body):
        plain = re.sub(r"[,'’ ]", "", body)
    elif point:
        plain = body.replace(".", "")
    else:
        return None
    value = _plain_value(plain)
    return None if value is None else value + rest


def _to_ascii(clump: str) -> str:
    """Digits of any script as ASCII digits, any space as a plain one."""
    return "".join(str(int(char)) if char.isdecimal() else " " if char in _SPACES else char for char in clump)


def _plain_value(plain: str) -> Value | None:
    """Read ASCII digits with at most one decimal point by quantulum3, and check the value."""
    if len(plain.partition(".")[0]) > MAX_DIGITS:
        return None
    value = Fraction(_quantulum()(plain)).limit_denominator(10**6)
    if value != Fraction(plain):
        return None
    return value if value.denominator != 1 else int(value)


@cache
def _quantulum() -> Callable[[str], float]:
    """quantulum3's reader of one plain number (about 0.3 s to import, no units loaded)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that its optional unit classifier is not installed
        from quantulum3 import parser, regex
    number = re.compile(rf"(?P<value>{regex.range_pattern()})", re.VERBOSE | re.IGNORECASE)

    def read(plain: str) -> float:
        match = number.fullmatch(plain)
        return -1.0 if match is None else float(parser.get_values(match)[1][0])

    return read


def spaced_group(tokens: Tokens, index: int) -> tuple[str, int]:
    """The clump at ``index`` with groups of three digits set off by single spaces: "9 300".

    A plain space does not join a day of the month to a count ("On May 12 300 people").
    """
    clump, end = tokens[index].raw, index + 1
    if not (clump.isdecimal() and len(clump) <= 3):
        return clump, end
    dated = any(tokens[index - back].low in word_set("months") for back in (1, 2))
    while tokens[end].kind == "n" and tokens[end].raw.isdecimal() and len(tokens[end].raw) == 3:
        gap = tokens.gap(end)
        if gap not in _SPACES or (gap == " " and dated) or len(clump) > 2 * MAX_DIGITS:
            break
        clump, end = f"{clump} {tokens[end].raw}", end + 1
    return clump, end
