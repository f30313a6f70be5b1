"""Holders of an office without a name who speak or give a figure: "the governor of the region said".

In: a :class:`View` and the tokens already owned. Out: mentions of kind ``person`` whose key holds the title's
last word; a named holder of the same title takes them.
"""

from __future__ import annotations

from extractor.actors.titles import title_ending
from extractor.actors.view import Mention, View
from extractor.actors.vocabulary import fold
from extractor.actors.words import gives_figures, speaks
from extractor.lexicon import word_set

_OFFICES = frozenset({"state", "local"})
# Words of an office behind its "of". At 3 one actor of 95 labelled articles is lost, at 12 none changes.
_MAX_OF = 6


def find_offices(view: View, owned: bytearray) -> list[Mention]:
    """Mentions of unnamed office holders, in order."""
    found: list[Mention] = []
    for i in [i for i, class_ in view.titles.items() if class_ in _OFFICES]:
        if owned[i] or view.lower[i].endswith("s"):
            continue
        start, class_ = title_ending(view, i)
        end = _with_place(view, i + 1)
        definite = view.word(start - 1) == "the"
        if class_ in _OFFICES and definite and not any(owned[start:end]) and _tells(view, start, end):
            found.append(
                Mention(
                    start,
                    end,
                    "person",
                    view.span(start, end),
                    titles=(view.span(start, end),),
                    key=f"holder:{fold(view.lower[i])}",
                )
            )
    return found


def _with_place(view: View, end: int) -> int:
    """The end of "governor of the Upper Zaire region", or ``end`` itself."""
    if view.word(end) != "of":
        return end
    k = end + 1
    while k < min(len(view), end + _MAX_OF) and (
        view.capital[k] or view.lower[k] in word_set("area_of_office") | {"the"}
    ):
        k += 1
    return k if k > end + 1 else end


def _tells(view: View, start: int, end: int) -> bool:
    """Whether the holder speaks or gives a figure."""
    return speaks(view, start, end) or gives_figures(view, end) or view.word(end) in word_set("figure_verbs")
