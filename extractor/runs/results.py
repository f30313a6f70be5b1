"""What a batch gives for an item, and the settings that it depends on: plain values that cross processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from extractor.articles.article import MAX_CHARS
from extractor.articles.columns import Columns
from extractor.articles.inputs import COLUMNS

Status = Literal["ok", "unreadable", "raised", "timeout", "killed"]

REPORT = "report it with the article"


@dataclass(frozen=True)
class Settings:
    """What an extraction depends on beside the article."""

    model: str | None = None
    codebook: str = "acled"
    published: date | None = None
    max_chars: int = MAX_CHARS
    columns: Columns = COLUMNS


class Answer(NamedTuple):
    """What became of one item: its Extraction as JSON, or where and why there is none and what to do."""

    id: str | None
    status: Status
    record: bytes | None = None
    place: str | None = None
    reason: str | None = None
    remedy: str | None = None
    times: int = 1
    """How many rows of a file failed alike, and have this one answer."""

    def __str__(self) -> str:
        return f"{self.place or self.id}: {self.reason or self.status}; {self.remedy or ''}"
