"""Names for what has no types of its own: Whoosh's objects and our array shapes.

Whoosh ships without annotations that hold for all its releases, so its objects are ``Any`` to the
type checker; the aliases say which one is meant.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Storage: TypeAlias = Any
"""A ``whoosh.filedb.filestore.Storage``."""

Segment: TypeAlias = Any
"""A ``whoosh.codec.base.Segment``."""

Field: TypeAlias = Any
"""A ``whoosh.fields.FieldType``."""

Format: TypeAlias = Any
"""A ``whoosh.formats.Format``."""

Scorer: TypeAlias = Any
"""A ``whoosh.scoring.BaseScorer``, or None."""

Column: TypeAlias = Any
"""A ``whoosh.columns.Column``, or its reader or writer."""

Int32s: TypeAlias = NDArray[np.int32]
Int64s: TypeAlias = NDArray[np.int64]
UInt32s: TypeAlias = NDArray[np.uint32]
Float32s: TypeAlias = NDArray[np.float32]
Integers: TypeAlias = NDArray[np.integer[Any]]

LARGEST = 2**31 - 1
"""No document number, frequency or position may be larger."""


def concatenated_ranges(starts: Integers, counts: Integers) -> Int64s:
    """The numbers ``starts[i] … starts[i] + counts[i] - 1`` for every i, one range after the other.

    >>> concatenated_ranges(np.array([5, 9]), np.array([2, 3]))
    array([ 5,  6,  9, 10, 11])
    """
    counts = counts.astype(np.int64)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts.astype(np.int64) - (ends - counts), counts) + np.arange(total)


def offsets(counts: Integers) -> Int64s:
    """Where runs of the given sizes begin when laid end to end, and the last ends: int64[n + 1]."""
    result = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=result[1:])
    return result
