"""Labelled dates and countries: EDTF and ISO 8601 syntax, first and last day, ISO 3166-1 alpha-3 codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from extractor.gold import GoldDate
from extractor.labelling.check_quantity import Remark

# One EDTF date as it is used here: open digits as X, months, seasons 21 to 24, a decade as 199X.
_ONE = r"-?[0-9X]{4}(?:-(?:[01X][0-9X]|2[1-4])(?:-[0-3X][0-9X])?)?[~?%]?"
_EDTF = re.compile(rf"(?:{_ONE}|(?:{_ONE}|\.\.)?/(?:{_ONE}|\.\.)?)")
_DURATION = re.compile(
    r"P(?=.)(?:\d+(?:\.\d+)?Y)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?W)?(?:\d+(?:\.\d+)?D)?"
    r"(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?"
)


def check_edtf(value: str | None, key: str) -> Iterator[Remark]:
    """A date that is no EDTF."""
    if value is not None and not _EDTF.fullmatch(value):
        yield Remark(key, f"{value!r} is no EDTF date", "write 2025-12-25, 2025-12, XXXX-12, or A/B")


def check_date(mention: GoldDate) -> Iterator[Remark]:
    """A value that does not go with its kind; days that do not exist or run backwards."""
    value = mention.value
    if mention.kind == "vague" and value is not None:
        yield Remark("value", f"{value!r} for a vague expression", "write null, or another kind")
    elif mention.kind == "duration":
        if value is not None and not _DURATION.fullmatch(value):
            yield Remark("value", f"{value!r} is no ISO 8601 duration", "write P5D, P3W, P2M, P10Y")
    else:
        yield from check_edtf(value, "value")
    days = {key: getattr(mention, key) for key in ("start", "end") if getattr(mention, key) is not None}
    for key, day in days.items():
        if not _is_day(day):
            yield Remark(key, f"{day!r} is no day of the calendar", "write YYYY-MM-DD or null")
            return
    if len(days) == 2 and days["end"] < days["start"]:
        yield Remark("end", f"{days['end']} is before {days['start']}", "put the days in order")


def check_countries(codes: Iterable[str], key: str) -> Iterator[Remark]:
    """Codes that ISO 3166-1 does not know."""
    for code in codes:
        if code not in _codes():
            yield Remark(key, f"{code!r} is no ISO 3166-1 alpha-3 code", "write one such as SDN")


@cache
def _codes() -> frozenset[str]:
    import pycountry

    return frozenset(country.alpha_3 for country in pycountry.countries) | {"XKX"}


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
