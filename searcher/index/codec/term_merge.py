"""The terms of several sources as one sorted list, in memory that hardly depends on their number.

A block of terms of every source at a time is merged; what comes out waits in a temporary file, and
only the place of every term is kept, four bytes each. Not for the posting lists (``inverted``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.sources import Source
from searcher.index.codec.types import Int32s, UInt32s
from searcher.index.codec.types import offsets as offsets_of
from searcher.index.disk import Spool

# Terms merged at a time, of all sources together; a term costs some 200 bytes while that lasts.
_BLOCK_TERMS = 1 << 16
_FEWEST_OF_ONE = 1 << 10


class MergedTerms:
    """The distinct terms of some sources in ascending order. Close it.

    Args:
        sources: At least one.
        folder: Where the temporary file goes; None: wherever temporary files go.

    Attributes:
        rows: For every source int32[terms of the source]: the place of each among all.
        size: How many distinct terms there are.
    """

    def __init__(self, sources: Sequence[Source], folder: str | None) -> None:
        self._sources = sources
        self._spool = Spool(folder)
        self._lengths: list[UInt32s] = []
        self.rows: list[Int32s] = [np.empty(source.size, np.int32) for source in sources]
        if len(sources) == 1:
            self.size = sources[0].size
            self.rows[0][:] = np.arange(self.size, dtype=np.int32)
        else:
            self.size = 0
            self._merge()

    def _merge(self) -> None:
        share = max(_FEWEST_OF_ONE, _BLOCK_TERMS // len(self._sources))
        cursors = [_Cursor(source, share) for source in self._sources]
        while any([cursor.refilled() for cursor in cursors]):  # noqa: C419 - all of them
            # Up to the lowest of these, every source has been looked at.
            limit = min((c.terms[-1] for c in cursors if c.has_more), default=None)
            parts = [cursor.taken(limit) for cursor in cursors]
            merged = sorted(set().union(*(terms for _, terms in parts)))
            row_of = {term: row for row, term in enumerate(merged, self.size)}
            for rows, (first, terms) in zip(self.rows, parts, strict=True):
                found = np.fromiter(map(row_of.__getitem__, terms), np.int32, len(terms))
                rows[first : first + len(terms)] = found
            self._spool.write(b"".join(merged))
            self._lengths.append(np.fromiter(map(len, merged), np.uint32, len(merged)))
            self.size += len(merged)

    def blocks(self, kept: NDArray[np.bool_]) -> Iterator[Sequence[bytes]]:
        """The terms, some at a time; to be asked for once.

        Args:
            kept: bool[size], which of them.
        """
        first = 0
        for terms in self._all_blocks():
            chosen = kept[first : first + len(terms)]
            first += len(terms)
            yield terms if chosen.all() else [terms[n] for n in np.flatnonzero(chosen).tolist()]

    def _all_blocks(self) -> Iterator[Sequence[bytes]]:
        if len(self._sources) == 1:
            for first in range(0, self.size, _BLOCK_TERMS):
                yield self._sources[0].terms(first, min(first + _BLOCK_TERMS, self.size))
            return
        self._spool.rewind()
        for lengths in self._lengths:
            edges = offsets_of(lengths).tolist()
            keys = self._spool.read(edges[-1])
            yield [keys[start:stop] for start, stop in pairwise(edges)]

    def close(self) -> None:
        """Forget everything; the temporary file goes."""
        self._spool.close()


class _Cursor:
    """How far the terms of one source have been merged.

    Attributes:
        terms: Those that come next.
    """

    def __init__(self, source: Source, share: int) -> None:
        self._source = source
        self._share = share
        self._read = self._used = 0
        self.terms: Sequence[bytes] = ()

    @property
    def has_more(self) -> bool:
        """Whether there are terms behind these."""
        return self._read < self._source.size

    def refilled(self) -> bool:
        """Have terms, if there are any left; returns whether there are."""
        if self._used == len(self.terms) and self.has_more:
            stop = min(self._read + self._share, self._source.size)
            self.terms = self._source.terms(self._read, stop)
            self._read, self._used = stop, 0
        return self._used < len(self.terms)

    def taken(self, limit: bytes | None) -> tuple[int, Sequence[bytes]]:
        """The place of the next term in the source, and all terms up to a limit; None: all here."""
        begin = self._used
        first = self._read - len(self.terms) + begin
        stop = len(self.terms) if limit is None else bisect_right(self.terms, limit, begin)
        self._used = stop
        return first, self.terms[begin:stop]
