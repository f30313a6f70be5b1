"""The log of a run: one line an answer, in order, each with a check sum; what a broken-off run goes on from.

A line is JSON of its own: ``{"check": CRC32 of the rest, ...}``. Reading stops at the first line that
is cut, damaged or out of order; going on cuts the file there and appends. Lines are forced to the disk
every few seconds and at the end.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from extractor.runs.results import Answer

SYNC_SECONDS = 2.0
"""At most so much work is done again after a power cut; a killed process loses less."""

_CHECK = len('{"check":"00000000",')
_RECORD = b', "record": '  # cannot stand inside a string, where its quotes would be escaped


class JournalInUseError(Exception):
    """Another run is writing this journal."""


class Journal:
    """An append log of answers; use it in a ``with`` block, which closes it and leaves the file.

    Args:
        path: the file; it is made where it is not there yet. Raises OSError where it cannot be.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = path.open("a+b")
        self._synced = time.monotonic()
        self._end = 0
        self._count = 0
        _lock(self._file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # what is lost now is done again
            self.sync()
        with suppress(OSError):
            self._file.close()

    def header(self) -> Mapping[str, Any] | None:
        """What ``begin`` wrote, None where there is nothing usable."""
        self._file.seek(0)
        line = self._file.readline()
        values = _checked(line)
        if values is None or "run" not in values:
            return None
        self._end, self._count = len(line), 0
        return dict(values["run"])

    def begin(self, header: Mapping[str, Any]) -> None:
        """Drop what is there and write a header, which ``header`` gives back."""
        self._file.truncate(0)
        self._end = self._count = 0
        self._write(json.dumps({"run": header}, ensure_ascii=False).encode("utf-8", "replace"))
        self.sync()

    def replay(self) -> Iterator[tuple[str, Answer]]:
        """The whole answers behind the header with their keys; the place behind the last one is kept."""
        if self.header() is None:
            return
        end, count = self._end, 0
        with self.path.open("rb") as file:
            file.seek(end)
            for line in file:
                values = _checked(line)
                if values is None or values.get("item") != count:
                    break
                yield values["key"], _answer(values, line)
                end, count = end + len(line), count + 1
                self._end, self._count = end, count

    def cut(self) -> None:
        """Drop what stands behind the answers that ``replay`` has given, so that others can follow them."""
        self._file.truncate(self._end)

    def append(self, key: str, answer: Answer) -> None:
        """Write one answer behind the others. Raises OSError where the disk takes no more."""
        head: dict[str, Any] = {"item": self._count, "key": key, "id": answer.id, "status": answer.status}
        if answer.record is None:
            head |= {"place": answer.place, "reason": answer.reason, "remedy": answer.remedy}
        line = json.dumps(head).encode()
        if answer.record is not None:
            line = line[:-1] + _RECORD + answer.record + b"}"
        self._write(line)
        self._count += 1
        if time.monotonic() - self._synced > SYNC_SECONDS:
            self.sync()

    def _write(self, line: bytes) -> None:
        rest = line[1:] + b"\n"
        self._file.write(b'{"check":"%08x",' % zlib.crc32(rest) + rest)

    def sync(self) -> None:
        """Force what was appended to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise JournalInUseError from None
    except OSError:  # a file system without locks
        return


def _checked(line: bytes) -> dict[str, Any] | None:
    """The values of a line but for its record, which stays as it is; None where the line is not whole."""
    if not line.endswith(b"\n") or line[:_CHECK] != b'{"check":"%08x",' % zlib.crc32(line[_CHECK:]):
        return None
    head, record, _ = line[_CHECK:].partition(_RECORD)
    values = json.loads(b"{" + head + (b"}" if record else b""))
    return values if isinstance(values, dict) else None


def _answer(values: Mapping[str, Any], line: bytes) -> Answer:
    if values["status"] != "ok":
        return Answer(**{key: values[key] for key in ("id", "status", "place", "reason", "remedy")})
    return Answer(values["id"], "ok", line.partition(_RECORD)[2][:-2])
