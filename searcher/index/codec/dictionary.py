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

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import gt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.container import Container, ContainerWriter, whole_number
from searcher.index.codec.types import Int64s, Integers, UInt32s
from searcher.index.codec.types import offsets as offsets_of
from searcher.kernels.dictionary import Columns, Found, look_up, prefix_range

EXTENSION = ".trm"
KIND = "terms"
FIRST_ID = 2
"""The smallest term id; 0 is a gap in a sequence, 1 is used on disk only (see ``sequences``)."""


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


_MOST_RANGES = 8192


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
        starts = self._column("key_starts", self._size + 1)
        self._keys = keys.data
        self._check_keys = file.part_checks(f"{field}/keys")
        self._key_starts = starts.data
        # What is searched: slices of memory are made faster of the views above.
        self._searched = (keys, starts)
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
        columns = ["keys", "key_starts", "posting_starts", "wide_starts"]
        self._columns = Columns(
            keys,
            starts,
            self._posting_starts,
            self._wide_starts,
            np.zeros(0, np.uint32) if self._ids is None else self._ids,
            file.checks.seen_array,
            [
                file.offset(f"{field}/{name}")
                for name in (columns if self._ids is None else [*columns, "ids"])
            ],
        )

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

    def terms_of(self, rows: Int64s) -> list[bytes]:
        """The terms of some rows, int64[n] (0 <= row < len)."""
        self._check_key_starts.parts(rows, rows + 2)
        _, starts = self._searched
        begins, ends = starts[rows].tolist(), starts[rows + 1].tolist()
        if any(map(gt, begins, ends)) or max(ends, default=0) > len(self._keys):
            raise self._outside()
        self._check_keys.rows(starts, rows)
        return [bytes(self._keys[begin:end]) for begin, end in zip(begins, ends, strict=True)]

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

    def _range(self, prefix: bytes) -> tuple[int, int]:
        """The first row whose term is not below a prefix, and the first behind those with it."""
        try:
            first, stop = prefix_range(*self._searched, prefix)
        except ValueError as error:
            raise self._outside() from error
        return first, stop

    def lower_bound(self, term: bytes) -> int:
        """The first row whose term is not below ``term``."""
        row, _ = self._range(term)
        self._check_place(row, row)
        return row

    def _check_place(self, first: int, stop: int) -> None:
        """Check the terms of some rows, and those directly before and behind them."""
        first, stop = max(first - 1, 0), min(stop + 1, self._size)
        self._check_key_starts.part(first, stop + 1)
        self._check_keys.part(self._key_starts[first], self._key_starts[stop])

    def row(self, term: bytes) -> int | None:
        """The row of ``term``, None when it does not occur."""
        row = self.lower_bound(term)
        return row if row < self._size and self.unchecked_term(row) == term else None

    def rows_of_terms(self, terms: Sequence[bytes]) -> Int64s:
        """The rows of terms in ascending order, int64[n]; −1 for one that does not occur."""
        rows = np.full(len(terms), -1, np.int64)
        places = np.zeros(len(terms), np.int64)
        for number, term in enumerate(terms):
            row, stop = self._range(term)
            places[number] = row
            if row < stop and self._key_starts[row + 1] - self._key_starts[row] == len(term):
                rows[number] = row
        before, behind = np.maximum(places - 1, 0), np.minimum(places + 1, self._size)
        self._check_key_starts.parts(before, behind + 1)
        _, starts = self._searched
        self._check_keys.parts(starts[before].astype(np.int64), starts[behind].astype(np.int64))
        return rows

    def prefix_rows(self, prefix: bytes) -> range:
        """The rows of all terms that start with ``prefix``; remembered, for it is asked again."""
        found = self._ranges.get(prefix)
        if found is None:
            if len(self._ranges) >= _MOST_RANGES:
                self._ranges.clear()
            first, stop = self._range(prefix)
            self._check_place(first, first)
            self._check_place(stop, stop)
            found = self._ranges[prefix] = range(first, stop)
        return found

    def look_up(self, prefix: bytes) -> Found:
        """All that is known of the terms that start with ``prefix``."""
        try:
            found = Found(*look_up(self._columns, prefix))
        except ValueError as error:
            raise self._outside() from error
        if found.unseen:
            self._file.checks.check_blocks(found.unseen)
        return found

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
