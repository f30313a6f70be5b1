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
    from extractor.articles.columns import Columns as Columns
    from extractor.articles.failures import ArticleError as ArticleError
    from extractor.articles.sources import read_article as read_article
    from extractor.articles.sources import read_articles as read_articles
    from extractor.articles.sources import read_paths as read_paths
    from extractor.codebooks import Codebook as Codebook
    from extractor.codebooks import codebook_names as codebook_names
    from extractor.codebooks import load_codebook as load_codebook
    from extractor.notebook import summary_frame as summary_frame
    from extractor.notebook import to_frame as to_frame
    from extractor.notebook.reading import extract_frame as extract_frame
    from extractor.pipeline import extract as extract
    from extractor.pipeline import extract_many as extract_many
    from extractor.records import Extraction as Extraction
    from extractor.runs.readback import RecordsError as RecordsError
    from extractor.runs.readback import read_records as read_records
    from extractor.schema import json_schema as json_schema

__all__ = [
    "Article",
    "ArticleError",
    "Codebook",
    "Columns",
    "Extraction",
    "RecordsError",
    "codebook_names",
    "extract",
    "extract_frame",
    "extract_many",
    "json_schema",
    "load_codebook",
    "read_article",
    "read_articles",
    "read_paths",
    "read_records",
    "summary_frame",
    "to_frame",
]

_HOMES = {
    "Article": "extractor.articles.article",
    "ArticleError": "extractor.articles.failures",
    "Codebook": "extractor.codebooks",
    "Columns": "extractor.articles.columns",
    "Extraction": "extractor.records",
    "RecordsError": "extractor.runs.readback",
    "codebook_names": "extractor.codebooks",
    "extract": "extractor.pipeline",
    "extract_frame": "extractor.notebook.reading",
    "extract_many": "extractor.pipeline",
    "json_schema": "extractor.schema",
    "load_codebook": "extractor.codebooks",
    "read_article": "extractor.articles.sources",
    "read_articles": "extractor.articles.sources",
    "read_paths": "extractor.articles.sources",
    "read_records": "extractor.runs.readback",
    "summary_frame": "extractor.notebook",
    "to_frame": "extractor.notebook",
}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first asked for, so that ``import extractor`` stays light."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")
