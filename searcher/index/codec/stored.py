"""Stored fields: the values Whoosh hands back with a hit, in compressed blocks and without pickle.

Not for columns (values to sort and filter by), which stay Whoosh's own files.

One container of kind ``stored``. Documents are packed one after the other into blocks of about 64
KiB, each compressed as one Zstandard frame (articles of a kilobyte or two shrink by a fifth more
than one by one). The first blocks are packed by themselves and serve as the dictionary all others
are packed with, if there are others (``meta``: ``dictionary_blocks``); that saves another eighth.
Sections: ``blocks`` (u8, the frames end to end), ``block_starts`` (u64, [blocks + 1]),
``first_docs`` (u32, [blocks + 1], the first document of each block and the number of documents);
``meta`` has the ``names`` of the fields. A block is, per document, a u32 length and that many
bytes: u32 length of the JSON, the JSON, then raw byte strings in the order the JSON refers to them.
JSON values are what they are, except ``{"$": [tag, value]}``: a byte string (its length), a date
and time, a date, or a mapping that itself has the key ``"$"``.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterable
from typing import Any

import numpy as np

from searcher.index.codec.container import Container, ContainerWriter
from searcher.index.codec.errors import CorruptSegment
from searcher.index.codec.types import Segment, Storage
from searcher.index.packing import Packer, from_json, to_json

EXTENSION = ".sto"
KIND = "stored"
_BLOCK_BYTES = 1 << 16
_DICTIONARY_BLOCKS = 4
# First blocks with an article of unusual length are no dictionary.
_LARGEST_DICTIONARY = 8 * _BLOCK_BYTES
_LEVEL = 5
_SIZE = struct.Struct("<I")
_ESCAPE = "$"


def encode_fields(fields: dict[str, Any]) -> bytes:
    """One document's stored fields as bytes.

    Raises:
        TypeError: A value is not text, a number, a boolean, None, bytes, a date, a date and time,
            or a list or mapping of these.
    """
    blobs: list[bytes] = []
    text = to_json({name: _plain(value, blobs) for name, value in fields.items()})
    return b"".join([_SIZE.pack(len(text)), text, *blobs])


def _plain(value: object, blobs: list[bytes]) -> object:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        blobs.append(bytes(value))
        return {_ESCAPE: ["bytes", len(blobs[-1])]}
    if isinstance(value, dt.datetime):
        return {_ESCAPE: ["datetime", value.isoformat()]}
    if isinstance(value, dt.date):
        return {_ESCAPE: ["date", value.isoformat()]}
    if isinstance(value, (list, tuple)):
        return [_plain(item, blobs) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        plain = {key: _plain(item, blobs) for key, item in value.items()}
        return {_ESCAPE: ["mapping", plain]} if _ESCAPE in plain else plain
    raise TypeError(f"a value of type {type(value).__name__} cannot be stored")


def decode_fields(data: bytes) -> dict[str, Any]:
    """The stored fields that :func:`encode_fields` was given (tuples come back as lists).

    Raises:
        ValueError: ``data`` is nothing it wrote.
    """
    if len(data) < _SIZE.size:
        raise ValueError("a document without a length")
    (length,) = _SIZE.unpack_from(data)
    blobs = _Blobs(data, _SIZE.size + length)
    fields = from_json(data[_SIZE.size : _SIZE.size + length])
    if not isinstance(fields, dict):
        raise ValueError("stored fields that are no mapping")
    return {name: _rich(value, blobs) for name, value in fields.items()}


class _Blobs:
    """Hands out the byte strings behind a document's JSON in order."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._at = start

    def take(self, length: object) -> bytes:
        if type(length) is not int or not 0 <= length <= len(self._data) - self._at:
            raise ValueError("a byte string that is not there")
        self._at += length
        return self._data[self._at - length : self._at]


def _rich(value: Any, blobs: _Blobs) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return [_rich(item, blobs) for item in value]
    if not isinstance(value, dict):
        return value
    if _ESCAPE not in value:
        return {key: _rich(item, blobs) for key, item in value.items()}
    escaped = value[_ESCAPE]
    if not isinstance(escaped, list) or len(escaped) != 2:
        raise ValueError("an escaped value of another shape")
    tag, inner = escaped
    if tag == "bytes":
        return blobs.take(inner)
    if tag == "mapping" and isinstance(inner, dict):
        return {key: _rich(item, blobs) for key, item in inner.items()}
    if tag == "datetime" and isinstance(inner, str):
        return dt.datetime.fromisoformat(inner)
    if tag == "date" and isinstance(inner, str):
        return dt.date.fromisoformat(inner)
    raise ValueError("an escaped value of an unknown kind")


