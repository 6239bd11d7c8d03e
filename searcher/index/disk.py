"""Changing files on disk: everything an index writes, renames or deletes goes through here.

What has been closed has reached the disk (fsync), and its checksum is known without reading it
again. ``system`` holds the calls to the operating system, so that a test can put another in its
place which counts them, fails, or ends the process: what is not written through here is not tested
for durability. Not for reading, and not for which files make a generation (``publish``).
"""

from __future__ import annotations

import errno
import io
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEMPORARY_PREFIX = ".searcher-"
"""How names begin of files that nobody needs once their writer has ended."""

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_BUFFER = 1 << 16
_SPOOL_BYTES = 1 << 22


class System:
    """The calls that change a disk."""

    def open(self, path: str, flags: int) -> int:
        """Open a file, creating it if ``flags`` say so; return its descriptor.

        Never what a link leads to: an index from elsewhere may hold links to anything.
        """
        return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)

    def write(self, descriptor: int, data: memoryview) -> int:
        """Write some of ``data`` and return how many bytes."""
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        """Wait until everything written to a file has reached the disk."""
        os.fsync(descriptor)

    def fsync_folder(self, path: str) -> None:
        """Wait until the names in a folder have reached the disk."""
        if os.name == "nt":  # where folders cannot be opened, and names need no such call
            return
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some file systems, mostly of networks, take no such call for a folder.
            if error.errno not in (errno.EINVAL, errno.EBADF):
                raise
        finally:
            os.close(descriptor)

    def replace(self, old: str, new: str) -> None:
        """Rename a file in one step; what had the new name is gone."""
        os.replace(old, new)  # noqa: PTH105 - the bare call

    def unlink(self, path: str) -> None:
        """Delete a file."""
        os.unlink(path)  # noqa: PTH108

    def mkdir(self, path: str) -> None:
        """Make a folder."""
        os.mkdir(path)  # noqa: PTH102


system = System()
"""What is in use."""


@dataclass(frozen=True, slots=True)
class FileSum:
    """What a file must be.

    Attributes:
        size: In bytes.
        crc32: The CRC-32 of its content.
    """

    size: int
    crc32: int

    @classmethod
    def of(cls, data: bytes) -> FileSum:
        """Return that of some content."""
        return cls(len(data), zlib.crc32(data))


class _Raw(io.FileIO):
    """A file whose bytes go through ``system``."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
        return system.write(self.fileno(), memoryview(data).cast("B"))


class OutputFile(io.BufferedWriter):
    """A new file, written from front to back. Closing it waits until it has reached the disk."""

    def __init__(self, folder: OutputFolder, name: str) -> None:
        super().__init__(_Raw(system.open(str(folder.path / name), _NEW_FILE), "wb"), _BUFFER)
        self._folder = folder
        self._name = name
        self._size = 0
        self._crc32 = 0

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
        """Append ``data``."""
        written = super().write(data)
        self._crc32 = zlib.crc32(data, self._crc32)
        self._size += written
        return written

    def close(self) -> None:
        """Wait until the file has reached the disk, and note its checksum."""
        if self.closed:
            return
        try:
            self.flush()
            system.fsync(self.fileno())
        except BaseException:
            self.abandon()
            raise
        super().close()
        self._folder.written(self._name, FileSum(self._size, self._crc32))

    def abandon(self) -> None:
        """Close the file as it is: nobody will want it."""
        with suppress(OSError):
            self.raw.close()


class OutputFolder:
    """The folder of an index, as its only writer sees it.

    Attributes:
        path: The folder.
        sums: What has been written into it, by name.
    """

    def __init__(self, path: Path) -> None:
        """Take a folder that is there."""
        self.path = path
        self.sums: dict[str, FileSum] = {}
        self._uncertain: dict[str, OutputFile] = {}

    def create(self, name: str) -> OutputFile:
        """Begin a file; one of that name that nobody needs is overwritten."""
        self.sums.pop(name, None)
        self._uncertain[name] = file = OutputFile(self, name)
        return file

    def written(self, name: str, found: FileSum) -> None:
        """Take note of a file that is complete."""
        self.sums[name] = found

    def write(self, name: str, data: bytes) -> None:
        """Write a file that nobody reads yet."""
        with self.create(name) as file:
            file.write(data)

    def replace(self, name: str, data: bytes) -> None:
        """Write a file so that at any moment the old or the new content is there, on disk.

        With the new content everything written before is there, too, and stays.
        """
        temporary = f"{TEMPORARY_PREFIX}{name}.new"
        self.write(temporary, data)
        # Every name the content may speak of comes before the content.
        self.sync()
        self.rename(temporary, name)
        self._uncertain.clear()
        self.sync()

    def rename(self, old: str, new: str) -> None:
        """Give a file another name."""
        system.replace(str(self.path / old), str(self.path / new))
        self.sums[new] = self.sums.pop(old)
        self._uncertain[new] = self._uncertain.pop(old)

    def remove(self, name: str) -> None:
        """Delete a file."""
        system.unlink(str(self.path / name))
        self.sums.pop(name, None)
        self._uncertain.pop(name, None)

    def sync(self) -> None:
        """Wait until the names of all files have reached the disk."""
        system.fsync_folder(str(self.path))

    def abandon(self) -> None:
        """Delete everything that was written since the last ``replace``."""
        for name, file in list(self._uncertain.items()):
            file.abandon()
            with suppress(OSError):
                self.remove(name)
        self._uncertain.clear()


class Spool:
    """Bytes that are written once and read once: in memory while they are few, else in a file.

    Args:
        folder: Where the file goes, which has no name there; None: wherever temporary files go.
    """

    def __init__(self, folder: str | None) -> None:
        self._folder = folder
        self._file: io.BytesIO | io.BufferedRandom = io.BytesIO()
        self._size = 0

    def write(self, data: Any) -> None:  # noqa: ANN401 - any buffer
        """Append ``data``."""
        self._size += memoryview(data).nbytes
        if self._size > _SPOOL_BYTES and isinstance(self._file, io.BytesIO):
            file = temporary_file(self._folder)
            file.write(self._file.getbuffer())
            self._file = file
        self._file.write(data)

    def rewind(self) -> None:
        """Go to the beginning, to read."""
        self._file.seek(0)

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most ``size`` of them."""
        return self._file.read(size)

    def close(self) -> None:
        """Forget everything."""
        # What a full disk did not take is not wanted any more either.
        with suppress(OSError):
            self._file.close()


def temporary_file(folder: str | None) -> io.BufferedRandom:
    """Return an empty file for reading and writing that is gone when it is closed.

    Args:
        folder: Where it takes its space; None: wherever temporary files go.
    """
    # Searching does not write, and this import costs as much as opening a segment.
    import tempfile

    with tempfile.TemporaryFile(dir=folder, prefix=TEMPORARY_PREFIX, buffering=0) as file:
        return io.BufferedRandom(_Raw(os.dup(file.fileno()), "r+b"), _BUFFER)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, so that they stay."""
    missing = [path, *path.parents]
    missing = missing[: next((at for at, each in enumerate(missing) if each.is_dir()), 0)]
    for each in reversed(missing):
        with suppress(FileExistsError):
            system.mkdir(str(each))
        system.fsync_folder(str(each.parent))
