"""The model's matrix products through NumPy's library: several times faster, and the same for any batch.

spaCy multiplies with a portable library of its own. NumPy brings one that knows the processor; on one
with AVX-512 it takes a quarter of the time (``docs/benchmarks.md``). It is used where it passes a check:
a row's product must not depend on the rows that are multiplied with it, to the last bit, or else an
article's records would depend on its neighbours in a batch. Products of few rows, which libraries treat
in ways of their own, are therefore filled up to ``MIN_ROWS``. One thread: the products are too small to
share, and the processes of a run share the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import NumpyOps

if TYPE_CHECKING:
    from spacy.language import Language

MIN_ROWS = 64
"""Below 38 rows the products of OpenBLAS 0.3 differ in the last bit from those of more rows."""

_SHAPES = ((288, 288), (288, 384), (288, 576), (1024, 64), (64, 96), (50, 96), (48, 80), (32, 48), (2, 16))
"""Columns and inputs of thinc's layers in the stock pipelines, which keep a row of weights a column."""
_TURNED = ((288, 288), (288, 384), (288, 576), (1024, 64), (128, 64), (106, 64), (48, 80), (32, 48))
"""Those of our own, which keep a row an input: their products take 3% less time, of few rows a third."""


class SteadyOps(NumpyOps):  # type: ignore[misc]  # thinc's types end here
    """thinc's operations with the products of NumPy, never of fewer than ``MIN_ROWS`` rows."""

    def __init__(self) -> None:
        super().__init__(use_blis=False)

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices."""
        rows = x.shape[0]
        if trans1 or out is not None or not 0 < rows < MIN_ROWS:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        filled = np.zeros((MIN_ROWS, x.shape[1]), dtype=x.dtype)
        filled[:rows] = x
        return super().gemm(filled, y, trans2=trans2)[:rows]


def use_steady_products(nlp: Language) -> bool:
    """Let a pipeline's models multiply with NumPy where that is safe; whether it is."""
    if not steady():
        return False
    ops = SteadyOps()
    for _, pipe in nlp.components:
        model = getattr(pipe, "model", None)
        if model is not None and hasattr(model, "walk"):
            for node in model.walk():
                node.ops = ops
    return True


@cache
def steady() -> bool:
    """Whether NumPy's products of this machine are the same for a row in any company."""
    with one_thread():
        return all(_is_steady(*shape, turned=False) for shape in _SHAPES) and all(
            _is_steady(*shape, turned=True) for shape in _TURNED
        )


def _is_steady(columns: int, depth: int, *, turned: bool) -> bool:
    rng = np.random.default_rng(1)
    ops = SteadyOps()
    rows = rng.standard_normal((400, depth)).astype("float32")
    weights = rng.standard_normal((columns, depth)).astype("float32")
    whole = ops.gemm(rows, weights, trans2=True)
    given = np.ascontiguousarray(weights.T) if turned else weights
    return all(
        np.array_equal(
            ops.gemm(np.ascontiguousarray(rows[first:last]), given, trans2=not turned), whole[first:last]
        )
        for first, last in ((0, 1), (3, 10), (101, 132), (7, 71), (150, 215), (33, 250), (1, 400))
    )


def one_thread() -> AbstractContextManager[object]:
    """A block in which NumPy's products stay on one thread."""
    return _limit()(limits=1, user_api="blas")


@cache
def _limit() -> Callable[..., AbstractContextManager[object]]:
    from threadpoolctl import ThreadpoolController

    limit: Callable[..., AbstractContextManager[object]] = ThreadpoolController().limit
    return limit
