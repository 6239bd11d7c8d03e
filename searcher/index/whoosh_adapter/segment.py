"""One segment of an index, read as numpy arrays. Document numbers are those within the segment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from searcher.articles.model import Article
from searcher.index import record
from searcher.index.codec import SegmentArrays
from searcher.index.codec.adjacency import add_pairs
from searcher.index.codec.arrays import FieldArrays
from searcher.index.codec.column_file import read_numbers
from searcher.index.codec.errors import CorruptSegment, damage_in
from searcher.index.codec.phrase_scan import phrase_ends
from searcher.index.codec.stored import StoredReader
from searcher.index.form_memory import FormMemory, Forms
from searcher.index.manifest import Files
from searcher.index.schema import DATE, ID, RECORD, decode_term, encode_term
from searcher.index.whoosh_adapter.toc import SegmentEntry

# Of more articles than this, reading all ids is faster than looking each of them up.
_MANY_IDS = 2000


class Segment:
    """One segment.

    Attributes:
        size: Number of document slots, deleted ones included.
        live: Which of them hold an article, boolean, shape ``[size]``.
        has_deletions: Whether any does not.
        arrays: Its posting lists, sequences and lengths.
        dates: Days as ordinals, ``NO_DATE`` when unknown, int32 ``[size]``.
    """

    def __init__(self, files: Files, entry: SegmentEntry) -> None:
        """Open all files of a segment; what was opened stays, whatever writers do.

        Args:
            files: Those of the generation.
            entry: The segment as the table of contents lists it.

        Raises:
            FileNotFoundError: When a writer has removed it.
            CorruptSegment: When it is damaged.
        """
        self.size = entry.size
        try:
            # Before anything of this size is made: the files know better how many there are.
            self.arrays = SegmentArrays(files, entry)
            self._stored = StoredReader(files, entry)
            self.dates: NDArray[np.int32] = read_numbers(files, entry, DATE)
        except CorruptSegment as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise error.__cause__ from error
            raise
        self.live: NDArray[np.bool_] = np.ones(self.size, dtype=np.bool_)
        self.live[entry.deleted] = False
        self.has_deletions = bool(entry.deleted)
        self._memory = FormMemory(self.arrays)

    def lengths(self, field: str) -> NDArray[np.int32]:
        """Return the exact token counts of a field, shape ``[size]``."""
        return self.arrays.lengths(field)

    def article(self, doc: int) -> Article:
        """Return a stored article.

        Raises:
            CorruptSegment: When what is stored is none.
        """
        data = self._stored.fields(doc).get(RECORD)
        if not isinstance(data, bytes):
            raise self._stored.file.corrupt("a document without an article")
        with damage_in(self._stored.file.name):
            return record.decode(data)

    def ids_of(self, docs: NDArray[np.int64]) -> list[str]:
        """Return the ids of some articles, int64 ``[n]``."""
        if len(docs) > _MANY_IDS:
            ids = self.ids()
            return [ids[doc] for doc in docs.tolist()]
        rows = self._id_rows[docs]
        if len(rows) and int(rows.min()) < 0:
            raise self._no_id()
        return [decode_term(term) for term in self._ids.terms.terms_of(rows)]

    def ids(self) -> list[str]:
        """Return the ids of all articles by their numbers; of a deleted one it may be any."""
        if (self._id_rows[self.live] < 0).any():
            raise self._no_id()
        terms = self.terms(ID)
        return [decode_term(terms[row]) for row in self._id_rows.tolist()]

    def _no_id(self) -> CorruptSegment:
        return self.arrays.dictionary_file.corrupt("an article without an id")

    @cached_property
    def _id_rows(self) -> NDArray[np.int64]:
        """Where the id of every article stands in the dictionary, -1 without one."""
        ids = self._ids
        rows = np.full(self.size, -1, dtype=np.int64)
        counts = np.diff(ids.starts(0, len(ids.terms)))
        rows[ids.documents(0, len(ids.terms))] = np.repeat(np.arange(len(ids.terms)), counts)
        return rows

    def find(self, article_id: str) -> int | None:
        """Return the live document of an id."""
        ids = self._ids
        row = ids.terms.row(encode_term(article_id))
        if row is None:
            return None
        docs = ids.documents(row, row + 1)
        docs = docs[self.live[docs]]
        return int(docs[0]) if len(docs) else None

    @cached_property
    def _ids(self) -> FieldArrays:
        ids = self.arrays.field(ID)
        if ids is None:
            raise self.arrays.dictionary_file.corrupt("a segment without ids")
        return ids

    def terms(self, field: str) -> list[bytes]:
        """Return all terms of a field, those of deleted articles included, in order."""
        arrays = self.arrays.field(field)
        return [] if arrays is None else arrays.terms.terms(0, len(arrays.terms))

    def live_terms(self, field: str) -> list[bytes]:
        """Return all terms of a field that occur in a live article, in order."""
        return self.prefix(field, b"")[0] if self.has_deletions else self.terms(field)

    def prefix(
        self, field: str, prefix: bytes
    ) -> tuple[list[bytes], NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
        """Decode the posting lists of all terms that start with ``prefix``, in one go.

        Returns:
            The terms that occur in a live article, in order; documents, list after list, int64
            ``[n]``; frequencies, int32 ``[n]``; and how long each list is, int64 ``[terms]``.
        """
        arrays = self.arrays.field(field)
        rows = range(0) if arrays is None else arrays.terms.prefix_rows(prefix)
        if arrays is None or not rows:
            return [], np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64)
        terms = arrays.terms.terms(rows.start, rows.stop)
        docs = arrays.documents(rows.start, rows.stop)
        frequencies = arrays.frequencies(rows.start, rows.stop)
        counts = np.diff(arrays.starts(rows.start, rows.stop))
        if not self.has_deletions:
            return terms, docs, frequencies, counts
        keep = self.live[docs]
        counts = np.bincount(np.repeat(np.arange(len(terms)), counts)[keep], minlength=len(terms))
        occurring = np.flatnonzero(counts)
        return (
            [terms[row] for row in occurring.tolist()],
            docs[keep],
            frequencies[keep],
            counts[occurring].astype(np.int64),
        )

    def forms(self, field: str, folded: str) -> Forms:
        """Return the terms of a folded form, those of deleted articles among them; remembered."""
        return self._memory.forms(field, folded)

    def variants(self, field: str, folded: str) -> tuple[str, ...]:
        """Return the marked forms of a folded form that occur in a live article, in order."""
        if self.has_deletions:
            return self.folded(field, folded)[0]
        return self.forms(field, folded).marked

    def folded(
        self, field: str, folded: str
    ) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
        """Decode the posting lists of all terms of a folded form, in one go.

        Returns:
            Their marked forms, if they occur in a live article, in order; documents, list after
            list, int64 ``[n]``; frequencies, int32 ``[n]``; and where each list begins and the last
            one ends, int64 ``[terms + 1]``.
        """
        rows, marked, starts, *_ = self.forms(field, folded)
        arrays = self.arrays.field(field)
        if arrays is None or not rows:
            return (), np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(1, np.int64)
        docs = arrays.documents(rows.start, rows.stop)
        frequencies = arrays.frequencies(rows.start, rows.stop)
        bounds = starts - starts[0]
        if not self.has_deletions:
            return marked, docs, frequencies, bounds
        keep = self.live[docs]
        left = np.append(0, keep.cumsum())[bounds]
        occurring = np.diff(left).nonzero()[0].tolist()
        bounds = np.append(left[occurring], left[-1])
        return tuple([marked[row] for row in occurring]), docs[keep], frequencies[keep], bounds

    def term_ids(self, field: str, terms: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
        """Return the sequence ids of (folded, marked) terms, 0 where one does not occur."""
        return self._memory.ids(field, terms)

    def positions(self, field: str, term: bytes) -> NDArray[np.int32]:
        """Return the positions of a term in all live documents, document after document."""
        docs, starts, positions = self.arrays.positions(field, term)
        if self.has_deletions:
            positions = positions[np.repeat(self.live[docs], np.diff(starts))]
        return positions

    def occurrences(
        self,
        field: str,
        docs: NDArray[np.int64],
        terms: Sequence[tuple[str, str]],
        *,
        gaps: bool,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where some terms occur in some documents.

        Args:
            field: A text field.
            docs: Ascending document numbers, int64 ``[n]``.
            terms: (folded, marked) forms, distinct.
            gaps: Whether positions without a term are wanted, called as if they were one more.

        Returns:
            Keys ``document << 32 | position``, ascending, and what stands there, by its place in
            ``terms``, both int64 ``[m]``.
        """
        arrays = self.arrays.field(field)
        ids = self.term_ids(field, terms)
        if arrays is None or not (gaps or ids.any()):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return arrays.sequences.occurrences(docs, ids, gaps=gaps)

    def add_pairs(
        self,
        field: str,
        docs: NDArray[np.int64],
        words: tuple[Sequence[tuple[str, str]], NDArray[np.int64]],
        pairs: NDArray[np.int64],
        worth: NDArray[np.float32],
        found: tuple[NDArray[np.float32], int],
    ) -> None:
        """Add how often pairs of words stand in some documents; see ``codec.adjacency``.

        Args:
            field: A text field.
            docs: Ascending document numbers, int64 ``[n]``.
            words: The (folded, marked) terms of all words, and where those of each begin.
            pairs: The words in front and behind, int64 ``[pairs, 2]``.
            worth: What one occurrence adds, float32 ``[size]``.
            found: What is added to, float32 ``[pairs, m]``; and the column of the first document.
        """
        arrays = self.arrays.field(field)
        if arrays is not None:
            terms, edges = words
            ids = self.term_ids(field, terms)
            add_pairs(arrays.sequences, docs, (ids, edges), pairs, worth, found)

    def phrase_ends(
        self, field: str, docs: NDArray[np.int64], words: Sequence[Sequence[tuple[str, str]]]
    ) -> NDArray[np.int64]:
        """Return where words stand one after the other in some documents.

        Args:
            field: A text field.
            docs: Ascending document numbers, int64 ``[n]``.
            words: For each word, the (folded, marked) terms that may stand for it.

        Returns:
            Keys ``document << 32 | position`` of the last word, ascending, int64 ``[m]``.
        """
        arrays = self.arrays.field(field)
        if arrays is None:
            return np.zeros(0, np.int64)
        ids = [self.term_ids(field, terms) for terms in words]
        return phrase_ends(arrays, docs, [known[known > 0] for known in ids])


def open_segments(files: Files, entries: list[SegmentEntry]) -> list[Segment]:
    """Open all segments of a generation.

    Raises:
        FileNotFoundError: When a writer has replaced the generation meanwhile.
        CorruptSegment: When one is damaged.
    """
    return [Segment(files, entry) for entry in entries]
