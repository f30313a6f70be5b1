"""Where files lie: paths of this machine, and URLs of every file system that fsspec knows.

A URL is looked up only where somebody gives one; ``s3://`` and ``https://`` need the extra ``remote``, other
protocols the package that fsspec names.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast
from urllib.parse import unquote, urlsplit

from extractor.articles.failures import ArticleError
from extractor.distribution import install_command

_WEB = ("http", "https")
_OF_EXTRA = ("s3", "s3a", *_WEB)
"""Protocols whose packages come with the extra ``remote``."""
_MAGIC = "*?["


def is_url(given: str) -> bool:
    """Whether this names a file or folder by its protocol (``s3://...``, ``zip://...::https://...``)."""
    return "://" in given


def local_path(given: str) -> Path | None:
    """The path of this machine that is meant, None for a URL of another file system."""
    if not is_url(given):
        return Path(given)
    return Path(given.split("://", 1)[1]) if given.startswith(("file://", "local://")) else None


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
    """A file at a URL."""

    given: str
    """The URL that led to it: its own, that of a folder above it, or a pattern."""
    files: Any
    """Its file system."""
    path: str
    """Its path there."""
    below: str
    """Its path below the folder that was given, else its name."""

    def __str__(self) -> str:
        return str(self.files.unstrip_protocol(self.path))

    @property
    def name(self) -> str:
        """Its name, without what a web address has behind it."""
        return posixpath.basename(self.below)

    def open(self) -> BinaryIO:
        """Open it for reading. Raises OSError."""
        with reached():
            return cast(BinaryIO, self.files.open(self.path, "rb"))

    def size(self) -> int | None:
        """Its bytes, None where the server does not say. Raises OSError."""
        with reached():
            found: int | None = self.files.size(self.path)
            return found


Place = Path | Stored
"""A file, wherever it lies: ``str``, ``.name``, ``open_file`` and ``size_of`` are the same for both."""


def open_file(place: Place) -> BinaryIO:
    """Open a file for reading bytes. Raises OSError."""
    return place.open("rb") if isinstance(place, Path) else place.open()


def size_of(place: Place) -> int | None:
    """The bytes of a file, None where a server does not say. Raises OSError."""
    return place.stat().st_size if isinstance(place, Path) else place.size()


def stored_at(url: str) -> list[Stored]:
    """The file at a URL, or all below it in the order of their paths; those that a pattern (``*``) names.

    An address of the web is one file whatever it is. Raises ArticleError, and OSError where it cannot be
    listed.
    """
    files, root = file_system(url)
    if url.startswith(tuple(f"{protocol}://" for protocol in _WEB)):
        return [Stored(url, files, root, posixpath.basename(unquote(urlsplit(url).path)) or "page")]
    with reached():
        if any(mark in root for mark in _MAGIC) and not files.exists(root):
            found = [path for path in sorted(files.glob(root)) if files.isfile(path)]
            return [Stored(url, files, path, posixpath.basename(path)) for path in found]
        if not files.isdir(root):
            return [Stored(url, files, root, posixpath.basename(root))]
        return [Stored(url, files, path, posixpath.relpath(path, root)) for path in sorted(files.find(root))]


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
