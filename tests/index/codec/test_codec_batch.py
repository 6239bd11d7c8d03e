from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.index.codec.batch import FieldBatch, stable_order


@st.composite
def token_streams(draw):
    """A vocabulary and documents of (term index, position) in the order of the text."""
    vocabulary = draw(st.lists(st.binary(min_size=1, max_size=3), unique=True, max_size=12))
    docs = []
    if vocabulary:
        term = st.integers(0, len(vocabulary) - 1)
        for steps in draw(
            st.lists(st.lists(st.tuples(term, st.integers(0, 3)), max_size=12), max_size=6)
        ):
            position, tokens = 0, []
            for index, step in steps:
                position += step
                tokens.append((index, position))
            docs.append(tokens)
    return vocabulary, docs


def invert(vocabulary, docs):
    ids = np.array([t for tokens in docs for t, _ in tokens], np.int64)
    numbers = np.array([doc for doc, tokens in enumerate(docs) for _ in tokens], np.int64)
    positions = np.array([p for tokens in docs for _, p in tokens], np.int64)
    return FieldBatch.from_tokens(vocabulary, ids, numbers, positions)


def as_dict(batch):
    """{term: {doc: [positions]}} read off the arrays one by one."""
    result, posting, occurrence = {}, 0, 0
    for term, count in zip(batch.terms, batch.counts.tolist(), strict=True):
        result[term] = {}
        for _ in range(count):
            size = int(batch.freqs[posting])
            positions = batch.positions[occurrence : occurrence + size].tolist()
            result[term][int(batch.docs[posting])] = positions
            posting, occurrence = posting + 1, occurrence + size
    return result


def expected(vocabulary, docs):
    result = defaultdict(dict)
    for doc, tokens in enumerate(docs):
        for index, position in tokens:
            result[vocabulary[index]].setdefault(doc, []).append(position)
    return dict(sorted(result.items()))


@given(token_streams())
def test_inversion_equals_a_dict_of_dicts(stream):
    batch = invert(*stream)
    assert as_dict(batch) == expected(*stream)
    assert list(batch.terms) == sorted(batch.terms)


@given(token_streams(), st.integers(0, 6), st.integers(0, 6))
def test_a_restricted_batch_is_the_inversion_of_those_documents(stream, first, stop):
    vocabulary, docs = stream
    kept = [tokens if first <= doc < stop else [] for doc, tokens in enumerate(docs)]
    assert as_dict(invert(vocabulary, docs).restricted(first, stop)) == expected(vocabulary, kept)


@given(st.lists(st.integers(0, 200_000), max_size=200))
def test_stable_order_is_that_of_sorted(keys):
    order = stable_order(np.array(keys, np.int64), 200_001).tolist()
    assert order == sorted(range(len(keys)), key=keys.__getitem__)


GOOD = {
    "terms": [b"a", b"b"],
    "counts": np.array([2, 1]),
    "docs": np.array([0, 4, 2], np.int32),
    "freqs": np.array([1, 2, 1], np.int32),
    "positions": np.array([0, 3, 4, 1], np.int32),
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("terms", [b"b", b"a"]),
        ("terms", [b"a", b"a"]),
        ("terms", [b"a"]),
        ("counts", np.array([1, 1])),
        ("counts", np.array([3, 0])),
        ("docs", np.array([4, 0, 2], np.int32)),
        ("docs", np.array([0, 0, 2], np.int32)),
        ("docs", np.array([-1, 4, 2], np.int32)),
        ("freqs", np.array([1, 2], np.int32)),
        ("freqs", np.array([0, 3, 1], np.int32)),
        ("positions", np.array([0, 3, 4], np.int32)),
        ("positions", np.array([0, 3, 4, -1], np.int32)),
        ("positions", np.array([0, 4, 3, 1], np.int32)),
        ("weights", np.array([1.0], np.float32)),
    ],
)
def test_arrays_that_do_not_belong_together_are_refused(name, value):
    FieldBatch(**GOOD)
    with pytest.raises(ValueError, match=r".+"):
        FieldBatch(**{**GOOD, name: value})
