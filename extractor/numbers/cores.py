"""The number proper, without qualifiers: cardinal, ordinal, zero word, vague word or range."""

from __future__ import annotations

from typing import Literal, NamedTuple

from extractor.codebooks import VagueWord
from extractor.lexicon import word_set
from extractor.numbers import vague, words
from extractor.numbers.digits import Value, read_digits
from extractor.numbers.tokens import Tokens
from extractor.numbers.vocabulary import Reason, people

DASHES = ("-", "‑", "–", "—", "−")
Kind = Literal["cardinal", "ordinal", "zero", "vague"]


class Core(NamedTuple):
    """A number between two tokens: its value, or the ends of its range, or its vague word.

    ``reason`` is set where the way it is written already rules a count out ("2014-15", "3/4").
    """

    first: int
    end: int
    kind: Kind
    low: Value | None = None
    high: Value | None = None
    word: VagueWord | None = None
    factor: int = 1
    scale: int = 1
    digits: str | None = None
    glued: str = ""
    reason: Reason | None = None

    @property
    def is_range(self) -> bool:
        """Whether two different ends are stated."""
        return self.low != self.high


_BEHIND_ARTICLE = vague.BEHIND_ARTICLE | words.BEHIND_ARTICLE


def read_core(tokens: Tokens, index: int) -> Core | None:
    """The number that starts at token ``index``, with the second end of its range if it has one."""
    token = tokens[index]
    if token.low in ("a", "an") and tokens[index + 1].low not in _BEHIND_ARTICLE:
        return None
    if token.kind == "n":
        return _ordinal(tokens, index) or _odd_writing(tokens, index) or _cardinal(tokens, index)
    return (
        _zero(tokens, index)
        or _vague(tokens, index)
        or _ordinal(tokens, index)
        or _odd_writing(tokens, index)
        or _cardinal(tokens, index)
    )


def _cardinal(tokens: Tokens, index: int) -> Core | None:
    read = words.read_number(tokens, index)
    if read is None:
        if tokens[index].kind == "n":  # malformed or too long
            end = index + 1
            end += tokens[end].low in words.MULTIPLIERS
            return Core(index, end, "cardinal", reason="not a plain number")
        return None
    reason: Reason | None = None
    if read.value.denominator != 1:
        reason = "decimal"
    elif read.digits and len(read.digits) > 1 and read.digits.startswith("0"):
        reason = "code"
    return Core(
        index,
        read.end,
        "zero" if read.value == 0 else "cardinal",
        read.value,
        read.value,
        scale=read.scale,
        digits=read.digits,
        glued=read.glued,
        reason=reason,
    )


def _vague(tokens: Tokens, index: int) -> Core | None:
    found = vague.read_vague(tokens, index)
    if found is None:
        return None
    return Core(index, found.end, "vague", word=found.word, factor=found.factor)


def _ordinal(tokens: Tokens, index: int) -> Core | None:
    token = tokens[index]
    if token.kind == "n":
        suffix = tokens[index + 1]
        if not (tokens.glued(index + 1) and suffix.low in ("st", "nd", "rd", "th")):
            return None
        value = read_digits(token.raw)
        return Core(index, index + 2, "ordinal", value, value, reason=None if value else "not a plain number")
    if token.low in words.ORDINALS:
        value = words.ORDINALS[token.low]
        return Core(index, index + 1, "ordinal", value, value)
    if token.low in words.TENS and tokens[index + 1].raw in ("-", "‑"):
        last = tokens[index + 2].low
        if words.SIMPLE_ORDINALS.get(last, 10) < 10:
            value = words.TENS[token.low] + words.SIMPLE_ORDINALS[last]
            return Core(index, index + 3, "ordinal", value, value)
    return None


_LONGEST_CHAIN = 64  # marks and clumps; a longer chain is cut, so that hostile text stays linear
_NEGATIVE = {("no", "one"): 2, ("none",): 1, ("nobody",): 1, ("not", "a", "single"): 3, ("not", "one"): 2}

ZERO_STARTS = frozenset(("no", "none", "nobody", "not", "without", "zero"))


def _zero(tokens: Tokens, index: int) -> Core | None:
    """ "no one", "none", "nobody", "zero", and "no" or "without" before people or casualties."""
    low = tokens[index].low
    size = 0
    if low in ("no", "none", "nobody", "not"):
        hyphen = low == "no" and tokens[index + 1].raw == "-" and tokens[index + 2].low == "one"
        found = (
            end for phrase, end in _NEGATIVE.items() if tokens.words(index, index + len(phrase)) == phrase
        )
        size = 3 if hyphen else next(found, 0)
    if not size and low in ("no", "without") and _zero_noun(tokens, index + 1):
        size = 1
    if not size and low == "zero":
        size = 1
    if not size:
        return None
    return Core(index, index + size, "zero", 0, 0)


def _zero_noun(tokens: Tokens, index: int) -> bool:
    """Whether a noun for people or casualties stands at ``index``, after at most two other words."""
    for at in range(index, index + 3):
        token = tokens[at]
        if token.kind != "w" or token.low in word_set("not_zero"):
            return False
        if token.low in word_set("zero_nouns") or token.low in people():
            return True
    return False


def _odd_writing(tokens: Tokens, index: int) -> Core | None:
    """Numbers whose writing alone says what they are: dates, clock times, fractions, years in words."""
    if tokens[index].kind == "n":
        return _chained(tokens, index)
    return _spoken_year(tokens, index) or _spoken_fraction(tokens, index)


