"""Searching terms: what a plain look at every term says, the same in numpy and in C."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.kernels import COMPILED, IN_NUMPY, dictionary

FORMS = [IN_NUMPY["prefix_range"], dictionary.prefix_range]
WIDTHS = st.sampled_from([np.uint32, np.uint64])
# Few letters, so that terms begin alike.
TERMS = st.binary(max_size=4).map(lambda term: bytes(b"\x00a\xff"[byte % 3] for byte in term))


def laid_out(terms, width):
    keys = np.frombuffer(b"".join(terms), np.uint8)
    return keys, np.cumsum([0, *map(len, terms)], dtype=width)


@given(st.sets(TERMS, max_size=60), TERMS, WIDTHS)
def test_the_range_is_that_of_the_terms_with_the_prefix(terms, prefix, width):
    terms = sorted(terms)
    below = sum(term < prefix for term in terms)
    having = sum(term.startswith(prefix) for term in terms)
    for prefix_range in FORMS:
        assert prefix_range(*laid_out(terms, width), prefix) == (below, below + having)


@pytest.mark.skipif(COMPILED is None, reason="the kernels are not compiled here")
@given(
    st.binary(max_size=12),
    st.lists(st.integers(0, 14), max_size=12),
    st.binary(max_size=3),
    WIDTHS,
)
def test_terms_in_no_order_and_outside_give_the_same(keys, starts, prefix, width):
    terms = np.frombuffer(keys, np.uint8), np.array(starts, width)

    def found(prefix_range):
        try:
            return prefix_range(*terms, prefix)
        except ValueError:
            return None

    in_numpy, compiled = map(found, FORMS)
    assert in_numpy == compiled
    assert compiled is None or 0 <= compiled[0] <= compiled[1] <= max(len(starts) - 1, 0)


@pytest.mark.parametrize("prefix_range", FORMS)
def test_a_term_outside_is_an_error(prefix_range):
    starts = np.array([0, 2, 2**64 - 1], np.uint64)
    with pytest.raises(ValueError, match="outside"):
        prefix_range(np.zeros(2, np.uint8), starts, b"\x01")
