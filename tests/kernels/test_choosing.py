"""Choosing the best of many scores, against sorting all of them; and adding to them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from searcher.kernels import COMPILED, IN_NUMPY, choosing

ways = pytest.mark.parametrize(
    "best_scores", [IN_NUMPY["best_scores"], choosing.best_scores], ids=["numpy", "as used"]
)


def by_sorting(scores, count):
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= count:
        return positive.tolist()
    last = np.sort(scores[positive])[-count]
    return [doc for doc in positive.tolist() if scores[doc] >= last]


scores_of_any_size = arrays.arrays(
    np.float32,
    st.integers(0, 700),
    elements=st.sampled_from([-1.0, 0.0, 0.0, 0.5, 1.0, 1.5, 2.0, 7.25, np.nan, np.inf]),
)


@ways
@given(scores_of_any_size, st.integers(1, 250))
def test_ties_and_zeros(best_scores, scores, count):
    assert best_scores(scores, count).tolist() == by_sorting(scores, count)


@ways
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("share", [0.001, 0.02, 0.5, 1.0])
def test_many_scores(best_scores, seed, share):
    rng = np.random.default_rng(seed)
    scores = rng.exponential(size=30_000).astype(np.float32)
    scores[rng.random(30_000) > share] = 0
    # The best at one end: a sample that misses them must not matter.
    for arranged in (scores, np.sort(scores), np.sort(scores)[::-1].copy()):
        assert best_scores(arranged, 200).tolist() == by_sorting(arranged, 200)


@ways
def test_high_scores_all_in_the_sample(best_scores):
    scores = np.ones(30_000, np.float32)
    scores[::64] = 9
    assert len(best_scores(scores, 400)) == len(range(0, 30_000, 64))
    assert len(best_scores(scores, 600)) == len(scores)


HOLDERS = [IN_NUMPY["holders_of"], choosing.holders_of]


@pytest.mark.parametrize("holders_of", HOLDERS, ids=["numpy", "as used"])
@given(
    arrays.arrays(
        np.float32,
        arrays.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=300),
        elements=st.sampled_from([0.0, 0.0, 1e-45, 0.5, 3.0, np.inf]),
    )
)
def test_holders_are_counted_by_row(holders_of, frequencies):
    expected = [sum(map(bool, row)) for row in frequencies.tolist()]
    assert holders_of(frequencies) == expected


@ways
def test_at_least_one_is_wanted(best_scores):
    with pytest.raises(ValueError, match="nothing"):
        best_scores(np.ones(3, np.float32), 0)


@pytest.mark.skipif(COMPILED is None, reason="the kernels are not compiled here")
@given(st.data())
def test_damped_sums_are_the_same(data):
    rows, columns = data.draw(st.integers(0, 9)), data.draw(st.integers(0, 9))
    floats = st.floats(0, 50, width=32)
    frequencies = data.draw(arrays.arrays(np.float32, (rows, columns), elements=floats))
    weights = data.draw(arrays.arrays(np.float32, rows, elements=floats))
    sums = []
    for add in (IN_NUMPY["add_damped"], choosing.add_damped):
        scores = np.linspace(0, 9, columns, dtype=np.float32)
        add(scores, frequencies, weights, 1.2)
        sums.append(scores.tobytes())
    assert sums[0] == sums[1]


@pytest.mark.parametrize("add", [IN_NUMPY["add_damped"], choosing.add_damped])
def test_shapes_that_do_not_fit(add):
    scores = np.zeros(3, np.float32)
    for shape, weights in (((2, 4), 2), ((2, 2), 2), ((2, 3), 1)):
        with pytest.raises(ValueError, match="lengths"):
            add(scores, np.ones(shape, np.float32), np.ones(weights, np.float32), 1.2)


takers = pytest.mark.parametrize(
    "take_better", [IN_NUMPY["take_better"], choosing.take_better], ids=["numpy", "as used"]
)


@takers
@given(st.data())
def test_the_better_of_two_scores(take_better, data):
    size = data.draw(st.integers(1, 150))
    some = arrays.arrays(
        np.float32, size, elements=st.sampled_from([0.0, 0.0, 1.0, 1.5, 2.0, 7.25])
    )
    scores, others = data.draw(some), data.draw(some)
    answers = np.full(size, 3, np.int8)
    expected = [max(own, other * 0.5) for own, other in zip(scores, others, strict=True)]
    whose = [9 if other * 0.5 > own else 3 for own, other in zip(scores, others, strict=True)]
    take_better(scores, answers, others, 0.5, 9)
    assert scores.tolist() == expected
    assert answers.tolist() == whose


@takers
@pytest.mark.parametrize("sizes", [(2, 3, 3), (3, 2, 3), (3, 3, 2)])
def test_scores_of_different_lengths_are_an_error(take_better, sizes):
    one, two, three = sizes
    with pytest.raises(ValueError, match="lengths"):
        take_better(
            np.ones(one, np.float32), np.ones(two, np.int8), np.ones(three, np.float32), 1.0, 1
        )
