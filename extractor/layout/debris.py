"""What pages put around an article: teasers of other stories, captions, counters, footnote marks.

It makes no record, so plain text goes without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from extractor.layout.plain import LeftOut
from extractor.lexicon import word_set
from extractor.lexicon.loader import Entry, load_toml, read_entry

# Halved or doubled the first changes one of 833 texts, the second none.
_TEASER, _CAPTION = 200, 400
"""Characters; what is longer is text of this article that begins or ends like one."""
# At 6 and at 24 none of 833 texts differs.
_LISTED = 12
"""Headings of other stories behind one that announces them."""
_PARAGRAPH = re.compile(r"(.+)\n*")
_FULL_STOPS = (".", "!", "?", "”", '"', "…", ")", "]", ":")
_LABEL = re.compile(r"\W{0,3}([A-Za-z][\w'’ -]{1,30}?,?) ?(?:[:|»>→]|(?<=,)|$)")
_INNER_LABEL = re.compile(r"(?<=[.!?”\")\]] )([A-Z][\w'’ -]{1,30}): (?=[A-Z0-9‘“\"'])")
_ENDS = re.compile(r"[.!?][”\"’]?(?= |$)|$")
_CREDIT = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]$")
_CREDIT_MARKS = re.compile(r"[/:|,©]| by ")
_COUNTED = re.compile(r"\d[\d.,]*k?\b|/|[^\W\d_]+", re.IGNORECASE)
_RAISED_AFTER = re.compile(r"(?:[^\W\d_]{2}(?<![ckm]m)|[.,;!?)\"”’])$")
_NAME_NOTE = re.compile(r"\d(?<=[a-z]\d)\d?(?=[\s,.;:)]|$)")
_NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]{2,}$")


def _any(words: frozenset[str]) -> str:
    return "|".join(sorted(words))


@cache
def _opener() -> re.Pattern[str]:
    """Where a sentence begins behind one that has no full stop."""
    words = _any(frozenset(word.capitalize() for word in word_set("sentence_openers")))
    return re.compile(rf"(?<=[a-z0-9'’”)] )(?=(?:{words})\b)")


@cache
def _bare_credit() -> re.Pattern[str]:
    nouns = _any(word_set("photographs"))
    return re.compile(rf"[.!?”\"|/–—-] ?\b(?:{nouns})(?: by\b|:| ©).{{2,40}}$", re.IGNORECASE)


@cache
def _inner_credit() -> re.Pattern[str]:
    before, nouns = _any(word_set("before_photographs")), _any(word_set("photographs"))
    return re.compile(rf" ?[(\[](?:(?:{before}) )?(?:{nouns})\b[^()\[\]]{{0,60}}[)\]]", re.IGNORECASE)


@cache
def _note() -> re.Pattern[str]:
    words = _any(word_set("footnotes"))
    return re.compile(rf"\[(?:\d{{1,3}}|(?:{words})(?: \d{{1,2}})?)\]|[⁰¹²³⁴-⁹]+")


class Debris(Entry):
    """One kind of debris: what it is called, and the words that give it away."""

    what: str
    opens: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    credits: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@cache
def kinds() -> dict[str, Debris]:
    """The kinds of debris by name.

    Raises:
        ValueError: the lexicon file is malformed.
    """
    return {
        name: read_entry(Debris, data, f"lexicon/debris.toml: [{name}]")
        for name, data in load_toml("lexicon/debris").items()
    }


def find_debris(text: str) -> list[LeftOut]:
    """The debris of a plain text in order, whole paragraphs with the line ends behind them.

    >>> [what for _, _, what in find_debris("Nine died.[4]\\n\\nRead also: Bus crash kills 40\\n\\n17 / 23")]
    ['a footnote mark', 'a teaser of another story', 'a counter of the page']
    """
    found = _notes_at_names(text)
    listed, teaser = 0, kinds()["teaser"]
    for match in _PARAGRAPH.finditer(text):
        paragraph = match[1]
        heading = len(paragraph) <= _TEASER and not paragraph.endswith(_FULL_STOPS)
        listed = listed - 1 if heading else 0
        what = teaser.what if listed > 0 else debris_of(paragraph)
        if len(paragraph) <= _TEASER and _words(paragraph) in teaser.lists:
            what, listed = teaser.what, _LISTED + 1
        if what:
            found.append(LeftOut(match.start(), match.end(), what))
        else:
            found += [LeftOut(match.start() + a, match.start() + b, w) for a, b, w in _inside(paragraph)]
    return _apart(sorted(found))


def _apart(stretches: list[LeftOut]) -> list[LeftOut]:
    """Stretches without those inside one that begins before them."""
    kept: list[LeftOut] = []
    for stretch in stretches:
        if not kept or stretch.start >= kept[-1].end:
            kept.append(stretch)
    return kept


def _notes_at_names(text: str) -> list[LeftOut]:
    """The marks in "Ada Brill1" and "Ivo Kane2": they number the notes of a text from 1 on."""
    notes = [m for m in _NAME_NOTE.finditer(text) if _NAME.search(text[max(0, m.start() - 60) : m.start()])]
    numbers = [int(note[0]) for note in notes]
    if numbers[:1] != [1] or any(after > before + 1 for before, after in pairwise(numbers)):
        return []
    return [LeftOut(note.start(), note.end(), "a footnote mark") for note in notes]


def debris_of(paragraph: str) -> str | None:
    """What kind of debris a whole paragraph is, null where it is text or a row of a table."""
    if "\t" in paragraph:
        return None
    label = _LABEL.match(paragraph) if len(paragraph) <= _CAPTION else None
    opens = label[1].lower() if label else ""
    for kind in kinds().values() if opens else ():
        if opens in kind.opens and (len(paragraph) <= _TEASER or kind.credits):
            return kind.what
    if _has_credit(paragraph):
        return kinds()["caption"].what
    return kinds()["counter"].what if _is_counter(paragraph) else None


def _words(paragraph: str) -> str:
    return paragraph.strip(" :|»>→…").lower().replace("’", "'")


def _has_credit(paragraph: str) -> bool:
    """Whether a photo credit ends a paragraph; an agency alone signs a text."""
    if len(paragraph) > _CAPTION:
        return False
    if _bare_credit().search(paragraph[-60:]):
        return True
    credit = _CREDIT.search(paragraph)
    parts = [part.strip() for part in _CREDIT_MARKS.split(credit[1].lower())] if credit else []
    caption = kinds()["caption"]
    signed = [part for part in parts if part in caption.agencies]
    return any(part in caption.credits for part in parts) or 0 < len(signed) < len(parts)


def _is_counter(paragraph: str) -> bool:
    """Whether a paragraph is nothing but numbers and what a page counts, or a place in a row of photos."""
    if len(paragraph) > 60:
        return False
    parts = _COUNTED.findall(paragraph.lower())
    words = [part for part in parts if part[0].isalpha()]
    numbers = [part for part in parts if part[0].isdigit()]
    if not numbers or not kinds()["counter"].units.union(("of", "read")).issuperset(words):
        return False
    if len(numbers) == 2 and ("/" in parts or "of" in words) and all(map(str.isdigit, numbers)):
        return int(numbers[0]) <= int(numbers[1]) < 1000
    return bool(words)


def _inside(paragraph: str) -> Iterator[tuple[int, int, str]]:
    """Debris inside a paragraph: where a page was copied onto one line, and footnote marks."""
    marked = "[" in paragraph or not paragraph.isascii()
    for note in _note().finditer(paragraph) if marked else ():
        before = paragraph[max(0, note.start() - 2) : note.start()]
        follows = before[-1:].strip("([ ") if note[0][0] == "[" else _RAISED_AFTER.search(before)
        if follows:
            yield note.start(), note.end(), "a footnote mark"
    if "(" in paragraph or "[" in paragraph:
        what = kinds()["caption"].what
        yield from ((m.start(), m.end(), what) for m in _inner_credit().finditer(paragraph))
    if ": " in paragraph:
        yield from _inner_teasers(paragraph)


def _inner_teasers(paragraph: str) -> Iterator[tuple[int, int, str]]:
    """Teasers between sentences, up to a full stop, the next label, or a word that opens a sentence."""
    teaser = kinds()["teaser"]
    labels = [match for match in _INNER_LABEL.finditer(paragraph) if match[1].lower() in teaser.opens]
    for label in labels:
        words = paragraph[label.end() : label.end() + _TEASER]
        ends = [match.end() for pattern in (_ENDS, _opener()) if (match := pattern.search(words))]
        ends += [other.start() - label.end() for other in labels if other.start() > label.end()]
        if min(ends) < _TEASER:
            yield label.start(), label.end() + min(ends), teaser.what
