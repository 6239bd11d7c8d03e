"""A folder of Whoosh files: its generations, its lock, its segments."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC, FileIndex, clean_files

from searcher.index.whoosh_adapter.codec import Codec, Storage
from searcher.index.whoosh_adapter.damage import Damaged
from searcher.index.whoosh_adapter.fields import schema
from searcher.index.whoosh_adapter.segment import Segment

NAME = "MAIN"
_SEGMENT_ID = re.compile(r"[0-9a-z]{1,64}")


class Store(FileIndex):  # type: ignore[misc]
    """A folder of Whoosh files: its generations, its lock, its segments.

    Opening one reads nothing; a folder without a table of contents is generation 0 without
    segments.
    """

    def __init__(self, folder: Path) -> None:
        self.storage = Storage(str(folder))
        self.indexname = NAME
        self._schema = schema()
        self._lock: Any = None

    def generation(self) -> int:
        """Return the number of the newest published generation, 0 when there is none."""
        return max(0, int(self.latest_generation()))

    def acquire(self) -> bool:
        """Try to become the only writer; the system releases the lock of a dead process."""
        lock = self.lock("WRITELOCK")
        if not lock.acquire():
            return False
        self._lock = lock
        return True

    def release(self) -> None:
        """Let other writers in."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _read_toc(self) -> TOC:
        return self.read(self.generation())

    def read(self, generation: int) -> TOC:
        """Return the table of contents of one generation.

        Raises:
            FileNotFoundError: When a writer has replaced it meanwhile.
            Damaged: When it contradicts itself; damaged files raise nearly anything else, too.
        """
        if generation == 0:
            return TOC(self._schema, [], 0)
        with self.storage.open_file(TOC._filename(NAME, generation)) as stream:
            sizes = (stream.read_varint(), stream.read_varint(), stream.read_varint())
            order, version = stream.read_int(), stream.read_int()
            release = (stream.read_varint(), stream.read_varint(), stream.read_varint())
            if sizes[0] != 4 or order != -12345 or version != TOC(None, [], 0).version:
                raise Damaged(f"a table of contents of another kind (version {version})")
            stream.skip_string()
            number = stream.read_int()
            stream.read_int()
            segments = stream.read_pickle()
        if number != generation or not isinstance(segments, list):
            raise Damaged("a table of contents that contradicts its name")
        for segment in segments:
            _check_segment(segment)
        return TOC(self._schema, segments, generation, version=version, release=release)

    def segments(self, generation: int) -> list[Segment]:
        """Open all segments of one generation; what they need stays open, whatever writers do.

        Raises:
            FileNotFoundError: When a writer has replaced the generation meanwhile.
            Damaged: When a file contradicts itself; damaged files raise nearly anything else, too.
        """
        opened: list[Segment] = []
        try:
            opened.extend(
                Segment(self.storage, self._schema, raw) for raw in self.read(generation).segments
            )
        except BaseException:
            for segment in opened:
                segment.close()
            raise
        return opened

    def collect_orphans(self) -> None:
        """Delete what dead or cancelled writers left behind. Only for the holder of the lock."""
        toc = self._read_toc()
        clean_files(self.storage, NAME, toc.generation, toc.segments)
        folder = Path(self.storage.folder)
        for unfinished in folder.glob(f"_{NAME}_*.toc.*"):
            unfinished.unlink(missing_ok=True)
        shutil.rmtree(folder / f"{NAME}.tmp", ignore_errors=True)


def _check_segment(segment: Any) -> None:  # noqa: ANN401
    if type(segment) is not W3Segment or type(segment.codec()) is not Codec:
        raise Damaged("a segment of another kind")
    segid, count, deleted = segment.segid, segment.doc_count_all(), segment._deleted
    if (
        segment.indexname != NAME
        or segment.compound
        or not (isinstance(segid, str) and _SEGMENT_ID.fullmatch(segid))
        or not (isinstance(count, int) and count >= 0)
        or not (deleted is None or isinstance(deleted, set))
        or not all(isinstance(doc, int) and 0 <= doc < count for doc in deleted or ())
    ):
        raise Damaged("a segment that contradicts itself")
