"""The gazetteer: places of GeoNames (CC BY 4.0) by name, read once when the first name is looked up.

``gazetteer.npz`` is compiled by ``tools/gazetteer.py``. It holds, one row a place in the order of GeoNames
ids: ``gid`` (differences), ``kind``, ``country`` (into ``codes``), ``lat`` and ``lon`` (thousandths of a
degree), ``population``, ``admin1`` and ``admin2`` (row + 1 of the divisions around it, 0 for none), ``name``
and ``iso`` (ISO 3166-2; lines). Names are the sorted, folded lines of ``key``; ``holders`` says how many
places each has, ``holder`` lists them: twice the row, plus one where it is the place's own name and no
alternate.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any, Literal, get_args

PlaceKind = Literal["settlement", "admin2", "admin1", "country", "continent"]
Column = Literal["kind", "country", "lat", "lon", "population", "admin1", "admin2", "holder"]
KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
DIVISIONS = frozenset({"admin1", "admin2"})

_PARTING = re.compile(r"[-‐‑–/,()\s]+")
_SHORT = {"saint": "st", "mount": "mt", "fort": "ft", "sainte": "ste"}
_SILENT = dict.fromkeys(map(ord, "'’‘`ʻʼʿ."))


@dataclass(frozen=True, slots=True)
class Entry:
    """One place; ``admin1`` and ``admin2`` are rows of the gazetteer (its own row for a division itself)."""

    row: int
    name: str
    kind: PlaceKind
    country: str
    admin1: int | None
    admin2: int | None
    lat: float
    lon: float
    population: int
    geonames_id: int
    iso: str

    @property
    def located(self) -> bool:
        """Whether coordinates are known."""
        return self.lat != 0 or self.lon != 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a name may mean, and whether the name is its own and no alternate."""

    entry: Entry
    primary: bool


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> str:
    """A name as it is compared: no case, accents, apostrophes and stops; hyphens are spaces.

    >>> fold("Saint-Denis"), fold("Al Qā'im"), fold("W. Va.")
    ('st denis', 'al qaim', 'w va')
    """
    name = name.translate(_SILENT)
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(_SHORT.get(word, word) for word in _PARTING.sub(" ", name).casefold().split())


class _Lines(Sequence[bytes]):
    """Lines of one block of bytes, not cut apart."""

    def __init__(self, block: Any) -> None:
        import numpy as np

        self.block = block.tobytes()
        breaks = np.flatnonzero(block == ord("\n"))
        self.ends = np.concatenate([[-1], breaks, [len(block)]]).astype("i4").data

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, i: Any) -> Any:
        return self.block[self.ends[i] + 1 : self.ends[i + 1]]


class Gazetteer:
    """The arrays of the archive and what is asked of them."""

    def __init__(self, arrays: Any) -> None:
        self._arrays = {name: arrays[name] for name in get_args(Column)}
        self._gid = arrays["gid"].cumsum(dtype="u4")
        self._ends = arrays["holders"].cumsum(dtype="u4").data
        self._keys, self._names, self._iso = (_Lines(arrays[name]) for name in ("key", "name", "iso"))
        self._codes = arrays["codes"].tobytes().decode().split("\n")

    def find(self, name: str) -> tuple[Hit, ...]:
        """Every place that bears the name, alone or among others."""
        return self._find(fold(name))

    @lru_cache(maxsize=1 << 14)  # noqa: B019  # there is one gazetteer a process
    def _find(self, key: str) -> tuple[Hit, ...]:
        wanted = key.encode()
        at = bisect_left(self._keys, wanted)
        if not key or at == len(self._keys) or self._keys[at] != wanted:
            return ()
        first = int(self._ends[at - 1]) if at else 0
        holders = self._arrays["holder"][first : int(self._ends[at])].tolist()
        return tuple(Hit(self.entry(holder >> 1), bool(holder & 1)) for holder in holders)

    @lru_cache(maxsize=1 << 14)  # noqa: B019
    def entry(self, row: int) -> Entry:
        """The place of a row."""
        value = {name: int(array[row]) for name, array in self._arrays.items() if name != "holder"}
        return Entry(
            row,
            self._names[row].decode(),
            KINDS[value["kind"]],
            self._codes[value["country"]],
            value["admin1"] - 1 if value["admin1"] else None,
            value["admin2"] - 1 if value["admin2"] else None,
            value["lat"] / 1000,
            value["lon"] / 1000,
            value["population"],
            int(self._gid[row]),
            self._iso[row].decode(),
        )

    def by_id(self, geonames_id: int) -> Entry | None:
        """The place of a GeoNames id."""
        row = int(self._gid.searchsorted(geonames_id))
        return self.entry(row) if row < len(self._gid) and self._gid[row] == geonames_id else None

    def country(self, code: str) -> Entry | None:
        """The country of an ISO 3166-1 alpha-3 code."""
        row = self._rows("country").get(code)
        return self.entry(row) if row is not None else None

    def division(self, iso: str) -> Entry | None:
        """The first-level division of an ISO 3166-2 code."""
        row = self._rows("admin1").get(iso)
        return self.entry(row) if row is not None else None

    @lru_cache(maxsize=2)  # noqa: B019
    def _rows(self, kind: PlaceKind) -> dict[str, int]:
        rows = (self._arrays["kind"] == KINDS.index(kind)).nonzero()[0].tolist()
        return {(e.country if kind == "country" else e.iso): e.row for e in map(self.entry, rows)}


def distance(a: Entry, b: Entry) -> float:
    """Kilometres between two places."""
    x = math.radians(b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 6371 * math.hypot(x, math.radians(b.lat - a.lat))


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the installation, read at the first call in a process."""
    import numpy as np

    with as_file(files("extractor") / "places" / "gazetteer.npz") as path, np.load(path) as arrays:
        return Gazetteer(arrays)
