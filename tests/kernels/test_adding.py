"""Adding shares: numpy and C give the same sums to the last bit, and nothing outside the arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.kernels import COMPILED, IN_NUMPY, adding
from searcher.kernels.adding import Share

# Without them there is nothing to compare.
needs_compiled = pytest.mark.skipif(COMPILED is None, reason="the kernels are not compiled here")
FORMS = [IN_NUMPY["add_up"], adding.add_up]

weights = st.floats(0, 100, width=32)


def arrays(kind, size, top):
    numbers = st.lists(st.integers(0, top), min_size=size, max_size=size)
    return numbers.map(lambda found: np.array(found, kind))


@st.composite
def shares(draw, size):
    """One share of a slot, of all articles or of some."""
    dense = draw(st.booleans())
    docs = None if dense else draw(st.lists(st.integers(0, size - 1), unique=True))
    count = size if docs is None else len(docs)
    flags = (size + 7) // 8 if dense else count
    agreeing = draw(st.none() | arrays(np.uint8, flags, 255 if dense else 1))
    steps = draw(arrays(np.uint16, count, 65535))
    numbers = None if docs is None else np.array(docs, np.int32)
    return Share(numbers, steps, agreeing, draw(weights))


def added(add, size, wanted, parts=(), factors=None, besides=()):
    scores, complete = np.full(size, 7, np.float32), np.ones(size, np.bool_)
    if factors is None:
        factors = np.linspace(0.5, 1, len(wanted) + len(parts) + 1, dtype=np.float32)
    add(wanted, besides, parts, factors, scores, complete)
    return scores.tobytes(), complete.tobytes()


@needs_compiled
@given(st.data())
def test_sums_are_the_same(data):
    size = data.draw(st.integers(1, 40))
    wanted = data.draw(st.lists(shares(size), max_size=5))
    parts = [
        (
            data.draw(arrays(np.uint16, size, 999)).astype(np.float32) / 7,
            data.draw(arrays(np.bool_, size, 1)),
        )
        for _ in range(data.draw(st.integers(0, 2)))
    ]
    besides = data.draw(st.lists(shares(size), max_size=3))
    first, second = (added(add, size, wanted, parts, besides=besides) for add in FORMS)
    assert first == second


@pytest.mark.parametrize("add", FORMS)
def test_what_is_added_besides_matches_nothing(add):
    some = Share(np.array([1, 2], np.int32), np.array([3, 5], np.uint16), None, 2.0)
    every = Share(None, np.array([1, 0, 7, 0], np.uint16), np.array([15], np.uint8), 1.0)
    scores, complete = np.empty(4, np.float32), np.empty(4, np.bool_)
    add([some], [every, some], [], np.array([0.5, 1], np.float32), scores, complete)
    assert scores.tolist() == [0.5, 12, 27, 0]
    assert complete.tolist() == [False, True, True, False]


@pytest.mark.parametrize("add", FORMS)
@pytest.mark.parametrize("slots", [3, 255, 256, 300])
def test_however_many_slots_each_is_counted(add, slots):
    size = 21
    share = Share(None, np.arange(size).astype(np.uint16), np.array([255, 3, 16], np.uint8), 1.0)
    some = Share(
        np.array([3, 20], np.int32), np.ones(2, np.uint16), np.array([1, 0], np.uint8), 1.0
    )
    factors = np.arange(slots + 1, dtype=np.float32)
    scores, complete = np.empty(size, np.float32), np.empty(size, np.bool_)
    add([share] * (slots - 1) + [some], [], [], factors, scores, complete)
    assert np.flatnonzero(complete).tolist() == [3]
    agree = [*range(10), 20]
    sums = np.array([doc * (slots - 1) * (doc in agree) for doc in range(size)])
    expected = sums * (slots - 1)
    expected[3], expected[20] = (sums[3] + 1) * slots, (sums[20] + 1) * (slots - 1)
    assert scores.tolist() == expected.astype(np.float32).tolist()


@pytest.mark.parametrize("add", FORMS)
@pytest.mark.parametrize("doc", [-1, 3, 2**31 - 1])
def test_a_document_that_does_not_exist_is_an_error(add, doc):
    share = Share(np.array([0, doc, 1], np.int32), np.ones(3, np.uint16), None, 1.0)
    with pytest.raises(IndexError):
        added(add, 3, [share])


ONE = np.ones(9, np.uint16)


@pytest.mark.parametrize("add", FORMS)
@pytest.mark.parametrize(
    ("share", "part", "factors"),
    [
        (Share(None, ONE[:8], None, 1.0), None, 2),
        (Share(None, ONE, np.zeros(1, np.uint8), 1.0), None, 2),
        (Share(np.arange(3, dtype=np.int32), ONE, None, 1.0), None, 2),
        (Share(np.arange(9, dtype=np.int32), ONE, np.zeros(8, np.uint8), 1.0), None, 2),
        (Share(None, ONE, None, 1.0), None, 1),
        (Share(None, ONE, None, 1.0), (np.zeros(8, np.float32), np.zeros(9, np.bool_)), 3),
        (Share(None, ONE, None, 1.0), (np.zeros(9, np.float32), np.zeros(8, np.bool_)), 3),
    ],
)
def test_arrays_that_do_not_fit_are_an_error(add, share, part, factors):
    with pytest.raises(ValueError):
        added(add, 9, [share], [part] if part else [], np.ones(factors, np.float32))
    if part is None and factors == 2:
        good = Share(None, ONE, None, 1.0)
        with pytest.raises(ValueError):
            added(add, 9, [good], [], np.ones(factors, np.float32), [share])


SOME = [IN_NUMPY["add_up_some"], adding.add_up_some]


def in_order(share):
    """The same share, its documents ascending."""
    if share.docs is None:
        return share
    order = np.argsort(share.docs)
    agreeing = share.agreeing if share.agreeing is None else share.agreeing[order]
    return Share(share.docs[order], share.steps[order], agreeing, share.weight)


@pytest.mark.parametrize("add_some", SOME, ids=["numpy", "as used"])
@given(data=st.data())
def test_some_articles_get_what_they_get_among_all(add_some, data):
    size = data.draw(st.integers(1, 40))
    wanted = list(map(in_order, data.draw(st.lists(shares(size), max_size=5))))
    some = np.array(sorted(data.draw(st.sets(st.integers(0, size - 1)))), np.int64)
    besides = list(map(in_order, data.draw(st.lists(shares(size), max_size=3))))
    factors = np.linspace(0.5, 1, len(wanted) + 1, dtype=np.float32)
    everywhere, complete = np.empty(size, np.float32), np.empty(size, np.bool_)
    adding.add_up(wanted, besides, [], factors, everywhere, complete)
    scores, whole = np.full(len(some), 7, np.float32), np.ones(len(some), np.bool_)
    add_some(wanted, besides, factors, some, size, scores, whole)
    assert scores.tobytes() == everywhere[some].tobytes()
    assert whole.tolist() == complete[some].tolist()


@pytest.mark.parametrize("add_some", SOME, ids=["numpy", "as used"])
@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"some": np.array([0, 9])}, IndexError),
        ({"some": np.array([-1, 0])}, IndexError),
        ({"some": np.array([0])}, ValueError),
        ({"factors": np.ones(2, np.float32)}, ValueError),
        ({"scores": np.ones(3, np.float32)}, ValueError),
        ({"complete": np.ones(1, np.bool_)}, ValueError),
        ({"size": 10}, ValueError),
        ({"besides": [Share(None, np.ones(8, np.uint16), None, 1.0)]}, ValueError),
        ({"shares": [Share(None, np.ones(8, np.uint16), None, 1.0)] * 2}, ValueError),
        (
            {"shares": [Share(None, np.ones(9, np.uint16), np.ones(1, np.uint8), 1.0)] * 2},
            ValueError,
        ),
        (
            {"shares": [Share(np.array([1], np.int32), np.ones(2, np.uint16), None, 1.0)] * 2},
            ValueError,
        ),
    ],
)
def test_of_some_articles_what_does_not_fit_is_an_error(add_some, change, error):
    arguments = {
        "shares": [Share(None, np.ones(9, np.uint16), None, 1.0)] * 2,
        "besides": [],
        "factors": np.ones(3, np.float32),
        "some": np.array([0, 8]),
        "size": 9,
        "scores": np.ones(2, np.float32),
        "complete": np.ones(2, np.bool_),
    }
    add_some(*arguments.values())
    with pytest.raises(error):
        add_some(*(arguments | change).values())
