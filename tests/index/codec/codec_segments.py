"""Segments made straight from (term, position) lists, without Whoosh."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from searcher.index.codec.arrays import SegmentArrays
from searcher.index.codec.batch import FieldBatch
from searcher.index.codec.inverted import InvertedWriter
from searcher.index.codec.lengths import write_lengths
from searcher.index.codec.whoosh_codec import ArraySegment


def batch_of(docs, first=0):
    """A batch of documents given as (term, position) lists, in any order, repetitions included."""
    postings = defaultdict(lambda: defaultdict(list))
    for number, tokens in enumerate(docs, first):
        for term, position in tokens:
            postings[term.encode()][number].append(position)
    terms = sorted(postings)
    lists = [sorted(postings[term].items()) for term in terms]
    return FieldBatch(
        terms=terms,
        counts=np.array([len(found) for found in lists], np.int64),
        docs=np.array([doc for found in lists for doc, _ in found], np.int32),
        freqs=np.array([len(p) for found in lists for _, p in found], np.int32),
        positions=np.array([x for found in lists for _, p in found for x in sorted(p)], np.int32),
    )


def segment_of(storage, doc_count, fill):
    segment = ArraySegment("MAIN", doccount=doc_count)
    writer = InvertedWriter(storage, segment)
    fill(writer)
    writer.write()
    write_lengths(storage, segment, doc_count, {})
    return SegmentArrays(storage, segment)


def merged_segment(storage, segments, kept):
    """Some segments merged into one; ``kept``: a bool array for each, which documents stay."""

    def fill(writer):
        base = 0
        for arrays, keep in zip(segments, kept, strict=True):
            numbers = np.where(keep, np.cumsum(keep) - 1 + base, -1).astype(np.int32)
            writer.add_segment(arrays, numbers, frozenset(arrays.field_names()))
            base += int(keep.sum())

    return segment_of(storage, int(sum(keep.sum() for keep in kept)), fill)
