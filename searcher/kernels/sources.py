"""A digest of what the compiled kernels are built from, to tell when they have been left behind.

Where the package is installed in place, its sources can change under a compiled file. Used when the
kernels are built (``setup.py`` runs this file by itself) and wherever sources lie beside them; there
are none in an ordinary installation.
"""

from __future__ import annotations

import zlib
from pathlib import Path


def digest(folder: Path) -> int:
    """Return a checksum of the names and contents of all Cython files of a folder; 0 for none.

    Args:
        folder: The folder of the kernels.

    Raises:
        OSError: The folder or one of the files cannot be read.
    """
    checksum = 0
    for path in sorted(folder.iterdir()):
        if path.suffix in (".pyx", ".pxi"):
            checksum = zlib.crc32(path.read_bytes(), zlib.crc32(path.name.encode(), checksum))
    return checksum
