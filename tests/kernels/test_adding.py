"""Adding shares: numpy and C give the same sums to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.kernels import COMPILED, IN_NUMPY, adding

# Without them there is nothing to compare.
needs_compiled = pytest.mark.skipif(COMPILED is None, reason="the kernels are not compiled here")


@needs_compiled
@given(st.data())
def test_sparse_sums_are_the_same(data):
    size = data.draw(st.integers(1, 40))
    docs = np.array(data.draw(st.lists(st.integers(0, size - 1), unique=True)), np.int32)
    steps = np.array(
        data.draw(st.lists(st.integers(0, 65535), min_size=len(docs), max_size=len(docs))),
        np.uint16,
    )
    agreeing = np.array(
        data.draw(st.lists(st.integers(0, 1), min_size=len(docs), max_size=len(docs))), np.uint8
    )
    weight = data.draw(st.floats(0, 100, width=32))
    counts = data.draw(st.sampled_from([np.uint8, np.uint16]))
    results = []
    for add in (IN_NUMPY["add_sparse"], adding.add_sparse):
        scores, matched = np.linspace(0, 9, size, dtype=np.float32), np.zeros(size, counts)
        add(scores, matched, docs, steps, agreeing, weight)
        add(scores, matched, docs, steps, None, weight)
        results.append((scores.tobytes(), matched.tobytes()))
    assert results[0] == results[1]


@pytest.mark.parametrize("doc", [-1, 3, 2**31 - 1])
def test_a_document_that_does_not_exist_is_an_error(doc):
    arrays = np.zeros(3, np.float32), np.zeros(3, np.uint8)
    with pytest.raises(IndexError):
        adding.add_sparse(*arrays, np.array([doc], np.int32), np.ones(1, np.uint16), None, 1.0)
