"""Events as flat rows, one event a row: what, where, when, who to whom, how many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.records import Event, EventActor, Extraction, Summary, SummaryFigure
from extractor.records.edtf import days_of, precision_of
from extractor.records.fields import labelled
from extractor.records.rows import ABOUT, TYPES, ColumnType, about_article, unbroken

BOUNDED = ("killed", "injured", "missing", "captured", "casualties", "displaced", "perpetrators_killed")
"""Headline figures that stand with their bounds: ``killed_low``, ``killed_best``, ``killed_high``."""
_BOUNDS = ("low", "best", "high")

_OWN = tuple(leaf for leaf in labelled(Event, apart={"place", "date", "summary"}) if not leaf.pointer)
"""Fields that are columns as they are; place, day, sides and headline figures are spread out."""


def bounded(names: Sequence[str]) -> dict[str, ColumnType]:
    """The columns of headline figures with their bounds."""
    return {f"{name}_{bound}": int for name in names for bound in _BOUNDS}


EVENT_COLUMNS: Mapping[str, ColumnType] = {
    **ABOUT,
    "event": int,
    **{leaf.column: TYPES.get(leaf.kind, str) for leaf in _OWN},
    "trigger": str,
    "date": str,
    "date_start": str,
    "date_end": str,
    "date_precision": str,
    "place": str,
    "admin1": str,
    "country": str,
    "lat": float,
    "lon": float,
    "geo_precision": str,
    "perpetrators": str,
    "targets": str,
    **bounded(BOUNDED),
    "sources": str,
    "sentence": str,
}
"""The columns of ``Extraction.to_events`` in their order, and the types of their values."""


def event_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """A row of ``EVENT_COLUMNS`` for each event, in the order of the text."""
    for index, event in enumerate(extraction.events):
        yield {
            **about_article(extraction.article),
            "event": index,
            **{leaf.column: leaf.cell(event) for leaf in _OWN},
            "trigger": event.trigger.text,
            **_when(event),
            **_where(event),
            "perpetrators": _names(extraction, event.perpetrators),
            "targets": _names(extraction, event.targets),
            **bounds_of(event.summary, BOUNDED),
            "sources": _sources(extraction, event),
            "sentence": unbroken(event.sentence.text) if event.sentence else None,
        }


def _when(event: Event) -> dict[str, Any]:
    first, last = days_of(event.date)
    return {
        "date": event.date,
        "date_start": first.isoformat() if first else None,
        "date_end": last.isoformat() if last else None,
        "date_precision": precision_of(event.date),
    }


def _where(event: Event) -> dict[str, Any]:
    place = event.place
    return {
        "place": place.text if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "geo_precision": place.precision if place else None,
    }


def _names(extraction: Extraction, side: tuple[EventActor, ...]) -> str | None:
    """The names of a side, those that are only blamed or that claim it marked so."""
    names = (
        extraction.actors[entry.actor].name + ("" if entry.basis == "stated" else f" ({entry.basis})")
        for entry in side
    )
    return "; ".join(names) or None


def bounds_of(summary: Summary, names: Sequence[str]) -> dict[str, int | None]:
    """The cells of ``bounded``."""
    cells: dict[str, int | None] = {}
    for name in names:
        figure: SummaryFigure | None = getattr(summary, name)
        for bound in _BOUNDS:
            cells[f"{name}_{bound}"] = getattr(figure.quantity, bound) if figure else None
    return cells


def _sources(extraction: Extraction, event: Event) -> str | None:
    """Who gives the figures of the event, each once."""
    harmed = [extraction.casualties[i].source for i in event.casualties]
    moved = [extraction.displaced[i].source for i in event.displaced]
    named = dict.fromkeys(source for source in (*harmed, *moved) if source)
    return "; ".join(named) or None
