"""The place of every article in the alphabetical order of titles, as one array.

Made from the token sequences of the titles: the words of the dictionary are put in order once, then
whole arrays of their ranks are compared. No article is read. Not for sorting hits by it (``search``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.dictionary import FIRST_ID
from searcher.index.schema import SEPARATOR, TITLE, decode_term
from searcher.index.whoosh_adapter.segment import Segment
from searcher.text.collation import word_key

LONGEST = 32
"""Words of a title that are compared, an even number; headlines are shorter."""

UNTITLED = 0
"""The rank of an article whose title has no word."""


def title_ranks(segments: Sequence[Segment]) -> NDArray[np.int64]:
    """Return the rank of every article by title, int64 of shape ``[size]``.

    Titles of the same words share a rank, wherever they have commas or capitals. ``UNTITLED`` is
    below all others. Deleted articles have a rank, too.
    """
    terms = [segment.terms(TITLE) for segment in segments]
    order = _ranks_of_terms(set().union(*terms))
    matrices = [
        _rows(segment, np.array([order[term] for term in own], dtype=np.uint64))
        for segment, own in zip(segments, terms, strict=True)
    ]
    rows = np.concatenate(matrices) if matrices else np.zeros((0, LONGEST), np.uint64)
    # Two words a number, so that half as many columns have to be sorted by.
    pairs = rows[:, ::2] << np.uint64(32) | rows[:, 1::2]
    used = pairs.any(axis=0)
    used[0] = True
    pairs = pairs[:, used]
    places = np.lexsort(pairs.T[::-1])
    ordered = pairs[places]
    differs = np.ones(len(rows), dtype=np.bool_)
    differs[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    untitled = bool(len(rows)) and not ordered[0].any()
    ranks = np.empty(len(rows), dtype=np.int64)
    ranks[places] = np.cumsum(differs) - (1 if untitled else 0)
    ranks.flags.writeable = False
    return ranks


def _ranks_of_terms(terms: set[bytes]) -> dict[bytes, int]:
    keys = {term: word_key(decode_term(term).partition(SEPARATOR)[2]) for term in terms}
    return {term: rank for rank, term in enumerate(sorted(terms, key=keys.__getitem__), 1)}


def _rows(segment: Segment, ranks: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The ranks of the first words of every title, 0 after the last; shape ``[size, LONGEST]``."""
    rows = np.zeros((segment.size, LONGEST), np.uint64)
    arrays = segment.arrays.field(TITLE)
    if arrays is not None:
        starts, ids = arrays.sequences.sequences(np.arange(segment.size))
        table = np.zeros(FIRST_ID + len(ranks), np.uint64)
        table[arrays.terms.ids(slice(None))] = ranks
        words = table[ids]
        counts = np.diff(starts)
        column = np.arange(len(ids)) - np.repeat(starts[:-1], counts)
        kept = column < LONGEST
        owner = np.repeat(np.arange(segment.size), counts)
        rows[owner[kept], column[kept]] = words[kept]
    return rows
