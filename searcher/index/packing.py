"""JSON values as compressed bytes and back, safely: for stored articles and for the catalog.

Reading executes nothing and is bounded: a frame says how large it is, and more than the limit is
refused before any of it is unpacked. Text may hold lone surrogates (undecodable file names, broken
UTF-16), which come back exactly as they went in. Not for numbers in bulk: those are columns.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import zstandard

MAX_UNPACKED = 256 * 1024 * 1024
"""No packed value may be larger than this, in bytes of JSON; an article is never near it."""

LEVEL = 3


class TooLarge(ValueError):
    """A value is larger than can be stored."""


def to_json(value: object) -> bytes:
    """Return ``value`` as compact JSON in UTF-8.

    Not ASCII-escaped: an escaped pair of lone surrogates would be read back as one character.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> Any:  # noqa: ANN401 - the caller checks the shape
    """Return the value that ``to_json`` wrote.

    Raises:
        ValueError: When ``data`` is not JSON in UTF-8.
    """
    return json.loads(data.decode("utf-8", "surrogatepass"))


@lru_cache(maxsize=1)
def _compressor() -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True, write_content_size=True)


@lru_cache(maxsize=1)
def _decompressor() -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(max_window_size=2 * MAX_UNPACKED)


def compress(data: bytes) -> bytes:
    """Return ``data`` as one Zstandard frame with its size and a checksum.

    Raises:
        TooLarge: When ``data`` is larger than ``MAX_UNPACKED``.
    """
    if len(data) > MAX_UNPACKED:
        raise TooLarge(f"{len(data)} bytes are more than the {MAX_UNPACKED} that can be stored")
    return _compressor().compress(data)


def decompress(data: bytes) -> bytes:
    """Return what ``compress`` was given.

    Raises:
        ValueError: When ``data`` is not such a frame, is damaged, or claims to be too large.
    """
    try:
        size = zstandard.get_frame_parameters(data).content_size
        if size > MAX_UNPACKED:  # an unknown size is the largest number of all
            raise ValueError(f"a compressed value of unacceptable size ({size} bytes)")
        return _decompressor().decompress(data, max_output_size=size)
    except zstandard.ZstdError as error:
        raise ValueError(f"damaged compressed data ({error})") from error
