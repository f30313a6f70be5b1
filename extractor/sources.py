"""Address of the readers of files and folders."""

from extractor.articles.sources import read_article, read_articles, read_paths

__all__ = ["read_article", "read_articles", "read_paths"]
