"""A file or a string becomes an Article: bytes to text, front matter, JSONL rows, folders.

Nothing here knows about counts or dates in the running text. What cannot be read becomes an
``ArticleError`` (one file) or a ``ReadFailure`` (one item of a batch) that names the place, the
reason and the remedy; a batch always goes on.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from extractor.records import PublishedBasis, Record

MAX_CHARS = 1024 * 1024
"""Longest text that is read, in characters; every reader takes another limit as ``max_chars``."""

SUFFIXES = (".txt", ".md", ".jsonl")
"""What a folder is searched for."""

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
_KEY = re.compile(r"([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*))?")
_DAY_FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y")
_PARTIAL_DAY = re.compile(r"\d{4}(-\d\d)?|\d{4}(-\d\d)?-00")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Article(Record):
    """One article as read: offsets of all records point into ``text``."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    published_basis: PublishedBasis | None = None
    source: str | None = None
    url: str | None = None


class ArticleError(Exception):
    """An article that cannot be read; the message is ``place: reason; remedy``."""

    def __init__(self, place: str, reason: str, remedy: str) -> None:
        super().__init__(f"{place}: {reason}; {remedy}")
        self.place, self.reason, self.remedy = place, reason, remedy


class ReadFailure(NamedTuple):
    """An item of a batch that gave no article."""

    place: str
    reason: str
    remedy: str

    @classmethod
    def of(cls, error: ArticleError) -> ReadFailure:
        """The failure that an error tells of."""
        return cls(error.place, error.reason, error.remedy)

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}; {self.remedy}"


class JsonlRow(NamedTuple):
    """An article of a JSONL file and the keys of its line that are not the article's own."""

    article: Article
    extra: Mapping[str, Any]


def decode(data: bytes, place: str = "text") -> str:
    """Bytes to text with ``\\n`` line ends: UTF-8, what the byte order mark says, or the best guess.

    Raises ArticleError for binary data and for bytes that no encoding explains.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ArticleError(place, f"is {what}, not text", "save its text as a .txt file")
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if encoding is None and b"\x00" in data:
        raise ArticleError(place, "is binary (it holds NUL bytes)", "give a text file, best in UTF-8")
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding is not None:
            raise ArticleError(
                place, f"is not valid {encoding} ({error.reason})", "save it as UTF-8"
            ) from None
        text = _guess(data, place)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guess(data: bytes, place: str) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415  (needed only for the rare file)

    match = from_bytes(data).best()
    if match is None:
        raise ArticleError(place, "is in no known text encoding", "save it as UTF-8")
    return str(match)


def read_text(
    text: str | bytes,
    *,
    article_id: str = "text",
    published: date | None = None,
    place: str | None = None,
    max_chars: int = MAX_CHARS,
) -> Article:
    """An Article from a string or from bytes, front matter taken off the text.

    ``published`` given here wins over the front matter. Raises ArticleError, and nothing else.
    """
    place = place or article_id
    if isinstance(text, bytes):
        text = decode(text, place)
    meta, body = _front_matter(_SURROGATE.sub("\ufffd", text))
    _check_body(body, place, max_chars)
    day = published or _day(meta.get("published"), place)
    return Article(
        id=article_id,
        text=body,
        title=meta.get("title"),
        published=day,
        published_basis=None if day is None else "given" if published else "metadata",
        source=meta.get("source"),
        url=meta.get("url"),
    )


def _check_body(body: str, place: str, max_chars: int) -> None:
    if not body.strip():
        raise ArticleError(place, "is empty", "give an article with text in it")
    if len(body) > max_chars:
        reason = f"is too long ({len(body):,} characters, the limit is {max_chars:,})"
        raise ArticleError(place, reason, "split it into articles or raise the limit")


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The known keys between two ``---`` lines at the very top, and the text after them."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return {}, text
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    pairs = [_KEY.fullmatch(line.rstrip()) for line in lines[1:end]]
    if end is None or not any(pairs):
        return {}, text
    meta = {m[1].strip().lower(): (m[2] or "").strip().strip("\"'").strip() for m in pairs if m}
    if "date" in meta:
        meta.setdefault("published", meta["date"])
    body = "\n".join(lines[end + 1 :])
    return {key: value for key, value in meta.items() if value}, body.lstrip("\n")


def _day(value: object, place: str) -> date | None:
    """A publication date: ISO date or date-time, or a day with its month in letters.

    A month or year alone (``2024-03``, ``2024-03-00``) names no day: None, and never the first.
    """
    words = "" if value is None else str(value).strip()
    if not words or _PARTIAL_DAY.fullmatch(words):
        return None
    try:
        return datetime.fromisoformat(words).date()
    except ValueError:
        pass
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    raise ArticleError(place, f"published {words!r} is not a date", "write it as YYYY-MM-DD")


def read_article(path: Path, *, published: date | None = None, max_chars: int = MAX_CHARS) -> Article:
    """The Article in one text file, its id the file's name without the ending."""
    data = _read_bytes(path, max_chars)
    return read_text(data, article_id=path.stem, published=published, place=str(path), max_chars=max_chars)


