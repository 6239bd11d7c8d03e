"""A folder of Whoosh files for writing: its generations and its lock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, FileIndex

from searcher.index.codec.whoosh_codec import ArraySegment
from searcher.index.disk import OutputFolder
from searcher.index.manifest import Files, read_manifest
from searcher.index.whoosh_adapter import toc
from searcher.index.whoosh_adapter.fields import schema
from searcher.index.whoosh_adapter.toc import NAME


class _Storage(FileStorage):  # type: ignore[misc]
    """Whoosh's storage, whose files have reached the disk when they are closed."""

    def __init__(self, output: OutputFolder) -> None:
        super().__init__(str(output.path))
        self._output = output

    def create_file(self, name: str, **_: object) -> StructFile:
        """Begin a file."""
        return StructFile(self._output.create(name), name=name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: ARG002
        """Give a file another name, in one step."""
        self._output.rename(oldname, newname)

    def delete_file(self, name: str) -> None:
        """Delete a file."""
        self._output.remove(name)

    def temp_storage(self, name: str | None = None) -> RamStorage:  # noqa: ARG002
        """Return a place for what Whoosh notes down meanwhile: a few bytes per document."""
        return RamStorage()


class Store(FileIndex):  # type: ignore[misc]
    """A folder of Whoosh files.

    Opening one reads nothing; a folder without a manifest is generation 0 without segments.

    Attributes:
        folder: Its path.
        output: Where new files go.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = OutputFolder(folder)
        self.storage = _Storage(self.output)
        self.indexname = NAME
        self._schema = schema()
        self._lock: Any = None

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

        Its files are among those whose sums ``output`` knows from then on.

        Raises:
            CorruptSegment: When it is damaged.
        """
        entries = []
        if generation:
            sums = read_manifest(self.folder, generation).files
            entries = toc.read(Files(self.folder, sums), generation)
            self.output.sums.update(sums)
        segments = [
            ArraySegment(NAME, entry.size, entry.segid, set(entry.deleted) or None)
            for entry in entries
        ]
        return TOC(self._schema, segments, generation)
