"""An annotated text as plain Python objects, built once a text: what every reader of the package looks at.

spaCy makes a new object for every look at a word and walks its C arrays for every child, head or lower-case
form. The rules here look at each word some hundred times. So a ``Doc`` holds its tokens ready made, under
the names of spaCy's API: a token knows its forms, tags, head, children and sentence, and a stretch of a text
is a tuple. Nothing of it changes once it is built.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from extractor.language.offsets import where
from extractor.language.subjects import set_subjects
from extractor.lexicon.countries import CountryWord, find_country_words

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc as SpacyDoc

_NUMBERS = ("IDX", "LENGTH", "SPACY", "IS_SPACE", "IS_STOP", "LIKE_NUM", "SENT_START", "HEAD")
_LABELS = ("TAG", "DEP", "ENT_TYPE")
_STRETCH = 4096
"""Words whose columns become Python numbers at a time: it bounds memory and changes no record."""


class Token:
    """A word: its forms, its place in the text and in the dependency tree. Names and meanings are spaCy's."""

    __slots__ = (
        "above",
        "dep_",
        "doc",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_sent_start",
        "is_space",
        "is_stop",
        "left_edge",
        "lefts",
        "like_num",
        "lower_",
        "right_edge",
        "rights",
        "sent",
        "tag_",
        "text",
        "whitespace_",
    )
    doc: Doc
    sent: Span
    i: int
    idx: int
    text: str
    lower_: str
    whitespace_: str
    tag_: str
    dep_: str
    ent_type_: str
    is_space: bool
    is_stop: bool
    like_num: bool
    is_sent_start: bool
    head: Token
    """What it hangs on: itself where it is a root, or its sentence has not been parsed."""
    above: Token
    """The same, but the sentence's first token where that has not been parsed."""
    lefts: tuple[Token, ...]
    rights: tuple[Token, ...]
    left_edge: Token
    right_edge: Token

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    @property
    def children(self) -> tuple[Token, ...]:
        """The tokens that hang on it, in order."""
        return self.lefts + self.rights

    @property
    def subtree(self) -> Iterator[Token]:
        """It and all that hang on it, at any depth, in order."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree

    @property
    def ancestors(self) -> Iterator[Token]:
        """Its head, the head of that, and so on."""
        token = self
        while token.above is not token:
            token = token.above
            yield token

    def is_ancestor(self, other: Token) -> bool:
        """Whether the other hangs on it, at any depth."""
        return any(above is self for above in other.ancestors)

    def nbor(self, step: int = 1) -> Token:
        """The token some places on."""
        if self.i + step < 0:
            raise IndexError(f"no token at {self.i + step}")
        return self.doc[self.i + step]

    @property
    def is_title(self) -> bool:
        """Whether it is written with a capital and small letters."""
        return self.text.istitle()

    @property
    def is_lower(self) -> bool:
        """Whether it is written in small letters."""
        return self.text.islower()

    @property
    def is_upper(self) -> bool:
        """Whether it is written in capitals."""
        return self.text.isupper()

    @property
    def is_alpha(self) -> bool:
        """Whether it holds letters alone."""
        return self.text.isalpha()

    @property
    def is_digit(self) -> bool:
        """Whether it holds digits alone."""
        return self.text.isdigit()

    @property
    def is_punct(self) -> bool:
        """Whether it holds punctuation alone."""
        return all(unicodedata.category(character).startswith("P") for character in self.text)


class Span(tuple[Token, ...]):
    """A stretch of a text that knows where it stands: a sentence, a name, a phrase."""

    doc: Doc
    start: int
    """Its first token."""
    end: int
    """The token behind its last one."""
    label_: str
    """What the recogniser takes a name for."""
    parts: tuple[Any, ...] = ()
    """Of a sentence what ``frames.stretches`` parts it into, once that has been asked for."""

    @cached_property
    def lower(self) -> list[str]:
        """The lower-case form of each of its tokens."""
        return self.doc.lower[self.start : self.end]

    @cached_property
    def forms(self) -> frozenset[str]:
        """The same, each once: whether there is anything for a rule that looks for certain words."""
        return frozenset(self.lower)

    def holding(self, words: AbstractSet[str]) -> list[Token]:
        """Its tokens whose lower-case form is one of the words, in order."""
        return [] if self.forms.isdisjoint(words) else [self[i] for i in where(self.lower, words)]

    @property
    def start_char(self) -> int:
        """The offset of its first character."""
        if self:
            return self[0].idx
        return self.doc[self.start].idx if self.start < len(self.doc) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """The offset behind its last character."""
        return self[-1].idx + len(self[-1].text) if self else self.start_char

    @property
    def text(self) -> str:
        """Its characters."""
        return self.doc.text_of(self.start, self.end)

    @property
    def text_with_ws(self) -> str:
        """Its characters, with the space behind them."""
        return self.text + (self[-1].whitespace_ if self else "")

    @property
    def sent(self) -> Span:
        """The sentence that it begins in."""
        return self.doc[self.start].sent

    @property
    def root(self) -> Token:
        """Its token of ``Doc.root_of``."""
        return self.doc.root_of(self.start, self.end)


class Doc(tuple[Token, ...]):
    """The tokens of a text, its sentences and its names."""

    text: str
    sents: tuple[Span, ...]
    ents: tuple[Span, ...]
    starts: list[int]
    """The offset of each token."""
    words: list[str]
    """Each token as written."""
    lower: list[str]
    """The lower-case form of each token."""
    __hash__ = object.__hash__

    @cached_property
    def solid(self) -> list[int]:
        """The tokens that are no white space."""
        return [token.i for token in self if not token.is_space]

    @cached_property
    def forms(self) -> frozenset[str]:
        """The lower-case form of its tokens, each once: whether there is anything for a rule."""
        return frozenset(self.lower)

    @cached_property
    def plain(self) -> frozenset[str]:
        """The words that the text writes without a capital."""
        return frozenset(filter(str.islower, self.words))

    @cached_property
    def capital(self) -> list[bool]:
        """Whether each token begins with a capital."""
        return [word[:1].isupper() for word in self.words]

    @cached_property
    def ends(self) -> array[int]:
        """The offset behind each token."""
        return array("i", map(add, self.starts, map(len, self.words)))

    @cached_property
    def tags(self) -> list[str]:
        """The part of speech of each token, empty where its sentence has not been parsed."""
        return [token.tag_ for token in self]

    @cached_property
    def country_words(self) -> tuple[CountryWord, ...]:
        """The country words of the text."""
        return find_country_words(self.text)

    def where(self, words: AbstractSet[str]) -> list[int]:
        """The tokens whose lower-case form is one of the words, in order."""
        return [] if self.forms.isdisjoint(words) else where(self.lower, words)

    def span(self, start: int, end: int, label: str = "") -> Span:
        """The tokens from ``start`` to ``end`` as a stretch that knows where it stands."""
        words = self[start:end]
        span = Span(words)
        span.doc, span.start, span.label_ = self, words[0].i if words else min(start, len(self)), label
        span.end = span.start + len(words)
        return span

    def text_of(self, start: int, end: int) -> str:
        """The characters from the token ``start`` up to the token ``end``, without the space behind them."""
        words = self[start:end]
        return self.text[words[0].idx : words[-1].idx + len(words[-1].text)] if words else ""

    def root_of(self, start: int, end: int) -> Token:
        """The first of the tokens whose way to the root of the sentence is shortest; marks come last."""
        outside = []
        for token in self[start:end]:
            above = token.above
            if above is token:
                return token
            if not start <= above.i < end:
                outside.append(token)
        if len(outside) > 1:
            return min(outside, key=self._depth)
        return outside[0] if outside else self[start]

    def _depth(self, token: Token) -> int:
        if not token.lefts and not token.rights and (token.is_space or token.is_punct):
            return len(self)
        return sum(1 for _ in token.ancestors)

    def span_at(self, start: int, end: int) -> Span | None:
        """The tokens that hold the characters from ``start`` to ``end``, None outside the text."""
        first, last = self.token_at(start), self.token_at(end - 1)
        if first is None or last is None:
            return None
        behind_word = start == first.idx + len(first.text)
        return self.span(first.i + behind_word, last.i + 1)

    def token_at(self, offset: int) -> Token | None:
        """The token that holds a character, or the space behind it; None outside the text."""
        at = bisect_right(self.starts, offset) - 1
        if at < 0:
            return None
        token = self[at]
        return token if offset < token.idx + len(token.text) + len(token.whitespace_) else None


class Columns(NamedTuple):
    """What spaCy's components know of each word of a text, in arrays; small beside spaCy's own or ours."""

    text: str
    table: Any
    """A row for each of ``_NUMBERS`` and of ``_LABELS``; of labels their places in ``names``."""
    names: Any
    """An array of strings."""
    ents: list[tuple[int, int, str]]

    @property
    def size(self) -> int:
        """How many words it has."""
        return int(self.table.shape[1])

    @property
    def starts(self) -> Any:
        """The offset of each word."""
        return self.table[_NUMBERS.index("IDX")]

    @property
    def begins(self) -> Any:
        """The words that a sentence begins with."""
        begins = self.table[_NUMBERS.index("SENT_START")] == 1
        begins[:1] = True
        return begins.nonzero()[0]

    @property
    def lower(self) -> Iterator[str]:
        """The lower-case form of each word."""
        ends = self.starts + self.table[_NUMBERS.index("LENGTH")]
        return (self.text[a:b].lower() for a, b in zip(self.starts.tolist(), ends.tolist(), strict=True))

    def up_to(self, word: int) -> Columns:
        """The sentences before the one that begins with a word."""
        ents = [ent for ent in self.ents if ent[1] <= word]
        end = int(self.starts[word - 1] + self.table[_NUMBERS.index("LENGTH"), word - 1]) if word else 0
        return Columns(self.text[:end], self.table[:, :word], self.names, ents)


def columns_of(annotated: SpacyDoc, text: str) -> Columns:
    """A text that spaCy's components have annotated, with sentences, as far as it is read here."""
    values = annotated.to_array([*_NUMBERS, *_LABELS]).T
    table = values.view("int64").astype("int32", order="C")
    labels = _labels_of(annotated.vocab.strings)
    table[len(_NUMBERS) :] = labels.places_of(values[len(_NUMBERS) :])
    ents = [(ent.start, ent.end, ent.label_) for ent in annotated.ents]
    return Columns(text, table, labels.names, ents)


