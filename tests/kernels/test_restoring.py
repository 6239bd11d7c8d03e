"""The likeliest path through the forms of some words, against trying every path."""

from __future__ import annotations

from itertools import accumulate, pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.kernels import IN_NUMPY, restoring

DISCOUNT = 0.75
ways = pytest.mark.parametrize(
    "likeliest_path",
    [IN_NUMPY["likeliest_path"], restoring.likeliest_path],
    ids=["numpy", "as used"],
)


def asked(sizes, seed=0, largest=40):
    """Counts that could be those of an index."""
    rng = np.random.default_rng(seed)
    edges = np.array([0, *accumulate(sizes)], np.int64)
    occurring = rng.integers(0, largest, edges[-1]).astype(np.float64)
    cells = sum(one * other for one, other in pairwise(sizes))
    context = np.maximum(occurring, 1.0)
    return (
        edges,
        (occurring + 0.5) / (occurring.sum() + 1.0),
        context,
        DISCOUNT * context**-0.2,
        rng.integers(0, 2, cells) * rng.integers(0, largest, cells),
        DISCOUNT,
    )


def matrices(sizes, arguments):
    """The probabilities of each word after the one before it, by their formula."""
    edges, alone, context, spread, together, discount = arguments
    cell = 0
    for number, size in enumerate(sizes):
        before = sizes[number - 1] if number else 0
        step = np.ones((max(before, 1), max(size, 1)))
        for row, column in product(range(before), range(size)):
            first, second = edges[number - 1] + row, edges[number] + column
            kept = max(together[cell] - discount, 0.0) / context[first]
            step[row, column] = kept + spread[first] * alone[second]
            cell += 1
        if size and not before:
            step[0] = alone[edges[number] : edges[number + 1]]
        yield step


@ways
@given(sizes=st.lists(st.integers(0, 3), max_size=6), seed=st.integers(0, 99))
def test_the_likeliest_of_all_paths(likeliest_path, sizes, seed):
    arguments = asked(sizes, seed)
    path, prior, confidence, probabilities = likeliest_path(*arguments)
    steps = list(matrices(sizes, arguments))
    assert probabilities.tolist() == [value for step in steps for value in step.ravel().tolist()]
    odds = {
        every: np.prod(
            [step[a, b] for step, (a, b) in zip(steps, pairwise((0, *every)), strict=True)]
        )
        for every in product(*(range(max(size, 1)) for size in sizes))
    }
    assert odds[tuple(path.tolist())] == pytest.approx(max(odds.values()), rel=1e-12)
    edges, alone = arguments[0].tolist(), arguments[1].tolist()
    for number, chosen in enumerate(path.tolist()):
        same = sum(share for every, share in odds.items() if every[number] == chosen)
        assert confidence[number] == pytest.approx(same / sum(odds.values()), rel=1e-9)
        own = alone[edges[number] : edges[number + 1]] or [1.0]
        assert prior[number] == pytest.approx(own[chosen] / sum(own), rel=1e-12)


@ways
def test_equally_likely_forms_go_to_the_first(likeliest_path):
    edges, _, _, _, together, discount = asked([3, 2])
    alone, together = np.full(5, 0.2), np.full_like(together, 4)
    path, *_ = likeliest_path(edges, alone, np.full(5, 9.0), alone, together, discount)
    assert path.tolist() == [0, 0]


@ways
def test_a_very_long_row_does_not_vanish(likeliest_path):
    sizes = [2, 1] * 5000
    edges, alone, context, spread, together, discount = asked(sizes, largest=2)
    alone[0::3], alone[1::3], alone[2::3] = 1e-9, 2e-9, 1e-9
    together[:] = 0
    path, _, confidence, _ = likeliest_path(edges, alone, context, spread, together, discount)
    assert path.tolist() == [1, 0] * 5000
    assert confidence[[0, -2]].tolist() == pytest.approx([2 / 3, 2 / 3])


@ways
@pytest.mark.parametrize(
    "change",
    [
        {0: np.zeros(0, np.int64)},
        {0: np.array([0, 2, 1, 5])},
        {0: np.array([1, 2, 4, 5])},
        {0: np.array([0, 2, 4, 6])},
        {1: np.ones(4)},
        {2: np.ones(6)},
        {3: np.ones(4)},
        {4: np.ones(5, np.int64)},
    ],
)
def test_arrays_that_do_not_fit(likeliest_path, change):
    arguments = dict(enumerate(asked([2, 2, 1])))
    with pytest.raises(ValueError, match=r"fit|lengths"):
        likeliest_path(*(arguments | change).values())


@given(sizes=st.lists(st.integers(0, 20), max_size=12), seed=st.integers(0, 99))
def test_paths_and_probabilities_are_the_same_to_the_last_bit(sizes, seed):
    arguments = asked(sizes, seed, largest=5000)
    by_numpy, as_used = (
        likeliest_path(*arguments)
        for likeliest_path in (IN_NUMPY["likeliest_path"], restoring.likeliest_path)
    )
    for number in (0, 3):
        assert by_numpy[number].tolist() == as_used[number].tolist()
    # Sums over many paths, of which numpy says not in what order it takes them.
    for number in (1, 2):
        assert np.allclose(by_numpy[number], as_used[number], rtol=1e-12, atol=0)
