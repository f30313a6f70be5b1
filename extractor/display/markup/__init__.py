"""Articles with their spans marked, in HTML: what every page and notebook shows of a text."""

from extractor.display.markup.spans import Piece, Span, body, cut, record_spans
from extractor.display.markup.template import policy_hash, render, stylesheet

__all__ = ["Piece", "Span", "body", "cut", "policy_hash", "record_spans", "render", "stylesheet"]
