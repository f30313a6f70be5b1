"""Score extractions against gold: one-to-one matching, summed counts, ratios. Knows records, not spaCy."""

from extractor.gold.scoring.errors import Finding
from extractor.gold.scoring.report import KeyScore, ListScore, Report, SummaryScore
from extractor.gold.scoring.score import score_set

__all__ = ["Finding", "KeyScore", "ListScore", "Report", "SummaryScore", "score_set"]
