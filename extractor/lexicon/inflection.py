"""The forms of a word that the lexicon writes once, by its lemma and its part of speech.

The table of forms (``forms.json``) is made by ``tools/word_forms.py`` from the lemmas in the lexicon, so that
no inflection library is needed to run. An entry of several words may hold:

* ``*`` before a word: this word is inflected, in place of the first of a verb or the last of a noun
  ("fatally \\*shoot", "\\*shoot and \\*kill", "\\*prisoner of war");
* ``<self>``, ``<their>``: a reflexive or possessive pronoun of the third person ("kill <self>");
* ``...``: words in between; ``(...)``: words in between or none ("shoot (...) to death");
* ``life|lives``: either word, also of the one that is inflected ("hospitalize|hospitalise").
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Literal

PartOfSpeech = Literal["verbs", "inflected", "finites", "participles", "nouns"]
TAGS: dict[PartOfSpeech, tuple[str, ...]] = {
    "verbs": ("VB", "VBZ", "VBD", "VBN", "VBG"),
    "inflected": ("VBZ", "VBD", "VBN", "VBG"),
    "finites": ("VBZ", "VBD"),
    "participles": ("VBD", "VBN"),
    "nouns": ("NN", "NNS"),
}
"""The Penn Treebank tags of the forms that each list of a lexicon entry stands for."""
PLACEHOLDERS = {
    "<self>": ("himself", "herself", "themselves"),
    "<their>": ("his", "her", "their"),
    "(...)": ("...", ""),
}


@cache
def _table() -> dict[str, dict[str, dict[str, list[str]]]]:
    table: dict[str, dict[str, dict[str, list[str]]]] = json.loads(
        (files("extractor") / "lexicon" / "forms.json").read_text(encoding="utf-8")
    )
    return table


def heads(phrase: str, pos: PartOfSpeech) -> list[str]:
    """The lemmas in an entry that are inflected.

    >>> heads("gun down", "verbs"), heads("*shoot and *kill", "verbs"), heads("bus driver", "nouns")
    (['gun'], ['shoot', 'kill'], ['driver'])
    """
    words = phrase.split()
    marked = [word[1:] for word in words if word.startswith("*")]
    inflected = marked or [words[-1 if pos == "nouns" else 0]]
    return [lemma for word in inflected for lemma in word.split("|")]


def inflect(phrase: str, pos: PartOfSpeech) -> tuple[str, ...]:
    """Every form of an entry, the base form first.

    Raises:
        KeyError: the table has no forms of a lemma; ``make lexicon`` adds them.

    >>> inflect("*shoot and *kill", "verbs")
    ('shoot and kill', 'shoots and kills', 'shot and killed', 'shooting and killing')
    >>> inflect("claim the life|lives of", "participles")
    ('claimed the life of', 'claimed the lives of')
    """
    return tuple(dict.fromkeys(form for tag in TAGS[pos] for form in with_tag(phrase, pos, tag)))


def alternatives(phrase: str) -> tuple[str, ...]:
    """The phrases that an entry which is not inflected stands for.

    >>> alternatives("taken to hospital|hospitals")
    ('taken to hospital', 'taken to hospitals')
    """
    return tuple(_joined([_options(word) for word in phrase.split()]))


def with_tag(phrase: str, pos: PartOfSpeech, tag: str) -> Iterator[str]:
    """The forms of an entry with one Penn Treebank tag.

    >>> list(with_tag("bus driver", "nouns", "NNS"))
    ['bus drivers']
    """
    words = phrase.split()
    marked = [i for i, word in enumerate(words) if word.startswith("*")]
    inflected = marked or [len(words) - 1 if pos == "nouns" else 0]
    yield from _joined(
        [
            _forms(word.removeprefix("*"), tag) if i in inflected else _options(word)
            for i, word in enumerate(words)
        ]
    )


def _forms(word: str, tag: str) -> tuple[str, ...]:
    table = _table()["verbs" if tag.startswith("V") else "nouns"]
    try:
        return tuple(form for lemma in word.split("|") for form in table[lemma][tag])
    except KeyError:
        raise KeyError(f"lexicon/forms.json has no {tag} of {word!r}; run: make lexicon") from None


def _options(word: str) -> tuple[str, ...]:
    return PLACEHOLDERS.get(word) or tuple(word.split("|"))


def _joined(options: list[tuple[str, ...]]) -> Iterator[str]:
    yield from (" ".join(word for word in words if word) for words in product(*options))