def _chained(tokens: Tokens, index: int) -> Core | None:
    """Digit clumps joined by marks: "9:30", "3/4", "5/13/1993", "2014-05-20", "555-123-4567"."""
    end, marks = _chain(tokens, index)
    count, first, last = (end - index + 1) // 2, tokens[index].raw, tokens[end - 1].raw
    reason: Reason | None = None
    if ":" in marks:
        reason = "time"
    elif "/" in marks and count == 2:
        reason = "year" if len(first) == 4 else "fraction"  # "2022/23"
    elif "/" in marks:
        reason = "date"
    elif count > 2:
        dated = len(first) == 4 or (len(first) < 3 and len(last) == 4)
        reason = "date" if dated else "phone number"
    return Core(index, end, "cardinal", reason=reason) if reason else None


def _chain(tokens: Tokens, index: int) -> tuple[int, set[str]]:
    """The end of a chain of digit clumps, and the marks that join them."""
    end, marks = index + 1, set()
    while end - index < _LONGEST_CHAIN and tokens.glued(end) and tokens.glued(end + 1):
        if tokens[end].raw not in "-‑–/:" or tokens[end + 1].kind != "n":
            break
        marks.add(tokens[end].raw)
        end += 2
    return end, marks


def _spoken_year(tokens: Tokens, index: int) -> Core | None:
    """ "nineteen ninety-three", "twenty fourteen", "nineteen oh five"."""
    if tokens[index].low not in words.TEENS and tokens[index].low != "twenty":
        return None
    after = tokens[index + 1].low
    if after == "oh" and tokens[index + 2].low in words.UNITS:
        return Core(index, index + 3, "cardinal", reason="year")
    read = words.read_number(tokens, index + 1) if after in words.TEENS or after in words.TENS else None
    return Core(index, read.end, "cardinal", reason="year") if read and read.value < 100 else None


def _spoken_fraction(tokens: Tokens, index: int) -> Core | None:
    """ "two-thirds", "one third"."""
    at = index + 1 + (tokens[index + 1].raw in ("-", "‑"))
    if tokens[index].low not in words.SMALL or tokens[at].low not in word_set("fraction_parts"):
        return None
    read = words.read_number(tokens, index)  # "three quarters of a million"
    return None if read and read.end > at + 1 else Core(index, at + 1, "cardinal", reason="fraction")


def read_range(tokens: Tokens, core: Core, *, between: bool) -> Core:
    """``core`` with the second end of its range, if one follows: "20 to 30", "3 to 4,000", "20-30".

    ``between`` says that "between" stands before it, so that "and" joins the ends.
    """
    joint = _joint(tokens, core.end, between=between) if _opens_range(core) else 0
    second = _cardinal(tokens, joint) if joint else None
    if second is None or second.low is None or second.glued != core.glued != "":
        return core
    low = _carried(core, second)
    if not low < second.low or low.denominator != 1 or second.low.denominator != 1:
        return core
    return second._replace(first=core.first, low=low, digits=None, reason=_year_pair(core, second))


def _opens_range(core: Core) -> bool:
    """Whether the number is written so that it may be the first end of a range."""
    plain = core.kind == "cardinal" or (core.kind == "zero" and core.digits is not None)
    return plain and core.low is not None and core.reason in (None, "decimal")


def _joint(tokens: Tokens, at: int, *, between: bool) -> int:
    """The token where the second end of a range starts, 0 if no range word stands at ``at``."""
    token = tokens[at]
    if between and token.raw not in DASHES:
        return at + 1 if token.low == "and" else 0
    if token.low == "to":
        return at + 1
    if token.low == "or":
        return at + 1 + (tokens[at + 1].low in word_set("perhaps"))
    return _dash_joint(tokens, at) if token.raw in DASHES else 0


def _dash_joint(tokens: Tokens, at: int) -> int:
    """The second end behind a dash that stands free or close on both sides alike, 0 without one."""
    if tokens[at + 1].low in ("to", "or") and tokens[at + 2].kind != "b":
        return at + 2  # "10- to 12-year-olds"
    if _ends_dateline(tokens, at):
        return 0
    even = tokens.glued(at) == tokens.glued(at + 1)
    return at + 1 if even and (tokens[at + 1].kind == "n" or tokens[at].raw != "—") else 0


def _ends_dateline(tokens: Tokens, at: int) -> bool:
    """ "ROME, Aug 9 - Forty-one migrants", "Aug 9 - 41 migrants": a free dash between a day and the text."""
    if tokens.glued(at) or tokens[at - 1].kind != "n":
        return False
    behind = tokens[at + 2]
    dated = (
        tokens[at - 2].low in word_set("months")
        and behind.kind == "w"
        and behind.low not in word_set("months")
    )
    return dated or tokens[at + 1].kind == "w"


def _carried(first: Core, second: Core) -> Value:
    """The first end, scaled like the second where the words leave that out: "3 to 4,000"."""
    low, high = first.low or 0, second.low or 0
    if first.scale != 1:
        return low
    if second.scale > 1 and low * second.scale < high:
        return low * second.scale
    grouped = second.digits is not None and not second.digits.isdecimal()
    return low * 1000 if grouped and low < 1000 <= high and low * 1000 < high else low


def _year_pair(first: Core, second: Core) -> Reason | None:
    """Years written as a range ("2014-15", "1990 to 1995")."""
    a, b = first.digits or "", second.digits or ""
    if len(a) == 4 and a.isdecimal() and 1800 <= int(a) <= 2100 and b.isdecimal():
        return "year" if len(b) == 4 and int(b) <= 2100 else None
    return None
