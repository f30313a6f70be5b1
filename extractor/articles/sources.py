"""Files and folders become the items of a batch, in a fixed order, each with an id of its own.

A batch always goes on: a file that vanished, a folder without rights, a loop of links and a broken
line each give one failure that names the place, the reason and the remedy.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from glob import glob
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, Literal, NamedTuple

from extractor.articles.article import MAX_CHARS, Article, clean, read_text
from extractor.articles.columns import Columns, choose_columns
from extractor.articles.failures import ArticleError, ReadFailure, closed
from extractor.articles.inputs import COLUMNS, Item, check_row, read_item, row_item, row_name
from extractor.articles.paths import (
    Found,
    Place,
    Stored,
    file_system,
    is_pattern,
    is_web,
    local_path,
    reached,
    stored_at,
)
from extractor.articles.readers import (
    DOCUMENT_SUFFIXES,
    SUFFIXES,
    Whole,
    count_file,
    read_bytes,
    read_file,
    reader_of,
)
from extractor.articles.rows import Row
from extractor.distribution import installed

NO_ARTICLE = (
    "holds no article",
    f"give files that end in {', '.join(SUFFIXES)}, or folders of them (without README and hidden files)",
)
"""Reason and remedy where there is nothing to read."""
NO_ROWS = ("holds no rows", "give a file of JSON Lines, JSON, CSV or Parquet")
"""Reason and remedy for a file of one article where many are wanted."""

Given = Path | str | Stored
"""An input as it is given: a path, a pattern with wildcards, a URL, or a file that was found already."""

_KIND = re.compile(r" \(|[\d'\"]")
"""Where the words on the one row begin, in the reason of a failure."""
_NOT_THERE = ("does not exist", "give files and folders that do")

LISTED = 10
"""Rows of one file that fail alike and are named one by one; more are one failure with their number.

A file of nothing else must not fill a disk with them."""
KINDS = 100
"""Kinds of failures of one file that are told apart."""


class JsonlRow(NamedTuple):
    """An article of a JSONL file and the keys of its line that are not the article's own."""

    article: Article
    extra: Mapping[str, Any]


def read_article(path: Path, *, published: date | None = None, max_chars: int = MAX_CHARS) -> Article:
    """The Article in one text file, its id the file's name without the ending. Raises ArticleError."""
    data = read_bytes(path, max_chars)
    return read_text(data, article_id=path.stem, published=published, place=str(path), max_chars=max_chars)


def read_jsonl(
    path: Path, *, published: date | None = None, max_chars: int = MAX_CHARS
) -> Iterator[JsonlRow | ReadFailure]:
    """The articles of a JSONL file (``text``, and ``id``, ``published``, ... where known), one a line."""
    for row in read_file(path, max_chars, COLUMNS, reader_of(path, otherwise=".jsonl")):
        if not isinstance(row, Row):
            yield row if isinstance(row, ReadFailure) else ReadFailure(row.place, *NO_ROWS)
            continue
        try:
            item = row_item(row.values, row.place, row_name(row.values, f"{path.stem}-{row.number}"))
            article = read_item(item._replace(extra=""), published=published, max_chars=max_chars)
        except ArticleError as error:
            yield ReadFailure.of(error)._replace(row=row.values)
        else:
            extra = {key: value for key, value in row.values.items() if key not in Article.model_fields}
            yield JsonlRow(article, extra)


def read_paths(
    given: Iterable[Given],
    *,
    published: date | None = None,
    max_chars: int = MAX_CHARS,
    columns: Columns = COLUMNS,
    skip: Collection[Path] = (),
    counted: bool = True,
) -> Iterator[Article | ReadFailure]:
    """Every article of the files and folders, read; the rest is that of ``find_items``."""
    items = find_items(
        given, published=published, max_chars=max_chars, columns=columns, skip=skip, counted=counted
    )
    for item in items:
        if isinstance(item, ReadFailure):
            yield item
            continue
        try:
            yield read_item(item, published=published, max_chars=max_chars)
        except ArticleError as error:
            yield ReadFailure.of(error)


def read_articles(
    *paths: str | os.PathLike[str],
    published: date | str | None = None,
    columns: Columns | str | None = None,
    unreadable: Literal["raise", "warn"] = "raise",
) -> Iterator[Article]:
    """The articles of files and folders, for ``extract_many``: what ``extractor run`` reads, in its order.

    A run passes over what earlier runs have written into these folders; here it is read like any other file.

    Args:
        paths: texts, web pages and tables (JSON Lines, JSON, CSV, TSV, Parquet), folders of them, patterns
            (``articles/*.txt``), and URLs of all that fsspec knows.
        published: publication day of all of them (``date`` or ISO string); else each says its own, or none.
        columns: of tables: ``acled``, ``gdelt``, or ``Columns``; without them ``text``, ``published``, ...
        unreadable: what to do about a file or row that gives no article: raise, or warn and go on.

    Raises:
        ArticleError: something cannot be read, or there is no article at all; while it is iterated over.
        ValueError: ``published`` is no ISO date, or no such columns are known.
    """
    chosen = columns if isinstance(columns, Columns) else choose_columns(columns)
    day = date.fromisoformat(published) if isinstance(published, str) else published
    given = [path if isinstance(path, str) else Path(path) for path in paths]
    if not has_files(given):
        raise ArticleError(" ".join(map(str, given)), *NO_ARTICLE)
    for item in read_paths(given, published=day, columns=chosen, counted=unreadable == "warn"):
        if isinstance(item, Article):
            yield item
        elif unreadable == "warn":
            warnings.warn(str(item), stacklevel=2)
        else:
            raise ArticleError(item.place, item.reason, item.remedy)


