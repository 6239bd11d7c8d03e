"""Reading token sequences: numpy and C agree, and both with counting one by one."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress

import numpy as np
import pytest
from field_texts import IDS, field_of, hostile_fields, ids_of, numbers, texts, words
from hypothesis import given
from hypothesis import strategies as st

from searcher.kernels import IN_NUMPY, sequences
from searcher.kernels.sequences import FieldSlots

ways = pytest.mark.parametrize(
    "add_pairs", [IN_NUMPY["add_pairs"], sequences.add_pairs], ids=["numpy", "as used"]
)


@given(st.data())
def test_neighbours_are_counted(data):
    written = data.draw(texts)
    asked = data.draw(words)
    place = st.integers(0, len(asked) - 1)
    pairs = data.draw(st.lists(st.tuples(place, place), min_size=1, max_size=130))
    docs = sorted(data.draw(st.sets(st.integers(0, len(written) - 1))))
    field = field_of(written, data.draw(st.sampled_from([np.uint32, np.uint64])))
    worth = np.linspace(0.3, 2, len(written), dtype=np.float32)
    expected = np.zeros((len(pairs), len(docs)))
    for column, doc in enumerate(docs):
        for position, here in written[doc].items():
            for row, (one, other) in enumerate(pairs):
                fronts = len(set(written[doc].get(position - 1, ())) & set(asked[one]))
                expected[row, column] += worth[doc] * fronts * len(set(here) & set(asked[other]))
    found = []
    for add_pairs in (IN_NUMPY["add_pairs"], sequences.add_pairs):
        frequencies = np.zeros((len(pairs), len(docs) + 2), np.float32)
        add_pairs(
            frequencies,
            1,
            worth,
            field,
            np.array(docs, np.int64),
            *ids_of(asked),
            np.array(pairs, np.int64),
        )
        assert not frequencies[:, [0, -1]].any()
        found.append(frequencies)
    assert found[0].tobytes() == found[1].tobytes()
    np.testing.assert_allclose(found[0][:, 1:-1], expected, rtol=1e-6)


def test_of_many_at_one_position_four_have_neighbours_behind():
    crowd = [2, 3, 4, 5, 65_535]
    field = field_of([{0: crowd, 1: crowd}])
    asked = ids_of([[term] for term in crowd])
    pairs = np.array([(one, other) for one in range(5) for other in range(5)])
    for add_pairs in (IN_NUMPY["add_pairs"], sequences.add_pairs):
        frequencies = np.zeros((25, 1), np.float32)
        add_pairs(
            frequencies, 0, np.ones(1, np.float32), field, np.zeros(1, np.int64), *asked, pairs
        )
        assert frequencies.reshape(5, 5).sum(axis=1).tolist() == [5, 5, 5, 5, 0]


@given(hostile_fields(), numbers(np.int64), numbers(np.int64), numbers(np.int64, 1), st.data())
def test_whatever_stands_in_a_file_nothing_is_read_outside_it(field, docs, ids, edges, data):
    pairs = data.draw(numbers(np.int64))
    pairs = pairs[: len(pairs) // 2 * 2].reshape(-1, 2)
    frequencies, worth = np.zeros((len(pairs), 3), np.float32), np.ones(9, np.float32)
    first = data.draw(st.integers(-3, 12))
    for add_pairs in (IN_NUMPY["add_pairs"], sequences.add_pairs):
        with suppress(IndexError, ValueError, OverflowError):
            add_pairs(frequencies, first, worth, field, docs, ids, edges, pairs)


def well_formed():
    return {
        "frequencies": np.zeros((1, 2), np.float32),
        "first": 0,
        "worth": np.ones(2, np.float32),
        "field": field_of([{0: [2], 1: [3, 65_536]}, {0: [2]}]),
        "docs": np.array([0, 1]),
        "ids": np.array([2, 3]),
        "edges": np.array([0, 1, 2]),
        "pairs": np.array([[0, 1]]),
    }


@ways
def test_what_fits_is_counted(add_pairs):
    asked = well_formed()
    add_pairs(*asked.values())
    assert asked["frequencies"].tolist() == [[1, 0]]


@ways
@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"first": -1}, ValueError),
        ({"first": 1}, ValueError),
        ({"first": 2**63 - 1}, ValueError),
        ({"worth": np.ones(1, np.float32)}, ValueError),
        ({"docs": np.array([0, 2])}, IndexError),
        ({"docs": np.array([-1, 0])}, IndexError),
        ({"ids": np.array([2, IDS])}, IndexError),
        ({"ids": np.array([2, -1])}, IndexError),
        ({"edges": np.array([0, 1, 3])}, ValueError),
        ({"edges": np.array([0, 3, 2])}, ValueError),
        ({"edges": np.array([1, 1, 2])}, ValueError),
        ({"edges": np.zeros(0, np.int64)}, ValueError),
        ({"pairs": np.array([[0, 2]])}, IndexError),
        ({"pairs": np.array([[-1, 0]])}, IndexError),
        ({"pairs": np.array([[0, 1], [1, 0]])}, ValueError),
        ({"slots": np.zeros(2, np.uint16)}, ValueError),
        ({"starts": np.array([0, 3, 2], np.uint32)}, ValueError),
        ({"extra_starts": np.array([0, 2, 1])}, ValueError),
        ({"extra_starts": np.array([-1, 1, 1])}, ValueError),
        ({"extra_starts": np.array([0, 1])}, ValueError),
        ({"extra_ids": np.zeros(3, np.uint32)}, ValueError),
    ],
)
def test_what_does_not_fit_is_refused(add_pairs, changed, error):
    asked = well_formed()
    own = {name: value for name, value in changed.items() if name in FieldSlots._fields}
    asked["field"] = asked["field"]._replace(**own)
    asked |= {name: value for name, value in changed.items() if name in asked}
    with pytest.raises(error):
        add_pairs(*asked.values())
    # Nothing is left behind for the next one.
    asked = well_formed()
    add_pairs(*asked.values())
    assert asked["frequencies"].tolist() == [[1, 0]]


def test_a_query_of_many_words():
    rng = np.random.default_rng(0)
    text = rng.integers(2, 300, 5000)
    field = field_of([{at: [int(term)] for at, term in enumerate(text[:400])}])
    asked = [[term] for term in range(2, 300)]
    pairs = np.stack([np.arange(297), np.arange(1, 298)], axis=1)
    counts = defaultdict(int)
    for one, other in zip(text[:399].tolist(), text[1:400].tolist(), strict=True):
        counts[one, other] += 1
    for add_pairs in (IN_NUMPY["add_pairs"], sequences.add_pairs):
        frequencies = np.zeros((297, 1), np.float32)
        add_pairs(
            frequencies,
            0,
            np.ones(1, np.float32),
            field,
            np.zeros(1, np.int64),
            *ids_of(asked),
            pairs,
        )
        assert frequencies[:, 0].tolist() == [counts[term, term + 1] for term in range(2, 299)]
