"""How often terms occur and stand side by side, summed over the segments of an index.

What restoring marks asks. Deleted documents count until their segment is merged. Terms are bytes;
not for finding out which terms there are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import accumulate
from operator import mul
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from searcher.index.codec.arrays import SegmentArrays
from searcher.index.codec.bigrams import START
from searcher.index.codec.types import Int64s, Integers

# A bounded memory: a query has some hundred candidates.
_MOST_REMEMBERED = 1 << 16
_UNKNOWN = -1
_FIRST_CAPACITY = 1024

Term = TypeVar("Term", bound=Hashable)


class Successive(NamedTuple):
    """How often the forms of some words occur, and those of successive words follow each other.

    Attributes:
        edges: int64[words + 1], where the forms of each word begin among those of all.
        occurring: int64[forms], how often each form occurs.
        together: int64[cells], for each two successive words, end to end, a row for each form of the
            first: how often each form of the second comes directly after it.
    """

    edges: Int64s
    occurring: Int64s
    together: Int64s


class NeighbourCounts(Generic[Term]):
    """Counts of terms and of pairs in some fields of all segments; from any number of threads.

    Args:
        segments: All segments of an index.
        fields: The fields to count in, all of them with positions.
        look_up: The ids of terms in a field of one of the segments, given its number; 0 for a term
            that does not occur there. Without it, terms are asked for by their bytes.
    """

    def __init__(
        self,
        segments: Sequence[SegmentArrays],
        fields: Sequence[str],
        look_up: Callable[[int, str, Sequence[Term]], Int64s] | None = None,
    ) -> None:
        self._fields = [
            (field, number)
            for number, segment in enumerate(segments)
            for name in fields
            if (field := segment.field(name)) is not None
        ]
        self._segments = segments
        self._look_up = look_up or self._by_bytes
        self._totals: tuple[int, int] | None = None
        self._lock = Lock()  # of what is known of terms, which changes place when it grows
        self._rows: dict[Term, int] = {}
        self._counts = np.zeros(_FIRST_CAPACITY, np.int64)
        self._ids = np.full((len(self._fields), _FIRST_CAPACITY), _UNKNOWN, np.int64)

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
            tables = [field.bigrams for field, _ in self._fields]
            self._totals = (
                sum(table.token_count for table in tables),
                sum(table.start_count() for table in tables),
            )
        return self._totals

    def term_counts(self, terms: Sequence[Term]) -> Int64s:
        """How often each of some terms occurs: int64[n]."""
        return self._known(terms)[0]

    def neighbour_counts(
        self, terms: Sequence[Term], firsts: Integers, seconds: Integers
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
        counts, known = self._known(terms)
        together = np.zeros(len(firsts), np.int64)
        for (field, _), own in zip(self._fields, known, strict=True):
            # The last entry is what −1 points to.
            ids = np.append(own, START)
            together += field.bigrams.pair_counts(ids[firsts], ids[seconds])
        return counts, together

    def successive_counts(
        self, words: Sequence[Sequence[Term]], *, beginning: bool = False
    ) -> Successive:
        """How often the forms of some words occur, and those of successive words follow each other.

        Args:
            words: The terms that each word may be; none for one that has no neighbours.
            beginning: Whether they begin a paragraph: then its beginning is counted as if it were one
                more word in front, of one form.
        """
        terms = [term for word in words for term in word]
        counts, known = self._known(terms)
        sizes = list(map(len, words))
        if beginning:
            sizes.insert(0, 1)
            counts = np.append(self.start_count, counts)
        edges = np.array([0, *accumulate(sizes)], np.int64)
        cells = sum(map(mul, sizes, sizes[1:]))
        together = np.zeros(cells, np.int64)
        for (field, _), own in zip(self._fields, known, strict=True):
            ids = np.append(START, own) if beginning else own
            field.bigrams.add_successive(ids, edges, together)
        return Successive(edges, counts, together)

    def _known(self, terms: Sequence[Term]) -> tuple[Int64s, Int64s]:
        """How often terms occur, int64[n], and their ids in every field, int64[fields, n]."""
        with self._lock:
            rows = self._rows_of(terms)
            return self._counts[rows], self._ids.take(rows, axis=1)

    def _rows_of(self, terms: Sequence[Term]) -> Int64s:
        """Where what is known of terms stands, int64[n]."""
        try:
            return np.fromiter(map(self._rows.__getitem__, terms), np.int64, len(terms))
        except KeyError:
            missing = set(terms).difference(self._rows)
        if len(self._rows) + len(missing) > _MOST_REMEMBERED:
            self._rows.clear()
            missing = set(terms)
        self._learn(list(missing))
        return np.fromiter(map(self._rows.__getitem__, terms), np.int64, len(terms))

    def _learn(self, terms: Sequence[Term]) -> None:
        """Look terms up in all fields: their ids there, and how often they occur."""
        first, stop = len(self._rows), len(self._rows) + len(terms)
        if stop > len(self._counts):
            more = max(stop, 2 * len(self._counts)) - len(self._counts)
            self._counts = np.pad(self._counts, (0, more))
            self._ids = np.pad(self._ids, ((0, 0), (0, more)), constant_values=_UNKNOWN)
        self._counts[first:stop] = 0
        for (field, number), known in zip(self._fields, self._ids, strict=True):
            ids = self._look_up(number, field.name, terms)
            known[first:stop] = np.where(ids > 0, ids, _UNKNOWN)
            self._counts[first:stop] += field.bigrams.term_counts(ids)
        self._rows.update(zip(terms, range(first, stop), strict=True))

    def _by_bytes(self, number: int, field: str, terms: Sequence[Any]) -> Int64s:
        arrays = self._segments[number].field(field)
        ids = np.zeros(len(terms), np.int64)
        if arrays is not None:
            order = sorted(range(len(terms)), key=terms.__getitem__)
            rows = arrays.terms.rows_of_terms([terms[place] for place in order])
            found = np.flatnonzero(rows >= 0)
            ids[np.array(order, np.int64)[found]] = arrays.terms.ids(rows[found])
        return ids
