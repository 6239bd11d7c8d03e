"""Writing a generation: documents in, documents out, segments merged, all published at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whoosh.index import TOC
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from searcher.index.document import Document
from searcher.index.schema import TEXT_FIELDS, length_column
from searcher.index.whoosh_adapter.codec import CODEC
from searcher.index.whoosh_adapter.store import Store

MAX_SEGMENTS = 8
POSTING_MEMORY_MB = 128
"""How much Whoosh collects (by its own estimate) before it spills a sorted run to disk."""


class _EmptiedStore(Store):
    """A store that pretends to hold nothing, so that the next generation starts afresh."""

    def __init__(self, folder: Path, generation: int) -> None:
        super().__init__(folder)
        self._generation = generation

    def _read_toc(self) -> TOC:
        return TOC(self._schema, [], self._generation)


class Writer:
    """Adds and deletes documents; nothing is visible to anyone before ``commit``.

    Only for the holder of the store's lock.
    """

    def __init__(self, store: Store, *, fresh: bool = False) -> None:
        """Start a new generation.

        Args:
            store: Where to.
            fresh: Whether to drop everything the index held.
        """
        self._store = store
        self._fresh = fresh
        if fresh:
            generation = store.generation()
            store = _EmptiedStore(Path(store.storage.folder), generation)
        self._writer = SegmentWriter(
            store, _lk=False, codec=CODEC, compound=False, limitmb=POSTING_MEMORY_MB
        )

    @property
    def generation(self) -> int:
        """The number this generation will have."""
        return int(self._writer.generation)

    def add(self, document: Document) -> None:
        """Add a document."""
        inverted = document.fields
        self._writer.add_document(
            id=document.id,
            record=document.record,
            date=document.date,
            **{length_column(f): inverted[f].length if f in inverted else 0 for f in TEXT_FIELDS},
            **inverted,
        )

    def delete(self, doc: int) -> None:
        """Delete a document of the published generation by its number over all segments."""
        self._writer.delete_document(doc)

    def commit(self) -> None:
        """Publish the generation."""
        self._writer.commit(mergetype=_merge)

    def cancel(self) -> None:
        """Forget everything; the published generation stays as it is."""
        try:
            if not self._writer.is_closed:
                self._writer.cancel()
        finally:
            self._store.collect_orphans()


def _merge(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Merge policy: drop empty segments, rewrite those mostly deleted, keep their number small.

    When there would be more than ``MAX_SEGMENTS``, the smaller half is merged: the large ones are
    rewritten rarely, and adding one article costs little however large the index is.
    """
    alive = [segment for segment in segments if segment.doc_count() > 0]
    rewrite = [segment for segment in alive if 2 * segment.doc_count() < segment.doc_count_all()]
    keep = [segment for segment in alive if segment not in rewrite]
    if len(keep) >= MAX_SEGMENTS:
        by_size = sorted(keep, key=lambda segment: int(segment.doc_count()))
        small = by_size[: MAX_SEGMENTS // 2]
        rewrite += small
        keep = [segment for segment in keep if segment not in small]
    for segment in rewrite:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return keep
