"""The posting lists of all marked variants of one folded form, over all segments of an index.

One range of every segment's dictionary, decoded in one go and joined by variant. Not for keeping
them (``reader``) and not for scoring.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from searcher.index.schema import decode_term
from searcher.index.whoosh_adapter.segment import Segment

_Scalar = TypeVar("_Scalar", bound=np.generic)

_ENTRY_BYTES = 600  # of key, arrays and bookkeeping, so that empty lists count, too
_VARIANT_BYTES = 100


@dataclass(frozen=True, slots=True)
class VariantPostings:
    """The postings of all marked variants of one folded form.

    Attributes:
        marked: The variants, sorted.
        docs: Document numbers, list after list, each ascending; int64 of shape ``[n]``.
        frequencies: How often the variant occurs in each; int32 of shape ``[n]``.
        bounds: The list of ``marked[i]`` is ``[bounds[i]:bounds[i + 1]]``; int64.
    """

    marked: tuple[str, ...]
    docs: NDArray[np.int64]
    frequencies: NDArray[np.int32]
    bounds: NDArray[np.int64]

    def of(self, marked: str) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The documents and frequencies of one variant, empty when there is none."""
        row = bisect_left(self.marked, marked)
        if row == len(self.marked) or self.marked[row] != marked:
            return self.docs[:0], self.frequencies[:0]
        span = slice(int(self.bounds[row]), int(self.bounds[row + 1]))
        return self.docs[span], self.frequencies[span]

    @property
    def size_bytes(self) -> int:
        """What it takes in memory, roughly."""
        arrays = (self.docs, self.frequencies, self.bounds)
        held = sum(int(array.nbytes) for array in arrays)
        return _ENTRY_BYTES + _VARIANT_BYTES * len(self.marked) + held


def decode(segments: Sequence[Segment], field: str, prefix: bytes) -> VariantPostings:
    """Decode the lists of all terms with a prefix in every segment, and join them by term."""
    terms: list[list[bytes]] = []
    docs: list[NDArray[np.int64]] = []
    frequencies: list[NDArray[np.int32]] = []
    counts: list[NDArray[np.int64]] = []
    base = 0
    for segment in segments:
        own, numbers, often, sizes = segment.prefix(field, prefix)
        terms.append(own)
        docs.append(numbers + base if base else numbers)
        frequencies.append(often)
        counts.append(sizes)
        base += segment.size
    distinct = sorted(set().union(*terms))
    marked = tuple(decode_term(term[len(prefix) :]) for term in distinct)
    bounds = np.zeros(len(distinct) + 1, dtype=np.int64)
    if len(list(filter(None, terms))) <= 1:
        np.cumsum(joined(counts, np.int64), out=bounds[1:])
        return VariantPostings(
            marked,
            joined(docs, np.int64),
            joined(frequencies, np.int32),
            read_only(bounds),
        )
    row_of = {term: row for row, term in enumerate(distinct)}
    rows = np.repeat(
        np.array([row_of[term] for own in terms for term in own], dtype=np.int64),
        np.concatenate(counts),
    )
    # Segments come in the order of their document numbers: within a term they stay so.
    order = np.argsort(rows, kind="stable")
    np.cumsum(np.bincount(rows, minlength=len(distinct)), out=bounds[1:])
    return VariantPostings(
        marked,
        read_only(np.concatenate(docs)[order]),
        read_only(np.concatenate(frequencies)[order]),
        read_only(bounds),
    )


def joined(arrays: Sequence[NDArray[_Scalar]], dtype: type[_Scalar]) -> NDArray[_Scalar]:
    """Return arrays end to end, read-only: shared with every caller."""
    if len(arrays) == 1:
        return read_only(arrays[0])
    return read_only(np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype))


def read_only(array: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """Return the array, not to be written to any more."""
    array.flags.writeable = False
    return array
