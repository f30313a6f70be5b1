"""The names of a text: what places each may mean, by its noun and the wider places around it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.lexicon import word_set
from extractor.places.gazetteer import DIVISIONS, Entry, Gazetteer, Hit, distance

# At 0.01 two of 359 texts change, at 0.04 none; no labelled place does.
SHARE = 0.02
"""Share of a division's people that makes its namesake in it the rather meant."""
# Halved or doubled it changes none of 359 texts: a bound against namesakes of countries.
FEW = 5000
"""People of a town that may be meant by the name of a country."""
# Halved or doubled it changes one of 359 texts, and no labelled place.
LARGE = 50_000
"""People of a town that the recogniser may take for a natural area ("Mazar-i-Sharif")."""
# At 20 one of 359 texts has another place, at 80 none; a bound for the cost.
MOST = 40
"""Candidates that are weighed, the most peopled."""
# Of 1,225 labelled places: at 45 six fewer within 161 km, at 180 one more.
SAME = 90.0
"""Kilometres within which candidates are one place at different levels."""


@dataclass(slots=True, eq=False)
class Name:
    """One name of the text: where it may lie, and what it was resolved to.

    ``wider`` are the names that the text puts around it, ``loose`` those that it may; ``nouns`` what it calls
    it; ``code`` the country or division that a word of the lexicons stands for, ``held`` the country that it
    is known to be a part of; ``region`` says that it is no settlement, ``placed`` that it stands where only a
    place may, ``weak`` that nothing but its place can show that it is one; ``hits`` are the candidates,
    ``divisions`` those that may hold another place.
    """

    key: str
    text: str
    nouns: set[str] = field(default_factory=set)
    code: str = ""
    region: bool = False
    weak: bool = True
    placed: bool = False
    held: str = ""
    wider: list[Name] = field(default_factory=list)
    loose: list[Name] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    divisions: list[Hit] = field(default_factory=list)
    open: list[Entry] = field(default_factory=list)
    """The names whose candidates could not be separated."""
    entry: Entry | None = None
    country: str | None = None
    admin1: str | None = None
    support: float = 0.0
    """What the text says for the place that it was resolved to, in tens."""


def find_candidates(names: list[Name], gazetteer: Gazetteer) -> None:
    """Fill ``hits`` of each name."""
    for name in names:
        name.hits = _candidates(name, gazetteer)
        found = gazetteer.find(name.text) if not name.code else name.hits
        name.divisions = [hit for hit in found if hit.entry.kind in DIVISIONS]
    for name in names:
        name.hits = _contained(name)


def _candidates(name: Name, gazetteer: Gazetteer) -> list[Hit]:
    """The places that a name may mean, by what the text calls it; the most peopled first."""
    if "-" in name.code:
        entry = gazetteer.division(name.code)
        return [Hit(entry, True)] if entry else []
    found = _own(_called(name, gazetteer))
    found = [hit for hit in found if not name.held or hit.entry.country == name.held]
    if country := gazetteer.country(name.code):
        rivals = [h for h in found if h.primary and h.entry.country != name.code and h.entry.population > FEW]
        found = [Hit(country, True), *rivals]
    return sorted(found, key=lambda hit: (-hit.entry.population, hit.entry.row))[:MOST]


def _own(found: list[Hit]) -> list[Hit]:
    """Without alternate names of places that are smaller than one whose own name it is."""
    most = max((hit.entry.population for hit in found if hit.primary), default=-1)
    return [hit for hit in found if hit.primary or hit.entry.population > most]


def _called(name: Name, gazetteer: Gazetteer) -> list[Hit]:
    """Candidates of the kind that the noun beside the name says: "Pell County" is a division."""
    found = list(gazetteer.find(name.text))
    whole = [hit for noun in sorted(name.nouns) for hit in gazetteer.find(f"{name.text} {noun}")]
    if name.nouns & word_set("division_nouns"):
        divisions = _divisions(found, whole)
        if divisions or not name.nouns & word_set("loose_divisions"):
            return divisions
    if name.nouns & word_set("settlement_nouns"):
        towns = [hit for hit in found if hit.entry.kind == "settlement"]
        if _most(whole) >= _most(towns):
            towns = whole or towns
        if towns:
            return towns
    return _bare(name, found)


def _most(hits: list[Hit]) -> int:
    """The people of the largest: Kansas City has more than a Kansas, Ostra City fewer than Ostra."""
    return max((hit.entry.population for hit in hits), default=-1)


