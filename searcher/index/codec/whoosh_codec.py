"""The codec and its segment, as Whoosh knows them: ``ix.writer(codec=ArrayCodec())``.

A segment remembers nothing but plain values (its name, its number of documents, which are deleted)
and always reads with :class:`ArrayCodec`. It is never packed into a compound file: opening one
copies it to the heap.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment

from searcher.index.codec.errors import CorruptSegment
from searcher.index.codec.per_document import PerDocumentReader, PerDocumentWriter
from searcher.index.codec.terms_reader import TermsReader
from searcher.index.codec.types import LARGEST, Segment, Storage

if TYPE_CHECKING:
    from searcher.index.codec.field_writer import FieldWriter


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Array postings, token sequences, exact lengths."""

    def per_document_writer(self, storage: Storage, segment: Segment) -> PerDocumentWriter:
        """The writer of what belongs to documents."""
        return PerDocumentWriter(storage, segment)

    def field_writer(self, storage: Storage, segment: Segment) -> FieldWriter:
        """The writer of terms."""
        # Whoever only searches does not need what writes: one process, one query.
        from searcher.index.codec.field_writer import FieldWriter

        return FieldWriter(storage, segment)

    def postings_writer(self, dbfile: object, byteids: bool = False) -> Any:  # noqa: ANN401, ARG002
        """Refused: posting lists are written a field at a time."""
        raise TypeError("this codec writes posting lists through its field writer only")

    def postings_reader(self, *args: object, **kwargs: object) -> Any:  # noqa: ANN401, ARG002
        """Refused: posting lists are read through the dictionary."""
        raise TypeError("this codec reads posting lists through its terms reader only")

    def terms_reader(self, storage: Storage, segment: Segment) -> TermsReader:
        """The reader of terms."""
        return TermsReader(storage, segment)

    def per_document_reader(self, storage: Storage, segment: Segment) -> PerDocumentReader:
        """The reader of what belongs to documents."""
        return PerDocumentReader(storage, segment)

    def new_segment(self, storage: Storage, indexname: str) -> ArraySegment:  # noqa: ARG002
        """A segment without documents."""
        return ArraySegment(indexname)


class ArraySegment(W3Segment):  # type: ignore[misc]
    """One segment in the table of contents."""

    def __init__(
        self,
        indexname: str,
        doccount: int = 0,
        segid: str | None = None,
        deleted: set[int] | None = None,
    ) -> None:
        super().__init__(None, indexname, doccount, segid, deleted)
        self._deleted: set[int] | None = deleted

    def __getstate__(self) -> dict[str, object]:
        return {
            "indexname": self.indexname,
            "segid": self.segid,
            "doccount": self._doccount,
            "deleted": sorted(self._deleted or ()),
        }

    def __setstate__(self, state: object) -> None:
        values: dict[str, Any] = state if isinstance(state, dict) else {}
        name, segid = values.get("indexname", ""), values.get("segid", "")
        count, deleted = values.get("doccount", -1), values.get("deleted", ())
        # The name becomes part of file names: nothing in it may lead out of the folder.
        named = isinstance(name, str) and not {"/", "\\", "\0"}.intersection(name)
        named = named and isinstance(segid, str) and segid.isalnum()
        counted = type(count) is int and 0 <= count <= LARGEST and isinstance(deleted, list)
        if not (
            named and counted and all(type(doc) is int and 0 <= doc < count for doc in deleted)
        ):
            raise CorruptSegment(file="TOC", reason="a segment is described wrongly")
        ArraySegment.__init__(self, name, count, segid, set(deleted) or None)

    def codec(self, **_: object) -> ArrayCodec:
        """The codec that reads this segment, whatever the writer's default is."""
        return ArrayCodec()

    def should_assemble(self) -> bool:
        """Never a compound file."""
        return False

    def deleted_docs(self) -> Iterator[int]:
        """The deleted documents."""
        return iter(self._deleted or ())

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or take the mark away."""
        if not 0 <= docnum < self._doccount:
            raise IndexError(f"no document {docnum} among {self._doccount}")
        if self._deleted is None:
            self._deleted = set()
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)
