"""Compile the outline of the report's map from Natural Earth.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/outline.py package/countries-110m.json [--out extractor/report/world.json]

In: the countries of Natural Earth 4.1.0 at 1:110 million (public domain, naturalearthdata.com), as the npm
package `world-atlas` (ISC) ships them, a TopoJSON topology. Out: a line a country, one JSON object with
its ISO 3166-1 alpha-3 code, its name, and its outline as an SVG path whose units are hundredths of a degree,
longitude to the right and latitude downwards. Same file in, same bytes out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

from extractor.lexicon.countries import countries

Point = tuple[int, int]
UNITS = 100
"""Units in a degree: a kilometre, far below what an outline of this scale shows."""
_WITHOUT_CODE = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
"""Natural Earth draws who governs; what ISO lists within another state carries that state's code."""


def main() -> None:
    """Read a topology, write the outline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topology", type=Path)
    parser.add_argument("--out", type=Path, default=Path("extractor/report/world.json"))
    options = parser.parse_args()
    topology = json.loads(options.topology.read_text(encoding="utf-8"))
    rows = sorted(outlines(topology), key=lambda row: (row["code"], row["name"]))
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    options.out.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def outlines(topology: dict[str, Any]) -> Iterable[dict[str, str]]:
    """The code, the name and the path of each country of a topology."""
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [part for polygon in polygons for ring in polygon for part in _unwrapped(_ring(ring, arcs))]
        code, name = _code(shape), shape["properties"]["name"]
        known = countries().get(code)
        yield {
            "code": code,
            "name": known.name if known else name,
            "path": "".join(map(_path, filter(_is_area, rings))),
        }


def _code(shape: dict[str, Any]) -> str:
    """The alpha-3 code of a country, empty for what has none, such as a disputed islet."""
    found = pycountry.countries.get(numeric=shape.get("id", ""))
    return found.alpha_3 if found else _WITHOUT_CODE.get(shape["properties"]["name"], "")


def _decoded(arc: Sequence[Sequence[int]], transform: dict[str, list[float]]) -> list[Point]:
    """The points of an arc, which TopoJSON writes as differences of quantised degrees."""
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    points: list[Point] = []
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        point = round((x * scale_x + shift_x) * UNITS), -round((y * scale_y + shift_y) * UNITS)
        if points[-1:] != [point]:
            points.append(point)
    return points


def _ring(indexes: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """A closed line of arcs; a negative index is that of an arc run backwards (``~index``)."""
    ring: list[Point] = []
    for index in indexes:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += points[1:] if ring else points
    return ring


def _unwrapped(ring: Sequence[Point]) -> list[list[Point]]:
    """A ring without jumps: one that crosses the 180th meridian runs on beyond it, and is there twice."""
    half, whole, turn = 180 * UNITS, 360 * UNITS, 0
    points = [ring[0]]
    for (before, _), (x, y) in pairwise(ring):
        turn += whole * ((x - before < -half) - (x - before > half))
        points.append((x + turn, y))
    least, most = min(x for x, _ in points), max(x for x, _ in points)
    shifts = {0, -whole if most > half else 0, whole if least < -half else 0}
    return [[(x + shift, y) for x, y in points] for shift in sorted(shifts)]


def _is_area(ring: Sequence[Point]) -> bool:
    return len(set(ring)) > 2  # an islet of a unit or two is a point


def _path(ring: Sequence[Point]) -> str:
    """A ring as a path: where it begins, then steps."""
    steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(ring[:-1]))
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps).replace(' -', '-')}z"


if __name__ == "__main__":
    main()