def check_given(given: Given) -> None:
    """Raise ArticleError where an input is not there; an address of the web is only asked when it is read."""
    if isinstance(given, Stored):
        return
    path = local_path(str(given))
    if is_pattern(str(given)) and not (path and path.exists()):
        if not has_files([given]):
            raise ArticleError(str(given), "matches no file", "check the pattern, or name the folder")
    elif path is None:
        if not is_web(str(given)) and not _exists(str(given)):
            raise ArticleError(str(given), *_NOT_THERE)
    elif not path.exists():
        raise ArticleError(str(given), *_NOT_THERE)


def _exists(url: str) -> bool:
    files, root = file_system(url)
    try:
        with reached():
            return bool(files.exists(root))
    except OSError as error:
        raise ArticleError(url, *closed(error)) from None


def has_files(given: Iterable[Given], skip: Collection[Path] = ()) -> bool:
    """Whether there is anything to read, or to fail to read, in the files and folders."""
    return any(True for each in given for _ in find_files(each, skip))


def find_items(
    given: Iterable[Given],
    *,
    published: date | None = None,
    max_chars: int = MAX_CHARS,
    columns: Columns = COLUMNS,
    skip: Collection[Path] = (),
    counted: bool = True,
) -> Iterator[Item | ReadFailure]:
    """Every item of the files and folders in a fixed order, each with an id of its own.

    In a folder an article's id is its path below it without the ending. An id that was seen before
    gets the ending back, else a number: ``a``, ``a.md``, ``a#2``. ``skip`` is that of ``find_files``.
    With ``published`` the days of rows need not be any.
    The rows of a file that give no article come behind it, many that fail alike as one failure; with
    ``counted`` unset each stands at its place.
    """
    names = Names()
    for each in given:
        for found in find_files(each, skip):
            if isinstance(found, ReadFailure):
                yield found
            else:
                check = partial(check_row, published=published, max_chars=max_chars)
                items = _file_items(found, max_chars, columns, names, check)
                yield from _counted(found.place, items) if counted else items


def _file_items(
    file: Found, max_chars: int, columns: Columns, names: Names, check: Callable[[Item], Item]
) -> Iterator[Item | ReadFailure]:
    """What a file holds under ids of its own."""
    suffix = reader_of(file.place).suffix
    stem = clean(
        file.place.name[: -len(suffix)] if file.place.name.lower().endswith(suffix) else file.place.name
    )
    for found in read_file(file.place, max_chars, columns):
        if isinstance(found, Row):
            name = names.claim(row_name(found.values, f"{stem}-{found.number}", columns))
            try:
                yield check(row_item(found.values, found.place, name, columns))
            except ArticleError as error:
                yield ReadFailure.of(error)
        elif isinstance(found, Whole):
            below = PurePosixPath(file.below)
            name = names.claim(clean(below.with_suffix("").as_posix()), clean(below.as_posix()))
            yield Item(name, found.place, found.data, found.kind)
        else:
            yield found


def _counted(file: Place, found: Iterable[Item | ReadFailure]) -> Iterator[Item | ReadFailure]:
    """What a file holds, and behind it what failed: a few failures of one kind by name, many as one."""
    failed: dict[str, list[tuple[int, ReadFailure]]] = {}
    times: Counter[str] = Counter()
    for number, item in enumerate(found):
        if isinstance(item, Item):
            yield item
            continue
        kind = _KIND.split(item.reason)[0]
        kind = kind if kind in failed or len(failed) < KINDS else next(iter(failed))
        alike = failed.setdefault(kind, [])
        times[kind] += 1
        if len(alike) < LISTED:
            alike.append((number, item))
    for kind, alike in failed.items():
        if times[kind] > len(alike):
            number, first = alike[0]
            reason = f"{times[kind]:,} rows are no articles (the first, {first.place}, {first.reason})"
            alike[:] = [(number, ReadFailure(str(file), reason, first.remedy, times=times[kind]))]
    yield from (failure for _, failure in sorted(chain(*failed.values())))


