"""Load a spaCy pipeline once and turn text into a ``Doc``, parsing only the sentences that need it.

Sentence starts (the model's ``senter``) and names (``ner``) cover the whole text. Tags and dependencies are
computed for the sentences that can hold a figure, read as one text without the others; elsewhere
``token.tag_`` is empty and every token hangs on the sentence's first. Coarse parts of speech and
lemmas are never computed: ``syntax.py`` finds verbs by their tags.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise, starmap
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from extractor.distribution import install_command
from extractor.language import DEFAULT_MODEL
from extractor.language.batches import in_batches
from extractor.language.doc import Columns, Doc, columns_of, doc_from
from extractor.language.entities import set_entities
from extractor.language.lost_spaces import glued_at
from extractor.language.products import one_thread, use_steady_products
from extractor.language.syntax import lists_members
from extractor.language.trees import set_trees
from extractor.language.vectors import use_lean_vectors
from extractor.language.windows import Words, read
from extractor.lexicon import casualty_words, trigger_words, word_set
from extractor.lexicon.event_types import naming_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore
    from spacy.tokens import Doc as SpacyDoc


TAG_PIPES = ("tok2vec", "tagger")
LONGEST_WORD = 200
"""Characters; the tokenizer's time grows with the square of a longer one."""
LONGEST_SENTENCE = 250
"""Words; a longer one is no sentence, and whatever looks through a whole sentence would go on for ever."""
_HARM, _COUNTED, _NAMING = 1, 2, 4
"""Bits of what a word can be: see ``_signs``."""
_DATELINE = re.compile(
    r"^[A-Z][A-Z.'’ -]{2,30}(?:,[^\n\"“:;]{0,60}?|[ ]?\([^\n()]{2,40}\)[ ]?)(?:--|[-–—])[ \n]+", re.M
)
"""The place, day and agency in front of a story: "PELL, Orland, March 3 (Agency) -- "."""
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


class ModelNotFoundError(ValueError):
    """The named spaCy pipeline is not installed; nothing is ever downloaded."""


@cache
def load_model(name: str | None = None) -> Language:
    """Return the named English pipeline (default: the small one), loaded once per process.

    Raises:
        ModelNotFoundError: it is not installed, or is not an English pipeline with a parser and NER.
    """
    import spacy

    name = name or DEFAULT_MODEL
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise ModelNotFoundError(f"spaCy pipeline {name!r} is not installed; {_remedy(name)}") from error
    lacking = [pipe for pipe in ("parser", "ner") if pipe not in nlp.component_names]
    if nlp.lang != "en" or lacking:
        raise ModelNotFoundError(
            f"spaCy pipeline {name!r} cannot be used: it needs English, a parser and a ner component"
        )
    if use_steady_products(nlp):
        use_lean_vectors(nlp)
    return nlp


def _remedy(name: str) -> str:
    """How to get a pipeline. Not by its name from a package index, where it may be anybody's."""
    if name == DEFAULT_MODEL:
        return f"it comes with the package, so repeat: {install_command()}"
    if re.fullmatch(r"[\w-]+", name):
        return f"python -m spacy download {name.replace('-', '_')}, or name no model for {DEFAULT_MODEL}"
    return f"give an installed one or its folder, or name no model for {DEFAULT_MODEL}"


def annotate(text: str, *, model: str | None = None) -> Doc:
    """Return the annotated ``Doc`` of one text (see the module's head)."""
    return next(annotate_many([text], model=model))


def annotate_many(texts: Iterable[str], *, model: str | None = None, batch_size: int = 16) -> Iterator[Doc]:
    """Yield the annotated ``Doc`` of each text in order.

    At most ``batch_size`` texts, and ``BATCH_CHARS`` characters where they are several, are read together.
    """
    yield from map(doc_from, annotated(texts, model=model, batch_size=batch_size))


def annotated(texts: Iterable[str], *, model: str | None = None, batch_size: int = 16) -> Iterator[Columns]:
    """The same before it is made into plain objects."""
    return starmap(columns_of, spacy_docs(texts, model=model, batch_size=batch_size))


def spacy_docs(
    texts: Iterable[str], *, model: str | None = None, batch_size: int = 16
) -> Iterator[tuple[SpacyDoc, str]]:
    """The same as spaCy's own objects, and each text, which those would put together of its words again."""
    nlp = load_model(model)
    nlp.max_length = max(nlp.max_length, 4 << 20)
    for batch in in_batches(texts, batch_size, len):
        docs = [_tokenize(nlp, text) for text in batch]
        with one_thread():
            _set_sentences(nlp, docs, batch)
            _set_names(nlp, docs)
            _set_trees(nlp, docs)
        docs.reverse()
        for text in batch:
            yield docs.pop(), text  # a long text is let go by this side before plain objects are made of it


