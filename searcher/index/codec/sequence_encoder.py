"""Writes the token sequences of a segment, chunk after chunk; their format is told in ``sequences``.

Not for deciding which documents come, nor for reading.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.container import ContainerWriter
from searcher.index.codec.dictionary import smallest_offsets
from searcher.index.codec.sequence_chunk import SequenceChunk
from searcher.index.codec.sequences import ELSEWHERE, LARGEST_SLOT
from searcher.index.codec.types import Int64s, UInt32s
from searcher.index.codec.types import offsets as offsets_of


class SequenceEncoder:
    """Writes the sequences of one field, chunk after chunk in the order of the documents.

    Args:
        file: The sequences file.
        field: The field's name.
        ids: uint32[rows], the sequence id of every row.
    """

    def __init__(self, file: ContainerWriter, field: str, ids: UInt32s) -> None:
        self._file = file
        self._field = field
        self._ids = ids
        self._slots = file.stream(f"{field}/slots", "<u2")
        self._places = file.stream(f"{field}/extra_places", "<u8")
        self._rows = file.stream(f"{field}/extra_rows", "<u4")
        self._counts: list[Int64s] = []
        self._next_doc = 0

    def append(self, chunk: SequenceChunk) -> NDArray[np.uint16]:
        """Write a chunk; documents skipped since the last one get empty sequences.

        Returns:
            uint16[slots of the chunk], what was written into them.
        """
        self._skip_to(chunk.first_doc)
        self._counts.append(chunk.slot_counts)
        self._next_doc += len(chunk.slot_counts)
        taken = chunk.rows >= 0
        ids = np.zeros(len(chunk.rows), np.uint32)
        ids[taken] = self._ids[chunk.rows[taken]]
        rare = np.flatnonzero(ids > LARGEST_SLOT)
        ids[rare] = ELSEWHERE
        values = ids.astype(np.uint16)
        self._slots.append(values)
        starts = offsets_of(chunk.slot_counts)
        owners = np.searchsorted(starts, rare, side="right") - 1
        docs = np.concatenate([chunk.extra_docs, owners + chunk.first_doc])
        positions = np.concatenate([chunk.extra_positions, rare - starts[owners]])
        rows = np.concatenate([chunk.extra_rows, chunk.rows[rare]])
        order = np.lexsort((rows, positions, docs))
        self._places.append(docs[order] << 32 | positions[order])
        self._rows.append(rows[order])
        return values

    def _skip_to(self, doc: int) -> None:
        if doc < self._next_doc:
            raise ValueError("sequences must come in the order of the documents")
        self._counts.append(np.zeros(doc - self._next_doc, np.int64))
        self._next_doc = doc

    def finish(self, doc_count: int) -> None:
        """Write where the sequences of all ``doc_count`` documents begin."""
        self._skip_to(doc_count)
        starts = offsets_of(np.concatenate(self._counts))
        self._file.add(f"{self._field}/starts", starts, smallest_offsets(starts))
