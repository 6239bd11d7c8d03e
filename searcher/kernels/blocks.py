"""Which blocks of a file have not been checked yet, of those that somebody wants to read.

A block is 4096 bytes; of checking them see the block checks of the index.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel

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
    return _unseen(seen, offset, item_bytes, zip(firsts.tolist(), stops.tolist(), strict=True))


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
    parts = zip(starts[rows].tolist(), starts[rows + 1].tolist(), strict=True)
    return _unseen(seen, offset, item_bytes, parts)


def _unseen(
    seen: NDArray[np.uint8], offset: int, item_bytes: int, parts: Iterator[tuple[int, int]]
) -> list[int]:
    blocks: set[int] = set()
    for first, stop in parts:
        if max(first, 0) < stop:
            behind = (offset + stop * item_bytes - 1 >> SHIFT) + 1
            begin = offset + max(first, 0) * item_bytes >> SHIFT
            blocks.update(range(begin, min(behind, len(seen))))
    return sorted(block for block in blocks if not seen[block])
