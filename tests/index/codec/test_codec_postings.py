from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage

from searcher.index.codec.container import Container, ContainerWriter
from searcher.index.codec.errors import CorruptSegment
from searcher.index.codec.postings import PostingsDecoder, PostingsEncoder
from searcher.index.codec.types import offsets

TOP = 2**31 - 1

gaps = st.one_of(
    st.integers(0, 4), st.integers(250, 260), st.integers(0, 70_000), st.integers(0, 1 << 26)
)
frequencies = st.one_of(
    st.integers(1, 3), st.integers(250, 260), st.integers(1, 70_000), st.just(TOP)
)


@st.composite
def posting_lists(draw):
    """Documents and frequencies; short, of any spread."""
    docs, last = [], -1
    for gap in draw(st.lists(gaps, min_size=1, max_size=30)):
        last += gap + 1
        docs.append(last)
    return docs, draw(st.lists(frequencies, min_size=len(docs), max_size=len(docs)))


def encoded(lists, *, weights=None, parts=1):
    storage = RamStorage()
    file = ContainerWriter(storage, "x", "postings")
    encoder = PostingsEncoder(file, "f", frequencies=True, weights=weights is not None)
    wide = []
    for part in np.array_split(np.arange(len(lists)), parts):
        if len(part):
            docs = np.concatenate([np.array(lists[i][0], np.int32) for i in part])
            freqs = np.concatenate([np.array(lists[i][1], np.int32) for i in part])
            counts = np.array([len(lists[i][0]) for i in part])
            wide.append(encoder.append(counts, docs, freqs, weights))
    file.close({})
    starts = offsets(np.array([len(docs) for docs, _ in lists]))
    container = Container(storage, "x", "postings")
    return PostingsDecoder(container, "f", TOP), starts, offsets(np.concatenate(wide))


@given(st.lists(posting_lists(), min_size=1, max_size=8), st.integers(1, 3), st.data())
def test_any_lists_come_back_one_by_one_and_in_runs(lists, parts, data):
    decoder, starts, wide = encoded(lists, parts=parts)
    for i, (docs, freqs) in enumerate(lists):
        found = decoder.documents(starts[i : i + 2], int(wide[i]), int(wide[i + 1]))
        assert found.tolist() == docs
        assert decoder.frequencies(int(starts[i]), int(starts[i + 1])).tolist() == freqs
    low = data.draw(st.integers(0, len(lists) - 1))
    high = data.draw(st.integers(low + 1, len(lists)))
    found = decoder.documents(starts[low : high + 1], int(wide[low]), int(wide[high]))
    assert found.tolist() == [doc for docs, _ in lists[low:high] for doc in docs]
    assert decoder.frequencies(int(starts[low]), int(starts[high])).tolist() == [
        freq for _, freqs in lists[low:high] for freq in freqs
    ]


@settings(max_examples=20)
@given(
    st.sampled_from([1, 2, 127, 128, 129, 255, 256, 1023, 1024, 1025, 50_000]),
    st.floats(0.001, 1.0),
    st.integers(0, 2**32 - 1),
)
def test_lists_of_every_size_and_density(size, density, seed):
    rng = np.random.default_rng(seed)
    docs = np.cumsum(rng.geometric(density, size)) - 1
    freqs = rng.geometric(0.02, size)
    decoder, starts, wide = encoded([(docs, freqs)])
    assert (decoder.documents(starts, 0, int(wide[-1])) == docs).all()
    assert (decoder.frequencies(0, size) == freqs).all()


def test_frequencies_of_one_take_no_space():
    storage = RamStorage()
    file = ContainerWriter(storage, "x", "postings")
    encoder = PostingsEncoder(file, "f", frequencies=False, weights=False)
    encoder.append(np.array([2]), np.array([3, 9]), np.array([1, 1]), None)
    file.close({})
    container = Container(storage, "x", "postings")
    assert "f/freqs" not in container
    assert PostingsDecoder(container, "f", 10).frequencies(0, 2).tolist() == [1, 1]


def test_weights_are_kept_beside_frequencies():
    decoder, _, _ = encoded([([1, 2], [3, 4])], weights=np.array([1.5, 8.0], np.float32))
    assert decoder.weights(0, 2).tolist() == [1.5, 8.0]
    assert decoder.frequencies(0, 2).tolist() == [3, 4]


@pytest.mark.parametrize(
    ("starts", "wide", "doc_count"),
    [
        ([0, 4], (0, 1), 1000),  # ends behind the last posting
        ([-1, 2], (0, 1), 1000),
        ([2, 1], (0, 1), 1000),
        ([1, 1], (0, 0), 1000),  # an empty list
        ([0, 2, 1, 3], (0, 1), 1000),
        ([0, 3], (0, 2), 1000),  # more wide gaps than there are
        ([0, 3], (1, 0), 1000),
        ([0, 3], (0, 1), 502),  # a document that does not exist
        ([0, 1, 3], (0, 1), 500),
    ],
)
def test_lists_that_cannot_be_are_refused(starts, wide, doc_count):
    storage = RamStorage()
    file = ContainerWriter(storage, "x", "postings")
    encoder = PostingsEncoder(file, "f", frequencies=True, weights=False)
    encoder.append(np.array([3]), np.array([1, 2, 502]), np.array([1, 1, 1]), None)
    file.close({})
    decoder = PostingsDecoder(Container(storage, "x", "postings"), "f", doc_count)
    with pytest.raises(CorruptSegment):
        decoder.documents(np.array(starts), *wide)
