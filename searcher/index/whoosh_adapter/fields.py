"""The schema as Whoosh wants it: fields whose terms come already inverted, as arrays."""

from __future__ import annotations

from typing import Any

from whoosh import columns, fields
from whoosh.formats import Existence, Format, Positions

from searcher.index.schema import (
    DATE,
    FILTER_FIELDS,
    ID,
    NO_DATE,
    RECORD,
    TEXT_FIELDS,
    decode_term,
    encode_term,
)


class TermField(fields.FieldType):  # type: ignore[misc]
    """A field without an analyzer: its postings are written a batch at a time."""

    def __init__(self, format_: Format, *, scorable: bool = False, unique: bool = False) -> None:
        self.format = format_
        self.scorable = scorable
        self.unique = unique
        self.analyzer = None
        self.stored = False
        self.vector = self.column_type = None

    def to_bytes(self, value: str | bytes) -> bytes:
        """Return the stored form of a term."""
        return value if isinstance(value, bytes) else encode_term(value)

    def from_bytes(self, data: bytes) -> str:
        """Return the term of a stored form."""
        return decode_term(bytes(data))


def schema() -> Any:  # noqa: ANN401
    """Return the Whoosh schema; the one pickled in an index is never read."""
    result = fields.Schema()
    result.add(ID, TermField(Existence(), unique=True))
    result.add(RECORD, fields.STORED())
    result.add(DATE, fields.COLUMN(columns.NumericColumn("i", default=NO_DATE)))
    for name in TEXT_FIELDS:
        result.add(name, TermField(Positions(), scorable=True))
    for name in FILTER_FIELDS:
        result.add(name, TermField(Existence()))
    return result
