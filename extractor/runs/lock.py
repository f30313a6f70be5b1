"""Locks between runs: one holder a file or folder, whatever path leads to it. A dead holder holds nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InUseError(Exception):
    """Another run holds it."""


def lock(handle: int, *, shared: bool = False) -> None:
    """Lock an open file or folder until it is closed; nothing where the system has no such locks.

    Raises InUseError where another open handle holds it, a shared one only if this is not shared.
    """
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InUseError from None
    except OSError:  # a file system without locks
        return


@contextmanager
def hold_folder(folder: Path, *, shared: bool) -> Iterator[None]:
    """Hold a folder for a run that writes into it; made where it is missing.

    Args:
        folder: whose own handle is locked, so that no lock file stays behind.
        shared: for a run that writes some files of its own beside others' instead of the whole set.

    Raises:
        InUseError: another run holds it.
        OSError: it cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # a system on which a folder cannot be opened
        yield
        return
    try:
        lock(handle, shared=shared)
        yield
    finally:
        os.close(handle)
