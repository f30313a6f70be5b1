"""Load a spaCy pipeline once and turn text into a ``Doc``, parsing only the sentences that need it.

Sentence starts (the model's ``senter``) and names (``ner``) cover the whole text. Tags and dependencies are
computed for the sentences that can hold a figure, read as one text without the others; elsewhere
``token.tag_`` is empty and every token hangs on the sentence's first. Coarse parts of speech and
lemmas are never computed: ``syntax.py`` finds verbs by their tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.distribution import install_command
from extractor.language import DEFAULT_MODEL
from extractor.language.doc import Doc, columns_of, doc_from
from extractor.language.entities import set_entities
from extractor.language.lost_spaces import glued_at
from extractor.language.products import one_thread, use_steady_products
from extractor.language.syntax import lists_members
from extractor.language.windows import Words, read
from extractor.lexicon import casualty_words, trigger_words, word_set
from extractor.lexicon.event_types import naming_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as SpacyDoc
    from spacy.tokens import Span


PARSE_PIPES = ("tok2vec", "tagger", "parser")
BATCH_CHARS = 1 << 16
"""Most characters of several texts that are held together; a longer text is read alone."""
LONGEST_WORD = 200
"""Characters; the tokenizer's time grows with the square of a longer one."""
LONGEST_SENTENCE = 250
"""Words; a longer one is no sentence, and whatever looks through a whole sentence would go on for ever."""
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
    use_steady_products(nlp)
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
    columns = map(columns_of, spacy_docs(texts, model=model, batch_size=batch_size))
    yield from map(doc_from, columns)


def spacy_docs(texts: Iterable[str], *, model: str | None = None, batch_size: int = 16) -> Iterator[SpacyDoc]:
    """The same as spaCy's own objects."""
    nlp = load_model(model)
    nlp.max_length = max(nlp.max_length, 4 << 20)
    for batch in _batches(texts, batch_size):
        docs = [_tokenize(nlp, text) for text in batch]
        with one_thread():
            _set_sentences(nlp, docs)
            _set_names(nlp, docs)
            _set_trees(nlp, docs)
        docs.reverse()
        while docs:
            yield docs.pop()  # a long text is let go by this side before plain objects are made of it


def _batches(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    length = 0
    for text in texts:
        if batch and (len(batch) == size or length + len(text) > BATCH_CHARS):
            yield batch
            batch, length = [], 0
        batch.append(text)
        length += len(text)
    if batch:
        yield batch


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
        inside = [cut - token.idx for cut in cuts if token.idx < cut < token.idx + len(token)]
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


def _needs_parse(sent: Span) -> bool:
    """True for a sentence that may name an event, or that has a word of harm and what counts or suffers."""
    harmful, naming, counting = trigger_words(), naming_words(), word_set("counting_words")
    words = [token.lower_ for token in sent]
    accusing = word_set("responsibility") | word_set("accusing")
    if lists_members(words[:2]) or any(word in naming or word in accusing for word in words):
        return True
    if not any(word in harmful for word in words):
        return False
    if any(word in casualty_words() for word in words):
        return True
    return any(word in counting or word[0].isdigit() for word in words)


def _run(nlp: Language, pipes: Iterable[str], docs: list[SpacyDoc]) -> None:
    # The parser parts a batch in four by length; in one piece it takes 16% less time, with the same trees.
    size = 4 * len(docs)
    for name in pipes:
        if name in nlp.component_names:
            for _ in nlp.get_pipe(name).pipe(docs, batch_size=size):  # type: ignore[attr-defined]
                pass


def _set_sentences(nlp: Language, docs: list[SpacyDoc]) -> None:
    from spacy.attrs import SENT_START

    texts = [Words(doc, np.arange(len(doc)), whole=True) for doc in docs]
    for doc, starts in zip(docs, read(texts, partial(_run, nlp, ["senter"]), [SENT_START]), strict=True):
        _split_sentences(doc, starts[:, 0] == 1)


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

    needed = [[sent for sent in doc.sents if _needs_parse(sent)] for doc in docs]
    texts = [_without_space(doc, sents) for doc, sents in zip(docs, needed, strict=True)]
    tables = read(texts, partial(_run, nlp, PARSE_PIPES), [TAG, DEP, HEAD])
    for sents, words, table in zip(needed, texts, tables, strict=True):
        _write_back(words, sents, table)


def _without_space(doc: SpacyDoc, sents: list[Span]) -> Words:
    """The words of some sentences, without the white space that only confuses the parser."""
    tokens = [token for sent in sents for token in sent if not token.is_space]
    at = np.array([token.i for token in tokens], dtype="int64")
    begins = np.array([bool(token.is_sent_start) for token in tokens], dtype=bool)
    return Words(doc, at, whole=False, begins=begins)


def _behind_datelines(doc: SpacyDoc) -> list[int]:
    """The first tokens behind a dateline, which the parser would take for a part of the sentence."""
    ends = {match.end() for match in _DATELINE.finditer(doc.text)}
    return [token.i for token in doc if token.idx in ends] if ends else []


def _split_sentences(doc: SpacyDoc, starts: Any) -> None:
    """Keep the model's sentence starts, add one after every line that ends and in what is too long."""
    from spacy.attrs import IS_SPACE, SENT_START

    if not len(doc):
        return
    space = doc.to_array([IS_SPACE]) == 1
    breaks = [i + 1 for i in np.flatnonzero(space[:-1]).tolist() if "\n" in doc[i].text]
    starts[breaks] = True
    starts[_behind_datelines(doc)] = True
    starts &= ~space
    starts[0] = True
    bounds = [*np.flatnonzero(starts).tolist(), len(doc)]
    for first, last in pairwise(bounds):
        starts[first:last:LONGEST_SENTENCE] = True
    # All at once: spaCy reads the whole text again for each single start that is set.
    doc.from_array([SENT_START], np.where(starts, 1, -1).astype("uint64")[:, None])  # type: ignore[arg-type]


def _write_back(words: Words, sents: list[Span], values: Any) -> None:
    from spacy.attrs import DEP, HEAD, TAG

    doc, rows = words.doc, words.at
    if not len(doc):
        return
    full = np.zeros((len(doc), 3), dtype="uint64")
    root = doc.vocab.strings.add("ROOT")
    for sent in doc.sents:
        full[sent.start, 1] = root  # without a root of its own a sentence would merge with the one before
        full[sent.start : sent.end, 2] = -np.arange(len(sent), dtype="int64").astype("uint64")
    if len(rows):
        heads = rows[np.arange(len(rows)) + values[:, 2].astype("int64")]
        values[:, 2] = (heads - rows).astype("uint64")
        full[rows] = values
        _hang_spaces(doc, sents, full)
    doc.from_array([TAG, DEP, HEAD], full)  # type: ignore[arg-type]  # the stub knows no unsigned array


def _hang_spaces(doc: SpacyDoc, sents: list[Span], full: Any) -> None:
    """White space inside a parsed sentence hangs on the word before it, as in the stock pipelines."""
    space_tag, space_dep = doc.vocab.strings.add("_SP"), doc.vocab.strings.add("dep")
    for sent in sents:
        for token in sent:
            if token.is_space:
                anchor = next(
                    (i for i in range(token.i - 1, sent.start - 1, -1) if not doc[i].is_space), None
                )
                if anchor is None:
                    anchor = next((i for i in range(token.i + 1, sent.end) if not doc[i].is_space), token.i)
                full[token.i, 0] = space_tag
                full[token.i, 1] = space_dep
                full[token.i, 2] = np.int64(anchor - token.i).astype("uint64")
