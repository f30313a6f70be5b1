"""Bytes or a string become an Article: encoding, line ends, front matter, size.

Nothing here opens a file or knows of dates in the running text. What cannot be read becomes an
``ArticleError`` that names the place, the reason and the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache, partial

from pydantic import Field

from extractor.articles.failures import ArticleError
from extractor.records import PublishedBasis, Record

MAX_CHARS = 1024 * 1024
"""Longest text that is read, in characters; every reader takes another limit as ``max_chars``."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),  # before UTF-16, whose mark opens this one too
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a database"),
)
# Tried before all others: left to itself the guesser reads short Western texts as cp1250 or Shift-JIS.
_WESTERN = ("cp1252", "mac_roman")
_WIDE = ("utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MAX_CONTROL = 0.1
_KEY = re.compile(r"([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*))?")
_DAY_FORMATS = (
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%A, %d %B %Y",
    "%A, %B %d, %Y",
    "%a %b %d %H:%M:%S %Y",
    "%d-%b-%Y",
    "%Y%m%d%H%M%S",
)


def _strptime(words: str, form: str) -> datetime:
    return datetime.strptime(words, form)


_DAY_READERS: tuple[Callable[[str], datetime], ...] = (
    datetime.fromisoformat,
    parsedate_to_datetime,
    *(partial(_strptime, form=form) for form in _DAY_FORMATS),
)
_MISSING = frozenset({"nan", "NaN", "NaT", "None", "<NA>"})
_META = frozenset({"title", "published", "date", "source", "url", "id", "text"})
_PARTIAL_DAY = re.compile(r"\d{4}(-\d\d)?|\d{4}(-\d\d)?-00")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Article(Record):
    """One article as read: offsets of all records point into ``text``."""

    id: str
    """The name that the record carries."""
    text: str
    """The whole text; front matter in it is blanked with spaces."""
    title: str | None = None
    """The title, where it is known."""
    published: date | None = None
    """The day of publication, the base of relative dates."""
    published_basis: PublishedBasis | None = None
    """Where that day comes from; `given` is by the caller."""
    source: str | None = None
    """The publisher, where it is known."""
    url: str | None = None
    """Where it was published, where that is known."""
    extra: Mapping[str, str] = Field(default_factory=dict)
    """What else its row or front matter says, by the name of the column."""

    def __hash__(self) -> int:
        return hash((self.id, self.text, self.published))


def decode(data: bytes, place: str = "text") -> str:
    """Bytes to text with ``\\n`` line ends: what the byte order mark says, UTF-8, or the best guess.

    Raises ArticleError for binary data and for bytes that no encoding explains.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ArticleError(place, f"is {what}, not text", "save its text as a .txt file")
    text = _decoded(data)
    if text is None or len(_CONTROL.findall(text)) > _MAX_CONTROL * len(text):
        raise ArticleError(place, "is binary or in an unknown encoding", "give a text file, best in UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    """The text of the bytes, None where no encoding explains them."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if encoding is None and b"\x00" in data:
        return _guess(data, _WIDE)
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        mended = _mend_utf8(data) if encoding is None else None
        return mended or _guess(data, _WESTERN) or _guess(data, None)


def _mend_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes (a cut end, one pasted word), each of them as U+FFFD."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if char > "\x7f") - broken
    return text if whole > 2 * broken else None


def _guess(data: bytes, encodings: tuple[str, ...] | None) -> str | None:
    from charset_normalizer import from_bytes

    match = from_bytes(data, cp_isolation=list(encodings) if encodings else None).best()
    return None if match is None else str(match)


def as_article(
    text: str, *, article_id: str | None = None, published: date | str | None = None, place: str | None = None
) -> Article:
    """An Article from a string of any kind and length; offsets into the result are offsets into ``text``.

    Front matter is read and then blanked with spaces, so that it yields no records and moves nothing.
    ``published`` given here wins over it. Raises ArticleError for a publication date that is none.
    """
    place = place or article_id or "text"
    meta, body = _front_matter(clean(text))
    given = parse_day(published, place)
    day = given or parse_day(meta.get("published"), place)
    return Article(
        id=clean(article_id or "text"),
        text=body,
        title=meta.get("title"),
        published=day,
        published_basis=None if day is None else "given" if given else "metadata",
        source=meta.get("source"),
        url=meta.get("url"),
        extra={key: value for key, value in meta.items() if key not in _META},
    )


def read_text(
    text: str | bytes,
    *,
    article_id: str | None = None,
    published: date | str | None = None,
    place: str | None = None,
    max_chars: int = MAX_CHARS,
) -> Article:
    """An Article from a string or from bytes, as ``as_article`` makes it, neither empty nor over-long.

    Raises ArticleError, and nothing else.
    """
    place = place or article_id or "text"
    if isinstance(text, bytes):
        text = decode(text, place)
    article = as_article(text, article_id=article_id, published=published, place=place)
    check_body(article.text, place, max_chars)
    return article


def clean(text: str) -> str:
    """The text with half surrogates, which no file can hold, as U+FFFD; offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


EMPTY = ("is empty", "give an article with text in it")
"""Reason and remedy for a text without a letter."""


def check_body(body: str, place: str, max_chars: int) -> None:
    """Raise ArticleError for an empty or over-long text."""
    if not body.strip():
        raise ArticleError(place, *EMPTY)
    if len(body) > max_chars:
        reason = f"is too long ({len(body):,} characters, the limit is {max_chars:,})"
        raise ArticleError(place, reason, "split it into articles or raise the limit")


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The pairs between two ``---`` lines at the very top, and the text with that block blanked."""
    lines = text.split("\n")
    if lines[0].removeprefix("\ufeff").rstrip() != "---":
        return {}, text
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    values = _pairs(lines[1:end])
    if end is None or not values:
        return {}, text
    if "date" in values:
        values.setdefault("published", values["date"])
    body = "\n".join([" " * len(line) for line in lines[: end + 1]] + lines[end + 1 :])
    return {key: value for key, value in values.items() if value}, body


def _pairs(lines: list[str]) -> dict[str, str]:
    """The values of lines such as ``title: "A headline"`` by their key; other lines are passed over."""
    found = [match for line in lines if (match := _KEY.fullmatch(line.rstrip()))]
    return {match[1].strip().lower(): (match[2] or "").strip().strip("\"'").strip() for match in found}


def is_missing(value: object) -> bool:
    """Whether this is None, or one of the missing values of data frames (``NaN``, ``NaT``, ``NA``)."""
    return value is None or (not isinstance(value, str) and str(value) in _MISSING)


def parse_day(value: object, place: str) -> date | None:
    """A publication date: any ISO 8601 form that Python reads, RFC 5322 (mail, HTTP), or a month in letters.

    A month or year alone (``2024-03``, ``2024-03-00``) names no day: None, and never the first. The missing
    values of data frames (``NaN``, ``NaT``) are None too.
    """
    words = "" if is_missing(value) else str(value).strip()
    if not words or words in _MISSING or _PARTIAL_DAY.fullmatch(words):
        return None
    day = _day(words)
    if day is None:
        raise ArticleError(place, f"published {words!r} is not a date", "write it as YYYY-MM-DD")
    return day


@lru_cache(maxsize=1024)
def _day(words: str) -> date | None:
    for read in _DAY_READERS:
        try:
            return read(words).date()
        except ValueError:
            continue
    return None
