"""Why a number can never be a count: the rules in order, until one gives a reason.

Rules on units, labels and compounds are in ``surroundings``, on dates, years, ages and clock times in
``calendar``; rates, ratios, scores, codes and ordinals are here.
"""

from __future__ import annotations

from extractor.lexicon import word_set
from extractor.numbers.calendar import age, clock_time, date, year
from extractor.numbers.in_context import HYPHENS, InContext, Rule, first_reason
from extractor.numbers.surroundings import address, compound, glued, label_before, letter, unit_after
from extractor.numbers.tokens import Token
from extractor.numbers.vocabulary import Reason, cues_after, victims

_BASES = frozenset((3, 4, 5, 10, 20, 100, 1000, 10000, 100000))
# Ordinals up to "fifth" mostly distinguish one person from others ("the second victim is in hospital").
# At 2 two labelled figures of 403 texts are lost and three false ones found, at 10 none changes.
LAST_DISTINGUISHING_ORDINAL = 5


def reason_for(number: InContext) -> Reason | None:
    """The reason why the number at ``place`` is no count; None if it may be one."""
    own = number.core.reason
    if own in ("date", "time", "fraction", "year"):
        return unit_after(number) or own
    return first_reason(number, _ORDINAL_RULES if number.core.kind == "ordinal" else _RULES) or own


def _comparison(number: InContext) -> Reason | None:
    """ "20 more than last year", "five fewer than": a difference."""
    differs = number.right.low in word_set("comparatives")
    return "comparison" if differs and number.after(1).low == "than" else None


_LASTING = frozenset({"for", "in", "within", "over", "after", "during"})
"""Behind one of these "a week" is how long: "stood at 40 for a week"."""


def _rate(number: InContext) -> Reason | None:
    """ "7 per 1,000", "20 a day", "20 people a week", but not "12 people a day after"."""
    for step in range(3):
        word, then = number.after(step).low, number.after(step + 1).low
        span = then in word_set("time_spans")
        if word == "per" or (word in ("every", "each") and span):
            return "rate"
        if word in ("a", "an") and span and number.after(step + 2).low not in word_set("not_rate"):
            return "rate"
        if number.after(step).kind != "w" or word in _LASTING:
            break
    return None


def _ratio(number: InContext) -> Reason | None:
    """The small number of a ratio: "one in five", "nine out of ten"."""
    out_of = number.right.low == "out" and number.after(1).low == "of"
    if not out_of and number.right.low != "in":
        return None
    base, then = number.after(2 if out_of else 1), number.after(3 if out_of else 2)
    if base.low == "every":
        return "fraction"
    known = base.low in word_set("small_bases") and then.low not in cues_after()
    return "fraction" if known and 0 < number.value < 10 else None


def _base(number: InContext) -> Reason | None:
    """The base of a ratio, which counts nobody: "five" in "one in five", "30" in "20 out of 30"."""
    before, ahead = number.left, number.before(2)
    if before.low == "in":
        few = ahead.kind == "n" or ahead.low in word_set("few_in")
        return "base of a ratio" if few and number.value in _BASES else None
    out_of = before.low == "of" and ahead.low == "out"
    every = before.low == "every" and (ahead.low == "in" or number.right.kind == "w")
    return "base of a ratio" if out_of or every else None


def _score(number: InContext) -> Reason | None:
    """A range that is the score of a contest: "lost 1-3"."""
    if not number.core.is_range or number.value > 200:
        return None
    return "score" if any(number.before(back).low in word_set("contest") for back in range(1, 5)) else None


def _code(number: InContext) -> Reason | None:
    """A long run of digits without separators, or a telephone number's shape: "445-7251"."""
    digits, first = number.core.digits, number.tokens[number.core.first].raw
    if digits is not None:
        return "code" if digits.isdecimal() and len(digits) > 7 else None
    last = number.tokens[number.core.end - 1].raw
    shaped = number.core.is_range and len(first) == 3 and len(last) == 4 and last.isdecimal()
    return "phone number" if shaped and number.value % 100 else None


def _list_number(number: InContext) -> Reason | None:
    """A number that opens a line of a list: "1. The first", "2) The second"."""
    tokens, first, digits = number.tokens, number.core.first, number.core.digits or ""
    opens = first == 0 or "\n" in tokens.gap(first) or tokens[first - 1].kind == "b"
    marked = tokens.glued(number.end) and number.right.raw in (".", ")")
    return "index" if opens and marked and digits.isdecimal() and number.value < 100 else None


def _call_number(number: InContext) -> Reason | None:
    called = number.value in (911, 999, 112) and number.right.low in word_set("emergency")
    return "phone number" if called else None


def _one(number: InContext) -> Reason | None:
    """ "one another", "this one": no number at all."""
    if number.core.end - number.core.first != 1 or number.tokens[number.core.first].low != "one":
        return None
    if number.right.low in ("another", "s"):
        return "pronoun"
    numeral = number.counts_people or number.right.low in word_set("one_noun")
    return "pronoun" if number.left.low in word_set("pronoun_before") and not numeral else None


def _zero_name(number: InContext) -> Reason | None:
    """ "zero tolerance", "ground zero"."""
    if number.tokens[number.core.first].low != "zero":
        return None
    named = number.left.low in word_set("zero_name_before")
    return "part of a name" if named or number.right.low in word_set("zero_name_after") else None


def _order(number: InContext) -> Reason | None:
    """An ordinal counts only with a person or a death ("the 18th victim", "a second man")."""
    ahead = [token for step in range(5) if (token := number.after(step)).raw not in HYPHENS]
    if any(token.low in word_set("ordinal_units") for token in ahead[:2]):
        return "unit designation"
    if _orders_people(number, ahead):
        return None
    on_the = number.left.low == "the" and number.before(2).low in ("on", "until", "by")
    return "date" if on_the and ahead[0].kind != "w" else "order"


def _orders_people(number: InContext, ahead: list[Token]) -> bool:
    """Whether a victim or a death follows an ordinal that counts up to it."""
    if number.value < 2:
        return False
    counts = number.value > LAST_DISTINGUISHING_ORDINAL or number.left.low in ("a", "an")
    for token in ahead:
        if token.low in word_set("deaths") or (counts and token.low in victims()):
            return True
        if token.kind != "w":
            break
    return False


_ORDINAL_RULES: tuple[Rule, ...] = (date, address, _order)
_RULES: tuple[Rule, ...] = (
    _zero_name,
    label_before,
    unit_after,
    date,
    glued,
    letter,
    year,
    age,
    clock_time,
    address,
    _ratio,
    _base,
    _comparison,
    _rate,
    _score,
    _code,
    _list_number,
    _call_number,
    _one,
    compound,
)
