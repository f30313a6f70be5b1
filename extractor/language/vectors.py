"""The word vectors of spaCy's stock pipelines, to the last bit, in about half of thinc's time.

A vector comes of two parts. The embedding depends on a word's form and marks alone, so it is made once for
each different word and remembered. The encoder, layers that each look one word to either side, goes through
the text a block of rows at a time: what a block needs on its way through a layer stays in the processor's
cache and is written over by the next, where thinc makes each intermediate matrix as long as the text, and
keeps what training would need. What remains is the time of the matrix products.

The steps are those of thinc's ``maxout``, ``layernorm``, ``expand_window``, ``residual`` and ``with_array``
in the same order of operations. A model that is built in another way, or whose vectors come out different
in a bit on some trial words, is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from thinc.api import Model

from extractor.language.products import MIN_ROWS, one_thread

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BLOCK = 512
"""Rows that go through a layer together: of 128 to 2,048 those from 384 on take the same time."""
MOST_WORDS = 8192
"""Different words whose embedding is remembered, in 4 MB; then all are forgotten. In a stream of mixed news
29% of the words are the first of their kind in a batch, 13% are new to a memory of this size, 9% to one twice
as large."""


class Layer(NamedTuple):
    """A maxout layer and the normalisation behind it, its pieces one behind the other."""

    weights: Any
    """A row for each input, a column for each unit of the first piece, then for each of the second ..."""
    bias: Any
    scale: Any
    shift: Any

    @property
    def width(self) -> int:
        """The number of units."""
        return len(self.scale)


class Embedding:
    """The embedding of words by their attributes; what it makes of a word is remembered."""

    def __init__(self, hashed: Any, mixing: Layer) -> None:
        self._hashed, self._mixing = hashed, mixing
        self._lock = Lock()
        self._forget()

    def _forget(self, room: int = MOST_WORDS) -> None:
        self._places: dict[bytes, int] = {}
        self._rows = np.empty((room, self._mixing.width), dtype="float32")

    def of(self, attributes: Any) -> Any:
        """The embedding of each word.

        Args:
            attributes: a row for each word, a column for each attribute, unsigned integers of 64 bits.
        """
        row = np.dtype((np.void, attributes.itemsize * attributes.shape[1]))
        words: list[Any] = np.ascontiguousarray(attributes).view(row).ravel().tolist()
        with self._lock:
            new = self._new(words)
            if len(self._places) + len(new) > len(self._rows):
                self._forget()
                new = self._new(words)
                if len(new) > len(self._rows):
                    self._forget(len(new))
            if new:
                self._remember(new, attributes.shape[1])
            return self._rows[np.fromiter(map(self._places.__getitem__, words), "int64", len(words))]

    def _new(self, words: Sequence[bytes]) -> list[bytes]:
        return [word for word in dict.fromkeys(words) if word not in self._places]

    def _remember(self, words: Sequence[bytes], columns: int) -> None:
        attributes = np.frombuffer(b"".join(words), dtype="uint64").reshape(-1, columns)
        first = len(self._places)
        for rows, block in _through(self._mixing, self._hashed.predict(attributes)):
            self._rows[first + rows.start : first + rows.stop] = block
        self._places.update(zip(words, range(first, first + len(words)), strict=True))


class Vectors(NamedTuple):
    """A model of word vectors, its parts read."""

    attributes: Any
    """thinc's layer that reads the attributes of words."""
    embedding: Embedding
    layers: tuple[Layer, ...]
    """Those of the encoder."""
    reach: int
    """How many words a layer sees to either side."""
    padding: int
    """How many empty rows stand between two texts."""

    def of(self, docs: Sequence[Doc]) -> list[Any]:
        """The vectors of the words of each text, a row for each."""
        tables = self.attributes.predict(docs)
        lengths = [len(table) for table in tables]
        width = self.layers[0].width
        if not any(lengths):
            return [np.zeros((0, width), dtype="float32") for _ in docs]
        words = self.embedding.of(np.concatenate(tables))
        stretches = list(self._stretches(lengths))
        rows = np.zeros((stretches[-1].stop + self.padding + self.reach, width), dtype="float32")
        done = 0
        for stretch in stretches:
            length = stretch.stop - stretch.start
            rows[stretch] = words[done : done + length]
            done += length
        rows = self._encoded(rows)
        return [rows[stretch] for stretch in stretches]

    def _stretches(self, lengths: Sequence[int]) -> Iterator[slice]:
        """The rows of each text among those of all."""
        end = self.reach
        for length in lengths:
            start = end + self.padding if length else end
            end = start + length
            yield slice(start, end)

    def _encoded(self, rows: Any) -> Any:
        """What the encoder makes of rows that are to have ``reach`` empty ones at both ends."""
        width, inner = rows.shape[1], slice(self.reach, len(rows) - self.reach)
        result = np.zeros_like(rows)
        for layer in self.layers:
            seen = np.lib.stride_tricks.sliding_window_view(rows.reshape(-1), len(layer.weights))[::width]
            before, behind = rows[inner], result[inner]
            for part, block in _through(layer, seen):
                np.add(before[part], block, out=behind[part])
            rows, result = result, rows
        return rows


