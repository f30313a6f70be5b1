"""Why a number can never be a count: the words and marks around it.

The vocabulary is ``contexts.toml``; the rules that need more than one word (dates, years, ages, clock
times, addresses, rates, scores) are functions here, tried in order until one gives a reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from extractor.numbers.cores import Core, people
from extractor.numbers.digits import MONTHS
from extractor.numbers.tokens import Token, Tokens

_HYPHENS = ("-", "‑")
_DASHES = ("-", "‑", "–", "−")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cue(_Strict):
    """Words on one side of a number and the reason that they give."""

    reason: str
    words: str
    capital: bool = False
    sure: bool = True
    examples: tuple[str, ...]
    not_examples: tuple[str, ...] = ()


class Vocabulary(_Strict):
    """The content of ``contexts.toml``."""

    skip: str
    after: tuple[Cue, ...]
    before: tuple[Cue, ...]

    def table(self, side: str) -> dict[str, list[Cue]]:
        """The cues of one side by lower-case word."""
        table: dict[str, list[Cue]] = {}
        for cue in self.after if side == "after" else self.before:
            for word in cue.words.lower().split():
                table.setdefault(word, []).append(cue)
        return table


@cache
def vocabulary() -> Vocabulary:
    """Read ``contexts.toml``."""
    text = (files("extractor.numbers") / "contexts.toml").read_text(encoding="utf-8")
    return Vocabulary.model_validate(tomllib.loads(text))


@cache
def _after_words() -> dict[str, list[Cue]]:
    return vocabulary().table("after")


@cache
def _before_words() -> dict[str, list[Cue]]:
    return vocabulary().table("before")


@cache
def _skip() -> frozenset[str]:
    return frozenset(vocabulary().skip.lower().split())


@dataclass(frozen=True, slots=True)
class Place:
    """A number among the tokens: the core, and the tokens that it covers with its qualifiers."""

    tokens: Tokens
    core: Core
    first: int
    end: int

    def before(self, back: int = 1) -> Token:
        """The token ``back`` places before the mention."""
        return self.tokens[self.first - back]

    def after(self, ahead: int = 0) -> Token:
        """The token ``ahead`` places after the mention."""
        return self.tokens[self.end + ahead]

    @property
    def value(self) -> int:
        """The (upper) value, -1 if there is none."""
        high = self.core.high
        return int(high) if high is not None and high.denominator == 1 else -1

    @property
    def counts_people(self) -> bool:
        """Whether a plural noun for people or homes follows, perhaps after an adjective of nationality."""
        token = self.after()
        if token.low in people():
            return True
        adjective = token.kind == "w" and (token.raw[:1].isupper() or token.low in _PERSON_ADJECTIVES)
        return adjective and self.after(1).low in people()


_PERSON_ADJECTIVES = frozenset(
    "young other armed innocent local foreign wounded additional more displaced suspected unarmed elderly government "
    "army police civilian security female male injured dead rebel enemy".split()
)


def reason_for(place: Place) -> str | None:
    """The first reason that any rule gives, None if the number may be a count."""
    own = place.core.reason
    if own in ("date", "time", "fraction", "year"):
        return _unit_after(place) or own
    for rule in _ORDINAL_RULES if place.core.kind == "ordinal" else _RULES:
        if found := rule(place):
            return found
    return own


def _unit_after(place: Place) -> str | None:
    """A unit behind the number: "5 km", "a 5-day truce", "three more weeks", "34 years old"."""
    at = place.end
    if place.tokens[at].raw in _HYPHENS and place.tokens.glued(at):
        at += 1
        at += place.tokens[at].low in ("to", "or") and place.tokens[at + 1].kind == "n"
    at += place.core.kind == "vague" and place.tokens[at].low == "of"
    if place.tokens[at].low == "per" and place.tokens[at + 1].low == "cent":
        return "percentage"
    for step in range(3):
        token = place.tokens[at + step]
        for cue in _after_words().get(token.low, ()):
            if cue.reason == "duration" and _old(place.tokens, at + step + 1):
                return "age"
            if not (cue.reason == "multiplier" and token.low == "time" and place.value != 1):
                return cue.reason
        currency = token.raw[:1].isupper() and place.tokens[at + step + 1].low in ("dollars", "dollar", "rupees")
        if token.low not in _skip() and not currency:
            break
    return _clock(place.tokens, at)


def _old(tokens: Tokens, at: int) -> bool:
    at += tokens[at].raw in _HYPHENS
    return tokens[at].low in ("old", "olds") or tokens.words(at, at + 2) == ("of", "age")


def _clock(tokens: Tokens, at: int) -> str | None:
    dotted = tokens[at].low in ("a", "p") and tokens[at + 1].raw == "." and tokens[at + 2].low == "m"
    return "time" if dotted else None


def _glued(place: Place) -> str | None:
    """Letters or marks joined to the digits: "G7", "F-16", "mid-2014", "20s", "4x4", "a/20"."""
    tokens, first, end = place.tokens, place.core.first, place.core.end
    before, after = tokens[first - 1], tokens[end]
    if before.raw == "=" and tokens.glued(first):
        return "part of a name"
    if tokens[first].kind != "n":
        return None
    if tokens.glued(first):
        if before.kind == "w":
            lost_space = before.raw.islower() and "," in tokens[first].raw  # "at least140,000"
            return "money" if _money(before) else None if lost_space else "part of a name"
        if before.raw in "\"'" and tokens[first - 2].raw == "=":
            return "part of a name"
        if before.raw in _HYPHENS and tokens.glued(first - 1) and tokens[first - 2].kind == "w":
            if tokens[first - 2].low in ("mid", "early", "late", "pre", "post"):
                return "year" if place.value > 999 else "age"
            labels = _before_words().get(tokens[first - 2].low)
            return labels[0].reason if labels else "part of a name"
        if before.raw in _DASHES and tokens[first - 2].kind == "n" and tokens.glued(first - 1):
            return "year" if re.fullmatch("(1[89]|20)[0-9]{2}", tokens[first - 2].raw) else "score"
        if before.raw in ("'", "’", "‘") and len(tokens[first].raw) == 2:
            return "year"
        if before.raw in ("_", "/", "@", "=", "&", "\\", "."):
            return "calibre" if before.raw == "." and not tokens.glued(first - 1) else "part of a name"
    if tokens.glued(end):
        if after.kind == "w" and place.end == end:
            return _glued_word(place, after)
        if after.raw in ("_", "@", "=", "\\") or (after.raw == "/" and tokens[end + 1].kind == "w"):
            return "part of a name"
        if after.raw in _DASHES and tokens.glued(end + 1) and tokens[end + 1].kind == "n":
            return "year" if 1800 <= place.value <= 2100 else "score"
    return None


def _glued_word(place: Place, after: Token) -> str | None:
    if after.low == "s":
        return "year" if place.value > 99 else "age"
    cues = _after_words().get(after.low)
    return cues[0].reason if cues else "part of a name"


def _letter(place: Place) -> str | None:
    """ "m", "k" and "b" are multipliers of people, not metres, kelvin or a name's letter."""
    letter = place.core.glued
    if not letter:
        return None
    follows = place.after().low
    if letter == "k":
        return "distance" if follows in ("run", "race", "walk", "race", "marathon", "jog") else None
    if letter in "MK" or place.counts_people or follows in _PEOPLE_VERBS:
        return None
    plural = place.after().kind == "w" and follows.endswith("s") and follows not in ("is", "was", "as", "has")
    if plural and follows not in _after_words():
        return None
    return "distance" if letter == "m" else "part of a name"


