"""What a command says when something is wrong: one line, free of what a terminal would obey."""

from __future__ import annotations

from typing import NoReturn

import typer


def complain(problem: object) -> None:
    """Print one line on standard error."""
    from extractor.articles.sanitize import one_line

    typer.echo(f"error: {one_line(problem)}", err=True)


def refuse(problem: object) -> NoReturn:
    """Print one line on standard error and end the command with 2."""
    complain(problem)
    raise typer.Exit(2)
