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


def columns_of(keys, key_starts, list_starts, wide_starts, ids, width, seen):
    return dictionary.Columns(
        np.frombuffer(keys, np.uint8),
        *(np.array(each, width) for each in (key_starts, list_starts, wide_starts)),
        np.array(ids, np.uint32),
        np.array(seen, np.uint8),
        [0, 4096, 8192, 12288, 16384],
    )


@pytest.mark.parametrize("look_up", [IN_NUMPY["look_up"], dictionary.look_up])
@given(st.sets(TERMS, max_size=40), TERMS, WIDTHS, st.booleans(), st.data())
def test_what_is_found_is_that_of_the_terms_with_the_prefix(
    look_up, terms, prefix, width, has_ids, data
):
    terms = sorted(terms)
    number = st.integers(0, 2**32 - 1)
    many = st.lists(number, min_size=len(terms) + 1, max_size=len(terms) + 1)
    lists, wide, ids = data.draw(many), data.draw(many), data.draw(many)[1:] if has_ids else []
    seen = data.draw(st.lists(st.booleans(), min_size=5, max_size=5))
    starts = np.cumsum([0, *map(len, terms)]).tolist()
    found = dictionary.Found(
        *look_up(columns_of(b"".join(terms), starts, lists, wide, ids, width, seen), prefix)
    )
    rows = [row for row, term in enumerate(terms) if term.startswith(prefix)]
    first = sum(term < prefix for term in terms)
    assert found.rows == range(first, first + len(rows))
    assert found.joined == b"".join(terms[row] for row in rows)
    assert found.starts.tolist() == lists[first : first + len(rows) + 1]
    assert found.wide == (wide[first], wide[first + len(rows)])
    assert found.ids.tolist() == ids[first : first + len(rows)]
    # Each column has a block of its own; of the terms those beside the found ones count, too.
    around = b"".join(terms[max(first - 1, 0) : first + len(rows) + 1])
    read = [bool(around), True, True, True, bool(rows) and has_ids]
    assert found.unseen == [block for block in range(5) if read[block] and not seen[block]]


@pytest.mark.skipif(COMPILED is None, reason="the kernels are not compiled here")
@given(
    st.binary(max_size=9),
    st.lists(st.lists(st.integers(0, 12) | st.just(2**64 - 1), max_size=6), min_size=3, max_size=3),
    st.lists(st.integers(0, 9), max_size=6),
    st.binary(max_size=2),
    st.lists(st.booleans(), max_size=5),
)
def test_columns_that_do_not_fit_give_the_same(keys, starts, ids, prefix, seen):
    columns = columns_of(keys, *starts, ids, np.uint64, seen)

    def found(look_up):
        try:
            rows, joined, lists, wide, own, unseen = look_up(columns, prefix)
        except ValueError:
            return None
        return rows, joined, lists.tolist(), wide, own.tolist(), unseen

    assert found(dictionary.look_up) == found(IN_NUMPY["look_up"])


@pytest.mark.parametrize("look_up", [IN_NUMPY["look_up"], dictionary.look_up])
@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_columns_of_different_lengths_are_an_error(look_up, missing):
    columns = list(columns_of(b"ab", [0, 1, 2], [0, 1, 2], [0, 0, 0], [2, 3], np.uint32, [0] * 5))
    columns[missing] = columns[missing][:-1]
    with pytest.raises(ValueError, match="different lengths"):
        look_up(dictionary.Columns(*columns), b"a")
