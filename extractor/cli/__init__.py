"""The command line."""

from extractor.cli.main import app

__all__ = ["app"]
