"""An article of a batch as it was found, not yet read; and the reading, which any process can do.

Finding (``sources.py``, ``rows.py``) only moves bytes. Whatever a hostile text can make expensive, an
encoding to guess or a page to take apart, happens in ``read_item``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from extractor.articles.article import (
    EMPTY,
    MAX_CHARS,
    Article,
    as_article,
    check_body,
    clean,
    parse_day,
    read_text,
)
from extractor.articles.columns import Columns, extra_of
from extractor.articles.failures import ArticleError, fingerprint

COLUMNS = Columns()
"""Those of a table that names its columns as the fields of an article."""


class Item(NamedTuple):
    """A file's bytes, a web page's bytes or the text of a row, with what its surroundings say of it."""

    id: str
    place: str
    data: str | bytes
    kind: Literal["file", "page", "document", "row"] = "row"
    published: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    extra: str = ""
    """The other columns of a row, as a JSON object; empty where there are none."""

    def key(self) -> str:
        """A fingerprint of all that the extraction depends on."""
        return fingerprint(self.id, self.data, self.kind, *self[4:])


def row_name(row: Mapping[str, Any], fallback: str, columns: Columns = COLUMNS) -> str:
    """The id that a row names, or else the given one."""
    name = row.get(columns.find(row).get("id", ""))
    return clean(str(fallback if _is_missing(name) else name))


def row_item(row: Mapping[str, Any], place: str, name: str, columns: Columns = COLUMNS) -> Item:
    """The item in a row under the given id. Raises ArticleError without a text."""
    named = columns.find(row)
    held = {field: row[column] for field, column in named.items()}
    text = held.get("text")
    if not isinstance(text, str):
        if "text" in named:
            remedy = "give a text there, or name another --text-column"
            raise ArticleError(place, f"has no string under {named['text']!r}", remedy)
        raise ArticleError(place, *columns.missing(row, "string under"))
    if not text.strip():
        raise ArticleError(place, *EMPTY)
    published = held.get("published")
    title, source, url = (_string(held.get(field)) for field in ("title", "source", "url"))
    unfit = {"title": title is None, "source": source is None, "url": url is None}
    extra = extra_of(row, taken=[column for field, column in named.items() if not unfit.get(field)])
    return Item(
        id=name,
        place=place,
        data=text,
        published=None if published is None else clean(str(published)),
        title=title,
        source=source,
        url=url,
        extra=clean(json.dumps(extra, ensure_ascii=False)) if extra else "",
    )


def check_row(item: Item, *, published: date | None = None, max_chars: int = MAX_CHARS) -> Item:
    """The item of a row. Raises ArticleError where ``read_item`` would: who finds rows counts those alike."""
    if published is None:
        parse_day(item.published, item.place)
    text = str(item.data)
    if text.startswith(("---", "\ufeff---")):
        text = as_article(text, place=item.place).text
    check_body(text, item.place, max_chars)
    return item


def _is_missing(value: object) -> bool:
    return value is None or value == "" or value != value  # noqa: PLR0124  (not a number)


def _string(value: object) -> str | None:
    return clean(value).strip() or None if isinstance(value, str) else None


def _bytes(item: Item) -> bytes:
    return item.data.encode() if isinstance(item.data, str) else item.data


def read_item(item: Item, *, published: date | None = None, max_chars: int = MAX_CHARS) -> Article:
    """The Article in an item; ``published`` wins over whatever the item says. Raises ArticleError."""
    if item.kind == "file":
        return read_text(
            item.data, article_id=item.id, published=published, place=item.place, max_chars=max_chars
        )
    if item.kind == "page":
        from extractor.articles.webpage import read_page

        return read_page(
            _bytes(item), article_id=item.id, published=published, place=item.place, max_chars=max_chars
        )
    if item.kind == "document":
        from extractor.articles.documents import read_document

        return read_document(
            _bytes(item), article_id=item.id, published=published, place=item.place, max_chars=max_chars
        )
    if isinstance(item.data, bytes):
        raise ArticleError(item.place, "has bytes where text belongs", "give its text as a string")
    day = published or parse_day(item.published, item.place)
    article = as_article(item.data, article_id=item.id, place=item.place)
    check_body(article.text, item.place, max_chars)
    about = {"title": item.title, "source": item.source, "url": item.url}
    known: dict[str, Any] = {key: value for key, value in about.items() if value is not None}
    if item.extra:
        known["extra"] = {**article.extra, **json.loads(item.extra)}
    if day is not None:
        known |= {"published": day, "published_basis": "given" if published else "metadata"}
    return article.model_copy(update=known) if known else article
