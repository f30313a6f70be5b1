"""Which predicted record answers which gold record: edges by rule, then a maximum matching."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from extractor.gold import (
    GoldActor,
    GoldCasualty,
    GoldCount,
    GoldDate,
    GoldDisplacement,
    GoldItem,
    GoldVictim,
    locate,
    occurrences,
)
from extractor.records import (
    Actor,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    Evidence,
    Record,
    Term,
    Victim,
)

G = TypeVar("G", bound=GoldItem)
P = TypeVar("P", bound=Record)

_OUTER = " .,;:'\"“”()"
_HOUSING = frozenset({"housing_destroyed", "housing_damaged", "housing_uninhabitable"})


class Judged(NamedTuple):
    """Matched pairs (gold index, predicted index) with each labelled key right or wrong, and the rest."""

    pairs: Mapping[int, int]
    keys: Mapping[int, Mapping[str, bool]]
    missed: tuple[int, ...]
    spare: tuple[int, ...]

    def whole(self, name: str) -> int:
        """How many matched records of the list ``name`` have every labelled key right; of events, the row."""
        if name == "events":
            return sum(judged.get("row", False) for judged in self.keys.values())
        return sum(all(judged.values()) for judged in self.keys.values())


def maximum_matching(edges: Sequence[Sequence[int]]) -> dict[int, int]:
    """Pairs left -> right, as many as can be; ``edges[left]`` lists its rights, the best first.

    Augmenting paths: a left that finds all its rights taken asks their owners to move on.
    """
    owner: dict[int, int] = {}

    def place(left: int, tried: set[int]) -> bool:
        for right in edges[left]:
            if right in tried:
                continue
            tried.add(right)
            if right not in owner or place(owner[right], tried):
                owner[right] = left
                return True
        return False

    for left in range(len(edges)):
        place(left, set())
    return {left: right for right, left in owner.items()}


def pair_up(
    gold: Sequence[G], predicted: Sequence[P], fits: Callable[[G, P], bool], rank: Callable[[G, P], int]
) -> dict[int, int]:
    """Index pairs gold -> predicted; of several that fit, the one of highest rank is tried first."""
    edges = [
        sorted(
            (i for i, candidate in enumerate(predicted) if fits(wanted, candidate)),
            key=lambda i: -rank(wanted, predicted[i]),
        )
        for wanted in gold
    ]
    return maximum_matching(edges)


def overlaps(span: tuple[int, int] | None, evidence: Evidence) -> bool:
    """Whether the evidence shares a character with the span; no span asks for nothing."""
    return span is None or (evidence.start < span[1] and span[0] < evidence.end)


def family(term: Term) -> str:
    """The term family: movement of people, return, or housing."""
    return "returned" if term == "returned" else "housing" if term in _HOUSING else "movement"


def same_kind(gold: GoldCount, record: CasualtyCount | DisplacementCount) -> bool:
    """Same outcome, or same term family and unit; a key that was not labelled asks for nothing."""
    if isinstance(gold, GoldCasualty) and isinstance(record, CasualtyCount):
        return gold.outcome is None or gold.outcome == record.outcome
    if isinstance(gold, GoldDisplacement) and isinstance(record, DisplacementCount):
        same_family = gold.term is None or family(gold.term) == family(record.term)
        return same_family and gold.unit in {None, record.unit}
    return False


def same_best(gold: GoldCount, record: CasualtyCount | DisplacementCount) -> bool:
    """Same best value, where the labeller gave one."""
    return "best" not in gold.quantity.model_fields_set or gold.quantity.best == record.quantity.best


def figure_fits(text: str) -> Callable[[GoldCount, CasualtyCount | DisplacementCount], bool]:
    """The rule for counts of this article: kind, best value, and evidence over the quote."""

    def fits(gold: GoldCount, record: CasualtyCount | DisplacementCount) -> bool:
        return (
            same_kind(gold, record)
            and same_best(gold, record)
            and overlaps(locate(gold, text), record.evidence)
        )

    return fits


def date_fits(text: str) -> Callable[[GoldDate, DateMention], bool]:
    """The rule for dates of this article: evidence over the quote and the same value."""

    def fits(gold: GoldDate, mention: DateMention) -> bool:
        same_value = "value" not in gold.model_fields_set or gold.value == mention.value
        return same_value and overlaps(locate(gold, text), mention.evidence)

    return fits


def actor_fits(text: str) -> Callable[[GoldActor, Actor], bool]:
    """The rule for actors of this article: the same name, or a mention over one of the quotes."""

    def fits(gold: GoldActor, actor: Actor) -> bool:
        return plain(gold.name) == plain(actor.name) or any(
            overlaps(span, mention) for span in actor_spans(gold, text) for mention in actor.mentions
        )

    return fits


def victim_fits(text: str) -> Callable[[GoldVictim, Victim], bool]:
    """The rule for victims of this article: the same outcome, and the same name or words."""

    def fits(gold: GoldVictim, victim: Victim) -> bool:
        if gold.outcome not in {None, victim.outcome}:
            return False
        if gold.name and victim.name and plain(gold.name) == plain(victim.name):
            return True
        return gold.quote is not None and overlaps(locate(gold, text), victim.evidence)

    return fits


def actor_spans(gold: GoldActor, text: str) -> list[tuple[int, int]]:
    """Where the actor's quotes stand as whole words (anywhere, if nowhere as whole words)."""
    spans: list[tuple[int, int]] = []
    for quote in gold.quotes:
        everywhere = occurrences(text, quote)
        whole = [span for span in everywhere if not _inside_word(text, span)]
        spans += whole or everywhere
    return spans


def _inside_word(text: str, span: tuple[int, int]) -> bool:
    start, end = span
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return before or after


def plain(words: str) -> str:
    """A name or phrase without case, accents, a leading "the", and outer punctuation."""
    decomposed = unicodedata.normalize("NFKD", words.replace("’", "'"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return re.sub(r"\s+", " ", bare).strip(_OUTER).removeprefix("the ").strip(_OUTER)


def key_of(record: Record, key: str) -> object:
    """The value under a dotted key (``quantity.low``)."""
    value: object = record
    for part in key.split("."):
        value = getattr(value, part)
    return value


def same_value(wanted: object, got: object) -> bool:
    """Equality of one key: words without case and accents, countries and titles as sets."""
    if isinstance(wanted, tuple) or isinstance(got, tuple):
        return _as_set(wanted) == _as_set(got)
    if isinstance(wanted, str) and isinstance(got, str):
        return wanted == got or plain(wanted) == plain(got)
    return wanted == got


def _as_set(values: object) -> frozenset[str]:
    return frozenset(plain(str(v)) for v in values) if isinstance(values, tuple) else frozenset()
