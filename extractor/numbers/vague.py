"""Vague number words ("dozens", "several hundred"): which codebook word, times which factor."""

from __future__ import annotations

from typing import NamedTuple, cast, get_args

from extractor.codebooks import VagueWord
from extractor.lexicon import word_set
from extractor.numbers.tokens import Tokens

_SMALL: dict[tuple[str, ...], VagueWord] = {
    ("several",): "several",
    ("a", "few"): "few",
    ("a", "good", "few"): "few",
    ("quite", "a", "few"): "few",
    ("a", "couple"): "couple",
    ("a", "handful"): "handful",
    ("many",): "many",
}
_PLURAL = {
    "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "lakhs": 10**5,
    "millions": 10**6, "crores": 10**7, "billions": 10**9,
}  # fmt: skip
_SINGULAR = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "crore": 10**7,
    "billion": 10**9,
}  # fmt: skip


_SMALL_BY_FIRST = {first: [phrase for phrase in _SMALL if phrase[0] == first] for first, *_ in _SMALL}
BEHIND_ARTICLE = frozenset(phrase[1] for phrase in _SMALL if phrase[0] == "a")
"""Behind one of these "a" may open a vague number."""
STARTS = frozenset(_SMALL_BY_FIRST) | frozenset(_PLURAL)


class Vague(NamedTuple):
    """A vague number: the codebook's word, what multiplies it, and the first token after it."""

    word: VagueWord
    factor: int
    end: int


def read_vague(tokens: Tokens, index: int) -> Vague | None:
    """Read the vague number that starts at token ``index``; None if none starts there.

    >>> def read(text):
    ...     return read_vague(Tokens(text), 0)
    >>> read("several hundred people")[:2], read("tens of thousands")[:2], read("hundreds of millions")[:2]
    (('several', 100), ('tens of thousands', 1), ('hundreds', 1000000))
    >>> read("hundreds, if not thousands, of people")[:3], read("as many as 20"), read("scores and results")
    (('hundreds', 1, 5), None, None)
    """
    return _small(tokens, index) or _plural(tokens, index)


def _small(tokens: Tokens, index: int) -> Vague | None:
    phrase = next((p for p in _SMALL_BY_FIRST.get(tokens[index].low, ()) if _stands(tokens, index, p)), None)
    if phrase is None:
        return None
    word, end = _SMALL[phrase], index + len(phrase)
    if word == "many" and _compares(tokens, index, end):
        return None
    if word in ("couple", "handful") and tokens[end].low == "of" and tokens[end + 1].low in _SINGULAR:
        end += 1
    if plural := _plural(tokens, end):  # "several tens of thousands", "many hundreds"
        return plural if word == "many" else Vague(word, _amount(plural), plural.end)
    factor = 1
    while (times := _SINGULAR.get(tokens[end].low, 0)) and tokens[end - 1].raw != "-":
        factor, end = factor * times, end + 1
    return Vague(word, factor, end)


def _stands(tokens: Tokens, index: int, phrase: tuple[str, ...]) -> bool:
    return tokens.words(index, index + len(phrase)) == phrase


def _compares(tokens: Tokens, index: int, end: int) -> bool:
    """Whether "many" is no number: "many more than 20", "as many as", "many a"."""
    more = tokens[end].low == "more" and tokens[end + 1].low == "than"
    return more or tokens[index - 1].low in word_set("not_many") or tokens[end].low in ("a", "as")


def _amount(plural: Vague) -> int:
    unit = 1
    for part in plural.word.split(" of "):
        unit *= _PLURAL[part]
    return unit * plural.factor


def _plural(tokens: Tokens, index: int) -> Vague | None:
    low = tokens[index].low
    if low not in _PLURAL or not _counts(tokens, index):
        return None
    units, end = [low], index + 1
    while tokens[end].low == "of" and tokens[end + 1].low in _PLURAL and len(units) < 3:
        units.append(tokens[end + 1].low)
        end += 2
    return Vague(*_named(units), _alternative(tokens, end))


def _counts(tokens: Tokens, index: int) -> bool:
    """Whether "tens" and "scores" are numbers here: "tens of people", "scores killed", not "test scores"."""
    low, before, after = tokens[index].low, tokens[index - 1], tokens[index + 1].low
    if low == "tens":
        return after == "of"
    if low in ("scores", "lakhs", "crores"):
        named = before.kind == "w" and before.low not in word_set("scores_before")
        return after == "of" or (low == "scores" and after in word_set("scores_after") and not named)
    return True


def _named(units: list[str]) -> tuple[VagueWord, int]:
    """The longest chain that the codebooks name, and the product of the rest."""
    for size in range(len(units), 0, -1):
        chain = " of ".join(units[:size])
        if chain in get_args(VagueWord):
            factor = 1
            for unit in units[size:]:
                factor *= _PLURAL[unit]
            return cast(VagueWord, chain), factor
    return "millions" if units[0] in ("millions", "crores", "billions") else "hundreds of thousands", {
        "crores": 10, "billions": 1000,
    }.get(units[0], 1)  # fmt: skip


def _alternative(tokens: Tokens, end: int) -> int:
    """The end of "hundreds, if not thousands" or "hundreds and hundreds": the first word is the figure."""
    at = end
    while tokens[at].low in word_set("vague_links") and at - end < 4:
        at += 1
    follows = at > end and tokens[at].low in _PLURAL and tokens[at - 1].raw != ","
    return at + 1 if follows else end
