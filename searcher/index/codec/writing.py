"""Writing with this codec through Whoosh: a writer that merges arrays, optimising, checking.

``ix.writer(codec=ArrayCodec())`` gives right results too, but Whoosh merges by taking every posting
through Python; :func:`open_writer` merges whole arrays. ``ix.optimize()`` without arguments
rewrites everything with Whoosh's default codec: use :func:`optimize`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from whoosh.writing import SegmentWriter

from searcher.index.codec import bigrams, dictionary, lengths, postings, sequences, stored
from searcher.index.codec.arrays import SegmentArrays
from searcher.index.codec.batch import BatchDocument, FieldBatch
from searcher.index.codec.column_file import COLUMN_EXTENSION, framed
from searcher.index.codec.container import Container, map_file
from searcher.index.codec.lengths import FieldLengths
from searcher.index.codec.stored import StoredReader
from searcher.index.codec.types import Segment, Storage
from searcher.index.codec.whoosh_codec import ArrayCodec, ArraySegment

_KINDS = {
    module.EXTENSION: module.KIND
    for module in (dictionary, postings, sequences, bigrams, lengths, stored)
}


# Documents copied before the pages they were read from are let go.
_LET_GO_EVERY = 1 << 8


class ArrayWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's segment writer, merging our segments as arrays; see :func:`open_writer`."""

    def add_reader(self, reader: Any) -> None:  # noqa: ANN401 - a whoosh IndexReader
        """Copy the live documents of a reader into the new segment.

        Every merge policy of Whoosh comes through here, one segment at a time.
        """
        segment = reader.segment()
        if not isinstance(segment, ArraySegment):
            super().add_reader(reader)
            return
        self._check_state()
        first = self.docnum
        indexed = frozenset(
            name
            for name in reader.indexed_field_names()
            if name in self.schema and self.schema[name].indexed
        )
        files = StoredReader(self.storage, segment)
        if all(name in self.schema for name in files.names):
            self._copy_documents(reader, files, FieldLengths(self.storage, segment))
        else:
            # Merging is when the values of removed fields go.
            self.write_per_doc(set(self.schema.names()) | indexed, reader)
        live = np.ones(segment.doc_count_all(), bool)
        live[list(segment.deleted_docs())] = False
        numbers = np.cumsum(live) - 1 + first
        arrays = SegmentArrays(self.storage, segment)
        new_docs = np.where(live, numbers, -1).astype(np.int32)
        self.fieldwriter.add_segment(arrays, new_docs, indexed)
        self._added = True

    def add_batch(
        self, fields: Mapping[str, FieldBatch], documents: Iterable[BatchDocument]
    ) -> None:
        """Add documents whose terms are inverted already.

        Args:
            fields: Per indexed field its posting lists; the documents are numbered from
                ``self.docnum`` on.
            documents: The rest of each document, in the order of the numbers.
        """
        self._check_state()
        for name, batch in fields.items():
            self.fieldwriter.add_batch(name, batch)
        target = self.perdocwriter
        for document in documents:
            target.start_doc(self.docnum)
            for name, value in document.stored.items():
                target.add_field(name, None, value, None)
            for name, length in document.lengths.items():
                target.add_field(name, None, None, length)
            for name, value in document.columns.items():
                kind = self.schema[name]
                target.add_column_value(name, kind.column_type, kind.to_column_value(value))
            target.finish_doc()
            self.docnum += 1
            self._added = True

    def _copy_documents(self, reader: Any, files: StoredReader, sizes: FieldLengths) -> None:  # noqa: ANN401
        """What ``write_per_doc`` does, without unpacking and packing the stored values."""
        names = self.schema.names()
        counted = [(name, sizes.of(name)) for name in names if name in sizes]
        columns = [
            (name, kind, reader.column_reader(name, kind, translate=False))
            for name in names
            if (kind := self.schema[name].column_type) and reader.has_column(name)
        ]
        target = self.perdocwriter
        for number, doc in enumerate(reader.all_doc_ids()):
            if number % _LET_GO_EVERY == 0:
                files.let_go()
            target.start_doc(self.docnum)
            target.copy_stored(files.encoded(doc), files.names)
            for name, column in counted:
                target.add_field(name, None, None, int(column[doc]))
            for name, kind, values in columns:
                target.add_column_value(name, kind, values[doc])
            target.finish_doc()
            self.docnum += 1


def open_writer(index: Any, **options: Any) -> ArrayWriter:  # noqa: ANN401 - a whoosh index
    """A writer for ``index`` that uses this codec and merges arrays.

    Args:
        index: A Whoosh ``FileIndex``.
        options: As for Whoosh's ``ix.writer``.
    """
    return ArrayWriter(index, codec=ArrayCodec(), **options)


def optimize(index: Any, **options: Any) -> None:  # noqa: ANN401 - a whoosh index
    """Merge all segments of ``index`` into one, without its deleted documents, keeping the codec.

    Args:
        index: A Whoosh ``FileIndex``.
        options: As for Whoosh's ``ix.writer``.
    """
    open_writer(index, **options).commit(optimize=True)


def verify(storage: Storage, segment: Segment) -> None:
    """Read every byte of a segment's files.

    Raises:
        CorruptSegment: A file is missing or something changed since it was written.
    """
    for extension, kind in _KINDS.items():
        Container(storage, segment.make_filename(extension), kind).verify()
    for name in segment.list_files(storage):
        if name.endswith(COLUMN_EXTENSION):
            framed(map_file(storage, name), name)
