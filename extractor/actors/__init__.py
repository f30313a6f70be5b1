"""Actors: who acts, speaks, is addressed or acted upon, each real-world entity once.

In: a spaCy ``Doc`` over the whole article, with named entities and sentence starts. Out: :class:`Actor`
records in the order of first mention. The stages below find mentions from the surest to the weakest source;
each leaves the tokens that it owns to nobody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.actors.acronyms import find_acronyms
from extractor.actors.collectives import find_collectives
from extractor.actors.described import find_described
from extractor.actors.gazetteer import find_named
from extractor.actors.offices import find_offices
from extractor.actors.organisations import find_labelled, find_organisations, passing
from extractor.actors.peoples import find_peoples
from extractor.actors.persons import find_persons
from extractor.actors.resolve import resolve
from extractor.actors.setting import find_setting
from extractor.actors.states import find_states
from extractor.actors.view import Mention, View, read_view
from extractor.records import Actor

if TYPE_CHECKING:
    from extractor.language.doc import Doc

_BRACKET = frozenset({"("})
_HEAD = 45
"""Tokens in which a dateline stands."""
_DASHES = frozenset({"-", "--", "–", "—", ":"})

__all__ = ["find_actors"]


def find_actors(doc: Doc) -> tuple[Actor, ...]:
    """Return the actors of one article."""
    view = read_view(doc)
    setting = find_setting(view)
    owned = _credits(view)
    mentions = _named(view, owned)
    for find in (
        find_described,
        find_persons,
        find_collectives,
        find_offices,
        find_labelled,
        find_acronyms,
        find_states,
        find_peoples,
    ):
        mentions += _take(find(view, owned), owned)
    return resolve(view, mentions, setting)


def _credits(view: View) -> bytearray:
    """The tokens that nobody may own: the agency that signs a dateline, "GENEVA, May 14 (AFP) --"."""
    owned = bytearray(len(view))
    for i in view.doc.where(_BRACKET):
        if not i or view.sents[i] > 2:
            continue
        if i >= _HEAD:
            break
        close = next((k for k in range(i + 1, min(i + 7, len(view))) if view.words[k] == ")"), None)
        signs = close is not None and (view.raw(close + 1) in _DASHES or view.raw(close + 1)[:1].isspace())
        if close is not None and signs and view.capital[i + 1]:
            owned[i + 1 : close] = b"\x01" * (close - i - 1)
            break
    return owned


def _named(view: View, owned: bytearray) -> list[Mention]:
    """Lexicon names and structural names; where they overlap, the longer that is another body wins."""
    named = [m for m in find_named(view) if not owned[m.start]]
    standing = _Standing(named)
    kept: list[Mention] = []
    for mention in find_organisations(view, owned):
        inside = standing.across(mention)
        if not _covers(mention, inside):
            continue
        short = _short_form(mention, inside)
        if short:  # "BBC Radio" is the BBC
            short.end, short.name = mention.end, mention.name
            standing.add(short)
        elif all(m.end - m.start < mention.end - mention.start for m in inside):
            kept.append(mention)  # "German Red Cross" is not the Red Cross
            standing.drop(inside)
    listed = standing.left(named)
    for mention in listed:
        mention.weak = passing(view, mention.start, mention.end, mention.kind)
    return _take(sorted([*kept, *_uncredited(view, listed)], key=lambda m: m.start), owned)


class _Standing:
    """Mentions by the tokens that they stand at."""

    def __init__(self, mentions: list[Mention]) -> None:
        self._at: dict[int, list[Mention]] = {}
        self._gone: set[int] = set()
        for mention in mentions:
            self.add(mention)

    def add(self, mention: Mention) -> None:
        """Enter a mention, or one that has become longer."""
        for i in range(mention.start, mention.end):
            self._at.setdefault(i, []).append(mention)

    def across(self, mention: Mention) -> list[Mention]:
        """Those that share a token with a mention, each once, in order."""
        places = range(mention.start, mention.end)
        found = {id(m): m for i in places for m in self._at.get(i, ()) if id(m) not in self._gone}
        return list(found.values())

    def drop(self, mentions: list[Mention]) -> None:
        """Leave some out from now on."""
        self._gone.update(map(id, mentions))

    def left(self, mentions: list[Mention]) -> list[Mention]:
        """Those of the mentions that were not dropped."""
        return [m for m in mentions if id(m) not in self._gone]


def _covers(mention: Mention, inside: list[Mention]) -> bool:
    return all(mention.start <= m.start and m.end <= mention.end for m in inside)


def _short_form(mention: Mention, inside: list[Mention]) -> Mention | None:
    """The lexicon name that a structural name begins with and only writes out."""
    kinds = {mention.kind, "armed_group"}
    return next((m for m in inside if m.start == mention.start and m.kind in kinds), None)


def _uncredited(view: View, mentions: list[Mention]) -> list[Mention]:
    """Mentions without the agencies that only sign the text: "(Xinhua)", "(AFP, Reuters)"."""

    def signs(mention: Mention) -> bool:
        before, after = view.raw(mention.start - 1), view.raw(mention.end)
        return (
            mention.kind == "media"
            and before in {"(", ",", "/"}
            and after in {")", ",", "/"}
            and (before == "(" or after == ")")
        )

    return [m for m in mentions if not signs(m)]


def _take(mentions: list[Mention], owned: bytearray) -> list[Mention]:
    for mention in mentions:
        owned[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return mentions