_PEOPLE_VERBS = frozenset(
    "have are were displaced fled homeless evacuated killed dead injured wounded died affected missing".split()
)


def _money(token: Token) -> bool:
    return any(cue.reason == "money" for cue in _before_words().get(token.low, ()))


def _label_before(place: Place) -> str | None:
    """A label in front of the number: "Flight 302", "No. 7", "$20", "aged 21", "magnitude of 7"."""
    back = 1
    if place.before().raw in (".", ":") and place.tokens.glued(place.first - 1):
        abbreviation = ("no", "nos", "rs", "vol", "fig", "apt", "art", "tel", "tk")
        if place.before(2).low not in abbreviation:
            return None
        back = 2
    elif place.before().low == "of" and place.before(2).low in ("magnitude", "age", "ages"):
        back = 2
    token = place.before(back)
    for cue in _before_words().get(token.low, ()):
        if cue.capital and not token.raw[:1].isupper():
            continue
        if not cue.sure and (place.counts_people or place.core.is_range or place.after().low in _PEOPLE_VERBS):
            continue
        if cue.reason == "phone number" and place.value not in (911, 999, 112, -1) and place.value < 10**6:
            continue
        if token.low == "no" and place.tokens[place.first].kind != "n":
            continue
        return cue.reason
    return None


