"""What comes in on standard input, kept in a temporary file: a run reads its inputs more than once."""

from __future__ import annotations

import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import IO

from extractor.articles.columns import Columns
from extractor.articles.failures import ArticleError
from extractor.articles.paths import Stored, file_system
from extractor.articles.readers import suffix_of
from extractor.articles.rows import SAMPLE
from extractor.articles.sources import Given, check_given

STDIN = "-"
"""How standard input is given."""


def opened(given: str, columns: Columns) -> Given:
    """An input as readers take it, after a check that it is there.

    Raises ArticleError where it is not, OSError where it cannot be asked for or kept.
    """
    if given == STDIN:
        return piped(columns)
    check_given(given)
    return given


def piped(columns: Columns) -> Stored:
    """Standard input as a file, whose ending is that of what it holds.

    Raises ArticleError where it holds nothing, OSError where there is no room for it.
    """
    kept = _kept()
    kept.seek(0)
    head = kept.read(SAMPLE)
    if not head.strip():
        raise ArticleError("standard input", "is empty", "pipe articles in, or name files")
    files, path = file_system(Path(kept.name).as_uri())
    return Stored("stdin", f"stdin{suffix_of(head, columns)}", files, path)


@cache
def _kept() -> IO[bytes]:
    """A file that is gone with the process."""
    file = tempfile.NamedTemporaryFile(prefix="extractor-")  # noqa: SIM115
    shutil.copyfileobj(sys.stdin.buffer, file)
    file.flush()
    return file