def _tokenize(nlp: Language, text: str) -> SpacyDoc:
    """The model's tokens, cut also where extraction from PDF has lost a space."""
    from spacy.tokens import Doc as SpacyDoc

    doc = _words_of(nlp, text)
    cuts = glued_at(text)
    if not cuts:
        return doc
    words: list[str] = []
    spaces: list[bool] = []
    for token in doc:
        first, last = bisect_right(cuts, token.idx), bisect_left(cuts, token.idx + len(token))
        inside = [cut - token.idx for cut in cuts[first:last]]
        bounds = [0, *inside, len(token)]
        words += [token.text[a:b] for a, b in pairwise(bounds)]
        spaces += [False] * len(inside) + [bool(token.whitespace_)]
    return SpacyDoc(nlp.vocab, words=words, spaces=spaces)


def _words_of(nlp: Language, text: str) -> SpacyDoc:
    """The model's tokens, a stretch without white space at most ``LONGEST_WORD`` characters at a time."""
    from spacy.attrs import NORM, ORTH, SPACY
    from spacy.tokens import Doc as SpacyDoc

    cuts = [
        at for run in _LONG_WORD.finditer(text) for at in range(run.start(), run.end(), LONGEST_WORD) if at
    ]
    if not cuts:
        return nlp.make_doc(text)
    tables = [
        nlp.make_doc(text[a:b]).to_array([ORTH, SPACY, NORM]) for a, b in pairwise([0, *cuts, len(text)])
    ]
    table = np.concatenate(tables)  # SpacyDoc.from_docs holds 20 columns, each of them twice
    doc = SpacyDoc(nlp.vocab, words=table[:, 0].tolist(), spaces=table[:, 1].astype(bool).tolist())
    doc.from_array([NORM], table[:, 2:])  # type: ignore[arg-type]
    return doc


def _run(nlp: Language, pipes: Iterable[str], docs: list[SpacyDoc]) -> None:
    for name in pipes:
        if name in nlp.component_names:
            for _ in nlp.get_pipe(name).pipe(docs, batch_size=len(docs)):  # type: ignore[attr-defined]
                pass


def _parse(nlp: Language, docs: list[SpacyDoc]) -> None:
    _run(nlp, TAG_PIPES, docs)
    set_trees(nlp.get_pipe("parser"), docs)


def _set_sentences(nlp: Language, docs: list[SpacyDoc], texts: Sequence[str]) -> None:
    from spacy.attrs import SENT_START

    words = [Words(doc, np.arange(len(doc)), whole=True) for doc in docs]
    tables = read(words, partial(_run, nlp, ["senter"]), [SENT_START])
    for doc, text, starts in zip(docs, texts, tables, strict=True):
        _split_sentences(doc, text, starts[:, 0] == 1)


def _set_names(nlp: Language, docs: list[SpacyDoc]) -> None:
    from spacy.attrs import ENT_IOB, ENT_TYPE, SENT_START

    texts = [
        Words(doc, np.arange(len(doc)), whole=True, begins=doc.to_array([SENT_START]) == 1) for doc in docs
    ]
    tables = read(texts, partial(set_entities, nlp.get_pipe("ner")), [ENT_IOB, ENT_TYPE])
    for doc, table in zip(docs, tables, strict=True):
        if len(doc) and not doc.has_annotation("ENT_IOB"):
            doc.from_array([ENT_IOB, ENT_TYPE], table)


def _set_trees(nlp: Language, docs: list[SpacyDoc]) -> None:
    """Tags and trees of the sentences that need them."""
    from spacy.attrs import DEP, HEAD, TAG

    sentences = _sentences(docs)
    at = np.flatnonzero(sentences.parsed & ~sentences.space)  # white space would only confuse the parser
    begins = at == sentences.first[at]
    bounds = np.cumsum([0, *map(len, docs)])
    texts = [
        Words(doc, at[first:last] - start, whole=False, begins=begins[first:last])
        for doc, start, (first, last) in zip(
            docs, bounds.tolist(), pairwise(np.searchsorted(at, bounds).tolist()), strict=False
        )
    ]
    tables = read(texts, partial(_parse, nlp), [TAG, DEP, HEAD])
    written = _written(sentences, at, np.concatenate(tables), nlp.vocab.strings)
    for doc, (first, last) in zip(docs, pairwise(bounds.tolist()), strict=True):
        if len(doc):
            doc.from_array([TAG, DEP, HEAD], written[first:last])


class _Sentences(NamedTuple):
    """For every word of all texts, arrays."""

    first: Any
    """The first word of its sentence."""
    end: Any
    """The word behind its sentence."""
    parsed: Any
    """Whether its sentence is to be parsed."""
    space: Any
    """Whether it is white space."""


