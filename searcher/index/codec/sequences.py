"""Token sequences: per document the terms of a field in the order of the text, and all positions.

A sequence is one slot per position. Positions are kept nowhere else, so phrases, adjacency and
position lists all come from here; posting lists hold documents and frequencies only.

Per field, in one container of kind ``sequences``: ``starts`` (u32 or u64, [documents + 1], where a
document's slots begin) and ``slots`` (u16), each 0 for a gap (between paragraphs, or a position
without a token), 1 for a term whose id does not fit, or the term's id. Ids go by descending
frequency, so those that do not fit are rare. What has no slot of its own stands in the *extras*,
ordered by place and row: ``extra_places`` (u64: document << 32 | position) and ``extra_rows`` (u32,
dictionary rows): the terms of slots with 1, further terms at one position (the lowest term in byte
order has the slot, whatever the segment), and positions so far out that slots would waste space.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.container import Container
from searcher.index.codec.dictionary import FIRST_ID, FieldDictionary
from searcher.index.codec.sequence_chunk import NO_ROW, SequenceChunk
from searcher.index.codec.types import (
    Int32s,
    Int64s,
    Integers,
    UInt32s,
    concatenated_ranges,
)
from searcher.index.codec.types import offsets as offsets_of
from searcher.kernels import occurrences as kernels
from searcher.kernels.sequences import FieldSlots

EXTENSION = ".seq"
KIND = "sequences"
GAP = 0
ELSEWHERE = 1
LARGEST_SLOT = 0xFFFF
# Cutting one document's slots out costs as much as comparing this many slots (Python 3.11, numpy 2):
# beyond that, looking through all slots in order is faster.
_SLICE_COST = 600


class FieldSequences:
    """Reads the sequences of one field.

    Args:
        file: The sequences file.
        field: The field's name.
        dictionary: The field's terms.
        doc_count: How many documents the segment has.
    """

    def __init__(
        self, file: Container, field: str, dictionary: FieldDictionary, doc_count: int
    ) -> None:
        self._file = file
        self._field = field
        self._dictionary = dictionary
        self._starts = file.array(f"{field}/starts")
        self._slots = file.array(f"{field}/slots", "<u2", checked=False)
        self._check_slots = file.part_checks(f"{field}/slots")
        self._places = file.array(f"{field}/extra_places", "<u8")
        self._extra_rows = file.array(f"{field}/extra_rows", "<u4")
        wrong = len(self._starts) != doc_count + 1 or self._starts.dtype not in (
            np.uint32,
            np.uint64,
        )
        if wrong or len(self._places) != len(self._extra_rows):
            raise file.corrupt(f"the sequences of {field} are incomplete")
        self._arrays: FieldSlots | None = None

    def bounds(self, docs: Integers) -> tuple[Int64s, Int64s]:
        """Where the slots of some documents begin, and how many they are, int64[n] each."""
        starts = self._starts[docs].astype(np.int64)
        counts = self._starts[docs + 1].astype(np.int64) - starts
        if len(docs) and (int(counts.min()) < 0 or int((starts + counts).max()) > len(self._slots)):
            raise self._file.corrupt(f"a sequence of {self._field} lies outside the file")
        return starts, counts

    def slots_of(self, begins: Int64s, counts: Int64s) -> NDArray[np.uint16]:
        """The slots of some documents, end to end.

        Args:
            begins: int64[n], their :meth:`bounds`.
            counts: int64[n].
        """
        self._check_slots.parts(begins, begins + counts)
        return self._slots[concatenated_ranges(begins, counts)]

    def checked_slots(self, docs: Int64s) -> FieldSlots:
        """All that is known of the field, as kernels take it; fit to be read for some documents.

        Args:
            docs: int64[n], existing document numbers.
        """
        self._check_slots.rows(self._starts, docs)
        if self._arrays is None:
            owners = (self._places >> np.uint64(32)).astype(np.int64)
            rows, size = self._extra_rows, len(self._starts) - 1
            known = len(rows) == 0 or int(rows.max()) < len(self._dictionary)
            if not known or int(owners.max(initial=-1)) >= size:
                raise self._file.corrupt(f"the extras of {self._field} do not fit together")
            self._arrays = FieldSlots(
                self._slots,
                self._starts,
                offsets_of(np.bincount(owners, minlength=size)),
                self._places,
                self._dictionary.ids(slice(None))[rows],
                FIRST_ID + len(self._dictionary),
            )
        return self._arrays

    def misfit(self) -> Exception:
        """The exception that says that the arrays do not fit together."""
        return self._file.corrupt(f"the sequences of {self._field} do not fit together")

    def sequences(self, docs: Integers) -> tuple[Int64s, UInt32s]:
        """The sequences of some documents, end to end.

        Args:
            docs: [n], existing document numbers in any order.

        Returns:
            starts int64[n + 1] and ids uint32[starts[-1]]: the slots of docs[i] are
            ids[starts[i]:starts[i + 1]]; :data:`GAP` where there is no term.

        Raises:
            CorruptSegment: The arrays do not fit together.
        """
        begins, counts = self.bounds(docs)
        starts = offsets_of(counts)
        ids = self.slots_of(begins, counts).astype(np.uint32)
        if len(ids) and int(ids.max()) >= FIRST_ID + len(self._dictionary):
            raise self._file.corrupt(f"a sequence of {self._field} names an unknown term")
        if len(self._places) and len(at := np.flatnonzero(ids == ELSEWHERE)):
            which = np.searchsorted(starts, at, side="right") - 1
            places = docs[which].astype(np.int64) << 32 | (at - starts[which])
            found = np.searchsorted(self._places, places.astype(np.uint64))
            found[found == len(self._places)] = 0
            rows = self._extra_rows[found]
            if (self._places[found] != places).any() or int(rows.max()) >= len(self._dictionary):
                raise self._file.corrupt(f"the extras of {self._field} do not fit together")
            ids[at] = self._dictionary.ids(slice(None))[rows]
        return starts, ids

    def occurrences(self, docs: Int64s, ids: Int64s, *, gaps: bool) -> tuple[Int64s, Int64s]:
        """Where chosen terms occur in some documents, alternatives at one position included.

        Args:
            docs: int64[n], existing document numbers, ascending.
            ids: int64[k], the ids of the chosen terms, each once; 0 for none.
            gaps: Whether positions without a term are wanted, too.

        Returns:
            keys int64[m], document << 32 | position, ascending; and what stands there, by its place
            in ``ids``, that of a gap behind the last, int64[m]. Terms at one position share a key,
            in byte order of the terms.

        Raises:
            CorruptSegment: The arrays do not fit together.
        """
        field = self.checked_slots(docs)
        try:
            return kernels.occurrences(field, docs, ids, gaps)
        except (IndexError, ValueError) as error:
            raise self.misfit() from error

    def positions(self, row: int, docs: Int64s, freqs: Int32s) -> tuple[Int64s, Int32s]:
        """The positions of one term.

        Args:
            row: The term's row.
            docs: int64[n], all its documents, ascending.
            freqs: int32[n], its frequencies there.

        Returns:
            starts int64[n + 1] and positions int32[starts[-1]], ascending per document.

        Raises:
            CorruptSegment: The sequences and the posting list disagree.
        """
        extra = np.flatnonzero(self._extra_rows == row)
        places = self._places[extra].astype(np.int64)
        holders = np.searchsorted(docs, places >> 32)
        strange = len(extra) and (
            int(holders.max()) >= len(docs) or (docs[holders] != places >> 32).any()
        )
        in_slots = freqs - np.bincount(holders, minlength=len(docs))[: len(docs)]
        if strange or (len(docs) and int(in_slots.min()) < 0):
            raise self._disagreement()
        owners = np.repeat(np.arange(len(docs)), in_slots)
        begins, counts = self.bounds(docs)
        value = int(self._dictionary.ids(slice(row, row + 1))[0])
        if value > LARGEST_SLOT or not len(owners):
            hits = np.zeros(0, np.int64)
        elif int(counts.sum()) + len(docs) * _SLICE_COST > len(self._slots):
            self._check_slots.part(0, len(self._slots))
            hits = np.flatnonzero(self._slots == value)
        else:
            hits = np.flatnonzero(self.slots_of(begins, counts) == value)
            begins = offsets_of(counts)[:-1]
        if len(hits) != len(owners):
            raise self._disagreement()
        positions = hits - begins[owners]
        if len(hits) and ((positions < 0) | (positions >= counts[owners])).any():
            raise self._disagreement()
        if len(extra):
            owners = np.concatenate([owners, holders])
            positions = np.concatenate([positions, places & 0xFFFFFFFF])
            positions = positions[np.lexsort((positions, owners))]
        return offsets_of(freqs), positions.astype(np.int32)

    def positions_in(self, row: int, doc: int) -> Int32s:
        """The positions of one term in one document, ascending."""
        (begin,), (count,) = self.bounds(np.array([doc]))
        value = int(self._dictionary.ids(slice(row, row + 1))[0])
        hits = np.zeros(0, np.int64)
        if value <= LARGEST_SLOT:
            self._check_slots.part(int(begin), int(begin + count))
            hits = np.flatnonzero(self._slots[begin : begin + count] == value)
        low, high = self._extras_of(doc, doc + 1)
        own = self._places[low:high][self._extra_rows[low:high] == row]
        if len(own):
            hits = np.sort(np.concatenate([hits, own.astype(np.int64) & 0xFFFFFFFF]))
        return hits.astype(np.int32)

    def _extras_of(self, first: int, stop: int) -> tuple[int, int]:
        edges = np.array([first << 32, stop << 32], np.uint64)
        low, high = np.searchsorted(self._places, edges)
        return int(low), int(high)

    def _disagreement(self) -> Exception:
        return self._file.corrupt(f"the sequences and the postings of {self._field} disagree")

    def stop_within(self, first: int, slots: int) -> int:
        """The end of a run of documents from ``first`` on: at least one, at most ``slots`` slots."""
        limit = int(self._starts[first]) + slots
        stop = int(np.searchsorted(self._starts, limit, side="right")) - 1
        return min(max(stop, first + 1), len(self._starts) - 1)

    def chunk(self, first: int, stop: int) -> SequenceChunk:
        """The sequences of the documents ``first`` to ``stop - 1`` as they were written."""
        docs = np.arange(first, stop)
        starts, ids = self.sequences(docs)
        rows = np.full(len(ids), NO_ROW, np.int64)
        taken = np.flatnonzero(ids)
        rows[taken] = self._dictionary.rows_of(ids[taken])
        low, high = self._extras_of(first, stop)
        places = self._places[low:high].astype(np.int64)
        extra_docs, extra_positions = places >> 32, places & 0xFFFFFFFF
        local = extra_docs - first
        slot_counts = np.diff(starts)
        if len(local) and not 0 <= int(local.min()) <= int(local.max()) < len(docs):
            raise self._file.corrupt(f"the extras of {self._field} are out of order")
        # The first extra at a place whose slot says "elsewhere" is the slot's own term.
        inside = extra_positions < slot_counts[local]
        own = np.zeros(len(places), bool)
        at = starts[local[inside]] + extra_positions[inside]
        begin = int(self._starts[first])
        own[inside] = self._slots[begin + at] == ELSEWHERE
        own[1:] &= places[1:] != places[:-1]
        return SequenceChunk(
            first,
            slot_counts,
            rows,
            extra_docs[~own],
            extra_positions[~own],
            self._extra_rows[low:high][~own].astype(np.int64),
        )
