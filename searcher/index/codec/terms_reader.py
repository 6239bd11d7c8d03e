"""Whoosh's view of the dictionary: terms, their statistics and their matchers.

Not for ranking, which reads :class:`SegmentArrays`; this is the face ordinary Whoosh queries see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from searcher.index.codec.arrays import FieldArrays, SegmentArrays
from searcher.index.codec.matcher import ArrayMatcher
from searcher.index.codec.types import Field, Format, Scorer, Segment, Storage

Term = tuple[str, bytes]
# Statistics of this many neighbouring terms are computed together when all terms are listed.
_TOGETHER = 256


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment.

    Attributes:
        arrays: The segment's arrays.
    """

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self.arrays = SegmentArrays(storage, segment)

    def _find(self, fieldname: str, term: bytes) -> tuple[FieldArrays, int] | None:
        field = self.arrays.field(fieldname)
        row = None if field is None else field.terms.row(term)
        return None if field is None or row is None else (field, row)

    def _existing(self, fieldname: str, term: bytes) -> tuple[FieldArrays, int]:
        found = self._find(fieldname, term)
        if found is None:
            raise TermNotFound(f"No term {fieldname}:{term!r}")
        return found

    def __contains__(self, term: Term) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return self.arrays.field_names()

    def _rows_from(self, fieldname: str, term: bytes) -> Iterator[tuple[FieldArrays, range]]:
        """All rows from a term on, in this field and those behind it, some at a time."""
        for name in self.arrays.field_names():
            field = self.arrays.field(name)
            if field is None or name < fieldname:
                continue
            first = field.terms.lower_bound(term) if name == fieldname else 0
            for start in range(first, len(field.terms), _TOGETHER):
                yield field, range(start, min(start + _TOGETHER, len(field.terms)))

    def terms(self) -> Iterator[Term]:
        """All terms in order."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """All terms from ``prefix`` on, going on into the fields behind."""
        for field, rows in self._rows_from(fieldname, prefix):
            for row in rows:
                yield field.name, field.terms.term(row)

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """All terms in order with their statistics."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """:meth:`terms_from` with statistics."""
        for field, rows in self._rows_from(fieldname, prefix):
            for row, info in zip(rows, self._statistics(field, rows), strict=True):
                yield (field.name, field.terms.term(row)), info

    def _statistics(self, field: FieldArrays, rows: range) -> Iterable[TermInfo]:
        starts = field.starts(rows.start, rows.stop)
        edges = starts[:-1] - starts[0]
        docs = field.documents(rows.start, rows.stop)
        weights = field.weights(rows.start, rows.stop)
        if weights is None:
            weights = field.frequencies(rows.start, rows.stop).astype(np.float32)
        lengths = self.arrays.lengths(field.name)[docs]
        last = np.append(edges[1:], len(docs)) - 1
        columns = (
            np.add.reduceat(weights, edges, dtype=np.float64),
            np.diff(starts),
            np.minimum.reduceat(lengths, edges),
            np.maximum.reduceat(lengths, edges),
            np.maximum.reduceat(weights, edges).astype(np.float64),
            docs[edges],
            docs[last],
        )
        for values in zip(*(column.tolist() for column in columns), strict=True):
            yield TermInfo(*values)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The statistics of a term.

        Raises:
            TermNotFound: It does not occur.
        """
        return self.info(*self._existing(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The summed weight of a term, 0 when it does not occur."""
        found = self._find(fieldname, text)
        return 0.0 if found is None else float(self.info(*found).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many documents a term occurs, deleted ones included; 0 for none."""
        found = self._find(fieldname, text)
        return 0 if found is None else found[0].doc_frequency(found[1])

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: Scorer = None
    ) -> ArrayMatcher:
        """The postings of a term.

        Raises:
            TermNotFound: It does not occur.
        """
        field, row = self._existing(fieldname, text)
        lengths = self.arrays.lengths(fieldname)
        return ArrayMatcher(field, row, lengths, format_, (fieldname, text), scorer)

    def cursor(self, fieldname: str, fieldobj: Field) -> base.FieldCursor:
        """A cursor over the terms of a field."""
        field = self.arrays.field(fieldname)
        return base.EmptyCursor() if field is None else _Cursor(self, field, fieldobj)

    def info(self, field: FieldArrays, row: int) -> TermInfo:
        """The statistics of a row."""
        return next(iter(self._statistics(field, range(row, row + 1))))

    def close(self) -> None:
        """Nothing to close: the memory maps go with the last array that looks at them."""


class _Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of a field, as values rather than bytes."""

    def __init__(self, reader: TermsReader, field: FieldArrays, fieldobj: Field) -> None:
        self._reader = reader
        self._field = field
        self._fieldobj = fieldobj
        self._row = 0

    def _text_of(self, row: int) -> object:
        return self._fieldobj.from_bytes(self._field.terms.term(row))

    def first(self) -> object:
        self._row = 0
        return self.text()

    def find(self, term: object) -> object:
        data = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._row = self._field.terms.lower_bound(data)
        return self.text()

    def next(self) -> object:
        self._row += 1
        return self.text()

    def text(self) -> object:
        return self._text_of(self._row) if self.is_valid() else None

    # Whoosh's own cursors disagree on the name.
    term = text

    def term_info(self) -> TermInfo | None:
        return self._reader.info(self._field, self._row) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._row < len(self._field.terms)
