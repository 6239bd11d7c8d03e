"""Which blocks of a file have not been checked yet, of those that somebody wants to read.

A block is 4096 bytes; of checking them see the block checks of the index.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel
from searcher.kernels.ranges import places

Starts: TypeAlias = "NDArray[np.uint32] | NDArray[np.uint64]"
"""Where the rows of an array begin and the last one ends."""

SHIFT = 12
"""A byte of a file belongs to the block ``place >> SHIFT``."""


@kernel
def unseen_of_parts(
    seen: NDArray[np.uint8],
    offset: int,
    item_bytes: int,
    firsts: NDArray[np.int64],
    stops: NDArray[np.int64],
) -> list[int]:
    """Find the blocks of some parts of an array that have not been seen.

    Args:
        seen: uint8[blocks], not 0 for those that have been.
        offset: Where the array begins in the file, in bytes.
        item_bytes: The size of an element.
        firsts: int64[n], the first element of each part; below 0: 0.
        stops: int64[n], behind the last one of each; what lies behind the file is left out.

    Returns:
        Their numbers, ascending.

    Raises:
        ValueError: There are not as many ends as beginnings.
    """
    if len(firsts) != len(stops):
        raise ValueError("arrays of different lengths")
    return _unseen(seen, offset, item_bytes, firsts, stops)


@kernel
def unseen_of_rows(
    seen: NDArray[np.uint8],
    offset: int,
    item_bytes: int,
    starts: Starts,
    rows: NDArray[np.int64],
) -> list[int]:
    """Find the blocks of some rows of an array that have not been seen.

    Args:
        seen: As for ``unseen_of_parts``; likewise ``offset`` and ``item_bytes``.
        offset: Where the array begins in the file.
        item_bytes: The size of an element.
        starts: uint32 or uint64[all rows + 1], the first element of each row and behind the last.
        rows: int64[n], numbers of rows.

    Returns:
        The numbers of these blocks, ascending.

    Raises:
        IndexError: There is no such row.
    """
    if len(rows) and not 0 <= int(rows.min()) <= int(rows.max()) < len(starts) - 1:
        raise IndexError(f"a row that is not below {len(starts) - 1}")
    # What is behind the file is the same, wherever it is.
    behind = np.uint64(len(seen) << SHIFT)
    firsts, stops = (np.minimum(starts[at], behind).astype(np.int64) for at in (rows, rows + 1))
    return _unseen(seen, offset, item_bytes, firsts, stops)


def unseen_of_part(
    seen: NDArray[np.uint8], offset: int, item_bytes: int, first: int, stop: int
) -> list[int]:
    """Find those of one part; only where no compiled kernel does it.

    Args:
        seen: As for ``unseen_of_parts``; likewise ``offset`` and ``item_bytes``.
        offset: Where the array begins in the file.
        item_bytes: The size of an element.
        first: The first element of the part, at least 0.
        stop: The one behind its last.

    Returns:
        The numbers of these blocks, ascending.
    """
    begin = first * item_bytes + offset >> SHIFT
    end = (stop * item_bytes + offset - 1 >> SHIFT) + 1 if first < stop else begin
    blocks: list[int] = ((seen[begin:end] == 0).nonzero()[0] + begin).tolist()
    return blocks


def _unseen(
    seen: NDArray[np.uint8],
    offset: int,
    item_bytes: int,
    firsts: NDArray[np.int64],
    stops: NDArray[np.int64],
) -> list[int]:
    # No file has more elements than bytes, so nothing can become too large.
    size = len(seen) << SHIFT
    firsts, stops = (np.minimum(np.maximum(each, 0), size) for each in (firsts, stops))
    begins = firsts * item_bytes + offset >> SHIFT
    ends = (stops * item_bytes + offset - 1 >> SHIFT) + 1
    kept = (firsts < stops) & (begins < len(seen))
    begins, ends = begins[kept], np.minimum(ends[kept], len(seen))
    # One after the other, each from where those before it end.
    order = begins.argsort(kind="stable")
    begins, ends = begins[order], np.maximum.accumulate(ends[order])
    begins[1:] = np.maximum(begins[1:], ends[:-1])
    blocks = places(begins, ends - begins)
    found: list[int] = blocks[seen[blocks] == 0].tolist()
    return found
