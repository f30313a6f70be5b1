"""What a notebook shows and computes with: an extraction as HTML, figures as a data frame."""

from extractor.notebook.frame import summary_frame, to_frame
from extractor.notebook.html import article_html

__all__ = ["article_html", "summary_frame", "to_frame"]
