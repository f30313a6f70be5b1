"""Labelled quantities against the table of qualifiers, and against the words of their quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.codebooks import Codebook
from extractor.gold import GoldQuantity
from extractor.numbers import find_numbers, read_quantity
from extractor.records import Quantity

_INDEFINITE = re.compile(r"(?:an?|another|one|the)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")  # "a 17th victim" may count one or seventeen


class Remark(NamedTuple):
    """A key below ``quantity``, what is wrong with it, the remedy, and whether it is only a doubt."""

    key: str
    message: str
    fix: str
    doubt: bool = False


def check_bounds(quantity: GoldQuantity) -> Iterator[Remark]:
    """Bounds that the qualifier does not allow; keys that were left out are not judged."""
    if quantity.qualifier is None or quantity.best is None:
        return
    bounds = bounds_of(quantity.qualifier, quantity.best)
    if bounds is None:
        yield from _check_open_bounds(quantity, quantity.best)
        return
    for key, wanted in zip(("low", "high"), bounds, strict=True):
        value = getattr(quantity, key)
        if key in quantity.model_fields_set and value != wanted:
            yield Remark(
                key,
                f"{_say(value)} does not go with {quantity.qualifier} {quantity.best}",
                f"write {_say(wanted)}, or another qualifier",
            )


def bounds_of(qualifier: str, best: int) -> tuple[int | None, int | None] | None:
    """Low and high that a qualifier fixes, None where the words give them (a range, a vague word)."""
    table: dict[str, tuple[int | None, int | None]] = {
        "exact": (best, best),
        "at_least": (best, None),
        "more_than": (best, None),
        "at_most": (None, best),
        "less_than": (None, best),
        "nearly": (None, best),
        "about": (None, None),
    }
    return table.get(qualifier)


def _check_open_bounds(quantity: GoldQuantity, best: int) -> Iterator[Remark]:
    """Bounds of a range or of a vague word."""
    low, high, given = quantity.low, quantity.high, quantity.model_fields_set
    if (low is not None and low > best) or (high is not None and high < best):
        yield Remark("best", f"{best} is outside {_say(low)} to {_say(high)}", "put low <= best <= high")
    if quantity.qualifier == "range" and {"low", "high"} <= given and None in (low, high):
        yield Remark("low", "a range has two ends", "write both ends, or another qualifier")
    if quantity.qualifier == "vague" and "low" in given and low is None:
        yield Remark("low", "a vague word has a lowest value", "write the codebook's value")


def check_words(quantity: GoldQuantity, quote: str, codebook: Codebook) -> Iterator[Remark]:
    """A best value that the quote does not say; bounds and qualifier that it says otherwise."""
    best = quantity.best
    if best is None:
        return
    whole = read_quantity(quote, codebook)
    values = {mention.quantity.best for mention in find_numbers(quote, codebook)}
    values |= {whole.best} if whole else set()
    if best in values:
        if whole is not None and whole.best == best:
            yield from _other_bounds(quantity, whole)
    elif not _says_otherwise(best, quote):
        yield from _unread(best, quote, sorted(value for value in values if value is not None))


def _says_otherwise(best: int, quote: str) -> bool:
    """Whether the quote gives the number without a numeral: "a soldier", "the 17th victim"."""
    return bool(best == 1 and _INDEFINITE.match(quote)) or str(best) in _ORDINAL.findall(quote)


def _unread(best: int, quote: str, values: list[int]) -> Iterator[Remark]:
    """A best value that no number of the quote has."""
    if values:
        said = " or ".join(f"{value:,}" for value in values)
        yield Remark("best", f"{best:,}, but “{quote}” says {said}", f"write {values[0]}, or mend the quote")
    elif best > 1:
        yield Remark(
            "best",
            f"{best:,}, but no number can be read in “{quote}”",
            "quote the words of the number, if there are any",
            doubt=True,
        )


def _other_bounds(quantity: GoldQuantity, reading: Quantity) -> Iterator[Remark]:
    for key in ("qualifier", "low", "high"):
        value = getattr(quantity, key)
        if key in quantity.model_fields_set and value != getattr(reading, key):
            yield Remark(
                key,
                f"{_say(value)}, but the quote reads as {_say(getattr(reading, key))}",
                "mend the key or the quote, or leave it where the context says more",
                doubt=True,
            )
            return


def _say(value: object) -> str:
    return "null" if value is None else str(value)