def _date(place: Place) -> str | None:
    """A day next to its month: "December 8", "8 December", "Dec. 8-10", "25 of May"."""
    if place.value > 31 or place.core.digits is None and place.core.kind != "ordinal" and not place.core.is_range:
        return None
    at = place.first - 1
    at -= place.tokens[at].raw == "."
    if _month(place.tokens[at]):
        counted = place.counts_people and place.tokens[at - 1].low in ("in", "since", "during", "last", "late", "early")
        return None if counted else "date"
    ahead = place.end + (place.after().low == "of")
    return "date" if _month(place.tokens[ahead]) else None


def _month(token: Token) -> bool:
    return token.low in MONTHS and token.raw[:1].isupper()


_YEAR_BEFORE = frozenset(
    "in since during until till by from after before of early late mid year spring summer autumn fall winter circa "
    "through between fiscal the and fy dated".split()
)
_RESULT = frozenset("resulted resulting result ended injuring killing left some".split())


def _year(place: Place) -> str | None:
    """A bare four-digit number that reads as a year, unless people are counted with it."""
    digits = place.core.digits
    if place.core.is_range or digits is None or len(digits) != 4 or not digits.isdecimal():
        return None
    if not 1000 <= place.value <= 2100:
        return None
    before = place.tokens[place.core.first - 1]
    qualified = place.first < place.core.first and before.low not in _YEAR_BEFORE
    preposition = before.low in _YEAR_BEFORE - {"of", "the", "by", "and", "after", "from"}
    result = before.low == "in" and place.tokens[place.core.first - 2].low in _RESULT
    if _month(before) or (preposition and not result):
        return "year"
    if place.counts_people or place.after().low in _PEOPLE_VERBS or result:
        return None
    if place.value >= 1800 and not (qualified and place.after().kind == "w" and place.after().low.endswith("s")):
        return "year"
    return "year" if before.low in _YEAR_BEFORE and place.after().kind != "w" else None


_AGE_END = frozenset(", . ; ) from of who was has had and is were".split())


def _age(place: Place) -> str | None:
    """An age set off by commas after a name or person ("Sanders, 34, of"), or a bound of age."""
    if not 0 < place.value <= 120:
        return None
    before, after = place.before(), place.after()
    if place.first < place.core.first and before.low in people() and not place.counts_people:
        word = place.tokens[place.core.first - 1].low
        if word in ("under", "over", "above", "below") or word == "than":
            return "age"
    if after.low in ("and", "or") and place.after(1).low in ("older", "over", "under", "younger", "above", "up"):
        return None if place.counts_people else "age"
    if place.first != place.core.first or place.core.digits is None:
        return None
    if before.raw == "," and place.before(2).kind == "w" and (after.raw in _AGE_END or after.kind == "b"):
        return _age_in_commas(place)
    if before.raw == "(" and after.raw == ")":
        return "age" if place.before(2).raw[:1].isupper() else "index"
    at = 2 if before.low in ("only", "just") else 1
    be = place.before(at).low in ("was", "is", "were", "be")
    subject = place.before(at + 1).low
    return "age" if be and subject in _PERSON | {"he", "she", "i"} and after.kind != "w" else None


def _age_in_commas(place: Place) -> str | None:
    person, after, then = place.before(2), place.after(), place.after(1)
    named = person.raw[:1].isupper() or person.low in _PERSON
    parts = then.low == "of" and place.after(2).low in ("them", "whom", "which", "those")
    if not named or person.low in _NOT_NAMED or (after.raw == "," and (parts or then.low in _INCLUDING)):
        return None
    if after.low in ("and", "were", "had") and not (after.low == "and" and person.low in _PERSON):
        return None
    if after.low in ("of", "from", "who", "was", "is", "has") and place.value < 2:
        return None
    return None if parts else "age"


_INCLUDING = frozenset("including among mostly most many some all".split())
_PERSON = frozenset(
    "man woman boy girl son daughter child baby brother sister mother father wife husband suspect victim teenager "
    "driver grandson granddaughter sons daughters children girls boys brothers sisters niece nephew officer student".split()
)
_NOT_NAMED = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday however meanwhile total all them".split()
) | MONTHS  # fmt: skip