def _sentences(docs: Sequence[SpacyDoc]) -> _Sentences:
    from spacy.attrs import IS_SPACE, LOWER, SENT_START

    tables = [doc.to_array([SENT_START, IS_SPACE, LOWER]) for doc in docs if len(doc)]
    if not tables:
        return _Sentences(*np.zeros((2, 0), dtype="int64"), *np.zeros((2, 0), dtype=bool))
    for table in tables:
        table[0, 0] = 1
    table = np.concatenate(tables)
    starts = np.flatnonzero(table[:, 0] == 1)
    stops = np.append(starts[1:], len(table))
    strings = docs[0].vocab.strings
    needed = _need_parse([strings[lower] for lower in table[:, 2].tolist()], starts, stops)
    first, end, parsed = (np.repeat(values, stops - starts) for values in (starts, stops, needed))
    return _Sentences(first, end, parsed, table[:, 1] == 1)


def _need_parse(words: Sequence[str], starts: Any, stops: Any) -> Any:
    """For each sentence whether it may name an event, or has a word of harm and what counts or suffers.

    Args:
        words: those of all texts, lower case.
        starts: the first word of each sentence.
        stops: the word behind each.
    """
    signs = np.bitwise_or.reduceat(np.fromiter(map(_signs, words), "uint8", len(words)), starts)
    harmful = (signs & _HARM != 0) & (signs & _COUNTED != 0)
    openings = zip(starts.tolist(), np.minimum(starts + 2, stops).tolist(), strict=True)
    return (signs & _NAMING != 0) | harmful | [lists_members(words[start:stop]) for start, stop in openings]


@lru_cache(maxsize=1 << 14)
def _signs(word: str) -> int:
    """Whether a word is one of harm, whether it counts or suffers, whether it names an event or accuses."""
    naming = word in naming_words() or word in word_set("responsibility") or word in word_set("accusing")
    counted = word in casualty_words() or word in word_set("counting_words") or word[0].isdigit()
    return _HARM * (word in trigger_words()) | _COUNTED * counted | _NAMING * naming


def _behind_datelines(doc: SpacyDoc, text: str) -> Any:
    """The first tokens behind a dateline, which the parser would take for a part of the sentence."""
    ends = [match.end() for match in _DATELINE.finditer(text)]
    return np.flatnonzero(np.isin(doc.to_array(["IDX"]), ends)) if ends else []


def _split_sentences(doc: SpacyDoc, text: str, starts: Any) -> None:
    """Keep the model's sentence starts, add one after every line that ends and in what is too long."""
    from spacy.attrs import IS_SPACE, SENT_START

    if not len(doc):
        return
    space = doc.to_array([IS_SPACE]) == 1
    breaks = [i + 1 for i in np.flatnonzero(space[:-1]).tolist() if "\n" in doc[i].text]
    starts[breaks] = True
    starts[_behind_datelines(doc, text)] = True
    starts &= ~space
    starts[0] = True
    bounds = [*np.flatnonzero(starts).tolist(), len(doc)]
    for first, last in pairwise(bounds):
        starts[first:last:LONGEST_SENTENCE] = True
    # All at once: spaCy reads the whole text again for each single start that is set.
    doc.from_array([SENT_START], np.where(starts, 1, -1).astype("uint64")[:, None])  # type: ignore[arg-type]


def _written(sentences: _Sentences, at: Any, values: Any, strings: StringStore) -> Any:
    """Tag, dependency and head for every word, as spaCy's arrays.

    Args:
        sentences: those of all texts.
        at: the words that were parsed.
        values: what was found for them, as spaCy's arrays.
        strings: where labels have their numbers.
    """
    places = np.arange(len(sentences.first))
    heads = sentences.first.copy()
    full = np.zeros((len(places), 3), dtype="uint64")
    # Without a root of its own a sentence would merge with the one before.
    full[heads == places, 1] = strings.add("ROOT")
    full[at] = values
    heads[at] = at[np.arange(len(at)) + values[:, 2].astype("int64")]
    space = np.flatnonzero(sentences.parsed & sentences.space)
    full[space, 0], full[space, 1] = strings.add("_SP"), strings.add("dep")
    heads[space] = _beside(sentences, space)
    full[:, 2] = (heads - places).astype("uint64")
    return full


def _beside(sentences: _Sentences, space: Any) -> Any:
    """What white space hangs on in the stock pipelines: the word before it in its sentence, else the next."""
    places = np.arange(len(sentences.space))
    before = np.maximum.accumulate(np.where(sentences.space, -1, places))[space]
    behind = np.minimum.accumulate(np.where(sentences.space, len(places), places)[::-1])[::-1][space]
    behind = np.where(behind < sentences.end[space], behind, space)
    return np.where(before >= sentences.first[space], before, behind)
