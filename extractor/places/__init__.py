"""Places: every place that a text names, with its extent, and where it lies by the text and the gazetteer.

In: a spaCy ``Doc`` over the whole article, with named entities and sentence starts. Out: :class:`Places`.
The gazetteer is read when a text first holds a name.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extractor.lexicon import word_set
from extractor.lexicon.countries import find_country_words
from extractor.places.gazetteer import fold, gazetteer
from extractor.places.mentions import Mention, find_mentions
from extractor.places.result import Places, make_places
from extractor.places.settle import Name, settle
from extractor.places.words import Words, read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Places", "find_places"]


def find_places(doc: Doc) -> Places:
    """Return the places of one article (see the module's head)."""
    words = read_words(doc)
    if not any(word[:1].isupper() for word in words.raw):
        return Places()
    known = gazetteer()
    mentions = find_mentions(words, known)
    names = _names(words, mentions)
    peoples = Counter(w.code for w in find_country_words(doc.text) if w.use not in {"name", "capital"})
    settle(list(dict.fromkeys(names)), peoples, known)
    return make_places(words, mentions, names)


def _names(words: Words, mentions: list[Mention]) -> list[Name]:
    """The name of each mention, one for all that say the same, with the wider places around it."""
    found: dict[str, Name] = {}
    names: list[Name] = []
    for m in mentions:
        text = words.slice(m.first, m.last)
        family = "division " if m.noun in word_set("division_nouns") else ""
        key = family + (m.code if "-" in m.code else fold(text))
        name = found.setdefault(key, Name(key, text, code=m.code))
        name.nouns |= {m.noun} - {""}
        name.region |= m.noun in word_set("terrain_nouns") or (
            words.label(m.first) == "LOC" and m.rule == "labelled"
        )
        names.append(name)
    starts = {m.start: name for m, name in zip(mentions, names, strict=True)}
    for m, name in zip(mentions, names, strict=True):
        wider = starts.get(_behind(words, m.end))
        if wider and wider is not name and wider not in name.wider:
            name.wider.append(wider)
    return names


def _behind(words: Words, end: int) -> int:
    """Where a wider place would begin: "Pell, Ostra", "Pell (Ostra)", "the town of Pell in Ostra"."""
    return end + 1 if words.low(end) in {",", "("} else -1
