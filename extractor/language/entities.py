"""The names of many texts at once: the spans of spaCy's greedy recogniser, in a small part of its time.

The recogniser walks through a text word by word and asks at each one which of its moves (begin, in, last,
unit, out) may follow and scores best. Outside a name the scores depend on the word alone, so they are one
matrix product for all words of all texts. Inside a name the label is fixed and only "in" or "last" is left
to ask, which is done for all names side by side. Where a model is built in another way, or a text has
entities already, the recogniser does the work itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from extractor.language.vectors import BLOCK

if TYPE_CHECKING:
    from spacy.pipeline import EntityRecognizer
    from spacy.tokens import Doc

_FEATURES = 3
"""What a state is identified by: this word, the first word of the open name, the word before this one."""


class Recogniser(NamedTuple):
    """The layers behind the word vectors, and what each move of the output does."""

    gemm: Any
    weights: Any
    """Of the hidden units: for each feature a row for each input, a column for each piece and unit."""
    pad: Any
    """What stands for the products of a feature that has no word."""
    bias: Any
    upper: Any
    """Of the output: a row for each move, a column for each unit."""
    upper_bias: Any
    moves: tuple[str, ...]
    labels: tuple[str, ...]

    def move(self, kind: str, label: str = "") -> int:
        """The row of a move in the output."""
        return self.moves.index(f"{kind}-{label}" if label else kind)

    def feature(self, vectors: Any, number: int) -> Any:
        """What a feature adds to the pieces of the hidden units, for each row of word vectors."""
        return self.gemm(vectors, self.weights[number])

    def hidden(self, features: Any) -> Any:
        """The hidden units, given the sum of the features, which is written over."""
        features += self.bias
        units = self.upper.shape[1]
        return np.maximum(features[:, :units], features[:, units:])


def set_entities(ner: EntityRecognizer, docs: Sequence[Doc]) -> None:
    """Write the names into texts whose sentence starts are set.

    Args:
        ner: the recogniser of a loaded pipeline.
        docs: its texts, none of them empty.
    """
    recogniser = _read(ner)
    if recogniser is None or any(doc.has_annotation("ENT_IOB") for doc in docs):
        for _ in ner.pipe(docs, batch_size=len(docs) or 1):
            pass
    elif docs:
        vectors = ner.model.get_ref("tok2vec").predict(docs)
        _write(docs, recogniser, *_names(recogniser, vectors, *_bounds(docs)))


def _read(ner: EntityRecognizer) -> Recogniser | None:
    """The recogniser's layers, None where they are not those that this module knows."""
    model = ner.model
    moves = tuple(ner.moves.get_class_name(number) for number in range(ner.moves.n_moves))
    labels = tuple(move[2:] for move in moves if move.startswith("B-"))
    wanted = {"O", *(f"{kind}-{label}" for kind in "BILU" for label in labels)}
    known = (
        model.name == "parser_model"
        and model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_dim("nF") == _FEATURES
        and model.get_ref("lower").get_dim("nP") == 2
        and ner.cfg.get("beam_width", 1) == 1
        and set(moves) - {"U-"} == wanted
    )
    return _of_model(model, moves, labels) if known else None


def _of_model(model: Any, moves: tuple[str, ...], labels: tuple[str, ...]) -> Recogniser:
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    weights, pad, bias = (lower.get_param(name) for name in ("W", "pad", "b"))
    return Recogniser(
        gemm=upper.ops.gemm,
        weights=np.ascontiguousarray(weights.transpose(0, 3, 2, 1)).reshape(_FEATURES, weights.shape[3], -1),
        pad=pad[0].swapaxes(1, 2).reshape(_FEATURES, -1),
        bias=bias.T.reshape(-1),
        upper=upper.get_param("W"),
        upper_bias=upper.get_param("b"),
        moves=moves,
        labels=labels,
    )


def _bounds(docs: Sequence[Doc]) -> tuple[Any, Any]:
    """For every word of all texts, whether a name must end with it, and whether it is white space."""
    from spacy.attrs import IS_SPACE, SENT_START

    rows = [doc.to_array([SENT_START, IS_SPACE]) for doc in docs]
    table = np.concatenate(rows)
    last = np.append(table[1:, 0] == 1, True)  # the value to append
    last[np.cumsum([len(row) for row in rows]) - 1] = True
    return last, table[:, 1] == 1


def _names(recogniser: Recogniser, vectors: Any, last: Any, space: Any) -> tuple[Any, Any, Any]:
    """The words that may open a name: their positions, the ends of those names and their labels' numbers."""
    begin, inside, ends, unit = (
        np.array([recogniser.move(kind, label) for label in recogniser.labels]) for kind in "BILU"
    )
    this = recogniser.feature(vectors, 0)
    moves = _outside(recogniser, this, unit, begin, last, space)

    label_of = np.zeros(len(recogniser.moves), dtype="int64")
    label_of[begin] = label_of[unit] = np.arange(len(recogniser.labels))
    starts = np.flatnonzero(moves != recogniser.move("O"))
    labels = label_of[moves[starts]]
    stops = starts + 1

    going = np.flatnonzero(np.isin(moves[starts], begin))
    opening = recogniser.feature(vectors[starts[going]], 1)
    while len(going):
        at = stops[going]
        before = recogniser.feature(vectors[at - 1], 2)
        hidden = recogniser.hidden(this[at] + opening + before)
        goes_on, stays = (
            np.einsum("ij,ij->i", hidden, recogniser.upper[move]) + recogniser.upper_bias[move]
            for move in (inside[labels[going]], ends[labels[going]])
        )
        stops[going] += 1
        more = (goes_on >= stays) & ~last[at]
        going, opening = going[more], opening[more]
    return starts, stops, labels


def _outside(recogniser: Recogniser, this: Any, unit: Any, begin: Any, last: Any, space: Any) -> Any:
    """The best move at each word as if no name were open there."""
    bias = np.full_like(recogniser.upper_bias, -np.inf)
    may_follow = np.concatenate(([recogniser.move("O")], begin, unit))
    bias[may_follow] = recogniser.upper_bias[may_follow]
    moves = np.empty(len(this), dtype="int64")
    for first in range(0, len(this), BLOCK):
        rows = slice(first, first + BLOCK)
        features = this[rows] + recogniser.pad[1]
        features += recogniser.pad[2]
        scores = recogniser.gemm(recogniser.hidden(features), recogniser.upper, trans2=True)
        scores += bias
        scores[np.ix_(space[rows], unit)] = scores[np.ix_(space[rows] | last[rows], begin)] = -np.inf
        moves[rows] = scores.argmax(axis=1)
    return moves


def _write(docs: Sequence[Doc], recogniser: Recogniser, starts: Any, stops: Any, labels: Any) -> None:
    from spacy.tokens import Span

    names = _taken(zip(starts.tolist(), stops.tolist(), labels.tolist(), strict=True))
    coming = next(names, None)
    first = 0
    for doc in docs:
        spans = []
        while coming is not None and coming[0] < first + len(doc):
            start, stop, label = coming
            spans.append(Span(doc, start - first, stop - first, label=recogniser.labels[label]))
            coming = next(names, None)
        doc.set_ents(spans, default="outside")
        first += len(doc)


def _taken(names: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Those that begin outside the one before: a name inside a name was never open."""
    free = 0
    for name in names:
        if name[0] >= free:
            free = name[1]
            yield name
