"""Searching the sorted terms of a dictionary where they lie end to end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel


@kernel
def prefix_range(
    keys: NDArray[np.uint8],
    starts: NDArray[np.uint32] | NDArray[np.uint64],
    prefix: bytes,
) -> tuple[int, int]:
    """Find the terms that start with a prefix.

    Args:
        keys: uint8[bytes], all terms end to end, in ascending order.
        starts: uint32 or uint64[terms + 1], where each begins and the last one ends.
        prefix: The prefix.

    Returns:
        The first row whose term is not below ``prefix``, and the first row from there on whose term
        does not start with it. Of terms that are in no order it may be any two rows, the first not
        behind the second.

    Raises:
        ValueError: A term that is looked at lies outside ``keys``.
    """
    rows = max(len(starts) - 1, 0)

    def beginning(row: int, most: int | None) -> bytes:
        start, stop = int(starts[row]), int(starts[row + 1])
        if not start <= stop <= len(keys):
            raise ValueError("a term lies outside the array")
        return keys[start:stop].tobytes()[:most]

    low, high = 0, rows
    while low < high:
        middle = (low + high) >> 1
        if beginning(middle, None) < prefix:
            low = middle + 1
        else:
            high = middle
    first, high, step = low, rows, 1
    # Mostly they are few: the end is looked for in steps of twice the size.
    while first + step < rows:
        if beginning(first + step - 1, len(prefix)) > prefix:
            high = first + step - 1
            break
        low = first + step
        step *= 2
    while low < high:
        middle = (low + high) >> 1
        if beginning(middle, len(prefix)) > prefix:
            high = middle
        else:
            low = middle + 1
    return first, low
