"""The table of contents of a folder of Whoosh files, read without Whoosh and without trust.

It is a pickle of segments behind a header; only segments of our codec are let in, and only as plain
values that have been checked. The pickled schema in it is skipped. Not for writing one (``writer``).
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import Any

from searcher.index import restricted_pickle
from searcher.index.codec.errors import damage_in
from searcher.index.codec.types import LARGEST
from searcher.index.manifest import Files

NAME = "MAIN"
_SEGMENT_ID = re.compile(r"[0-9a-z]{1,64}")
_MAX_BYTES = 1 << 26
_INT = struct.Struct("!i")
# What the header says on every machine Whoosh 3 runs on: sizes of numbers, byte order, version.
_SIZES = 3
_ORDER = -12345
_VERSION = -111


class SegmentEntry:
    """One segment as the table of contents lists it; what the codec asks of a Whoosh segment.

    Attributes:
        segid: Its name within the index.
        size: Its number of document slots.
        deleted: Which of them are deleted.
    """

    segid: str
    size: int
    deleted: list[int]

    def __setstate__(self, state: object) -> None:
        """Take the pickled state.

        Raises:
            ValueError: When it is not one that was written; the id becomes part of file names.
        """
        values: dict[str, Any] = state if isinstance(state, dict) else {}
        name, segid = values.get("indexname"), values.get("segid")
        size, deleted = values.get("doccount"), values.get("deleted")
        if (
            name != NAME
            or not (isinstance(segid, str) and _SEGMENT_ID.fullmatch(segid))
            or not (type(size) is int and 0 <= size <= LARGEST)
            or not isinstance(deleted, list)
            or not all(type(doc) is int and 0 <= doc < size for doc in deleted)
        ):
            raise ValueError("a segment that contradicts itself")
        self.segid, self.size, self.deleted = segid, size, deleted

    def make_filename(self, extension: str) -> str:
        """Return the name of one of its files."""
        return f"{NAME}_{self.segid}{extension}"

    def doc_count_all(self) -> int:
        """Return the number of document slots."""
        return self.size

    def deleted_docs(self) -> Iterator[int]:
        """Yield the deleted documents."""
        return iter(self.deleted)


_ALLOWED = {("searcher.index.codec.whoosh_codec", "ArraySegment"): SegmentEntry}


def file_name(generation: int) -> str:
    """Return the name of the table of contents of a generation."""
    return f"_{NAME}_{generation}.toc"


def read(files: Files, generation: int) -> list[SegmentEntry]:
    """Return the segments of one generation.

    Raises:
        FileNotFoundError: When a writer has replaced it meanwhile.
        CorruptSegment: When it is damaged, or contradicts itself.
    """
    name = file_name(generation)
    data = files.read(name, _MAX_BYTES)
    with damage_in(name):
        return _segments(io.BytesIO(data), generation)


def _segments(stream: io.BytesIO, generation: int) -> list[SegmentEntry]:
    for _ in range(_SIZES):
        _varint(stream)
    if _int(stream) != _ORDER or _int(stream) != _VERSION:
        raise ValueError("a table of contents of another kind")
    for _ in range(3):  # the release of Whoosh
        _varint(stream)
    stream.seek(_varint(stream), io.SEEK_CUR)  # the schema
    number = _int(stream)
    _int(stream)
    segments = restricted_pickle.load(stream, _ALLOWED)
    if number != generation or not isinstance(segments, list):
        raise ValueError("a table of contents that contradicts its name")
    if not all(type(each) is SegmentEntry and hasattr(each, "segid") for each in segments):
        raise ValueError("a segment of another kind")
    return segments


def _int(stream: io.BytesIO) -> int:
    return int(_INT.unpack(stream.read(_INT.size))[0])


def _varint(stream: io.BytesIO) -> int:
    value = shift = 0
    while True:
        (byte,) = stream.read(1)
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
        shift += 7
        if shift > 63:
            raise ValueError("a number that does not end")
