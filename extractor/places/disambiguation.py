"""Which place a name means: by the text, else by nothing.

Each name has candidates. Their weights are decimal logarithms: a place with ten times the people weighs one
more, and what the text says for it is added in the same unit. The heaviest is taken if it leads by
``MARGIN``, that is, by ten times the people where the text does not decide. Otherwise the name stays open.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extractor.lexicon import word_set
from extractor.lexicon.countries import country_of_capital
from extractor.lexicon.regions import country_of_region
from extractor.places.gazetteer import DIVISIONS, Entry, Gazetteer, Hit, distance
from extractor.places.names import SAME, Name, find_candidates

# How much better than the second the best candidate must be; measured with the rest.
MARGIN = 1.0
# The rest was set on labelled place names of local US news and of epidemic news, and on the countries of
# event notes. Share within 161 km of local news, right country of the given (events): as set 0.721 0.930;
# half the weight of countries and divisions 0.70 0.93, of neighbours 0.71 0.93; neighbours up to 60 km 0.719,
# 160 km 0.715; alternates at 0.3 0.725 (fewer countries), at 0.7 0.714 0.927; capitals at 2 0.725 with 0.937
# of the located right, at 1 0.720 with 0.948. It is flat around: no value is needed to a digit.
NAMED_COUNTRY = 2.5
"""What it is worth that the text speaks of the country, and most of that one."""
# Of 1,225 labelled places: at 1.5 none changes, at 6 two fewer within 161 km.
NAMED_DIVISION = 3.0
"""What it is worth that all other names may lie in the same first-level division; the root of the share."""
# Epidemic news, share within 161 km: without 0.837, at 1 0.842, at 2 0.842.
PEERS = 1.0
"""What it is worth for a first-level division that all other names may be divisions of its country."""
# At 0 four of 359 texts have other places, at 2 none.
FEWER = 1
"""Names that are counted beside those of the text, so that one other does not say all."""
# Halved or doubled it changes none of 359 texts: a bound for lists of towns.
NEIGHBOURS = 2.0
"""The most that names which may lie close by are worth, one each."""
# Of 1,225 labelled places: at 60 none changes, at 240 one more within 161 km.
NEAR = 120.0
"""Kilometres of such a neighbour."""
# Of 1,225 labelled places: at 0.25 two more within 161 km, at 1 none changes.
FAITH = 0.5
"""A name of n candidates speaks for each by n to the power of minus this."""
# Of 1,225 labelled places: at 0.25 none changes, at 1 one fewer within 161 km; 14 texts differ.
ALTERNATE = 0.5
"""What the people of a place count for where the name is not its own."""
# Of 1,225 labelled places: at 0.5 and at 2 one more within 161 km.
CAPITAL = 1.0
# Of 1,225 labelled places: at 1 two fewer within 161 km, at 4 three fewer.
COUNTRY = 2.0
"""What it is worth to be a capital, a country, beside the people."""
# At 1 seven of 359 texts have other places, at 4 four; no labelled place changes.
ABROAD = 2.0
"""Least weight of a place of a country that the text does not speak of, beside others that it does."""
SOLE = 0.5
"""Least weight of the only town that bears a name: 3,000 people. At 0 0.938 of the countries of terse notes
are right where given, and 0.427 of all; at 0.5 0.962 and 0.421; at 1 0.961 and 0.410."""
# Of 1,225 labelled places: at 1 13 fewer within 161 km; at 6 none changes.
ROUNDS = 3
"""What is resolved speaks for the rest in the next round."""


def disambiguate(
    names: list[Name],
    peoples: Sequence[str],
    groups: Sequence[str],
    natives: Sequence[str],
    gazetteer: Gazetteer,
) -> str | None:
    """Fill ``entry``, ``country`` and ``open`` of each name; return the country in which the text is at home.

    Args:
        names: the names of one text.
        peoples: the countries whose people the text speaks of, as often as it does.
        groups: those of the armed groups that belong to one country.
        natives: those of the officials, forces and inhabitants.
        gazetteer: where they are looked up.
    """
    find_candidates(names, gazetteer)
    _settle(names, _tally([*peoples, *groups]))
    for name in names:
        if name.entry:
            name.country = name.entry.country or None
        elif name.held:
            name.country = name.held
        elif name.open and len({entry.country for entry in name.open}) == 1:
            name.country = name.open[0].country
        else:
            name.country = country_of_region(name.text)
        name.admin1 = _division(name, gazetteer)
    home = _home(names, groups, natives)
    _inherit(names, home)
    return home


def _tally(codes: Iterable[str]) -> dict[str, int]:
    """How often each stands there."""
    found: dict[str, int] = {}
    for code in codes:
        found[code] = found.get(code, 0) + 1
    return found


def _settle(names: list[Name], spoken: Mapping[str, int]) -> None:
    """Choose among the candidates of each name, in rounds, as long as one teaches something."""
    candidates = [
        (name, [(_people(hit, name), hit.entry) for hit in name.hits]) for name in names if name.hits
    ]
    for _ in range(ROUNDS):
        known, scene = [name.entry for name in names], _Scene(names, spoken)
        for name, entries in candidates:
            _choose(name, entries, scene)
        if known == [name.entry for name in names]:
            return


def _division(name: Name, gazetteer: Gazetteer) -> str | None:
    """The first-level division that holds the place, or all that it may be: ISO 3166-2, else its name."""
    entries = [name.entry] if name.entry else name.open
    rows = {entry.admin1 for entry in entries}
    row = next(iter(rows)) if len(rows) == 1 else None
    division = gazetteer.entry(row) if row is not None else None
    return (division.iso or division.name) if division else None


class _Scene:
    """What the text says of the whole: countries, divisions and places that it names."""

    def __init__(self, names: list[Name], countries: Mapping[str, int]) -> None:
        self.countries = dict(countries)
        self.inside: dict[int, dict[str, float]] = defaultdict(dict)
        """Divisions: the other names of the text that may mean one of them, or lie there, and how surely."""
        self.points: dict[tuple[int, int], list[tuple[str, Entry, float]]] = defaultdict(list)
        self.named: set[str] = set()
        """The countries of what is resolved, as against those whose people alone are spoken of."""
        self.peers: dict[str, set[str]] = defaultdict(set)
        """Countries: the names that may be one of their first-level divisions."""
        self.others = max(sum(1 for name in names if not name.code) - 1 + FEWER, 1)
        for name in names:
            if name.weak:
                continue
            if name.entry and (country := name.entry.country):
                self.countries[country] = self.countries.get(country, 0) + 1
                self.named.add(country)
            entries = [name.entry] if name.entry else [hit.entry for hit in name.hits]
            for entry in entries:
                self._add(name.key, entry, len(entries) ** -FAITH)
            for hit in name.hits:
                if hit.entry.kind == "admin1" and hit.primary:
                    self.peers[hit.entry.country].add(name.key)
        self.most = max(self.countries.values(), default=0)

    def _add(self, key: str, entry: Entry, weight: float) -> None:
        for row in (entry.admin1, entry.admin2):
            if row is not None:
                self.inside[row][key] = max(weight, self.inside[row].get(key, 0.0))
        if entry.kind in {"settlement", "admin2"}:
            self.points[_cell(entry)].append((key, entry, weight))

    def speaks_for(self, name: Name, entry: Entry) -> float:
        """What the text says for a candidate of a name, in tens."""
        own = 1 if name.entry is not None and name.entry.country == entry.country else 0
        spoken = max(self.countries.get(entry.country, 0) - own, 0)
        weight = NAMED_COUNTRY * math.sqrt(spoken / self.most) if spoken else 0.0
        if entry.kind == "country":
            return weight
        weight += NAMED_DIVISION * math.sqrt(self._held(entry.admin1, name) / self.others)
        if entry.kind == "admin1":
            return weight + PEERS * math.sqrt(len(self.peers[entry.country] - {name.key}) / self.others)
        return weight + min(NEIGHBOURS, self._neighbours(name, entry) + self._held(entry.admin2, name))

    def _held(self, row: int | None, name: Name) -> float:
        held = self.inside.get(row, {}) if row is not None else {}
        return sum(weight for key, weight in held.items() if key != name.key)

    def _neighbours(self, name: Name, entry: Entry) -> float:
        lat, lon = _cell(entry)
        best: dict[str, float] = {}
        for cell in ((lat + a, lon + b) for a in (-1, 0, 1) for b in (-1, 0, 1)):
            for key, place, weight in self.points.get(cell, ()):
                if key != name.key and weight > best.get(key, 0) and distance(entry, place) < NEAR:
                    best[key] = weight
        return sum(best.values())


def _cell(entry: Entry) -> tuple[int, int]:
    return int(entry.lat // 1.5), int(entry.lon // 1.5)


def _choose(name: Name, candidates: list[tuple[float, Entry]], scene: _Scene) -> None:
    """Settle the name if one candidate leads; each has a weight beside what the text says for it."""
    weighed = []
    for weight, entry in candidates:
        said = scene.speaks_for(name, entry)
        weighed.append((weight + said, entry, said))
    weighed.sort(key=lambda row: (-row[0], row[1].row))
    (best, first, said), name.entry = weighed[0], None
    rivals = [entry for weight, entry, _ in weighed if weight > best - MARGIN]
    known = best >= _enough(name, said, scene) or bool(name.wider)
    name.open = rivals if known else []
    if known and all(distance(first, entry) < SAME for entry in rivals):
        name.entry, name.support = first, said


def _enough(name: Name, said: float, scene: _Scene) -> float:
    """The weight that a candidate needs, so as not to be the mere namesake of a place that lacks here."""
    sole = len(name.hits) == 1 and name.hits[0]
    abroad = not said and bool(scene.named)
    if sole and (sole.entry.kind == "country" or (sole.entry.kind in DIVISIONS and not abroad)):
        return -math.inf
    if sole and sole.primary:
        return MARGIN if abroad else SOLE
    return ABROAD if abroad else MARGIN


def _people(hit: Hit, name: Name) -> float:
    weight = math.log10(max(hit.entry.population, 100) / 1000)
    capital = hit.entry.kind == "settlement" and country_of_capital(name.text) == hit.entry.country
    level = bool(name.nouns & word_set("first_level_nouns")) and hit.entry.kind == "admin1"
    noted = CAPITAL * capital + COUNTRY * (hit.entry.kind == "country")
    return (weight if hit.primary else weight * ALTERNATE) + noted + level


def _home(names: Iterable[Name], groups: Sequence[str], natives: Sequence[str]) -> str | None:
    """The country of the places that the text names, else that of its armed groups, else of its people."""
    stated = [name.country for name in names if name.country and (name.placed or not name.code)]
    return _leading(stated) if stated else _leading(groups) or _leading(natives)


# Right countries of events in 150 wire texts, 42 articles: at 1 127, 67; at 0.7 132, 71; at 0.6 135, 72.
LEAD = 0.6
"""Share of the words that speak of the country at home."""


def _leading(codes: Sequence[str]) -> str | None:
    """The country that leads, if the others are few beside it."""
    found = _tally(codes)
    first = max(found, key=found.__getitem__, default=None)
    return first if first is not None and found[first] >= LEAD * len(codes) else None


def _inherit(names: Iterable[Name], home: str | None) -> None:
    """A name that the gazetteer lacks lies in the wider place of the text, else where the text is at home."""
    for name in names:
        if name.country is None:
            name.country = next((w.country for w in name.wider if w.country), None)
        if name.country is None:
            name.country = home
