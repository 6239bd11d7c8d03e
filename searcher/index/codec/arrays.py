"""The arrays of one segment: postings, positions, token sequences and lengths, without Whoosh.

This is what the ranking reads. It opens with a few small reads and fetches everything else from the
memory map when asked. Not for deletions (they belong to the segment's entry in the table of
contents: every array here still counts deleted documents) and not for several segments at once.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from searcher.index.codec import bigrams, dictionary, lengths, postings, sequences
from searcher.index.codec.bigrams import FieldBigrams
from searcher.index.codec.container import Container
from searcher.index.codec.dictionary import FieldDictionary
from searcher.index.codec.postings import PostingsDecoder
from searcher.index.codec.sequences import FieldSequences
from searcher.index.codec.types import (
    Float32s,
    Int32s,
    Int64s,
    Integers,
    Segment,
    Storage,
    UInt32s,
)


class FieldArrays:
    """One indexed field of a segment; made by :meth:`SegmentArrays.field`.

    Attributes:
        terms: The dictionary: rows, terms, ids.
        decoder: Of its posting lists.
    """

    def __init__(self, owner: SegmentArrays, field: str) -> None:
        self.name = field
        self.terms = FieldDictionary(owner.dictionary_file, field)
        self._file = owner.dictionary_file
        self.decoder = PostingsDecoder(owner.postings_file, field, owner.doc_count)
        self._bigrams_file = owner.bigrams_file
        self._files = (owner.dictionary_file, owner.postings_file, owner.sequences_file)
        self._bigrams: FieldBigrams | None = None
        self._sequences: FieldSequences | None = None
        if self.terms.has_positions:
            self._sequences = FieldSequences(
                owner.sequences_file, field, self.terms, owner.doc_count
            )

    @property
    def has_frequencies(self) -> bool:
        """Whether any frequency may differ from 1."""
        return self.decoder.has_frequencies

    @property
    def has_weights(self) -> bool:
        """Whether any weight may differ from the frequency."""
        return self.decoder.has_weights

    @property
    def sequences(self) -> FieldSequences:
        """The token sequences; ValueError for a field without positions."""
        if self._sequences is None:
            raise ValueError(f"the field {self.name} keeps no positions")
        return self._sequences

    @property
    def bigrams(self) -> FieldBigrams:
        """The counts of terms and of pairs; ValueError for a field without positions."""
        if self._bigrams is None:
            if self._sequences is None:
                raise ValueError(f"the field {self.name} keeps no positions")
            self._bigrams = FieldBigrams(self._bigrams_file, self.name)
        return self._bigrams

    def let_go(self) -> None:
        """Keep nothing in memory that was read; it is read again when asked for."""
        for file in self._files:
            file.let_go()

    def starts(self, first: int, stop: int) -> Int64s:
        """Where the lists of the rows ``first`` to ``stop - 1`` begin, and the last one ends."""
        return self.terms.posting_starts(first, stop)

    def doc_frequency(self, row: int) -> int:
        """In how many documents the term of a row occurs, deleted ones included."""
        low, high = self.starts(row, row + 1).tolist()
        return int(high - low)

    def documents(self, first: int, stop: int) -> Int64s:
        """The documents of the rows ``first`` to ``stop - 1``, list after list."""
        return self.decoder.documents(self.starts(first, stop), *self.terms.wide_span(first, stop))

    def frequencies(self, first: int, stop: int) -> Int32s:
        """The frequencies that go with :meth:`documents`."""
        return self.decoder.frequencies(*self._span(first, stop))

    def weights(self, first: int, stop: int) -> Float32s | None:
        """The weights that go with :meth:`documents`; None: they are the frequencies."""
        return self.decoder.weights(*self._span(first, stop))

    def _span(self, first: int, stop: int) -> tuple[int, int]:
        starts = self.starts(first, stop)
        low, high = int(starts[0]), int(starts[-1])
        if not 0 <= low <= high <= len(self.decoder):
            raise self._file.corrupt(f"a list of {self.name} lies outside the file")
        return low, high


class SegmentArrays:
    """Everything a segment knows about its terms, as numpy arrays.

    Args:
        storage: The Whoosh storage of the index.
        segment: The segment, as listed in the table of contents.

    Raises:
        CorruptSegment: A file is missing or cannot be what was written; later reads raise it too.

    Attributes:
        doc_count: Number of document slots, deleted documents included.
    """

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self.doc_count = int(segment.doc_count_all())

        def opened(extension: str, kind: str) -> Container:
            return Container(storage, segment.make_filename(extension), kind)

        self.dictionary_file = opened(dictionary.EXTENSION, dictionary.KIND)
        self.postings_file = opened(postings.EXTENSION, postings.KIND)
        self.sequences_file = opened(sequences.EXTENSION, sequences.KIND)
        self.bigrams_file = opened(bigrams.EXTENSION, bigrams.KIND)
        self._lengths = lengths.FieldLengths(storage, segment)
        self._fields: dict[str, FieldArrays] = {}
        described = self.dictionary_file.meta.get("fields")
        if not isinstance(described, dict):
            raise self.dictionary_file.corrupt("it lists no fields")
        if self.dictionary_file.number("documents") != self.doc_count:
            raise self.dictionary_file.corrupt("it belongs to another number of documents")
        self._described: dict[str, Any] = described

    def field_names(self) -> list[str]:
        """The names of the indexed fields that occur, in order."""
        return sorted(self._described)

    def field(self, name: str) -> FieldArrays | None:
        """One field, None when no document has it."""
        found = self._fields.get(name)
        if found is None and name in self._described:
            found = self._fields[name] = FieldArrays(self, name)
        return found

    def lengths(self, field: str) -> Int32s:
        """Exact number of tokens per document, int32[doc_count]; zeros for an unknown field."""
        return self._lengths.of(field)

    def postings(self, field: str, term: bytes) -> tuple[Int64s, Int32s]:
        """The posting list of a term.

        Returns:
            Documents int64[n], ascending, and frequencies int32[n]; both empty for an unknown term.
            (Numpy indexes with 64-bit numbers at twice the speed of 32-bit ones.)
        """
        arrays = self.field(field)
        row = None if arrays is None else arrays.terms.row(term)
        if arrays is None or row is None:
            return _NO_DOCS, _NONE
        return arrays.documents(row, row + 1), arrays.frequencies(row, row + 1)

    def prefix(self, field: str, prefix: bytes) -> tuple[list[bytes], list[Int64s], list[Int32s]]:
        """The posting lists of all terms that start with ``prefix``, decoded together.

        Returns:
            The terms in order, and for each its documents and its frequencies as in
            :meth:`postings`.
        """
        arrays = self.field(field)
        rows = range(0) if arrays is None else arrays.terms.prefix_rows(prefix)
        if arrays is None or not rows:
            return [], [], []
        starts = arrays.starts(rows.start, rows.stop)
        docs = arrays.documents(rows.start, rows.stop)
        freqs = arrays.frequencies(rows.start, rows.stop)
        edges = (starts - starts[0]).tolist()
        spans = [slice(a, b) for a, b in pairwise(edges)]
        terms = arrays.terms.terms(rows.start, rows.stop)
        return terms, [docs[span] for span in spans], [freqs[span] for span in spans]

    def positions(self, field: str, term: bytes) -> tuple[Int64s, Int64s, Int32s]:
        """Where a term occurs.

        Returns:
            Documents int64[n], starts int64[n + 1] and positions int32[starts[-1]]: those in
            documents[i] are positions[starts[i]:starts[i + 1]], ascending.

        Raises:
            ValueError: The field keeps no positions.
        """
        arrays = self.field(field)
        row = None if arrays is None else arrays.terms.row(term)
        if arrays is None or row is None:
            return _NO_DOCS, np.zeros(1, np.int64), _NONE
        docs = arrays.documents(row, row + 1)
        freqs = arrays.frequencies(row, row + 1)
        return docs, *arrays.sequences.positions(row, docs, freqs)

    def sequence(self, field: str, doc: int) -> UInt32s:
        """The term ids of one document in the order of its text; 0 where there is no term."""
        return self.sequences(field, np.array([doc]))[1]

    def sequences(self, field: str, docs: Integers) -> tuple[Int64s, UInt32s]:
        """The sequences of some documents, see :meth:`FieldSequences.sequences`."""
        arrays = self.field(field)
        if arrays is None:
            return np.zeros(len(docs) + 1, np.int64), np.zeros(0, np.uint32)
        if len(docs) and not 0 <= int(docs.min()) <= int(docs.max()) < self.doc_count:
            raise IndexError(f"no such document among {self.doc_count}")
        return arrays.sequences.sequences(docs)

    def terms_with_prefix(self, field: str, prefix: bytes) -> list[bytes]:
        """The terms that start with ``prefix``, in order."""
        arrays = self.field(field)
        if arrays is None:
            return []
        rows = arrays.terms.prefix_rows(prefix)
        return arrays.terms.terms(rows.start, rows.stop)

    def term_ids(self, field: str, prefix: bytes) -> UInt32s:
        """The sequence ids of all terms that start with ``prefix``, in the order of the terms."""
        arrays = self.field(field)
        if arrays is None:
            return np.zeros(0, np.uint32)
        rows = arrays.terms.prefix_rows(prefix)
        return arrays.terms.ids(slice(rows.start, rows.stop))

    def term_counts(self, field: str, ids: Integers) -> Int64s:
        """How often the terms of sequence ids [n] occur: int64[n], deleted documents included."""
        arrays = self.field(field)
        return np.zeros(len(ids), np.int64) if arrays is None else arrays.bigrams.term_counts(ids)

    def pair_counts(self, field: str, firsts: Integers, seconds: Integers) -> Int64s:
        """How often the term ``seconds[i]`` follows ``firsts[i]``, deleted documents included.

        Args:
            field: A field with positions.
            firsts: [n] sequence ids; 0 stands for the beginning of a paragraph.
            seconds: [n] sequence ids.

        Returns:
            int64[n], as counted by ``bigrams``.
        """
        arrays = self.field(field)
        if arrays is None:
            return np.zeros(len(firsts), np.int64)
        return arrays.bigrams.pair_counts(firsts, seconds)

    def term_of_id(self, field: str, term_id: int) -> bytes:
        """The term of a sequence id.

        Raises:
            IndexError: No term has this id.
        """
        arrays = self.field(field)
        if arrays is None or not dictionary.FIRST_ID <= term_id < dictionary.FIRST_ID + len(
            arrays.terms
        ):
            raise IndexError(f"no term has the id {term_id}")
        return arrays.terms.term(int(arrays.terms.rows_of(np.array([term_id]))[0]))


_NO_DOCS = np.zeros(0, np.int64)
_NONE = np.zeros(0, np.int32)
