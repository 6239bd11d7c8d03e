"""Files of named arrays with checksums: the container all our segment files share.

Not for what the arrays mean (see the modules that write them) and not for durability: that is up to
the storage the files are created in.

Layout, all integers little-endian::

    head       8 bytes  b"SRCHSEG1"
    sections   raw array bytes, each starting at a multiple of 8, zero padding between and behind
    checksums  u32 each, of every block from the head to here (see ``block_checks``)
    directory  UTF-8 JSON: {"kind", "sections": {name: [offset, bytes, dtype]}, "meta": {...},
                            "blocks": bytes before the checksums}
    tail      32 bytes  directory offset u64, directory length u64,
                        CRC-32 of the directory u32, CRC-32 of the checksums u32,
                        CRC-32 of the 24 tail bytes before this field u32, b"SEG2"

Opening reads the tail, the directory and the checksums; arrays are views of the memory map, made
when asked for. What is read was checked: a whole array when its view is made, or, of a large one,
the parts a query reads when it first reads them (:meth:`Container.part_checks`).
:meth:`Container.verify` reads every byte. A file that is cut short *while* it is mapped is beyond
what a reader can check.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.block_checks import BlockChecks, BlockSummer, PartChecks, block_count
from searcher.index.codec.errors import CorruptSegment
from searcher.index.codec.types import Storage
from searcher.index.disk import Spool

HEAD = b"SRCHSEG1"
_TAIL = struct.Struct("<QQIII4s")
_TAIL_MAGIC = b"SEG2"
_ALIGNMENT = 8
_DTYPES = frozenset({"|u1", "<u2", "<u4", "<u8", "<i4", "<f4"})
# A directory lists a dozen arrays for each field; one of this size was not written by us.
_LARGEST_DIRECTORY = 1 << 24
_COPY_BYTES = 1 << 20


class Stream:
    """One array of a container that grows while others do; made by :meth:`ContainerWriter.stream`.

    Attributes:
        dtype: The type the array is stored as.
        size: How many elements were appended so far.
    """

    def __init__(self, dtype: str, folder: str | None) -> None:
        self.dtype = dtype
        self.size = 0
        self.spool = Spool(folder)

    def append(self, values: NDArray[Any]) -> None:
        """Add ``values`` (one-dimensional, every value within the range of the dtype)."""
        self.size += len(values)
        self.spool.write(np.ascontiguousarray(values, dtype=self.dtype).data)


class ContainerWriter:
    """Writes one container file from front to back.

    Args:
        storage: The Whoosh storage to create the file in.
        name: The name of the file.
        kind: What the file holds, e.g. ``"postings"``; a reader asks for it again.

    Attributes:
        folder: Where temporary files belong; None: wherever temporary files go.
    """

    def __init__(self, storage: Storage, name: str, kind: str) -> None:
        self._file: Any = storage.create_file(name)
        folder = getattr(storage, "folder", None)
        self.folder = folder if isinstance(folder, str) else None
        self._kind = kind
        self._sections: dict[str, tuple[int, int, str]] = {}
        self._streams: dict[str, Stream] = {}
        self._offset = 0
        self._blocks = BlockSummer()
        self.is_closed = False
        self._write(HEAD)

    def _write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self._blocks.update(data)
        self._offset += memoryview(data).nbytes

    def _align(self) -> None:
        if padding := -self._offset % _ALIGNMENT:
            self._write(bytes(padding))

    def add(self, name: str, values: NDArray[Any], dtype: str) -> None:
        """Write a whole array of one dimension as section ``name``, stored as ``dtype``."""
        self._align()
        data = np.ascontiguousarray(values, dtype=dtype)
        self._sections[name] = (self._offset, data.nbytes, dtype)
        if data.nbytes:
            self._write(data.view(np.uint8).data)

    def stream(self, name: str, dtype: str) -> Stream:
        """Begin section ``name``, to be filled by and by; it is placed when the file is closed."""
        stream = self._streams[name] = Stream(dtype, self.folder)
        return stream

    def close(self, meta: dict[str, Any]) -> None:
        """Place the streams, write the directory with ``meta`` (plain JSON values) and the tail."""
        for name, stream in self._streams.items():
            self._align()
            start = self._offset
            stream.spool.rewind()
            while block := stream.spool.read(_COPY_BYTES):
                self._write(block)
            stream.spool.close()
            self._sections[name] = (start, self._offset - start, stream.dtype)
        self._align()
        sums = self._blocks.sums()
        directory = json.dumps(
            {
                "kind": self._kind,
                "sections": self._sections,
                "meta": meta,
                "blocks": self._offset,
            },
            ensure_ascii=False,
        ).encode("utf-8", "surrogatepass")
        start = self._offset + len(sums)
        fields = struct.pack(
            "<QQII", start, len(directory), zlib.crc32(directory), zlib.crc32(sums)
        )
        for part in (sums, directory, fields, struct.pack("<I4s", zlib.crc32(fields), _TAIL_MAGIC)):
            self._file.write(part)
        self._file.close()
        self.is_closed = True

    def discard(self) -> None:
        """Close the file without making it a valid container (the writer was cancelled)."""
        for stream in self._streams.values():
            stream.spool.close()
        self._file.close()
        self.is_closed = True


class Container:
    """Read-only views of one container file.

    Args:
        storage: The Whoosh storage that holds the file.
        name: The name of the file.
        kind: The kind it must be.

    Raises:
        CorruptSegment: The file is missing, is no container of this kind, or its directory is
            damaged.
    """

    def __init__(self, storage: Storage, name: str, kind: str) -> None:
        self.name = name
        self._buffer = map_file(storage, name)
        size = len(self._buffer)
        if size < len(HEAD) + _TAIL.size:
            raise self.corrupt("too short")
        tail = bytes(self._buffer[size - _TAIL.size :])
        start, length, directory_crc, sums_crc, tail_crc, magic = _TAIL.unpack(tail)
        if bytes(self._buffer[: len(HEAD)]) != HEAD or magic != _TAIL_MAGIC:
            raise self.corrupt("not a segment file, or cut short")
        if zlib.crc32(tail[:24]) != tail_crc or start + length != size - _TAIL.size:
            raise self.corrupt("its end does not fit its checksum")
        if length > _LARGEST_DIRECTORY:
            raise self.corrupt("its directory is too large")
        directory = bytes(self._buffer[start : start + length])
        if zlib.crc32(directory) != directory_crc:
            raise self.corrupt("its directory does not fit its checksum")
        try:
            content = json.loads(directory.decode("utf-8", "surrogatepass"))
            self._sections: dict[str, list[Any]] = dict(content["sections"])
            self.meta: dict[str, Any] = dict(content["meta"])
            found = content["kind"]
            self._sections_end: int = whole_number(self, content, "blocks")
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self.corrupt("its directory cannot be read") from error
        if found != kind:
            raise self.corrupt(f"it holds something other than {kind}")
        sums = bytes(self._buffer[self._sections_end : start])
        if len(sums) != 4 * block_count(self._sections_end) or zlib.crc32(sums) != sums_crc:
            raise self.corrupt("its checksums are damaged")
        self._checks = BlockChecks(
            name, memoryview(self._buffer), self._sections_end, np.frombuffer(sums, "<u4")
        )

    def corrupt(self, reason: str) -> CorruptSegment:
        """The exception that names this file."""
        return CorruptSegment(file=self.name, reason=reason)

    def __contains__(self, section: str) -> bool:
        return section in self._sections

    def array(
        self, section: str, dtype: str | None = None, *, checked: bool = True
    ) -> NDArray[Any]:
        """A read-only view of one section.

        Args:
            section: Its name.
            dtype: The type it must have; None allows any of the types we write.
            checked: Whether to check all of it now. Who does not wants :meth:`part_checks`.

        Raises:
            CorruptSegment: No such section, another type, outside the file, or damaged.
        """
        offset, nbytes, kind = self._place(section)
        if dtype is not None and kind != np.dtype(dtype):
            raise self.corrupt(f"section {section} has another type")
        if checked:
            PartChecks(self._checks, offset, 1).part(0, nbytes)
        return np.frombuffer(self._buffer, kind, nbytes // kind.itemsize, offset)

    def part_checks(self, section: str) -> PartChecks:
        """What checks the parts of a section that are read, for a view that was not checked."""
        offset, _, kind = self._place(section)
        return PartChecks(self._checks, offset, kind.itemsize)

    @property
    def checks(self) -> BlockChecks:
        """What checks the blocks of the whole file."""
        return self._checks

    def offset(self, section: str) -> int:
        """Where a section begins, in bytes."""
        return self._place(section)[0]

    def _place(self, section: str) -> tuple[int, int, np.dtype[Any]]:
        try:
            offset, nbytes, found = self._sections[section]
        except (KeyError, TypeError, ValueError) as error:
            raise self.corrupt(f"section {section} is missing") from error
        if not (type(offset) is int and type(nbytes) is int and type(found) is str):
            raise self.corrupt(f"section {section} is described wrongly")
        if found not in _DTYPES:
            raise self.corrupt(f"section {section} has another type")
        kind = np.dtype(found)
        outside = offset < len(HEAD) or nbytes < 0 or offset + nbytes > self._sections_end
        if outside or offset % _ALIGNMENT or nbytes % kind.itemsize:
            raise self.corrupt(f"section {section} lies outside the file")
        return offset, nbytes, kind

    def number(self, key: str) -> int:
        """A non-negative whole number of the directory's ``meta``."""
        return whole_number(self, self.meta, key)

    def let_go(self) -> None:
        """Let the pages read so far count for this process no more; the system keeps what it likes.

        Who reads large files from front to back would else hold all of them in the end.
        """
        if isinstance(self._buffer, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self._buffer.madvise(mmap.MADV_DONTNEED)

    def verify(self) -> None:
        """Read every byte of the file.

        Raises:
            CorruptSegment: Something changed since it was written.
        """
        self._checks.check_all()


def whole_number(container: Container, values: object, key: str) -> int:
    """``values[key]`` as a non-negative int, or the container's :class:`CorruptSegment`."""
    value = values.get(key) if isinstance(values, dict) else None
    if type(value) is not int or not 0 <= value < 1 << 62:
        raise container.corrupt(f"{key} is not a number")
    return value


def map_file(storage: Storage, name: str) -> mmap.mmap | bytes:
    """The bytes of a file of ``storage``: mapped when it is a real file, read otherwise.

    Raises:
        CorruptSegment: There is no such file, or it cannot be read.
    """
    try:
        file: Any = storage.open_file(name)
    except (OSError, NameError, KeyError) as error:
        raise CorruptSegment(file=name, reason="it is missing or cannot be opened") from error
    try:
        if not hasattr(file, "fileno"):
            return bytes(file.read())
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise CorruptSegment(file=name, reason="it is empty or cannot be read") from error
    finally:
        file.close()
