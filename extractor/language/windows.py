"""Long texts for a model in windows: it reads a bounded number of words at a time and finds the same.

The layers behind each word see a few words to either side, and a greedy parser begins afresh with every
sentence. So a window has ``MARGIN`` words of its surroundings on each side, of which nothing is kept, and
begins where a sentence does. What a model takes in memory depends on the window and no longer on the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc

WINDOW = 8192
"""Words that a model reads at once; each takes up to 6 kB while it does, 15 with layers of thinc's own."""
MARGIN = 16
"""Words on either side; the stock pipelines see four, and the parser two beyond those."""


class Words(NamedTuple):
    """Words of a text that a model is to read, as if no others stood between them."""

    doc: Doc
    at: Any
    """Their places in the text, an array in order."""
    whole: bool
    """Whether they are all words of the text, to be read with its own spaces and special forms."""
    begins: Any = None
    """For each of them whether a sentence begins with it; without, a window may begin anywhere."""


class Window(NamedTuple):
    """A stretch of words as a text of its own."""

    doc: Doc
    own: slice
    """The words that it is read for; around them is the margin."""


def windows_of(words: Words) -> Iterator[Window]:
    """The windows of a text in order; a whole text that fits into one is that window itself."""
    count = len(words.at)
    for first, last in _stretches(count, words.begins, WINDOW):
        if words.whole and last - first == count:
            yield Window(words.doc, slice(0, count))
            continue
        start, end = max(0, first - MARGIN), min(count, last + MARGIN)
        yield Window(_copy(words, start, end), slice(first - start, last - start))


def _stretches(count: int, begins: Any, size: int) -> Iterator[tuple[int, int]]:
    """Stretches of at most ``size`` words; where sentences are known, of whole ones, however long."""
    first = 0
    places = None if begins is None else np.flatnonzero(begins)
    while first < count:
        last = min(count, first + size)
        if places is not None and last < count:
            before = int(np.searchsorted(places, last, side="right")) - 1
            inside = before >= 0 and places[before] > first
            after = int(places[before + 1]) if before + 1 < len(places) else count
            last = int(places[before]) if inside else after
        yield first, last
        first = last


def _copy(words: Words, start: int, end: int) -> Doc:
    """Some of the words as a text. Words picked from a text are read with a space behind each."""
    from spacy.attrs import NORM, ORTH, SPACY
    from spacy.tokens import Doc

    table = words.doc.to_array([ORTH, SPACY, NORM])[words.at[start:end]]
    doc = Doc(
        words.doc.vocab,
        words=table[:, 0].tolist(),
        spaces=table[:, 1].astype(bool).tolist() if words.whole else [True] * len(table),
        sent_starts=None if words.begins is None else words.begins[start:end].tolist(),
    )
    if words.whole and len(doc):
        doc.from_array([NORM], table[:, 2:])
    return doc


def read(texts: Sequence[Words], run: Callable[[list[Doc]], None], attrs: Sequence[int | str]) -> list[Any]:
    """What a model writes into the words of some texts: for each text an array, a row for each word.

    Args:
        texts: the words to be read.
        run: lets the model write into texts.
        attrs: what it writes, as spaCy's attributes: the columns.
    """
    tables = [np.zeros((len(words.at), len(attrs)), dtype="uint64") for words in texts]
    done = [0] * len(texts)
    windows = ((number, window) for number, words in enumerate(texts) for window in windows_of(words))
    for group in _groups(windows):
        run([window.doc for _, window in group])
        for number, window in group:
            rows = window.doc.to_array(list(attrs)).reshape(len(window.doc), -1)[window.own]
            tables[number][done[number] : done[number] + len(rows)] = rows
            done[number] += len(rows)
    return tables


def _groups(windows: Iterable[tuple[int, Window]]) -> Iterator[list[tuple[int, Window]]]:
    """Windows that are read together: at most ``WINDOW`` words, or a single one."""
    group: list[tuple[int, Window]] = []
    length = 0
    for window in windows:
        if group and length + len(window[1].doc) > WINDOW:
            yield group
            group, length = [], 0
        group.append(window)
        length += len(window[1].doc)
    if group:
        yield group
