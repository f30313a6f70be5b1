"""Texts of many kinds, each with the right records: its figures, its headline, its events."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from counting import counts, expected_failure, matches, shown
from pydantic import BaseModel, ConfigDict

from extractor import Extraction, extract_many
from extractor.records import Event, Summary


class Happening(BaseModel):
    """An event: a key that is left out is not in the text; ``place`` is a part of its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str | None = None
    relation: str
    country: str | None = None
    place: str | None = None
    date: str | None = None
    summary: str = ""


class Kind(BaseModel):
    """A text with its records; ``not_yet`` gives the reason why its figures, summary or events fail."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    published: str
    found: str = ""
    summary: str = ""
    events: tuple[Happening, ...] = ()
    not_yet: dict[str, str] = {}
    text: str


FILE = Path(__file__).parent / "kinds_of_text.toml"
KINDS = [Kind.model_validate(entry) for entry in tomllib.loads(FILE.read_text("utf-8"))["text"]]


@cache
def _read() -> dict[str, Extraction]:
    found = extract_many([(kind.text, kind.published) for kind in KINDS])
    return {kind.name: extraction for kind, extraction in zip(KINDS, found, strict=True)}


def _params(part: str) -> list[ParameterSet]:
    return [pytest.param(k, id=k.name, marks=expected_failure(part, k.not_yet)) for k in KINDS]


def _headline(summary: Summary) -> set[str]:
    found = {name: getattr(summary, name) for name in Summary.model_fields}
    return {f"{name} {figure.quantity.best}" for name, figure in found.items() if figure}


def _figures(summary: str) -> set[str]:
    return {figure.strip() for figure in summary.split(";") if figure.strip()}


def _is_event(expected: Happening, event: Event) -> bool:
    place = event.place
    named = " ".join(filter(None, (place.text, place.name, *place.within))) if place else None
    where = expected.place in named if expected.place and named else expected.place is named
    country = place.country if place else None
    keys = (event.type, event.relation, country, event.date)
    return where and keys == (expected.type, expected.relation, expected.country, expected.date)


@pytest.mark.parametrize("kind", _params("found"))
def test_every_figure(kind: Kind) -> None:
    records = counts(_read()[kind.name])
    assert matches(kind.found, records), shown(records)


@pytest.mark.parametrize("kind", _params("summary"))
def test_the_headline(kind: Kind) -> None:
    assert _headline(_read()[kind.name].summary) == _figures(kind.summary)


@pytest.mark.parametrize("kind", _params("events"))
def test_the_events(kind: Kind) -> None:
    events = _read()[kind.name].events
    assert len(events) == len(kind.events), [event.trigger.text for event in events]
    for expected, event in zip(kind.events, events, strict=True):
        assert _is_event(expected, event), (event.type, event.relation, event.place, event.date)
        assert _headline(event.summary) == _figures(expected.summary)
