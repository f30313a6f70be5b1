"""Stretches of a sentence that speak of different events: "21 died, the worst since a fire killed 49"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.language.syntax import climb, is_verbal
from extractor.lexicon import reporting_verbs, word_set
from extractor.lexicon.event_markers import LONG, NUMBER, SPAN, Category, patterns

if TYPE_CHECKING:
    from extractor.language.doc import Span, Token

INDEFINITE = frozenset({"a", "an", "another"})
AT_HEAD: tuple[Category, ...] = ("turn", "beside")
"""Markers that say something at the head of a sentence only."""
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "it", "they"})


class Stretch(NamedTuple):
    """Tokens of one sentence that speak of one event, and what sets them off from the others.

    ``cut`` is set where the tokens stand inside a sentence about something else.
    """

    tokens: tuple[int, ...]
    category: Category | None = None
    cut: bool = False

    def __contains__(self, token: object) -> bool:
        return token in self.tokens


def stretches_of(sent: Span) -> tuple[Stretch, ...]:
    """The stretches of a sentence in order, those cut out of a clause behind it; mostly there is one."""
    sent.parts = sent.parts or tuple(_stretches(sent))
    return sent.parts


def _stretches(sent: Span) -> Iterator[Stretch]:
    words = sent.lower
    marking = [sent[k] for k, word in enumerate(words) if _may_part(word) and _parts(words, k)]
    if not marking:
        yield Stretch(tuple(range(sent.start, sent.end)))
        return
    for clause in _halves(sent, marking):
        inner = _cut(sent, clause, [token for token in marking if token.i in clause])
        rest = tuple(sorted(set(clause).difference(inner.tokens if inner is not None else ())))
        yield Stretch(rest, _category(sent, [t.i for t in marking if t.i in rest]))
        yield from filter(None, [inner])


def _halves(sent: Span, marking: Sequence[Token]) -> Iterator[range]:
    """What semicolons set apart."""
    start = sent.start
    for token in marking:
        if token.text == ";":
            yield range(start, token.i + 1)
            start = token.i + 1
    yield range(start, sent.end)


def stretch_at(sent: Span, token: int) -> Stretch:
    """The stretch of a sentence that a token belongs to."""
    return next(stretch for stretch in stretches_of(sent) if token in stretch)


def _cut(sent: Span, clause: range, marking: Sequence[Token]) -> Stretch | None:
    """The first part given for comparison, as something a span of time away, or of a whole period."""
    for token in marking:
        category = _opens(sent, token)
        if category is not None:
            end = min(_end(sent, token), clause.stop)
            if end > token.i + 1:
                return Stretch(tuple(range(token.i, end)), category, cut=True)
    return next(filter(None, (_clause_apart(sent, token.i, clause) for token in marking)), None)


def _clause_apart(sent: Span, at: int, clause: range) -> Stretch | None:
    """A clause with a figure and a marker of its own: "..., bringing to 300 the number killed this year"."""
    category = _match(sent, at)
    if category in (None, "compare", *AT_HEAD):
        return None
    verb = next(_verbs_with_a_figure(sent.doc[at]), None)
    if verb is None or _is_older_report(verb, category) or _ranks(sent.lower):
        return None
    tokens = tuple(token.i for token in verb.subtree if token.i in clause)
    return Stretch(tokens, category, cut=True) if len(tokens) < len(clause) - 1 else None


def _verbs_with_a_figure(token: Token) -> Iterator[Token]:
    """The verbs above a word that govern a figure, except the main one."""
    return (verb for verb in climb(token) if is_verbal(verb) and verb.dep_ != "ROOT" and _counts(verb))


def _is_older_report(verb: Token, category: Category | None) -> bool:
    """ "the army previously estimating 400 displaced": what is earlier is the figure, not the event."""
    return category == "earlier" and verb.lower_ in reporting_verbs()


def _opens(sent: Span, token: Token) -> Category | None:
    """What begins at a token: the event that "since", "compared with", "two weeks after" lead to."""
    word = token.lower_
    since = _since(sent, token) if word == "since" else None
    if since is not None or (word == "since" and token.dep_ == "mark"):
        return since
    spans = (
        word in ("after", "before") and token.i > sent.start and token.nbor(-1).lower_ in word_set("spans")
    )
    if spans:
        return "earlier" if _is_event_of_its_own(sent, token) else None
    if _match(sent, token.i) != "compare" or _is_likened(sent, token) or _is_toll_that_moved(sent, token):
        return None
    return "compare"


def _is_toll_that_moved(sent: Span, token: Token) -> bool:
    """ "has gone up from eight to ten": both figures are of the event."""
    words = [t.lower_ for t in sent.doc[token.i : min(token.i + 6, sent.end)]]
    moved = words[:2] in (["up", "from"], ["down", "from"]) and token.i > sent.start
    return moved and is_verbal(token.nbor(-1)) and "to" in words[3:]


def _is_likened(sent: Span, token: Token) -> bool:
    """ "24 people died in similar attacks": the figure stands before the words, and behind them none."""
    if token.lower_ not in word_set("like_another") or token.nbor(1).lower_ == "to":
        return False
    return not any(t.like_num and t.ent_type_ not in ("DATE", "TIME") for t in sent.doc[token.i : sent.end])


def _since(sent: Span, token: Token) -> Category | None:
    """ "The worst since a fire killed 49", "none since 2016, when one killed seven": an event before."""
    if _ranks(_behind_colon(sent.doc.lower[sent.start : token.i])) or _leads_to_when(sent, token):
        return "compare"
    return "earlier" if token.dep_ == "mark" and _counts(token.head) else None


def _leads_to_when(sent: Span, token: Token) -> bool:
    """ "no deaths since 2016, when an outbreak killed seven": a clause with a figure of its own."""
    behind = sent.doc[token.i + 1 : sent.end]
    when = next((t for t in behind[:5] if t.lower_ == "when"), None)
    return when is not None and _counts(when.head)


def _is_event_of_its_own(sent: Span, token: Token) -> bool:
    """ "two weeks after a blast killed nine": new to the reader, and with a figure or a noun of its own."""
    following = sent.doc[token.i + 1 : min(token.i + 5, sent.end)]
    if not len(following) or following[0].lower_ in DEFINITE:
        return False
    return _counts(token.head) or _is_new(following)


def _counts(verb: Token) -> bool:
    """Whether a clause has a number that is no date: a figure of its own."""
    return any(token.like_num and token.ent_type_ not in ("DATE", "TIME") for token in verb.subtree)


def _is_new(words: Iterable[Token]) -> bool:
    return any(token.lower_ in INDEFINITE or token.lower_ in word_set("like_another") for token in words)


def _end(sent: Span, token: Token) -> int:
    """Where the clause or phrase ends that a token leads: its parse, else the end of the sentence."""
    edge = token.head.right_edge.i if token.dep_ == "mark" else token.right_edge.i
    return edge + 1 if edge > token.i + 1 else sent.end


def _ranks(before: list[str]) -> bool:
    """True behind "the worst", "the deadliest": a record over a time, and no sum."""
    return bool(word_set("superlatives") & set(before[-12:]))


def _behind_colon(words: list[str]) -> list[str]:
    """The words behind the last colon: "We condemn it in the strongest terms: nine have died this year"."""
    return words[len(words) - words[::-1].index(":") :] if ":" in words else words


def _category(sent: Span, marks: Iterable[int]) -> Category | None:
    """The category of the markers that belong to the main clause, or stand at the head of the sentence."""
    at = {i: category for i in marks if (category := _match(sent, i))}
    found = {
        category
        for i, category in at.items()
        if (_is_at_head(sent, i) if category in AT_HEAD else _is_main(sent.doc[i]))
    }
    if "period" in found and not _ranks(_behind_colon(sent.lower)):
        return "period"
    return next(
        (category for category in ("turn", "another", "earlier", "beside") if category in found), None
    )


def _is_at_head(sent: Span, at: int) -> bool:
    """Whether a word opens its sentence, behind a label or an "and" if need be: "PRESENTER: And now to"."""
    before = [token for token in sent.doc[sent.start : at] if not token.is_space and token.dep_ != "cc"]
    return not before or before[-1].text == ":"


def _is_main(token: Token) -> bool:
    """Whether a word belongs to the main clause, or to what was said there."""
    verb = next((above for above in climb(token) if is_verbal(above)), None)
    while verb is not None and verb.dep_ in ("ccomp", "conj", "xcomp"):
        verb = verb.head
    return verb is None or verb.dep_ == "ROOT"


def _match(sent: Span, at: int) -> Category | None:
    """The category of the longest marker whose words stand at a token."""
    k = at - sent.start
    words = sent.lower[k : k + 7]
    for pattern, category in _opened_by(words[0], "".join(words[1:2])):
        if len(words) >= len(pattern) and all(map(_fits, pattern, words)):
            return category
    return None


_ALONE = frozenset({";", "since", "after", "before"})
"""Words that may set a stretch apart whatever stands behind them."""


@lru_cache(maxsize=1 << 14)
def _may_part(word: str) -> bool:
    """Whether a word may set a stretch apart: most sentences have none and are one stretch."""
    return word in _ALONE or bool(_led_by(word))


def _parts(words: Sequence[str], k: int) -> bool:
    """The same of one of some words, with the one behind it."""
    return words[k] in _ALONE or bool(_opened_by(words[k], words[k + 1] if k + 1 < len(words) else ""))


@lru_cache(maxsize=1 << 14)
def _led_by(word: str) -> tuple[tuple[tuple[str, ...], Category], ...]:
    """The markers that may begin with a word: for most words there are none."""
    return tuple((pattern, category) for pattern, category in patterns() if _fits(pattern[0], word))


@lru_cache(maxsize=1 << 14)
def _opened_by(word: str, behind: str) -> tuple[tuple[tuple[str, ...], Category], ...]:
    """Those whose second word is the one behind, too."""
    return tuple(row for row in _led_by(word) if len(row[0]) == 1 or _fits(row[0][1], behind))


def _fits(part: str, word: str) -> bool:
    if part in (SPAN, LONG):
        return word in (word_set("spans") if part == SPAN else word_set("long_spans"))
    if part == NUMBER:
        return word.isdigit() or word in word_set("counting_words")
    return part == word