def _through(layer: Layer, inputs: Any) -> Iterator[tuple[slice, Any]]:
    """What a layer makes of some rows: blocks of them, each valid until the next."""
    most = max(MIN_ROWS, min(BLOCK, len(inputs)))
    given = np.zeros((most, inputs.shape[1]), dtype="float32")
    products = np.empty((most, len(layer.bias)), dtype="float32")
    units, squares = (np.empty((most, layer.width), dtype="float32") for _ in range(2))
    for first in range(0, len(inputs), BLOCK):
        count = min(BLOCK, len(inputs) - first)
        np.copyto(given[:count], inputs[first : first + count])
        filled = max(count, MIN_ROWS)
        np.matmul(given[:filled], layer.weights, out=products[:filled])
        yield (
            slice(first, first + count),
            _normal(layer, _greatest(layer, products[:count], units[:count]), squares[:count]),
        )


def _greatest(layer: Layer, products: Any, units: Any) -> Any:
    """The greatest of the pieces of each unit, written into ``units``."""
    products += layer.bias
    width = layer.width
    np.copyto(units, products[:, :width])
    for first in range(width, products.shape[1], width):
        np.maximum(units, products[:, first : first + width], out=units)
    return units


def _normal(layer: Layer, units: Any, squares: Any) -> Any:
    """The units of each row with mean 0 and variance 1, scaled and shifted, in their place."""
    width = layer.width
    moment = np.add.reduce(units, axis=1, keepdims=True)
    moment /= width
    units -= moment
    np.multiply(units, units, out=squares)
    np.add.reduce(squares, axis=1, keepdims=True, out=moment)
    moment /= width
    moment += 1e-08
    units *= moment ** (-1.0 / 2.0)
    units *= layer.scale
    units += layer.shift
    return units


def use_lean_vectors(nlp: Language) -> list[str]:
    """Let the components of a pipeline make their word vectors in this way where they can; which of them do.

    The pipeline multiplies with ``SteadyOps``: see ``products``.
    """
    changed = []
    for name, pipe in nlp.components:
        model: Any = getattr(pipe, "model", None)
        for node in list(model.walk()) if isinstance(model, Model) else ():
            lean = _lean(node, nlp)
            if lean is None:
                continue
            if node is model:
                pipe.model = lean  # type: ignore[attr-defined]
            else:
                model.replace_node(node, lean)
            changed.append(name)
    return changed


def _lean(node: Any, nlp: Language) -> Any:
    """A model that makes the vectors of another one, None where it is not known to."""
    vectors = _read(node)
    if vectors is None:
        return None
    words = sorted(nlp.Defaults.stop_words)
    trial = [nlp.make_doc(text) for text in (" ".join(words), "", words[0])]
    with one_thread():
        same = all(map(np.array_equal, vectors.of(trial), node.predict(trial)))
    return _model_of(node, vectors.of) if same else None


def _model_of(node: Any, predict: Callable[[Sequence[Doc]], list[Any]]) -> Any:
    """A model that predicts in a way of its own and trains as another does."""

    def forward(model: Any, docs: Sequence[Doc], is_train: bool) -> tuple[Any, Any]:
        if is_train:
            return node(docs, is_train=True)  # type: ignore[no-any-return]
        return predict(docs), lambda gradient: []

    refs = {name: node.get_ref(name) for name in node.ref_names}
    return Model(node.name, forward, layers=[node], dims={"nO": node.get_dim("nO")}, refs=refs)


def _read(node: Any) -> Vectors | None:
    """The parts of a model of word vectors, None where it is another model or built in another way."""
    if not (node.has_ref("embed") and node.has_ref("encode")):
        return None
    nodes = list(node.walk(order="dfs_pre"))
    maxouts, normals = ([layer for layer in nodes if layer.has_param(weights)] for weights in ("W", "G"))
    reach = max(layer.attrs.get("window_size", 0) for layer in nodes)
    columns = [column for layer in nodes for column in layer.attrs.get("columns", ())]
    if len(maxouts) < 2 or node.name != _stock_name(columns, len(maxouts) - 1):
        return None
    mixing, *layers = map(_layer, maxouts, normals)
    embed, padding = node.get_ref("embed"), node.get_ref("encode").attrs["pad"]
    return Vectors(
        embed.layers[0], Embedding(embed.layers[2].layers[0], mixing), tuple(layers), reach, padding
    )


def _stock_name(columns: Sequence[int | str], depth: int) -> str:
    """The name that thinc gives to the model of the stock pipelines: those of all of its layers."""
    from spacy.ml.models.tok2vec import MaxoutWindowEncoder, MultiHashEmbed, build_Tok2Vec_model

    embed = MultiHashEmbed(1, list(columns), [1] * len(columns), include_static_vectors=False)
    return str(build_Tok2Vec_model(embed, MaxoutWindowEncoder(1, 1, 1, depth)).name)


def _layer(maxout: Any, normal: Any) -> Layer:
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    by_input = np.ascontiguousarray(weights.transpose(2, 1, 0)).reshape(weights.shape[2], -1)
    return Layer(by_input, bias.T.ravel(), normal.get_param("G"), normal.get_param("b"))
