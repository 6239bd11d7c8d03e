"""A folder of Whoosh files for writing: its generations, its lock, what is left over."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, clean_files

from searcher.index.codec.whoosh_codec import ArraySegment
from searcher.index.whoosh_adapter import toc
from searcher.index.whoosh_adapter.fields import schema
from searcher.index.whoosh_adapter.toc import NAME


class Store(FileIndex):  # type: ignore[misc]
    """A folder of Whoosh files.

    Opening one reads nothing; a folder without a table of contents is generation 0 without
    segments.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.storage = FileStorage(str(folder))
        self.indexname = NAME
        self._schema = schema()
        self._lock: Any = None

    def generation(self) -> int:
        """Return the number of the newest published generation, 0 when there is none."""
        return toc.latest(self.folder)

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

    def read(self, generation: int) -> TOC:
        """Return the table of contents of one generation as Whoosh wants it.

        Raises:
            Damaged: When it contradicts itself; damaged files raise nearly anything else, too.
        """
        segments = [
            ArraySegment(NAME, entry.size, entry.segid, set(entry.deleted) or None)
            for entry in toc.read(self.folder, generation)
        ]
        return TOC(self._schema, segments, generation)

    def publish(self, contents: TOC) -> None:
        """Publish a generation in one step, then delete what it has no more use for."""
        contents.write(self.storage, NAME)
        clean_files(self.storage, NAME, contents.generation, contents.segments)

    def collect_orphans(self) -> None:
        """Delete what dead or cancelled writers left behind. Only for the holder of the lock."""
        contents = self.read(self.generation())
        clean_files(self.storage, NAME, contents.generation, contents.segments)
        for unfinished in self.folder.glob(f"_{NAME}_*.toc.*"):
            unfinished.unlink(missing_ok=True)
        shutil.rmtree(self.folder / f"{NAME}.tmp", ignore_errors=True)
