"""The distribution that this package comes in: its version, its extras and the command that installs one.

Its name is not the import name, which belongs to another project on the package index.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from urllib.request import url2pathname

NAME = "newsfigures"
Extra = Literal["documents", "html", "parquet", "ray", "remote", "review"]
_MODULES: Mapping[Extra, tuple[str, ...]] = {
    "documents": ("pypdf", "docx"),
    "html": ("trafilatura",),
    "parquet": ("pyarrow.parquet",),
    "ray": ("ray",),
    "remote": ("s3fs", "aiohttp"),
    "review": ("starlette", "uvicorn"),
}
"""What the package imports of each extra."""


class MissingExtraError(ImportError):
    """A module of an extra cannot be imported.

    Attributes:
        reason: the extra and the error of the import, as a sentence without its subject.
        remedy: the command that installs the extra.
    """

    def __init__(self, extra: Extra, error: ImportError) -> None:
        self.reason = f"needs the extra {extra} ({' '.join(str(error).split())})"
        self.remedy = install_command(extra)
        super().__init__(f"{self.reason}; {self.remedy}")


def version() -> str:
    """The installed version. Raises PackageNotFoundError in a source tree that is not installed."""
    return metadata.version(NAME)


def require(extra: Extra) -> None:
    """Import the modules of an extra, so that its absence is noticed before any work is done.

    Raises:
        MissingExtraError: one of them, or a module that it imports itself, is not installed.
    """
    for module in _MODULES[extra]:
        try:
            import_module(module)
        except ImportError as error:
            raise MissingExtraError(extra, error) from error


def installed(extra: Extra) -> bool:
    """Whether the modules of an extra are there; they are not imported."""
    return all(find_spec(module.partition(".")[0]) for module in _MODULES[extra])


def install_command(extra: Extra | None = None) -> str:
    """The pip command that installs the package, with an extra, from where it was installed before.

    An installation from a folder, an archive or a repository records its origin (PEP 610), and only one
    from an index is repeated by name: nobody is sent to an index that the package did not come from.
    """
    found = metadata.distribution(NAME)
    suffix = f"[{extra}]" if extra else ""
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    wanted = [found.metadata["Name"] + suffix]
    if "dir_info" in origin:
        folder = Path(url2pathname(urlsplit(origin["url"]).path))
        editable = ["-e"] if origin["dir_info"].get("editable") else []
        wanted = [*editable, ("." if folder == Path.cwd() else str(folder)) + suffix]
    elif origin:
        system = f"{origin['vcs_info']['vcs']}+" if "vcs_info" in origin else ""
        wanted[0] += f" @ {system}{origin['url']}"
    return shlex.join(["pip", "install", *wanted])
