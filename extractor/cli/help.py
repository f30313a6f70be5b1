"""What the commands say about themselves: examples, completed values, refusals of wrong paths."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

import typer


def examples(*lines: str) -> str:
    """The epilog of a command's help: each example a paragraph of its own, so that no two are joined.

    Args:
        lines: complete command lines, which begin with ``extractor``.
    """
    return "\n\n".join(["[bold]Examples[/bold]", *(f"$ {line}".replace("[", r"\[") for line in lines)])


def complete_codebooks(incomplete: str) -> list[str]:
    """The codebooks that come with the package and begin with what is typed."""
    from extractor.codebooks import codebook_names

    return [name for name in codebook_names() if name.startswith(incomplete)]


def complete_columns(incomplete: str) -> list[str]:
    """The known exports that begin with what is typed."""
    from extractor.articles.columns import presets

    return [name for name in presets() if name.startswith(incomplete)]


def complete_models(incomplete: str) -> list[str]:
    """The installed spaCy pipelines that begin with what is typed."""
    from importlib.metadata import entry_points

    return sorted({e.name for e in entry_points(group="spacy_models") if e.name.startswith(incomplete)})


def needs(
    what: str, kind: Literal["file", "folder", "either"] = "file"
) -> Callable[[Path | None], Path | None]:
    """A check of a path that was given: a refusal says what to give instead.

    Args:
        what: what belongs there, as it ends the sentence "give ...".
        kind: what it must be.
    """

    def checked(path: Path | None) -> Path | None:
        if path is None:
            return None
        wrong = None
        if not path.exists():
            wrong = "does not exist"
        elif kind == "file" and path.is_dir():
            wrong = "is a folder"
        elif kind == "folder" and not path.is_dir():
            wrong = "is not a folder"
        if wrong:
            raise typer.BadParameter(f"{path} {wrong}; give {what}")
        return path

    return checked


def day(value: str) -> datetime:
    """A day given as YYYY-MM-DD."""
    try:
        return datetime.strptime(value, "%Y-%m-%d")
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a day; write it as YYYY-MM-DD") from None
