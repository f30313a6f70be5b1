"""Typed records of actors, dates, casualties and displacement from English news text.

>>> from extractor import extract
>>> extraction = extract("A blast killed 12 people in the market.")  # doctest: +SKIP
>>> extraction.summary.killed.quantity.best  # doctest: +SKIP
12
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.articles.article import Article as Article
    from extractor.articles.sources import read_articles as read_articles
    from extractor.notebook import to_frame as to_frame
    from extractor.pipeline import extract as extract
    from extractor.pipeline import extract_many as extract_many
    from extractor.records import Extraction as Extraction
    from extractor.runs.readback import read_records as read_records

__all__ = ["Article", "Extraction", "extract", "extract_many", "read_articles", "read_records", "to_frame"]

_HOMES = {
    "Article": "extractor.articles.article",
    "Extraction": "extractor.records",
    "extract": "extractor.pipeline",
    "extract_many": "extractor.pipeline",
    "read_articles": "extractor.articles.sources",
    "read_records": "extractor.runs.readback",
    "to_frame": "extractor.notebook",
}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first asked for, so that ``import extractor`` stays light."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")
