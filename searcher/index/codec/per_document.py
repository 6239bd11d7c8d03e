"""Whoosh's per-document writer and reader: stored fields, exact lengths, columns.

Not for terms. A document's values are held back until it is finished, so one that is cancelled
half-way leaves nothing behind. Columns are Whoosh's own files with one addition: a footer of
16 bytes that lets :func:`column_file.framed` check them.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Iterator
from typing import Any

from whoosh.codec import base
from whoosh.filedb.compound import CompoundWriter
from whoosh.filedb.structfile import StructFile

from searcher.index.codec.column_file import FOOTER, FOOTER_MAGIC, column_name, framed
from searcher.index.codec.container import map_file
from searcher.index.codec.errors import CorruptSegment
from searcher.index.codec.lengths import FieldLengths, write_lengths
from searcher.index.codec.stored import StoredReader, StoredWriter, encode_fields
from searcher.index.codec.types import Column, Field, Segment, Storage


class PerDocumentWriter(base.PerDocWriterWithColumns):  # type: ignore[misc]
    """Writes what belongs to documents rather than to terms."""

    def __init__(self, storage: Storage, segment: Segment) -> None:
        super().__init__()
        self._storage = storage
        self._segment = segment
        self._columns = CompoundWriter(storage.temp_storage(f"{segment.indexname}.tmp"))
        self._column_writers: dict[str, Column] = {}
        self._stored = StoredWriter(storage, segment)
        self._lengths: dict[str, array[int]] = {}
        self._doc_count = 0
        self._fields: dict[str, Any] = {}
        self._copied: tuple[bytes, frozenset[str]] | None = None
        self._field_lengths: dict[str, int] = {}
        self._values: list[tuple[str, Column, Any]] = []
        self._in_document = False
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin document ``docnum``; they come in order from 0."""
        if self._in_document:
            raise ValueError("the document before this one was neither finished nor cancelled")
        if docnum != self._doc_count:
            raise ValueError(f"document {docnum} cannot follow {self._doc_count} documents")
        self._docnum = docnum
        self._in_document = True

    def add_field(
        self,
        fieldname: str,
        fieldobj: Field,  # noqa: ARG002 - Whoosh's signature
        value: object,
        length: int | None,
    ) -> None:
        """Take the stored value (None: not stored) and the number of tokens of one field."""
        if value is not None:
            self._fields[fieldname] = value
        if length:
            self._field_lengths[fieldname] = length

    def copy_stored(self, fields: bytes, names: frozenset[str]) -> None:
        """Take all stored values as another segment has them; see :class:`StoredReader`."""
        self._copied = fields, names

    def add_column_value(self, fieldname: str, column: Column, value: object) -> None:
        """Take one value of a column."""
        self._values.append((fieldname, column, value))

    def add_vector_items(
        self,
        fieldname: str,
        fieldobj: Field,  # noqa: ARG002 - Whoosh's signature
        items: object,  # noqa: ARG002
    ) -> None:
        """Refused: term vectors are what token sequences are for."""
        raise ValueError(f"{fieldname}: this codec keeps token sequences instead of term vectors")

    def finish_doc(self) -> None:
        """Write the document."""
        if self._copied is not None:
            self._stored.append(*self._copied)
        else:
            self._stored.append(encode_fields(self._fields), self._fields)
        for field, length in self._field_lengths.items():
            column = self._lengths.setdefault(field, array("i"))
            column.extend([0] * (self._docnum - len(column)))
            column.append(length)
        for field, kind, value in self._values:
            super().add_column_value(field, kind, value)
        self._doc_count += 1
        self._forget()

    def cancel_doc(self) -> None:
        """Forget the document begun last."""
        self._forget()

    def _forget(self) -> None:
        self._fields.clear()
        self._copied = None
        self._field_lengths.clear()
        self._values.clear()
        self._in_document = False

    def _has_column(self, fieldname: str) -> bool:
        return fieldname in self._column_writers

    def _create_column(self, fieldname: str, column: Column) -> None:
        self._column_writers[fieldname] = column.writer(self._columns.create_file(fieldname))

    def _get_column(self, fieldname: str) -> Column:
        return self._column_writers[fieldname]

    def close(self) -> None:
        """Write all files."""
        for writer in self._column_writers.values():
            writer.finish(self._doc_count)
        self._columns.save_as_files(
            _FooterStorage(self._storage), lambda field: column_name(self._segment, field)
        )
        self._stored.close()
        write_lengths(self._storage, self._segment, self._doc_count, self._lengths)
        self.is_closed = True


