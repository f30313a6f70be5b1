"""Address of the input type: ``from extractor.article import Article``."""

from extractor.articles.article import Article
from extractor.articles.failures import ArticleError

__all__ = ["Article", "ArticleError"]
