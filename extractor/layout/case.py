"""Capitals and small letters for text that is written in one of them alone.

Recogniser and parser have learnt from text with both. What the text itself writes with both goes first, then
the names of the lexicon; of other words those are names that no English word list has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.layout.lines import Known
from extractor.lexicon import reporting_verbs, word_set
from extractor.lexicon.capitals import (
    WORD,
    capital_words,
    country_words,
    name_heads,
    name_phrases,
    title_words,
)
from extractor.lexicon.nouns import noun_kind

# At 0.7 one of 833 texts differs, at 0.95 none.
_LOUD = 0.85
"""Share of capitals among the letters of a paragraph in capitals; the rest are units and stray words."""
# At 6 none of 200 texts put into small letters differs, at 24 24 of them stay so.
_WORDS = 12
"""Words of a text without capitals that is taken for one; a shorter one may be a fragment."""
_PARAGRAPH = re.compile(r".+")
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENERS, _CLOSERS = "\"“‘'([", "\"”’')"
_INITIAL = re.compile(r"(?:^|[\W\d_])[^\W\d_]\.$")
_ROMAN = re.compile(r"[ivx]{2,}")
_POSSESSIVE = re.compile(r"['’](?:s|t|re|ve|ll|d|m)$")
_CONTRACTIONS = frozenset(quote + tail for quote in "'’" for tail in ("t", "re", "ve", "ll", "d", "m"))
# At 40 seven of 200 texts put into capitals lose that of their dateline, at 160 none.
_DATELINE = 80
"""Characters in which a dateline has to end."""
_VOWELS = frozenset("aeiouyáéíóúäöü")


@dataclass(slots=True)
class _Word:
    """A word of a paragraph, as read and as it will be written, and what stands around it."""

    start: int
    end: int
    low: str
    written: str
    before: str
    after: str

    @property
    def is_name(self) -> bool:
        """Whether it has a capital of its own."""
        return self.written != self.low

    @property
    def in_brackets(self) -> bool:
        """Whether it is all that a pair of brackets holds."""
        return self.before[-1:] in ("(", "[") and self.after[:1] in (")", "]")

    @property
    def at_number(self) -> bool:
        """Whether a number stands beside it."""
        return self.before.rstrip(" ")[-1:].isdigit() or self.after.lstrip(" ")[:1].isdigit()


def restore_case(text: str, known: Known) -> str:
    """The text, of the same length, with capitals where names and sentences have them.

    Only paragraphs in capitals change, and a text without any capital as a whole.

    Args:
        text: plain text.
        known: whether a lower-case word is a common English word.

    >>> english = {"a", "bomb", "killed", "nine", "soldiers", "in"}.__contains__
    >>> restore_case("A BOMB KILLED NINE SOLDIERS IN LIMA, PERU.", english)
    'A bomb killed nine soldiers in Lima, Peru.'
    """
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)]
    loud = [(a, b) for a, b in paragraphs if _is_loud(text[a:b])]
    silent = not loud and text == text.lower() and text.count(" ") >= _WORDS
    if not (loud or silent):
        return text
    own = {} if silent else _own_forms(text, loud)
    out = list(text)
    for start, end in paragraphs if silent else loud:
        for word in _rewritten(text[start:end], own, known):
            if len(word.written) == word.end - word.start:
                out[start + word.start : start + word.end] = word.written
    return "".join(out)


def _is_loud(paragraph: str) -> bool:
    if sum(map(str.islower, paragraph[:60])) > 30:
        return False
    capitals = sum(map(str.isupper, paragraph))
    return capitals > 8 and paragraph.count(" ") > 1 and capitals >= _LOUD * sum(map(str.isalpha, paragraph))


def _own_forms(text: str, loud: Sequence[tuple[int, int]]) -> dict[str, str]:
    """How the rest of the text writes the words of some paragraphs inside sentences, by lower-case form."""
    wanted = {match[0].lower() for start, end in loud for match in WORD.finditer(text, start, end)}
    forms: dict[str, Counter[str]] = {}
    at = 0
    for start, end in (*loud, (len(text), len(text))):
        for match in WORD.finditer(text, at, start):
            low = match[0].lower()
            before = text[max(0, match.start() - 6) : match.start()].rpartition("\n")[2]
            if low in wanted and not _opens(low, before):
                forms.setdefault(low, Counter())[match[0]] += 1
        at = end
    return {low: max(sorted(found), key=found.__getitem__) for low, found in forms.items()}


def _rewritten(paragraph: str, own: Mapping[str, str], known: Known) -> list[_Word]:
    """The words of a paragraph, each as it will be written."""
    words = _words(paragraph)
    loud = paragraph != paragraph.lower()
    fixed = _phrases(words, known)
    for i, word in enumerate(words):
        if i not in fixed:
            word.written = own.get(word.low) or _alone(word, words[i - 1] if i else None, known, loud=loud)
    _join_names(words)
    _capitalise_sentences(words)
    return words


def _capitalise_sentences(words: Sequence[_Word]) -> None:
    """Write the first word of each sentence with its capital, also behind a dateline."""
    dateline = True
    for word in words:
        ends = dateline and word.start < _DATELINE and word.before.endswith(("- ", "– ", "— "))
        dateline = dateline and not ends and (word.is_name or word.in_brackets)
        if (ends or not word.start or _opens(word.low, word.before)) and not word.is_name:
            word.written = word.low[:1].upper() + word.low[1:]


def _opens(word: str, before: str) -> bool:
    """Whether a sentence begins at a word, by the characters before it."""
    quoted = before.rstrip(_OPENERS)
    core = quoted.rstrip(" ")
    if core == quoted:
        return not core
    said = core.rstrip(_CLOSERS)
    if said.endswith((".", "!", "?")):
        return not _INITIAL.search(said) and not (said != core and word.lower() in reporting_verbs())
    return said.endswith(("text]", "TEXT]")) or (
        said.endswith(":") and (said[-2:-1].isdigit() or len(said) == 2)
    )


def _words(paragraph: str) -> list[_Word]:
    found = []
    for match in _TOKEN.finditer(paragraph):
        start, end, low = match.start(), match.end(), match[0].lower()
        before, after = paragraph[max(0, start - 6) : start], paragraph[end : end + 2]
        found.append(_Word(start, end, low, low, before, after))
    return found


def _phrases(words: Sequence[_Word], known: Known) -> set[int]:
    """Write the names of the lexicon; the places of their words."""
    fixed: set[int] = set()
    for i, word in enumerate(words):
        for lower, written in name_phrases().get(_base(word.low), ()) if i not in fixed else ():
            run = words[i : i + len(lower)]
            if [_base(other.low) for other in run] != list(lower) or not _adjoin(run):
                continue
            if len(run) == 1 and known(lower[0]) and not _means_name(lower[0], written[0]):
                continue
            for other, form in zip(run, written, strict=True):
                other.written = form + other.low[len(form) :]
            fixed.update(range(i, i + len(run)))
            break
    return fixed


def _means_name(low: str, written: str) -> bool:
    """Whether news means the name by a word that is an English word too: "Turkey", "IRA", not "CARE"."""
    if written.isupper():
        return len(low) > 2 and noun_kind(low) is None and low not in word_set("outside_names")
    return low in country_words()


def _adjoin(run: Sequence[_Word]) -> bool:
    return all(b.start - a.end == 1 and a.after[:1] in (" ", "-") for a, b in pairwise(run))


def _base(low: str) -> str:
    return _POSSESSIVE.sub("", low)


def _alone(word: _Word, before: _Word | None, known: Known, *, loud: bool) -> str:
    """How a word is written that neither the text nor the names of the lexicon show."""
    base = _base(word.low)
    tail = word.low[len(base) :]
    if word.before[-1:].isdigit() or tail in _CONTRACTIONS or _in_address(word):
        return word.low
    if abbreviation := _abbreviation(word, base):
        return abbreviation
    if base in word_set("months_or_words"):
        dated = word.at_number or (before is not None and before.low in word_set("before_month"))
        return base.capitalize() + tail if dated else word.low
    if base == "i" or (loud and _ROMAN.fullmatch(base)) or _is_acronym(word, base, known):
        return base.upper() + tail
    return _by_lexicon(base, known) + tail


def _abbreviation(word: _Word, base: str) -> str | None:
    """How a shortened word is written ("Gen.", "a.m.", "U.N.", "J."), None for any other."""
    pointed = word.after[:1] == "."
    if pointed and base in word_set("shortened") - word_set("shortened_words"):
        return base.capitalize()
    if "." in base or (pointed and len(base) == 1 and base != "a"):
        return word.low if base in word_set("small_abbreviations") else word.low.upper()
    return None


def _by_lexicon(base: str, known: Known) -> str:
    """A word as the dictionary or the lexicon writes it; what neither knows is a name."""
    if known(base) or base in word_set("common_words") or base in word_set("particles"):
        return base
    return _capital_word(base) or (base if _is_made(base, known) else _capitalised(base))


def _capital_word(base: str) -> str | None:
    """How the lexicon writes a name, also with the ending of its plural."""
    for ending in ("", "s", "es"):
        stem = base.removesuffix(ending)
        if len(stem) > 2 and stem in capital_words():
            return capital_words()[stem] + ending[: len(base) - len(stem)]
    return None


def _in_address(word: _Word) -> bool:
    """Whether it is a part of a web address or of an e-mail address."""
    return word.before[-1:] in ("/", "@", "_") or (word.before[-1:] == "." and word.before[-2:-1].isalnum())


def _is_acronym(word: _Word, base: str, known: Known) -> bool:
    """Letters in brackets, letters before a number ("M-16"), letters without a vowel."""
    if len(base) < 4 and word.after[:1] == "-" and word.after[1:].isdigit():
        return True
    bracketed = word.in_brackets and len(base) < 9
    return (bracketed or (len(base) > 1 and not _VOWELS & set(base))) and not known(base)


def _is_made(base: str, known: Known) -> bool:
    """Whether it is made of English words: "ceasefire", "narcotraffickers"."""
    starts = (base[len(part) :] for part in word_set("word_beginnings") if base.startswith(part))
    ends = (base[: -len(part)] for part in word_set("word_endings") if base.endswith(part))
    return any(len(rest) > 2 and known(rest) for rest in (*starts, *ends))


def _capitalised(base: str) -> str:
    """ "O'Brien", "Al-Brin", "McKane"."""
    if len(base) > 2 and base[1] in "'’":
        return base[0].upper() + base[1] + base[2:].capitalize()
    return "Mc" + base[2:].capitalize() if base.startswith("mc") and len(base) > 4 else base.capitalize()


def _join_names(words: Sequence[_Word]) -> None:
    """Words that have their capital from a name beside them: particles, titles, heads of organisations."""
    for i in range(len(words) - 2, -1, -1):
        word, after = words[i], words[i + 1]
        adjoining = _adjoin((word, after))
        if after.is_name and adjoining and word.low in word_set("particles"):
            word.written = word.low if _links_names(words, i) else word.low.capitalize()
        elif after.is_name and (adjoining or word.after[:1] == ".") and word.low in title_words():
            word.written = word.low.capitalize()
    for i, word in enumerate(words):
        if word.low in name_heads() and not word.is_name:
            _join_back(words, i)


def _links_names(words: Sequence[_Word], i: int) -> bool:
    """Whether a particle stands small between two names: "Ana de Brin"."""
    return i > 0 and words[i - 1].is_name and words[i].low in word_set("small_particles")


def _join_back(words: Sequence[_Word], head: int) -> None:
    """ "Farabundo national liberation front": what stands between a name and the head of its name."""
    for i in range(head - 1, max(head - 5, -1), -1):
        if not _adjoin(words[i : i + 2]) or words[i].low in word_set("outside_names"):
            return
        if words[i].is_name:
            if words[i].low not in country_words():
                for word in words[i + 1 : head + 1]:
                    word.written = word.low.capitalize()
            return
