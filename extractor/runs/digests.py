"""Digests of what a run depends on: its input files, the installed package, the model, the libraries.

Equal digests mean equal answers, so that a run goes on only with what it began with. A version number does
not: an edited lexicon keeps it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from re import match
from typing import IO, Any

from extractor.articles.paths import Place, reached
from extractor.articles.readers import is_regular
from extractor.distribution import NAME
from extractor.language import DEFAULT_MODEL
from extractor.runs.results import Settings

WHOLE_BYTES = 256 << 20
"""A longer file is known by its size, its time and samples: to read 10 GB takes half a minute at best."""
SAMPLES = 64
SAMPLE_BYTES = 64 << 10
LISTED = 1000
"""Input files that are listed one by one; more are summed up for each input, to keep the header short."""
_PACKAGE = Path(__file__).parents[1]
_UNDER_SPACY = ("thinc", "numpy", "blis")
"""Where the model's arithmetic is done."""
_BESIDE = frozenset(
    [
        "typer",
        "rich",
        "jinja2",
        "psutil",
        "ray",
        "fsspec",
        "starlette",
        "uvicorn",
    ]
)
"""Libraries of the package that no output of a run depends on."""


def digest_inputs(found: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """A digest for each input file, or for each input where the files are many.

    Args:
        found: the input that led to a file, the file's name and its digest.
    """
    listed: dict[str, str] = {}
    summed: dict[str, tuple[str, int]] = {}
    for given, name, digest in found:
        if len(listed) <= LISTED:
            listed[name] = digest
        total, files = summed.get(given, ("", 0))
        summed[given] = digest_words(total, name, digest), files + 1
    if len(listed) <= LISTED:
        return listed
    return {given: f"{total}, {files} files" for given, (total, files) in summed.items()}


def digest_file(path: Path) -> str:
    """What a file holds, in 32 hexadecimal digits; a word where it cannot be read."""
    try:
        if not is_regular(path):
            return "no regular file"
        status = path.stat()
        with path.open("rb") as file:
            if status.st_size <= WHOLE_BYTES:
                return file_digest(file, "sha256").hexdigest()[:32]
            return digest_words(str(status.st_size), str(status.st_mtime_ns), *_samples(file, status.st_size))
    except OSError as error:
        return f"unreadable: {error.strerror}"


def is_local(files: Any) -> bool:
    """Whether a file system of fsspec is that of this machine."""
    return "file" in (files.protocol if isinstance(files.protocol, tuple) else (files.protocol,))


def digest_place(place: Place) -> str:
    """What a file holds, as far as that is known without fetching it; a word where it cannot be read."""
    if isinstance(place, Path) or is_local(place.files):
        return digest_file(place if isinstance(place, Path) else Path(place.path))
    try:
        with reached():
            size = place.size() or SAMPLE_BYTES  # some servers do not say
            last = place.files.cat_file(place.path, start=max(0, size - SAMPLE_BYTES), end=size)
            return digest_words(str(size), str(place.files.ukey(place.path)), last)
    except OSError as error:
        return f"unreadable: {error.strerror or error}"


def digest_words(*words: str | bytes) -> str:
    """A sequence of strings in 32 hexadecimal digits."""
    digest = sha256()
    for word in words:
        data = word.encode("utf-8", "surrogatepass") if isinstance(word, str) else word
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()[:32]


def _samples(file: IO[bytes], size: int) -> Iterator[bytes]:
    """Pieces of a file from its head to its end."""
    last = max(0, size - SAMPLE_BYTES)
    for place in sorted({last * number // (SAMPLES - 1) for number in range(SAMPLES)}):
        file.seek(place)
        yield file.read(SAMPLE_BYTES)


def digest_build(settings: Settings) -> dict[str, Any]:
    """The installed code and data of the package, the model and the codebook, and the library versions."""
    build: dict[str, Any] = {
        "build": _digest_tree(_PACKAGE),
        "model_build": _digest_model(settings.model),
        "libraries": dict(sorted(_libraries())),
    }
    if settings.codebook.endswith(".toml"):
        build["codebook_build"] = digest_file(Path(settings.codebook))
    return build


def _digest_model(name: str | None) -> str:
    name = name or DEFAULT_MODEL
    folder = Path(name)
    if not folder.is_dir():
        found = find_spec(name) if name.isidentifier() else None
        if found is None or found.origin is None:
            return "not installed"
        folder = Path(found.origin).parent
    return _digest_tree(folder)


def _digest_tree(folder: Path) -> str:
    files = (path for path in sorted(folder.rglob("*")) if "__pycache__" not in path.parts and path.is_file())
    return digest_words(
        *(word for path in files for word in (str(path.relative_to(folder)), digest_file(path)))
    )


def _libraries() -> Iterator[tuple[str, str]]:
    """Python, and those of the package's libraries that are installed and that an output depends on."""
    yield "python", ".".join(map(str, sys.version_info[:3]))
    for line in (*(requires(NAME) or ()), *_UNDER_SPACY):
        name = match(r"[\w.-]+", line)
        if name and name[0].lower() not in _BESIDE:
            with suppress(PackageNotFoundError):  # of an extra that is not installed
                yield name[0].lower(), version(name[0])
