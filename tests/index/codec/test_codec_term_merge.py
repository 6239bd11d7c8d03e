"""Merging the terms of sources: the same as a sorted set, however they are cut into blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.index.codec import term_merge
from searcher.index.codec.batch import FieldBatch
from searcher.index.codec.sources import BatchSource
from searcher.index.codec.term_merge import MergedTerms

_TERMS = st.sets(st.binary(min_size=1, max_size=3), min_size=1, max_size=40)


def _source(terms):
    size = len(terms)
    return BatchSource(
        FieldBatch(sorted(terms), np.ones(size, np.int64), np.arange(size, dtype=np.int32) * 0)
    )


@given(st.lists(_TERMS, min_size=1, max_size=5), st.integers(1, 12), st.integers(1, 9), st.data())
def test_terms_and_rows_equal_those_of_a_sorted_set(parts, block, fewest, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(term_merge, "_BLOCK_TERMS", block)
        patch.setattr(term_merge, "_FEWEST_OF_ONE", fewest)
        merged = MergedTerms([_source(part) for part in parts], None)
        everything = sorted(set().union(*parts))
        assert merged.size == len(everything)
        for part, rows in zip(parts, merged.rows, strict=True):
            assert [everything[row] for row in rows.tolist()] == sorted(part)
        kept = data.draw(st.lists(st.booleans(), min_size=merged.size, max_size=merged.size))
        blocks = list(merged.blocks(np.array(kept, np.bool_)))
        merged.close()
    wanted = [term for term, keep in zip(everything, kept, strict=True) if keep]
    assert [term for terms in blocks for term in terms] == wanted


def test_what_is_merged_at_a_time_is_bounded(monkeypatch):
    monkeypatch.setattr(term_merge, "_BLOCK_TERMS", 8)
    monkeypatch.setattr(term_merge, "_FEWEST_OF_ONE", 2)
    sources = [_source({b"%06d" % n for n in range(first, 4000, 4)}) for first in range(4)]
    merged = MergedTerms(sources, None)
    assert max(map(len, merged.blocks(np.ones(merged.size, np.bool_)))) <= 8
    merged.close()
