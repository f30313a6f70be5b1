"""The verdict on one list of one article: which predicted record answers which gold record, and how well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from extractor.gold import GoldActor, GoldRecord
from extractor.gold.scoring.errors import AnyGold, AnyRecord
from extractor.gold.scoring.matching import (
    actor_fits,
    date_fits,
    figure_fits,
    key_of,
    pair_up,
    plain,
    same_value,
)
from extractor.records import Actor, Record

LISTS = ("casualties", "displaced", "dates", "actors")
RULES: Mapping[str, Callable[[str], Callable[[Any, Any], bool]]] = {
    "casualties": figure_fits,
    "displaced": figure_fits,
    "dates": date_fits,
    "actors": actor_fits,
}
# A name is how an actor is matched, not a key of its own: a match by quote may carry another name.
_NOT_KEYS = {"actors": frozenset({"name"})}


class Judged(NamedTuple):
    """Matched pairs (gold index, predicted index) with each labelled key right or wrong, and the rest."""

    pairs: Mapping[int, int]
    keys: Mapping[int, Mapping[str, bool]]
    missed: tuple[int, ...]
    spare: tuple[int, ...]

    @property
    def whole(self) -> int:
        """How many matched records have every labelled key right."""
        return sum(all(judged.values()) for judged in self.keys.values())


def judged_keys(
    name: str, wanted: GoldRecord, got: Record, only: Iterable[str] | None = None
) -> dict[str, bool]:
    """Each labelled key of a matched record, right or wrong; ``only`` narrows the keys down."""
    skip = _NOT_KEYS.get(name, frozenset())
    keys = {key: value for key, value in wanted.labelled_keys().items() if key not in skip}
    if only is not None:
        keys = {key: keys[key] for key in only if key in keys}
    return {key: same_value(value, key_of(got, key)) for key, value in keys.items()}


def judge(name: str, wanted: Sequence[AnyGold], got: Sequence[AnyRecord], text: str) -> Judged:
    """Pair the gold records of the list ``name`` with the predicted ones, one to one."""

    def rank(g: AnyGold, p: AnyRecord) -> int:
        same_name = isinstance(g, GoldActor) and isinstance(p, Actor) and plain(g.name) == plain(p.name)
        return 100 * same_name + sum(judged_keys(name, g, p).values())

    pairs = pair_up(wanted, got, RULES[name](text), rank)
    used = set(pairs.values())
    return Judged(
        pairs=pairs,
        keys={g: judged_keys(name, wanted[g], got[p]) for g, p in sorted(pairs.items())},
        missed=tuple(i for i in range(len(wanted)) if i not in pairs),
        spare=tuple(i for i in range(len(got)) if i not in used),
    )
