"""Whether the files of a segment agree: what one of them says is worked out again from another.

Postings are compared with the token sequences, and so are lengths and the counts of neighbours; the
dictionary is read from end to end. That finds what checksums cannot: files that are as they were
written, and were written wrongly. Not for checksums (``container``), articles or several segments.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec import bigrams, dictionary, lengths, postings
from searcher.index.codec.arrays import FieldArrays, SegmentArrays
from searcher.index.codec.bigrams import IDS
from searcher.index.codec.dictionary import FIRST_ID
from searcher.index.codec.pair_counter import PairCounter
from searcher.index.codec.types import Int64s, Integers, Segment, Storage

# Slots, postings or terms looked at together; some 100 bytes each while that lasts.
_TOGETHER = 1 << 18
_ELSEWHERE = 1
_GAP = 0


def contradictions(storage: Storage, segment: Segment) -> Iterator[tuple[str, str]]:
    """Yield what does not fit together in a segment: a file's name and what is wrong with it.

    Args:
        storage: Where its files are.
        segment: The segment as listed in the table of contents.

    Raises:
        CorruptSegment: A file cannot be read at all.
    """
    arrays = SegmentArrays(storage, segment)
    for name in arrays.field_names():
        field = arrays.field(name)
        if field is None or not len(field.terms):
            continue
        for extension, reason in _of_field(arrays, field):
            yield str(segment.make_filename(extension)), f"{reason} ({name})"


def _of_field(arrays: SegmentArrays, field: FieldArrays) -> Iterator[tuple[str, str]]:
    if not _sorted(field):
        yield dictionary.EXTENSION, "the terms are not in order"
        return
    listed, frequencies = _postings_sum(field)
    if not field.terms.has_positions:
        return
    ids = field.terms.ids(slice(None)).astype(np.int64)
    if not np.array_equal(np.sort(ids), np.arange(len(ids)) + FIRST_ID) or not np.array_equal(
        field.terms.rows_of(ids), np.arange(len(ids))
    ):
        yield dictionary.EXTENSION, "the term ids do not fit together"
        return
    pairs = PairCounter(None)
    try:
        found, sizes = _sequences_sum(arrays, field, ids, pairs)
        if found != listed:
            yield postings.EXTENSION, "the postings and the token sequences disagree"
        if not np.array_equal(sizes, arrays.lengths(field.name)):
            yield lengths.EXTENSION, "the lengths and the token sequences disagree"
        if not _counts_fit(field, ids, frequencies, pairs):
            yield bigrams.EXTENSION, "the counts of neighbours and the token sequences disagree"
    finally:
        pairs.close()


def _sorted(field: FieldArrays) -> bool:
    last = None
    for first in range(0, len(field.terms), _TOGETHER):
        terms = field.terms.terms(first, min(first + _TOGETHER, len(field.terms)))
        if last is not None and not last < terms[0]:
            return False
        if any(a >= b for a, b in pairwise(terms)):
            return False
        last = terms[-1]
    return True


def _postings_sum(field: FieldArrays) -> tuple[int, Int64s]:
    """The sum of all postings, and how often every term occurs, int64[terms]."""
    starts = field.starts(0, len(field.terms))
    total = 0
    frequencies = np.zeros(len(field.terms), np.int64)
    first = 0
    while first < len(field.terms):
        stop = int(np.searchsorted(starts, int(starts[first]) + _TOGETHER, side="right")) - 1
        stop = min(max(stop, first + 1), len(field.terms))
        docs = field.documents(first, stop)
        freqs = field.frequencies(first, stop).astype(np.int64)
        rows = np.repeat(np.arange(first, stop), np.diff(starts[first : stop + 1]))
        total += _sum(rows, docs, freqs)
        np.add.at(frequencies, rows, freqs)
        first = stop
    return total % (1 << 64), frequencies


def _sequences_sum(
    arrays: SegmentArrays, field: FieldArrays, ids: Int64s, pairs: PairCounter
) -> tuple[int, Int64s]:
    """The sum of the postings that the sequences stand for, and the length of every document.

    Args:
        arrays: The segment.
        field: A field with positions.
        ids: int64[terms], the ids of the terms.
        pairs: Is told which terms stand side by side.
    """
    total = 0
    sizes = np.zeros(arrays.doc_count, np.int64)
    first = 0
    while first < arrays.doc_count:
        stop = field.sequences.stop_within(first, _TOGETHER)
        chunk = field.sequences.chunk(first, stop)
        taken = chunk.rows >= 0
        owners = np.repeat(np.arange(first, stop), chunk.slot_counts)
        rows = np.concatenate([chunk.rows[taken], chunk.extra_rows])
        docs = np.concatenate([owners[taken], chunk.extra_docs])
        order = np.lexsort((docs, rows))
        rows, docs = rows[order], docs[order]
        new = np.ones(len(rows), bool)
        new[1:] = (rows[1:] != rows[:-1]) | (docs[1:] != docs[:-1])
        at = np.flatnonzero(new)
        total += _sum(rows[at], docs[at], np.diff(at, append=len(rows)))
        sizes[first:stop] = np.bincount(docs - first, minlength=stop - first)
        slots = np.full(len(chunk.rows), _GAP, np.int64)
        slots[taken] = ids[chunk.rows[taken]]
        slots[slots >= IDS] = _ELSEWHERE
        pairs.add(slots, chunk.slot_counts)
        first = stop
    return total % (1 << 64), sizes


def _counts_fit(field: FieldArrays, ids: Int64s, frequencies: Int64s, pairs: PairCounter) -> bool:
    table = field.bigrams
    if not np.array_equal(table.term_counts(ids), frequencies):
        return False
    total = 0
    for firsts, seconds, counts in pairs.pairs():
        total += len(firsts)
        if not np.array_equal(table.pair_counts(firsts, seconds), counts):
            return False
    return total == len(table)


def _sum(rows: Integers, docs: Integers, freqs: Integers) -> int:
    """A number for a set of postings, whatever their order: the sum of a hash of each, mod 2^64."""
    mixed: NDArray[np.uint64] = rows.astype(np.uint64) << np.uint64(32) | docs.astype(np.uint64)
    for value in (freqs.astype(np.uint64), np.uint64(0)):
        # The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
        mixed = mixed + value * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return int(mixed.sum(dtype=np.uint64))
