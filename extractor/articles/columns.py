"""Which columns of a table hold what of an article: by their names, or by those of a known export."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_SHOWN = 6
_INDEX = "__index_level_"
"""Columns in which pandas keeps the index of a frame in a Parquet file."""


@dataclass(frozen=True)
class Columns:
    """The names that each field of an article may have in a table, best first, in small letters."""

    text: tuple[str, ...] = ("text",)
    published: tuple[str, ...] = ("published",)
    id: tuple[str, ...] = ("id",)
    title: tuple[str, ...] = ("title",)
    source: tuple[str, ...] = ("source",)
    url: tuple[str, ...] = ("url",)

    def find(self, names: Iterable[str]) -> Mapping[str, str]:
        """The columns of a table by the fields that they hold."""
        return _find(self, tuple(names))

    def missing(self, names: Iterable[str], what: str = "column") -> tuple[str, str]:
        """Reason and remedy where none of the columns holds the texts."""
        there = [name for name in names if name]
        more = ", ..." if len(there) > _SHOWN else ""
        shown = f" (it has {', '.join(name[:40] for name in there[:_SHOWN])}{more})" if there else ""
        return f"has no {what} {self.text[0]!r}{shown}", "name the one with the text with --text-column"


@lru_cache(maxsize=256)
def _find(columns: Columns, names: tuple[str, ...]) -> Mapping[str, str]:
    by_name: dict[str, str] = {}
    for name in names:
        by_name.setdefault(name.strip().lower(), name)
    found = {}
    for field in fields(columns):
        wanted = (name for name in getattr(columns, field.name) if name in by_name)
        if (best := next(wanted, None)) is not None:
            found[field.name] = by_name[best]
    return found


@cache
def presets() -> Mapping[str, Columns]:
    """The known exports."""
    table = tomllib.loads((files("extractor.articles") / "columns.toml").read_text(encoding="utf-8"))
    return {
        name: Columns(**{field: tuple(names) for field, names in entry.items()})
        for name, entry in table.items()
    }


def choose_columns(
    preset: str | None = None, *, text: str | None = None, published: str | None = None, id: str | None = None
) -> Columns:
    """The columns of a known export, some of them named anew.

    Raises ValueError for an export that is not known.
    """
    if preset is not None and preset not in presets():
        raise ValueError(f"no columns {preset!r}; choose {' or '.join(presets())}, or name --text-column")
    named = {"text": text, "published": published, "id": id}
    given = {field: (name.strip().lower(),) for field, name in named.items() if name is not None}
    return replace(presets()[preset] if preset else Columns(), **given)


def changed(columns: Columns) -> dict[str, tuple[str, ...]]:
    """The fields whose columns have other names than their own."""
    return {name: names for name, names in asdict(columns).items() if names != (name,)}


def extra_of(row: Mapping[str, Any], taken: Iterable[str]) -> dict[str, str]:
    """The columns of a row that are no field of the article, as text; empty ones are left out.

    Days are ISO dates; lists and nested objects are their JSON.
    """
    apart = set(taken)
    cells = ((str(name), _text(value)) for name, value in row.items() if name not in apart)
    return {name: text for name, text in cells if text and name and not name.startswith(_INDEX)}


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, bytes) or value != value:  # noqa: PLR0124  (not a number)
        return None
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)
