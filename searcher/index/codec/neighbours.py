"""How often terms occur and stand side by side, summed over the segments of an index.

What restoring marks asks. Deleted documents count until their segment is merged. Terms are bytes;
not for finding out which terms there are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searcher.index.codec.arrays import FieldArrays, SegmentArrays
from searcher.index.codec.bigrams import START
from searcher.index.codec.types import Int64s, Integers

# A bounded memory: a query has some hundred candidates.
_MOST_REMEMBERED = 1 << 16
_UNKNOWN = -1


class NeighbourCounts:
    """Counts of terms and of pairs in some fields of all segments; from one thread at a time.

    Args:
        segments: All segments of an index.
        fields: The fields to count in, all of them with positions.
    """

    def __init__(self, segments: Sequence[SegmentArrays], fields: Sequence[str]) -> None:
        found = (segment.field(name) for segment in segments for name in fields)
        self._places = [_Place(field) for field in found if field is not None]
        self._totals: tuple[int, int] | None = None

    @property
    def token_count(self) -> int:
        """How many tokens there are."""
        return self._counted()[0]

    @property
    def start_count(self) -> int:
        """How many tokens begin a paragraph."""
        return self._counted()[1]

    def _counted(self) -> tuple[int, int]:
        if self._totals is None:
            tables = [place.field.bigrams for place in self._places]
            self._totals = (
                sum(table.token_count for table in tables),
                sum(table.start_count() for table in tables),
            )
        return self._totals

    def term_counts(self, terms: Sequence[bytes]) -> Int64s:
        """How often each of some terms occurs: int64[n]."""
        counts = np.zeros(len(terms), np.int64)
        for place in self._places:
            counts += place.field.bigrams.term_counts(place.ids(terms))
        return counts

    def neighbour_counts(
        self, terms: Sequence[bytes], firsts: Integers, seconds: Integers
    ) -> tuple[Int64s, Int64s]:
        """How often terms occur and follow each other.

        Args:
            terms: The terms of all pairs.
            firsts: [k], an index into ``terms``; −1: the beginning of a paragraph.
            seconds: [k], an index into ``terms``.

        Returns:
            int64[n], how often each term occurs; int64[k], how often ``terms[seconds[i]]`` comes
            directly after ``terms[firsts[i]]``.
        """
        occurring = np.zeros(len(terms), np.int64)
        together = np.zeros(len(firsts), np.int64)
        for place in self._places:
            ids = place.ids(terms)
            table = place.field.bigrams
            occurring += table.term_counts(ids)
            # The last entry is what −1 points to.
            ids = np.append(ids, START)
            together += table.pair_counts(ids[firsts], ids[seconds])
        return occurring, together


class _Place:
    """One field of one segment, and the ids of the terms asked for last."""

    def __init__(self, field: FieldArrays) -> None:
        self.field = field
        self._ids: dict[bytes, int] = {}

    def ids(self, terms: Sequence[bytes]) -> Int64s:
        """The sequence ids of terms, int64[n]; −1 for one that does not occur."""
        if missing := set(terms).difference(self._ids):
            if len(self._ids) + len(missing) > _MOST_REMEMBERED:
                self._ids.clear()
                missing = set(terms)
            self._find(sorted(missing))
        return np.fromiter(map(self._ids.__getitem__, terms), np.int64, len(terms))

    def _find(self, terms: list[bytes]) -> None:
        dictionary = self.field.terms
        rows = dictionary.rows_of_terms(terms)
        known = np.flatnonzero(rows >= 0)
        ids = np.full(len(terms), _UNKNOWN, np.int64)
        ids[known] = dictionary.ids(rows[known])
        self._ids.update(zip(terms, ids.tolist(), strict=True))
