"""The bytes of a file from outside, opened safely and read in bounded pieces.

Refuses what is not an ordinary file below the root (a pipe would hang, a link could lead anywhere)
and gzip files made to fill the memory or the time. Not for what the bytes mean.
"""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from searcher.articles.discovery import inside, shown
from searcher.articles.problems import Skipped

CHUNK_BYTES = 1 << 20
_MEGABYTE = 1 << 20

# Text shrinks by a factor of 3 to 20, very repetitive records by 100; deflate can reach 1,032.
_MAX_RATIO = 200
_RATIO_COUNTS_FROM_BYTES = 256 * _MEGABYTE


def resolve(path: Path, root: Path) -> tuple[str, str]:
    """Where a file really is, and what its article is called.

    Args:
        path: The file.
        root: The folder it must lie in.

    Returns:
        The resolved path, and the POSIX path relative to ``root``.

    Raises:
        Skipped: ``outside``, if it lies elsewhere or a link leads elsewhere.
        OSError: Nothing is there, or it cannot be looked at.
    """
    real = os.path.realpath(path, strict=True)
    real_root = os.path.realpath(root, strict=True)
    if not inside(real, real_root):
        raise Skipped("outside", root=shown(root))
    try:
        relative = path.relative_to(root)
    except ValueError:
        relative = Path(os.path.relpath(real, real_root))
    if ".." in relative.parts:
        relative = Path(os.path.relpath(real, real_root))
    return real, shown(relative).replace(os.sep, "/")


def chunks(real: str, *, gzipped: bool) -> Iterator[bytes]:
    """The bytes of a file in pieces of at most ``CHUNK_BYTES``, unpacked if it is gzipped.

    Args:
        real: A resolved path.
        gzipped: Whether to unpack.

    Yields:
        Non-empty pieces.

    Raises:
        Skipped: ``not-a-file``, ``bad-gzip`` or ``gzip-bomb``.
        OSError: It cannot be opened or read.
    """
    with _open_regular(real) as raw:
        if not gzipped:
            while piece := raw.read(CHUNK_BYTES):
                yield piece
            return
        total = 0
        with gzip.GzipFile(fileobj=raw) as unpacked:
            while True:
                try:
                    piece = unpacked.read(CHUNK_BYTES)
                except (gzip.BadGzipFile, EOFError, zlib.error) as error:
                    raise Skipped("bad-gzip", reason=str(error)) from None
                if not piece:
                    return
                total += len(piece)
                if total > _RATIO_COUNTS_FROM_BYTES and total > _MAX_RATIO * raw.tell():
                    raise Skipped("gzip-bomb", ratio=_MAX_RATIO)
                yield piece


def read_whole(real: str, *, gzipped: bool, limit: int) -> bytes:
    """All bytes of a file, if they are not too many.

    Args:
        real: A resolved path.
        gzipped: Whether to unpack.
        limit: The most bytes to accept, after unpacking.

    Raises:
        Skipped: ``too-large`` and whatever ``chunks`` raises.
        OSError: It cannot be opened or read.
    """
    pieces: list[bytes] = []
    size = 0
    for piece in chunks(real, gzipped=gzipped):
        size += len(piece)
        if size > limit:
            raise Skipped("too-large", limit_mb=limit // _MEGABYTE)
        pieces.append(piece)
    return b"".join(pieces)


def _open_regular(real: str) -> IO[bytes]:
    # Non-blocking, because opening a pipe would wait for a writer; and no link may have taken the
    # place of the resolved file meanwhile. Not every system has these flags.
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"):
        flags |= cast("int", getattr(os, name, 0))
    descriptor = os.open(real, flags)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Skipped("not-a-file")
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise
