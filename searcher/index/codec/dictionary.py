"""The term dictionary of a segment: sorted terms, searched where they lie in the mapped file.

Not for the lists themselves. A lookup is a binary search that touches some 18 small places of the
file for 200,000 terms, so opening reads nothing and a query only what it asks for. Of the places it
touches only where it ends is checked: two neighbouring terms with the wanted one between them are
the right place, whatever led there.

Per field, in one container of kind ``terms``: ``keys`` (all term bytes end to end), ``key_starts``
(u32 or u64, [terms + 1]), ``posting_starts`` and ``wide_starts`` ([terms + 1], where a term's list
begins in the postings file; the difference of neighbours is its document frequency) and, for a
field with positions, ``ids`` and ``rows`` (u32, [terms]): the number a term has in the token
sequences, given by descending frequency from :data:`FIRST_ID`, and the way back. Row = rank of the
term in byte order. The directory's ``meta`` says per field how it was indexed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.container import Container, ContainerWriter, whole_number
from searcher.index.codec.types import Int64s, Integers, UInt32s
from searcher.index.codec.types import offsets as offsets_of

EXTENSION = ".trm"
KIND = "terms"
FIRST_ID = 2
"""The smallest term id; 0 is a gap in a sequence, 1 is used on disk only (see ``sequences``)."""

# The marked forms of a syllable lie within so many rows of each other.
_NEAR = 32


def smallest_offsets(values: Integers) -> str:
    """The dtype that holds ascending ``values``: u32 when it can, else u64."""
    return "<u4" if not len(values) or int(values[-1]) < 1 << 32 else "<u8"


def write_field(
    file: ContainerWriter,
    field: str,
    terms: Iterable[Sequence[bytes]],
    counts: Int64s,
    wide_counts: Int64s,
    ids: UInt32s | None,
) -> None:
    """Write the dictionary of one field.

    Args:
        file: The dictionary file.
        field: The field's name.
        terms: In strictly ascending order, some at a time.
        counts: int64[terms], document frequencies.
        wide_counts: int64[terms], wide gaps per list.
        ids: uint32[terms], a permutation of FIRST_ID …; None for a field without positions.
    """
    keys = file.stream(f"{field}/keys", "|u1")
    lengths = []
    for some in terms:
        keys.append(np.frombuffer(b"".join(some), np.uint8))
        lengths.append(np.fromiter(map(len, some), np.uint32, len(some)))
    for name, sizes in (
        ("key", np.concatenate(lengths)),
        ("posting", counts),
        ("wide", wide_counts),
    ):
        starts = offsets_of(sizes)
        file.add(f"{field}/{name}_starts", starts, smallest_offsets(starts))
    if ids is not None:
        rows = np.empty(len(ids), np.uint32)
        rows[ids - FIRST_ID] = np.arange(len(ids), dtype=np.uint32)
        file.add(f"{field}/ids", ids, "<u4")
        file.add(f"{field}/rows", rows, "<u4")


# Every so many terms one is kept in memory, from the first look-up on: half the steps of a search.
_SAMPLE_STEP = 128
_MOST_RANGES = 8192


class _Keys:
    """The terms of a field as a sequence ``bisect`` can search, reading only what it asks for."""

    def __init__(self, owner: FieldDictionary) -> None:
        self._owner = owner

    def __len__(self) -> int:
        return len(self._owner)

    def __getitem__(self, row: int) -> bytes:
        return self._owner.unchecked_term(row)


class FieldDictionary:
    """The terms of one field.

    Args:
        file: The dictionary file.
        field: The field's name.

    Attributes:
        has_positions: Whether the field's terms have ids and positions.
    """

    def __init__(self, file: Container, field: str) -> None:
        self._file = file
        self._field = field
        description = file.meta["fields"][field]
        self._size = whole_number(file, description, "terms")
        self.has_positions = description.get("positions") is True
        keys = file.array(f"{field}/keys", "|u1", checked=False)
        self._keys = keys.data
        self._check_keys = file.part_checks(f"{field}/keys")
        self._key_starts = self._column("key_starts", self._size + 1).data
        self._sample: list[bytes] | None = None
        self._ranges: dict[bytes, range] = {}
        self._check_key_starts = file.part_checks(f"{field}/key_starts")
        self._posting_starts = self._column("posting_starts", self._size + 1)
        self._check_posting_starts = file.part_checks(f"{field}/posting_starts")
        self._wide_starts = self._column("wide_starts", self._size + 1)
        self._check_wide_starts = file.part_checks(f"{field}/wide_starts")
        self._ids: UInt32s | None = None
        self._rows: UInt32s | None = None
        if self.has_positions:
            self._ids = self._column("ids", self._size)
            self._check_ids = file.part_checks(f"{field}/ids")
            self._rows = self._column("rows", self._size)
            self._check_rows = file.part_checks(f"{field}/rows")

    def _column(self, name: str, size: int) -> NDArray[Any]:
        column = self._file.array(f"{self._field}/{name}", checked=False)
        if len(column) != size or column.dtype.kind != "u":
            raise self._file.corrupt(f"{name} of {self._field} has the wrong size")
        return column

    def __len__(self) -> int:
        return self._size

    def posting_starts(self, first: int, stop: int) -> Int64s:
        """Where the lists of the rows ``first`` to ``stop - 1`` begin, and the last one ends."""
        self._check_posting_starts.part(first, stop + 1)
        return self._posting_starts[first : stop + 1].astype(np.int64)

    def wide_span(self, first: int, stop: int) -> tuple[int, int]:
        """Where the wide gaps of the rows ``first`` to ``stop - 1`` begin and end."""
        self._check_wide_starts.part(first, stop + 1)
        return int(self._wide_starts[first]), int(self._wide_starts[stop])

    def term(self, row: int) -> bytes:
        """The term of a row (0 <= row < len)."""
        self._check_key_starts.part(row, row + 2)
        term = self.unchecked_term(row)
        self._check_keys.part(self._key_starts[row], self._key_starts[row + 1])
        return term

    def unchecked_term(self, row: int) -> bytes:
        """The term of a row as it stands in the file, damaged or not; for searching only."""
        start, stop = self._key_starts[row], self._key_starts[row + 1]
        if not start <= stop <= len(self._keys):
            raise self._outside()
        return bytes(self._keys[start:stop])

    def terms(self, first: int, stop: int) -> list[bytes]:
        """The terms of the rows ``first`` to ``stop - 1``."""
        self._check_key_starts.part(first, stop + 1)
        edges = self._key_starts[first : stop + 1].tolist()
        if not edges or not edges[0] <= edges[-1] <= len(self._keys):
            raise self._outside()
        self._check_keys.part(edges[0], edges[-1])
        keys = bytes(self._keys[edges[0] : edges[-1]])
        start = edges[0]
        return [keys[a - start : b - start] for a, b in pairwise(edges)]

    def _outside(self) -> Exception:
        return self._file.corrupt(f"a term of {self._field} lies outside the file")

    def lower_bound(self, term: bytes, first: int = 0) -> int:
        """The first row from ``first`` on whose term is not below ``term``; sooner found if near."""
        row = self._unchecked_lower_bound(term, first)
        before, behind = max(row - 1, 0), min(row + 1, self._size)
        self._check_key_starts.part(before, behind + 1)
        self._check_keys.part(self._key_starts[before], self._key_starts[behind])
        return row

    def _unchecked_lower_bound(self, term: bytes, first: int) -> int:
        keys = _Keys(self)
        near = first + _NEAR
        if first and near < self._size and self.unchecked_term(near) >= term:
            return bisect_left(keys, term, first, near)
        if self._sample is None:
            rows = range(0, self._size, _SAMPLE_STEP)
            self._sample = [self.unchecked_term(row) for row in rows]
        block = bisect_left(self._sample, term)
        low = max(first, (block - 1) * _SAMPLE_STEP + 1)
        return bisect_left(keys, term, low, max(low, min(self._size, block * _SAMPLE_STEP)))

    def row(self, term: bytes) -> int | None:
        """The row of ``term``, None when it does not occur."""
        row = self.lower_bound(term)
        return row if row < self._size and self.unchecked_term(row) == term else None

    def rows_of_terms(self, terms: Sequence[bytes]) -> Int64s:
        """The rows of terms in ascending order, int64[n]; −1 for one that does not occur."""
        rows = np.full(len(terms), -1, np.int64)
        places = np.zeros(len(terms), np.int64)
        row = 0
        for number, term in enumerate(terms):
            # Who asks for the forms of a syllable asks for neighbours.
            if row < self._size and self.unchecked_term(row) != term:
                row = self._unchecked_lower_bound(term, row)
            places[number] = row
            if row < self._size and self.unchecked_term(row) == term:
                rows[number] = row
                row += 1
        before, behind = np.maximum(places - 1, 0), np.minimum(places + 1, self._size)
        self._check_key_starts.parts(before, behind + 1)
        starts = np.asarray(self._key_starts)
        self._check_keys.parts(starts[before].astype(np.int64), starts[behind].astype(np.int64))
        return rows

    def prefix_rows(self, prefix: bytes) -> range:
        """The rows of all terms that start with ``prefix``; remembered, for it is asked again."""
        found = self._ranges.get(prefix)
        if found is None:
            if len(self._ranges) >= _MOST_RANGES:
                self._ranges.clear()
            found = self._ranges[prefix] = self.with_prefix(prefix)[0]
        return found

    def with_prefix(self, prefix: bytes) -> tuple[range, list[bytes]]:
        """The rows of all terms that start with ``prefix``, and the terms."""
        first = self.lower_bound(prefix)
        # Mostly they are few: forms of one syllable.
        near = self.terms(first, min(first + _NEAR, self._size))
        for number, term in enumerate(near):
            if not term.startswith(prefix):
                return range(first, first + number), near[:number]
        stop, above = self._size, prefix.rstrip(b"\xff")
        if above and first + len(near) < self._size:
            stop = self.lower_bound(above[:-1] + bytes([above[-1] + 1]), first)
        return range(first, stop), self.terms(first, stop)

    def ids(self, rows: slice | Integers) -> UInt32s:
        """The sequence ids of rows (a field with positions only)."""
        assert self._ids is not None  # noqa: S101 - callers ask has_positions first
        if isinstance(rows, slice):
            self._check_ids.part(*rows.indices(self._size)[:2])
        else:
            self._check_ids.elements(rows)
        return self._ids[rows]

    def rows_of(self, ids: Integers) -> UInt32s:
        """The rows of sequence ids (a field with positions only).

        Raises:
            CorruptSegment: An id that no term has.
        """
        assert self._rows is not None  # noqa: S101 - callers ask has_positions first
        if len(ids) and not FIRST_ID <= int(ids.min()) <= int(ids.max()) < FIRST_ID + self._size:
            raise self._file.corrupt(f"a sequence of {self._field} names an unknown term")
        self._check_rows.part(0, self._size)
        rows = self._rows[ids.astype(np.int64) - FIRST_ID]
        if len(rows) and int(rows.max()) >= self._size:
            raise self._file.corrupt(f"rows of {self._field} are out of range")
        return rows

    def raw(self) -> tuple[NDArray[np.uint8], Int64s]:
        """All terms end to end, uint8; and where each begins and the last one ends, int64."""
        self._check_key_starts.part(0, self._size + 1)
        starts = np.asarray(self._key_starts).astype(np.int64)
        if int(starts[0]) or int(starts[-1]) > len(self._keys) or (np.diff(starts) < 0).any():
            raise self._outside()
        self._check_keys.part(0, int(starts[-1]))
        return np.frombuffer(self._keys, np.uint8)[: starts[-1]], starts
