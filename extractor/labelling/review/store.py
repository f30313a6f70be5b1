"""The labels of a folder as files: read, written under a lock, and every earlier version kept.

A version that is undone is kept for a redo until something else is changed, and can still be looked up then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

from extractor.runs.output import atomic_file

HISTORY = ".history"
"""Where earlier versions are kept, beside the labels: no reader of labels looks there."""


class Store:
    """The files of a folder of labels, and their history.

    Args:
        folder: the folder; it is made with the first file that is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = RLock()

    def path(self, name: str) -> Path:
        """Where the labels of a name are."""
        return self.folder / name

    def read(self, name: str) -> bytes | None:
        """The file as it stands; None where there is none. Raises OSError."""
        path = self.path(name)
        return path.read_bytes() if path.is_file() else None

    def write(self, name: str, data: bytes) -> None:
        """Write a file; the version before it is kept, and what was undone before is done with."""
        number = self._keep(name)
        for undone in self._history(name).glob("*.undone.json"):
            if _number(undone) >= number:
                undone.replace(undone.with_name(f"{_number(undone)}.dropped.json"))
        _write(self.path(name), data)

    def undo(self, name: str) -> bool:
        """Go back to the version before the last change; whether there was one."""
        versions = self.versions(name)
        if not versions:
            return False
        kept = self._history(name) / f"{versions[-1]}.json"
        _write(kept.with_suffix(".undone.json"), self.read(name) or b"")
        self._put(name, kept.read_bytes())
        kept.unlink()
        return True

    def redo(self, name: str) -> bool:
        """Do again what was undone last; whether there was anything."""
        undone = self._next_undone(name)
        if undone is None:
            return False
        data = undone.read_bytes()
        self._keep(name)
        self._put(name, data)
        undone.unlink()
        return True

    def versions(self, name: str) -> list[int]:
        """The numbers of the versions that can be gone back to, in order."""
        files = self._history(name).glob("*.json")
        return sorted(int(path.stem) for path in files if path.stem.isdecimal())

    def can_redo(self, name: str) -> bool:
        """Whether something was undone, and nothing was changed since."""
        return self._next_undone(name) is not None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone with the files: no other thread, and no other desk on the same folder."""
        folder = self.folder / HISTORY
        with self._lock:
            folder.mkdir(parents=True, exist_ok=True)
            ignored = folder / ".gitignore"
            if not ignored.exists():
                ignored.write_text("*\n", encoding="utf-8")
            with (folder / ".lock").open("a+b") as handle:
                _wait_for(handle.fileno())
                yield

    def _next_undone(self, name: str) -> Path | None:
        number = max(self.versions(name), default=0) + 1
        path = self._history(name) / f"{number}.undone.json"
        return path if path.is_file() else None

    def _history(self, name: str) -> Path:
        return self.folder / HISTORY / name.removesuffix(".json")

    def _keep(self, name: str) -> int:
        """Keep the file as it stands; an empty one says that there was none. The number of the version."""
        number = max(self.versions(name), default=0) + 1
        _write(self._history(name) / f"{number}.json", self.read(name) or b"")
        return number

    def _put(self, name: str, data: bytes) -> None:
        if data:
            _write(self.path(name), data)
        else:
            self.path(name).unlink(missing_ok=True)


def _number(path: Path) -> int:
    return int(path.name.partition(".")[0])


def _write(path: Path, data: bytes) -> None:
    with atomic_file(path) as file:
        file.write(data)


def _wait_for(handle: int) -> None:
    """Wait for the lock of an open file, which ends with the file, where the system knows such locks."""
    try:
        import fcntl
    except ImportError:
        return
    with suppress(OSError):  # a file system without locks
        fcntl.flock(handle, fcntl.LOCK_EX)
