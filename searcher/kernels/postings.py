"""Posting lists as they lie in a file, and decoding them.

A list is stored as gaps, ``document - document before - 1``, one byte each; 255 stands for the next
one of the wide gaps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel

WIDE = 255


@kernel
def documents(
    gaps: NDArray[np.uint8],
    wide_gaps: NDArray[np.uint32],
    starts: NDArray[np.int64],
    wide_start: int,
    wide_stop: int,
    count: int,
) -> NDArray[np.int64]:
    """Decode neighbouring posting lists.

    Args:
        gaps: Of all lists, see the module; likewise ``wide_gaps``.
        wide_gaps: uint32.
        starts: int64[lists + 1], where each begins and the last one ends. One list at least.
        wide_start: Where the wide gaps of the first one begin.
        wide_stop: Where those of the last one end.
        count: All documents are below it; at most 2**31.

    Returns:
        int64[starts[-1] - starts[0]], ascending within each list.

    Raises:
        ValueError: A list is empty or outside the arrays, or they do not fit together; it says what.
    """
    first, last = int(starts[0]), int(starts[-1])
    if not 0 <= first <= last <= len(gaps) or not 0 <= wide_start <= wide_stop <= len(wide_gaps):
        raise ValueError("a list lies outside the file")
    if (starts[1:] <= starts[:-1]).any():
        raise ValueError("a list is empty")
    narrow, wide = gaps[first:last], wide_gaps[wide_start:wide_stop]
    steps = narrow.astype(np.int64)
    at = (narrow == WIDE).nonzero()[0]
    if len(at) != len(wide):
        raise ValueError("documents do not fit together")
    steps[at] = wide
    steps += 1
    # Every list restarts at -1: take off what the list before it sums up to.
    begins = starts[:-1] - first
    ends = np.add.reduceat(steps, begins) - 1
    steps[begins] -= 1
    steps[begins[1:]] -= ends[:-1]
    if int(ends.max()) >= count:
        raise ValueError("it names a document that does not exist")
    docs: NDArray[np.int64] = steps.cumsum()
    return docs
