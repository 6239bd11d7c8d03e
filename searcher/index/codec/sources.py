"""Where a new segment's posting lists come from: batches in memory and segments being merged.

Both present one field the same way, so that one writer serves indexing and merging. Not for writing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from searcher.index.codec.arrays import FieldArrays
from searcher.index.codec.batch import FieldBatch
from searcher.index.codec.sequence_chunk import SequenceChunk
from searcher.index.codec.types import Float32s, Int32s, Int64s, Integers
from searcher.index.codec.types import offsets as offsets_of

# How many slots of sequences are rewritten at a time: a chunk costs about 60 bytes per slot.
_CHUNK_SLOTS = 1 << 19


@dataclass(frozen=True, slots=True)
class Lists:
    """Some posting lists of a source, in the new segment's document numbers.

    Attributes:
        rows: int64[postings], the source's row of each posting, ascending.
        docs: int[postings], ascending within a row.
        freqs: [postings].
        weights: float32[postings]; None: the frequencies.
    """

    rows: Int64s
    docs: Integers
    freqs: Integers
    weights: Float32s | None


class Source(Protocol):
    """One field of something that goes into a segment.

    Attributes:
        size: How many terms it has; a row is a term's place among them, in ascending order.
        counts: int64[size], at least as many as there are documents with the term.
        first_doc: The smallest new document number it may use.
        stop_doc: One more than the largest.
        has_positions: Whether it has sequences.
        has_frequencies: Whether any frequency may differ from 1.
        has_weights: Whether any weight may differ from the frequency.
    """

    size: int
    counts: Int64s
    first_doc: int
    stop_doc: int
    has_positions: bool
    has_frequencies: bool
    has_weights: bool

    def terms(self, first: int, stop: int) -> Sequence[bytes]:
        """The terms of the rows ``first`` to ``stop - 1``."""

    def lists(self, first: int, stop: int) -> Lists:
        """The posting lists of the rows ``first`` to ``stop - 1``."""

    def sequence_chunks(self) -> Iterator[SequenceChunk]:
        """All sequences in the order of the new document numbers, with the source's rows."""

    def let_go(self) -> None:
        """Keep nothing in memory that can be read again."""


class BatchSource:
    """A batch of new documents."""

    def __init__(self, batch: FieldBatch) -> None:
        self._batch = batch
        self._starts = offsets_of(batch.counts)
        self.size = len(batch.terms)
        self.counts = batch.counts
        self.first_doc = batch.first_doc
        self.stop_doc = batch.last_doc + 1
        self.has_positions = batch.positions is not None
        self.has_frequencies = batch.freqs is not None
        self.has_weights = batch.weights is not None

    def terms(self, first: int, stop: int) -> Sequence[bytes]:
        """See :class:`Source`."""
        return self._batch.terms[first:stop]

    def lists(self, first: int, stop: int) -> Lists:
        """See :class:`Source`."""
        batch = self._batch
        span = slice(int(self._starts[first]), int(self._starts[stop]))
        docs = batch.docs[span]
        return Lists(
            np.repeat(np.arange(first, stop), batch.counts[first:stop]),
            docs,
            np.ones(len(docs), np.int32) if batch.freqs is None else batch.freqs[span],
            None if batch.weights is None else batch.weights[span],
        )

    def sequence_chunks(self) -> Iterator[SequenceChunk]:
        """See :class:`Source`."""
        batch = self._batch
        assert batch.positions is not None  # noqa: S101 - has_positions was asked first
        docs = batch.docs
        rows = np.repeat(np.arange(self.size, dtype=np.int32), batch.counts)
        if batch.freqs is not None:
            docs, rows = np.repeat(docs, batch.freqs), np.repeat(rows, batch.freqs)
        yield SequenceChunk.from_tokens(
            self.first_doc, self.stop_doc - self.first_doc, docs, batch.positions, rows
        )

    def let_go(self) -> None:
        """See :class:`Source`."""


class SegmentSource:
    """A field of an existing segment.

    Args:
        arrays: The field.
        new_docs: int32[documents of the segment], the number each gets; -1: left out. The others
            are numbered without gaps in their old order.
    """

    def __init__(self, arrays: FieldArrays, new_docs: Int32s) -> None:
        self._arrays = arrays
        self._new_docs = new_docs
        kept = new_docs[new_docs >= 0]
        self.size = len(arrays.terms)
        self.counts = np.diff(arrays.starts(0, len(arrays.terms)))
        self.first_doc = int(kept[0]) if len(kept) else 0
        self.stop_doc = int(kept[-1]) + 1 if len(kept) else 0
        self.has_positions = arrays.terms.has_positions
        self.has_frequencies = arrays.has_frequencies
        self.has_weights = arrays.has_weights

    def terms(self, first: int, stop: int) -> Sequence[bytes]:
        """See :class:`Source`."""
        return self._arrays.terms.terms(first, stop)

    def lists(self, first: int, stop: int) -> Lists:
        """See :class:`Source`."""
        docs = self._new_docs[self._arrays.documents(first, stop)]
        freqs = self._arrays.frequencies(first, stop)
        weights = self._arrays.weights(first, stop)
        rows = np.repeat(np.arange(first, stop), self.counts[first:stop])
        keep = docs >= 0
        return Lists(
            rows[keep], docs[keep], freqs[keep], None if weights is None else weights[keep]
        )

    def sequence_chunks(self) -> Iterator[SequenceChunk]:
        """See :class:`Source`."""
        sequences = self._arrays.sequences
        first, size = 0, len(self._new_docs)
        while first < size:
            stop = sequences.stop_within(first, _CHUNK_SLOTS)
            yield self._renumbered(sequences.chunk(first, stop))
            first = stop

    def let_go(self) -> None:
        """See :class:`Source`."""
        self._arrays.let_go()

    def _renumbered(self, chunk: SequenceChunk) -> SequenceChunk:
        stop = chunk.first_doc + len(chunk.slot_counts)
        new = self._new_docs[chunk.first_doc : stop]
        kept = new >= 0
        extra_docs = self._new_docs[chunk.extra_docs]
        extras_kept = extra_docs >= 0
        return SequenceChunk(
            int(new[kept][0]) if kept.any() else self.first_doc,
            chunk.slot_counts[kept],
            chunk.rows[np.repeat(kept, chunk.slot_counts)],
            extra_docs[extras_kept].astype(np.int64),
            chunk.extra_positions[extras_kept],
            chunk.extra_rows[extras_kept],
        )
