"""Codebooks: what a vague word or a range is worth, as named policies kept apart from the code.

``load_codebook("acled")`` reads ``codebooks/acled.toml``; a path that ends in ``.toml`` reads a file of
the user's own with the same keys. Every value carries the published source that it follows.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

VagueWord = Literal[
    "couple",
    "few",
    "several",
    "handful",
    "many",
    "tens",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "tens of thousands",
    "hundreds of thousands",
    "millions",
]
Bounds = tuple[int | None, int | None, int | None]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VagueValue(_Strict):
    """The worth of one vague word; ``high`` is left out where the source sets no upper end."""

    low: int = Field(gt=0)
    best: int = Field(gt=0)
    high: int | None = Field(default=None, gt=0)
    source: str = Field(min_length=10)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.best < self.low or (self.high is not None and self.high < self.best):
            raise ValueError("low <= best <= high does not hold")
        return self


class RangeRule(_Strict):
    """Which value of a stated range is the best one."""

    best: Literal["low", "mean", "high"]
    source: str = Field(min_length=10)


class Codebook(_Strict):
    """A named policy: the worth of every vague word and the best value of a range.

    >>> load_codebook("acled").vague("several", 12)
    (36, 36, None)
    >>> load_codebook("acled").range_best(20, 30), load_codebook("emdat").range_best(20, 30)
    (20, 25)
    """

    name: str
    title: str
    reference: str
    range: RangeRule
    words: dict[VagueWord, VagueValue]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = set(VagueWord.__args__) - set(self.words)  # type: ignore[attr-defined]
        if missing:
            raise ValueError(f"no value for {sorted(missing)}")
        return self

    def vague(self, word: VagueWord, factor: int = 1) -> Bounds:
        """Low, best and high of ``word`` times ``factor`` ("several" and 12: "several dozen")."""
        value = self.words[word]
        high = None if value.high is None else value.high * factor
        return value.low * factor, value.best * factor, high

    def range_best(self, low: int, high: int) -> int:
        """The best value of a range; a mean is rounded down."""
        return {"low": low, "mean": (low + high) // 2, "high": high}[self.range.best]


def codebook_names() -> tuple[str, ...]:
    """The names of the codebooks that come with the package."""
    folder = files("extractor") / "codebooks"
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


@lru_cache
def load_codebook(name: str = "acled") -> Codebook:
    """Read a codebook by its name, or from a ``.toml`` file; ``ValueError`` if there is none."""
    if name.endswith(".toml"):
        text = Path(name).read_text(encoding="utf-8")
    elif name in codebook_names():
        text = (files("extractor") / "codebooks" / f"{name}.toml").read_text(encoding="utf-8")
    else:
        raise ValueError(f"no codebook {name!r}: choose from {', '.join(codebook_names())}")
    return Codebook.model_validate(tomllib.loads(text))
