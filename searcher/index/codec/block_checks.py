"""Checksums of the blocks of a file: made while it is written, checked where it is read.

A block is 4096 bytes, so that a query checks little more than it reads: hashing a whole index would
cost more than searching it. A block is checked once per open file. Not for what is in a file
(``container``). CRC-32 notices every change of up to 32 neighbouring bits; it is no protection
against somebody who makes a file that fits its checksums.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.errors import CorruptSegment
from searcher.index.codec.types import Int64s, Integers
from searcher.kernels.blocks import SHIFT, Starts, unseen_of_parts, unseen_of_rows

BLOCK_BYTES = 1 << SHIFT


class BlockSummer:
    """Computes the checksums of a file that is written from front to back."""

    def __init__(self) -> None:
        self._sums: list[int] = []
        self._open_sum = 0
        self._open_bytes = 0

    def update(self, data: bytes | memoryview) -> None:
        """Take the next bytes of the file."""
        view = memoryview(data)
        at = 0
        while at < len(view):
            part = view[at : at + BLOCK_BYTES - self._open_bytes]
            self._open_sum = zlib.crc32(part, self._open_sum)
            self._open_bytes += len(part)
            at += len(part)
            if self._open_bytes == BLOCK_BYTES:
                self._sums.append(self._open_sum)
                self._open_sum = self._open_bytes = 0

    def sums(self) -> bytes:
        """The checksums of all blocks so far, the last one perhaps shorter: u32 each."""
        rest = [self._open_sum] if self._open_bytes else []
        return np.array(self._sums + rest, dtype="<u4").tobytes()


def block_count(size: int) -> int:
    """How many blocks ``size`` bytes have."""
    return -(-size // BLOCK_BYTES)


class BlockChecks:
    """Checks the blocks of one open file, each when it is first asked for.

    Args:
        name: The name of the file.
        data: Its bytes.
        size: How many of them are in blocks.
        sums: u32[block_count(size)], the checksums.

    Attributes:
        seen: Per block 1 if it has been checked, else 0.
    """

    def __init__(self, name: str, data: memoryview, size: int, sums: NDArray[np.uint32]) -> None:
        self._name = name
        self._data = data[:size]
        # Single numbers of it are had faster than those of an array.
        self._sums = sums.astype(np.uint32, copy=False).data
        self.seen = bytearray(len(sums))
        self.seen_array = np.frombuffer(self.seen, np.uint8)

    def check(self, first: int, stop: int) -> None:
        """Check the blocks ``first`` to ``stop - 1`` that have not been checked.

        Raises:
            CorruptSegment: One is not what was written.
        """
        while (first := self.seen.find(0, first, stop)) >= 0:
            # As many as are side by side.
            behind = self.seen.find(1, first, stop)
            self.check_blocks(range(first, stop if behind < 0 else behind))

    def check_blocks(self, blocks: Iterable[int]) -> None:
        """Check some blocks by their numbers, whether they have been checked or not.

        Raises:
            CorruptSegment: One is not what was written.
        """
        for block in blocks:
            begin = block << SHIFT
            if zlib.crc32(self._data[begin : begin + BLOCK_BYTES]) != self._sums[block]:
                raise CorruptSegment(
                    file=self._name, reason="its content does not fit its checksum"
                )
            self.seen[block] = 1

    def check_all(self) -> None:
        """Check every block."""
        self.check(0, len(self.seen))


class PartChecks:
    """Checks the parts of one array of a file before they are read.

    Args:
        checks: The blocks of the file.
        offset: Where the array begins in the file, in bytes.
        item_bytes: The size of an element.
    """

    __slots__ = ("_array", "_checks", "_seen")

    def __init__(self, checks: BlockChecks, offset: int, item_bytes: int) -> None:
        self._checks = checks
        self._seen = checks.seen
        # As the kernels take it.
        self._array = checks.seen_array, offset, item_bytes

    def part(self, first: int, stop: int) -> None:
        """Check the elements ``first`` to ``stop - 1``.

        Raises:
            CorruptSegment: They are not what was written.
        """
        if first < stop:
            begin, end = self._blocks(first, stop)
            if self._seen.find(0, begin, end) >= 0:
                self._checks.check(begin, end)

    def share(self, count: int) -> float:
        """Which part of the blocks of the first elements has been checked, 0–1."""
        begin, end = self._blocks(0, count)
        return self._seen.count(1, begin, end) / (end - begin) if count else 1.0

    def _blocks(self, first: int, stop: int) -> tuple[int, int]:
        """The first block of some elements, one at least, and the one behind their last."""
        _, offset, item_bytes = self._array
        return offset + first * item_bytes >> SHIFT, (offset + stop * item_bytes - 1 >> SHIFT) + 1

    def parts(self, firsts: Int64s, stops: Int64s) -> None:
        """Check many parts: the elements ``firsts[i]`` to ``stops[i] - 1`` for every i.

        Args:
            firsts: int64[n].
            stops: int64[n].

        Raises:
            CorruptSegment: They are not what was written.
        """
        self._checks.check_blocks(unseen_of_parts(*self._array, firsts, stops))

    def rows(self, starts: Starts, rows: Int64s) -> None:
        """Check some rows: the elements ``starts[i]`` to ``starts[i + 1] - 1`` for every i in ``rows``.

        Args:
            starts: uint32 or uint64[all rows + 1].
            rows: int64[n], numbers of rows.

        Raises:
            CorruptSegment: They are not what was written.
            IndexError: There is no such row.
        """
        self._checks.check_blocks(unseen_of_rows(*self._array, starts, rows))

    def elements(self, places: Integers) -> None:
        """Check the elements at some places, int[n] within the array in any order and shape.

        Raises:
            CorruptSegment: They are not what was written.
        """
        firsts = places.ravel().astype(np.int64)
        self.parts(firsts, firsts + 1)
