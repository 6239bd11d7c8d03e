"""Exact field lengths: how many tokens of a field each document of a segment has.

Whoosh's own column keeps them as one lossy byte; scores computed from it differ from BM25's. Not
for term frequencies.

One container of kind ``lengths``: per field an i32 array [documents], named by the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from searcher.index.codec.container import Container, ContainerWriter
from searcher.index.codec.types import Int32s, Segment, Storage

EXTENSION = ".len"
KIND = "lengths"


def write_lengths(
    storage: Storage, segment: Segment, doc_count: int, lengths: Mapping[str, Any]
) -> None:
    """Write the lengths file of a segment.

    Args:
        storage: The Whoosh storage.
        segment: The new segment.
        doc_count: Its number of documents.
        lengths: Per field a sequence of at most ``doc_count`` lengths; the rest are 0.
    """
    file = ContainerWriter(storage, segment.make_filename(EXTENSION), KIND)
    for field in sorted(lengths):
        column = np.zeros(doc_count, np.int32)
        column[: len(lengths[field])] = lengths[field]
        file.add(field, column, "<i4")
    file.close({"documents": doc_count})


class FieldLengths:
    """Reads the lengths file of a segment.

    Raises:
        CorruptSegment: It is missing or damaged.
    """

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self.file = Container(storage, segment.make_filename(EXTENSION), KIND)
        self._doc_count = int(segment.doc_count_all())
        if self.file.number("documents") != self._doc_count:
            raise self.file.corrupt("it belongs to another number of documents")
        self._columns: dict[str, Int32s] = {}

    def __contains__(self, field: str) -> bool:
        return field in self.file

    def of(self, field: str) -> Int32s:
        """The lengths of a field, int32[documents]; zeros for a field without lengths."""
        column = self._columns.get(field)
        if column is None:
            if field in self.file:
                column = self.file.array(field, "<i4")
                if len(column) != self._doc_count:
                    raise self.file.corrupt(f"the lengths of {field} are incomplete")
            else:
                column = np.zeros(self._doc_count, np.int32)
            self._columns[field] = column
        return column
