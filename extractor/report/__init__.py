"""The report of a run: one HTML page with its figures, their sentences, charts and articles."""

from extractor.report.page import render
from extractor.report.reading import Run, read_run

__all__ = ["Run", "read_run", "render"]
