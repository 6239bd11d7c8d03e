"""Writes a segment's inverted index: terms, postings, sequences and pairs, from any sources.

This is the one place where these files are made, for new documents and for merging alike. It works
on whole arrays, a bounded number of postings at a time. Not for lengths and stored fields (see
``per_document``) and not for deciding what is merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from searcher.index.codec import bigrams, dictionary, postings, sequences
from searcher.index.codec.arrays import SegmentArrays
from searcher.index.codec.batch import FieldBatch
from searcher.index.codec.container import ContainerWriter
from searcher.index.codec.dictionary import FIRST_ID
from searcher.index.codec.pair_counter import PairCounter
from searcher.index.codec.postings import PostingsEncoder
from searcher.index.codec.sequence_encoder import SequenceEncoder
from searcher.index.codec.sources import BatchSource, SegmentSource, Source
from searcher.index.codec.term_merge import MergedTerms
from searcher.index.codec.types import Float32s, Int32s, Int64s, Integers, Segment, Storage, UInt32s

# How many postings are merged and encoded at a time; about 100 bytes each while that lasts.
_CHUNK_POSTINGS = 1 << 19


class InvertedWriter:
    """Collects sources and writes them as one segment.

    Args:
        storage: The Whoosh storage.
        segment: The new segment.
    """

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self._storage = storage
        self._segment = segment
        self._batches: dict[str, list[FieldBatch]] = {}
        self._merged: list[tuple[SegmentArrays, Int32s, frozenset[str]]] = []

    def add_batch(self, field: str, batch: FieldBatch) -> None:
        """Add new documents; the document ranges of a field's batches must not overlap."""
        if len(batch.docs):
            self._batches.setdefault(field, []).append(batch)

    def add_segment(self, arrays: SegmentArrays, new_docs: Int32s, fields: frozenset[str]) -> None:
        """Add an existing segment.

        Args:
            arrays: The segment; read when this segment is written.
            new_docs: int32[documents], what each document is called here, -1: left out. The others
                are numbered without gaps in their old order.
            fields: The fields to take.
        """
        kept = new_docs[new_docs >= 0]
        if len(new_docs) != arrays.doc_count or (np.diff(kept) != 1).any():
            raise ValueError("new document numbers must be consecutive, one per old document")
        self._merged.append((arrays, new_docs, fields))

    def clear(self) -> None:
        """Forget everything that was added."""
        self._batches.clear()
        self._merged.clear()

    def write(self) -> None:
        """Write the files of the segment.

        Raises:
            ValueError: Two sources have the same document, or a document the segment has not.
            CorruptSegment: A merged segment is damaged.
        """
        doc_count = int(self._segment.doc_count_all())

        def created(extension: str, kind: str) -> ContainerWriter:
            return ContainerWriter(self._storage, self._segment.make_filename(extension), kind)

        files = (
            created(dictionary.EXTENSION, dictionary.KIND),
            created(postings.EXTENSION, postings.KIND),
            created(sequences.EXTENSION, sequences.KIND),
            created(bigrams.EXTENSION, bigrams.KIND),
        )
        names = set(self._batches)
        for arrays, _, fields in self._merged:
            names |= fields.intersection(arrays.field_names())
        described = {}
        try:
            for field in sorted(names):
                sources = self._sources(field)
                if any(source.stop_doc > doc_count for source in sources):
                    raise ValueError(f"{field} has documents beyond the {doc_count} of the segment")
                writer = _FieldMerge(field, sources, files[0].folder)
                try:
                    if writer.write(*files, doc_count):
                        described[field] = writer.description()
                finally:
                    writer.close()
            files[0].close({"documents": doc_count, "fields": described})
            for file in files[1:]:
                file.close({"documents": doc_count})
        finally:
            for file in files:
                if not file.is_closed:
                    file.discard()

    def _sources(self, field: str) -> list[Source]:
        merged = [
            SegmentSource(found, new_docs)
            for arrays, new_docs, fields in self._merged
            if field in fields and (found := arrays.field(field)) is not None
        ]
        cuts = {edge for source in merged for edge in (source.first_doc, source.stop_doc)}
        sources: list[Source] = [*merged]
        for batch in self._batches.get(field, ()):
            # Documents of merged segments may lie between those of a batch.
            first, stop = batch.first_doc, batch.last_doc + 1
            edges = [first, *sorted(cut for cut in cuts if first < cut < stop), stop]
            if len(edges) == 2:
                sources.append(BatchSource(batch))
                continue
            for low, high in pairwise(edges):
                part = batch.restricted(low, high)
                if len(part.docs):
                    sources.append(BatchSource(part))
        return sorted(sources, key=lambda source: source.first_doc)


@dataclass(frozen=True, slots=True)
class _MergedLists:
    """Posting lists of the new segment, a chunk of rows at a time."""

    counts: Int64s
    docs: Integers
    freqs: Integers
    weights: Float32s | None


