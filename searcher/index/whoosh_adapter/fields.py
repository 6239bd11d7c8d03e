"""The schema as Whoosh wants it: fields that take what ``document`` has inverted already."""

from __future__ import annotations

import struct
from typing import Any

from whoosh import columns, fields
from whoosh.formats import Existence, Format

from searcher.index.document import FieldPostings, Posting
from searcher.index.schema import (
    FILTER_FIELDS,
    NO_DATE,
    TEXT_FIELDS,
    decode_term,
    encode_term,
    length_column,
)


class Positions(Format):  # type: ignore[misc]
    """Postings whose value is the positions as little-endian unsigned 32-bit integers."""

    def decode_positions(self, value: bytes) -> list[int]:
        """Return the positions; Whoosh's phrase queries call this."""
        return list(struct.unpack(f"<{len(value) // 4}I", value))

    def decode_frequency(self, value: bytes) -> int:
        """Return how many positions there are."""
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        """Return the frequency as a weight."""
        return float(len(value) // 4)


class TermField(fields.FieldType):  # type: ignore[misc]
    """A field whose values come already inverted (``FieldPostings``)."""

    def __init__(self, format_: Format, *, scorable: bool) -> None:
        self.format = format_
        self.scorable = scorable
        self.analyzer = None
        self.stored = self.unique = False
        self.vector = self.column_type = None

    def index(self, value: FieldPostings, **_: object) -> list[Posting]:
        """Return the postings as Whoosh's writer wants them."""
        return value.postings

    def to_bytes(self, value: str | bytes) -> bytes:
        """Return the stored form of a term."""
        return value if isinstance(value, bytes) else encode_term(value)

    def from_bytes(self, data: bytes) -> str:
        """Return the term of a stored form."""
        return decode_term(bytes(data))


class IdField(TermField):
    """The id: one term, and a column to read it back."""

    def __init__(self) -> None:
        super().__init__(Existence(), scorable=False)
        self.unique = True
        self.column_type = columns.VarBytesColumn(write_offsets_cutoff=0)

    def index(self, value: str, **_: object) -> list[Posting]:  # type: ignore[override]
        """Return the only posting of an id."""
        return [(encode_term(value), 1, 1.0, b"")]


def schema() -> Any:  # noqa: ANN401
    """Return the Whoosh schema; the one pickled in an index is never read."""
    result = fields.Schema(
        id=IdField(),
        record=fields.COLUMN(columns.VarBytesColumn(write_offsets_cutoff=0)),
        date=fields.COLUMN(columns.NumericColumn("i", default=NO_DATE)),
    )
    for name in TEXT_FIELDS:
        result.add(name, TermField(Positions(), scorable=True))
        result.add(length_column(name), fields.COLUMN(columns.NumericColumn("I")))
    for name in FILTER_FIELDS:
        result.add(name, TermField(Existence(), scorable=False))
    return result
