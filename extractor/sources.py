"""Files, folders and JSONL lines become Articles; what cannot be read becomes a ReadFailure.

A batch always goes on: a file that vanished, a folder without rights, a loop of links and a broken
line each give one failure that names the place, the reason and the remedy.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

from extractor.article import (
    MAX_CHARS,
    Article,
    ArticleError,
    as_article,
    check_body,
    clean,
    parse_day,
    read_text,
)

SUFFIXES = (".txt", ".md", ".jsonl")
"""What a folder is searched for."""


class ReadFailure(NamedTuple):
    """An item of a batch that gave no article; ``row`` is its JSONL line, where that was readable."""

    place: str
    reason: str
    remedy: str
    row: Mapping[str, Any] = MappingProxyType({})

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


def read_article(path: Path, *, published: date | None = None, max_chars: int = MAX_CHARS) -> Article:
    """The Article in one text file, its id the file's name without the ending. Raises ArticleError."""
    limit = 4 * max_chars + 4096  # no encoding needs more bytes for a text of the permitted length
    try:
        if path.exists() and not path.is_file():
            raise ArticleError(str(path), "is not a regular file", "give a text file")
        with path.open("rb") as handle:
            data = handle.read(limit + 1)
    except OSError as error:
        raise ArticleError(str(path), *_closed(error)) from None
    if len(data) > limit:
        reason = f"is too long (over {limit:,} bytes, the limit is {max_chars:,} characters)"
        raise ArticleError(str(path), reason, "split it into articles or raise the limit")
    return read_text(data, article_id=path.stem, published=published, place=str(path), max_chars=max_chars)


def _closed(error: OSError) -> tuple[str, str]:
    """Reason and remedy of a failure to open or list something."""
    return f"cannot be read ({error.strerror or error})", "check that it is there and readable"


def read_jsonl(
    path: Path, *, published: date | None = None, max_chars: int = MAX_CHARS
) -> Iterator[JsonlRow | ReadFailure]:
    """The articles of a JSONL file (``text``, and ``id``, ``published``, ... where known), one a line."""
    try:
        if path.exists() and not path.is_file():
            yield ReadFailure(str(path), "is not a regular file", "give a text file")
            return
        with path.open("rb") as handle:
            for number, line in enumerate(_lines(handle, 8 * max_chars + 4096), 1):
                if not line.strip():
                    continue
                row: Mapping[str, Any] = {}
                try:
                    row = _object(line, f"{path}:{number}")
                    yield _article(row, f"{path}:{number}", f"{path.stem}-{number}", published, max_chars)
                except ArticleError as error:
                    yield ReadFailure.of(error)._replace(row=row)
    except OSError as error:
        yield ReadFailure(str(path), *_closed(error))


def _lines(handle: BinaryIO, limit: int) -> Iterator[bytes]:
    """The lines of a file; of a line over the limit only its head, so that memory stays bounded."""
    while line := handle.readline(limit):
        yield line
        while len(line) == limit and not line.endswith(b"\n"):
            line = handle.readline(limit)


def _object(line: bytes, place: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise ArticleError(
            place, f"is not JSON ({reason})", "write one JSON object a line, in UTF-8"
        ) from None
    return row if isinstance(row, dict) else {}


def _article(
    row: Mapping[str, Any], place: str, fallback_id: str, published: date | None, max_chars: int
) -> JsonlRow:
    if not isinstance(row.get("text"), str):
        raise ArticleError(
            place, "has no string under 'text'", 'write lines like {"id": "a1", "text": "..."}'
        )
    day = published or parse_day(row.get("published"), place)
    name = row.get("id")
    article = as_article(
        row["text"], article_id=str(fallback_id if name in (None, "") else name), place=place
    )
    check_body(article.text, place, max_chars)
    known: dict[str, Any] = {
        key: clean(row[key]) for key in ("title", "source", "url") if isinstance(row.get(key), str)
    }
    if day is not None:
        known |= {"published": day, "published_basis": "given" if published else "metadata"}
    article = article.model_copy(update=known)
    return JsonlRow(article, {k: v for k, v in row.items() if k not in Article.model_fields})


def read_paths(
    paths: Iterable[Path],
    *,
    published: date | None = None,
    max_chars: int = MAX_CHARS,
    skip: Collection[Path] = (),
) -> Iterator[Article | ReadFailure]:
    """Every article of the files and folders in a fixed order, each with an id of its own.

    In a folder an article's id is its path below it without the ending. An id that was seen before
    gets the ending back, else a number: ``a``, ``a.md``, ``a#2``. ``skip`` names files to pass over.
    """
    ids: set[str] = set()
    passed = {path.resolve() for path in skip}
    for path in paths:
        for file in find_files(path):
            if isinstance(file, ReadFailure):
                yield file
            elif file.suffix == ".jsonl":
                if file.resolve() not in passed:
                    for row in read_jsonl(file, published=published, max_chars=max_chars):
                        yield (
                            row
                            if isinstance(row, ReadFailure)
                            else _with_id(row.article, ids, row.article.id)
                        )
            else:
                try:
                    article = read_article(file, published=published, max_chars=max_chars)
                except ArticleError as error:
                    yield ReadFailure.of(error)
                else:
                    below = file.relative_to(path) if file != path else Path(file.name)
                    names = (below.with_suffix("").as_posix(), below.as_posix())
                    yield _with_id(article, ids, *map(clean, names))


def _with_id(article: Article, taken: set[str], *names: str) -> Article:
    name = next((name for name in names if name not in taken), None)
    number = 2
    while name is None:
        name = f"{names[0]}#{number}" if f"{names[0]}#{number}" not in taken else None
        number += 1
    taken.add(name)
    return article if name == article.id else article.model_copy(update={"id": name})


def find_files(path: Path) -> Iterator[Path | ReadFailure]:
    """A file itself, or the article files below a folder, sorted, each real folder once."""
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
            with os.scandir(folder) as listing:
                entries = sorted((e for e in listing if not e.name.startswith(".")), key=lambda e: e.name)
            folders = {e.name for e in entries if _is_dir(e)}
        except OSError as error:
            yield ReadFailure(str(folder), *_closed(error))
            continue
        todo.extend(Path(e.path) for e in reversed(entries) if e.name in folders)
        yield from (Path(e.path) for e in entries if e.name not in folders and _is_article(e.name))


def count_items(paths: Iterable[Path]) -> int:
    """How many items ``read_paths`` will give at most: files, and lines of JSONL files."""
    total = 0
    for path in paths:
        for file in find_files(path):
            if isinstance(file, Path) and file.suffix == ".jsonl" and file.is_file():
                try:
                    with file.open("rb") as handle:
                        total += sum(1 for line in handle if line.strip())
                except OSError:
                    total += 1
            else:
                total += 1
    return total


def _is_article(name: str) -> bool:
    """Whether a folder's file is taken for an article: by its ending, unless it tells of the folder."""
    return name.endswith(SUFFIXES) and not name.upper().startswith("README.")


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that points at itself
        return False