class _FooterStorage:
    """Creates files that end in a checksum when they are closed."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def create_file(self, name: str) -> _FooterFile:
        return _FooterFile(self._storage.create_file(name))


class _FooterFile:
    def __init__(self, file: StructFile) -> None:
        self._file = file
        self._size = 0
        self._crc = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._size += len(data)
        self._crc = zlib.crc32(data, self._crc)

    def close(self) -> None:
        self._file.write(FOOTER.pack(self._size, self._crc, FOOTER_MAGIC))
        self._file.close()


class PerDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Reads what belongs to documents rather than to terms; opens a file when it is asked for."""

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self._storage = storage
        self._segment = segment
        self._doc_count = int(segment.doc_count_all())
        self._lengths_file: FieldLengths | None = None
        self._stored: StoredReader | None = None
        self._column_files: list[Any] = []

    def close(self) -> None:
        """Close the column files; memory maps go with the last array that looks at them."""
        for file in self._column_files:
            file.close()
        self._column_files.clear()
        self._lengths_file = self._stored = None

    def doc_count(self) -> int:
        """Number of documents that are not deleted."""
        return self._doc_count - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        """Number of documents, deleted ones included."""
        return self._doc_count

    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        """The deleted documents."""
        return iter(self._segment.deleted_docs())

    def supports_columns(self) -> bool:
        """Columns are kept."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether any document has a value in this column."""
        return bool(self._storage.file_exists(column_name(self._segment, fieldname)))

    def column_reader(self, fieldname: str, column: Column) -> Column:
        """Whoosh's reader of a column.

        Raises:
            CorruptSegment: The file is damaged, or no column of this type.
        """
        name = column_name(self._segment, fieldname)
        size = len(framed(map_file(self._storage, name), name))
        file = self._storage.open_file(name)
        self._column_files.append(file)
        try:
            return column.reader(file, 0, size, self._doc_count)
        except Exception as error:
            # Whoosh's columns fail in as many ways as there are kinds of damage.
            raise CorruptSegment(file=name, reason="the column cannot be read") from error

    @property
    def _lengths(self) -> FieldLengths:
        if self._lengths_file is None:
            self._lengths_file = FieldLengths(self._storage, self._segment)
        return self._lengths_file

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Exact number of tokens, ``default`` when the document has none in this field."""
        return int(self._lengths.of(fieldname)[docnum]) or default

    def doc_field_length_reader(self, fieldname: str, default: int = 0) -> Callable[[int], int]:
        """:meth:`doc_field_length` for one field."""
        lengths = self._lengths.of(fieldname)
        return lambda docnum: int(lengths[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """Number of tokens in all documents, deleted ones included."""
        return int(self._lengths.of(fieldname).sum(dtype="int64"))

    def min_field_length(self, fieldname: str) -> int:
        """The smallest number of tokens of any document."""
        return int(self._lengths.of(fieldname).min(initial=self.max_field_length(fieldname)))

    def max_field_length(self, fieldname: str) -> int:
        """The largest number of tokens of any document."""
        return int(self._lengths.of(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The stored values of a document.

        Raises:
            IndexError: No such document.
            CorruptSegment: The file is damaged.
        """
        if not 0 <= docnum < self._doc_count:
            raise IndexError(f"no document {docnum} among {self._doc_count}")
        if self._stored is None:
            self._stored = StoredReader(self._storage, self._segment)
        return self._stored.fields(docnum)
