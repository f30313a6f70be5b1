"""What a run was made from and with, and which files it wrote, in a file beside them: ``run.json``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.articles.article import clean
from extractor.articles.columns import changed
from extractor.articles.paths import is_url
from extractor.articles.stdin import STDIN
from extractor.distribution import version
from extractor.runs.results import Settings


class Manifest(BaseModel):
    """The inputs, settings and outputs of a run; the same run gives the same file."""

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
    columns: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """The names that the fields of an article have in tables, where others than their own were given."""
    files: Mapping[str, str] = Field(default_factory=dict)
    """The other files of the run, beside this one, each with the SHA-256 of its bytes in hexadecimal."""


def absolute(inputs: Iterable[str]) -> tuple[str, ...]:
    """The inputs of a run as its manifest names them."""
    return tuple(
        clean(given if is_url(given) or given == STDIN else str(Path(given).absolute())) for given in inputs
    )


def make_manifest(
    articles: Iterable[str],
    settings: Settings,
    files: Mapping[str, str] | None = None,
) -> Manifest:
    """The manifest of a run over some paths or URLs."""
    return Manifest(
        version=version(),
        articles=absolute(articles),
        published=settings.published.isoformat() if settings.published else None,
        model=settings.model,
        codebook=settings.codebook,
        max_chars=settings.max_chars,
        columns=changed(settings.columns),
        files=dict(files or {}),
    )


def manifest_bytes(manifest: Manifest) -> bytes:
    """The file's content."""
    return manifest.model_dump_json(indent=2).encode() + b"\n"


def parse_manifest(data: bytes) -> Manifest | None:
    """The manifest in the bytes of a file; None where there is none, or one that cannot be used."""
    try:
        return Manifest.model_validate_json(data)
    except ValidationError:
        return None


def read_manifest(path: Path) -> Manifest | None:
    """The manifest in a file; None where there is none, or one that cannot be used."""
    try:
        return parse_manifest(path.read_bytes())
    except OSError:
        return None
