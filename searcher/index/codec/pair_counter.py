"""Counts which terms stand side by side, in bounded memory however much is counted.

Not for how counts are stored (see ``bigrams``). Pairs are numbers, so counting is sorting: a piece
of the sequences at a time becomes a *run*, the piece's distinct pairs in order, each one number
``pair << 32 | count``. Runs of similar size are merged; large ones wait in a temporary file until
all are merged together, some first terms at a time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.bigrams import IDS, START
from searcher.index.codec.dictionary import FIRST_ID
from searcher.index.codec.types import Int64s, Integers
from searcher.index.codec.types import offsets as offsets_of
from searcher.index.disk import temporary_file

_Run = NDArray[np.uint64]

# Slots counted at a time; a piece costs about 40 bytes per slot while it is counted.
_PIECE_SLOTS = 1 << 18
# Runs from this size on go to the file; merging costs about 40 bytes per entry while it lasts.
_LARGE_RUN = 1 << 19
# Entries of all runs merged at a time in the end.
_FINAL_ENTRIES = 1 << 18
# More runs in the file than this become one: of a frequent term every run has thousands of pairs.
_MOST_RUNS = 32
# First terms where runs are cut for that: single ones where they are frequent.
_EDGES = np.append(np.arange(1 << 10), np.arange(1 << 10, IDS + 1, 1 << 5))
_COUNT_BITS = np.uint64(32)
_COUNT = np.uint64(0xFFFFFFFF)
# The smallest entry of each of them; the last is above all.
_EDGE_ENTRIES = _EDGES.astype(np.uint64) << (np.uint64(16) + _COUNT_BITS)
_EDGE_ENTRIES[-1] = ~np.uint64(0)


class PairCounter:
    """Counts the pairs of one field.

    Args:
        folder: Where the temporary file goes; None: wherever temporary files go.
    """

    def __init__(self, folder: str | None) -> None:
        self._folder = folder
        self._runs: list[_Run] = []
        self._file: Any = None
        self._spilled: list[_RunInFile] = []

    def add(self, slots: Integers, slot_counts: Int64s) -> None:
        """Count the pairs of some documents.

        Args:
            slots: [sum of slot_counts], their slots as stored (below ``IDS``), end to end.
            slot_counts: int64[documents].
        """
        begins = offsets_of(slot_counts)[:-1][slot_counts > 0]
        for low in range(0, len(slots), _PIECE_SLOTS):
            seconds = slots[low : low + _PIECE_SLOTS].astype(np.uint32)
            firsts = np.empty_like(seconds)
            firsts[1:] = seconds[:-1]
            firsts[0] = slots[low - 1] if low else START
            edge, stop = np.searchsorted(begins, [low, low + len(seconds)])
            firsts[begins[edge:stop] - low] = START
            counted = (seconds >= FIRST_ID) & ((firsts >= FIRST_ID) | (firsts == START))
            pairs = firsts[counted] << np.uint32(16) | seconds[counted]
            pairs.sort()
            self._append(_run(pairs, None))

    def _append(self, run: _Run) -> None:
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = _merged([self._runs[-1], last])
        if len(self._runs[-1]) >= _LARGE_RUN:
            self._spill(self._runs.pop())

    def _spill(self, run: _Run) -> None:
        if self._file is None:
            self._file = temporary_file(self._folder)
        elif len(self._spilled) >= _MOST_RUNS:
            self._unite()
        self._spilled.append(_RunInFile(self._file, (run,)))

    def _unite(self) -> None:
        """Make one run of all those in the file."""
        old, self._file = self._file, temporary_file(self._folder)
        try:
            self._spilled = [_RunInFile(self._file, _merged_parts(self._spilled))]
        finally:
            old.close()

    def close(self) -> None:
        """Forget everything; the temporary file goes."""
        self._runs.clear()
        self._spilled.clear()
        if self._file is not None:
            self._file.close()
            self._file = None

    def pairs(self) -> Iterator[tuple[Int64s, Int64s, Int64s]]:
        """All pairs in order, some first terms at a time: first ids, second ids, counts."""
        for part in _merged_parts([*self._spilled, *map(_RunInMemory, self._runs)]):
            yield _unpacked(part)


class _RunInMemory:
    """A run, cut at the edges."""

    def __init__(self, run: _Run) -> None:
        self._run = run
        self.cuts = np.searchsorted(run, _EDGE_ENTRIES)

    def part(self, low: int, high: int) -> _Run:
        return self._run[self.cuts[low] : self.cuts[high]]


class _RunInFile:
    """The same for one that is written to a file, and read again part by part."""

    def __init__(self, file: Any, parts: Iterable[_Run]) -> None:  # noqa: ANN401 - a binary file
        self._file = file
        self._begin: int = file.seek(0, os.SEEK_END)
        self.cuts = np.zeros(len(_EDGE_ENTRIES), np.int64)
        for part in parts:
            file.write(part.data)
            self.cuts += np.searchsorted(part, _EDGE_ENTRIES)

    def part(self, low: int, high: int) -> _Run:
        size = int(self.cuts[high] - self.cuts[low]) * 8
        self._file.seek(self._begin + int(self.cuts[low]) * 8)
        return np.frombuffer(self._file.read(size), np.uint64)


def _merged_parts(runs: Sequence[_RunInMemory | _RunInFile]) -> Iterator[_Run]:
    """What the runs are when merged, a part at a time that ends at an edge."""
    last = len(_EDGES) - 1
    sizes = np.sum([run.cuts for run in runs], axis=0) if runs else np.zeros(last + 1, np.int64)
    low = 0
    while low < last:
        high = int(np.searchsorted(sizes, int(sizes[low]) + _FINAL_ENTRIES, side="right")) - 1
        high = min(max(high, low + 1), last)
        if sizes[high] > sizes[low]:
            yield _merged([run.part(low, high) for run in runs])
        low = high


def _run(pairs: NDArray[Any], counts: NDArray[np.uint64] | None) -> _Run:
    """The distinct ones of sorted pairs with their counts added up; None: each counts once."""
    at = np.ones(len(pairs), bool)
    at[1:] = pairs[1:] != pairs[:-1]
    begins = np.flatnonzero(at)
    if counts is None:
        sums = np.diff(begins, append=len(pairs)).astype(np.uint64)
    else:
        sums = np.add.reduceat(counts, begins) if len(begins) else counts
    run: _Run = pairs[begins].astype(np.uint64) << _COUNT_BITS | sums
    return run


def _merged(runs: list[_Run]) -> _Run:
    if len(runs) == 1:
        return runs[0]
    both = np.concatenate(runs)
    # Stable sorting finds the runs that are in order already and merges them.
    both.sort(kind="stable")
    return _run(both >> _COUNT_BITS, both & _COUNT)


def _unpacked(run: _Run) -> tuple[Int64s, Int64s, Int64s]:
    pairs = run >> _COUNT_BITS
    return (
        (pairs >> np.uint64(16)).astype(np.int64),
        (pairs & np.uint64(IDS - 1)).astype(np.int64),
        (run & _COUNT).astype(np.int64),
    )
