"""A web page becomes an Article: its main text, title, date and source as trafilatura finds them.

Offsets point into that text, which is not in the page in this form. The publication day is taken only
from where a page states it (its metadata), never searched for in the text.
"""

from __future__ import annotations

import re
from datetime import date

from extractor.articles.article import Article, check_body, clean, parse_day
from extractor.articles.failures import ArticleError
from extractor.distribution import MissingExtraError, require

LONG_TAG = re.compile(rb"<([A-Za-z][\w:.-]{0,64})[^<>]{8192,}")
"""A tag that goes without its attributes: the parser compares each with all before it, which took 224 s for
870 KB of them. Pages have such tags for pictures and data inside attributes, never for text."""


def read_page(data: bytes, *, article_id: str, published: date | None, place: str, max_chars: int) -> Article:
    """The article in a page of HTML. Raises ArticleError, also where the extra is not installed."""
    try:
        require("html")
    except MissingExtraError as error:
        raise ArticleError(place, f"is a web page, which {error.reason}", error.remedy) from error
    from trafilatura import bare_extraction, load_html

    tree = load_html(LONG_TAG.sub(rb"<\1", data))
    if tree is None:
        raise ArticleError(place, "is no web page that can be read", "save its text as a .txt file")
    found = bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = clean(getattr(found, "text", None) or "")
    check_body(text, place, max_chars)
    day = published or _day(getattr(found, "date", None), place)
    return Article(
        id=article_id,
        text=text,
        title=_words(getattr(found, "title", None)),
        published=day,
        published_basis=None if day is None else "given" if published else "metadata",
        source=_words(getattr(found, "sitename", None)),
        url=_words(getattr(found, "url", None)),
    )


def _day(stated: str | None, place: str) -> date | None:
    try:
        return parse_day(stated, place)
    except ArticleError:  # a page may state anything
        return None


def _words(value: str | None) -> str | None:
    return clean(value).strip() or None if value else None
