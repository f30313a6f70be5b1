"""The console that the command line prints to."""

from __future__ import annotations

import os

from rich.console import Console

_WIDE = 150


class _Patient(Console):
    """A console that falls silent when nobody reads it any more, as behind ``| head``."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())


def console(*, stderr: bool = False, quiet: bool = False) -> Console:
    """A console as wide as the terminal; wide enough for the tables where the output is no terminal."""
    made = _Patient(highlight=False, stderr=stderr, quiet=quiet)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = _WIDE
    return made