class _FieldMerge:
    """Merges the sources of one field. Close it."""

    def __init__(self, field: str, sources: Sequence[Source], folder: str | None) -> None:
        self._field = field
        self._sources = sources
        self._terms = MergedTerms(sources, folder)
        self._rows = self._terms.rows
        self._has_positions = all(source.has_positions for source in sources)
        self._has_weights = any(source.has_weights for source in sources)
        self._has_frequencies = any(source.has_frequencies for source in sources)
        self._kept_terms = 0

    def description(self) -> dict[str, object]:
        """What the dictionary says of this field."""
        return {"terms": self._kept_terms, "positions": self._has_positions}

    def write(
        self,
        terms_file: ContainerWriter,
        postings_file: ContainerWriter,
        sequences_file: ContainerWriter,
        bigrams_file: ContainerWriter,
        doc_count: int,
    ) -> bool:
        """Write the field; False when no term of it is left."""
        size = self._terms.size
        counts = np.zeros(size, np.int64)
        wide = np.zeros(size, np.int64)
        occurrences = np.zeros(size, np.float64)
        encoder: PostingsEncoder | None = None
        for first, stop in self._chunks():
            lists = self._merge(first, stop)
            counts[first:stop] = lists.counts
            local = np.repeat(np.arange(stop - first), lists.counts)
            occurrences[first:stop] = np.bincount(local, lists.freqs, stop - first)
            taken = np.flatnonzero(lists.counts)
            if not len(taken):
                continue
            if encoder is None:
                encoder = PostingsEncoder(
                    postings_file,
                    self._field,
                    frequencies=self._has_frequencies,
                    weights=self._has_weights,
                )
            wide[first + taken] = encoder.append(
                lists.counts[taken], lists.docs, lists.freqs, lists.weights
            )
            self._let_go()
        if encoder is None:
            return False
        kept = np.flatnonzero(counts)
        self._kept_terms = len(kept)
        ids: UInt32s | None = None
        if self._has_positions:
            ids = np.empty(len(kept), np.uint32)
            by_frequency = np.argsort(-occurrences[kept], kind="stable")
            ids[by_frequency] = np.arange(FIRST_ID, FIRST_ID + len(kept), dtype=np.uint32)
            frequencies = occurrences[kept[by_frequency]].astype(np.int64)
        terms = self._terms.blocks(counts > 0)
        dictionary.write_field(terms_file, self._field, terms, counts[kept], wide[kept], ids)
        if ids is not None:
            new_rows = np.full(size, -1, np.int32)
            new_rows[kept] = np.arange(len(kept), dtype=np.int32)
            counter = PairCounter(bigrams_file.folder)
            try:
                self._write_sequences(sequences_file, counter, ids, new_rows, doc_count)
                bigrams.write_bigrams(bigrams_file, self._field, frequencies, counter.pairs())
            finally:
                counter.close()
        return True

    def close(self) -> None:
        """Forget the terms."""
        self._terms.close()

    def _let_go(self) -> None:
        for source in self._sources:
            source.let_go()

    def _chunks(self) -> Iterator[tuple[int, int]]:
        sizes = np.zeros(self._terms.size, np.int64)
        for source, rows in zip(self._sources, self._rows, strict=True):
            sizes[rows] += source.counts
        ends = np.cumsum(sizes)
        first = 0
        while first < len(ends):
            limit = (int(ends[first - 1]) if first else 0) + _CHUNK_POSTINGS
            stop = max(first + 1, int(np.searchsorted(ends, limit, side="right")))
            yield first, stop
            first = stop

    def _merge(self, first: int, stop: int) -> _MergedLists:
        """The lists of the rows ``first`` to ``stop - 1`` from all sources."""
        parts = []
        for source, places in zip(self._sources, self._rows, strict=True):
            low, high = np.searchsorted(places, [first, stop])
            if low < high:
                lists = source.lists(int(low), int(high))
                parts.append(replace(lists, rows=places[lists.rows].astype(np.int64) - first))
        if len(parts) == 1:
            rows, docs, freqs = parts[0].rows, parts[0].docs, parts[0].freqs
            weights = parts[0].weights
        else:
            rows = np.concatenate([part.rows for part in parts])
            docs = np.concatenate([part.docs for part in parts])
            freqs = np.concatenate([part.freqs for part in parts])
            weights = None
            if self._has_weights:
                weights = np.concatenate(
                    [p.freqs.astype(np.float32) if p.weights is None else p.weights for p in parts]
                )
            keys = rows << 32 | docs
            order = np.argsort(keys, kind="stable")
            keys = keys[order]
            if (keys[1:] == keys[:-1]).any():
                raise ValueError(f"{self._field}: two sources have the same document")
            rows, docs, freqs = rows[order], docs[order], freqs[order]
            weights = None if weights is None else weights[order]
        return _MergedLists(np.bincount(rows, minlength=stop - first), docs, freqs, weights)

    def _write_sequences(
        self,
        file: ContainerWriter,
        counter: PairCounter,
        ids: UInt32s,
        new_rows: Int32s,
        doc_count: int,
    ) -> None:
        encoder = SequenceEncoder(file, self._field, ids)
        for source, rows in zip(self._sources, self._rows, strict=True):
            # The last entry is what a gap, row -1, is mapped to.
            renamed = np.append(new_rows[rows], np.int32(-1))
            for chunk in source.sequence_chunks():
                if len(chunk.slot_counts):
                    renumbered = replace(
                        chunk, rows=renamed[chunk.rows], extra_rows=renamed[chunk.extra_rows]
                    )
                    counter.add(encoder.append(renumbered), chunk.slot_counts)
                self._let_go()
        encoder.finish(doc_count)
