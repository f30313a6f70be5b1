"""Units behind a number, labels in front of it, and letters or marks joined to it."""

from __future__ import annotations

import re

from extractor.lexicon import word_set
from extractor.numbers.in_context import DASHES, HYPHENS, InContext, first_reason, is_currency
from extractor.numbers.tokens import Token, Tokens
from extractor.numbers.vocabulary import Cue, Reason, cues_after, cues_before, people

_YEAR = re.compile(r"(1[89]|20)\d\d")


def unit_after(number: InContext) -> Reason | None:
    """A unit behind the number: "5 km", "a 5-day truce", "three more weeks", "34 years old"."""
    tokens, at = number.tokens, _behind_joint(number)
    if tokens[at].low == "per" and tokens[at + 1].low == "cent":
        return "percentage"
    if tokens[at].low in ("a", "p") and tokens[at + 1].raw == "." and tokens[at + 2].low == "m":
        return "time"
    for step in range(at, at + 3):
        if reason := _unit_reason(number, step):
            return reason
        if not _may_precede_unit(tokens, step):
            break
    return None


def _behind_joint(number: InContext) -> int:
    """The token where the unit of a number may stand: behind a hyphen, "5- to 7-day", "dozens of"."""
    tokens, at = number.tokens, number.end
    if tokens[at].raw in HYPHENS and tokens.glued(at):
        at += 1
        at += tokens[at].low in ("to", "or") and tokens[at + 1].kind == "n"
    return at + (number.core.kind == "vague" and tokens[at].low == "of")


def _unit_reason(number: InContext, at: int) -> Reason | None:
    """What the word at the token makes of the number in front of it."""
    tokens = number.tokens
    for cue in cues_after().get(tokens[at].low, ()):
        if cue.reason == "duration" and _old(tokens, at + 1):
            return "age"
        if tokens[at].low != "time" or number.value == 1:
            return cue.reason
    return None


def _may_precede_unit(tokens: Tokens, at: int) -> bool:
    """Whether a unit may still follow the word: "three (more) weeks", "20 (Canadian) dollars"."""
    if _relative(tokens, at):
        return False
    currency = tokens[at].raw[:1].isupper() and tokens[at + 1].low in word_set("named_currencies")
    return currency or tokens[at].low in word_set("before_unit")


def _relative(tokens: Tokens, at: int) -> bool:
    """ "last week", "next month": a time of its own and no unit of the number in front."""
    return tokens[at].low in ("last", "next", "past") and not tokens[at + 1].low.endswith("s")


def _old(tokens: Tokens, at: int) -> bool:
    at += tokens[at].raw in HYPHENS
    return tokens[at].low in ("old", "olds") or (tokens[at].low == "of" and tokens[at + 1].low == "age")


def label_before(number: InContext) -> Reason | None:
    """A label in front of the number: "Flight 302", "No. 7", "$20", "aged 21", "magnitude of 7"."""
    if "\n" in number.tokens.gap(number.first):
        return None
    back = 1
    if number.left.raw in (".", ":") and number.tokens.glued(number.first - 1):
        if number.before(2).low not in word_set("abbreviations"):
            return None
        back = 2
    elif number.left.low == "of" and number.before(2).low in word_set("labels_with_of"):
        back = 2
    token = number.before(back)
    for cue in cues_before().get(token.low, ()):
        if _applies(cue, number, token):
            return cue.reason
    return None


def _applies(cue: Cue, number: InContext, token: Token) -> bool:
    if cue.capital and not token.raw[:1].isupper():
        return False
    if not cue.sure and (number.counted or number.core.is_range):
        return False
    if cue.reason == "phone number":
        return number.value in (911, 999, 112, -1) or number.value >= 10**6
    return token.low != "no" or number.tokens[number.first].kind == "n"


def glued(number: InContext) -> Reason | None:
    """Letters or marks joined to the number: "G7", "F-16", "mid-2014", "20s", "4x4", "89-52"."""
    tokens, first = number.tokens, number.core.first
    if tokens[first - 1].raw == "=" and tokens.glued(first):
        return "part of a name"
    if tokens[first].kind != "n":
        joined = tokens[first - 1].raw in HYPHENS and tokens.glued(first) and tokens.glued(first - 1)
        return "compound" if joined else None  # "fifty-fifty"
    return first_reason(number, (_glued_before, _glued_after))


