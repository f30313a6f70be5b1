"""Proper names of events: "Cyclone Imelda", "the Battle of Sarv", "Operation Red Dawn"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.lexicon.event_names import How, naming_forms, not_names

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Token

# At 2 and at 8 no record of 80 texts changes.
LONGEST = 4
"""Words of a name beside its noun."""
# At 2 and at 8 no record of 80 texts changes.
AFTER = 4
"""Words between an event and the word that gives its name: "an operation in the north, dubbed"."""
# Of 80 texts one changes at 1 and none at 6; two change at a share of 0.35, and none where no line is one.
SHORT, CAPITALS = 3, 0.7
"""A line in title case has more words than this that are longer than this, and this share with a capital."""
MEMBERS = frozenset({"of", "under", "with", "from", "by"})
"""Prepositions behind which an operation names the people who serve in it."""
QUOTES = frozenset({'"', "“", "”", "'", "‘", "’", "``", "''"})
JOINS = frozenset({"-", "of", "the"})


def name_at(doc: Doc, start: int, end: int) -> str | None:
    """The proper name of which the event words at tokens ``[start, end)`` are a part; null for none.

    A line in which every word has a capital gives no name, nor does a word inside an institution's.
    """
    if _is_title_case(doc[start]):
        return None
    return next(filter(None, (way(doc, start, end) for way in WAYS)), None)


def _before(doc: Doc, start: int, end: int) -> str | None:
    """ "Cyclone Imelda": the longest form that ends with the event word, and the capitals behind it."""
    if not _is_form("before", doc, start, end) and not _is_campaign(doc, start, end):
        return None
    last = _capitals(doc, end)
    return _text(doc, start, last) if last > end else None


def _of(doc: Doc, start: int, end: int) -> str | None:
    """ "Battle of Sarv"."""
    if not _is_form("of", doc, start, end) or not doc[start].text[:1].isupper():
        return None
    last = _capitals(doc, end + 1) if end < len(doc) and doc[end].lower_ == "of" else end
    return _text(doc, start, last) if last > end + 1 else None


def _behind(doc: Doc, start: int, end: int) -> str | None:
    """ "Great Sarv Earthquake", "Covid-19 pandemic"; no "Fire Department"."""
    named = _is_form("behind", doc, end - 1, end) and doc[end - 1].text[:1].isupper()
    if not (named or _is_form("kind", doc, end - 1, end)) or _goes_on_in_capitals(doc, end):
        return None
    first, floor = start, max(doc[start].sent.start, start - LONGEST)
    while first > floor and (
        _may_name(doc[first - 1]) or doc[first - 1].text in JOINS or doc[first - 1].is_digit
    ):
        first -= 1
    while first < start and not _may_name(doc[first]):
        first += 1
    return _text(doc, first, end) if first < start else None


def _goes_on_in_capitals(doc: Doc, end: int) -> bool:
    """ "National Disaster Office", "War Museum": the words belong to a longer name."""
    return end < len(doc) and doc[end].text[:1].isupper() and doc[end].tag_ not in ("", "DT", "IN", "PRP")


def _called(doc: Doc, start: int, end: int) -> str | None:
    """ "an operation dubbed 'Autumn Rain'"."""
    stop = min(end + AFTER, doc[start].sent.end)
    for at in range(end, stop):
        form = next((f for f in naming_forms("called") if _words(doc, at, at + len(f)) == f), None)
        if form is not None:
            first = at + len(form)
            first += first < len(doc) and doc[first].text in QUOTES
            last = _capitals(doc, first)
            return _text(doc, first, last) if last > first else None
    return None


WAYS: tuple[Callable[[Doc, int, int], str | None], ...] = (_before, _of, _behind, _called)


def _is_form(how: How, doc: Doc, start: int, end: int) -> bool:
    return _words(doc, start, end) in naming_forms(how)


def _words(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    return tuple(doc.lower[start:end])


def _is_campaign(doc: Doc, start: int, end: int) -> bool:
    """ "in Operation Red Dawn"; no "two soldiers of Operation Red Dawn"."""
    return _is_form("campaign", doc, start, end) and not (start and doc[start - 1].lower_ in MEMBERS)


def _capitals(doc: Doc, start: int) -> int:
    """Where the capitalised words end that begin at a token; there if the first gives no name."""
    end = start
    stop = min(start + LONGEST, doc[start].sent.end if start < len(doc) else start)
    while end < stop and (_may_name(doc[end]) or (end > start and _goes_on(doc[end]))):
        end += 1
    while end > start and doc[end - 1].text in JOINS:
        end -= 1
    return end


def _is_dash(token: Token) -> bool:
    """ "Cyclone Belna - Korda": a hyphen between blanks joins nothing."""
    return token.text == "-" and bool(token.nbor(-1).whitespace_)


def _goes_on(token: Token) -> bool:
    """A word that joins those of a name, and what a hyphen ties to it: "Man-yi"."""
    return (token.text in JOINS and not _is_dash(token)) or (
        token.is_alpha and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_
    )


def _may_name(token: Token) -> bool:
    """A capitalised word or a number of a name, and no title or institution."""
    capital = token.text[:1].isupper() and (token.tag_ in ("NNP", "NNPS", "JJ", "CD", "NN") or not token.tag_)
    return capital and token.lower_ not in not_names()


def _is_title_case(word: Token) -> bool:
    """Whether nearly every longer word of the sentence behind its first has a capital."""
    longer = [token.text for token in word.sent[1:] if token.is_alpha and len(token.text) > SHORT]
    return len(longer) > SHORT and sum(text[0].isupper() for text in longer) > CAPITALS * len(longer)


def _text(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc.text_of(start, end).split())
