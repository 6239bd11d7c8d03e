"""Arrays of texts, for the tests of what reads token sequences."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from searcher.kernels.sequences import FieldSlots

IDS = 70_000
# Ids that have slots, and two that do not fit into one.
TERMS = (2, 3, 4, 5, 65_535, 65_536, 69_999)
FAR = 2**31 - 1


def field_of(texts, starts=np.uint32):
    """The arrays of texts, each a dictionary of positions and the terms that stand there."""
    slots, bounds, extra_bounds, places, ids = [], [0], [0], [], []
    for doc, text in enumerate(texts):
        for position, terms in sorted(text.items()):
            far = position > 400
            if not far:
                slots += [0] * (position - (len(slots) - bounds[-1])) + [1]
            if not far and terms[0] < 65_536:
                slots[-1], terms = terms[0], terms[1:]
            places += [doc << 32 | position] * len(terms)
            ids += terms
        bounds.append(len(slots))
        extra_bounds.append(len(places))
    return FieldSlots(
        np.array(slots, np.uint16),
        np.array(bounds, starts),
        np.array(extra_bounds, np.int64),
        np.array(places, np.uint64),
        np.array(ids, np.uint32),
        IDS,
    )


def ids_of(words):
    """The ids of all words, and where those of each begin."""
    ids = np.array([term for word in words for term in word], np.int64)
    return ids, np.cumsum([0, *map(len, words)], dtype=np.int64)


terms = st.sampled_from(TERMS)
positions = st.one_of(st.integers(0, 40), st.sampled_from([FAR - 1, FAR]))
at_one_position = st.one_of(
    terms.map(lambda term: [term]), st.lists(terms, min_size=1, max_size=4, unique=True)
)
texts = st.lists(st.dictionaries(positions, at_one_position, max_size=30), min_size=1, max_size=5)
words = st.lists(
    st.lists(st.sampled_from((0, *TERMS)), max_size=4, unique=True), min_size=1, max_size=4
)


@st.composite
def numbers(draw, kind, least=0):
    """A few numbers that may stand in a file that somebody made: small ones, and any others."""
    info = np.iinfo(kind)
    number = st.one_of(
        st.integers(max(int(info.min), -3), 12), st.integers(int(info.min), int(info.max))
    )
    return np.array(draw(st.lists(number, min_size=least, max_size=8)), kind)


@st.composite
def hostile_fields(draw):
    """Arrays of a field of which nothing fits."""
    return FieldSlots(
        draw(numbers(np.uint16)),
        draw(numbers(draw(st.sampled_from([np.uint32, np.uint64])), 1)),
        draw(numbers(np.int64, 1)),
        draw(numbers(np.uint64)),
        draw(numbers(np.uint32)),
        12,
    )
