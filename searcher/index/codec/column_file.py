"""The frame around Whoosh's column files, and the plain numbers in them, read without Whoosh.

A column file is Whoosh's own followed by a footer of 16 bytes: its length, its CRC-32, a mark. Not
for writing columns, nor for reading any other kind (``per_document``).
"""

from __future__ import annotations

import mmap
import struct
import zlib

import numpy as np

from searcher.index.codec.container import map_file
from searcher.index.codec.errors import CorruptSegment
from searcher.index.codec.types import Int32s, Segment, Storage

COLUMN_EXTENSION = ".col"
FOOTER = struct.Struct("<QI4s")
FOOTER_MAGIC = b"COL1"


def column_name(segment: Segment, field: str) -> str:
    """The file name of a column."""
    return str(segment.make_filename(f".{field}{COLUMN_EXTENSION}"))


def framed(data: mmap.mmap | bytes, name: str) -> memoryview:
    """What a column file holds without its footer; every byte is checked.

    Raises:
        CorruptSegment: It is cut short, or something changed since it was written.
    """
    view = memoryview(data)
    size = len(view) - FOOTER.size
    if size < 0 or view[size:] != FOOTER.pack(size, zlib.crc32(view[:size]), FOOTER_MAGIC):
        raise CorruptSegment(file=name, reason="its content does not fit its checksum")
    return view[:size]


def read_numbers(storage: Storage, segment: Segment, field: str) -> Int32s:
    """A column of signed 32-bit numbers whose default is 0: int32[documents].

    Raises:
        CorruptSegment: The file is missing, damaged or too long.
    """
    name = column_name(segment, field)
    data = framed(map_file(storage, name), name)
    # Whoosh leaves out trailing defaults.
    stored = np.frombuffer(data, ">i4", len(data) // 4)
    count = int(segment.doc_count_all())
    if len(data) % 4 or len(stored) > count:
        raise CorruptSegment(file=name, reason="it belongs to another number of documents")
    numbers = np.zeros(count, np.int32)
    numbers[: len(stored)] = stored
    return numbers