def _read_bytes(path: Path, max_chars: int) -> bytes:
    place, limit = str(path), 4 * max_chars + 4096
    try:
        if not path.is_file():
            raise ArticleError(place, "is not a file", "give a text file")
        with path.open("rb") as handle:
            data = handle.read(limit + 1)
    except OSError as error:
        raise ArticleError(
            place, f"cannot be read ({error.strerror})", "check that it is there and readable"
        ) from None
    if len(data) > limit:
        reason = f"is too long (over {limit:,} bytes, the limit is {max_chars:,} characters)"
        raise ArticleError(place, reason, "split it into articles or raise the limit")
    return data


def read_jsonl(
    path: Path, *, published: date | None = None, max_chars: int = MAX_CHARS
) -> Iterator[JsonlRow | ReadFailure]:
    """The articles of a JSONL file (``text``, and ``id``, ``published``, ... where known), one a line."""
    try:
        with path.open("rb") as handle:
            for number, line in enumerate(handle, 1):
                if not line.strip():
                    continue
                try:
                    yield _row(line, f"{path}:{number}", f"{path.stem}-{number}", published, max_chars)
                except ArticleError as error:
                    yield ReadFailure.of(error)
    except OSError as error:
        yield ReadFailure(
            str(path), f"cannot be read ({error.strerror})", "check that it is there and readable"
        )


def _row(line: bytes, place: str, fallback_id: str, published: date | None, max_chars: int) -> JsonlRow:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ArticleError(
            place, f"is not JSON ({error})", "write one JSON object a line, in UTF-8"
        ) from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ArticleError(
            place, "has no string under 'text'", 'write lines like {"id": "a1", "text": "..."}'
        )
    known = {key: row[key] for key in ("title", "source", "url") if isinstance(row.get(key), str)}
    text = _SURROGATE.sub("\ufffd", row["text"])
    _check_body(text, place, max_chars)
    day = published or _day(row.get("published"), place)
    article = Article(
        id=str(row.get("id") or fallback_id),
        text=text,
        published=day,
        published_basis=None if day is None else "given" if published else "metadata",
        **known,
    )
    return JsonlRow(article, {k: v for k, v in row.items() if k not in Article.model_fields})


def read_paths(
    paths: Iterable[Path], *, published: date | None = None, max_chars: int = MAX_CHARS
) -> Iterator[Article | ReadFailure]:
    """Every article of the files and folders, in a fixed order; what cannot be read is a ReadFailure."""
    for path in paths:
        for file in find_files(path):
            if isinstance(file, ReadFailure):
                yield file
            elif file.suffix == ".jsonl":
                for row in read_jsonl(file, published=published, max_chars=max_chars):
                    yield row if isinstance(row, ReadFailure) else row.article
            else:
                try:
                    yield read_article(file, published=published, max_chars=max_chars)
                except ArticleError as error:
                    yield ReadFailure.of(error)


def find_files(path: Path) -> Iterator[Path | ReadFailure]:
    """A file itself, or the readable article files below a folder, sorted, each real folder once."""
    if not path.is_dir():
        yield path
        return
    seen: set[tuple[int, int]] = set()
    todo = [path]
    while todo:
        folder = todo.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as error:
            yield ReadFailure(str(folder), f"cannot be read ({error.strerror})", "check the folder's rights")
            continue
        names = [e for e in entries if not e.name.startswith(".")]
        todo.extend(Path(e.path) for e in reversed(names) if e.is_dir())
        yield from (Path(e.path) for e in names if not e.is_dir() and e.name.endswith(SUFFIXES))