def _glued_before(number: InContext) -> Reason | None:
    tokens, first = number.tokens, number.core.first
    mark, joined = tokens[first - 1], tokens.glued(first - 1)
    if not tokens.glued(first):
        return None
    if mark.kind == "w":
        return _lettered(mark, tokens[first])
    if mark.raw in DASHES and joined:
        return _dashed(number, tokens[first - 2])
    if mark.raw == ".":
        return "part of a name" if joined else "calibre"
    if mark.raw in ("'", "’", "‘"):
        return "year" if len(tokens[first].raw) == 2 else None
    named = mark.raw in ("_", "/", "@", "&", "\\") or (mark.raw == '"' and tokens[first - 2].raw == "=")
    return "part of a name" if named else None


def _lettered(word: Token, digits: Token) -> Reason | None:
    """Letters written onto digits: "US$"-like currencies, names ("G7"), a lost space ("least140,000")."""
    if is_currency(word):
        return "money"
    return None if word.raw.islower() and "," in digits.raw else "part of a name"


def _dashed(number: InContext, other: Token) -> Reason | None:
    if other.kind == "n":
        return "year" if _YEAR.fullmatch(other.raw) else "score"
    if other.kind != "w" or number.tokens[number.core.first - 1].raw not in HYPHENS:
        return None
    if other.low in word_set("dashed_before"):
        return "year" if number.value > 999 else "age"
    cues = cues_before().get(other.low)
    return cues[0].reason if cues else "part of a name"


def _glued_after(number: InContext) -> Reason | None:
    tokens, end = number.tokens, number.core.end
    after = tokens[end]
    if not tokens.glued(end) or number.end != end:
        return None
    if after.low == "s":
        return "year" if number.value > 99 else "age"
    if after.kind == "w":
        cues = cues_after().get(after.low)
        return cues[0].reason if cues else "part of a name"
    if after.raw in DASHES and tokens.glued(end + 1) and tokens[end + 1].kind == "n":
        return "year" if 1800 <= number.value <= 2100 else "score"
    return "part of a name" if _joins_name(after, tokens[end + 1]) else None


def _joins_name(mark: Token, behind: Token) -> bool:
    """Whether a mark behind digits makes a name or an address of them: "7@", "24/seven"."""
    return mark.raw in ("_", "@", "=", "\\") or (mark.raw == "/" and behind.kind == "w")


def letter(number: InContext) -> Reason | None:
    """A glued "m", "k" or "b" that is no multiplier: metres, a race, a name."""
    written, follows = number.core.glued, number.right
    if not written:
        return None
    if written == "k":
        return "distance" if follows.low in word_set("races") else None
    plural = follows.kind == "w" and follows.low.endswith("s") and follows.low not in cues_after()
    if written.isupper() or number.counted or (plural and follows.low not in ("is", "was", "as", "has")):
        return None
    return "distance" if written == "m" else "part of a name"


def compound(number: InContext) -> Reason | None:
    """A compound that counts no people by itself: "a four-storey house", "a 20 member family"."""
    if number.value > 1 and number.right.low in word_set("compound_noun") and number.after(1).kind == "w":
        return "compound"
    return "compound" if number.suffixed and number.after(1).low not in people() else None


def address(number: InContext) -> Reason | None:
    """A house number or street: "4500 Main Street", "the 1200 block of", "21st Street"."""
    if number.right.low in word_set("street_blocks"):
        return "house number"
    for step in range(5):
        token = number.after(step)
        if token.raw in (".", "-"):
            continue
        ordinal = token.kind == "n" or token.low in ("st", "nd", "rd", "th")
        if not ordinal and not (token.kind == "w" and token.raw[:1].isupper()):
            return None
        if token.low in word_set("streets") and (step or number.core.kind == "ordinal"):
            return "house number"
    return None
