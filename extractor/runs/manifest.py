"""What a run was made from and with, in a file beside its outputs: ``run.json``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.distribution import version
from extractor.runs.results import Settings


class Manifest(BaseModel):
    """The inputs and settings of a run; the same run gives the same file."""

    model_config = ConfigDict(frozen=True)

    manifest_version: Literal["1"] = "1"
    version: str
    """Version of the package."""
    articles: tuple[str, ...]
    """Absolute paths, or URLs, of what was read, in order."""
    published: str | None = None
    """Publication day given for all articles, as an ISO date."""
    model: str | None = None
    """The spaCy pipeline; null for the one that comes with the package."""
    codebook: str
    max_chars: int


def manifest_bytes(articles: Iterable[str], settings: Settings) -> bytes:
    """The file's content for a run over some paths or URLs."""
    manifest = Manifest(
        version=version(),
        articles=tuple(path if "://" in path else str(Path(path).absolute()) for path in articles),
        published=settings.published.isoformat() if settings.published else None,
        model=settings.model,
        codebook=settings.codebook,
        max_chars=settings.max_chars,
    )
    return manifest.model_dump_json(indent=2).encode("utf-8", "replace") + b"\n"


def read_manifest(path: Path) -> Manifest | None:
    """The manifest in a file; None where there is none, or one that cannot be used."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
