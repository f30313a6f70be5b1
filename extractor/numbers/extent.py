"""How far a text is read: up to where it holds more of what is looked for than any text for readers does."""

from __future__ import annotations

import numpy as np

from extractor.language.doc import Columns
from extractor.language.offsets import where
from extractor.lexicon import trigger_words
from extractor.numbers.find import MOST, number_places


def unread(at: int) -> str:
    """The warning of a text that is read up to a character of it."""
    return (
        f"the text holds more than {MOST:,} sentences, names, numbers and event words; "
        f"what stands behind character {at:,} is not read"
    )


def as_far_as_read(columns: Columns) -> Columns:
    """An annotated text up to the sentence in which it holds more than ``MOST`` things, all of it mostly.

    Things are sentences, names, numbers and words of harm and displacement: what the rules make objects and
    records of. What those take in memory depends on ``MOST``, and not on the text.
    """
    if len(columns.text) <= MOST // 4:  # no character is more than one of each
        return columns
    things = np.cumsum(_things(columns))
    if not len(things) or things[-1] <= MOST:
        return columns
    begins = columns.begins
    return columns.up_to(int(begins[begins <= np.searchsorted(things, MOST, side="right")][-1]))


def _things(columns: Columns) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many things begin at each word of a text."""
    things = np.zeros(columns.size, dtype="int64")
    named = [start for start, _, _ in columns.ents]
    counted = np.searchsorted(columns.starts, number_places(columns.text), side="right") - 1
    harmed = where(columns.lower, trigger_words())
    for places in (columns.begins, named, counted, harmed):
        np.add.at(things, np.asarray(places, dtype="int64"), 1)
    return things
