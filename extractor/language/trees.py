"""The trees of many sentences at once: those of spaCy's greedy parser, in a small part of its time.

The parser (arc-eager: Nivre 2008, non-monotonic: Honnibal and Johnson 2015) reads a sentence from a buffer
onto a stack. At each step it takes the move that scores best among those that may follow: shift the first
word of the buffer onto the stack, reduce the top of the stack, or hang one of the two on the other ("left",
"right") under a label. Where the sentence starts are set, sentences do not depend on each other, but for the
next word that the last ones of a sentence see. So all of them step side by side here, and a step costs some
calls of NumPy instead of a loop over sentences, features, units and labels. Where a model is built in
another way, or a text comes without sentence starts, the parser does the work itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from spacy.pipeline import DependencyParser
    from spacy.tokens import Doc

_FEATURES = 8
"""The words that a state is known by: see ``States.features``."""
_COLUMN = np.arange(_FEATURES)[:, None]


class Scorer(NamedTuple):
    """The layers behind the word vectors, and the moves that they score."""

    gemm: Any
    weights: Any
    """Of the hidden units: a row for each feature, piece and unit."""
    pad: Any
    """What stands for the products of a feature that has no word."""
    bias: Any
    upper: Any
    """Of the moves: a row for each hidden unit, a column for each move."""
    upper_bias: Any
    shift: int
    reduce: int
    left: Any
    """For each move whether it hangs the top of the stack on the first word of the buffer."""
    right: Any
    labels: Any
    """The label that each move gives, as a number of spaCy's."""

    def products(self, vectors: Any) -> Any:
        """What each word adds to the pieces of the hidden units as each of the features: a row for both.

        The last rows are those of no word.
        """
        rows = self.gemm(np.vstack((vectors, np.zeros_like(vectors[:1]))), self.weights)
        rows[-1] = self.pad
        return rows.reshape(len(rows) * _FEATURES, -1)

    def scores(self, products: Any, features: Any) -> Any:
        """The scores of all moves, a row for each state.

        Args:
            products: as above.
            features: the words of each feature, a column for each state.
        """
        rows = features * _FEATURES + _COLUMN
        pieces = np.add.reduce(products.take(rows, axis=0, mode="clip"), axis=0)
        pieces += self.bias
        units = len(self.upper)
        scores = self.gemm(np.maximum(pieces[:, :units], pieces[:, units:]), self.upper)
        scores += self.upper_bias
        return scores


class States:
    """Sentences that are being parsed, a row for each, and the links between the words of all texts.

    A word is its position; ``none`` is the one behind the last. Stacks and buffers are linked lists.
    """

    def __init__(self, first: Any, stop: Any, following: Any) -> None:
        """Begin with the sentences of two words and more.

        Args:
            first: their first words.
            stop: the words behind them, ``none`` where the text ends with the sentence.
            following: for each word the next one of its text, ``none`` behind the last.
        """
        none = len(following) - 1
        self.none = none
        self.following = following
        """In the buffer."""
        self.below = np.full(none + 1, none)
        """On the stack."""
        self.head = np.full(none + 1, none)
        self.move = np.zeros(none + 1, dtype="int64")
        """Which gave the word its head."""
        self.left_child = np.full(none + 1, none)
        """The last one that the word was given."""
        self.right_child = np.full(none + 1, none)
        self.sibling = np.full(none + 1, none)
        """The right child that the head of a right child was given before it."""
        self.returned = np.zeros(none + 1, dtype=bool)
        """Whether the word came back from the stack and may not be shifted again."""
        self.stop = stop
        self.top = first
        self.front = following[first]

    def __len__(self) -> int:
        return len(self.top)

    def features(self) -> Any:
        """Two words of the buffer, three of the stack, and the last children of both fronts."""
        front, top = self.front, self.top
        under = self.below[top]
        words = (
            *(front, self.following[front], top, under, self.below[under]),
            *(self.left_child[front], self.left_child[top], self.right_child[top]),
        )
        return np.concatenate(words).reshape(_FEATURES, -1)

    def shift(self, at: Any) -> None:
        """The first word of the buffer goes onto the stack."""
        word = self.front[at]
        self.below[word] = self.top[at]
        self.top[at] = word
        self.front[at] = self.following[word]

    def right(self, at: Any, moves: Any) -> None:
        """It does so as a child of the word on the top."""
        head, child = self.top[at], self.front[at]
        self.head[child] = head
        self.move[child] = moves
        self.sibling[child] = self.right_child[head]
        self.right_child[head] = child
        self.shift(at)

    def left(self, at: Any, moves: Any) -> None:
        """The top leaves the stack as a child of the first word of the buffer; an earlier head loses it."""
        head, child = self.front[at], self.top[at]
        self.right_child[self.head[child]] = self.sibling[child]
        self.head[child] = head
        self.move[child] = moves
        self.left_child[head] = child
        self.returned[head] = False
        self.top[at] = self.below[child]
        self.shift(at[self.top[at] == self.none])  # the only move there is

    def reduce(self, at: Any) -> None:
        """The top leaves the stack; without a head it goes back into the buffer. It is not the only word."""
        word = self.top[at]
        self.top[at] = self.below[word]
        lone = self.head[word] == self.none
        word, at = word[lone], at[lone]
        self.returned[word] = True
        self.following[word] = self.front[at]
        self.front[at] = word

    def close(self) -> None:
        """Reduce where a sentence is read to its end; one with a single word left is done, and dropped."""
        ended = (self.front == self.stop).nonzero()[0]
        if not len(ended):
            return
        while len(ended := ended[self.below[self.top[ended]] != self.none]):
            self.reduce(ended)
            ended = ended[self.front[ended] == self.stop[ended]]
        going = self.front != self.stop
        self.top, self.front, self.stop = self.top[going], self.front[going], self.stop[going]


