"""Whoosh's writer of terms: a thin front that turns its calls into a batch of arrays.

The slow way in, posting by posting, for ``add_document``; whoever has arrays calls
:meth:`FieldWriter.add_batch` or :meth:`FieldWriter.add_segment` instead. Not for the files
themselves (see ``inverted``).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.codec import base

from searcher.index.codec.arrays import SegmentArrays
from searcher.index.codec.batch import FieldBatch
from searcher.index.codec.inverted import InvertedWriter
from searcher.index.codec.types import Field, Int32s, Segment, Storage


class FieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Collects the terms of a new segment and writes them when it is closed."""

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self._segment = segment
        self._inverted = InvertedWriter(storage, segment)
        self._field: _FieldPostings | None = None
        self.is_closed = False

    def add_batch(self, fieldname: str, batch: FieldBatch) -> None:
        """Add the postings of new documents; see :meth:`InvertedWriter.add_batch`."""
        self._inverted.add_batch(fieldname, batch)

    def add_segment(self, arrays: SegmentArrays, new_docs: Int32s, fields: frozenset[str]) -> None:
        """Add an existing segment; see :meth:`InvertedWriter.add_segment`."""
        self._inverted.add_segment(arrays, new_docs, fields)

    def add_postings(
        self,
        schema: Any,  # noqa: ANN401 - a whoosh.fields.Schema
        lengths: object,  # noqa: ARG002 - Whoosh's signature; lengths are in their own file
        items: Iterable[tuple[str, bytes, int, float, bytes]],
    ) -> None:
        """Take postings sorted by field, term and document."""
        super().add_postings(schema, None, items)

    def start_field(self, fieldname: str, fieldobj: Field) -> None:
        """Begin a field.

        Raises:
            ValueError: Its postings hold something this codec does not keep.
        """
        self._field = _FieldPostings(fieldname, fieldobj.format)

    def _current(self) -> _FieldPostings:
        if self._field is None:
            raise ValueError("no field was started")
        return self._field

    def start_term(self, text: bytes) -> None:
        """Begin a term; terms come in ascending order."""
        self._current().start_term(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:  # noqa: ARG002
        """Take one posting of the current term; documents come in ascending order."""
        self._current().add(docnum, weight, vbytes)

    def finish_term(self) -> None:
        """End the current term."""
        self._current().finish_term()

    def finish_field(self) -> None:
        """End the current field."""
        field = self._current()
        self._inverted.add_batch(field.name, field.batch())
        self._field = None

    def close(self) -> None:
        """Write the files; without any postings when the segment has no documents.

        That is so when its writer was cancelled, and when every merged document was deleted.
        """
        if not self._segment.doc_count_all():
            self._inverted.clear()
        self._inverted.write()
        self.is_closed = True


class _FieldPostings:
    """The postings of one field as they come in."""

    def __init__(self, name: str, format_: Any) -> None:  # noqa: ANN401 - a whoosh format
        if format_.supports("characters") or isinstance(format_, formats.PositionBoosts):
            raise ValueError(
                f"{name}: the format {type(format_).__name__} keeps more than positions, "
                "which this codec does not store"
            )
        self.name = name
        self._positional = format_.supports("positions")
        # Formats without a value per posting say only that a term occurs.
        self._counted = self._positional or bool(format_.fixed_value_size())
        self._format = format_
        self._terms: list[bytes] = []
        self._counts = array("q")
        self._docs = array("i")
        self._freqs = array("i")
        self._weights = array("f")
        self._positions = array("i")

    def start_term(self, term: bytes) -> None:
        self._terms.append(term)
        self._first = len(self._docs)

    def add(self, doc: int, weight: float, value: bytes) -> None:
        if len(self._docs) > self._first and doc <= self._docs[-1]:
            raise ValueError(
                f"{self.name}: {self._terms[-1]!r} comes twice in document {doc}; an earlier "
                "document failed half-way, so this writer must be cancelled"
            )
        freq = 1
        if self._positional:
            positions = sorted(self._format.decode_positions(value))
            freq = len(positions)
            self._positions.extend(positions)
        elif self._counted:
            freq = self._format.decode_frequency(value)
        self._docs.append(doc)
        self._freqs.append(freq)
        self._weights.append(weight)

    def finish_term(self) -> None:
        self._counts.append(len(self._docs) - self._first)

    def batch(self) -> FieldBatch:
        freqs = np.array(self._freqs, np.int32)
        weights = np.array(self._weights, np.float32)
        plain = bool((weights == freqs).all())
        return FieldBatch(
            terms=self._terms,
            counts=np.array(self._counts, np.int64),
            docs=np.array(self._docs, np.int32),
            freqs=freqs if bool((freqs != 1).any()) else None,
            positions=np.array(self._positions, np.int32) if self._positional else None,
            weights=None if plain else weights,
        )
