"""Calendar dates, years, ages and clock times: numbers that a few words around them give away."""

from __future__ import annotations

from extractor.lexicon import word_set
from extractor.numbers.place import Place
from extractor.numbers.tokens import Token
from extractor.numbers.vocabulary import Reason, people

_ARTICLES = frozenset(("of", "the", "by", "and", "after", "from"))
_COUNTED_MONTH = frozenset(("in", "since", "during", "last", "late", "early"))


def date(place: Place) -> Reason | None:
    """A day next to its month: "December 8", "8 December", "Dec. 8-10", "25 of May"."""
    written = place.core.digits is not None or place.core.kind == "ordinal" or place.core.is_range
    if place.value > 31 or not written:
        return None
    at = place.first - 1
    at -= place.tokens[at].raw == "."
    if _is_month(place.tokens[at]):
        before = place.tokens[at - 1]
        has_day = before.kind == "n" and before.raw.isdecimal() and int(before.raw) <= 31
        counted = place.counts_people and (has_day or before.low in _COUNTED_MONTH)
        return None if counted else "date"
    return "date" if _is_month(place.after(place.after().low == "of")) else None


def _is_month(token: Token) -> bool:
    return token.low in word_set("months") and token.raw[:1].isupper()


def year(place: Place) -> Reason | None:
    """A bare four-digit number that reads as a year, unless people are counted with it."""
    if not _has_four_digits(place):
        return None
    before = place.tokens[place.core.first - 1]
    figure = _is_result(place)
    dated = before.low in word_set("year_before")
    if _is_month(before) or (dated and before.low not in _ARTICLES and not figure):
        return "year"
    if place.counted or figure:
        return None
    if place.value >= 1800:
        return None if not dated and _counts_qualified(place) else "year"
    return "year" if dated and place.after().kind != "w" else None


def _has_four_digits(place: Place) -> bool:
    digits = place.core.digits or ""
    return len(digits) == 4 and digits.isdecimal() and 1000 <= place.value <= 2100


def _is_result(place: Place) -> bool:
    """ "resulted in 1500 dead": the number behind "in" is a figure."""
    tokens, first = place.tokens, place.core.first
    return tokens[first - 1].low == "in" and tokens[first - 2].low in word_set("result_before_in")


def _counts_qualified(place: Place) -> bool:
    """ "about 2000 askaris": a qualified number in front of a plural that no list knows."""
    after = place.after()
    return place.first < place.core.first and after.kind == "w" and after.low.endswith("s")


def age(place: Place) -> Reason | None:
    """A bound of age ("children under 5"), an age in commas or brackets, or one behind "was"."""
    if not 0 < place.value <= 120:
        return None
    if _age_bound(place):
        return "age"
    if place.first != place.core.first or place.core.digits is None:
        return None
    before, after = place.before(), place.after()
    if before.raw == "," and place.before(2).kind == "w":
        return "age" if _age_in_commas(place) else None
    if before.raw == "(" and after.raw == ")":
        return "age" if place.before(2).raw[:1].isupper() else "index"
    return "age" if _age_behind_was(place) else None


def _age_behind_was(place: Place) -> bool:
    """ "The boy was only 12.": an age as the predicate of a person."""
    at = 2 if place.before().low in ("only", "just") else 1
    predicate = place.before(at).low in ("was", "is", "were", "be") and place.after().kind != "w"
    subject = place.before(at + 1).low
    return predicate and (subject in word_set("person") or subject in ("he", "she", "i"))


def _age_bound(place: Place) -> bool:
    if place.counts_people:
        return False
    if place.after().low in ("and", "or") and place.after(1).low in word_set("older"):
        return True
    word = place.tokens[place.core.first - 1].low if place.first < place.core.first else ""
    return word in ("under", "over", "above", "below", "than") and place.before().low in people()


def _age_in_commas(place: Place) -> bool:
    """Whether "Sanders, 34, of" or "a boy, 5, and" stands here, not "In Basra, 12, including"."""
    person, after, then = place.before(2), place.after(), place.after(1)
    known = person.low in word_set("person")
    if not known and not (person.raw[:1].isupper() and not _is_month(person)):
        return False
    if person.low in word_set("not_named") or not (after.kind == "b" or after.raw in word_set("age_end")):
        return False
    if after.raw == ",":
        part = then.low == "of" and place.after(2).low in ("them", "whom", "which", "those")
        return not part and then.low not in word_set("including")
    if after.low in ("were", "had"):
        return False
    return known if after.low == "and" else place.value > 1 or after.kind != "w"


def clock_time(place: Place) -> Reason | None:
    """ "at 5 on Friday", "at 2100", "at about 8": a clock time when no noun follows."""
    after = place.after()
    if place.before().low == "h" and place.before(2).kind == "n" and place.value < 60:
        return "time"  # "01 h 30"
    if place.before().low != "at" or place.counts_people:
        return None
    if after.kind == "w" and after.low not in word_set("clock_next"):
        return None
    toll = any(place.before(back).low in word_set("toll_at") for back in range(2, 7))
    return "time" if not toll and _is_on_the_clock(place) else None


def _is_on_the_clock(place: Place) -> bool:
    """ "8", "2100"."""
    written = len(place.core.digits or "") == 4 and place.value % 100 < 60 and place.value < 2400
    return written or 1 <= place.value <= 12