class _Labels:
    """The labels that texts of one vocabulary have borne so far."""

    def __init__(self, strings: StringStore) -> None:
        self._strings = strings
        self._numbers: Any = np.zeros(1, "uint64")  # in rising order
        self._places: Any = np.zeros(1, "int32")
        self.names: Any = np.array([""], object)

    def places_of(self, numbers: Any) -> Any:
        """Where the labels of some numbers stand among the names, which never move."""
        at = self._numbers.searchsorted(numbers, side="right") - 1
        new = numbers[self._numbers[at] != numbers]
        if not len(new):
            return self._places[at]
        self._add(np.unique(new))
        return self.places_of(numbers)

    def _add(self, numbers: Any) -> None:
        known = len(self.names)
        self.names = np.append(self.names, [self._strings[number] for number in numbers.tolist()])
        places = np.append(self._places, np.arange(known, len(self.names), dtype="int32"))
        numbers = np.append(self._numbers, numbers)
        order = numbers.argsort()
        self._numbers, self._places = numbers[order], places[order]


_labels_of = lru_cache(maxsize=8)(_Labels)


def doc_of(annotated: SpacyDoc) -> Doc:
    """A text that spaCy's components have annotated, with sentences, as plain objects."""
    return doc_from(columns_of(annotated, annotated.text))


