"""One segment of an index, read as numpy arrays. Document numbers are those within the segment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermNotFound

from searcher.index.schema import DATE, ID, RECORD, TEXT_FIELDS, length_column
from searcher.index.whoosh_adapter.codec import CODEC, Matcher
from searcher.index.whoosh_adapter.damage import Damaged


class Segment:
    """One segment.

    Attributes:
        size: Number of document slots, deleted ones included.
        live: Which of them hold an article, boolean, shape ``[size]``.
    """

    def __init__(self, storage: Any, schema: Any, raw: Any) -> None:  # noqa: ANN401
        """Open all files of a segment.

        Args:
            storage: The folder it is in.
            schema: The Whoosh schema.
            raw: The segment as Whoosh knows it, already checked.

        Raises:
            FileNotFoundError: When a writer has removed it.
            Damaged: When it contradicts itself; damaged files raise nearly anything else, too.
        """
        self.size: int = raw.doc_count_all()
        if self.size > storage.file_length(CODEC.column_filename(raw, ID)):
            raise Damaged("a segment of more documents than it has ids")
        self.live: NDArray[np.bool_] = np.ones(self.size, dtype=np.bool_)
        self.live[list(raw.deleted_docs())] = False
        self.has_deletions = bool(raw.has_deletions())
        self._schema = schema
        self._docs = CODEC.per_document_reader(storage, raw)
        self._terms = CODEC.terms_reader(storage, raw)
        try:
            self._blobs = {
                name: self._docs.column_reader(name, self._schema[name].column_type)
                for name in (ID, RECORD)
            }
            names = (DATE, *(length_column(name) for name in TEXT_FIELDS))
            self._numbers = {name: self._read_numbers(name) for name in names}
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the files."""
        self._docs.close()
        self._terms.close()

    def _read_numbers(self, name: str) -> NDArray[np.int32]:
        if not self._docs.has_column(name):
            raise FileNotFoundError(name)
        file, offset, length = self._docs._get_column_file(name)
        data = file.get(offset, length)
        file.close()
        # Whoosh leaves out trailing default values.
        stored = np.frombuffer(data, dtype=">i4")
        if len(stored) > self.size:
            raise Damaged(f"a column {name} that is too long")
        numbers = np.zeros(self.size, dtype=np.int32)
        numbers[: len(stored)] = stored
        return numbers

    def numbers(self, column: str) -> NDArray[np.int32]:
        """Return a numeric column, shape ``[size]``."""
        return self._numbers[column]

    def blob(self, column: str, doc: int) -> bytes:
        """Return one value of a column of bytes."""
        return bytes(self._blobs[column][doc])

    def terms(self, field: str, prefix: bytes = b"") -> Iterator[bytes]:
        """Yield the terms of a field that start with ``prefix``, in order."""
        if field not in self._terms.indexed_field_names():
            return
        for name, term in self._terms.terms_from(field, prefix):
            if name != field or not term.startswith(prefix):
                return
            yield term

    def postings(
        self, field: str, term: bytes
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], bytes] | None:
        """Return documents, frequencies and concatenated positions, or ``None`` if not there.

        Raises:
            Damaged: When the arrays contradict each other.
        """
        try:
            info = self._terms.term_info(field, term)
        except TermNotFound:
            return None
        offset, length = info.extent()
        matcher = Matcher(self._terms._postfile, offset, length, self._schema[field].format)
        deltas: list[NDArray[np.int64]] = []
        weights: list[NDArray[np.float64]] = []
        values: list[bytes] = []
        for block_deltas, block_weights, block_values in matcher.blocks():
            # Every block starts its deltas anew, from zero.
            deltas.append(np.cumsum(np.asarray(block_deltas, dtype=np.int64)))
            if block_weights is None or isinstance(block_weights, float):
                weight = 1.0 if block_weights is None else block_weights
                weights.append(np.full(len(block_deltas), weight))
            else:
                weights.append(np.asarray(block_weights, dtype=np.float64))
            values.append(block_values)
        docs = np.concatenate(deltas)
        frequencies = np.concatenate(weights).astype(np.int32)
        positions = b"".join(values)
        if (
            len(docs) != len(frequencies)
            or docs[0] < 0
            or docs[-1] >= self.size
            or (len(docs) > 1 and int(np.diff(docs).min()) <= 0)
            or int(frequencies.min()) < 1
            or (field in TEXT_FIELDS and len(positions) != 4 * int(frequencies.sum()))
        ):
            raise Damaged("a posting list that contradicts itself")
        return docs.astype(np.int32), frequencies, positions
