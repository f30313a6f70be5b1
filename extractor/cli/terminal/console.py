"""The console that the command line prints to."""

from __future__ import annotations

import os

from rich.console import Console

_WIDE = 150


def console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal; wide enough for the tables where the output is no terminal."""
    made = Console(highlight=False, stderr=stderr)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = _WIDE
    return made
