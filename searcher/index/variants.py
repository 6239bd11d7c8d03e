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

from searcher.index.codec.types import offsets as offsets_of
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


def decode(segments: Sequence[Segment], field: str, folded: str) -> VariantPostings:
    """Decode the lists of all variants of a folded form in every segment, and join them by term."""
    parts = []
    base = 0
    for segment in segments:
        marked, docs, frequencies, bounds = segment.folded(field, folded)
        if marked:
            parts.append((marked, docs + base if base else docs, frequencies, bounds))
        base += segment.size
    if not parts:
        nothing = np.zeros(0, np.int64)
        return VariantPostings((), nothing, np.zeros(0, np.int32), np.zeros(1, np.int64))
    if len(parts) == 1:
        marked, docs, frequencies, bounds = parts[0]
        return VariantPostings(marked, read_only(docs), read_only(frequencies), read_only(bounds))
    distinct = tuple(sorted({form for part in parts for form in part[0]}))
    row_of = {form: row for row, form in enumerate(distinct)}
    rows = np.concatenate(
        [
            np.repeat(np.array([row_of[form] for form in marked]), np.diff(bounds))
            for marked, _, _, bounds in parts
        ]
    )
    # Segments come in the order of their document numbers: within a term they stay so.
    order = np.argsort(rows, kind="stable")
    return VariantPostings(
        distinct,
        read_only(np.concatenate([docs for _, docs, _, _ in parts])[order]),
        read_only(np.concatenate([frequencies for _, _, frequencies, _ in parts])[order]),
        read_only(offsets_of(np.bincount(rows, minlength=len(distinct)))),
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