def _bare(name: Name, found: list[Hit]) -> list[Hit]:
    """Candidates of a name without a noun: of a region no small town, else those of note."""
    if name.region:
        return [hit for hit in found if hit.entry.kind != "settlement" or hit.entry.population >= LARGE]
    return _without_shadows(found) if len(found) > 1 else found


def _divisions(found: list[Hit], whole: list[Hit]) -> list[Hit]:
    """The divisions called by a name, and by the name with its noun."""
    known = {hit.entry.row for hit in found}
    every = [*found, *(hit for hit in whole if hit.entry.row not in known)]
    return [hit for hit in every if hit.entry.kind in DIVISIONS]


def _without_shadows(found: list[Hit]) -> list[Hit]:
    """Without those of less note than another of the name around it or in it.

    A bare name is rather a city than the division around it, unless the city is a mere village there.
    """
    own = {hit.entry.row: hit.entry.population for hit in found if hit.primary}
    towns: dict[int | None, int] = {}
    for hit in found:
        if hit.primary and hit.entry.kind == "settlement":
            for row in (hit.entry.admin1, hit.entry.admin2):
                towns[row] = max(towns.get(row, 0), hit.entry.population)
    return [hit for hit in found if not _is_shadow(hit, own, towns)]


def _is_shadow(hit: Hit, own: dict[int, int], towns: dict[int | None, int]) -> bool:
    """Whether a place is outshone.

    Args:
        hit: the place.
        own: the people of every place that the name is the own one of, by its row.
        towns: those of the largest such town of a division, by its row.
    """
    one = hit.entry
    if one.kind in DIVISIONS:
        return towns.get(one.row, 0) > SHARE * one.population
    if one.kind != "settlement":
        return False
    around = [own[row] for row in (one.admin1, one.admin2) if row in own]
    return any(not hit.primary or one.population <= SHARE * people for people in around)


def _contained(name: Name) -> list[Hit]:
    """Those candidates that lie in one of the candidates of a wider place of the text.

    Where none lies in a country or division that the text surely puts around it, the gazetteer lacks it.
    """
    name.wider = [wider for wider in name.wider if not _are_equals(name, wider)]
    for wider in name.loose:
        if not _are_equals(name, wider) and (not name.hits or _inside(name, wider)):
            name.wider.append(wider)
    for wider in chain(name):
        inside = _inside(name, wider)
        if not inside and (name.nouns or any(hit.entry.kind != "settlement" for hit in wider.hits)):
            return []
        name.hits = inside or name.hits
    return name.hits


def _inside(name: Name, wider: Name) -> list[Hit]:
    """The candidates inside a wider place, which is a division if one holds them ("Brooklyn, New York")."""
    codes = {hit.entry.country for hit in wider.hits if hit.entry.kind == "country"}
    rows = {hit.entry.row for hit in wider.divisions}
    held = [hit for hit in name.hits if _lies_in(hit.entry, rows, codes)]
    if held and not codes:
        wider.hits = _around(held, wider.divisions)
    towns = [hit.entry for hit in wider.hits if hit.entry.kind == "settlement"]
    return held or [hit for hit in name.hits if _is_near(hit.entry, towns)]


def _around(held: list[Hit], divisions: list[Hit]) -> list[Hit]:
    """Those of some divisions that hold one of the places."""
    rows = {row for hit in held for row in (hit.entry.admin1, hit.entry.admin2)}
    return [hit for hit in divisions if hit.entry.row in rows]


def chain(name: Name) -> list[Name]:
    """The wider places of a name and those around them, the nearest first."""
    found: list[Name] = []
    todo = list(name.wider)
    while todo:
        wider = todo.pop(0)
        if wider is not name and wider not in found:
            found.append(wider)
            todo = [*wider.wider, *todo]
    return found


def _is_near(entry: Entry, towns: list[Entry]) -> bool:
    return any(entry.row != town.row and distance(entry, town) < SAME for town in towns)


def _are_equals(name: Name, wider: Name) -> bool:
    """Whether a comma stands between two countries or two first-level divisions: a list, no nesting."""
    if "-" in wider.code:
        return "-" in name.code
    if wider.code:
        return bool(name.code) and "-" not in name.code
    first, second = (any(h.primary and h.entry.kind == "admin1" for h in n.hits) for n in (name, wider))
    return (first or bool(name.code)) and second


def _lies_in(entry: Entry, rows: set[int], codes: set[str]) -> bool:
    if entry.kind == "country" or entry.row in rows:
        return False
    return entry.country in codes or bool({entry.admin1, entry.admin2} & rows)
