"""What the accuracy gate compares: floors as they are stored, figures as they were measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.records import Record


class Split(Record):
    """The two halves, by article id."""

    tune: tuple[str, ...]
    measure: tuple[str, ...]


class Regression(Record):
    """Floors that were lowered on purpose, (before, after) by name, and why."""

    reason: str
    lowered: Mapping[str, tuple[float, float | None]]


class Floors(Record):
    """What ``gold/floors.json`` holds; the names of figures are those of ``figures``."""

    sha256: str
    allowed_gap: Mapping[str, float]
    tune: Mapping[str, float]
    measure: Mapping[str, float]
    regressions: tuple[Regression, ...] = ()


class Measured(NamedTuple):
    """One run over the corpus: the figures of both halves, the hash, and what failed."""

    tune: Mapping[str, float]
    measure: Mapping[str, float]
    sha256: str
    failures: tuple[str, ...]

    def gaps(self) -> dict[str, float]:
        """By how much each list's F1 on the tuning half is above the other half's."""
        names = [name for name in self.tune if name.endswith("figure.f1") and name in self.measure]
        return {name: self.tune[name] - self.measure[name] for name in names}


class FloorError(Exception):
    """Floors that would have to be lowered; the message names them."""
