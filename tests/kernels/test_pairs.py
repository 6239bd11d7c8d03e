"""Counts of neighbours out of packed lists, against the pairs the lists were made of."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.kernels import COMPILED, IN_NUMPY, pairs
from searcher.kernels.pairs import PairTable

ways = pytest.mark.parametrize(
    "pair_counts", [IN_NUMPY["pair_counts"], pairs.pair_counts], ids=["numpy", "as used"]
)
WIDTHS = (np.uint8, np.uint16, np.uint32)


def packed(lists, widths=(np.uint32,) * 3):
    """Pack lists of {id: count}, one pair after the other."""
    gaps, nibbles, wide, large, before = [], [], [], [], []
    starts, wide_starts = [0], [0]
    for followers in lists:
        previous = 0
        for number, count in sorted(followers.items()):
            gap, previous = number - previous, number
            gaps.append(gap if gap < 256 else 0)
            wide += [gap] if gap >= 256 else []
            if len(nibbles) % 64 == 0:
                before.append(len(large))
            nibbles.append(min(count - 1, 15))
            large += [count - 16] if count >= 16 else []
        starts.append(len(gaps))
        wide_starts.append(len(wide))
    nibbles += [0] * (len(nibbles) % 2)
    return PairTable(
        np.array(gaps, np.uint8),
        np.array([a | b << 4 for a, b in zip(nibbles[::2], nibbles[1::2], strict=True)], np.uint8),
        np.array(starts, np.int64),
        np.array(wide_starts, np.int64),
        *(
            np.array(values, width)
            for values, width in zip((wide, large, before), widths, strict=True)
        ),
    )


def some_lists(seed, count=12, most=400, largest=60):
    rng = np.random.default_rng(seed)
    return [
        {
            int(number): int(rng.integers(1, largest))
            for number in rng.integers(1, 60_000 if rng.random() < 0.5 else 500, size)
        }
        for size in rng.integers(0, most, count)
    ]


@ways
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("order", ["by list", "any"])
def test_every_pair(pair_counts, seed, order):
    lists = some_lists(seed, largest=40_000)
    rng = np.random.default_rng(seed)
    asked = [
        (first, second)
        for first, followers in enumerate(lists)
        for second in (*followers, *rng.integers(-3, 60_000, 80).tolist())
    ]
    asked += [(-1, 5), (len(lists), 5), (1 << 40, 5), (0, 0), (0, 1 << 40)]
    if order == "any":
        rng.shuffle(asked)
    firsts, seconds = np.array(asked, np.int64).T.copy()
    expected = [
        lists[first].get(second, 0) if 0 <= first < len(lists) else 0 for first, second in asked
    ]
    assert pair_counts(packed(lists), firsts, seconds).tolist() == expected
    assert sum(map(bool, expected)) > 1000


@ways
def test_back_from_the_end_of_a_list(pair_counts):
    seconds = np.array([900] * 64 + [7] * 64 + [3, 900, 7])
    counts = pair_counts(packed([{3: 2, 7: 30}]), np.zeros(len(seconds), np.int64), seconds)
    assert counts.tolist() == [0] * 64 + [30] * 64 + [2, 0, 30]


@ways
@pytest.mark.parametrize("width", WIDTHS)
def test_widths(pair_counts, width):
    lists = [{3: 1, 200: 16, 203: 20}, {}, {7: 271, 8: 15}]
    table = packed(lists, (np.uint16, width, width))
    firsts, seconds = np.array([0, 0, 0, 1, 2, 2]), np.array([203, 3, 200, 3, 7, 8])
    assert pair_counts(table, firsts, seconds).tolist() == [20, 1, 16, 0, 271, 15]


@ways
def test_nothing(pair_counts):
    none = np.zeros(0, np.int64)
    assert pair_counts(packed([]), none, none).tolist() == []
    assert pair_counts(packed([]), np.array([0]), np.array([1])).tolist() == [0]
    with pytest.raises(ValueError, match="lengths"):
        pair_counts(packed([{1: 1}]), none, np.array([1]))


@ways
@pytest.mark.parametrize(
    "damage",
    [
        lambda table: table._replace(wide_gaps=table.wide_gaps[:-1]),
        lambda table: table._replace(gaps=table.gaps[:-1]),
        lambda table: table._replace(counts=table.counts[:1]),
        lambda table: table._replace(large_before=table.large_before[:0]),
        lambda table: table._replace(large_counts=table.large_counts[:-1]),
        lambda table: table._replace(large_before=table.large_before + np.uint32(9)),
        lambda table: table._replace(gaps=np.where(table.gaps, table.gaps, 1).astype(np.uint8)),
        lambda table: table._replace(gaps=np.zeros_like(table.gaps)),
        lambda table: table._replace(starts=table.starts + 1),
        lambda table: table._replace(starts=table.starts - 1),
        lambda table: table._replace(starts=table.starts[::-1].copy()),
        lambda table: table._replace(wide_starts=table.wide_starts + 1),
        lambda table: table._replace(wide_starts=table.wide_starts - 1),
        lambda table: table._replace(wide_starts=table.wide_starts[:-1]),
    ],
)
def test_arrays_that_do_not_fit(pair_counts, damage):
    lists = [{1: 1, 900: 16, 5000: 20, 5001: 2}, {400: 30, 401: 1}]
    table = packed(lists)
    firsts, seconds = np.array([0, 0, 0, 0, 1, 1]), np.array([1, 900, 5000, 5001, 400, 401])
    assert pair_counts(table, firsts, seconds).tolist() == [1, 16, 20, 2, 30, 1]
    with pytest.raises(ValueError, match=r"pair|list|count"):
        pair_counts(damage(table), firsts, seconds)


successive = pytest.mark.parametrize(
    "add_successive",
    [IN_NUMPY["add_successive"], pairs.add_successive],
    ids=["numpy", "as used"],
)


@successive
@pytest.mark.parametrize("seed", range(4))
def test_successive_words(add_successive, seed):
    lists = some_lists(seed, largest=40_000)
    rng = np.random.default_rng(seed)
    likely = [number for followers in lists for number in followers] + list(range(-1, len(lists)))
    words = [rng.choice(likely, size).tolist() for size in (3, 1, 0, 5, 90, 70, 0, 0, 4, 2)]
    # Ids of lists are small: in front of what follows them.
    words[3], words[4] = [0, 1, 2, -1, 99], [*rng.choice(likely, 85).tolist(), 3, 4, 5, 6, 0]
    expected = [
        lists[first].get(second, 0) if 0 <= first < len(lists) else 0
        for one, other in pairwise(words)
        for first in one
        for second in other
    ]
    ids = np.array([number for word in words for number in word], np.int64)
    edges = np.array([0, *accumulate(map(len, words))], np.int64)
    found = np.ones(len(expected), np.int64)
    add_successive(packed(lists), ids, edges, found)
    assert (found - 1).tolist() == expected
    assert sum(map(bool, expected)) > 50


@successive
@pytest.mark.parametrize(
    ("edges", "cells"), [([], 0), ([0, 1], 0), ([0, 2, 1, 2], 0), ([1, 2], 0), ([0, 1, 2], 2)]
)
def test_words_that_do_not_fit(add_successive, edges, cells):
    ids, found = np.array([0, 1]), np.zeros(cells, np.int64)
    with pytest.raises(ValueError, match=r"fit|place"):
        add_successive(packed([{1: 1}]), ids, np.array(edges, np.int64), found)


def told(function, *arguments):
    try:
        return function(*arguments).tolist()
    except ValueError:
        return "they do not fit"


def successively(add_successive, table, ids, edges):
    found = np.zeros(int((np.diff(edges)[:-1] * np.diff(edges)[1:]).sum()), np.int64)
    add_successive(table, ids, edges, found)
    return found


@pytest.mark.skipif(COMPILED is None, reason="the kernels are not compiled here")
@given(st.data())
def test_the_same_whatever_stands_in_the_arrays(data):
    table = packed(some_lists(data.draw(st.integers(0, 9)), 4, 20))
    for name in data.draw(st.lists(st.sampled_from(table._fields), max_size=2)):
        changed = getattr(table, name).copy()
        if len(changed):
            top = int(np.iinfo(changed.dtype).max)
            low = -2 if changed.dtype == np.int64 else 0
            value = data.draw(st.integers(low, 40) | st.integers(low, min(top, 1 << 40)))
            changed[data.draw(st.integers(0, len(changed) - 1))] = value
        table = table._replace(**{name: changed[: data.draw(st.integers(0, 40) | st.none())]})
    asked = data.draw(st.lists(st.tuples(st.integers(-1, 5), st.integers(-1, 600)), max_size=90))
    firsts, seconds = np.array(asked, np.int64).reshape(-1, 2).T.copy()
    by_numpy, as_used = (
        told(pair_counts, table, firsts, seconds)
        for pair_counts in (IN_NUMPY["pair_counts"], pairs.pair_counts)
    )
    assert by_numpy == as_used
    sizes = data.draw(st.lists(st.integers(0, 70), max_size=5))
    ids = data.draw(st.lists(st.integers(-1, 600), min_size=sum(sizes), max_size=sum(sizes)))
    edges = np.array([0, *accumulate(sizes)], np.int64)
    by_numpy, as_used = (
        told(successively, add_successive, table, np.array(ids, np.int64), edges)
        for add_successive in (IN_NUMPY["add_successive"], pairs.add_successive)
    )
    assert by_numpy == as_used
