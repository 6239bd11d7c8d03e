"""Blocks that have not been checked: what a look at every byte says, the same in numpy and in C."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.kernels import IN_NUMPY, blocks

SEEN = st.lists(st.booleans(), max_size=6).map(lambda seen: np.array(seen, np.uint8))
OFFSETS = st.integers(0, 9000)
ITEMS = st.sampled_from([1, 2, 4, 8])
NUMBERS = st.one_of(
    st.integers(-5, 30_000), st.sampled_from([-(2**63), 2**31, 2**62 - 1, 2**62, 2**63 - 1])
)
PARTS = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=5)


def expected(seen, offset, item_bytes, parts):
    found = set()
    for block in range(len(seen)):
        for first, stop in parts:
            begin, end = offset + max(first, 0) * item_bytes, offset + stop * item_bytes
            touched = max(begin, block * 4096) < min(end, block * 4096 + 4096)
            if max(first, 0) < stop and touched and not seen[block]:
                found.add(block)
    return sorted(found)


@pytest.mark.parametrize("unseen", [IN_NUMPY["unseen_of_parts"], blocks.unseen_of_parts])
@given(SEEN, OFFSETS, ITEMS, PARTS)
def test_parts_are_in_the_blocks_that_hold_any_of_their_bytes(unseen, seen, offset, item, parts):
    firsts, stops = np.array(parts, np.int64).reshape(-1, 2).T
    found = unseen(seen, offset, item, firsts.copy(), stops.copy())
    assert found == expected(seen, offset, item, parts)


@pytest.mark.parametrize("unseen", [IN_NUMPY["unseen_of_rows"], blocks.unseen_of_rows])
@pytest.mark.parametrize("width", [np.uint32, np.uint64])
@given(SEEN, OFFSETS, ITEMS, st.data())
def test_rows_are_parts_between_neighbouring_starts(unseen, width, seen, offset, item, data):
    largest = int(np.iinfo(width).max)
    numbers = st.one_of(st.integers(0, 9000), st.integers(largest - 9, largest))
    starts = data.draw(st.lists(numbers, min_size=2, max_size=6))
    rows = data.draw(st.lists(st.integers(0, len(starts) - 2), max_size=5))
    found = unseen(seen, offset, item, np.array(starts, width), np.array(rows, np.int64))
    # Whatever is behind the file is the same.
    parts = [(starts[row], starts[row + 1]) for row in rows]
    assert found == expected(seen, offset, item, parts)


@pytest.mark.parametrize("unseen", [IN_NUMPY["unseen_of_rows"], blocks.unseen_of_rows])
@pytest.mark.parametrize(("starts", "row"), [([0, 4], 1), ([0, 4], -1), ([0], 0), ([], 0)])
def test_a_row_that_is_not_there_is_an_error(unseen, starts, row):
    with pytest.raises(IndexError):
        unseen(np.zeros(1, np.uint8), 0, 1, np.array(starts, np.uint32), np.array([row]))


@pytest.mark.parametrize("unseen", [IN_NUMPY["unseen_of_parts"], blocks.unseen_of_parts])
def test_beginnings_without_ends_are_an_error(unseen):
    with pytest.raises(ValueError, match="different lengths"):
        unseen(np.zeros(1, np.uint8), 0, 1, np.zeros(2, np.int64), np.zeros(1, np.int64))