def set_trees(parser: DependencyParser, docs: Sequence[Doc]) -> None:
    """Write heads and labels into texts whose sentence starts are set.

    Args:
        parser: the parser of a loaded pipeline; the vectors that it reads have been set.
        docs: its texts, none of them empty.
    """
    from spacy.attrs import HEAD, SENT_START

    scorer = _read(parser)
    rows = [doc.to_array([SENT_START, HEAD]) for doc in docs]
    if scorer is None or not all(map(_is_open, rows)):
        for _ in parser.pipe(docs, batch_size=4 * len(docs)):  # it parts a batch in four
            pass
    elif docs:
        states = _begin(np.concatenate(rows)[:, 0] == 1, np.cumsum([len(doc) for doc in docs]))
        _parse(scorer, states, parser.model.get_ref("tok2vec").predict(docs))
        _write(parser, docs, states, scorer.labels)


def _read(parser: DependencyParser) -> Scorer | None:
    """The parser's layers, None where they are not those that this module knows."""
    model = parser.model
    names = [parser.moves.get_class_name(number) for number in range(parser.moves.n_moves)]
    if not (_is_known(model) and _is_greedy(parser, names)):
        return None
    kinds = np.array([name[:1] for name in names])
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    weights, pad = lower.get_param("W"), lower.get_param("pad")[0]
    return Scorer(
        gemm=upper.ops.gemm,
        weights=np.ascontiguousarray(weights.swapaxes(1, 2).reshape(-1, weights.shape[-1]).T),
        pad=pad.swapaxes(1, 2).reshape(-1),
        bias=lower.get_param("b").T.reshape(-1),
        upper=np.ascontiguousarray(upper.get_param("W").T),
        upper_bias=np.where(kinds == "B", -np.inf, upper.get_param("b")),  # nothing is left to break
        shift=names.index("S"),
        reduce=names.index("D"),
        left=kinds == "L",
        right=kinds == "R",
        labels=np.array([parser.vocab.strings.add(name[2:]) for name in names], dtype="uint64"),
    )


def _is_known(model: Any) -> bool:
    """Whether a model has the layers that this module computes."""
    return (
        model.name == "parser_model"
        and model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_dim("nF") == _FEATURES
        and model.get_ref("lower").get_dim("nP") == 2
    )


def _is_greedy(parser: DependencyParser, moves: Sequence[str]) -> bool:
    """Whether a parser takes the best move at each step, and its moves are those of this module."""
    unlabelled = [move for move in moves if move[:1] in ("S", "D")]
    return (
        parser.cfg.get("beam_width", 1) == 1
        and not parser.cfg.get("learn_tokens")
        and sorted(unlabelled) == ["D", "S"]
        and not any(move.endswith("-subtok") for move in moves)
    )


def _is_open(table: Any) -> bool:
    """Whether each word behind the first either begins a sentence or does not, and none has a head yet."""
    return bool((table[1:, 0] != 0).all() and not table[:, 1].any())


def _begin(begins: Any, ends: Any) -> States:
    """The states of the sentences, given which words they begin with and where the texts end."""
    begins[0] = True
    begins[ends[:-1]] = True
    following = np.arange(1, len(begins) + 2)
    following[-1] = len(begins)
    following[ends - 1] = len(begins)
    first = np.flatnonzero(begins)
    behind = np.append(first[1:], len(begins))
    long = behind - first > 1
    return States(first[long], following[behind - 1][long], following)


def _parse(scorer: Scorer, states: States, vectors: Any) -> None:
    """Let all sentences step until each is a tree.

    No state that is scored here has an empty stack or stands at the end of its sentence: "left" and "right"
    may always follow. Of equal scores the first counts.
    """
    products = scorer.products(vectors)
    while len(states):
        features = states.features()
        scores = scorer.scores(products, features)
        no_shift = states.returned[states.front] | (features[1] == states.none)
        scores[no_shift.nonzero()[0], scorer.shift] = -np.inf
        scores[(features[3] == states.none).nonzero()[0], scorer.reduce] = -np.inf
        moves = scores.argmax(axis=1)
        left, right = scorer.left[moves].nonzero()[0], scorer.right[moves].nonzero()[0]
        states.shift((moves == scorer.shift).nonzero()[0])
        states.reduce((moves == scorer.reduce).nonzero()[0])
        states.left(left, moves[left])
        states.right(right, moves[right])
        states.close()


def _write(parser: DependencyParser, docs: Sequence[Doc], states: States, labels: Any) -> None:
    from spacy.attrs import DEP, HEAD

    head, move = states.head[:-1], states.move[:-1]
    root = head == states.none
    heads = np.where(root, 0, head - np.arange(states.none)).astype("uint64")
    table = np.stack((np.where(root, parser.vocab.strings["ROOT"], labels[move]), heads), axis=1)
    first = 0
    for doc in docs:
        doc.from_array([DEP, HEAD], table[first : first + len(doc)])  # type: ignore[arg-type]
        for finish in parser.postprocesses:  # what a label says of a head that the moves cannot reach
            finish(doc)
        first += len(doc)
