"""Dates: calendar mentions with their full extent, resolved to EDTF values or ISO durations.

``grammar.read`` is pure (text in, unresolved pieces out), ``resolve`` is pure (piece and context in,
value out); ``find.find_dates`` joins them over an annotated article.
"""

from __future__ import annotations

from extractor.dates.dateline import dateline_date
from extractor.dates.find import DatesFound, find_dates

__all__ = ["DatesFound", "dateline_date", "find_dates"]
