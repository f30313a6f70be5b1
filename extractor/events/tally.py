"""Records on their way to the ledger: which are the article's own event, which belong to another."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.records import CasualtyCount, DisplacementCount

AnyCount = CasualtyCount | DisplacementCount
OTHER_EVENT = timedelta(days=10)
"""A figure whose time ended this much before the first dated figure of the article is another event's."""
BACKGROUND = timedelta(days=60)
"""A figure for an event that ended longer before publication belongs to another event."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record with its place in the list and the event word that governs it."""

    index: int
    record: AnyCount
    statement: int
    also: bool = False
    breakdown: bool = False
    elsewhere: bool = False

    @property
    def best(self) -> int:
        """The best value; entries without one never get here."""
        return self.record.quantity.best or 0


def entries_of(
    records: Sequence[AnyCount], statements: Sequence[tuple[int, bool, bool, bool]]
) -> list[Entry]:
    """The records with a best value, with their place and what the ledger asks of each."""
    places = statements or [(record.evidence.start, False, False, False) for record in records]
    return [
        Entry(i, record, *place)
        for i, (record, place) in enumerate(zip(records, places, strict=True))
        if record.quantity.best is not None
    ]


def outcome_of(record: AnyCount) -> str | None:
    """Outcome of a casualty record, null for a displacement."""
    return record.outcome if isinstance(record, CasualtyCount) else None


def counts_people(record: AnyCount) -> bool:
    """True for displaced people; homes, households and returns have no headline."""
    assert isinstance(record, DisplacementCount)
    return record.unit == "people" and record.term != "returned" and not record.term.startswith("housing_")


def without_background(entries: list[Entry], published: date | None) -> list[Entry]:
    """Leave out events that ended long before publication or the article's own event, and whole years.

    An article that tells of nothing newer keeps its old event.
    """
    ends = [_last_day(e.record.date) for e in entries]
    harmed = [
        end for e, end in zip(entries, ends, strict=True) if isinstance(e.record, CasualtyCount) and end
    ]
    told = harmed[0] if harmed else None
    current = [
        e
        for e, end in zip(entries, ends, strict=True)
        if not (end and published and end < published - BACKGROUND)
        and not (end and told and isinstance(e.record, CasualtyCount) and end < told - OTHER_EVENT)
        and not _is_year(e.record)
        and not e.elsewhere
    ]
    return current or entries


def _is_year(record: AnyCount) -> bool:
    return record.date is not None and len(record.date) == 4 and record.scope != "cumulative"


def _last_day(value: str | None) -> date | None:
    """Last day of an EDTF value with a known year; null for open ends and unknown years."""
    parts = [int(part) for part in (value or "").split("/")[-1].split("-") if part.isdigit()]
    if not parts or "X" in (value or ""):
        return None
    year, month, day = (*parts, 12, 31)[:3] if len(parts) == 1 else (*parts, 31)[:3]
    month = min(month, 12)
    return date(year, month, min(day, monthrange(year, month)[1])) if 1 <= year <= 9999 and month else None
