"""A number among its neighbours: what the rules on reasons ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from extractor.lexicon import word_set
from extractor.numbers.cores import Core
from extractor.numbers.counted import REACH, counted_noun_at
from extractor.numbers.tokens import Token, Tokens
from extractor.numbers.vocabulary import Reason, cues_before

HYPHENS = ("-", "‑")
DASHES = ("-", "‑", "–", "−")


@dataclass
class InContext:
    """A number among the tokens: the core, and the tokens that it covers with its qualifiers."""

    tokens: Tokens
    core: Core
    first: int
    end: int
    left: Token = field(init=False)
    """The token right before the mention."""
    right: Token = field(init=False)
    """The token right behind it."""
    value: int = field(init=False)
    """The (upper) value, -1 if there is none."""

    def __post_init__(self) -> None:
        self.left, self.right = self.tokens[self.first - 1], self.tokens[self.end]
        high = self.core.high
        self.value = int(high) if high is not None and high.denominator == 1 else -1

    def before(self, back: int) -> Token:
        """The token ``back`` places before the mention."""
        return self.tokens[self.first - back]

    def after(self, ahead: int) -> Token:
        """The token ``ahead`` places after the mention."""
        return self.tokens[self.end + ahead]

    @cached_property
    def counts_people(self) -> bool:
        """Whether a plural noun for people or homes follows, perhaps after an adjective or nationality."""
        return counted_noun_at([token.raw for token in self.tokens[self.end : self.end + REACH]])

    @property
    def counted(self) -> bool:
        """Whether people are counted, by a noun or by a word such as "died" right behind the number."""
        return self.counts_people or self.right.low in word_set("people_verbs")

    @property
    def suffixed(self) -> bool:
        """Whether a hyphen joins the number to a word behind it: "5-day"."""
        at = self.end
        joined = self.tokens[at].raw in HYPHENS and self.tokens.glued(at) and self.tokens.glued(at + 1)
        return joined and self.tokens[at + 1].kind == "w"


Rule = Callable[[InContext], Reason | None]


def first_reason(number: InContext, rules: tuple[Rule, ...]) -> Reason | None:
    """The first reason that any of ``rules`` gives."""
    for rule in rules:
        if reason := rule(number):
            return reason
    return None


def is_currency(token: Token) -> bool:
    """Whether the token is a currency in front of an amount."""
    return any(cue.reason == "money" for cue in cues_before().get(token.low, ()))
