"""Documents become Articles: the text of a PDF as pypdf finds it, that of a Word file as python-docx does.

Offsets point into that text, which is not in the file in this form. A scanned page holds no text, and columns
of a PDF may come in another order than they are read.
"""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import date

from extractor.articles.article import Article, as_article, check_body, clean
from extractor.articles.failures import ArticleError
from extractor.distribution import MissingExtraError, require

MOST_UNPACKED = 64 << 20
"""Bytes that the parts of a Word file may unpack to, its pictures among them."""


def read_document(
    data: bytes, *, article_id: str, published: date | None, place: str, max_chars: int
) -> Article:
    """The article in a PDF or a Word file. Raises ArticleError, also where the extra is not installed."""
    try:
        require("documents")
    except MissingExtraError as error:
        raise ArticleError(place, f"is a document, which {error.reason}", error.remedy) from error
    try:
        title, text = _pdf(data, max_chars) if data.startswith(b"%PDF-") else _word(data, place)
    except ArticleError:
        raise
    except Exception as error:  # the libraries raise whatever a broken part leads them to
        words = " ".join(f"{type(error).__name__}: {error}".split())[:100]
        remedy = "open and save it again, or save its text as a .txt file"
        raise ArticleError(place, f"is no document that can be read ({words})", remedy) from None
    if not text.strip():
        raise ArticleError(place, "holds no text (pictures of pages?)", "have its text recognised first")
    check_body(text, place, max_chars)
    article = as_article(text, article_id=article_id, published=published, place=place)
    return article.model_copy(update={"title": article.title or clean(title or "").strip() or None})


def _pdf(data: bytes, max_chars: int) -> tuple[str | None, str]:
    """Title and text of a PDF, of which no more pages are read than a text of the permitted length fills."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text().strip())
        if sum(map(len, pages)) > max_chars:
            break
    return reader.metadata.title if reader.metadata else None, "\n".join(pages)


def _word(data: bytes, place: str) -> tuple[str | None, str]:
    """Title and text of a Word file; the cells of its tables are parted by tabs."""
    from docx import Document
    from docx.table import Table

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            reason = f"unpacks to over {MOST_UNPACKED:,} bytes"
            raise ArticleError(place, reason, "save its text as a .txt file")
    document = Document(io.BytesIO(data))
    blocks = [
        "\n".join("\t".join(cell.text for cell in row.cells) for row in block.rows)
        if isinstance(block, Table)
        else block.text
        for block in document.iter_inner_content()
    ]
    return document.core_properties.title, "\n\n".join(blocks)
