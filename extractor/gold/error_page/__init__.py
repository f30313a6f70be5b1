"""The error report: one HTML page without scripts or network, for anybody with a browser."""

from extractor.gold.error_page.page import render

__all__ = ["render"]
