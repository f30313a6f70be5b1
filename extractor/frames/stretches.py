"""Stretches of a sentence that speak of different events: "21 died, the worst since a fire killed 49"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.lexicon import word_set
from extractor.lexicon.event_markers import LONG, NUMBER, SPAN, Category, marker_set, patterns

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

INDEFINITE = frozenset({"a", "an", "another", "similar"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "it", "they"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens of one sentence that speak of one event, and what sets them off from the others.

    ``cut`` is set where the tokens are told inside a sentence about something else.
    """

    tokens: tuple[int, ...]
    category: Category | None = None
    cut: bool = False

    def __contains__(self, token: int) -> bool:
        return token in self.tokens


def stretches_of(sent: Span) -> tuple[Stretch, ...]:
    """The stretches of a sentence, the one that its main clause speaks of first; mostly there is one."""
    inner = _cuts(sent)
    taken = {i for stretch in inner for i in stretch.tokens}
    rest = tuple(i for i in range(sent.start, sent.end) if i not in taken)
    return (Stretch(rest, _category(sent, rest)), *inner)


def stretch_at(sent: Span, token: int) -> Stretch:
    """The stretch of a sentence that a token belongs to."""
    return next(stretch for stretch in stretches_of(sent) if token in stretch)


def _cuts(sent: Span) -> tuple[Stretch, ...]:
    """The first part told for comparison, or as something a span of time away."""
    for token in sent:
        category = _opens(sent, token)
        if category is not None:
            end = _end(sent, token)
            if end > token.i + 1:
                return (Stretch(tuple(range(token.i, end)), category, cut=True),)
    return ()


def _opens(sent: Span, token: Token) -> Category | None:
    """What begins at a token: the event that "since", "compared with", "two weeks after" lead to."""
    doc, word = sent.doc, token.lower_
    before = [t.lower_ for t in doc[sent.start : token.i]]
    if word == "since" and _ranks(before):
        return "compare"
    if word == "since" and token.dep_ == "mark":
        return "earlier" if _counts(token.head) else None
    if word in ("after", "before") and before[-1:] and before[-1] in marker_set("spans"):
        following = doc[token.i + 1 : min(token.i + 5, sent.end)]
        known = following[0].lower_ in DEFINITE if len(following) else True
        return "earlier" if not known and (_counts(token.head) or _is_new(following)) else None
    found = _match(sent, token.i)
    return "compare" if found == "compare" else None


def _counts(verb: Token) -> bool:
    """Whether a clause has a number that is no date: a figure of its own."""
    return any(token.like_num and token.ent_type_ not in ("DATE", "TIME") for token in verb.subtree)


def _is_new(words: Span) -> bool:
    return bool(INDEFINITE & {token.lower_ for token in words})


def _end(sent: Span, token: Token) -> int:
    """Where the clause or phrase ends that a token leads: its parse, else the end of the sentence."""
    edge = token.head.right_edge.i if token.dep_ == "mark" else token.right_edge.i
    return edge + 1 if edge > token.i + 1 else sent.end


def _ranks(before: list[str]) -> bool:
    """True behind "the worst", "the deadliest": a record over a time, and no sum."""
    return bool(marker_set("superlatives") & set(before[-12:]))


def _category(sent: Span, tokens: tuple[int, ...]) -> Category | None:
    words = [token.lower_ for token in sent]
    found = {category for i in tokens if (category := _match(sent, i)) and category != "compare"}
    if "period" in found and not _ranks(words):
        return "period"
    return next((category for category in ("another", "earlier") if category in found), None)


def _match(sent: Span, at: int) -> Category | None:
    """The category of the longest marker whose words stand at a token."""
    words = [token.lower_ for token in sent.doc[at : min(at + 7, sent.end)]]
    for pattern, category in patterns():
        if len(words) >= len(pattern) and all(map(_fits, pattern, words)):
            return category
    return None


def _fits(part: str, word: str) -> bool:
    if part in (SPAN, LONG):
        return word in marker_set("spans" if part == SPAN else "long_spans")
    if part == NUMBER:
        return word.isdigit() or word in word_set("counting_words")
    return part == word
