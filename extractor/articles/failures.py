"""What could not be read: as an exception inside a reader, as a value beside the articles of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, NamedTuple


class ArticleError(ValueError):
    """An article that cannot be read; the message is ``place: reason; remedy``."""

    def __init__(self, place: str, reason: str, remedy: str) -> None:
        super().__init__(f"{place}: {reason}; {remedy}")
        self.place, self.reason, self.remedy = place, reason, remedy


class ReadFailure(NamedTuple):
    """An item of a batch that gave no article; ``row`` is its line or row, where that was readable.

    ``times`` says how many rows of a file it stands for.
    """

    place: str
    reason: str
    remedy: str
    row: Mapping[str, Any] = MappingProxyType({})
    times: int = 1

    @classmethod
    def of(cls, error: ArticleError) -> ReadFailure:
        """The failure that an error stands for."""
        return cls(error.place, error.reason, error.remedy)

    def key(self) -> str:
        """A fingerprint of where it was and what was wrong."""
        return fingerprint(self.place, self.reason)

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}; {self.remedy}"


def closed(error: OSError) -> tuple[str, str]:
    """Reason and remedy of a failure to open, list or read something."""
    return f"cannot be read ({error.strerror or error})", "check that it is there and readable"


def fingerprint(*parts: str | bytes | None) -> str:
    """Sixteen hexadecimal digits for a sequence of strings."""
    digest = blake2b(digest_size=8)
    for part in parts:
        data = b"-" if part is None else part
        if isinstance(data, str):
            data = data.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()
