"""Sequences of some documents on their way into a segment: every token is given its slot.

Not for what is on disk (see ``sequences``, which also says what slots and extras are).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from searcher.index.codec.types import Int64s, Integers
from searcher.index.codec.types import offsets as offsets_of

NO_ROW = -1
"""The row of a slot without a term."""
# A document's slots end at its last position, but there are at most this many per token (and a few
# more), so that one token at position two billion costs an extra instead of four gigabytes.
_SLOTS_PER_TOKEN = 4
_FREE_SLOTS = 16


@dataclass(frozen=True, slots=True)
class SequenceChunk:
    """The sequences of neighbouring documents, by dictionary row.

    Attributes:
        first_doc: The number of the first document.
        slot_counts: int64[documents].
        rows: [sum of slot_counts], -1 for a gap.
        extra_docs: int64[extras], what has no slot: the document,
        extra_positions: int64[extras], the position
        extra_rows: int64[extras], and the row.
    """

    first_doc: int
    slot_counts: Int64s
    rows: Integers
    extra_docs: Int64s
    extra_positions: Int64s
    extra_rows: Int64s

    @classmethod
    def from_tokens(
        cls, first_doc: int, doc_count: int, docs: Integers, positions: Integers, rows: Integers
    ) -> SequenceChunk:
        """Give every token its slot.

        Args:
            first_doc: The first document of the chunk.
            doc_count: How many documents the chunk has.
            docs: [tokens]; docs, positions and rows are sorted by row, then document, position.
            positions: [tokens], at least 0.
            rows: [tokens].
        """
        # A batch of a million tokens comes here at once: numbers are as narrow as they can be.
        local = (docs - first_doc).astype(np.int32)
        last = np.full(doc_count, -1, np.int32)
        np.maximum.at(last, local, positions.astype(np.int32))
        limits = np.bincount(local, minlength=doc_count) * _SLOTS_PER_TOKEN + _FREE_SLOTS
        slot_counts = np.minimum(last.astype(np.int64) + 1, limits)
        starts = offsets_of(slot_counts)
        slots = np.full(int(starts[-1]), NO_ROW, np.int32)
        fits = positions < slot_counts[local]
        places = starts[local[fits]]
        places += positions[fits]
        placed = rows[fits]
        # Backwards: of several tokens at one place the last assigned, the lowest row, stays.
        slots[places[::-1]] = placed[::-1]
        extra = ~fits
        extra[fits] = slots[places] != placed
        same = (rows[1:] == rows[:-1]) & (docs[1:] == docs[:-1])
        extra[1:] |= same & (positions[1:] == positions[:-1])
        return cls(
            first_doc,
            slot_counts,
            slots,
            docs[extra].astype(np.int64),
            positions[extra].astype(np.int64),
            rows[extra].astype(np.int64),
        )
