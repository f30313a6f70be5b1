"""HTML from templates that escape every value, so that an article can say what it likes."""

from __future__ import annotations

import base64
from hashlib import sha256
from importlib.resources import files
from typing import Any


def render(package: str, template: str, **values: Any) -> str:
    """A template of a package, filled. The macros and styles of this package are at hand under ``markup/``.

    Args:
        package: the dotted name of the package that holds the template.
        template: its file name.
        values: what it is filled with; a name that is missing raises ``jinja2.UndefinedError``.
    """
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, PrefixLoader, StrictUndefined

    def loader(name: str) -> FunctionLoader:
        return FunctionLoader(lambda file: (files(name) / file).read_text(encoding="utf-8"))

    environment = Environment(
        loader=ChoiceLoader([PrefixLoader({"markup": loader("extractor.display.markup")}), loader(package)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["decimal"] = lambda value: "–" if value is None else f"{value:.3f}"
    return environment.get_template(template).render(**values)


def stylesheet(package: str) -> str:
    """The style of a page that stands alone: colours and ground rules of them all, then those of its package.

    Args:
        package: the dotted name of the package that holds the rest as ``page.css``.
    """
    sheets = (files(name) / "page.css" for name in ("extractor.display.markup", package))
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def policy_hash(text: str) -> str:
    """The source of a content policy (CSP 3) that allows a style or a script of exactly this text."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
