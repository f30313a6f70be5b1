"""Places: every place that a text names, with its extent, and where it lies by the text and the gazetteer.

In: a spaCy ``Doc`` over the whole article, with named entities and sentence starts. Out: :class:`Places`.
The gazetteer is read when a text first holds a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.language.offsets import place_of
from extractor.lexicon import word_set
from extractor.lexicon.armed_groups import group_countries
from extractor.places.disambiguation import disambiguate
from extractor.places.doubts import is_within_name
from extractor.places.gazetteer import fold, gazetteer
from extractor.places.mentions import find_mentions
from extractor.places.names import Name
from extractor.places.result import Places, make_places
from extractor.places.spans import Mention
from extractor.places.words import Words, read_words

if TYPE_CHECKING:
    from extractor.language.doc import Doc

# Of 1,225 labelled places: at 0.75 one more found, at 3 none changes; eight of 359 texts differ.
SUPPORT = 1.5
"""What the text must say for a name that stands where a person or an organisation might."""

__all__ = ["Places", "find_places"]


def find_places(doc: Doc) -> Places:
    """Return the places of one article (see the module's head)."""
    words = read_words(doc)
    if not any(words.capitals):
        return Places()
    known = gazetteer()
    mentions = find_mentions(words, known)
    names = _names(words, mentions)
    groups = list(group_countries(words.text))
    spoken = list(_peoples(words))
    natives = [code for code, end in spoken if words.low(end) in word_set("natives")]
    peoples = [code for code, _ in spoken]
    home = disambiguate(list(dict.fromkeys(names)), peoples, groups, natives, known)
    kept = [i for i, name in enumerate(names) if not name.weak or name.support >= SUPPORT]
    return make_places(words, [mentions[i] for i in kept], [names[i] for i in kept], home)


def _peoples(words: Words) -> Iterator[tuple[str, int]]:
    """The countries whose people are spoken of, outside the names of bodies, and the token behind the word.

    "Irish police", but not "Irish Republican Army".
    """
    for word in words.doc.country_words:
        i = place_of(words.starts, word.start) if word.use not in {"name", "capital"} else None
        if i is not None and not is_within_name(words, i, i + 1):
            yield word.code, i + 1


def _names(words: Words, mentions: list[Mention]) -> list[Name]:
    """The name of each mention, one for all that say the same, with the wider places around it."""
    found: dict[str, Name] = {}
    names: list[Name] = []
    for m in mentions:
        text = words.slice(m.first, m.last)
        family = "division " if m.noun in word_set("division_nouns") else ""
        key = family + (m.code if "-" in m.code else fold(text))
        name = found.setdefault(key, Name(key, text, code=m.code, held=m.held))
        name.nouns |= {m.noun} - {""}
        name.weak &= m.weak
        name.placed |= words.low(m.start - 1) in word_set("before_places") | {",", "("}
        name.region |= _is_region(words, m)
        names.append(name)
    _nest(words, mentions, names)
    return names


def _nest(words: Words, mentions: list[Mention], names: list[Name]) -> None:
    """Give each name the wider places that the text puts around it: surely behind a comma, else loosely."""
    starts = {m.start: (m, name) for m, name in zip(mentions, names, strict=True)}
    for m, name in zip(mentions, names, strict=True):
        found, sure = _behind(words, m, starts)
        if found and found[1] is not name:
            links = name.wider if sure and "-" not in name.code else name.loose
            if found[1] not in links:
                links.append(found[1])


def _is_region(words: Words, mention: Mention) -> bool:
    """Whether the text or the recogniser calls it a natural area, so that no settlement is meant."""
    land = words.label(mention.first) == "LOC" and mention.rule == "labelled"
    return land or mention.noun in word_set("terrain_nouns")


Starts = dict[int, tuple[Mention, Name]]


def _behind(words: Words, mention: Mention, starts: Starts) -> tuple[tuple[Mention, Name] | None, bool]:
    """The wider place behind a mention, and whether nothing else can be meant.

    "Pell, Ostra", "Pell (Ostra)" and "Pell, northern Ostra" are sure, if the commas lead to no "and", and
    so is "Pell district of Ostra"; "Pell in Ostra" is not.
    """
    k, sure = mention.end, words.low(mention.end) in {",", "("}
    k += sure
    if words.low(k) in word_set("lying"):
        k += 1
    if words.low(k) in {"in", "of"}:
        k, sure = k + 1, words.low(k) == "of" and mention.rule == "noun_behind"
        k += words.low(k) in {"the", "a"} and k not in starts
    elif not sure:
        return None, False
    if k not in starts and words.low(k) in word_set("compass"):
        k += 1
    found = starts.get(k)
    if found and not found[1].code.count("-") and _is_list(words, mention, starts):
        return (found if found[1].code else None), False
    return found, sure


_LONGEST_LIST = 50
"""Names; a list of more is looked through no further, so that a text of nothing else costs no more."""


def _is_list(words: Words, mention: Mention, starts: Starts) -> bool:
    """Whether the commas behind a mention lead to an "and": "Pell, Corda and Ostra"."""
    end = mention.end
    for _ in range(_LONGEST_LIST):
        if words.low(end) != "," or end + 1 not in starts:
            break
        end = starts[end + 1][0].end
    end += words.low(end) == ","
    return end > mention.end and words.low(end) in {"and", "or"}
