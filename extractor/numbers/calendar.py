"""Calendar dates, years, ages and clock times: numbers that a few words around them give away."""

from __future__ import annotations

from extractor.lexicon import word_set
from extractor.numbers.in_context import InContext
from extractor.numbers.tokens import Token
from extractor.numbers.vocabulary import Reason, people, victims

_ARTICLES = frozenset(("of", "the", "by", "and", "after", "from"))
_COUNTED_MONTH = frozenset(("in", "since", "during", "last", "late", "early"))


def date(number: InContext) -> Reason | None:
    """A day next to its month: "December 8", "8 December", "Dec. 8-10", "25 of May"."""
    written = number.core.digits is not None or number.core.kind == "ordinal" or number.core.is_range
    if number.value > 31 or not written:
        return None
    at = number.first - 1
    at -= number.tokens[at].raw == "."
    if _is_month(number.tokens[at]):
        before = number.tokens[at - 1]
        has_day = before.kind == "n" and before.raw.isdecimal() and int(before.raw) <= 31
        counted = number.counts_people and (has_day or before.low in _COUNTED_MONTH)
        return None if counted else "date"
    return "date" if _is_month(number.after(number.right.low == "of")) else None


def _is_month(token: Token) -> bool:
    return token.low in word_set("months") and token.raw[:1].isupper()


def year(number: InContext) -> Reason | None:
    """A bare four-digit number that reads as a year, unless people are counted with it."""
    if not _has_four_digits(number):
        return None
    before = number.tokens[number.core.first - 1]
    figure = _is_result(number)
    dated = before.low in word_set("year_before")
    if _is_month(before) or (dated and before.low not in _ARTICLES and not figure):
        return "year"
    if number.counted or figure:
        return None
    if number.value >= 1800:
        return None if not dated and _counts_qualified(number) else "year"
    return "year" if dated and number.right.kind != "w" else None


def _has_four_digits(number: InContext) -> bool:
    digits = number.core.digits or ""
    return len(digits) == 4 and digits.isdecimal() and 1000 <= number.value <= 2100


def _is_result(number: InContext) -> bool:
    """ "resulted in 1500 dead": the number behind "in" is a figure."""
    tokens, first = number.tokens, number.core.first
    return tokens[first - 1].low == "in" and tokens[first - 2].low in word_set("result_before_in")


def _counts_qualified(number: InContext) -> bool:
    """ "about 2000 askaris": a qualified number in front of a plural that no list knows."""
    after = number.right
    return number.first < number.core.first and after.kind == "w" and after.low.endswith("s")


def age(number: InContext) -> Reason | None:
    """A bound of age ("children under 5"), an age in commas or brackets, or one behind "was"."""
    if not 0 < number.value <= 120:
        return None
    if _age_bound(number):
        return "age"
    if _age_of_extreme(number):
        return "age"
    if number.first != number.core.first or number.core.digits is None:
        return None
    before, after = number.left, number.right
    if before.raw == "," and number.before(2).kind == "w":
        return "age" if _age_in_commas(number) else None
    if before.raw == "(" and after.raw == ")":
        return "age" if number.before(2).raw[:1].isupper() else "index"
    return "age" if _age_behind_was(number) else None


_FROM_EXTREME = 7
"""Words from "the youngest" to an age, as many as "of the victims was only 14" has."""


def _age_of_extreme(number: InContext) -> bool:
    """ "The oldest of them was 81", "the youngest just 14": the age of one end of a group."""
    for back in range(1, _FROM_EXTREME):
        word = number.before(back)
        if word.low in word_set("age_extremes"):
            definite = number.before(back + 1).low in ("the", "whose", "their")
            return definite and number.right.low != "of" and not number.counts_people
        if word.kind == "n" or not (word.low in _TO_AGE or word.low in people() or word.low in victims()):
            return False
    return False


_TO_AGE = frozenset({"of", "them", "whom", "the", "was", "is", "only", "just", "aged", "being", "at"})
"""What may stand between "the youngest" and an age, beside the noun for the group."""


def _age_behind_was(number: InContext) -> bool:
    """ "The boy was only 12.": an age as the predicate of a person."""
    at = 2 if number.left.low in ("only", "just") else 1
    predicate = number.before(at).low in ("was", "is", "were", "be") and number.right.kind != "w"
    subject = number.before(at + 1).low
    return predicate and (subject in word_set("person") or subject in ("he", "she", "i"))


def _age_bound(number: InContext) -> bool:
    word = number.tokens[number.core.first - 1].low if number.first < number.core.first else ""
    bound = word in ("under", "over", "above", "below", "than") and number.left.low in people()
    older = number.right.low in ("and", "or") and number.after(1).low in word_set("older")
    return (bound or older) and not number.counts_people


def _age_in_commas(number: InContext) -> bool:
    """Whether "Sanders, 34, of" or "a boy, 5, and" stands here, not "In Basra, 12, including"."""
    person, after, then = number.before(2), number.right, number.after(1)
    known = person.low in word_set("person")
    if not known and not (person.raw[:1].isupper() and not _is_month(person)):
        return False
    if person.low in word_set("not_named") or not (after.kind == "b" or after.raw in word_set("age_end")):
        return False
    if after.raw == ",":
        part = then.low == "of" and number.after(2).low in ("them", "whom", "which", "those")
        return not part and then.low not in word_set("including")
    if after.low in ("were", "had"):
        return False
    return known if after.low == "and" else number.value > 1 or after.kind != "w"


def clock_time(number: InContext) -> Reason | None:
    """ "at 5 on Friday", "at 2100", "at about 8": a clock time when no noun follows."""
    after = number.right
    if number.left.low == "h" and number.before(2).kind == "n" and number.value < 60:
        return "time"  # "01 h 30"
    if number.left.low != "at" or number.counts_people:
        return None
    if after.kind == "w" and after.low not in word_set("clock_next"):
        return None
    toll = any(number.before(back).low in word_set("toll_at") for back in range(2, 7))
    return "time" if not toll and _is_on_the_clock(number) else None


def _is_on_the_clock(number: InContext) -> bool:
    """ "8", "2100"."""
    written = len(number.core.digits or "") == 4 and number.value % 100 < 60 and number.value < 2400
    return written or 1 <= number.value <= 12