class StoredWriter:
    """Writes the stored fields of a new segment, document after document."""

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self._file = ContainerWriter(storage, segment.make_filename(EXTENSION), KIND)
        self._blocks = self._file.stream("blocks", "|u1")
        self._starts = [0]
        self._first_docs = [0]
        self._packer = Packer(level=_LEVEL)
        self._first_blocks: list[bytes] = []
        self._dictionary_blocks = 0
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._doc_count = 0
        self._names: set[str] = set()

    def append(self, fields: bytes, names: Iterable[str]) -> None:
        """Add the next document.

        Args:
            fields: What :func:`encode_fields` gave.
            names: At least the names of its fields.
        """
        self._names.update(names)
        self._pending += (_SIZE.pack(len(fields)), fields)
        self._pending_bytes += _SIZE.size + len(fields)
        self._doc_count += 1
        if self._pending_bytes >= _BLOCK_BYTES:
            self._flush()

    def _flush(self) -> None:
        block = b"".join(self._pending)
        if len(self._starts) == _DICTIONARY_BLOCKS + 1:
            dictionary = b"".join(self._first_blocks)
            if len(dictionary) <= _LARGEST_DICTIONARY:
                self._dictionary_blocks = _DICTIONARY_BLOCKS
                self._packer = Packer(dictionary, _LEVEL)
            self._first_blocks.clear()
        elif len(self._starts) <= _DICTIONARY_BLOCKS:
            self._first_blocks.append(block[: _LARGEST_DICTIONARY + 1])
        self._blocks.append(np.frombuffer(self._packer.compress(block), np.uint8))
        self._starts.append(self._blocks.size)
        self._first_docs.append(self._doc_count)
        self._pending.clear()
        self._pending_bytes = 0

    def close(self) -> None:
        """Finish the file."""
        if self._pending:
            self._flush()
        self._file.add("block_starts", np.array(self._starts), "<u8")
        self._file.add("first_docs", np.array(self._first_docs), "<u4")
        self._file.close(
            {
                "documents": self._doc_count,
                "names": sorted(self._names),
                "dictionary_blocks": self._dictionary_blocks,
            }
        )


class StoredReader:
    """Reads the stored fields of a segment.

    Raises:
        CorruptSegment: The file is missing or damaged.

    Attributes:
        file: The file.
        names: The names of all fields stored for any document.
    """

    def __init__(self, storage: Storage, segment: Segment) -> None:
        self.file = Container(storage, segment.make_filename(EXTENSION), KIND)
        # Every frame has a checksum of what is packed in it.
        self._blocks = self.file.array("blocks", "|u1", checked=False)
        self._starts = self.file.array("block_starts", "<u8")
        self._first_docs = self.file.array("first_docs", "<u4")
        doc_count = int(segment.doc_count_all())
        sizes_fit = len(self._starts) == len(self._first_docs) > 0
        if not sizes_fit or int(self._first_docs[-1]) != doc_count:
            raise self.file.corrupt("its blocks do not fit together")
        names = self.file.meta.get("names")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise self.file.corrupt("it does not name its fields")
        self.names = frozenset(names)
        self._dictionary_blocks = self.file.number("dictionary_blocks")
        if self._dictionary_blocks not in (0, _DICTIONARY_BLOCKS):
            raise self.file.corrupt("it has another dictionary")
        self._packer = Packer()
        self._shared_packer: Packer | None = None
        # The last block read: neighbouring documents are often asked for one after the other.
        # One value, so that threads that share the reader never see half of another's.
        self._last: tuple[int, bytes, list[int]] = (-1, b"", [0])

    def encoded(self, doc: int) -> bytes:
        """The stored fields of a document (0 <= doc < documents) as they were written."""
        number = int(self._first_docs.searchsorted(doc, side="right")) - 1
        known, data, ends = self._last
        if number != known:
            data, ends = self._read_block(number)
            self._last = number, data, ends
        index = doc - int(self._first_docs[number])
        if not 0 <= index < len(ends) - 1:
            raise self.file.corrupt("a block holds too few documents")
        return data[ends[index] + _SIZE.size : ends[index + 1]]

    def let_go(self) -> None:
        """Keep nothing in memory that was read; it is read again when asked for."""
        self.file.let_go()

    def fields(self, doc: int) -> dict[str, Any]:
        """The stored fields of a document (0 <= doc < documents)."""
        try:
            return decode_fields(self.encoded(doc))
        except CorruptSegment:
            raise
        except (ValueError, RecursionError) as error:
            raise self.file.corrupt("a document cannot be read") from error

    def _read_block(self, number: int) -> tuple[bytes, list[int]]:
        """A block, unpacked, and where its documents end."""
        packer = self._packer
        if number >= self._dictionary_blocks > 0:
            if self._shared_packer is None:
                first = b"".join(
                    self._unpacked(each, packer) for each in range(self._dictionary_blocks)
                )
                if len(first) > _LARGEST_DICTIONARY:
                    raise self.file.corrupt("its dictionary is too large")
                self._shared_packer = Packer(first)
            packer = self._shared_packer
        try:
            data = self._unpacked(number, packer)
            return data, _ends(data)
        except ValueError as error:
            raise self.file.corrupt("a block cannot be read") from error

    def _unpacked(self, number: int, packer: Packer) -> bytes:
        if not 0 <= number < len(self._starts) - 1:
            raise self.file.corrupt("a document is in no block")
        start, stop = int(self._starts[number]), int(self._starts[number + 1])
        if not start <= stop <= len(self._blocks):
            raise self.file.corrupt("a block lies outside the file")
        try:
            return packer.decompress(self._blocks[start:stop].tobytes())
        except ValueError as error:
            raise self.file.corrupt("a block cannot be read") from error


def _ends(data: bytes) -> list[int]:
    """Where the documents of a block end, and before the first one 0."""
    ends = [0]
    at, size, length_at = 0, len(data), _SIZE.unpack_from
    while at < size:
        if at + _SIZE.size > size:
            raise ValueError("a document without a length")
        at += _SIZE.size + length_at(data, at)[0]
        if at > size:
            raise ValueError("a document that is cut short")
        ends.append(at)
    return ends
