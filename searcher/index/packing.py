"""JSON values as compressed bytes and back, safely: for stored articles and for the catalog.

Reading executes nothing and is bounded: a frame says how large it is, and more than the limit is
refused before any of it is unpacked. Text may hold lone surrogates (undecodable file names, broken
UTF-16), which come back exactly as they went in. Not for numbers in bulk: those are columns.
"""

from __future__ import annotations

import json
import threading
from functools import lru_cache
from typing import Any

import zstandard

MAX_UNPACKED = 256 * 1024 * 1024
"""No packed value may be larger than this, in bytes of JSON; an article is never near it."""

LEVEL = 3


# One for all: making one takes as long as encoding a short article.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class TooLarge(ValueError):
    """A value is larger than can be stored."""


def to_json(value: object) -> bytes:
    """Return ``value`` as compact JSON in UTF-8.

    Not ASCII-escaped: an escaped pair of lone surrogates would be read back as one character.
    """
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> Any:  # noqa: ANN401 - the caller checks the shape
    """Return the value that ``to_json`` wrote.

    Raises:
        ValueError: When ``data`` is not JSON in UTF-8.
    """
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"))
    except RecursionError as error:
        raise ValueError("JSON nested too deeply") from error


class _Own(threading.local):
    """What each thread needs for itself: Zstandard's objects are one thread's at a time."""

    def __init__(self) -> None:
        self.compressor: zstandard.ZstdCompressor | None = None
        self.decompressor: zstandard.ZstdDecompressor | None = None


class Packer:
    """Compresses and decompresses byte strings that have something in common, in any thread."""

    def __init__(self, dictionary: bytes = b"", level: int = LEVEL) -> None:
        """Prepare.

        Args:
            dictionary: Text like that to be packed; needed again for unpacking.
            level: How hard to try, of Zstandard.
        """
        shared = None
        if dictionary:
            raw = zstandard.DICT_TYPE_RAWCONTENT
            shared = zstandard.ZstdCompressionDict(dictionary, dict_type=raw)
        self._shared = shared
        self._level = level
        self._own = _Own()

    def compress(self, data: bytes) -> bytes:
        """Return ``data`` as one Zstandard frame with its size and a checksum.

        Raises:
            TooLarge: When ``data`` is larger than ``MAX_UNPACKED``.
        """
        if len(data) > MAX_UNPACKED:
            raise TooLarge(f"{len(data)} bytes are more than the {MAX_UNPACKED} that can be stored")
        own = self._own
        if own.compressor is None:
            if self._shared is not None:
                self._shared.precompute_compress(level=self._level)
            own.compressor = zstandard.ZstdCompressor(
                level=self._level,
                dict_data=self._shared,
                write_checksum=True,
                write_content_size=True,
            )
        return own.compressor.compress(data)

    def decompress(self, data: bytes) -> bytes:
        """Return what ``compress`` was given.

        Raises:
            ValueError: When ``data`` is not such a frame, is damaged, or claims to be too large.
        """
        own = self._own
        if own.decompressor is None:
            own.decompressor = zstandard.ZstdDecompressor(
                dict_data=self._shared, max_window_size=2 * MAX_UNPACKED
            )
        try:
            size = zstandard.get_frame_parameters(data).content_size
            if size > MAX_UNPACKED:  # an unknown size is the largest number of all
                raise ValueError(f"a compressed value of unacceptable size ({size} bytes)")
            return own.decompressor.decompress(data, max_output_size=size)
        except zstandard.ZstdError as error:
            raise ValueError(f"damaged compressed data ({error})") from error


@lru_cache(maxsize=1)
def _plain() -> Packer:
    return Packer()


def compress(data: bytes) -> bytes:
    """Return ``data`` packed by itself; see :meth:`Packer.compress`."""
    return _plain().compress(data)


def decompress(data: bytes) -> bytes:
    """Return what ``compress`` was given; see :meth:`Packer.decompress`."""
    return _plain().decompress(data)
