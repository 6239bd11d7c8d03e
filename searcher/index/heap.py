"""Giving memory that is free again back to the system.

The allocator of the C library keeps what was freed between blocks that are still used: after the
arrays of a segment that is some 150 MB that nobody can have. Not for finding out who holds memory.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any


def give_back() -> None:
    """Return free memory to the system, where its C library can (glibc); takes 20 ms for 150 MB."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:  # noqa: ANN401 - a function of the C library, or None
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    try:
        return getattr(ctypes.CDLL(None), "malloc_trim", None)
    except OSError:
        return None
