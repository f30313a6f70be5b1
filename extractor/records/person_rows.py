"""Single victims, and those who give the figures, as flat rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from extractor.records import CasualtyCount, DisplacementCount, Extraction, Victim
from extractor.records.rows import ABOUT, ColumnType, about_article, cells, columns

VICTIM_COLUMNS: Mapping[str, ColumnType] = {**ABOUT, "index": int, **columns(Victim)}
"""The columns of the table of victims in their order, and the types of their values."""

SOURCE_COLUMNS: Mapping[str, ColumnType] = {**ABOUT, "source": str, "figures": int, "kinds": str}
"""The columns of the table of sources in their order, and the types of their values."""


def victim_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """A row of ``VICTIM_COLUMNS`` for each victim, in the order of the text."""
    about = about_article(extraction.article)
    for index, victim in enumerate(extraction.victims):
        yield {**about, "index": index, **cells(victim)}


def source_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """A row of ``SOURCE_COLUMNS`` for each source that the article names, in the order of its figures."""
    about = about_article(extraction.article)
    kinds: dict[str, list[str]] = {}
    counts: tuple[CasualtyCount | DisplacementCount, ...] = (*extraction.casualties, *extraction.displaced)
    for record in counts:
        if record.source:
            kind = record.outcome if isinstance(record, CasualtyCount) else record.term
            kinds.setdefault(record.source, []).append(kind)
    for source, found in kinds.items():
        yield {**about, "source": source, "figures": len(found), "kinds": "; ".join(dict.fromkeys(found))}