class Names:
    """The ids that are taken; a table that moves from memory to a temporary file as it grows.

    Raises OSError where there is no room for that file.
    """

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute("CREATE TABLE taken (name TEXT PRIMARY KEY, last INTEGER) WITHOUT ROWID")

    def claim(self, *names: str) -> str:
        """The first of the names that is free, else the first one with a number; it is taken from now on."""
        for name in names:
            if self._take(name):
                return name
        while True:
            command = "UPDATE taken SET last = last + 1 WHERE name = ? RETURNING last"
            number = self._do(command, names[0]).fetchone()[0]
            if self._take(name := f"{names[0]}#{number}"):
                return name

    def _take(self, name: str) -> bool:
        return self._do("INSERT OR IGNORE INTO taken VALUES (?, 1)", name).rowcount == 1

    def _do(self, command: str, name: str) -> sqlite3.Cursor:
        try:
            return self._table.execute(command, (name,))
        except sqlite3.OperationalError as error:  # that of a full disk comes in several words
            raise OSError(errno.ENOSPC, f"no room for the ids: {error}", tempfile.gettempdir()) from None


def find_files(given: Given, skip: Collection[Path] = ()) -> Iterator[Found | ReadFailure]:
    """A file itself, the article files below a folder, sorted, each real folder once, or those of a pattern.

    Args:
        given: a path, a pattern with wildcards, a URL, or a file that was found already.
        skip: files and folders to pass over below a folder, as real paths.
    """
    if isinstance(given, Stored):
        yield Found(given, given.name)
        return
    path = given if isinstance(given, Path) else local_path(given)
    try:
        if path is None:
            yield from _stored(str(given))
            return
        matched = _matching(path)
    except ArticleError as error:
        yield ReadFailure.of(error)
    except OSError as error:
        yield ReadFailure(str(given), *closed(error))
    else:
        for place in matched:
            yield from _below(place, skip)


def _matching(path: Path) -> list[Path]:
    """The files and folders that a pattern names, as a shell finds them; a path without wildcards itself."""
    if path.exists() or not is_pattern(str(path)):
        return [path]
    return [Path(name) for name in sorted(glob(str(path), recursive=True))]  # noqa: PTH207  (no hidden ones)


def _below(path: Path, skip: Collection[Path]) -> Iterator[Found | ReadFailure]:
    if not path.is_dir():
        yield Found(path, path.name)
        return
    for file in walk(path, _is_article, skip):
        yield Found(file, file.relative_to(path).as_posix()) if isinstance(file, Path) else file


def _stored(url: str) -> Iterator[Found]:
    """The files at a URL: those that are named, or those below it that are taken for articles."""
    for file in stored_at(url):
        hidden = any(part.startswith(".") for part in PurePosixPath(file.below).parts)
        if url.endswith(file.below) or (not hidden and (is_pattern(url) or _is_article(file.place.name))):
            yield file


def walk(
    folder: Path, wanted: Callable[[str], bool], skip: Collection[Path] = ()
) -> Iterator[Path | ReadFailure]:
    """The files below a folder with wanted names, sorted, each real folder once; hidden ones never."""
    seen: set[tuple[int, int]] = set()
    skipped = {path.name for path in skip}  # few files have one of these names: only they are resolved
    todo = [folder]
    while todo:
        folder = todo.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen or (
                folder.name in skipped and folder.resolve() in skip
            ):
                continue
            seen.add((status.st_dev, status.st_ino))
            folders, files = _listing(folder, wanted)
        except OSError as error:
            yield ReadFailure(str(folder), *closed(error))
            continue
        todo.extend(folder / name for name in reversed(folders))
        yield from (
            path
            for path in (folder / name for name in files)
            if path.name not in skipped or path.resolve() not in skip
        )


def _listing(folder: Path, wanted: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """The names of a folder's folders and wanted files, sorted; names alone, since a folder may be huge."""
    folders: list[str] = []
    files: list[str] = []
    with os.scandir(folder) as listing:
        for entry in listing:
            if entry.name.startswith("."):
                continue
            if _is_dir(entry):
                folders.append(entry.name)
            elif wanted(entry.name):
                files.append(entry.name)
    return sorted(folders), sorted(files)


def count_items(given: Iterable[Given], skip: Collection[Path] = ()) -> int | None:
    """About how many items ``find_items`` will give: files, and rows of the files that hold rows.

    None where that is not known without fetching them.
    """
    total = 0
    for each in given:
        for found in find_files(each, skip):
            count = count_file(found.place) if isinstance(found, Found) else 1
            if count is None:
                return None
            total += count
    return total


def unread(given: Iterable[Given], skip: Collection[Path] = ()) -> Counter[str]:
    """What the folders hold and is not read, by the endings of the names; hidden files are not counted."""
    folders = (path for each in given if (path := local_path(str(each))) and path.is_dir())
    left = (file for path in folders for file in walk(path, lambda name: not _is_article(name), skip))
    names = (file.name for file in left if isinstance(file, Path))
    return Counter(name if _is_readme(name) else Path(name).suffix.lower() or name for name in names)


def _is_article(name: str) -> bool:
    """Whether a folder's file is taken for an article: by its ending, unless it describes the folder."""
    return name.lower().endswith(_searched()) and not _is_readme(name)


@cache
def _searched() -> tuple[str, ...]:
    """What a folder is searched for: documents too where the extra that reads them is installed."""
    apart = () if installed("documents") else DOCUMENT_SUFFIXES
    return tuple(suffix for suffix in SUFFIXES if suffix not in apart)


def _is_readme(name: str) -> bool:
    return name.upper().startswith("README.")


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that points at itself
        return False
