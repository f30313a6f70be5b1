"""Where files lie: paths of this machine, URLs of every file system that fsspec knows, and standard input.

A URL is looked up only where somebody gives one; ``s3://`` and ``https://`` need the extra ``remote``, other
protocols the package that fsspec names.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import unquote, urlsplit

from extractor.articles.failures import ArticleError
from extractor.distribution import install_command

_WEB = ("http://", "https://")
_OF_EXTRA = ("s3", "s3a", "http", "https")
"""Protocols whose packages come with the extra ``remote``."""


def is_url(given: str) -> bool:
    """Whether this names a file or folder by its protocol (``s3://...``, ``zip://...::https://...``)."""
    return "://" in given


def is_web(given: str) -> bool:
    """Whether this is an address of the web."""
    return given.startswith(_WEB)


def local_path(given: str) -> Path | None:
    """The path of this machine that is meant, None for a URL of another file system."""
    if not is_url(given):
        return Path(given)
    return Path(given.split("://", 1)[1]) if given.startswith(("file://", "local://")) else None


def is_pattern(given: str) -> bool:
    """Whether this has wildcards (``articles/*.txt``), and is not the address of a web page with a query."""
    return any(mark in given for mark in "*?[") and not is_web(given)


def file_system(url: str) -> tuple[Any, str]:
    """The file system (fsspec's ``AbstractFileSystem``) of a URL, and the path in it.

    Raises ArticleError where no such protocol is known, its package is missing, or its settings are wrong.
    """
    import fsspec

    protocol = url.split("://", 1)[0].rsplit("::", 1)[-1]
    try:
        files, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        remedy = install_command("remote") if protocol in _OF_EXTRA else "install it beside this package"
        raise ArticleError(url, f"needs a package for {protocol}:// ({_words(error)})", remedy) from None
    except Exception as error:  # every file system has its own ones for wrong settings
        remedy = "give a path, or a URL that fsspec knows"
        raise ArticleError(url, f"cannot be opened ({_words(error)})", remedy) from None
    return files, str(path)


class Stored(NamedTuple):
    """A file of a file system that fsspec knows."""

    shown: str
    """Its URL, or what else it is called in messages."""
    name: str
    """Its name, without what a web address has behind it."""
    files: Any
    path: str
    """Its path there."""

    def __str__(self) -> str:
        return self.shown

    def open(self) -> BinaryIO:
        """Open it for reading. Raises OSError.

        Files of most stores cannot read a line up to a length; the store in memory gives the same file, with
        one place in it, to everybody who opens it.
        """
        with reached():
            file = self.files.open(self.path, "rb")
            return io.BytesIO(file.getvalue()) if isinstance(file, io.BytesIO) else io.BufferedReader(file)

    def size(self) -> int | None:
        """Its bytes, None where the server does not say. Raises OSError."""
        with reached():
            found: int | None = self.files.size(self.path)
            return found


Place = Path | Stored
"""A file, wherever it lies; ``str(place)`` and ``place.name`` are the same for both."""


class Found(NamedTuple):
    """A file, and its path below the folder that was given; else its name."""

    place: Place
    below: str


def open_file(place: Place) -> BinaryIO:
    """Open a file for reading bytes. Raises OSError."""
    return place.open("rb") if isinstance(place, Path) else place.open()


def size_of(place: Place) -> int | None:
    """The bytes of a file, None where a server does not say. Raises OSError."""
    return place.stat().st_size if isinstance(place, Path) else place.size()


def stored_at(url: str) -> list[Found]:
    """The file at a URL, or all below it in the order of their paths; those that a pattern (``*``) names.

    An address of the web is one file whatever it is. Raises ArticleError, and OSError where it cannot be
    listed.
    """
    files, root = file_system(url)
    if is_web(url):
        name = posixpath.basename(unquote(urlsplit(url).path)) or "page.html"
        return [Found(Stored(url, name, files, root), name)]
    with reached():
        if is_pattern(root) and not files.exists(root):
            paths = [path for path in sorted(files.glob(root)) if files.isfile(path)]
            return [_found(files, path, posixpath.basename(path)) for path in paths]
        if not files.isdir(root):
            return [_found(files, root, posixpath.basename(root))]
        return [_found(files, path, posixpath.relpath(path, root)) for path in sorted(files.find(root))]


def _found(files: Any, path: str, below: str) -> Found:
    return Found(Stored(str(files.unstrip_protocol(path)), posixpath.basename(path), files, path), below)


@contextmanager
def reached() -> Iterator[None]:
    """What a server or its client raises, as OSError: each client has exceptions of its own."""
    try:
        yield
    except (OSError, ArticleError):
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {_words(error)}") from error


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