_TOLL = frozenset("toll stands stood standing put puts putting number estimated estimate count placed figure at".split())


def _at_clock(place: Place) -> str | None:
    """ "at 5", "at 2100 hours", "at about 8": a clock time when no noun follows."""
    if place.core.digits is None and place.tokens[place.core.first].kind != "w":
        return None
    if place.before().low != "at" or place.counts_people or place.after().kind == "w" and (
        place.after().low not in _CLOCK_NEXT
    ):
        return None
    digits = place.core.digits or ""
    clock = 1 <= place.value <= 12 or (len(digits) == 4 and place.value % 100 < 60 and place.value < 2400)
    told = any(place.before(back).low in _TOLL for back in range(2, 7))
    return "time" if clock and not told else None


_CLOCK_NEXT = frozenset(
    "on in that this tonight yesterday today when and local hours hrs sharp monday tuesday wednesday thursday friday "
    "saturday sunday".split()
)
_STREETS = frozenset(
    "street st avenue ave road rd drive dr lane ln boulevard blvd court ct place way terrace circle parkway pkwy "
    "highway pike turnpike alley trail square freeway interstate expressway".split()
)


def _address(place: Place) -> str | None:
    """A house number or street: "4500 Main Street", "the 1200 block of", "21st Street"."""
    at = place.end
    if place.tokens[at].low in ("block", "blk"):
        return "house number"
    for step in range(5):
        token = place.tokens[at + step]
        if token.raw in (".", "-"):
            continue
        ordinal = token.kind == "n" or token.low in ("st", "nd", "rd", "th")
        if token.kind != "w" and not ordinal or not (ordinal or token.raw[:1].isupper()):
            return None
        if token.low in _STREETS and (step or place.core.kind == "ordinal"):
            return "house number"
    return None


_SPAN = frozenset("second minute hour day night week month year decade".split())
_NOT_RATE = frozenset("ago earlier before later after into since on old and".split())


def _comparison(place: Place) -> str | None:
    """ "20 more than last year", "five fewer than": a difference."""
    differs = place.after().low in ("more", "fewer", "less", "higher", "lower")
    return "comparison" if differs and place.after(1).low == "than" else None


def _rate(place: Place) -> str | None:
    """ "7 per 1,000", "20 a day", "20 people a week", but not "12 people a day after"."""
    for step in range(3):
        word, then = place.after(step).low, place.after(step + 1).low
        if word == "per" or (word in ("every", "each") and then in _SPAN):
            return "rate"
        if word in ("a", "an") and then in _SPAN and place.after(step + 2).low not in _NOT_RATE:
            return "rate"
        if place.after(step).kind != "w":
            break
    return None


_BASES = frozenset((5, 10, 20, 100, 1000, 10000, 100000))


def _ratio(place: Place) -> str | None:
    """ "one in five", "nine out of ten", and the base in "20 out of 30 passengers"."""
    if place.before().low == "of" and place.before(2).low == "out" and place.before(3).kind != "s":
        return "base of a ratio"
    if place.before().low == "in" and (place.before(2).kind == "n" or place.before(2).low in _FEW):
        return "base of a ratio" if place.value in _BASES or place.value in (3, 4) else None
    if place.before().low == "every" and place.after().kind == "w":
        return "base of a ratio"
    at = 2 if place.after().low == "out" and place.after(1).low == "of" else 1 if place.after().low == "in" else 0
    if not at:
        return None
    base = place.after(at)
    if base.low == "every":
        return "fraction"
    known = base.low in ("ten", "five", "four", "three", "twenty") or base.raw in ("10", "5", "4", "3", "100", "1,000")
    return "fraction" if known and 0 < place.value < 10 and _after_words().get(place.after(at + 1).low) is None else None


_FEW = frozenset("one two three four five six seven eight nine".split())


def _score(place: Place) -> str | None:
    if not place.core.is_range or place.core.kind == "vague" or place.value > 200:
        return None
    words = {place.before(back).low for back in range(1, 5)}
    return "score" if words & {"beat", "lost", "won", "win", "drew", "draw", "defeated", "score", "victory"} else None


def _code(place: Place) -> str | None:
    """A long run of digits without separators, or a telephone number's shape: "445-7251"."""
    digits, first = place.core.digits, place.tokens[place.core.first]
    if digits is not None:
        return "code" if digits.isdecimal() and len(digits) > 7 else None
    last = place.tokens[place.core.end - 1].raw
    phone = place.core.is_range and len(first.raw) == 3 and len(last) == 4 and last.isdecimal() and place.value % 100
    return "phone number" if phone else None


