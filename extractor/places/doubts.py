"""What looks like a place and is none: tests on a stretch of tokens, each with an example."""

from __future__ import annotations

from extractor.lexicon import word_set
from extractor.lexicon.countries import word_uses
from extractor.places.words import NO_PLACE_LABELS, PLACE_LABELS, Words

# At 2 and at 10 three of 359 texts change, and no labelled place.
ACRONYM = 5
"""Letters of the longest word in capitals that may be an acronym and no place."""


def is_within_name(w: Words, first: int, last: int) -> bool:
    """ "Jordan Miller", "Bank of England": a part of a longer name of a person or an organisation."""
    ent = w.ents[first]
    if ent is None or ent[2] in PLACE_LABELS or (first <= ent[0] and ent[1] <= last):
        return False
    return any(w.capital(k) for k in range(ent[0], ent[1]) if not first <= k < last)


def is_within_run(w: Words, first: int, last: int, owned: bool) -> bool:
    """ "Fargo Rockets": a part of a longer run of capitals; ``owned``: what goes on is a place itself."""
    if owned:
        return False
    behind = last < len(w) and w.capital(last) and w.sents[last] == w.sents[first]
    ahead = first > 0 and w.capital(first - 1) and w.sents[first - 1] == w.sents[first]
    ahead = ahead and not w.stop[first - 1] and w.low(first - 1) not in _compass()
    return behind or ahead


def is_nationality(w: Words, first: int, last: int) -> bool:
    """ "Ugandan caves": a word for the people of a country."""
    found = word_uses(w.slice(first, last))
    return found is not None and not found[1] & {"name", "capital"}


def is_compass(w: Words, first: int, last: int) -> bool:
    """ "the Northeast": no more than a direction."""
    return all(w.low(k) in _compass() or not w.raw[k][:1].isalpha() for k in range(first, last))


def is_acronym(w: Words, first: int, last: int) -> bool:
    """ "the EU", "HIV": one short word in capitals, or one with digits."""
    word = w.slice(first, last).replace(".", "")
    if any(c.isdigit() for c in word):
        return not word[0].isdigit() and " " not in word
    return last - first == 1 and word.isupper() and len(word) <= ACRONYM


def is_amount(w: Words, first: int, last: int) -> bool:
    """ "in August", "US$ 20": a date, a number or money."""
    money = {w.low(first - 1), w.low(last), w.raw[last - 1][-1:]} & {"$", "€", "£"}
    ent = w.ents[first]
    dated = ent is not None and ent[2] in NO_PLACE_LABELS and ent[1] - ent[0] > last - first
    return bool(money) or dated or w.low(first) in word_set("calendar")


def is_no_name(w: Words, first: int, last: int) -> bool:
    """An amount, a nationality or a mere direction."""
    return is_amount(w, first, last) or is_nationality(w, first, last) or is_compass(w, first, last)


def is_person(w: Words, first: int, last: int) -> bool:
    """ "Burley said", "Mr Wood": a word of a person's name in this text, or one behind a courtesy title."""
    if w.low(first - 1).rstrip(".") in word_set("courtesy_titles"):
        return True
    return last - first == 1 and w.low(first) in w.person_words


def speaks(w: Words, first: int, last: int) -> bool:
    """ "Tesk added", "said Tesk": beside a verb of saying, as a person is."""
    return w.low(last) in word_set("speech") or w.low(first - 1) in word_set("speech")


def is_disease(w: Words, last: int) -> bool:
    """ "Marburg virus": the name of a disease, of a newspaper."""
    return w.low(last) in word_set("not_place_behind")


def is_common(w: Words, first: int, last: int) -> bool:
    """ "the Church", where the text also writes "a church"."""
    return last - first == 1 and w.low(first) in w.doc.plain


def _compass() -> frozenset[str]:
    return word_set("compass")
