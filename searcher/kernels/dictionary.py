"""Searching the sorted terms of a dictionary where they lie end to end, and what goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel
from searcher.kernels.blocks import Starts, unseen_of_part

# No number in a file can be larger.
_LARGEST = np.uint64(1 << 62)


class Columns(NamedTuple):
    """The dictionary of one field, as it lies in a file.

    Attributes:
        keys: uint8[bytes], all terms end to end, in ascending order.
        key_starts: [terms + 1], where each begins and the last one ends.
        list_starts: [terms + 1], the same of their posting lists.
        wide_starts: [terms + 1], and of the wide gaps of these.
        ids: uint32[terms], their sequence ids; uint32[0] for a field without positions.
        seen: uint8[blocks], which blocks of the file have been checked.
        offsets: Where the first of these begin in the file, in bytes: all but ``seen``, and ``ids``
            where there are any.
    """

    keys: NDArray[np.uint8]
    key_starts: Starts
    list_starts: Starts
    wide_starts: Starts
    ids: NDArray[np.uint32]
    seen: NDArray[np.uint8]
    offsets: Sequence[int]


class Found(NamedTuple):
    """Neighbouring terms, and all that is known of them.

    Attributes:
        rows: Where they stand in the dictionary.
        joined: The terms end to end.
        starts: Where their posting lists begin and the last one ends, int64[rows + 1].
        wide: Where the wide gaps of these begin and end.
        ids: Their sequence ids, int64[rows]; int64[0] in a field without positions.
        unseen: The blocks with any of this, or with the terms directly before and behind, that have
            not been seen, ascending: to be checked before the rest is believed.
    """

    rows: range
    joined: bytes
    starts: NDArray[np.int64]
    wide: tuple[int, int]
    ids: NDArray[np.int64]
    unseen: list[int]


@kernel
def prefix_range(
    keys: NDArray[np.uint8],
    starts: Starts,
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
    # Single numbers of these are had faster than those of arrays.
    terms, bounds, size = keys.data, starts.data, len(keys)

    def beginning(row: int, most: int | None) -> bytes:
        start, stop = bounds[row], bounds[row + 1]
        if not start <= stop <= size:
            raise ValueError("a term lies outside the array")
        return bytes(terms[start:stop][:most])

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


@kernel
def look_up(columns: Columns, prefix: bytes) -> Found:
    """Find the terms that start with a prefix, and all that is known of them.

    Args:
        columns: The dictionary.
        prefix: The prefix.

    Returns:
        See ``Found``, a plain tuple when compiled; of the rows see ``prefix_range``. A number above
        2^62 is returned as that.

    Raises:
        ValueError: A term that is looked at lies outside ``keys``, or the arrays are of different
            lengths.
    """
    rows = max(len(columns.key_starts) - 1, 0)
    fitting = {len(each) for each in columns[1:4]} == {rows + 1}
    if not fitting or len(columns.ids) not in (0, rows):
        raise ValueError("arrays of different lengths")
    first, stop = prefix_range(columns.keys, columns.key_starts, prefix)
    before, behind = max(first - 1, 0), min(stop + 1, rows)
    key_starts, list_starts, wide_starts = (
        np.minimum(each[before : behind + 1], _LARGEST).astype(np.int64) for each in columns[1:4]
    )
    begin, end = int(key_starts[first - before]), int(key_starts[stop - before])
    if not begin <= end <= len(columns.keys):
        raise ValueError("a term lies outside the array")
    ids = columns.ids[first:stop].astype(np.int64)
    parts = [
        (int(key_starts[0]), int(key_starts[-1])),
        (before, behind + 1),
        (first, stop + 1),
        (first, stop + 1),
        (first, first + len(ids)),
    ]
    unseen = {
        block
        for array, offset, part in zip(columns[:5], columns.offsets, parts, strict=False)
        for block in unseen_of_part(columns.seen, offset, array.itemsize, *part)
    }
    own = slice(first - before, stop - before + 1)
    wide = wide_starts[own]
    return Found(
        range(first, stop),
        columns.keys[begin:end].tobytes(),
        list_starts[own],
        (int(wide[0]), int(wide[-1])),
        ids,
        sorted(unseen),
    )
