"""Writing a generation: batches in, documents out, segments merged; ``publish`` does the rest."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from itertools import accumulate
from typing import Any

from whoosh.index import TOC
from whoosh.reading import SegmentReader

from searcher.index.codec.batch import BatchDocument, FieldBatch
from searcher.index.codec.writing import ArrayWriter, open_writer
from searcher.index.heap import give_back
from searcher.index.manifest import latest_generation
from searcher.index.whoosh_adapter import toc
from searcher.index.whoosh_adapter.store import Store

MAX_SEGMENTS = 8


class _Contents(Store):
    """The store as the writer of one segment sees it: with what the new generation holds so far."""

    def __init__(self, store: Store, contents: TOC) -> None:
        super().__init__(store.folder)
        self.output, self.storage = store.output, store.storage
        self._contents = contents

    def _read_toc(self) -> TOC:
        return self._contents


class Writer:
    """Adds and deletes documents; nothing is visible to anyone before it is published.

    Only for the holder of the store's lock.

    Attributes:
        output: Where its files go.
        held_bytes: How much of the current segment is held in memory.
    """

    def __init__(self, store: Store, *, fresh: bool = False) -> None:
        """Start a new generation.

        Args:
            store: Where to.
            fresh: Whether to drop everything the index held.
        """
        self._store = store
        self.output = store.output
        previous = latest_generation(store.folder)
        old = TOC(store.read(0).schema, [], previous) if fresh else store.read(previous)
        self._contents = old
        self._segments: list[Any] = list(old.segments)
        self._old = list(old.segments)
        self._ends = list(accumulate(segment.doc_count_all() for segment in self._old))
        self._segment: ArrayWriter | None = None
        self.held_bytes = 0

    @property
    def generation(self) -> int:
        """The number this generation will have."""
        return int(self._contents.generation) + 1

    @property
    def next_doc(self) -> int:
        """The number the next document will have in its segment."""
        return 0 if self._segment is None else int(self._segment.docnum)

    def _open(self) -> ArrayWriter:
        return open_writer(_Contents(self._store, self._contents), _lk=False, compound=False)

    def add(self, fields: Mapping[str, FieldBatch], documents: Iterable[BatchDocument]) -> None:
        """Add a batch of documents, numbered from ``next_doc`` on, to the current segment.

        It is held in memory, ``held_bytes`` of it, until the segment is ended.
        """
        if self._segment is None:
            self._segment = self._open()
        self._segment.add_batch(fields, documents)
        for batch in fields.values():
            arrays = (batch.counts, batch.docs, batch.freqs, batch.positions)
            self.held_bytes += sum(array.nbytes for array in arrays if array is not None)
            self.held_bytes += 8 * len(batch.terms)

    def end_segment(self) -> None:
        """Write the current segment; what is added next goes to another one."""
        if self._segment is None:
            return
        # Writing needs arrays of its own: what making batches left behind goes before, and what
        # they leave goes after.
        give_back()
        writer, self._segment = self._segment, None
        self._finish(writer)
        del writer
        self.held_bytes = 0
        give_back()

    def _finish(self, writer: ArrayWriter) -> None:
        segment = writer._finalize_segment()
        writer._finish()
        if segment.doc_count_all():
            self._segments.append(segment)

    def delete(self, doc: int) -> None:
        """Delete a document of the published generation by its number over all segments."""
        number = bisect_right(self._ends, doc)
        first = self._ends[number - 1] if number else 0
        self._old[number].delete_document(doc - first)

    def keep(self, segids: Collection[str]) -> None:
        """Leave out all segments of the published generation but some; their files go with it."""
        self._segments = [each for each in self._segments if each.segid in segids]

    def finish(self) -> list[str]:
        """Write what is not written yet.

        Returns:
            The files of the generation: they have reached the disk, and ``output`` knows their sums.
        """
        self.end_segment()
        keep, groups = merges(self._segments)
        self._segments = keep
        for group in groups:
            self._segment = self._open()
            for segment in group:
                reader = SegmentReader(self._store.storage, self._contents.schema, segment)
                try:
                    self._segment.add_reader(reader)
                finally:
                    reader.close()
            self.end_segment()
        TOC(self._contents.schema, self._segments, self.generation).write(
            self._store.storage, self._store.indexname
        )
        segments = {segment.segment_id() for segment in self._segments}
        names = [name for name in self.output.sums if name.partition(".")[0] in segments]
        return [toc.file_name(self.generation), *names]

    def cancel(self) -> None:
        """Forget everything, and delete what was written; the published generation stays."""
        self._segment = None
        self.output.abandon()


def merges(segments: list[Any]) -> tuple[list[Any], list[list[Any]]]:
    """Decide which segments stay and which become one.

    Empty ones go, those mostly deleted are rewritten. When there are more than ``MAX_SEGMENTS``,
    the smallest are merged so that half as many are left: large ones are rewritten rarely, and
    adding one article costs little however large the index is.

    Returns:
        The segments that stay as they are; and groups, each to be merged into one.
    """
    alive = [segment for segment in segments if segment.doc_count()]
    rewrite = [segment for segment in alive if 2 * segment.doc_count() < segment.doc_count_all()]
    keep = [segment for segment in alive if segment not in rewrite]
    if len(keep) > MAX_SEGMENTS:
        by_size = sorted(keep, key=lambda segment: int(segment.doc_count()), reverse=True)
        small = by_size[MAX_SEGMENTS // 2 :]
        rewrite += small
        keep = [segment for segment in keep if segment not in small]
    return keep, [rewrite] if rewrite else []