def _list_number(place: Place) -> str | None:
    """A number that opens a line of a list: "1. The first", "2) The second"."""
    first = place.core.first
    opens = first == 0 or "\n" in place.tokens.gap(first) or place.tokens[first - 1].kind == "b"
    digits = place.core.digits
    if not opens or digits is None or not digits.isdecimal() or not place.tokens.glued(place.end):
        return None
    return "index" if place.value < 100 and place.after().raw in (".", ")") else None


def _call_number(place: Place) -> str | None:
    call = place.after().low in ("call", "calls", "caller", "callers", "dispatch", "dispatcher", "operator", "center")
    return "phone number" if place.value in (911, 999, 112) and call else None


def _one(place: Place) -> str | None:
    """ "one another", "this one", "one day": no number at all."""
    if place.value != 1 or place.core.end - place.core.first != 1 or place.tokens[place.core.first].low != "one":
        return None
    if place.after().low in ("another", "s", "'s", "other's"):
        return "pronoun"
    before = place.before().low
    free = not place.counts_people and place.after().low not in ("person", "man", "woman", "soldier", "civilian")
    return "pronoun" if before in _PRONOUN_BEFORE and free else None


_PRONOUN_BEFORE = frozenset("this that which each every any these those".split())


_SINGULAR = frozenset("member person man woman judge car bed vehicle strong".split())


def _compound(place: Place) -> str | None:
    """A number in a compound that counts no people by itself: "a four-storey house", "a three-judge panel"."""
    at = place.end
    hyphen = place.tokens[at].raw in _HYPHENS and place.tokens.glued(at) and place.tokens.glued(at + 1)
    if place.value > 1 and place.after().low in _SINGULAR and place.after(1).kind == "w":
        return "compound"
    word = place.tokens[at + 1]
    if hyphen and word.kind == "w" and word.low not in people():
        return "compound"
    return None


def _zero_tolerance(place: Place) -> str | None:
    if place.core.kind != "zero" or place.tokens[place.core.first].low != "zero":
        return None
    ground = place.before().low in ("ground", "below", "above", "sub", "patient", "net")
    return "part of a name" if ground or place.after().low in ("tolerance", "hour", "sum", "carbon") else None


_UNITS_ORDINAL = frozenset(
    "brigade battalion regiment division army corps squadron platoon company infantry airborne armored armoured fleet "
    "wing artillery cavalry marine marines expeditionary mechanized mechanised motorized motorised tank guards legion "
    "precinct district circuit congress amendment parallel group special mountain air republic reich".split()
)
_DEATHS = frozenset("death fatality casualty".split())
_NO_VICTIM = frozenset(
    "lieutenant party wife husband son daughter child brother sister family generation class case hand head leader "
    "figure member secretary general captain officer cousin private major target one baby house home building "
    "minister deputy judge marine".split()
)


@cache
def _victims() -> frozenset[str]:
    from extractor.lexicon import count_nouns  # noqa: PLC0415

    return frozenset(
        noun for noun, told in count_nouns().items() if not told.plural and told.unit == "people" and " " not in noun
    ) - _NO_VICTIM


def _order(place: Place) -> str | None:
    """An ordinal counts only before a person ("the 18th victim"); otherwise it orders."""
    steps = [place.after(step) for step in range(3)]
    if any(token.low in _UNITS_ORDINAL for token in steps[:2]):
        return "unit designation"
    if place.value < 2:
        return "order"
    indefinite = place.before().low in ("a", "an")
    for token in steps:
        if token.low in _DEATHS or (token.low in _victims() and (place.value > 5 or indefinite)):
            return None
        if token.kind != "w":
            break
    return "date" if place.before().low == "the" and place.before(2).low in ("on", "until", "by") else "order"


Rule = Callable[[Place], str | None]
_ORDINAL_RULES: tuple[Rule, ...] = (_date, _address, _order)
_RULES: tuple[Rule, ...] = (
    _zero_tolerance,
    _label_before,
    _unit_after,
    _date,
    _glued,
    _letter,
    _year,
    _age,
    _at_clock,
    _address,
    _ratio,
    _comparison,
    _rate,
    _score,
    _code,
    _list_number,
    _call_number,
    _one,
    _compound,
)
