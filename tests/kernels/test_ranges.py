"""Parts of arrays, taken end to end, held to lists."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.kernels.ranges import edges_of, joined, owners_of, places

SIZE = 40
bounds = st.lists(st.lists(st.integers(0, SIZE), min_size=2, max_size=2).map(sorted), max_size=12)
counts = st.lists(st.integers(0, 4), max_size=12)


@pytest.mark.parametrize("width", [np.uint8, np.uint16, np.uint64])
@given(parts=bounds)
def test_parts_are_joined(width, parts):
    array = np.arange(SIZE, dtype=width)
    begins, ends = np.array(parts, np.int64).reshape(-1, 2).T
    found = joined(array, begins, ends)
    assert found.dtype == array.dtype
    assert found.tolist() == [at for begin, end in parts for at in range(begin, end)]


def test_parts_side_by_side_are_not_copied():
    array = np.arange(SIZE)
    found = joined(array, np.array([3, 7, 7]), np.array([7, 7, 20]))
    assert found.tolist() == list(range(3, 20))
    assert np.shares_memory(found, array)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 4)), max_size=12))
def test_places_count_up_from_each_beginning(parts):
    begins, lengths = np.array(parts, np.int64).reshape(-1, 2).T
    expected = [begin + step for begin, length in parts for step in range(length)]
    assert places(begins, lengths).tolist() == expected


@given(counts)
def test_edges_and_owners_are_those_of_the_parts(lengths):
    edges = edges_of(np.array(lengths, np.int64))
    assert [end - begin for begin, end in pairwise(edges.tolist())] == lengths
    every = np.arange(edges[-1])
    expected = [bisect_right(edges.tolist(), at) - 1 for at in every.tolist()]
    assert owners_of(every, edges).tolist() == expected
    assert owners_of(every[::3], edges).tolist() == expected[::3]
