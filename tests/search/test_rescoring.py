"""Choosing the best of many scores, against sorting all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from searcher.search.rescoring import best_candidates


def by_sorting(scores, count):
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= count:
        return positive.tolist()
    last = np.sort(scores[positive])[-count]
    return [doc for doc in positive.tolist() if scores[doc] >= last]


scores_of_any_size = arrays.arrays(
    np.float32,
    st.integers(0, 700),
    elements=st.sampled_from([0.0, 0.0, 0.5, 1.0, 1.5, 2.0, 7.25]),
)


@given(scores_of_any_size, st.integers(1, 250))
def test_ties_and_zeros(scores, count):
    assert best_candidates(scores, count).tolist() == by_sorting(scores, count)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("share", [0.001, 0.02, 0.5, 1.0])
def test_many_scores(seed, share):
    rng = np.random.default_rng(seed)
    scores = rng.exponential(size=30_000).astype(np.float32)
    scores[rng.random(30_000) > share] = 0
    # The best at one end: a sample that misses them must not matter.
    for arranged in (scores, np.sort(scores), np.sort(scores)[::-1].copy()):
        assert best_candidates(arranged, 200).tolist() == by_sorting(arranged, 200)