def doc_from(columns: Columns) -> Doc:
    """An annotated text as plain objects, for which spaCy's own need not be there any more."""
    doc = Doc(_tokens(columns))
    doc.text, doc.starts = columns.text, [token.idx for token in doc]
    doc.words, doc.lower = [token.text for token in doc], [token.lower_ for token in doc]
    _tie(doc, columns.table[_NUMBERS.index("HEAD")])
    set_subjects(doc)
    _hang(doc)
    begins = [token.i for token in doc if token.is_sent_start or not token.i]
    doc.sents = tuple(doc.span(first, last) for first, last in pairwise([*begins, len(doc)]))
    for sent in doc.sents:
        for token in sent:
            token.sent = sent
    doc.ents = tuple(doc.span(*ent) for ent in columns.ents)
    return doc


def _tokens(columns: Columns) -> Iterator[Token]:
    """The tokens, not yet tied to each other."""
    text = columns.text
    forms: dict[str, tuple[str, str]] = {}
    for i, row in enumerate(_rows(columns)):
        token = Token()
        token.i = i
        token.idx, length, space, is_space, is_stop, like_num, sent_start, _, tag, dep, label = row
        word = text[token.idx : token.idx + length]
        token.text, token.lower_ = forms.get(word) or forms.setdefault(word, (word, word.lower()))
        token.whitespace_ = " " if space else ""
        token.is_space, token.is_stop, token.like_num = is_space == 1, is_stop == 1, like_num == 1
        token.is_sent_start = sent_start == 1
        token.tag_, token.dep_, token.ent_type_ = tag, dep, label
        yield token


def _rows(columns: Columns) -> Iterator[tuple[Any, ...]]:
    """The columns as rows of Python objects, which take four times the memory, a stretch at a time."""
    for first in range(0, columns.table.shape[1], _STRETCH):
        part = columns.table[:, first : first + _STRETCH]
        labels = columns.names[part[len(_NUMBERS) :]]
        yield from zip(*part[: len(_NUMBERS)].tolist(), *labels.tolist(), strict=True)


def _tie(doc: Doc, heads: Any) -> None:
    """Set texts and heads; ``heads`` are relative."""
    for token, step in zip(doc, heads.tolist(), strict=True):
        token.doc = doc
        token.above = above = doc[token.i + step] if step else token
        token.head = above if token.dep_ else token
        token.left_edge = token.right_edge = token
        token.lefts = token.rights = ()


def _hang(doc: Doc) -> None:
    """Set children and the edges of subtrees."""
    for token in doc:
        above = token.above
        if above.i > token.i:
            above.lefts = (*above.lefts, token)
        elif above.i < token.i:
            above.rights = (*above.rights, token)
        _widen(above, token)
    for token in reversed(doc):
        _widen(token.above, token)


def _widen(head: Token, token: Token) -> None:
    """Let the head's subtree reach as far as the token's, on both sides."""
    if token.left_edge.i < head.left_edge.i:
        head.left_edge = token.left_edge
    if token.right_edge.i > head.right_edge.i:
        head.right_edge = token.right_edge
