"""A web page becomes an Article: its main text, title, date and source as trafilatura finds them.

Offsets point into that text, which is not in the page in this form. The publication day is taken only
from where a page states it (its metadata), never searched for in the text.
"""

from __future__ import annotations

import re
from datetime import date

from extractor.articles.article import Article, check_body, clean, decode, parse_day
from extractor.articles.failures import ArticleError
from extractor.distribution import MissingExtraError, require

LONG_TAG = 8192
"""Characters of attributes from which on a tag goes without them: the parser compares each with all before
it, which took 224 s for 870 KB. Pages have such tags for pictures and data in attributes, never for text."""
_TAG = re.compile(r"""<([A-Za-z][\w:.-]{0,64})((?:[^<>=]++|=\s*+(?:"[^"]*+"|'[^']*+')|=)*+)""")
"""A tag and its attributes. What is quoted behind ``=`` may hold ``<`` and ``>``; nothing is read twice."""
_LATIN = re.compile(
    rb"(<meta\b[^<>]{0,200}?charset\s*=\s*[\"']?)(?:iso-8859-1|latin-?1|us-ascii)\b", re.IGNORECASE
)
"""Names of encodings that pages of Windows bear, and that browsers read as its own (WHATWG Encoding, 4.2)."""
_CHARSET = re.compile(r"(<meta\b[^<>]{0,200}?charset\s*=\s*[\"']?)[\w-]+", re.IGNORECASE)


def read_page(data: bytes, *, article_id: str, published: date | None, place: str, max_chars: int) -> Article:
    """The article in a page of HTML. Raises ArticleError, also where the extra is not installed."""
    try:
        require("html")
    except MissingExtraError as error:
        raise ArticleError(place, f"is a web page, which {error.reason}", error.remedy) from error
    from trafilatura import bare_extraction, load_html

    tree = load_html(without_long_tags(data))
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


def without_long_tags(data: bytes) -> bytes:
    """The page without attributes in its longest tags; UTF-16, which is no superset of ASCII, as UTF-8."""
    head = data[:LONG_TAG]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or 4 * head.count(b"\x00") > len(head):
        data = _CHARSET.sub(r"\1utf-8", decode(data)).encode("utf-8", "replace")
    data = _LATIN.sub(rb"\1windows-1252", data, count=1)
    # every other encoding of pages has these marks where ASCII has them, so its bytes can stand for letters
    page = data.decode("latin-1")
    return _TAG.sub(lambda tag: tag[0] if len(tag[2]) < LONG_TAG else f"<{tag[1]}", page).encode("latin-1")


def _day(stated: str | None, place: str) -> date | None:
    try:
        return parse_day(stated, place)
    except ArticleError:  # a page may state anything
        return None


def _words(value: str | None) -> str | None:
    return clean(value).strip() or None if value else None
