"""One field of a batch of documents, inverted and held in memory: what a segment is written from.

Not for anything on disk. A batch costs about 40 bytes per token while it is made and written, so
whoever makes batches bounds their size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from searcher.index.codec.types import Float32s, Int32s, Int64s, Integers, concatenated_ranges
from searcher.index.codec.types import offsets as offsets_of


@dataclass(frozen=True, slots=True)
class BatchDocument:
    """What belongs to one document of a batch rather than to its terms.

    Attributes:
        stored: The stored values by field.
        lengths: The number of tokens by field.
        columns: The values of columns by field, as Whoosh's ``add_document`` takes them.
    """

    stored: Mapping[str, object]
    lengths: Mapping[str, int]
    columns: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldBatch:
    """The posting lists of one field, term after term.

    Attributes:
        terms: The distinct terms in ascending byte order.
        counts: int64[terms], the document frequency of each; at least 1.
        docs: int32[postings], segment document numbers, strictly ascending within a term.
        freqs: [postings], how often the term occurs in that document; None: once each.
        positions: [sum of freqs], the positions of every posting, ascending; None for a field
            without positions.
        weights: float32[postings], what Whoosh scores with; None: the frequencies.
    """

    terms: Sequence[bytes]
    counts: Int64s
    docs: Int32s
    freqs: Integers | None = None
    positions: Integers | None = None
    weights: Float32s | None = None

    def __post_init__(self) -> None:
        """Refuse arrays that do not belong together: they would be written as a wrong index."""
        size = len(self.docs)
        if len(self.counts) != len(self.terms) or int(self.counts.sum()) != size:
            raise ValueError("counts, terms and docs do not fit together")
        if len(self.counts) and int(self.counts.min()) < 1:
            raise ValueError("a term without a posting")
        if any(a >= b for a, b in pairwise(self.terms)):
            raise ValueError("terms are not in strictly ascending order")
        for other in (self.freqs, self.weights):
            if other is not None and len(other) != size:
                raise ValueError("one frequency and one weight per posting are needed")
        ascending = np.ones(size, bool)
        ascending[1:] = self.docs[1:] > self.docs[:-1]
        ascending[offsets_of(self.counts)[:-1]] = True
        if not ascending.all() or (size and int(self.docs.min()) < 0):
            raise ValueError("documents are not in strictly ascending order within a term")
        if self.freqs is not None and size and int(self.freqs.min()) < 1:
            raise ValueError("a posting without an occurrence")
        if self.positions is not None:
            occurrences = size if self.freqs is None else int(self.freqs.sum(dtype=np.int64))
            if len(self.positions) != occurrences:
                raise ValueError("one position per occurrence is needed")
            falling = self.positions[1:] < self.positions[:-1]
            if self.freqs is not None:
                falling[offsets_of(self.freqs)[1:-1] - 1] = False
            else:
                falling[:] = False
            if falling.any() or (occurrences and int(self.positions.min()) < 0):
                raise ValueError("positions are negative, or not in ascending order")

    @property
    def first_doc(self) -> int:
        """The smallest document number."""
        return int(self.docs.min()) if len(self.docs) else 0

    @property
    def last_doc(self) -> int:
        """The largest document number."""
        return int(self.docs.max()) if len(self.docs) else -1

    def restricted(self, first: int, stop: int) -> FieldBatch:
        """The part of this batch that is about the documents ``first`` to ``stop - 1``."""
        keep = (self.docs >= first) & (self.docs < stop)
        rows = np.repeat(np.arange(len(self.terms)), self.counts)[keep]
        counts = np.bincount(rows, minlength=len(self.terms))
        positions = self.positions
        if positions is not None:
            freqs = np.ones(len(self.docs), np.int64) if self.freqs is None else self.freqs
            starts = offsets_of(freqs)[:-1]
            positions = positions[concatenated_ranges(starts[keep], freqs[keep])]
        return FieldBatch(
            terms=[self.terms[row] for row in np.flatnonzero(counts).tolist()],
            counts=counts[counts > 0].astype(np.int64),
            docs=self.docs[keep],
            freqs=None if self.freqs is None else self.freqs[keep],
            positions=positions,
            weights=None if self.weights is None else self.weights[keep],
        )

    @classmethod
    def from_tokens(
        cls, vocabulary: Sequence[bytes], ids: Integers, docs: Integers, positions: Integers | None
    ) -> FieldBatch:
        """Invert tokens as they come from the text.

        Args:
            vocabulary: Distinct terms in any order.
            ids: [tokens], an index into ``vocabulary`` for every token.
            docs: [tokens], the document of every token, never descending.
            positions: [tokens], its position in the document, never descending within a document;
                None for a field that keeps frequencies only.
        """
        used = np.flatnonzero(np.bincount(ids, minlength=len(vocabulary)))
        order = sorted(used.tolist(), key=vocabulary.__getitem__)
        rank = np.zeros(len(vocabulary), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        rows = rank[ids]
        # Tokens come document by document, so a stable sort by term is all it takes.
        by_term = stable_order(rows, len(order))
        rows, docs = rows[by_term], docs[by_term]
        first = np.ones(len(rows), bool)
        first[1:] = (rows[1:] != rows[:-1]) | (docs[1:] != docs[:-1])
        at = np.flatnonzero(first)
        return cls(
            terms=[vocabulary[index] for index in order],
            counts=np.bincount(rows[at], minlength=len(order)).astype(np.int64),
            docs=docs[at].astype(np.int32),
            freqs=_narrowed(np.diff(at, append=len(rows))),
            positions=None if positions is None else _narrowed(positions)[by_term],
        )


def _narrowed(values: Integers) -> Integers:
    """The same numbers, at most ``LARGEST``, in as few bytes as hold them all.

    Batches wait in memory until their segment is written, and hardly any frequency needs more than
    one byte, hardly any position more than two.
    """
    largest = int(values.max()) if len(values) else 0
    kind = next((k for k in (np.uint8, np.uint16) if largest <= np.iinfo(k).max), np.int32)
    return values.astype(kind)


def stable_order(keys: Integers, size: int) -> Int64s:
    """The order that sorts ``keys`` (0 <= key < size) and keeps equal ones as they are.

    Sorting 16 bits at a time is a radix sort in numpy, several times as fast as comparing.
    """
    order = np.argsort((keys & 0xFFFF).astype(np.uint16), kind="stable")
    shift = 16
    while size > 1 << shift:
        digits = (keys[order] >> shift & 0xFFFF).astype(np.uint16)
        order = order[np.argsort(digits, kind="stable")]
        shift += 16
    return order
