"""What a check says: the file, the key, what is wrong and what to do about it."""

from __future__ import annotations

from extractor.records import Record


class Problem(Record):
    """One problem of a gold file; a ``doubt`` is worth a second look and fails nothing."""

    file: str
    key: str
    message: str
    fix: str
    doubt: bool = False

    def __str__(self) -> str:
        mark = "doubt: " if self.doubt else ""
        return f"{self.file}: {self.key}: {mark}{self.message}; {self.fix}"
