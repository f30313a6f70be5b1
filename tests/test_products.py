"""The products of the model: the same for a row in any company, and the same records as before."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.language.products import MIN_ROWS, SteadyOps, one_thread, steady


@given(st.integers(1, 300), st.integers(0, 300), st.sampled_from([(288, 288), (1024, 64), (50, 96)]))
@settings(max_examples=100, deadline=None)
def test_a_row_s_product_does_not_depend_on_the_others(
    count: int, first: int, shape: tuple[int, int]
) -> None:
    if not steady():
        pytest.skip("NumPy's library of this machine is not used")
    rng = np.random.default_rng(count)
    rows = rng.standard_normal((600, shape[1])).astype("float32")
    other = rng.standard_normal(shape).astype("float32")
    ops = SteadyOps()
    with one_thread():
        whole = ops.gemm(rows, other, trans2=True)
        part = ops.gemm(np.ascontiguousarray(rows[first : first + count]), other, trans2=True)
    assert np.array_equal(part, whole[first : first + count])


def test_products_are_those_of_numpy() -> None:
    rng = np.random.default_rng(0)
    for rows in (0, 1, MIN_ROWS - 1, MIN_ROWS, 200):
        x, y = rng.standard_normal((rows, 8)), rng.standard_normal((5, 8))
        assert np.allclose(SteadyOps().gemm(x, y, trans2=True), x @ y.T)
    x, y = rng.standard_normal((8, 3)), rng.standard_normal((8, 5))
    assert np.allclose(SteadyOps().gemm(x, y, trans1=True), x.T @ y)
