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
from typing import IO, Any, Self

from extractor.runs.executor import LogState
from extractor.runs.lock import lock
from extractor.runs.output import sync_folder
from extractor.runs.results import Answer

SYNC_SECONDS = 2.0
"""At most so much work is done again after a power cut; a killed process loses less."""

_OPENING = b'{"check":"'
_CHECK = len('{"check":"00000000",')
_FAILED = ("place", "reason", "remedy", "times")
_RECORD = b', "record": '  # cannot stand inside a string, where its quotes would be escaped


class Journal:
    """An append log of answers; use it in a ``with`` block, which closes it and leaves the file.

    Args:
        path: the file; it is made where it is not there yet, and changed by no call but those that say so.

    Raises:
        InUseError: another run is writing it.
        OSError: it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = _open_locked(path)
        self._synced = time.monotonic()
        self._end = 0
        self._count = 0

    @property
    def name(self) -> str:
        """Its place, for messages."""
        return str(self.path)

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
        header = header_of(line)
        if header is not None:
            self._end, self._count = len(line), 0
        return header

    def state(self) -> LogState:
        """What the file holds: nothing, a usable head, a damaged log, or something that is no log.

        A head that was cut while it was written has nothing behind it that could be lost.
        """
        self._file.seek(0)
        line = self._file.readline()
        if header_of(line) is not None:
            return "begun"
        begun = line.strip(b"\0")
        if not line.endswith(b"\n") and begun[: len(_OPENING)] == _OPENING[: len(begun)]:
            return "empty"
        return "damaged" if is_journal(self.path) else "foreign"

    def remove(self) -> None:
        """Delete the file; the lock is held until the block ends."""
        self.path.unlink()
        sync_folder(self.path.parent)

    def begin(self, header: Mapping[str, Any]) -> None:
        """Drop what is there and write a header, which ``header`` gives back."""
        self._file.truncate(0)
        self._end = self._count = 0
        self._file.write(line_of(json.dumps({"run": header}).encode()))
        self.sync()

    def replay(self) -> Iterator[tuple[str, Answer]]:
        """The whole answers behind the header with their keys; the place behind the last one is kept."""
        if self.header() is None:
            return
        end, count = self._end, 0
        with self.path.open("rb") as file:
            file.seek(end)
            for line in file:
                values = checked(line)
                if values is None or values.get("item") != count:
                    break
                yield values["key"], answer_of(values, line)
                end, count = end + len(line), count + 1
                self._end, self._count = end, count

    def cut(self) -> None:
        """Drop what stands behind the answers that ``replay`` has given, so that others can follow them."""
        self._file.truncate(self._end)

    def append(self, key: str, answer: Answer) -> None:
        """Write one answer behind the others. Raises OSError where the disk takes no more."""
        self._file.write(answer_line(self._count, key, answer))
        self._count += 1
        if time.monotonic() - self._synced > SYNC_SECONDS:
            self.sync()

    def sync(self) -> None:
        """Force what was appended to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()


def read_header(path: Path) -> Mapping[str, Any] | None:
    """What ``Journal.begin`` wrote into a file; None where it is no journal, or cannot be read."""
    try:
        with path.open("rb") as file:
            return header_of(file.readline())
    except OSError:
        return None


def is_journal(path: Path) -> bool:
    """Whether a file is a journal, even one that is damaged: one of its first lines has the form of one."""
    try:
        with path.open("rb") as file:
            return any(line.startswith(_OPENING) for line in file.read(1 << 20).split(b"\n"))
    except OSError:
        return False


def _open_locked(path: Path) -> IO[bytes]:
    while True:
        file = path.open("a+b")
        try:
            lock(file.fileno())
            status = os.fstat(file.fileno())
            with suppress(FileNotFoundError):
                if os.path.samestat(status, path.stat()):
                    return file
        except BaseException:
            file.close()
            raise
        file.close()  # another run ended meanwhile, and took its journal with it


def line_of(values: bytes) -> bytes:
    """A JSON object as a line with its check sum."""
    rest = values[1:] + b"\n"
    return b'{"check":"%08x",' % zlib.crc32(rest) + rest


def answer_line(number: int, key: str, answer: Answer) -> bytes:
    """An answer as a line: its number from 0, the key of its item, and what it says."""
    head: dict[str, Any] = {"item": number, "key": key, "id": answer.id, "status": answer.status}
    if answer.record is None:
        return line_of(json.dumps(head | {name: getattr(answer, name) for name in _FAILED}).encode())
    return line_of(json.dumps(head).encode()[:-1] + _RECORD + answer.record + b"}")


def header_of(line: bytes) -> dict[str, Any] | None:
    """The header in a line; None where it holds none, or is not whole."""
    values = checked(line)
    return dict(values["run"]) if values is not None and "run" in values else None


def checked(line: bytes) -> dict[str, Any] | None:
    """The values of a line but for its record, which stays as it is; None where the line is not whole."""
    if not line.endswith(b"\n") or line[:_CHECK] != b'{"check":"%08x",' % zlib.crc32(line[_CHECK:]):
        return None
    head, record, _ = line[_CHECK:].partition(_RECORD)
    values = json.loads(b"{" + head + (b"}" if record else b""))
    return values if isinstance(values, dict) else None


def answer_of(values: Mapping[str, Any], line: bytes) -> Answer:
    """The answer in a line, of which ``values`` is all but the record."""
    if values["status"] != "ok":
        return Answer(**{name: values[name] for name in ("id", "status", *_FAILED)})
    return Answer(values["id"], "ok", line.partition(_RECORD)[2][:-2])
